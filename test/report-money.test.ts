import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { worthByCurrency } from "../src/report/currency.ts";
import { campaign, flow, GETS, OCTOBER, SALES, serving, type Worth } from "./report-gateway.ts";

// In which currency a report is: it does not say, and adds several up as they are; the orders tell.

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2026-11-26T18:32:00Z"));
});
afterEach(() => void vi.useRealTimers());

const OWN = "USD, the account's";
const MONEY = ["conversions", "conversion_value", "average_order_value"];
const row = (conversions: number, conversion_value: number) => ({
  conversions,
  conversion_value,
  average_order_value: conversion_value / conversions,
  delivered: 1000,
});
const ROWS = [campaign("a", row(2, 100)), campaign("b", row(1, 30))];
const ask = async (worth: Worth | undefined, args: Record<string, unknown> = {}, rows = ROWS) => {
  const server = serving(() => rows, [], GETS, worth);
  const { json } = await server.call("query_campaign_values", { ...OCTOBER, statistics: MONEY, ...args });
  return { json, ...server };
};

describe("the currency of a report", () => {
  it.each<[string, Worth | undefined, string]>([
    [
      "that of the orders, whatever the account prefers",
      [
        [
          ["EUR", ""],
          [100, 30],
        ],
      ],
      "EUR",
    ],
    ["the account's, where orders name none", [[["", ""], [130]]], "USD"],
    [
      "one, where the account's own is named and not named",
      [
        [["", ""], [100]],
        [["USD", ""], [30]],
      ],
      "USD",
    ],
    [
      "not that of a flow's orders",
      [
        [["EUR", ""], [130]],
        [["GBP", "FLOW"], [10]],
      ],
      "EUR",
    ],
    [
      "not one that nothing was bought in",
      [
        [["EUR", ""], [130]],
        [["GBP", ""], [0]],
      ],
      "EUR",
    ],
    ["said to be the account's, where there are no orders to tell", [], "USD, the account's"],
    ["said to be the account's, where the orders cannot be read", undefined, "USD, the account's"],
  ])("is %s", async (_, worth, currency) => {
    const { json } = await ask(worth);
    expect(json.basis.currency).toBe(currency);
    expect(json.basis).not.toHaveProperty("by_currency");
    expect(json.totals).toMatchObject({ conversion_value: 130, conversions: 3 });
    expect(json).not.toHaveProperty("omitted");
  });

  it("is asked of the orders that these messages earned, and asked once", async () => {
    const { aggregates, call } = await ask([[["EUR", ""], [130]]]);
    expect(aggregates).toMatchObject([
      {
        metric_id: "P",
        by: ["$value_currency", "$attributed_flow"],
        filter: [
          "greater-or-equal(datetime,2026-10-01T00:00:00-04:00)",
          "less-than(datetime,2026-11-01T00:00:00-04:00)",
          'not(equals($attributed_message,""))',
        ],
        timezone: "America/New_York",
      },
    ]);
    await call("query_campaign_values", { ...OCTOBER, statistics: MONEY, group_by: ["channel"] });
    expect(aggregates).toHaveLength(1);
    await call("query_campaign_values", { ...OCTOBER, statistics: MONEY, fresh: true });
    expect(aggregates).toHaveLength(2);
  });

  it.each([
    ["no amount is shown", { statistics: ["conversions", "delivered"] }, ROWS, undefined],
    ["nothing was bought", {}, [campaign("a", row(1, 0))], OWN],
    [
      "an amount was spent",
      { statistics: ["text_message_spend"] },
      [campaign("a", { text_message_spend: 3.5 })],
      OWN,
    ],
  ])("is not asked where %s", async (_, args, rows, currency) => {
    const { json, aggregates } = await ask([[["EUR", ""], [1]]], args, rows);
    expect(aggregates).toEqual([]);
    expect(json.basis.currency).toBe(currency);
  });

  it("of a flow's orders is asked by what is attributed to flows", async () => {
    const server = serving(() => [flow("x", row(1, 5))], [], GETS, [[["GBP"], [5]]]);
    const { json } = await server.call("query_flow_values", { ...OCTOBER, statistics: MONEY });
    expect(server.aggregates).toMatchObject([{ by: ["$value_currency"] }]);
    expect(server.aggregates[0]?.filter[2]).toBe('not(equals($attributed_flow,""))');
    expect(json.basis.currency).toBe("GBP");
  });
});

