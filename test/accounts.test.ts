import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ABREAST } from "../src/call/across.ts";
import { CALL_MS } from "../src/call/session.ts";
import { GatewayError } from "../src/errors.ts";
import type { SendOptions } from "../src/gateway/client.ts";
import { Pace } from "../src/gateway/pace.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";
import { served } from "./served-inside.ts";

const NAMES = ["Northwind Outfitters", "Second Sandbox Shop", "Fjell & Kyst"];
const REPORT = { timeframe: "last_90_days", statistics: ["recipients", "conversion_value"] };

let server: Started;
let ids: string[];
beforeAll(async () => {
  server = await startClient({ served, sandbox: { connections: 3 } });
  const { json } = await server.call("list_connections");
  const inOrder = json.data.toSorted((a: { created: string }, b: { created: string }) =>
    a.created.localeCompare(b.created),
  );
  ids = inOrder.map(({ id }: { id: string }) => id);
});
afterAll(() => server.close());
afterEach(() => {
  server.sandbox.clearFaults();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Row = Record<string, unknown> & { account: string; connection: string };
/** Without when the grants of a connection were looked at: that was another second. */
const withoutTimes = (data: unknown) => JSON.stringify(data).replace(/"as_of":"[^"]*"/g, "");
const accountsIn = (rows: Row[]) => rows.map(({ account }) => account);

describe("a read of several accounts", () => {
  const CALLS: [tool: string, args: Record<string, unknown>][] = [
    ["query_campaign_values", REPORT],
    ["query_flow_values", REPORT],
    [
      "query_metric_aggregates",
      { metric_id: "Placed Order", measurements: ["count"], timeframe: "last_month" },
    ],
    ["summarize_collection", { name: "get_profiles", group_by: "location.country" }],
    ["check_account", { checks: ["campaigns_not_sent"] }],
    ["get_account_overview", {}],
    ["get_customer", { profile_id: "sarah.novak1@example.com" }],
  ];
  it.each(CALLS)("%s is each account's own answer, by name, in one order", async (tool, args) => {
    // A period ends with the minute in which it is read, which is the same one for all of them.
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
    const { json, text, isError } = await server.call(tool, { ...args, accounts: "all" });
    expect(isError, text).toBeFalsy();
    expect(accountsIn(json.data)).toEqual(NAMES);
    expect(json.data.map(({ connection }: Row) => connection)).toEqual(ids);
    for (const row of json.data) {
      const alone = (await server.call(tool, { ...args, connection_id: row.connection })).json;
      expect(withoutTimes(row.data), row.account).toEqual(withoutTimes(alone.data));
      expect({ ...json.basis, ...row.basis }, row.account).toEqual({ ...alone.basis });
    }
  });

  it("sends each request through the account's connection", async () => {
    server.sandbox.clearRequests();
    await server.call("summarize_collection", { name: "get_lists", accounts: [NAMES[2], ids[0]] });
    const sent = server.sandbox.requests.filter(({ path }) => path.endsWith("/lists"));
    expect(sent.map(({ headers }) => headers["maton-connection"]).toSorted()).toEqual(
      [ids[0], ids[2]].toSorted(),
    );
  });

  it.each([
    ["a name in other letters", ["second sandbox SHOP"], [NAMES[1]]],
    ["a connection", () => [ids[2]], [NAMES[2]]],
    ["one twice", () => [NAMES[0], ids[0]], [NAMES[0]]],
    ["one as text", "Fjell & Kyst", [NAMES[2]]],
    ["all in capitals", ["ALL"], NAMES],
    ["all and one", [NAMES[1], "all"], NAMES],
  ])("takes %s", async (_, accounts, expected) => {
    const given = typeof accounts === "function" ? accounts() : accounts;
    const { json } = await server.call("summarize_collection", { name: "get_lists", accounts: given });
    expect(accountsIn(json.data)).toEqual(expected);
  });

  it("takes them within the operation's arguments, too", async () => {
    const args = { name: "query_campaign_values", arguments: { ...REPORT, accounts: [NAMES[1]] } };
    expect(accountsIn((await server.call("read_operation", args)).json.data)).toEqual([NAMES[1]]);
    const summary = { name: "get_lists", arguments: { accounts: [NAMES[1]] } };
    expect(accountsIn((await server.call("summarize_collection", summary)).json.data)).toEqual([NAMES[1]]);
  });

  it("says once what holds for all of them", async () => {
    const { json } = await server.call("query_campaign_values", { ...REPORT, accounts: NAMES.slice(0, 2) });
    expect(json.basis).toHaveProperty("timezone", "America/New_York");
    for (const row of json.data) expect(row.basis ?? {}).not.toHaveProperty("timezone");
    const all = (await server.call("query_campaign_values", { ...REPORT, accounts: "all" })).json;
    expect(all.basis).not.toHaveProperty("timezone");
    expect(all.data.map(({ basis }: Row) => (basis as { timezone: string }).timezone)).toEqual([
      "America/New_York",
      "America/New_York",
      "Europe/Oslo",
    ]);
  });
});

describe("what one account has not", () => {
  it("stands beside the rows of the others, with what to do", async () => {
    const { json } = await server.call("query_metric_aggregates", {
      metric_id: "Submitted Search",
      measurements: ["count"],
      timeframe: "last_30_days",
      accounts: "all",
    });
    expect(accountsIn(json.data)).toEqual(NAMES.slice(0, 2));
    expect(json.failed).toEqual([
      { account: NAMES[2], connection: ids[2], why: expect.stringContaining("Submitted Search") },
    ]);
  });

  it("is the call's error where all fail alike", async () => {
    const { isError, text } = await server.call("get_customer", {
      profile_id: "nobody@example.com",
      accounts: "all",
    });
    expect([isError, text]).toEqual([true, expect.stringContaining("nobody@example.com")]);
  });

  it.each([
    ["a name of none", { accounts: ["Fjell"] }, 'Did you mean "Fjell & Kyst"'],
    ["a connection beside", { accounts: ["all"], connection_id: "x" }, "both say which account"],
    ["a cursor", { accounts: ["all"], page_cursor: "x" }, "page_cursor"],
  ])("%s is refused before anything is read of an account", async (_, args, says) => {
    server.sandbox.clearRequests();
    const { isError, text } = await server.call("query_campaign_values", { ...REPORT, ...args });
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect(server.sandbox.requests.filter(({ path }) => path.includes("reports"))).toEqual([]);
  });

  it("what is no list of names is refused", async () => {
    const { text } = await server.call("summarize_collection", {
      name: "get_lists",
      arguments: { accounts: [{ name: "x" }] },
    });
    expect(text).toContain("accounts must be a list of names");
    const other = await server.call("get_lists", { accounts: ["all"] });
    expect(other.text).toContain("accounts is no argument here");
  });
});

// With a clock and a gateway of the test's own.
const THIRTY = Array.from({ length: 30 }, (_, at) => `c${String(at).padStart(2, "0")}`);

function many(
  answer: (request: GatewayRequest, id: string) => unknown = () => undefined,
  flags: string[] = [],
) {
  let running = 0;
  let most = 0;
  const answering = async (request: GatewayRequest, options: SendOptions) => {
    if (request.path === "/connections") return connectionsOf(...THIRTY);
    const id = options.connectionId ?? "";
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    const own = answer(request, id);
    if (own !== undefined) return own;
    if (request.path === "/api/accounts") {
      const attributes = { contact_information: { organization_name: `Shop ${id}` }, timezone: "UTC" };
      return { data: [{ type: "account", id: `a${id}`, attributes }] };
    }
    return { data: [{ type: "list", id: `L${id}`, attributes: { name: id } }], links: {} };
  };
  return { server: startInProcess(answering, flags), most: () => most };
}
const LISTS = { name: "get_lists", accounts: ["all"] };

describe("thirty accounts", () => {
  it("are a row each, a few at a time", async () => {
    const { server: inside, most } = many();
    await inside.call("summarize_collection", { ...LISTS, accounts: ["all"] });
    const before = inside.sent.length;
    const { json } = await inside.call("summarize_collection", LISTS);
    expect(json.data).toHaveLength(30);
    expect(inside.sent.length - before).toBe(30);
    // The names of all are read before.
    expect(most()).toBeLessThanOrEqual(10);
    expect(ABREAST).toBeLessThanOrEqual(10);
  });

  it("tell what they take before they are begun, where that is long, and go on when they are asked again", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    const { server: inside } = many((request) => {
      if (request.path === "/api/lists") now += 9_000;
      return undefined;
    });
    const told = (await inside.call("summarize_collection", LISTS)).json;
    expect(told.data).toHaveLength(1);
    expect(told.hint).toContain("the other 29 take about 29 requests, 2 minutes");
    const lists = () => inside.sent.filter(({ path }) => path === "/api/lists").length;
    expect(lists()).toBe(1);
    const next = (await inside.call("summarize_collection", LISTS)).json;
    expect(next.data.length).toBeGreaterThan(1);
    expect(next.hint).toMatch(/before \d+ accounts were read: the same call again goes on/);
    for (let turn = 0; turn < 20; turn += 1) {
      const { json } = await inside.call("summarize_collection", LISTS);
      if (json.hint !== undefined) continue;
      expect(json.data).toHaveLength(30);
      break;
    }
    // None was read twice.
    expect(lists()).toBe(30);
  });

  it("end with the call that asked for them", async () => {
    const cancelled = new AbortController();
    let read = 0;
    const { server: inside } = many((request) => {
      if (request.path === "/api/lists") read += 1;
      if (read === 3) cancelled.abort();
      return undefined;
    });
    const { isError } = await inside.call("summarize_collection", LISTS, { signal: cancelled.signal });
    expect(isError).toBe(true);
    expect(read).toBeLessThanOrEqual(1 + ABREAST);
  });

  it("leave out one whose sign-in is over, and read the others", async () => {
    const { server: inside } = many((request, id) => {
      if (request.path !== "/api/lists" || id !== "c07") return undefined;
      throw new GatewayError({ status: 401, source: "klaviyo", detail: "not signed in" });
    });
    const { json } = await inside.call("summarize_collection", LISTS);
    expect(json.data).toHaveLength(29);
    expect(json.failed).toEqual([
      { account: "Shop c07", connection: "c07", why: expect.stringContaining("401 from Klaviyo") },
    ]);
  });

  it("leave the key's rate to whoever else calls, and end with the call's time", async () => {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
    const turns: { background: boolean | undefined; remaining: number; at: number }[] = [];
    vi.spyOn(Pace.prototype, "take").mockImplementation(async (_, { background, remaining }) => {
      turns.push({ background, remaining: remaining(), at: now });
      return "come";
    });
    const slow = (request: GatewayRequest) => {
      if (request.path === "/api/metrics") now += 1000;
      return undefined;
    };
    const { server: inside } = many(slow, ["--pace", "on"]);
    await inside.call("get_customer", { profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H", accounts: ["all"] });
    expect(turns.length).toBeGreaterThan(60);
    for (const { background, remaining, at } of turns) {
      expect(background).toBe(true);
      expect(remaining).toBeLessThanOrEqual(CALL_MS - at);
    }
  });

  it("say how far they are, what they take first", async () => {
    const told: [number, number | undefined, string][] = [];
    const { server: inside } = many();
    const progress = (...one: [number, number | undefined, string]) => void told.push(one);
    await inside.call("summarize_collection", LISTS, { progress });
    expect(told[0]).toEqual([0, 30, "30 accounts"]);
    expect(told.some(([, , what]) => what === "about 29 more requests for the other 29 accounts")).toBe(true);
    expect(told.at(-1)?.slice(0, 2)).toEqual([30, 30]);
  });
});

it("a server that is pinned to one account neither shows nor takes it", async () => {
  const pinned = startInProcess(() => ({ data: [] }), ["--connection", "c"]);
  const { text } = await pinned.call("summarize_collection", LISTS);
  expect(text).toContain("pinned to one account");
  expect(pinned.sent).toEqual([]);
});

it("an account's clock is its own, be it the first or another", async () => {
  const check = { checks: ["campaigns_not_sent"] };
  const first = await server.call("check_account", { ...check, connection_id: ids[0] });
  const third = await server.call("check_account", { ...check, connection_id: ids[2] });
  expect(first.json.basis.period).toContain("New_York");
  expect(third.json.basis.period).toContain("Oslo");
});
