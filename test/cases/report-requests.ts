import type { Sent } from "./case.ts";

// What a report asks for, as it leaves.

export const ORDERS = "TxVpCr";

/** A report as it leaves. */
export const report = (type: string, attributes: Record<string, unknown>): Sent => ({
  method: "POST",
  path: `/api/${type}s`,
  body: { data: { type, attributes: { ...attributes, conversion_metric_id: ORDERS } } },
});

/** Orders of these days that are attributed to something. */
export const attributed = ([start, end]: [string, string], dimension: string) => [
  `greater-or-equal(datetime,${start})`,
  `less-than(datetime,${end})`,
  `not(equals(${dimension},""))`,
];
/** What they were worth by currency, as it is asked. */
export const worth = (days: [string, string], dimension: string, ...more: string[]): Sent => ({
  method: "POST",
  path: "/api/metric-aggregates",
  body: {
    data: {
      type: "metric-aggregate",
      attributes: {
        metric_id: ORDERS,
        measurements: ["sum_value"],
        interval: "month",
        timezone: "America/New_York",
        filter: attributed(days, dimension),
        by: ["$value_currency", ...more],
      },
    },
  },
});
