import { describe, expect, it } from "vitest";
import { partialDates } from "../src/draw/partial.ts";
import { seriesOf } from "../src/draw/series.ts";
import { change, day, figure, type Kind, kindOf, label, moment } from "../src/draw/wording.ts";

const NOW = Date.parse("2026-06-15T12:00:00Z");

describe("partial intervals", () => {
  const dates = (...list: string[]) => list.map((date) => ({ date }));
  it.each<[what: string, rows: string[], basis: Record<string, string>, partial: string[]]>([
    [
      "a day that goes on",
      ["2026-06-14", "2026-06-15"],
      { period: "2026-06-14T00:00:00-04:00 to 2026-06-15T08:00:00-04:00, the end excluded", interval: "day" },
      ["2026-06-15"],
    ],
    [
      "whole days",
      ["2026-06-13", "2026-06-14"],
      { period: "2026-06-13T00:00:00-04:00 to 2026-06-15T00:00:00-04:00, the end excluded", interval: "day" },
      [],
    ],
    [
      "whole days east of Greenwich",
      ["2026-06-13", "2026-06-14"],
      { period: "2026-06-13T00:00:00+10:00 to 2026-06-15T00:00:00+10:00, the end excluded", interval: "day" },
      [],
    ],
    [
      "a day of which the period has less than it lasts",
      ["2026-06-01"],
      { period: "2026-06-01T00:00:00+00:00 to 2026-06-01T23:59:59+00:00", interval: "day" },
      ["2026-06-01"],
    ],
    [
      "weeks cut on both sides",
      ["2026-05-25", "2026-06-01", "2026-06-08"],
      { period: "2026-05-27T00:00:00+00:00 to 2026-06-12T00:00:00+00:00", interval: "week" },
      ["2026-05-25", "2026-06-08"],
    ],
    [
      "a month to its last day but one",
      ["2026-01-01", "2026-02-01"],
      { period: "2026-01-01T00:00:00+00:00 to 2026-02-28T00:00:00+00:00", interval: "month" },
      ["2026-02-01"],
    ],
    [
      "a month to its end",
      ["2026-01-01", "2026-02-01"],
      { period: "2026-01-01T00:00:00+00:00 to 2026-03-01T00:00:00+00:00", interval: "month" },
      [],
    ],
    [
      "a period that ends in the future",
      ["2026-06-14", "2026-06-15"],
      { period: "2026-06-14T00:00:00+00:00 to 2026-06-16T00:00:00+00:00", interval: "day" },
      ["2026-06-15"],
    ],
    [
      "hours",
      ["2026-06-15"],
      { period: "2026-06-15T00:00:00+00:00 to 2026-06-15T08:30:00+00:00", interval: "hour" },
      [],
    ],
    [
      "a period that says no offset",
      ["2026-06-15"],
      { period: "2026-06-15 to 2026-06-15T08:30", interval: "day" },
      [],
    ],
  ])("%s", (_, rows, basis, partial) => {
    expect([...partialDates(dates(...rows), basis, NOW)]).toEqual(partial);
  });

  it("are as the rows say, where they do", () => {
    const rows = [{ date: "2026-06-14" }, { date: "2026-06-15", partial: true }];
    const basis = { period: "2026-06-14T00:00:00+00:00 to 2026-06-15T08:00:00+00:00", interval: "day" };
    expect([...partialDates(rows, basis, NOW)]).toEqual([]);
    expect(
      seriesOf({ data: rows.map((row) => ({ ...row, count: 1 })), basis }, {}, NOW)?.points.map(
        ({ partial }) => partial,
      ),
    ).toEqual([false, true]);
  });
});

