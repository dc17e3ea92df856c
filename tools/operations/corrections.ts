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
  merge_profiles: "destination_profile_id",
};

/** What a row says otherwise than the vendor's document, or besides it. */
export interface Correction {
  operations: readonly string[];
  reason: string;
  /** Values of filter fields that the document leaves open. */
  filterValues?: Readonly<Record<string, readonly string[]>>;
  /** A stricter window that the document does not name. */
  stricter?: {
    argument: "include" | "additional_fields";
    value: string;
    rate: { burst: number; steady: number };
  };
  /** What a success answers with, where the document names another. */
  status?: readonly number[];
  /** Most items of an argument. */
  most?: Readonly<Record<string, number>>;
}

const FLOW_STATUSES = ["live", "draft", "manual"];
const RECORDED = "Recorded answers of a live account have another status than the document.";
const IN_PROSE = "The document has limits of lists in its prose alone, never as maxItems.";

export const CORRECTIONS: readonly Correction[] = [
  {
    operations: ["get_flows", "get_actions_for_flow"],
    reason: "The status of a flow has three values, as update_flow says; its filter is given as free text.",
    filterValues: { status: FLOW_STATUSES },
  },
  {
    operations: ["get_profiles_for_segment", "get_profile_ids_for_segment"],
    reason: "Predictions are slower wherever they are asked for; of the members of a segment it is not said.",
    stricter: {
      argument: "additional_fields",
      value: "predictive_analytics",
      rate: { burst: 10, steady: 150 },
    },
  },
  {
    operations: ["add_profiles_to_list", "remove_profiles_from_list"],
    reason: IN_PROSE,
    most: { profile_ids: 1000 },
  },
  { operations: ["bulk_import_profiles"], reason: IN_PROSE, most: { profiles: 10_000 } },
  { operations: ["bulk_subscribe_profiles"], reason: IN_PROSE, most: { profiles: 1000 } },
  {
    operations: ["bulk_unsubscribe_profiles", "bulk_suppress_profiles", "bulk_unsuppress_profiles"],
    reason: IN_PROSE,
    most: { profiles: 100 },
  },
  { operations: ["merge_profiles"], reason: RECORDED, status: [202] },
  { operations: ["clone_template", "render_template", "delete_template"], reason: RECORDED, status: [200] },
  { operations: ["merge_profiles"], reason: IN_PROSE, most: { profile_ids: 1 } },
  { operations: ["bulk_create_events"], reason: IN_PROSE, most: { events_bulk_create: 1000 } },
  { operations: ["bulk_create_coupon_codes"], reason: IN_PROSE, most: { coupon_codes: 1000 } },
  { operations: ["bulk_create_data_source_records"], reason: IN_PROSE, most: { data_source_records: 500 } },
  { operations: ["bulk_delete_object_records"], reason: IN_PROSE, most: { object_record_ids: 500 } },
  ...[
    { kind: "items", ids: "item_ids" },
    { kind: "variants", ids: "variant_ids" },
    { kind: "categories", ids: "category_ids" },
  ].flatMap(({ kind, ids }) => [
    {
      operations: [`bulk_create_catalog_${kind}`, `bulk_update_catalog_${kind}`],
      reason: IN_PROSE,
      most: { [kind]: 100 },
    },
    { operations: [`bulk_delete_catalog_${kind}`], reason: IN_PROSE, most: { [ids]: 100 } },
  ]),
];

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
