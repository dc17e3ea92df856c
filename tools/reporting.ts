import { textOf } from "../src/text.ts";
import { section } from "../src/tool/declare.ts";
import type { BodyFilter, Input, Lookup } from "../src/tool/tool.ts";
import {
  reportArgumentAt,
  reportArguments,
  reportBody,
  reportRows,
  resultsOf,
  TIMEFRAME_RULES,
} from "./structures/reports.ts";
import { words } from "./words.ts";

const CAMPAIGN_GROUPS = ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"];
const FLOW_GROUPS = ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"];
/** The channels of get_campaigns by what a report calls them; it lists no campaigns of any other. */
const CHANNELS: Record<string, string> = {
  email: "email",
  sms: "sms",
  "push-notification": "mobile_push",
};
/** What a page of campaigns holds; the url of more ids might not pass either. */
const MAX_IDS = 100;

const metricLookup = (input: Input): Lookup => ({
  tool: "get_metric",
  arguments: { metric_id: input.conversion_metric_id, fields: ["name"] },
});

/** Reports know campaigns by id alone; their names take one read a channel. */
function campaignLookups(document: unknown): Lookup[] {
  const byChannel = new Map<string, Set<string>>();
  for (const { groupings = {} } of resultsOf(document)) {
    const channel = CHANNELS[textOf(groupings.send_channel)];
    if (!channel) continue;
    const ids = byChannel.get(channel) ?? new Set();
    if (groupings.campaign_id) byChannel.set(channel, ids.add(textOf(groupings.campaign_id)));
  }
  return [...byChannel].map(([channel, ids]) => {
    const quoted = [...ids].slice(0, MAX_IDS).map((one) => JSON.stringify(one));
    return {
      tool: "get_campaigns",
      arguments: { channel, filter: `any(id,[${quoted.join(",")}])`, fields: ["name"] },
    };
  });
}

/** The published fields of a report's filter; what a message is found by is the same for both. */
const fieldsOf = (own: string): BodyFilter => ({
  once: true,
  fields: {
    ...Object.fromEntries(
      [...own.split(" "), "variation", "variation_name", "text_message_format"].map((name) => [
        name,
        { type: "string", operators: ["equals", "contains-any"] },
      ]),
    ),
    send_channel: {
      type: "string",
      operators: ["equals", "contains-any"],
      values: ["email", "sms", "push-notification", "whatsapp"],
    },
    tag_id: { type: "string", operators: ["contains-any", "contains-all"] },
    tag_name: { type: "string", operators: ["contains-any", "contains-all"] },
  },
});

export const reporting = section("reporting", {
  query_campaign_values: words({
    title: "Campaign report",
    does: 'How campaigns did, a row a message. Two calls a minute. filter e.g. contains-any(campaign_id,["ID"]). Metric ids: get_metrics.',
    inputSchema: reportArguments,
    rules: TIMEFRAME_RULES,
    needsAccount: true,
    bodyFilter: fieldsOf("campaign_id campaign_message_id campaign_message_name"),
    body: {
      build: (input) => reportBody("campaign-values-report", CAMPAIGN_GROUPS, input),
      argumentAt: reportArgumentAt,
    },
    result: {
      kind: "rows",
      lookups: (document, input) => [metricLookup(input), ...campaignLookups(document)],
      rows: (document, input, found) =>
        reportRows(document, input, found, (groupings, names) => {
          const name = names.get(textOf(groupings.campaign_id));
          return { ...(name && { campaign_name: name }), ...groupings };
        }),
    },
  }),

  query_flow_values: words({
    title: "Flow report",
    does: 'How flows did, a row a message. Two calls a minute. filter e.g. equals(flow_id,"ID"). Metric ids: get_metrics.',
    inputSchema: reportArguments,
    rules: TIMEFRAME_RULES,
    needsAccount: true,
    bodyFilter: fieldsOf("flow_id flow_name flow_message_id flow_message_name"),
    body: {
      build: (input) => reportBody("flow-values-report", FLOW_GROUPS, input),
      argumentAt: reportArgumentAt,
    },
    result: {
      kind: "rows",
      lookups: (_, input) => [metricLookup(input)],
      rows: (document, input, found) => reportRows(document, input, found, (groupings) => groupings),
    },
  }),
});
