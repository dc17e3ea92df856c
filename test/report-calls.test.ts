import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { campaign, GETS, METRICS, OCTOBER, SALES, STATISTICS, serving } from "./report-gateway.ts";

// Calls of reports on a clock of the test's own: rows, totals and groups.

const NOW = "2026-11-26T18:32:00Z";
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date(NOW));
});
afterEach(() => void vi.useRealTimers());

describe("a report without a metric", () => {
  it("is of the shop's Placed Order, and says so", async () => {
    const { call, asked } = serving(() => SALES);
    const { json } = await call("query_campaign_values", { ...OCTOBER, statistics: STATISTICS });
    expect(asked[0]?.attributes.conversion_metric_id).toBe("P");
    expect(json.basis.conversions).toEqual({ metric_id: "P", name: "Placed Order", why: "of Shopify" });
    expect(json.basis).toMatchObject({
      period: "2026-10-01 to 2026-10-31",
      timezone: "America/New_York",
      currency: "USD, the account's",
      report: "query_campaign_values",
    });
    expect(json.basis.as_of).toBe("2026-11-26T13:32:00-05:00");
  });

  it("says no more of conversions than it shows", async () => {
    const { call } = serving(() => SALES);
    const { json } = await call("query_campaign_values", { ...OCTOBER, statistics: ["open_rate"] });
    expect(json.basis).not.toHaveProperty("conversions");
    expect(json.basis).not.toHaveProperty("currency");
    expect(json.basis.opens).toContain("machine opens");
  });

  it("is refused where the account has none, before any report is asked for", async () => {
    const { call, asked } = serving(() => SALES, [], {
      ...GETS,
      "/api/metrics": { data: [METRICS.data[0]] },
    });
    const { text } = await call("query_flow_values", OCTOBER);
    expect(text).toContain("no metric of the account is called Placed Order");
    expect(text).toContain("Argument: conversion_metric_id");
    expect(asked).toEqual([]);
  });
});

describe("rows and totals", () => {
  it("have rates over the counts, four digits, and the count behind each", async () => {
    const { call } = serving(() => SALES);
    const { json } = await call("query_campaign_values", { ...OCTOBER, statistics: STATISTICS });
    expect(json.data[0]).toEqual({
      campaign_id: "a",
      campaign_name: "Spring Sale",
      send_channel: "email",
      sent: "2026-10-05",
      open_rate: 0.4,
      conversion_value: 100.1,
      delivered: 1000,
    });
    expect(json.totals).toEqual({ open_rate: 0.178, conversion_value: 300.6, delivered: 4028 });
    expect(json.basis.rates).toBe("open_rate over delivered; 0.25 is 25 %");
  });

  it("of text messages have no opens, and say over how many the others' rate is", async () => {
    const text = { delivered: 500, opens_unique: 0, open_rate: 0, clicks_unique: 50, click_rate: 0.1 };
    const mail = { delivered: 100, opens_unique: 40, open_rate: 0.4, clicks_unique: 10, click_rate: 0.1 };
    const { call } = serving(() => [campaign("a", mail), campaign("b", text, { send_channel: "sms" })]);
    const statistics = ["open_rate", "click_rate"];
    const { json } = await call("query_campaign_values", { ...OCTOBER, statistics });
    expect(json.data[1]).not.toHaveProperty("open_rate");
    expect(json.totals).toEqual({ open_rate: 0.4, open_rate_over: 100, click_rate: 0.1, delivered: 600 });
    expect(json.basis.text_messages).toContain("have no opens");
  });

  it("are compared with nothing where nothing was sent before", async () => {
    const { call, asked } = serving(() => (asked.length > 1 ? [] : SALES));
    const { json } = await call("query_campaign_values", {
      ...OCTOBER,
      statistics: STATISTICS,
      compare_to: "previous_period",
    });
    const compared = { conversion_value: { before: 0, difference: 300.6 } };
    expect(json.totals).toMatchObject({ conversion_value: 300.6, compared });
    expect(json.totals.compared).not.toHaveProperty("open_rate");
  });

  it("name a message only where a campaign has several", async () => {
    const { call } = serving(() => [
      ...SALES,
      campaign("a", { delivered: 10 }, { campaign_message_id: "a2", campaign_message_name: "B" }),
    ]);
    const { json } = await call("query_campaign_values", { ...OCTOBER, statistics: ["delivered"] });
    const messages = json.data.map((row: { campaign_message_id?: string }) => row.campaign_message_id);
    expect(messages).toEqual(["am", undefined, undefined, "a2"]);
  });

  it("of one row whose rate fits no counts have its own", async () => {
    const { call } = serving(() => [campaign("a", { delivered: 100, opens_unique: 1, open_rate: 0.9 })]);
    const { json } = await call("query_campaign_values", { ...OCTOBER, statistics: ["open_rate"] });
    expect(json.totals).toEqual({ open_rate: 0.9 });
    expect(json).not.toHaveProperty("omitted");
  });

  it("leave out a total that cannot be formed, and say so", async () => {
    const wrong = SALES.map(({ groupings, statistics }) => ({
      groupings,
      statistics: { ...statistics, open_rate: 0.9 },
    }));
    const { call } = serving(() => wrong);
    const { json } = await call("query_campaign_values", {
      ...OCTOBER,
      statistics: STATISTICS,
      group_by: ["channel"],
    });
    expect(json.totals).toEqual({ conversion_value: 300.6 });
    expect(json.data).toEqual([{ send_channel: "email", conversion_value: 300.6 }]);
    expect(json.omitted).toBe("No total of open_rate: the rows do not show which counts Klaviyo divides.");
  });

  it("of members of segments have none of how many there are", async () => {
    const members = ["S1", "S2"].map((segment_id) => ({
      groupings: { segment_id },
      statistics: { total_members: 10, members_added: 2 },
    }));
    const { call, asked } = serving(() => members);
    const { json } = await call("query_segment_values", {
      ...OCTOBER,
      statistics: ["total_members", "members_added"],
    });
    expect(json.totals).toEqual({ members_added: 4 });
    expect(json.data[0]).toEqual({
      segment_id: "S1",
      segment_name: "Engaged",
      total_members: 10,
      members_added: 2,
    });
    expect(json.omitted).toContain("No total of total_members");
    expect(asked[0]?.attributes).not.toHaveProperty("group_by");
    expect(asked[0]?.attributes).not.toHaveProperty("conversion_metric_id");
  });

  it("are cut to a part of the name, totals too", async () => {
    const { call } = serving(() => SALES);
    const { json } = await call("query_campaign_values", {
      ...OCTOBER,
      statistics: STATISTICS,
      name: "SALE",
    });
    expect(json.data.map((row: { campaign_name: string }) => row.campaign_name)).toEqual([
      "Spring Sale",
      "Autumn sale",
    ]);
    expect(json.totals.conversion_value).toBe(300.3);
  });

  it("of nothing have no totals", async () => {
    const { call } = serving(() => []);
    const { json } = await call("query_campaign_values", OCTOBER);
    expect(json.data).toEqual([]);
    expect(json).not.toHaveProperty("totals");
  });
});

