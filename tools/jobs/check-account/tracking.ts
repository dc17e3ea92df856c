import { isObject, textOf } from "../../../src/text.ts";
import { campaigns } from "../../campaigns.ts";
import { flows } from "../../flows.ts";
import { operationNamed } from "../../operations/tools.ts";
import { definitionOf, placedIn } from "../../structures/flow-messages.ts";
import type { Days } from "./days.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";
import { isComing } from "./overlaps.ts";
import type { Reading } from "./reading.ts";

/** App pushes have no links that are tracked so. */
const LINKED: ReadonlySet<string> = new Set(["email", "sms"]);
/** The definition of each live flow is a request: more flows than these are not looked into. */
const MOST_FLOWS = 8;
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

/** The live messages of a flow whose links have no UTM parameters, in one line; `document` is that of get_flow. */
export function untrackedIn(flow: Values, document: unknown): Finding[] {
  const definition = definitionOf(document);
  const messages = (definition ? placedIn(definition) : []).filter(
    ({ channel, data }) => LINKED.has(textOf(channel)) && data.status === "live",
  );
  const bare = messages.filter(({ message }) => message.add_tracking_params === false);
  if (bare.length === 0) return [];
  return [
    {
      finding: `Live flow ${named(flow.name)}: ${bare.length} of its ${messages.length} live messages ${bare.length === 1 ? "has" : "have"} no UTM parameters`,
      number: bare.length,
      next: { tool: "get_messages_for_flow", arguments: { flow_id: flow.id } },
      gravity: 37,
    },
  ];
}

async function untrackedFlows(reading: Reading): Promise<Finding[]> {
  const live = await reading.liveFlows();
  if (live.length > MOST_FLOWS)
    reading.miss(`UTM parameters of ${live.length - MOST_FLOWS} of ${live.length} live flows`);
  const found: Finding[] = [];
  for (const flow of live.slice(0, MOST_FLOWS)) {
    const asked = { flow_id: textOf(flow.id), additional_fields: ["definition"], fields: ["name"] };
    found.push(...untrackedIn(flow, await reading.context.call(flows.get_flow, asked)));
  }
  return found;
}

async function untrackedCampaigns(reading: Reading): Promise<Finding[]> {
  const linked = linking(await reading.campaigns(), reading.days);
  if (linked.every((one) => ownWord(one) !== undefined)) return untracked(linked, true);
  const { items } = await reading.context.list(operationNamed("get_tracking_settings"), {}, 1);
  return untracked(linked, items[0]?.auto_add_parameters !== false);
}

export const sendsWithoutUtm: Check = {
  what: "sends without UTM parameters",
  get uses() {
    return [
      campaigns.get_campaigns,
      flows.get_flows,
      flows.get_flow,
      operationNamed("get_tracking_settings"),
    ];
  },
  look: async (reading) => [...(await untrackedCampaigns(reading)), ...(await untrackedFlows(reading))],
};
