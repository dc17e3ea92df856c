// What a person knows better than the vendor's documents, each with its reason. `npm run contract` applies it.

/** What an id in a path is the id of, by what stands before it, where that is another thing. */
export const PATH_IDS: Readonly<Record<string, string>> = {
  // The vendor numbers the jobs and estimations of a campaign by the campaign.
  "campaign-send-jobs": "campaign_id",
  "campaign-recipient-estimation-jobs": "campaign_id",
  "campaign-recipient-estimations": "campaign_id",
};

/** What the id in a body is called, by operation, where the body's type is not the thing that has the id. */
export const BODY_IDS: Readonly<Record<string, string>> = {
  // The body is a job; its id is the campaign's.
  send_campaign: "campaign_id",
  refresh_campaign_recipient_estimation: "campaign_id",
  // The body is a copy of an audience; its id is the audience's.
  clone_campaign_audience: "campaign_audience_id",
  clone_campaign_audience_beta: "campaign_audience_id",
  // The profile that stays.
  merge_profiles: "profile_id",
};

/** Operations of 2026-10-15 that a client of 2026-07-15 cannot call: rows of their own, named `…_2026_10`. */
export const CHANGED_2026_10: readonly string[] = [
  "get_campaigns",
  "get_campaign",
  "create_campaign",
  "update_campaign",
  "clone_campaign",
  "get_campaign_message",
  "update_campaign_message",
  "get_messages_for_campaign",
  "get_campaign_for_campaign_message",
];

/** Other names of operations that the vendor's document does not know yet. */
export const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  // Renamed in 2026-10-15; the path is the same.
  create_campaign_clone: ["clone_campaign"],
};
