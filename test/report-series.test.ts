import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { flow, OCTOBER, SALES, serving } from "./report-gateway.ts";

// Reports over time, and times that are said in words, on a clock of the test's own.

const NOW = "2026-11-26T18:32:00Z";
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date(NOW));
});
afterEach(() => void vi.useRealTimers());

describe("a series", () => {
  const WEEKS = ["2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"];
  const weekly = () => ({
    data: {
      attributes: {
        results: [
          flow("x", { delivered: [1, 2, 3, 4, 5], conversion_value: [0.1, 0.2, 0, 0, 1] }),
          flow("y", { delivered: [10, 10, 10, 10, 10], conversion_value: [0, 0, 0, 0.7, 0] }),
        ],
        date_times: WEEKS.map((day) => `${day}T04:00:00+00:00`),
      },
    },
  });
  const ASK = { ...OCTOBER, interval: "weekly", statistics: ["delivered", "conversion_value"] };

  it("is a row an interval over all flows, the first and last partial where the period cuts them", async () => {
    const { call } = serving(weekly);
    const { json } = await call("query_flow_series", ASK);
    expect(json.data).toEqual([
      { date: "2026-09-28", partial: true, delivered: 11, conversion_value: 0.1 },
      { date: "2026-10-05", delivered: 12, conversion_value: 0.2 },
      { date: "2026-10-12", delivered: 13, conversion_value: 0 },
      { date: "2026-10-19", delivered: 14, conversion_value: 0.7 },
      { date: "2026-10-26", partial: true, delivered: 15, conversion_value: 1 },
    ]);
    expect(json.totals).toEqual({ delivered: 65, conversion_value: 2 });
  });

  it("of whole intervals has no partial one", async () => {
    const { call } = serving(weekly);
    const { json } = await call("query_flow_series", { ...ASK, start: "2026-09-28", end: "2026-11-02" });
    expect(json.data.some((row: object) => "partial" in row)).toBe(false);
  });

  it("of days is put together by weekday, and of weeks is not", async () => {
    const days = ["2026-10-05", "2026-10-06", "2026-10-12"].map((day) => `${day}T04:00:00+00:00`);
    const { call, asked } = serving(() => ({
      data: { attributes: { results: [flow("x", { delivered: [1, 2, 4] })], date_times: days } },
    }));
    const ask = { ...OCTOBER, statistics: ["delivered"], group_by: ["weekday"] };
    const { json } = await call("query_flow_series", { ...ask, interval: "daily" });
    expect(json.data).toEqual([
      { weekday: "Monday", delivered: 5 },
      { weekday: "Tuesday", delivered: 2 },
    ]);
    const { text } = await call("query_flow_series", { ...ask, interval: "weekly" });
    expect(text).toContain("has no day of the week");
    expect(asked).toHaveLength(1);
  });

  it("of a month that is not over ends with a partial day, and begins with a whole one", async () => {
    // The clocks change on the first of the month.
    const days = Array.from(
      { length: 26 },
      (_, at) => `2026-11-${String(at + 1).padStart(2, "0")}T0${at === 0 ? 4 : 5}:00:00Z`,
    );
    const { call } = serving(() => ({
      data: { attributes: { results: [flow("x", { delivered: days.map(() => 1) })], date_times: days } },
    }));
    const ask = { timeframe: "this_month", interval: "daily", statistics: ["delivered"] };
    const { json } = await call("query_flow_series", ask);
    expect(json.data.filter((row: object) => "partial" in row)).toEqual([
      { date: "2026-11-26", partial: true, delivered: 1 },
    ]);
  });

  it("of two years is asked for in two, and the week between them is one row", async () => {
    const { call, periods } = serving(({ attributes }) => {
      const date_times = attributes.timeframe.start.startsWith("2024")
        ? ["2024-10-28T04:00:00Z", "2025-10-27T04:00:00Z"]
        : ["2025-10-27T04:00:00Z", "2025-11-03T05:00:00Z"];
      return { data: { attributes: { results: [flow("x", { delivered: [1, 2] })], date_times } } };
    });
    const { json } = await call("query_flow_series", {
      ...ASK,
      start: "2024-11-01",
      statistics: ["delivered"],
    });
    expect(periods()).toHaveLength(2);
    expect(json.data).toMatchObject([
      { date: "2024-10-28", partial: true, delivered: 1 },
      { date: "2025-10-27", delivered: 3 },
      { date: "2025-11-03", delivered: 2 },
    ]);
    expect(json.totals).toEqual({ delivered: 6 });
  });

  it.each(["query_flow_values", "query_form_values", "query_segment_values"])(
    "is named where %s is to be grouped by the days that sums do not have",
    async (tool) => {
      const { call, asked, gets } = serving(() => SALES);
      const { text } = await call(tool, { timeframe: "last_month", group_by: ["weekday"] });
      expect(text).toContain(
        `Sums over a period have no days: read_operation with name ${tool.replace("values", "series")}, interval daily, can be grouped by weekday.`,
      );
      expect([...asked, ...gets()]).toEqual([]);
      const other = await call(tool, { timeframe: "last_month", group_by: ["moon"] });
      expect(other.text).toContain("group_by[0] is one of");
      expect(other.text).not.toContain("have no days");
    },
  );

  it("is grouped as values are, and compared interval by interval", async () => {
    const { call } = serving(weekly);
    const grouped = await call("query_flow_series", { ...ASK, group_by: ["flow"] });
    expect(grouped.json.data).toHaveLength(10);
    const compared = await call("query_flow_series", { ...ASK, compare_to: "previous_period" });
    expect(compared.json.data[1].compared.delivered).toEqual({ before: 12, difference: 0, percent: 0 });
  });
});

