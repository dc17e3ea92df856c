import { textOf } from "../../../src/text.ts";
import { campaigns } from "../../campaigns.ts";
import type { Days } from "./days.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";

/** What Klaviyo's words for a campaign that did not go out mean. */
const WHY: Readonly<Record<string, string>> = {
  Cancelled: "was cancelled by somebody",
  "Cancelled: No Recipients": "was cancelled: its audience had nobody to send to",
  "Cancelled: Smart Sending": "was cancelled: Smart Sending left nobody to send to",
  "Cancelled: Account Disabled": "was cancelled: the account may not send",
  "Cancelled: Internal Error": "was cancelled: an error of Klaviyo's",
  "Cancelled: Billing Limit": "was cancelled: the plan's limit is reached",
  "Cancelled: Misconfigured": "was cancelled: it is not set up right",
  "Queued without Recipients": "is queued without anybody to send to",
};
/** On its way; a day after its time it should not be. Sending to each recipient's own clock takes as long. */
const WAITING: ReadonlySet<string> = new Set([
  "Scheduled",
  "Preparing to schedule",
  "Preparing to send",
  "Adding Recipients",
  "Sending Segments",
]);
const DAY = 24 * 60 * 60_000;

/** Campaigns that should have gone out since the period began and did not, with why. */
export function notSent(all: readonly Values[], days: Days): Finding[] {
  return all.flatMap((campaign): Finding[] => {
    const status = textOf(campaign.status);
    const at = Date.parse(textOf(campaign.send_time ?? campaign.updated_at));
    const isLate = WAITING.has(status) && campaign.send_time !== null && days.now - at > DAY;
    const why = isLate ? `is still "${status}" more than a day after its time` : WHY[status];
    if (why === undefined || !(at >= days.instantOf(days.first))) return [];
    return [
      {
        finding: `Campaign ${named(campaign.name)} (${textOf(campaign.channel)}, for ${days.dayOf(at)}) ${why}`,
        number: 1,
        next: { tool: "preview_campaign", arguments: { campaign_id: campaign.id } },
        gravity: status === "Cancelled" ? 30 : 90,
      },
    ];
  });
}

export const campaignsNotSent: Check = {
  what: "campaigns that did not go out",
  get uses() {
    return [campaigns.get_campaigns];
  },
  look: async (reading) => notSent(await reading.campaigns(), reading.days),
};