describe("several currencies", () => {
  const SEVERAL: Worth = [
    [
      ["USD", ""],
      [60.1, 20.2],
    ],
    [["EUR", ""], [49.7]],
    [["", ""], [0.1]],
  ];
  it("are kept apart, and what a report adds up of them is no total", async () => {
    const { json } = await ask(SEVERAL);
    expect(json.basis).toMatchObject({ currency: "EUR and USD", by_currency: { USD: 80.4, EUR: 49.7 } });
    expect(json.totals).toEqual({ conversions: 3 });
    // A row is as Klaviyo has it.
    expect(json.data[0]).toMatchObject({ conversion_value: 100, conversions: 2 });
    expect(json.omitted).toBe(
      "No sum of conversion_value, average_order_value over several rows: the orders are in EUR and USD, which a report adds up as they are. basis.by_currency keeps them apart.",
    );
  });

  it("leave groups of several rows without a sum", async () => {
    const { json } = await ask(SEVERAL, { group_by: ["channel"] });
    expect(json.data).toEqual([{ send_channel: "email", conversions: 3 }]);
  });

  it("of the two periods of a comparison are told, and the sums are of the period itself", async () => {
    const { json, aggregates } = await ask(SEVERAL, { compare_to: "previous_period" });
    expect(aggregates).toHaveLength(2);
    expect(json.basis.by_currency).toEqual({ USD: 80.4, EUR: 49.7 });
    expect(json.totals.compared).not.toHaveProperty("conversion_value");
    expect(json.totals.compared.conversions).toMatchObject({ before: 3 });
  });

  it("rank no groups by what they are worth together, though it is not shown", async () => {
    const args = { statistics: ["conversions"], sort: "-conversion_value", group_by: ["campaign"] };
    const { json } = await ask(SEVERAL, args, [...ROWS, campaign("a", row(1, 900), { send_channel: "sms" })]);
    expect(json.omitted).toMatch(/^No sum of conversion_value over several rows/);
    expect(json.basis).toMatchObject({ currency: "EUR and USD", by_currency: { USD: 80.4, EUR: 49.7 } });
    // What b is worth is Klaviyo's own; a is two rows.
    expect(json.data.map((row: { campaign_id: string }) => row.campaign_id)).toEqual(["b", "a"]);
  });

  it("say nothing of a report that shows no amount", async () => {
    const { json } = await ask(SEVERAL, { statistics: ["conversions"] });
    expect(json).not.toHaveProperty("omitted");
    expect(json.basis).not.toHaveProperty("currency");
  });
});

it.each([
  ["no document", [undefined]],
  ["no groups", [{ data: { attributes: { data: "x" } } }]],
  [
    "groups without dimensions",
    [{ data: { attributes: { data: [{ measurements: { sum_value: [1] } }, 7] } } }],
  ],
  ["sums that are none", [{ data: { attributes: { data: [{ dimensions: ["EUR"], measurements: 1 }] } } }]],
])("an odd answer about currencies tells none: %s", (_, documents) => {
  expect([...worthByCurrency(documents, "USD")]).toEqual([]);
});

it("a sum of a metric's values says that it adds currencies up, unless they are kept apart", async () => {
  const server = serving(() => SALES);
  const query = { metric_id: "PLACED", start: "2026-10-01", end: "2026-11-01", measurements: ["sum_value"] };
  const { json } = await server.call("query_metric_aggregates", query);
  expect(json.basis.currency).toBe("USD, where events name no other: by $value_currency keeps them apart");
  for (const other of [{ by: ["$value_currency"] }, { measurements: ["count"] }]) {
    const apart = await server.call("query_metric_aggregates", { ...query, ...other });
    expect(apart.json.basis).not.toHaveProperty("currency");
  }
});
