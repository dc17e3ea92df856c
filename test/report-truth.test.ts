import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { NOW } from "./cases/case.ts";
import { type Started, startClient } from "./client.ts";

// The account of known truth: rows, groups, totals, series and the events themselves say the same, to the cent.

let server: Started;
beforeAll(async () => {
  server = await startClient({ sandbox: { now: () => new Date(NOW) } });
});
afterAll(() => server.close());

type Row = Record<string, unknown> & { conversion_value: number; conversions: number };

const PERIOD = { start: "2026-10-01", end: "2026-11-23" };
const ASK = { ...PERIOD, statistics: ["conversion_value", "conversions", "delivered", "clicks_unique"] };
const ORDERS = "TxVpCr";
const cents = (values: readonly number[]) => Math.round(values.reduce((sum, value) => sum + value, 0) * 100);
const revenue = (rows: readonly Row[]) => cents(rows.map((row) => row.conversion_value));

/** Orders of the period, added up from the events themselves, by what they are attributed to. */
async function orders(by: string): Promise<Map<string, number>> {
  const ask = { metric_id: ORDERS, measurements: ["sum_value"], interval: "month", by: [by] };
  // What was sent on the last day may be bought from on the day after.
  const { json, text } = await server.call("query_metric_aggregates", {
    ...ask,
    ...PERIOD,
    end: "2026-11-25",
  });
  expect(json.data, text).toBeDefined();
  const sums = new Map<string, number>();
  for (const row of json.data) sums.set(row[by], (sums.get(row[by]) ?? 0) + cents([row.sum_value]));
  return sums;
}

async function rowsOf(
  tool: string,
  args: Record<string, unknown> = {},
): Promise<{ data: Row[]; totals: Row }> {
  const { json, text } = await server.call(tool, { ...ASK, ...args });
  expect(json.data?.length, text).toBeGreaterThan(0);
  return { data: json.data, totals: json.totals };
}

describe("revenue of campaigns", () => {
  it("is the same row by row, in groups, in total and by the events", async () => {
    const { data, totals } = await rowsOf("query_campaign_values");
    expect(revenue(data)).toBe(cents([totals.conversion_value]));
    for (const group of ["campaign", "channel", "tag", "audience", "message", "weekday"]) {
      const grouped = await rowsOf("query_campaign_values", { group_by: [group] });
      expect(grouped.totals, group).toEqual(totals);
      // What has several tags or audiences counts in each.
      if (!["tag", "audience"].includes(group))
        expect(revenue(grouped.data), group).toBe(cents([totals.conversion_value]));
    }
    const byEvents = await orders("$attributed_message");
    const byCampaign = await rowsOf("query_campaign_values", { group_by: ["campaign"] });
    expect(byCampaign.data.some((row) => row.conversion_value > 0)).toBe(true);
    for (const row of byCampaign.data) {
      expect(cents([row.conversion_value]), String(row.campaign_name)).toBe(
        byEvents.get(String(row.campaign_id)) ?? 0,
      );
    }
  });

  it("of two parts of a period is that of the whole", async () => {
    const { totals } = await rowsOf("query_campaign_values");
    const first = await rowsOf("query_campaign_values", { end: "2026-11-09" });
    const second = await rowsOf("query_campaign_values", { start: "2026-11-09" });
    expect(cents([first.totals.conversion_value, second.totals.conversion_value])).toBe(
      cents([totals.conversion_value]),
    );
  });
});

describe("revenue of flows", () => {
  it("is the same row by row, in groups, in total, in every series and by the events", async () => {
    const { data, totals } = await rowsOf("query_flow_values");
    const total = cents([totals.conversion_value]);
    expect(total).toBeGreaterThan(0);
    expect(revenue(data)).toBe(total);
    for (const group of ["flow", "channel", "tag", "message"]) {
      const grouped = await rowsOf("query_flow_values", { group_by: [group] });
      expect(grouped.totals, group).toEqual(totals);
      expect(revenue(grouped.data), group).toBe(total);
    }
    for (const interval of ["daily", "weekly", "monthly"]) {
      const { json, text } = await server.call("read_operation", {
        name: "query_flow_series",
        arguments: { ...ASK, interval },
      });
      expect(json.data?.length, text).toBeGreaterThan(1);
      expect(revenue(json.data), interval).toBe(total);
      expect(json.totals.conversion_value, interval).toBe(totals.conversion_value);
      expect(json.totals.delivered, interval).toBe(totals.delivered);
    }
    const byEvents = await orders("$attributed_flow");
    const byFlow = await rowsOf("query_flow_values", { group_by: ["flow"], end: "2026-11-25" });
    for (const row of byFlow.data) {
      expect(cents([row.conversion_value]), String(row.flow_name)).toBe(
        byEvents.get(String(row.flow_id)) ?? 0,
      );
    }
  });

  it("of a month and the month before is the same by one series as by two reports", async () => {
    const month = { start: "2026-10-01", end: "2026-11-01" };
    server.sandbox.clearRequests();
    const { json } = await server.call("query_flow_values", {
      ...ASK,
      ...month,
      compare_to: "previous_period",
    });
    expect(
      server
        .sent()
        .filter(({ path }) => path.endsWith("-reports"))
        .map(({ path }) => path),
    ).toEqual(["/klaviyo/api/flow-series-reports"]);
    expect(json.basis).toMatchObject({ report: "query_flow_series", currency: "USD" });
    const october = await rowsOf("query_flow_values", month);
    const september = await rowsOf("query_flow_values", { start: "2026-09-01", end: "2026-10-01" });
    expect(json.totals.conversion_value).toBe(october.totals.conversion_value);
    expect(json.totals.compared.conversion_value.before).toBe(september.totals.conversion_value);
    expect(json.totals.compared.conversion_value.difference).toBeCloseTo(
      october.totals.conversion_value - september.totals.conversion_value,
      6,
    );
  });
});

describe("rates", () => {
  it.each(["query_campaign_values", "query_flow_values"])(
    "of %s are Klaviyo's own, whichever way they come",
    async (tool) => {
      const rates = [
        "open_rate",
        "click_rate",
        "click_to_open_rate",
        "conversion_rate",
        "bounce_rate",
        "delivery_rate",
        "revenue_per_recipient",
        "average_order_value",
      ];
      const { json, text } = await server.call(tool, { ...PERIOD, statistics: rates });
      expect(json.omitted, text).toBeUndefined();
      for (const rate of rates) expect(json.totals[rate], rate).toBeTypeOf("number");
      // In the sandbox Klaviyo's average order of all is the revenue by the orders.
      const { totals } = await rowsOf(tool);
      expect(json.totals.average_order_value).toBeCloseTo(totals.conversion_value / totals.conversions, 2);
    },
  );

  it("rank, and the best of few is not the best", async () => {
    const { json } = await server.call("query_campaign_values", {
      ...PERIOD,
      statistics: ["open_rate"],
      sort: "-open_rate",
      top: 1,
    });
    expect(json.data[0].delivered).toBeGreaterThanOrEqual(100);
    expect(json.omitted).toMatch(/^\d+ rows with fewer than 100 delivered are not ranked/);
  });
});
