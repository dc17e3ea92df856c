import type { Case } from "./case.ts";

const ORDERS = "TxVpCr";
const METRIC = { method: "GET", path: `/api/metrics/${ORDERS}`, query: { "fields[metric]": "name" } };

/** Reports, each with the reads that give names to its ids. */
export const reportingCases: readonly Case[] = [
  {
    tool: "query_campaign_values",
    name: "a timeframe by its name: two channels, two reads of names",
    args: {
      statistics: ["recipients", "open_rate"],
      conversion_metric_id: ORDERS,
      timeframe: "last_7_days",
    },
    sent: [
      {
        method: "POST",
        path: "/api/campaign-values-reports",
        body: {
          data: {
            type: "campaign-values-report",
            attributes: {
              statistics: ["recipients", "open_rate"],
              timeframe: { key: "last_7_days" },
              conversion_metric_id: ORDERS,
              group_by: ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"],
            },
          },
        },
      },
      METRIC,
      {
        method: "GET",
        path: "/api/campaigns",
        query: {
          filter:
            'equals(messages.channel,"email"),any(id,["01GVEYR6B2ACP00ET4A8VBRGP5","01G502BYRX9Q99CMYKEJ9VAB48","01JSR5ARKZKBW527S88G7VWQR9"])',
          "fields[campaign]": "name",
        },
      },
      {
        method: "GET",
        path: "/api/campaigns",
        query: {
          filter: 'equals(messages.channel,"sms"),any(id,["01H59XBSXXBZZ94PRHBFV2EC84"])',
          "fields[campaign]": "name",
        },
      },
    ],
    official: async ({ reporting, metrics, campaigns }) => {
      await reporting.queryCampaignValues({
        data: {
          type: "campaign-values-report",
          attributes: {
            statistics: ["recipients", "open_rate"],
            timeframe: { key: "last_7_days" },
            conversionMetricId: ORDERS,
            groupBy: ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"],
          },
        },
      });
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
      await campaigns.getCampaigns(
        'equals(messages.channel,"email"),any(id,["01GVEYR6B2ACP00ET4A8VBRGP5","01G502BYRX9Q99CMYKEJ9VAB48","01JSR5ARKZKBW527S88G7VWQR9"])',
        { fieldsCampaign: ["name"] },
      );
      await campaigns.getCampaigns('equals(messages.channel,"sms"),any(id,["01H59XBSXXBZZ94PRHBFV2EC84"])', {
        fieldsCampaign: ["name"],
      });
    },
    reads: {
      data: [
        { campaign_name: "VIP thank-you", send_channel: "email", recipients: 29 },
        { campaign_name: "New Arrivals: footwear", recipients: 192 },
        { campaign_name: "Restock alert", send_channel: "sms" },
        { campaign_name: "Trail Club: this week", campaign_message_name: "Trail Club: this week" },
        { campaign_name: "Trail Club: this week", campaign_message_name: "Trail Club: this week (B)" },
      ],
      basis: { conversions: { metric_id: ORDERS, name: "Placed Order" }, timeframe: "last_7_days" },
    },
  },
  {
    tool: "query_campaign_values",
    name: "start, end and filter: pushes",
    args: {
      statistics: ["delivered", "conversion_value"],
      conversion_metric_id: ORDERS,
      start: "2026-10-01T00:00:00.000Z",
      end: "2026-11-01T00:00:00.000Z",
      filter: 'equals(send_channel,"push-notification")',
    },
    sent: [
      {
        method: "POST",
        path: "/api/campaign-values-reports",
        body: {
          data: {
            type: "campaign-values-report",
            attributes: {
              statistics: ["delivered", "conversion_value"],
              timeframe: { start: "2026-10-01T00:00:00.000Z", end: "2026-11-01T00:00:00.000Z" },
              conversion_metric_id: ORDERS,
              group_by: ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"],
              filter: 'equals(send_channel,"push-notification")',
            },
          },
        },
      },
      METRIC,
      {
        method: "GET",
        path: "/api/campaigns",
        query: {
          filter: 'equals(messages.channel,"mobile_push"),any(id,["01GVABVZ077RSC4ZRSG8SS3D2V"])',
          "fields[campaign]": "name",
        },
      },
    ],
    official: async ({ reporting, metrics, campaigns }) => {
      await reporting.queryCampaignValues({
        data: {
          type: "campaign-values-report",
          attributes: {
            statistics: ["delivered", "conversion_value"],
            timeframe: {
              start: new Date("2026-10-01T00:00:00Z"),
              end: new Date("2026-11-01T00:00:00Z"),
            },
            conversionMetricId: ORDERS,
            groupBy: ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"],
            filter: 'equals(send_channel,"push-notification")',
          },
        },
      });
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
      await campaigns.getCampaigns(
        'equals(messages.channel,"mobile_push"),any(id,["01GVABVZ077RSC4ZRSG8SS3D2V"])',
        { fieldsCampaign: ["name"] },
      );
    },
    reads: { data: [{ campaign_name: "App: flash sale", send_channel: "push-notification" }] },
  },
  {
    tool: "query_flow_values",
    name: "a timeframe by its name",
    args: {
      statistics: ["recipients", "click_rate"],
      conversion_metric_id: ORDERS,
      timeframe: "last_30_days",
    },
    sent: [
      {
        method: "POST",
        path: "/api/flow-values-reports",
        body: {
          data: {
            type: "flow-values-report",
            attributes: {
              statistics: ["recipients", "click_rate"],
              timeframe: { key: "last_30_days" },
              conversion_metric_id: ORDERS,
              group_by: ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"],
            },
          },
        },
      },
      METRIC,
    ],
    official: async ({ reporting, metrics }) => {
      await reporting.queryFlowValues({
        data: {
          type: "flow-values-report",
          attributes: {
            statistics: ["recipients", "click_rate"],
            timeframe: { key: "last_30_days" },
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
    name: "start, end and filter",
    args: {
      statistics: ["conversions", "conversion_value", "revenue_per_recipient"],
      conversion_metric_id: ORDERS,
      start: "2026-11-01T00:00:00.000Z",
      end: "2026-11-15T00:00:00.000Z",
      filter: 'contains-any(flow_id,["VJvBNr"]),equals(send_channel,"sms")',
    },
    sent: [
      {
        method: "POST",
        path: "/api/flow-values-reports",
        body: {
          data: {
            type: "flow-values-report",
            attributes: {
              statistics: ["conversions", "conversion_value", "revenue_per_recipient"],
              timeframe: { start: "2026-11-01T00:00:00.000Z", end: "2026-11-15T00:00:00.000Z" },
              conversion_metric_id: ORDERS,
              group_by: ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"],
              filter: 'contains-any(flow_id,["VJvBNr"]),equals(send_channel,"sms")',
            },
          },
        },
      },
      METRIC,
    ],
    official: async ({ reporting, metrics }) => {
      await reporting.queryFlowValues({
        data: {
          type: "flow-values-report",
          attributes: {
            statistics: ["conversions", "conversion_value", "revenue_per_recipient"],
            timeframe: {
              start: new Date("2026-11-01T00:00:00Z"),
              end: new Date("2026-11-15T00:00:00Z"),
            },
            conversionMetricId: ORDERS,
            groupBy: ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"],
            filter: 'contains-any(flow_id,["VJvBNr"]),equals(send_channel,"sms")',
          },
        },
      });
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
    },
    reads: {
      data: [
        { flow_id: "VJvBNr", flow_name: "Welcome Series", flow_message_id: "YrZZ4T", send_channel: "sms" },
      ],
    },
  },
];
