import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  compared,
  countBehind,
  type Figures,
  neededFor,
  ofChannel,
  rateDefinitions,
  rounded,
  together,
  wholeOf,
} from "../src/report/figures.ts";
import { metricNamed, placedOrderIn } from "../src/report/metric.ts";
import { operations } from "../tools/operations/index.ts";
import { rowTools } from "../tools/operations/tools.ts";

// What figures of reports are made of, and what may be made of them.

describe("a rate over several rows", () => {
  const A: Figures = { delivered: 100, recipients: 110, opens_unique: 50, open_rate: 0.5 };
  const B: Figures = { delivered: 300, recipients: 310, opens_unique: 30, open_rate: 0.1 };
  it("is computed over the counts, and neither added up nor averaged", () => {
    expect(together("open_rate", [A, B], "delivered")).toBe(80 / 400);
    expect(together("opens_unique", [A, B], undefined)).toBe(80);
    expect(countBehind("open_rate", [A, B], "delivered")).toBe(400);
  });
  it("of one row is Klaviyo's own", () => {
    expect(together("open_rate", [{ ...A, open_rate: 0.4999 }], "delivered")).toBe(0.4999);
    expect(together("open_rate", [{ delivered: 100, opens_unique: 50 }], "delivered")).toBe(0.5);
  });
  it.each([
    ["without a whole", [A, B], undefined],
    [
      "over nothing",
      [
        { ...A, delivered: 0 },
        { ...B, delivered: 0 },
      ],
      "delivered",
    ],
    ["whose counts are not there", [{ delivered: 1 }, { delivered: 2 }], "delivered"],
  ])("%s there is none", (_, rows, whole) => {
    expect(together("open_rate", rows, whole)).toBeUndefined();
  });
  it("leaves text messages out of rates of opens, and says over how many it is", () => {
    const text = ofChannel("sms", { delivered: 1000, opens_unique: 0, open_rate: 0, clicks_unique: 9 });
    expect(text).toEqual({ delivered: 1000, clicks_unique: 9 });
    expect(together("open_rate", [A, B, text], "delivered")).toBe(0.2);
    expect(countBehind("open_rate", [A, B, text], "delivered")).toBe(400);
    expect(ofChannel("email", A)).toBe(A);
  });
  it("of what is a state is no sum", () => {
    expect(
      together("total_members", [{ total_members: 5 }, { total_members: 6 }], undefined),
    ).toBeUndefined();
    expect(together("total_members", [{ total_members: 5 }], undefined)).toBe(5);
  });
});

describe("what a rate is over", () => {
  const row = (rate: number) => ({
    revenue_per_recipient: rate,
    conversion_value: 60,
    delivered: 100,
    recipients: 120,
  });
  it.each([
    ["the delivered where the rows say so", "revenue_per_recipient", [row(0.6)], "delivered"],
    ["the recipients where the rows say so", "revenue_per_recipient", [row(0.5)], "recipients"],
    ["nothing where no count fits", "revenue_per_recipient", [row(0.7)], undefined],
    ["nothing where the rows disagree", "revenue_per_recipient", [row(0.5), row(0.6)], undefined],
    ["the likeliest where there are no rows", "revenue_per_recipient", [], "delivered"],
    [
      "nothing where the counts were not given",
      "revenue_per_recipient",
      [{ revenue_per_recipient: 1 }],
      undefined,
    ],
    [
      "a rate that is rounded",
      "open_rate",
      [{ open_rate: 0.3333, opens_unique: 1, delivered: 3 }],
      "delivered",
    ],
    ["a rate over nothing", "open_rate", [{ open_rate: 0, opens_unique: 0, delivered: 0 }], "delivered"],
    ["unknown of an unknown rate", "luck_rate", [{ luck_rate: 1 }], undefined],
  ])("is %s", (_, rate, rows, due) => {
    expect(wholeOf(rate, rows)).toBe(due);
  });

  it("is asked for with it, as far as the report has it", () => {
    expect(neededFor(["open_rate"], ["open_rate", "opens_unique", "delivered"])).toEqual([
      "open_rate",
      "opens_unique",
      "delivered",
    ]);
    expect(neededFor(["total_members", "delivered"], ["total_members"])).toEqual(["total_members"]);
  });

  it("stands in the page on reports, and nothing else does", () => {
    const page = readFileSync(new URL("../docs/reports.md", import.meta.url), "utf8");
    const table = page.match(/^\| \w+(?:_rate|_value|_recipient|_roi) \| .*$/gm);
    expect(table).toEqual(
      rateDefinitions().map(([rate, part, ...wholes]) => `| ${rate} | ${part} | ${wholes.join(", ")} |`),
    );
  });

  it("is known of every rate that a report has", () => {
    const specs = rowTools(true).flatMap(({ result }) => (result.kind === "report" ? [result.report] : []));
    expect(specs).toHaveLength(7);
    for (const { statistics, usual, groups, row } of specs) {
      const rates = statistics.filter((name) => /(_rate|_roi|_per_recipient|^average_.*)$/.test(name));
      for (const rate of rates) expect(neededFor([rate], statistics).length, rate).toBeGreaterThan(2);
      for (const name of usual) expect(statistics).toContain(name);
      expect(Object.keys(groups).length + row.length).toBeGreaterThan(0);
    }
  });

  it("and what a row is grouped by is what Klaviyo groups by", () => {
    for (const tool of rowTools(true)) {
      if (tool.result.kind !== "report") continue;
      const { row, groups } = tool.result.report;
      const taken = JSON.stringify(operations().find(tool.name)?.takes ?? "");
      const own = Object.values(groups).flatMap((one) => ("by" in one ? one.by : []));
      // Klaviyo's segments take no grouping: a row is one.
      for (const name of row.length > 0 ? [...row, ...own] : []) expect(taken, name).toContain(name);
    }
  });
});

