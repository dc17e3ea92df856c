import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { campaign, OCTOBER, SALES, STATISTICS, serving } from "./report-gateway.ts";

// In what order rows come, and which of them do not rank: a rate of a few people says little.

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2026-11-26T18:32:00Z"));
});
afterEach(() => void vi.useRealTimers());

describe("a ranking", () => {
  const ranked = async (args: Record<string, unknown>, rows = SALES) => {
    const { call } = serving(() => rows);
    const { json } = await call("query_campaign_values", { ...OCTOBER, statistics: STATISTICS, ...args });
    return {
      ids: json.data.map((row: { campaign_id: string }) => row.campaign_id),
      omitted: json.omitted,
      json,
    };
  };
  it("by a rate leaves out rows of few, and says how many", async () => {
    const { ids, omitted, json } = await ranked({ sort: "-open_rate" });
    expect(ids).toEqual(["a", "b"]);
    expect(omitted).toBe("1 rows with fewer than 100 delivered are not ranked (min_delivered).");
    expect(json.totals.delivered).toBe(4028);
  });
  it("wants one percent of the largest row where that is more", async () => {
    const large = [...SALES, campaign("d", { delivered: 100_001, opens_unique: 1, open_rate: 0.00001 })];
    const { ids, omitted } = await ranked({ sort: "-open_rate" }, large);
    expect(ids).toEqual(["b", "d"]);
    expect(omitted).toContain("2 rows with fewer than 1001 delivered");
  });
  it.each([
    [{ sort: "-open_rate", min_delivered: 0 }, ["c", "a", "b"]],
    [{ sort: "open_rate", min_delivered: 28 }, ["b", "a", "c"]],
    [{ sort: "-open_rate", min_delivered: 29 }, ["a", "b"]],
    [{ sort: "-conversion_value" }, ["b", "a", "c"]],
    [{ sort: "-sent" }, ["c", "b", "a"]],
    [{ sort: "name" }, ["b", "c", "a"]],
    [{ top: 1 }, ["a"]],
    [{ top: 2, sort: "-delivered" }, ["b", "a"]],
    [{}, ["a", "b", "c"]],
  ])("%j", async (args, due) => {
    expect((await ranked(args)).ids).toEqual(due);
  });
  it("says how many of how many it shows", async () => {
    expect((await ranked({ top: 2, sort: "-conversion_value" })).omitted).toBe("2 of 3 rows are shown.");
  });
  it("of what is not delivered is by what its rate is over", async () => {
    const form = (form_id: string, viewed_form: number, submits: number) => ({
      groupings: { form_id },
      statistics: { viewed_form, submits, submit_rate: submits / viewed_form },
    });
    const { call } = serving(() => [form("A", 1000, 100), form("B", 2, 2), form("C", 500, 150)]);
    const ask = { ...OCTOBER, sort: "-submit_rate" };
    const { json } = await call("query_form_values", ask);
    expect(json.data.map((row: { form_id: string }) => row.form_id)).toEqual(["C", "A"]);
    expect(json.omitted).toContain("1 rows with fewer than 100 viewed_form are not ranked (min_delivered).");
    const all = await call("query_form_values", { ...ask, min_delivered: 0 });
    expect(all.json.data[0].form_id).toBe("B");
  });
  it("by what there is not is refused with what was meant", async () => {
    const { call, asked } = serving(() => SALES);
    const { text } = await call("query_campaign_values", { ...OCTOBER, sort: "-open_rates" });
    expect(text).toContain('Did you mean "open_rate"?');
    expect(asked).toEqual([]);
  });
});
