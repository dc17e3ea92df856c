import { DIMENSIONS, queryAggregates } from "../behaviours/aggregates.ts";
import { createEvent, createEvents } from "../behaviours/events.ts";
import { queryCampaignValues, queryFlowValues } from "../behaviours/reports.ts";
import { list, read } from "../behaviours/resources.ts";
import type { Operation } from "../klaviyo/operation.ts";

const BOUND = "greater-or-equal greater-than less-or-equal less-than";
const INCLUDE = "attributions metric profile";

const MEASUREMENTS = ["count", "sum_value", "unique"];

const STATISTICS =
  "average_order_value bounce_rate bounced bounced_or_failed bounced_or_failed_rate click_rate click_to_open_rate clicks clicks_unique conversion_rate conversion_uniques conversion_value conversions delivered delivery_rate failed failed_rate message_segment_count_sum open_rate opens opens_unique recipients revenue_per_recipient spam_complaint_rate spam_complaints text_message_credit_usage_amount text_message_roi text_message_spend unsubscribe_rate unsubscribe_uniques unsubscribes".split(
    " ",
  );
const GROUPS = ["send_channel", "tag_id", "tag_name", "text_message_format", "variation", "variation_name"];

const oneOf = (names: string[]) => names.map((name) => JSON.stringify(name)).join("|");
const signed = (names: string[]) => names.flatMap((name) => [name, `-${name}`]);

const report = (type: string, groups: string[]) =>
  `{type!:"${type}", attributes!:{statistics!:[${oneOf(STATISTICS)}], timeframe!:$Timeframe, conversion_metric_id!:text, group_by:[${oneOf([...groups, ...GROUPS])}]?, filter:string?}}`;

/** Events, metrics and what is computed from them. */
export const eventOperations: readonly Operation[] = [
  {
    id: "get_events",
    route: "GET /api/events",
    type: "event",
    limit: "XL",
    success: 200,
    include: INCLUDE,
    filter: {
      metric_id: "equals",
      profile_id: "equals",
      profile: "has",
      metric: "has",
      datetime: `datetime ${BOUND}`,
      timestamp: `number ${BOUND}`,
    },
    sort: "datetime timestamp",
    page: [200, 1000],
    does: list,
  },
  {
    id: "get_event",
    route: "GET /api/events/{id}",
    type: "event",
    limit: "M",
    success: 200,
    include: INCLUDE,
    does: read,
  },
  {
    id: "create_event",
    route: "POST /api/events",
    type: "event",
    limit: "XL",
    success: 202,
    empty: true,
    body: '{type!:"event", attributes!:$Event}',
    does: createEvent,
  },
  {
    id: "bulk_create_events",
    route: "POST /api/event-bulk-create-jobs",
    type: "event",
    limit: "M",
    success: 202,
    empty: true,
    body: '{type!:"event-bulk-create-job", attributes!:{events-bulk-create!:{data!:[$EventsOfProfile]<=1000}}}',
    does: createEvents,
  },
  {
    id: "get_metrics",
    route: "GET /api/metrics",
    type: "metric",
    limit: "M",
    success: 200,
    include: "flow-triggers",
    filter: { "integration.name": "equals", "integration.category": "equals" },
    page: [200],
    does: list,
  },
  {
    id: "get_metric",
    route: "GET /api/metrics/{id}",
    type: "metric",
    limit: "M",
    success: 200,
    include: "flow-triggers",
    does: read,
  },
  {
    id: "query_metric_aggregates",
    route: "POST /api/metric-aggregates",
    type: "metric-aggregate",
    limit: "S",
    success: 200,
    body: `{type!:"metric-aggregate", attributes!:{metric_id!:text, page_cursor:string, measurements!:[${oneOf(MEASUREMENTS)}], interval:"hour"|"day"|"week"|"month"?, page_size:integer?, by:[${oneOf(DIMENSIONS)}]?, return_fields:[string]?, filter!:[text], timezone:string?, sort:${oneOf(signed([...DIMENSIONS, ...MEASUREMENTS]))}}}`,
    does: queryAggregates,
  },
  {
    id: "query_campaign_values",
    route: "POST /api/campaign-values-reports",
    type: "campaign-values-report",
    limit: "1 2 225",
    success: 200,
    parameters: "page_cursor",
    body: report("campaign-values-report", [
      "campaign_id",
      "campaign_message_id",
      "campaign_message_name",
      "group",
      "group_name",
    ]),
    does: queryCampaignValues,
  },
  {
    id: "query_flow_values",
    route: "POST /api/flow-values-reports",
    type: "flow-values-report",
    limit: "1 2 225",
    success: 200,
    parameters: "page_cursor",
    body: report("flow-values-report", ["flow_id", "flow_message_id", "flow_message_name", "flow_name"]),
    does: queryFlowValues,
  },
];