describe("a figure as it is shown", () => {
  it.each([
    ["open_rate", 1 / 3, 0.3333],
    ["open_rate", 0.00005, 0.0001],
    ["revenue_per_recipient", 0.123456, 0.1235],
    ["conversion_value", 0.1 + 0.2, 0.3],
    ["conversion_value", 1.005, 1.01],
    ["conversion_value", 1e-9, 0],
    ["conversion_value", -2.5, -2.5],
    ["opens", 12, 12],
    ["opens", 1e21, 1e21],
  ])("%s %d", (name, value, due) => {
    expect(rounded(name, value)).toBe(due);
  });

  it.each([
    ["conversion_value", 120, 100, { before: 100, difference: 20, percent: 20 }],
    ["conversion_value", 80, 100, { before: 100, difference: -20, percent: -20 }],
    ["conversion_value", 80, 0, { before: 0, difference: 80 }],
    ["open_rate", 0.25, 0.5, { before: 0.5, difference: -0.25, percent: -50 }],
  ])("%s %d compared with %d", (name, now, before, due) => {
    expect(compared(name, now, before)).toEqual(due);
  });
});

describe("the account's Placed Order", () => {
  const metric = (id: string, name: string, category: string, created = "2024", integration = "Shopify") => ({
    id,
    attributes: { name, created, integration: { name: integration, category } },
  });
  it.each([
    [
      "of its shop",
      [metric("A", "Placed Order", "API"), metric("B", "Placed Order", "eCommerce")],
      "B",
      "of Shopify",
    ],
    ["however the category is written", [metric("B", "Placed Order", "Ecommerce")], "B", "of Shopify"],
    ["that there is, without a shop", [metric("A", "Placed Order", "API", "2024", "API")], "A", "of API"],
    [
      "of the older shop of two, and the other is named",
      [
        metric("N", "Placed Order", "eCommerce", "2025", "Woo"),
        metric("O", "Placed Order", "eCommerce", "2023"),
      ],
      "O",
      "of Shopify, the oldest; there is also N of Woo",
    ],
  ])("is that %s", (_, data, id, why) => {
    expect(placedOrderIn([{ data }])).toEqual({ id, name: "Placed Order", why });
  });
  it.each([
    ["another name", [metric("A", "Ordered Product", "eCommerce")]],
    ["no metric", []],
    ["no answer", undefined],
    ["no id", [{ attributes: { name: "Placed Order" } }]],
  ])("is none with %s", (_, data) => {
    expect(placedOrderIn([{ data }])).toBeUndefined();
  });
  it("is named by its id", () => {
    expect(metricNamed("A", [{ data: metric("A", "Sale", "API") }])).toBe("Sale");
    expect(metricNamed("A", [undefined])).toBeUndefined();
  });
});