it.each<[string, string, Record<string, unknown>]>([
  ["a sort by nothing there is", "query_campaign_values", { timeframe: "last_month", sort: "-luck" }],
  ["six years", "query_campaign_values", { start: "2020-01-01T00:00:00Z", end: "2026-01-01T00:00:01Z" }],
  [
    "weekdays of weeks",
    "query_flow_series",
    { timeframe: "last_month", interval: "weekly", group_by: ["weekday"] },
  ],
  [
    "an end before the start",
    "query_flow_values",
    { start: "2026-10-02T00:00:00Z", end: "2026-10-01T00:00:00Z" },
  ],
])("%s costs no request", async (_, tool, args) => {
  const { call, asked, gets } = serving(() => SALES);
  const { isError, text } = await call(tool, args);
  expect(isError, text).toBe(true);
  expect([...asked, ...gets().filter(({ host }) => host !== "control")]).toEqual([]);
});

it("five years to the day are allowed, though the clocks changed in between", async () => {
  const { call, asked } = serving(() => SALES);
  const { json, text } = await call("query_campaign_values", { start: "2021-11-02", end: "2026-11-02" });
  expect(json.basis?.period, text).toBe("2021-11-02 to 2026-11-01");
  expect(asked).toHaveLength(5);
  const more = await call("query_campaign_values", { start: "2021-11-01", end: "2026-11-02" });
  expect(more.text).toContain("longer than 5 years");
  expect(asked).toHaveLength(5);
});

it("last month is said back as dates, however it is written", async () => {
  for (const timeframe of ["last_month", "last month", "Last Month", " last-month ", { key: "last_month" }]) {
    const { call, periods } = serving(() => SALES);
    const { json, text } = await call("query_campaign_values", { timeframe });
    expect(json.basis?.period, text).toBe("2026-10-01 to 2026-10-31");
    expect(periods()).toEqual(["2026-10-01T00:00:00-04:00 2026-11-01T00:00:00-04:00"]);
  }
});

describe("an aggregate of a timeframe", () => {
  const ASK = { metric_id: "PLACED", measurements: ["count"] };
  it.each([
    ["last_month", {}, "2026-10-01T00:00:00-04:00", "2026-11-01T00:00:00-04:00"],
    ["Last Month", {}, "2026-10-01T00:00:00-04:00", "2026-11-01T00:00:00-04:00"],
    ["this_week", {}, "2026-11-23T00:00:00-05:00", "2026-11-26T13:32:00-05:00"],
    ["yesterday", { timezone: "Asia/Tokyo" }, "2026-11-26T00:00:00+09:00", "2026-11-27T00:00:00+09:00"],
  ])("%s with %j is sent and said back as dates", async (timeframe, more, start, end) => {
    const { call, aggregates } = serving(() => []);
    const { json, text } = await call("query_metric_aggregates", { ...ASK, ...more, timeframe });
    expect(aggregates[0]?.filter, text).toEqual([
      `greater-or-equal(datetime,${start})`,
      `less-than(datetime,${end})`,
    ]);
    expect(json.basis.period).toBe(`${start} to ${end}, the end excluded`);
  });

  it.each([
    ["beside a start", { timeframe: "last_month", start: "2026-10-01", end: "2026-11-01" }],
    ["that is none", { timeframe: "last_moon" }],
    ["that is not there, nor a start", {}],
    ["that is not there, nor an end", { start: "2026-10-01" }],
  ])("%s costs no request", async (_, args) => {
    const { call, aggregates, gets } = serving(() => []);
    const { isError } = await call("query_metric_aggregates", { ...ASK, ...args });
    expect(isError).toBe(true);
    expect([...aggregates, ...gets().filter(({ path }) => path !== "/connections")]).toEqual([]);
  });
});