describe("numbers of people", () => {
  const ASK = { ...OCTOBER, statistics: ["opens_unique", "recipients", "opens"] };
  const row = { opens_unique: 10, recipients: 20, opens: 30 };
  const SAID =
    "sums of opens_unique, recipients count a person once for each row and year that is added up: they are no number of people";
  it("are added up and said to be no people, where there is more than one row", async () => {
    const { call } = serving(() => [campaign("a", row), campaign("b", row)]);
    const { json } = await call("query_campaign_values", ASK);
    expect(json.totals).toEqual({ opens_unique: 20, recipients: 40, opens: 60 });
    expect(json.basis.people).toBe(SAID);
  });
  it("of one row over several years are such sums, too", async () => {
    const { call } = serving(() => [campaign("a", row)]);
    const { json } = await call("query_campaign_values", { ...ASK, start: "2025-10-01" });
    expect(json.data[0].opens_unique).toBe(20);
    expect(json.basis.people).toBe(SAID);
  });
  it.each([
    ["one row of one year", [campaign("a", row)], ASK.statistics],
    ["opens that are no people", [campaign("a", row), campaign("b", row)], ["opens", "delivered"]],
  ])("are not spoken of beside %s", async (_, rows, statistics) => {
    const { call } = serving(() => rows);
    const { json } = await call("query_campaign_values", { ...ASK, statistics });
    expect(json.basis).not.toHaveProperty("people");
  });
});

describe("groups", () => {
  const groupsOf = async (group_by: string[]) => {
    const { call } = serving(() => SALES);
    const { json } = await call("query_campaign_values", {
      ...OCTOBER,
      statistics: ["conversion_value"],
      group_by,
    });
    expect(json.totals.conversion_value).toBe(300.6);
    return json;
  };
  it.each([
    [["channel"], [{ send_channel: "email", conversion_value: 300.6 }]],
    [
      ["campaign"],
      [
        { campaign_id: "a", campaign_name: "Spring Sale", sent: "2026-10-05", conversion_value: 100.1 },
        { campaign_id: "b", campaign_name: "Autumn sale", sent: "2026-10-06", conversion_value: 200.2 },
        { campaign_id: "c", campaign_name: "Newsletter", sent: "2026-10-12", conversion_value: 0.3 },
      ],
    ],
    [
      ["tag"],
      [
        { tag: "sale", conversion_value: 100.4 },
        { tag: "spring", conversion_value: 100.1 },
        { tag: "(none)", conversion_value: 200.2 },
      ],
    ],
    [
      ["audience"],
      [
        { audience: "VIP", conversion_value: 300.3 },
        { audience: "Engaged", conversion_value: 200.5 },
      ],
    ],
    [
      // The second was sent at eleven in the evening of the day before, on the account's clock.
      ["weekday"],
      [
        { weekday: "Monday", conversion_value: 100.4 },
        { weekday: "Tuesday", conversion_value: 200.2 },
      ],
    ],
    [
      ["channel", "weekday"],
      [
        { send_channel: "email", weekday: "Monday", conversion_value: 100.4 },
        { send_channel: "email", weekday: "Tuesday", conversion_value: 200.2 },
      ],
    ],
  ])("by %j", async (group_by, due) => {
    expect((await groupsOf(group_by)).data).toEqual(due);
  });

  it("that share a campaign say so; the totals count it once", async () => {
    expect((await groupsOf(["tag"])).basis.groups).toContain("the totals count it once");
    expect((await groupsOf(["channel"])).basis).not.toHaveProperty("groups");
  });

  it("by variation ask Klaviyo for it", async () => {
    const { call, asked } = serving(() => [
      campaign("a", { delivered: 1 }, { variation: "v1", variation_name: "A" }),
    ]);
    const { json } = await call("query_campaign_values", {
      ...OCTOBER,
      statistics: ["delivered"],
      group_by: ["variation"],
    });
    expect(asked[0]?.attributes.group_by).toEqual(expect.arrayContaining(["variation", "variation_name"]));
    expect(json.data).toEqual([{ variation: "v1", variation_name: "A", delivered: 1 }]);
  });
});
