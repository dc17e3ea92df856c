import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { GatewayError, StoppedError } from "../src/errors.ts";
import { campaign, flow, GETS, OCTOBER, SALES, serving } from "./report-gateway.ts";

// What rows are called and cut by is read besides: within bounds, kept, and what is lacking is said.

beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(new Date("2026-11-26T18:32:00Z"));
});
afterEach(() => void vi.useRealTimers());

type Query = readonly (readonly [string, string])[];
const filterOf = (query: Query) => query.find(([name]) => name === "filter")?.[1] ?? "";
const idsIn = (query: Query): string[] =>
  JSON.parse(/any\(id,(\[.*?\])\)/.exec(filterOf(query))?.[1] ?? "[]");
const named = (ids: readonly string[]) => ({
  data: ids.map((id) => ({ type: "campaign", id, attributes: { name: `Sale ${id}` } })),
});
/** Campaigns of this account are named by these. */
const account = (campaigns: (query: Query) => unknown) => ({ ...GETS, "/api/campaigns": campaigns });
const isArchive = (query: Query) => filterOf(query).includes("equals(archived,true)");
const reads = (server: ReturnType<typeof serving>, path = "/api/campaigns") =>
  server.gets().filter((request) => request.path === path);

const DELIVERED = { ...OCTOBER, statistics: ["delivered"] };
const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => campaign(`c${at}`, { delivered: 1 }));

describe("names", () => {
  it("are read once for ten minutes, whatever the same period is asked for, and anew with fresh", async () => {
    const server = serving(() => SALES);
    await server.call("query_campaign_values", DELIVERED);
    await server.call("query_campaign_values", { ...DELIVERED, name: "sale", sort: "-delivered" });
    expect(reads(server)).toHaveLength(1);
    await server.call("query_campaign_values", { ...DELIVERED, fresh: true });
    expect(reads(server)).toHaveLength(2);
    vi.advanceTimersByTime(11 * 60_000);
    await server.call("query_campaign_values", DELIVERED);
    expect(reads(server)).toHaveLength(3);
  });

  it("of what is archived are read, too", async () => {
    const server = serving(
      () => rows(3),
      [],
      account((query) => named(idsIn(query).filter((id) => (id === "c1") === isArchive(query)))),
    );
    const { json } = await server.call("query_campaign_values", DELIVERED);
    expect(json.data.map((row: { campaign_name: string }) => row.campaign_name)).toEqual([
      "Sale c0",
      "Sale c1",
      "Sale c2",
    ]);
    expect(reads(server).map(({ query }) => idsIn(query ?? []))).toEqual([["c0", "c1", "c2"], ["c1"]]);
    expect(json).not.toHaveProperty("omitted");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["shown", {}, "are shown by their ids"],
    ["named", { name: "sale" }, "are left out"],
    ["grouped", { group_by: ["tag"] }, "count as (none)"],
  ])("that nothing has are told where rows are %s", async (_, args, so) => {
    const gone = ["c0", "c2"];
    const server = serving(
      () => rows(3),
      [],
      account((query) => named(idsIn(query).filter((id) => !gone.includes(id)))),
    );
    const { json } = await server.call("query_campaign_values", { ...DELIVERED, ...args });
    expect(json.omitted).toContain(
      `2 of 3 campaigns are not known by name (get_campaigns does not list them) and ${so}.`,
    );
    expect(json).not.toHaveProperty("hint");
  });

  it("that cannot be read cost the names, which is said, and are read again by the next call", async () => {
    let isDown = true;
    const server = serving(
      () => rows(2),
      [],
      account((query) => {
        if (isDown) throw new GatewayError({ status: 403, source: "klaviyo", detail: "no scope" });
        return named(idsIn(query));
      }),
    );
    const { json } = await server.call("query_campaign_values", DELIVERED);
    expect(json.data).toHaveLength(2);
    expect(json.omitted).toBe(
      "2 of 2 campaigns are not known by name (not all could be read) and are shown by their ids.",
    );
    isDown = false;
    const again = await server.call("query_campaign_values", DELIVERED);
    expect(again.json).not.toHaveProperty("omitted");
    expect(again.json.data[0].campaign_name).toBe("Sale c0");
  });

  it.each(["names", "currencies"] as const)(
    "the %s that the time is up for cost no more than themselves",
    async (of) => {
      const slow = (): never => {
        vi.advanceTimersByTime(44_000);
        throw new StoppedError("deadline");
      };
      const gets = of === "names" ? account(slow) : GETS;
      const server = serving(() => SALES, [], gets, of === "names" ? [] : slow);
      const { json, text } = await server.call("query_campaign_values", {
        ...OCTOBER,
        statistics: ["conversion_value"],
      });
      expect(json.totals, text).toEqual({ conversion_value: 300.6 });
      expect(json.basis.currency).toBe("USD, the account's");
      expect(server.asked).toHaveLength(1);
    },
  );

  it("of more than twenty requests are cut, said, and the same call goes on", async () => {
    const server = serving(
      () => rows(2150),
      [],
      account((query) => named(idsIn(query))),
    );
    const first = await server.call("query_campaign_values", {
      ...DELIVERED,
      group_by: ["campaign"],
      top: 1,
    });
    expect(reads(server)).toHaveLength(20);
    expect(first.json.omitted).toContain(
      "150 of 2150 campaigns are not known by name (not all could be read)",
    );
    expect(first.json.hint).toContain("The same call reads the other names.");
    expect(first.json.totals.delivered).toBe(2150);
    const second = await server.call("query_campaign_values", {
      ...DELIVERED,
      group_by: ["campaign"],
      top: 1,
    });
    expect(reads(server)).toHaveLength(22);
    expect(second.json.omitted).toBe("1 of 2150 rows are shown.");
    expect(second.json.hint).not.toContain("other names");
  });

  it("of audiences that are no more are ids, and said", async () => {
    const server = serving(() => SALES, [], { ...GETS, "/api/segments": { data: [] } });
    const { json } = await server.call("query_campaign_values", { ...DELIVERED, group_by: ["audience"] });
    expect(json.data.map((row: { audience: string }) => row.audience)).toEqual(["VIP", "S1"]);
    expect(json.omitted).toBe("1 audiences stand by their ids: no list or segment was read by them.");
  });

  it("of flows stand in the report: nothing is read for them but tags", async () => {
    const server = serving(() => [flow("x", { delivered: 1 })]);
    const { json } = await server.call("query_flow_values", { ...DELIVERED, name: "FLOW X" });
    expect(json.data[0].flow_name).toBe("Flow x");
    expect(reads(server, "/api/flows")).toEqual([]);
    await server.call("query_flow_values", { ...DELIVERED, group_by: ["tag"] });
    expect(reads(server, "/api/flows").length).toBeGreaterThan(0);
  });
});

describe("a part of a name", () => {
  it("that none has finds nothing, and the answer says among how many", async () => {
    const { call } = serving(() => SALES);
    const { json } = await call("query_campaign_values", { ...DELIVERED, name: 'wint"er' });
    expect(json.data).toEqual([]);
    expect(json).not.toHaveProperty("totals");
    expect(json.omitted).toBe('None of the 3 campaigns of the period has "wint\\"er" in its name.');
  });

  it("says no such thing of a period in which nothing was sent", async () => {
    const { call } = serving(() => []);
    const { json } = await call("query_campaign_values", { ...DELIVERED, name: "sale" });
    expect(json).not.toHaveProperty("omitted");
  });
});
