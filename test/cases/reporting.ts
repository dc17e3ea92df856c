import type { MetricAggregateQueryResourceObject } from "klaviyo-api";
import type { Case, Sent } from "./case.ts";
import { attributed, ORDERS, report, worth } from "./report-requests.ts";

const METRIC: Sent = { method: "GET", path: `/api/metrics/${ORDERS}`, query: { "fields[metric]": "name" } };
const CAMPAIGN_ROW = ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"];
const FLOW_ROW = ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"];
const CAMPAIGN_FIELDS = "name,send_time,audiences";
const EMAILS =
  'equals(messages.channel,"email"),any(id,["01GVEYR6B2ACP00ET4A8VBRGP5","01G502BYRX9Q99CMYKEJ9VAB48","01JSR5ARKZKBW527S88G7VWQR9"])';
const TEXTS = 'equals(messages.channel,"sms"),any(id,["01H59XBSXXBZZ94PRHBFV2EC84"])';

const WORTH = [
  "conversions",
  "conversion_value",
  "revenue_per_recipient",
  "delivered",
  "recipients",
] as const;
const AUTUMN: [string, string][] = [
  ["2026-10-01T00:00:00-04:00", "2026-11-01T00:00:00-04:00"],
  ["2026-09-01T00:00:00-04:00", "2026-10-01T00:00:00-04:00"],
];
const FORTNIGHTS: [string, string][] = [
  ["2026-11-01T00:00:00-04:00", "2026-11-15T00:00:00-05:00"],
  ["2025-11-01T00:00:00-04:00", "2025-11-15T00:00:00-05:00"],
];

