import { campaigns } from "./campaigns.ts";
import { content } from "./content.ts";
import type { Entry, Judged } from "./entry.ts";
import { settings } from "./settings.ts";

/** Beta operations that have become stable since, by their stable name: they do the same. */
const SAME = {
  ...named(campaigns, [
    "create_campaign_2026_10",
    "clone_campaign_2026_10",
    "update_campaign_2026_10",
    "delete_campaign",
    "create_campaign_audience",
    "clone_campaign_audience",
    "update_campaign_audience",
    "delete_campaign_audience",
    "create_campaign_message",
    "clone_campaign_message",
    "update_campaign_message_2026_10",
    "delete_campaign_message",
    "create_campaign_variation",
    "update_campaign_variation",
    "delete_campaign_variation",
    "schedule_campaign_message",
    "update_campaign_message_schedule",
  ]),
  ...named(content, [
    "create_template_preview_send_job",
    "create_translation",
    "update_translation",
    "delete_translation",
  ]),
  // Brand and text messaging were beta in the very form that they have now.
  ...named(
    settings,
    Object.keys(settings).filter((name) => name !== "update_tracking_setting"),
  ),
};

function named(group: Judged, names: readonly string[]): Record<string, Entry> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const entry = group[name];
      return entry ? [[`${name.replace(/_2026_10$/, "")}_beta`, entry]] : [];
    }),
  );
}

/** What only the beta revision has, but for the customer agent; and what it had first. */
export const beta: Judged = {
  ...SAME,

  update_api_key_beta: [
    "edits",
    "Disabled, every integration that uses the key stops; active, its holder has the account's data.",
    {
      when: [
        { input: "status", equals: "disabled", effects: ["stops"] },
        { input: "status", otherThan: "disabled", effects: ["forwards"] },
      ],
    },
  ],

  create_sending_domain_beta: ["adds", "A domain that nothing is sent from yet."],
  create_sending_domain_verification_job_beta: [
    "edits",
    "Only looks whether the domain's DNS records are right.",
  ],
  create_sending_domain_activation_job_beta: [
    "publishes",
    "The account's mail comes from this domain from then on; delivery can suffer.",
  ],
  delete_sending_domain_beta: [["deletes", "stops"], "Nothing can be sent from the domain any more."],

  create_profile_bulk_export_job_beta: [
    "adds",
    "A file with the data of many people, which who has its url can load.",
  ],
  create_event_bulk_export_job_beta: [
    "adds",
    "A file with what many people did, which who has its url can load.",
  ],
};
