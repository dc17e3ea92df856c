import type { Case, Sent } from "./case.ts";

const ORDERS = "TxVpCr";
const NAME: Sent = { method: "GET", path: `/api/metrics/${ORDERS}`, query: { "fields[metric]": "name" } };
const SHOPIFY = 'equals(integration.name,"Shopify")';

/** Metrics, and what comes of them over time. */
export const metricsCases: readonly Case[] = [
  {
    tool: "get_metrics",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/metrics",
      query: { "fields[metric]": "name,integration" },
    },
    official: ({ metrics }) => metrics.getMetrics({ fieldsMetric: ["name", "integration"] }),
  },
  {
    tool: "get_metrics",
    name: "every argument",
    args: {
      filter: SHOPIFY,
      fields: ["name", "created", "flow:name"],
      include: ["flow-triggers"],
    },
    sent: {
      method: "GET",
      path: "/api/metrics",
      query: {
        filter: SHOPIFY,
        include: "flow-triggers",
        "fields[metric]": "name,created",
        "fields[flow]": "name",
      },
    },
    official: ({ metrics }) =>
      metrics.getMetrics({
        filter: SHOPIFY,
        include: ["flow-triggers"],
        fieldsMetric: ["name", "created"],
        fieldsFlow: ["name"],
      }),
  },
  {
    tool: "get_metric",
    name: "the smallest valid call",
    args: { metric_id: ORDERS },
    sent: { method: "GET", path: `/api/metrics/${ORDERS}` },
    official: ({ metrics }) => metrics.getMetric(ORDERS),
    reads: { data: { id: ORDERS, name: "Placed Order", integration: { name: "Shopify" } } },
  },
  {
    tool: "get_metric",
    name: "every argument",
    args: { metric_id: ORDERS, fields: ["name", "flow:name"], include: ["flow-triggers"] },
    sent: {
      method: "GET",
      path: `/api/metrics/${ORDERS}`,
      query: { include: "flow-triggers", "fields[metric]": "name", "fields[flow]": "name" },
    },
    official: ({ metrics }) =>
      metrics.getMetric(ORDERS, {
        include: ["flow-triggers"],
        fieldsMetric: ["name"],
        fieldsFlow: ["name"],
      }),
  },
  {
    tool: "query_metric_aggregates",
    name: "the smallest valid call: midnights of the account's timezone, on both sides of summer time",
    args: { metric_id: ORDERS, measurements: ["count"], start: "2026-10-30", end: "2026-11-03" },
    sent: [
      {
        method: "POST",
        path: "/api/metric-aggregates",
        body: {
          data: {
            type: "metric-aggregate",
            attributes: {
              metric_id: ORDERS,
              measurements: ["count"],
              interval: "day",
              filter: [
                "greater-or-equal(datetime,2026-10-30T00:00:00-04:00)",
                "less-than(datetime,2026-11-03T00:00:00-05:00)",
              ],
              timezone: "America/New_York",
            },
          },
        },
      },
      NAME,
    ],
    official: async ({ metrics }) => {
      await metrics
        .queryMetricAggregates({
          data: {
            type: "metric-aggregate",
            attributes: {
              metricId: ORDERS,
              measurements: ["count"],
              interval: "day",
              filter: [
                "greater-or-equal(datetime,2026-10-30T00:00:00-04:00)",
                "less-than(datetime,2026-11-03T00:00:00-05:00)",
              ],
              timezone: "America/New_York",
            },
          },
        })
        .catch(() => undefined);
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
    },
    reads: {
      data: [{ date: "2026-10-30" }, { date: "2026-10-31" }, { date: "2026-11-01" }, { date: "2026-11-02" }],
      basis: { metric: { id: ORDERS, name: "Placed Order" }, timezone: "America/New_York", interval: "day" },
    },
  },
  {
    tool: "query_metric_aggregates",
    name: "every argument",
    args: {
      metric_id: ORDERS,
      measurements: ["sum_value", "unique"],
      start: "2026-11-01T00:00:00Z",
      end: "2026-11-15T00:00:00+01:00",
      interval: "week",
      by: ["$value_currency"],
      filter: ['any($value_currency,["USD","EUR"])'],
      timezone: "Europe/Berlin",
      page_size: 500,
    },
    sent: [
      {
        method: "POST",
        path: "/api/metric-aggregates",
        body: {
          data: {
            type: "metric-aggregate",
            attributes: {
              metric_id: ORDERS,
              measurements: ["sum_value", "unique"],
              interval: "week",
              filter: [
                "greater-or-equal(datetime,2026-11-01T00:00:00Z)",
                "less-than(datetime,2026-11-15T00:00:00+01:00)",
                'any($value_currency,["USD","EUR"])',
              ],
              by: ["$value_currency"],
              timezone: "Europe/Berlin",
              page_size: 500,
            },
          },
        },
      },
      NAME,
    ],
    official: async ({ metrics }) => {
      await metrics
        .queryMetricAggregates({
          data: {
            type: "metric-aggregate",
            attributes: {
              metricId: ORDERS,
              measurements: ["sum_value", "unique"],
              interval: "week",
              filter: [
                "greater-or-equal(datetime,2026-11-01T00:00:00Z)",
                "less-than(datetime,2026-11-15T00:00:00+01:00)",
                'any($value_currency,["USD","EUR"])',
              ],
              by: ["$value_currency"],
              timezone: "Europe/Berlin",
              pageSize: 500,
            },
          },
        })
        .catch(() => undefined);
      await metrics.getMetric(ORDERS, { fieldsMetric: ["name"] });
    },
  },
];
