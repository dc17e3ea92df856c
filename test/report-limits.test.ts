import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError } from "../src/errors.ts";
import { campaign, flow, OCTOBER, SALES, STATISTICS, serving } from "./report-gateway.ts";

// Comparisons and what is kept of two reports a minute, on a clock of the test's own.

const MINUTE = 60_000;
const NOW = "2026-11-26T18:32:00Z";
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date(NOW));
});
afterEach(() => void vi.useRealTimers());

describe("a comparison", () => {
  it("of campaigns is one of sums: a campaign is there once", async () => {
    const { call, periods } = serving(({ attributes }) =>
      attributes.timeframe.start.startsWith("2026-10")
        ? SALES
        : [campaign("z", { delivered: 500, opens_unique: 100, open_rate: 0.2, conversion_value: 150.3 })],
    );
    const { json } = await call("query_campaign_values", {
      ...OCTOBER,
      statistics: STATISTICS,
      compare_to: "previous_period",
    });
    expect(periods()).toEqual([
      "2026-10-01T00:00:00-04:00 2026-11-01T00:00:00-04:00",
      "2026-09-01T00:00:00-04:00 2026-10-01T00:00:00-04:00",
    ]);
    expect(json.basis.compared_with).toBe("2026-09-01 to 2026-09-30");
    expect(json.data[0]).not.toHaveProperty("compared");
    expect(json.totals.compared).toEqual({
      open_rate: { before: 0.2, difference: -0.022, percent: -11 },
      conversion_value: { before: 150.3, difference: 150.3, percent: 100 },
    });
  });

  it("of flows takes one series where that answers both periods exactly", async () => {
    const { call, asked } = serving(() => ({
      data: {
        type: "r",
        id: "R",
        attributes: {
          results: [flow("x", { conversion_value: [10, 25.5] }), flow("y", { conversion_value: [5, 0] })],
          date_times: ["2026-09-01T04:00:00+00:00", "2026-10-01T04:00:00+00:00"],
        },
      },
    }));
    const { json } = await call("query_flow_values", {
      ...OCTOBER,
      statistics: ["conversion_value"],
      compare_to: "previous_period",
    });
    expect(
      asked.map(({ path, attributes: { interval, timeframe } }) => [path, interval, timeframe.start]),
    ).toEqual([["/api/flow-series-reports", "monthly", "2026-09-01T00:00:00-04:00"]]);
    expect(json.data).toEqual([
      {
        flow_id: "x",
        flow_name: "Flow x",
        send_channel: "email",
        conversion_value: 25.5,
        compared: { conversion_value: { before: 10, difference: 15.5, percent: 155 } },
      },
    ]);
    expect(json.totals).toMatchObject({
      conversion_value: 25.5,
      compared: { conversion_value: { before: 15 } },
    });
    expect(json.omitted).toBe("1 rows of the earlier period alone are not shown; the totals have them.");
  });

  it.each([
    ["others", ["2026-08-31T00:00:00Z", "2026-09-30T00:00:00Z"]],
    ["more", ["2026-09-01T04:00:00Z", "2026-09-15T04:00:00Z", "2026-10-01T04:00:00Z"]],
    ["one", ["2026-09-01T04:00:00Z"]],
  ])("asks for both where the intervals of the series are %s", async (_, date_times) => {
    const { call, asked } = serving(({ attributes }) =>
      attributes.interval
        ? {
            data: {
              attributes: {
                results: [flow("x", { conversion_value: [1, 2, 3] })],
                date_times,
              },
            },
          }
        : [flow("x", { conversion_value: attributes.timeframe.start.startsWith("2026-10") ? 7 : 4 })],
    );
    const { json } = await call("query_flow_values", {
      ...OCTOBER,
      statistics: ["conversion_value"],
      compare_to: "previous_period",
    });
    expect(asked.map(({ path }) => path)).toEqual([
      "/api/flow-series-reports",
      "/api/flow-values-reports",
      "/api/flow-values-reports",
    ]);
    expect(json.data[0]).toMatchObject({
      conversion_value: 7,
      compared: { conversion_value: { before: 4 } },
    });
  });

  it.each([
    ["two weeks", { timeframe: "last_week", compare_to: "previous_period" }],
    ["the month so far", { timeframe: "this_month", compare_to: "previous_period" }],
    ["a year before", { ...OCTOBER, compare_to: "previous_year" }],
    ["three months", { timeframe: "last_3_months", compare_to: "previous_period" }],
  ])("of %s is no series of two", async (_, args) => {
    const { call, asked } = serving(() => [flow("x", { conversion_value: 1 })]);
    await call("query_flow_values", { ...args, statistics: ["conversion_value"] });
    expect(asked.map(({ path }) => path)).toEqual(["/api/flow-values-reports", "/api/flow-values-reports"]);
  });

  it("counts a flow that was not there before from nothing", async () => {
    const { call } = serving(({ attributes }) =>
      attributes.timeframe.start.startsWith("2026-11-16") ? [flow("x", { conversion_value: 9 })] : [],
    );
    const { json } = await call("query_flow_values", {
      timeframe: "last_week",
      statistics: ["conversion_value"],
      compare_to: "previous_period",
    });
    expect(json.data[0].compared).toEqual({ conversion_value: { before: 0, difference: 9 } });
  });
});

