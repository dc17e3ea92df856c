import { isObject, textOf } from "../../../src/text.ts";
import { campaigns } from "../../campaigns.ts";
import { operationNamed } from "../../operations/tools.ts";
import type { Days } from "./days.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";
import { isComing } from "./overlaps.ts";

/** App pushes have no links that are tracked so. */
const LINKED: ReadonlySet<string> = new Set(["email", "sms"]);
const SENT: ReadonlySet<string> = new Set(["Sent", "Variations Sent"]);

/** What a campaign says of UTM parameters; undefined where it leaves that to the account. */
function ownWord({ tracking_options }: Values): boolean | undefined {
  const { add_tracking_params } = isObject(tracking_options) ? tracking_options : {};
  return typeof add_tracking_params === "boolean" ? add_tracking_params : undefined;
}

/** Campaigns that went out in the period or are to go, and carry links. */
export function linking(all: readonly Values[], days: Days): Values[] {
  return all.filter((campaign) => {
    if (!LINKED.has(textOf(campaign.channel))) return false;
    const at = Date.parse(textOf(campaign.send_time));
    const isSent = SENT.has(textOf(campaign.status)) && at >= days.instantOf(days.first);
    return isSent || isComing(campaign, days);
  });
}

/** Those of them whose links have no UTM parameters; `usual` is what the account does where a campaign says nothing. */
export function untracked(linked: readonly Values[], usual: boolean): Finding[] {
  return linked
    .filter((campaign) => !(ownWord(campaign) ?? usual))
    .map((campaign) => {
      const isSent = SENT.has(textOf(campaign.status));
      return {
        finding: `Campaign ${named(campaign.name)} (${textOf(campaign.channel)}) ${isSent ? "went out" : "is to go out"} without UTM parameters`,
        number: 1,
        next: { tool: "get_campaign", arguments: { campaign_id: campaign.id, fields: ["tracking_options"] } },
        gravity: isSent ? 35 : 38,
      };
    });
}

export const sendsWithoutUtm: Check = {
  what: "campaigns without UTM parameters",
  get uses() {
    return [campaigns.get_campaigns, operationNamed("get_tracking_settings")];
  },
  async look(reading) {
    const linked = linking(await reading.campaigns(), reading.days);
    if (linked.every((one) => ownWord(one) !== undefined)) return untracked(linked, true);
    const { items } = await reading.context.list(operationNamed("get_tracking_settings"), {}, 1);
    return untracked(linked, items[0]?.auto_add_parameters !== false);
  },
};