/** Reports, each with the reads that give names to its ids. */
export const reportingCases: readonly Case[] = [
  {
    tool: "query_campaign_values",
    name: "a week: two channels, two reads of names",
    args: {
      statistics: ["recipients", "open_rate"],
      conversion_metric_id: ORDERS,
      start: "2026-11-16T05:00:00Z",
      end: "2026-11-23T05:00:00Z",
    },
    sent: [
      report("campaign-values-report", {
        statistics: ["recipients", "open_rate", "delivered", "opens_unique"],
        timeframe: { start: "2026-11-16T00:00:00-05:00", end: "2026-11-23T00:00:00-05:00" },
        group_by: CAMPAIGN_ROW,
      }),
      {
        method: "GET",
        path: "/api/campaigns",
        query: { filter: EMAILS, "fields[campaign]": CAMPAIGN_FIELDS },
      },
      {
        method: "GET",
        path: "/api/campaigns",
        query: { filter: TEXTS, "fields[campaign]": CAMPAIGN_FIELDS },
      },
      METRIC,
    ],
    official: async ({ reporting, metrics, campaigns }) => {
      await reporting.queryCampaignValues({
        data: {
          type: "campaign-values-report",
          attributes: {
            statistics: ["recipients", "open_rate", "delivered", "opens_unique"],
            timeframe: { start: new Date("2026-11-16T05:00:00Z"), end: new Date("2026-11-23T05:00:00Z") },
            conversionMetricId: ORDERS,
            groupBy: ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"],
          },
        },
      });
      await campaigns.getCampaigns(EMAILS, { fieldsCampaign: ["name", "send_time", "audiences"] });
      await campaigns.getCampaigns(TEXTS, { fieldsCampaign: ["name", "send_time", "audiences"] });
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
    },
    reads: {
      data: [
        { campaign_name: "VIP thank-you", send_channel: "email", recipients: 29, delivered: 28 },
        { campaign_name: "New Arrivals: footwear", sent: "2026-11-18", recipients: 192 },
        { campaign_name: "Restock alert", send_channel: "sms" },
        { campaign_name: "Trail Club: this week", campaign_message_name: "Trail Club: this week" },
        { campaign_name: "Trail Club: this week", campaign_message_name: "Trail Club: this week (B)" },
      ],
      basis: { period: "2026-11-16 to 2026-11-22", timezone: "America/New_York" },
    },
  },
  {
    tool: "query_campaign_values",
    name: "grouped, compared, ranked and cut: names of both periods",
    args: {
      statistics: ["delivered", "conversion_value"],
      conversion_metric_id: ORDERS,
      start: "2026-10-01",
      end: "2026-11-01",
      compare_to: "previous_period",
      group_by: ["channel"],
      name: "a",
      filter: 'contains-any(send_channel,["push-notification","email"])',
      sort: "-conversion_value",
      top: 1,
      min_delivered: 5,
      fresh: true,
    },
    sent: [
      ...AUTUMN.map(([start, end]) =>
        report("campaign-values-report", {
          statistics: ["delivered", "conversion_value"],
          timeframe: { start, end },
          group_by: CAMPAIGN_ROW,
          filter: 'contains-any(send_channel,["push-notification","email"])',
        }),
      ),
      {
        method: "GET",
        path: "/api/campaigns",
        query: {
          filter:
            'equals(messages.channel,"email"),any(id,["01GR16JQ224FV55EHHANC6J75J","01JDAGEGN10CPQES9TMJ4MSCT0","01GG8NKYHESXVE5X19B31ZFTB3"])',
          "fields[campaign]": CAMPAIGN_FIELDS,
        },
      },
      {
        method: "GET",
        path: "/api/campaigns",
        query: {
          filter: 'equals(messages.channel,"mobile_push"),any(id,["01GVABVZ077RSC4ZRSG8SS3D2V"])',
          "fields[campaign]": CAMPAIGN_FIELDS,
        },
      },
      ...AUTUMN.map((days) => worth(days, "$attributed_message", "$attributed_flow")),
      METRIC,
    ],
    reads: {
      data: [{ send_channel: "email", compared: { conversion_value: {} } }],
      basis: { period: "2026-10-01 to 2026-10-31", compared_with: "2026-09-01 to 2026-09-30" },
    },
  },
  {
    tool: "query_campaign_values",
    name: "pushes of a month",
    args: {
      statistics: ["delivered", "conversion_value"],
      conversion_metric_id: ORDERS,
      start: "2026-10-01T04:00:00.000Z",
      end: "2026-11-01T04:00:00.000Z",
      filter: 'equals(send_channel,"push-notification")',
      fresh: true,
    },
    sent: [
      report("campaign-values-report", {
        statistics: ["delivered", "conversion_value"],
        timeframe: { start: "2026-10-01T00:00:00-04:00", end: "2026-11-01T00:00:00-04:00" },
        group_by: CAMPAIGN_ROW,
        filter: 'equals(send_channel,"push-notification")',
      }),
      {
        method: "GET",
        path: "/api/campaigns",
        query: {
          filter: 'equals(messages.channel,"mobile_push"),any(id,["01GVABVZ077RSC4ZRSG8SS3D2V"])',
          "fields[campaign]": CAMPAIGN_FIELDS,
        },
      },
      METRIC,
    ],
    official: async ({ reporting, metrics, campaigns }) => {
      await reporting.queryCampaignValues({
        data: {
          type: "campaign-values-report",
          attributes: {
            statistics: ["delivered", "conversion_value"],
            timeframe: { start: new Date("2026-10-01T04:00:00Z"), end: new Date("2026-11-01T04:00:00Z") },
            conversionMetricId: ORDERS,
            groupBy: ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"],
            filter: 'equals(send_channel,"push-notification")',
          },
        },
      });
      await campaigns.getCampaigns(
        'equals(messages.channel,"mobile_push"),any(id,["01GVABVZ077RSC4ZRSG8SS3D2V"])',
        { fieldsCampaign: ["name", "send_time", "audiences"] },
      );
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
    },
    reads: { data: [{ campaign_name: "App: flash sale", send_channel: "push-notification" }] },
  },
  {
    tool: "query_flow_values",
    name: "a month: names come with it",
    args: {
      statistics: ["recipients", "click_rate"],
      conversion_metric_id: ORDERS,
      start: "2026-10-24T04:00:00Z",
      end: "2026-11-23T05:00:00Z",
    },
    sent: [
      report("flow-values-report", {
        statistics: ["recipients", "click_rate", "delivered", "clicks_unique"],
        timeframe: { start: "2026-10-24T00:00:00-04:00", end: "2026-11-23T00:00:00-05:00" },
        group_by: FLOW_ROW,
      }),
      METRIC,
    ],
    official: async ({ reporting, metrics }) => {
      await reporting.queryFlowValues({
        data: {
          type: "flow-values-report",
          attributes: {
            statistics: ["recipients", "click_rate", "delivered", "clicks_unique"],
            timeframe: { start: new Date("2026-10-24T04:00:00Z"), end: new Date("2026-11-23T05:00:00Z") },
            conversionMetricId: ORDERS,
            groupBy: ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"],
          },
        },
      });
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
    },
  },
  {
    tool: "query_flow_values",
    name: "every argument, of a year before",
    args: {
      statistics: ["conversions", "conversion_value", "revenue_per_recipient"],
      conversion_metric_id: ORDERS,
      start: "2026-11-01",
      end: "2026-11-15",
      compare_to: "previous_year",
      group_by: ["flow"],
      name: "welcome",
      filter: 'contains-any(flow_id,["VJvBNr"])',
      sort: "-conversion_value",
      top: 3,
      min_delivered: 1,
      fresh: true,
    },
    sent: FORTNIGHTS.map(([start, end]) =>
      report("flow-values-report", {
        statistics: [...WORTH],
        timeframe: { start, end },
        group_by: FLOW_ROW,
        filter: 'contains-any(flow_id,["VJvBNr"])',
      }),
    ).concat(
      FORTNIGHTS.map((days) => worth(days, "$attributed_flow")),
      METRIC,
    ),
    official: async ({ reporting, metrics }) => {
      for (const year of [2026, 2025]) {
        await reporting.queryFlowValues({
          data: {
            type: "flow-values-report",
            attributes: {
              statistics: [...WORTH],
              timeframe: {
                start: new Date(`${year}-11-01T04:00:00Z`),
                end: new Date(`${year}-11-15T05:00:00Z`),
              },
              conversionMetricId: ORDERS,
              groupBy: ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"],
              filter: 'contains-any(flow_id,["VJvBNr"])',
            },
          },
        });
      }
      for (const days of FORTNIGHTS) {
        const attributes: MetricAggregateQueryResourceObject["attributes"] = {
          metricId: ORDERS,
          measurements: ["sum_value"],
          interval: "month",
          filter: attributed(days, "$attributed_flow"),
          by: ["$value_currency"],
          timezone: "America/New_York",
        };
        await metrics
          .queryMetricAggregates({ data: { type: "metric-aggregate", attributes } })
          .catch(() => undefined);
      }
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
    },
    reads: { data: [{ flow_id: "VJvBNr", flow_name: "Welcome Series" }] },
  },
];