describe("what is drawn of an answer", () => {
  const basis = {
    report: "query_flow_values",
    period: "2026-05-01 to 2026-06-01",
    currency: "EUR",
    rates: "over delivered",
  };
  const row = {
    flow_id: "F",
    flow_name: "Welcome",
    send_channel: "email",
    recipients: 9,
    open_rate: 0.5,
    open_rate_over: 8,
    conversion_value: 10,
  };

  it("has a measure for each figure, names for people, and no id", () => {
    const series = seriesOf({ data: [row], basis, omitted: "1 of 2 rows." }, {}, NOW);
    expect(series?.measures.map(({ name, kind, adds }) => [name, kind, adds])).toEqual([
      ["recipients", "count", false],
      ["open_rate", "share", false],
      ["conversion_value", "money", true],
    ]);
    expect(series?.points[0]).toMatchObject({ name: "Welcome", beside: ["email"] });
    expect(series?.currency).toBe("EUR");
    expect(series?.first.name).toBe("conversion_value");
    expect(series?.notes).toEqual(["1 of 2 rows.", "Currency: EUR", "Rates: over delivered"]);
  });

  it.each<[what: string, input: Record<string, unknown>, first: string]>([
    ["the order", { sort: "-open_rate", statistics: ["recipients"] }, "open_rate"],
    ["what was asked for first", { statistics: ["recipients", "conversion_value"] }, "recipients"],
    ["what was earned", {}, "conversion_value"],
  ])("begins with %s", (_, input, first) => {
    expect(seriesOf({ data: [row], basis }, input, NOW)?.first.name).toBe(first);
  });

  it("has totals as they are told; sums of an aggregate, which are of nothing where there are more pages", () => {
    const totals = { recipients: 9, compared: { recipients: { before: 3, difference: 6, percent: 200 } } };
    expect(seriesOf({ data: [row], totals, basis }, {}, NOW)?.totals).toEqual({
      figures: { recipients: 9 },
      before: { recipients: 3 },
      percent: { recipients: 200 },
    });
    const metric = { ...basis, metric: { id: "M", name: "Placed Order" } };
    const data = [
      { date: "2026-05-01", count: 2, unique: 2 },
      { date: "2026-05-02", count: 3, unique: 1 },
    ];
    expect(seriesOf({ data, basis: metric }, {}, NOW)?.totals.figures).toEqual({ count: 5 });
    expect(seriesOf({ data, basis: metric, next_cursor: "x" }, {}, NOW)?.totals.figures).toEqual({});
    expect(seriesOf({ data: [row], basis }, {}, NOW)?.totals.figures).toEqual({});
  });

  it("is a count by name, or over time, with what is not shown", () => {
    const groups = [
      { value: "Canada", count: 2 },
      { value: "", count: 1 },
    ];
    const counted = seriesOf({ data: { total: 9, groups, other_groups: { groups: 4, count: 6 } } }, {}, NOW);
    expect(counted?.points.map(({ name }) => name)).toEqual(["Canada", "none"]);
    expect(counted?.totals.figures.count).toBe(9);
    expect(counted?.notes).toEqual(["4 more, together 6, are not shown."]);
    const dated = seriesOf({ data: { total: 2, groups: [{ value: "2026-05-01", count: 2 }] } }, {}, NOW);
    expect([dated?.dated, counted?.dated]).toEqual([true, false]);
  });

  it.each<[what: string, answer: Record<string, unknown>]>([
    ["one thing", { data: { id: "1" } }],
    ["a list without a basis", { data: [{ id: "1", count: 2 }] }],
    ["no rows", { data: [], basis }],
    ["rows without figures", { data: [{ name: "x" }], basis }],
    ["nothing", {}],
  ])("is nothing of %s", (_, answer) => {
    expect(seriesOf(answer, {}, NOW)).toBeUndefined();
  });
});

describe("words", () => {
  it.each<[value: number, kind: Kind, currency: string | undefined, words: string]>([
    [1234, "count", undefined, "1,234"],
    [1234.5, "money", "USD", "$1,234.50"],
    [1234, "money", "USD", "$1,234"],
    [1234.5, "money", undefined, "1,234.5"],
    [0.4355, "share", undefined, "43.6%"],
    [2.345, "ratio", undefined, "2.35"],
  ])("%d as %s in %s is %s", (value, kind, currency, words) => {
    expect(figure(value, kind, currency)).toBe(words);
  });

  it.each<[name: string, kind: Kind, words: string]>([
    ["conversion_value", "money", "Revenue"],
    ["revenue_per_recipient", "money", "Revenue per recipient"],
    ["open_rate", "share", "Open rate"],
    ["text_message_roi", "ratio", "Text message roi"],
    ["churn_probability", "share", "Churn risk"],
    ["opens_unique", "count", "Opens unique"],
    ["$attributed_channel", "count", "Attributed channel"],
  ])("%s is a %s called %s", (name, kind, words) => {
    expect([kindOf(name), label(name)]).toEqual([kind, words]);
  });

  it("say how something differs, a day, and a moment on a clock", () => {
    expect([change(12.34), change(-5), change(0)]).toEqual(["▲ 12.3 %", "▼ 5 %", "= 0 %"]);
    expect([day("2026-06-01"), day("2026-06-01T05:00:00", "long"), day("2026-13-01")]).toEqual([
      "Jun 1",
      "Jun 1, 2026, 05:00",
      "2026-13-01",
    ]);
    expect(moment("2026-06-01T12:00:00Z", "America/New_York")).toMatch(/Jun 1, 2026, 8:00\sAM EDT/);
    expect(moment("2026-06-01T12:00:00Z", "Nowhere/At_All")).toMatch(/12:00\sPM UTC/);
    expect(moment("soon")).toBe("soon");
  });
});