describe("what is kept", () => {
  const ASK = { ...OCTOBER, statistics: ["conversion_value"] };
  it("answers for ten minutes, says as of when, and asks anew when told to", async () => {
    const { call, asked } = serving(() => SALES);
    const first = await call("query_campaign_values", ASK);
    expect(first.json).not.toHaveProperty("hint");
    vi.advanceTimersByTime(5 * MINUTE);
    // Grouped otherwise it is the same question to Klaviyo.
    const second = await call("query_campaign_values", { ...ASK, group_by: ["channel"] });
    expect(asked).toHaveLength(1);
    expect(second.json.basis.as_of).toBe(first.json.basis.as_of);
    expect(second.json.hint).toBe("As of 13:32: fresh true asks anew.");
    const third = await call("query_campaign_values", { ...ASK, fresh: true });
    expect(asked).toHaveLength(2);
    expect(third.json.basis.as_of).not.toBe(first.json.basis.as_of);
    vi.advanceTimersByTime(10 * MINUTE);
    await call("query_campaign_values", ASK);
    expect(asked).toHaveLength(3);
  });

  it("is of one question: another filter, period, report or metric is asked", async () => {
    const { call, asked } = serving(() => []);
    await call("query_campaign_values", ASK);
    await call("query_campaign_values", { ...ASK, filter: 'equals(send_channel,"sms")' });
    await call("query_campaign_values", { ...ASK, end: "2026-10-31" });
    await call("query_campaign_values", { ...ASK, conversion_metric_id: "V" });
    await call("query_flow_values", ASK);
    expect(asked).toHaveLength(5);
  });

  it("is of one account: what another one was answered is not told", async () => {
    const { call, asked } = serving(() => SALES);
    for (const connection_id of ["c1", "c2", "c1"]) {
      const { json } = await call("query_campaign_values", { ...ASK, connection_id });
      expect(json.connection).toBe(connection_id);
    }
    expect(asked).toHaveLength(2);
  });

  it("holds for a period that is not over, and for what it is compared with", async () => {
    const { call, asked } = serving(() => [flow("x", { conversion_value: 1 })]);
    const ask = { timeframe: "this_month", statistics: ["conversion_value"], compare_to: "previous_period" };
    await call("query_flow_values", ask);
    vi.advanceTimersByTime(2 * MINUTE);
    await call("query_flow_values", ask);
    expect(asked).toHaveLength(2);
  });
});

describe("two requests a minute", () => {
  const YEARS = {
    start: "2024-11-01",
    end: "2026-11-01",
    statistics: ["conversion_value"],
    compare_to: "previous_year",
  };
  const paced = () =>
    serving(
      ({ attributes }) => [flow("x", { conversion_value: Number(attributes.timeframe.start.slice(0, 4)) })],
      ["--pace", "on"],
    );

  it("are what a longer comparison waits for: it says what is missing and when, and the same call goes on", async () => {
    const { call, periods } = paced();
    const first = await call("query_flow_values", YEARS);
    expect(periods()).toEqual([
      "2024-11-01T00:00:00-04:00 2025-11-01T00:00:00-04:00",
      "2025-11-01T00:00:00-04:00 2026-11-01T00:00:00-04:00",
    ]);
    // The period itself is whole: 2024 and 2025, added up.
    expect(first.json.totals).toEqual({ conversion_value: 4049 });
    expect(first.json.data[0]).not.toHaveProperty("compared");
    expect(first.json.missing).toEqual([
      { period: "2023-11-01 to 2024-10-31", why: expect.stringMatching(/^busy, retry after \d+ s$/) },
    ]);
    expect(first.json.hint).toMatch(/^The same call in \d+ s goes on: what came is kept\./);
    expect(first.json.basis.left_today).toBe(223);
    vi.advanceTimersByTime(MINUTE);
    const second = await call("query_flow_values", YEARS);
    expect(second.json).not.toHaveProperty("missing");
    // The year that both periods have is asked for once.
    expect(periods()).toHaveLength(3);
    expect(second.json.totals.compared.conversion_value).toMatchObject({ before: 4047 });
    expect(second.json.basis.left_today).toBe(222);
  });

  it("go on without fresh where a call asked for all anew", async () => {
    const { call, asked } = paced();
    const { json } = await call("query_flow_values", { ...YEARS, fresh: true });
    expect(json.hint).toMatch(/^The same call without fresh in \d+ s goes on/);
    vi.advanceTimersByTime(MINUTE);
    expect((await call("query_flow_values", YEARS)).json).not.toHaveProperty("missing");
    expect(asked).toHaveLength(3);
  });

  it("a part that is missing makes no totals", async () => {
    const { call } = serving(({ attributes }) => {
      if (attributes.timeframe.start.startsWith("2025"))
        throw new GatewayError({ status: 429, source: "klaviyo", detail: "throttled", retryAfter: 60 });
      return [flow("x", { conversion_value: 1 })];
    });
    const { json } = await call("query_flow_values", {
      start: "2024-11-01",
      end: "2026-11-01",
      statistics: ["conversion_value"],
    });
    expect(json).not.toHaveProperty("totals");
    expect(json.omitted).toBe("No totals: a part of the period is missing.");
    expect(json.missing).toMatchObject([{ period: "2025-11-01 to 2026-10-31" }]);
  });

  it("what no waiting mends is an error, not a part that is missing", async () => {
    const { call } = serving(({ attributes }) => {
      if (attributes.timeframe.start.startsWith("2025"))
        throw new GatewayError({ status: 400, source: "klaviyo", detail: "no such year" });
      return [flow("x", { conversion_value: 1 })];
    });
    const { text, isError } = await call("query_flow_values", { start: "2024-11-01", end: "2026-11-01" });
    expect(isError).toBe(true);
    expect(text).toContain("no such year");
  });
});
