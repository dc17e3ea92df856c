import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ALPINE, BOREAL, callerOf, connect, post, type TeamClient, tokenOf } from "../team/serving.ts";
import { OTHER_KEY, serveReplicas, type TeamReplicas } from "./team-serving.ts";

// What a caller tries on one replica with what is another's and was learnt on the other: each thing by itself, and each
// gets nothing. Anna has Alpine and is on the first; Ben has Boreal, Cleo and Dora Alpine as Anna has, Dora by another key,
// and they are on the second.

const TEAM = {
  connections: { Alpine: ALPINE, Boreal: BOREAL },
  callers: [
    callerOf("anna", { connections: ["Alpine"] }),
    callerOf("ben", { connections: ["Boreal"] }),
    callerOf("cleo", { connections: ["Alpine"] }),
    callerOf("dora", { connections: ["Alpine"], key: { variable: OTHER_KEY.variable } }),
  ],
};
const PROPOSED = "a".repeat(32);
let serving: TeamReplicas;
let anna: TeamClient;
const others: Record<string, TeamClient> = {};
const one = (name: string) => others[name] as TeamClient;

beforeAll(async () => {
  serving = await serveReplicas(TEAM);
  anna = await connect(serving.a.url, tokenOf("anna"), { "x-session-id": PROPOSED });
  for (const name of ["ben", "cleo", "dora"])
    others[name] = await connect(serving.b.url, tokenOf(name), {
      "x-session-id": name === "ben" ? PROPOSED : "",
    });
});
afterAll(() => serving?.close());
beforeEach(() => serving.sandbox.clearRequests());

const reached = () => [
  ...new Set(serving.sandbox.requests.flatMap(({ headers }) => headers["maton-connection"] ?? [])),
];
const changes = () => serving.sandbox.requests.filter(({ method }) => method !== "GET");
const idsOf = ({ json }: { json: Record<string, unknown> }) =>
  (json.data as { id: string }[]).map(({ id }) => id);

describe("another's session", () => {
  const list = { id: 9, method: "tools/list", params: {} };
  const statusOf = async (url: URL, session: string, name: string, method = "POST") => {
    const response = await post(url, list, { session, token: tokenOf(name), method });
    await response.body?.cancel();
    return response.status;
  };

  it.each(["POST", "GET", "DELETE"])("is not there for %s, on no replica, and goes on", async (method) => {
    const own = await connect(serving.a.url, tokenOf("anna"));
    for (const name of ["ben", "cleo", "dora"])
      for (const { url } of [serving.a, serving.b])
        expect(await statusOf(url, own.session, name, method)).toBe(404);
    expect(await statusOf(serving.a.url, own.session, "anna")).toBe(200);
    // Her own neither, where it did not begin: she begins anew.
    expect(await statusOf(serving.b.url, own.session, "anna")).toBe(404);
  });

  it("of the same id, which a proxy drew twice, is one of each one's own", async () => {
    expect([anna.session, one("ben").session]).toEqual([PROPOSED, PROPOSED]);
    const [list_id] = idsOf(await anna.call("get_lists"));
    const { confirmation } = (await anna.call("delete_list", { list_id })).json;
    const bens = idsOf(await one("ben").call("get_lists"));
    serving.sandbox.clearRequests();
    for (const id of [list_id, ...bens.slice(0, 1)])
      expect((await one("ben").call("delete_list", { list_id: id, confirmation })).json.ok).toBeUndefined();
    expect(changes()).toEqual([]);
    expect(reached()).toEqual([BOREAL]);
    for (const name of ["ben", "cleo"])
      expect(await statusOf(serving.b.url, PROPOSED, name)).toBe(name === "ben" ? 200 : 404);
    expect(await statusOf(serving.a.url, PROPOSED, "ben")).toBe(404);
  });
});

describe("another's account", () => {
  it.each([
    ["by its id", ALPINE],
    ["by its name in the file", "Alpine"],
    ["by its own name", "Northwind Outfitters"],
    ["by a path to it", `${BOREAL}/../${ALPINE}`],
  ])("that the other replica just read is not there %s", async (_, connection_id) => {
    await anna.call("get_account_overview");
    serving.sandbox.clearRequests();
    const asked = [
      await one("ben").call("get_lists", { connection_id }),
      await one("ben").call("get_account_overview", { connection_id }),
      await one("ben").call("query_campaign_values", { timeframe: "last_30_days", connection_id }),
      await one("ben").call("get_account_overview", { accounts: [connection_id] }),
      await one("ben").call("read_operation", { path: "/api/lists", connection_id }),
    ];
    expect(asked.map(({ isError }) => isError)).toEqual(asked.map(() => true));
    for (const { text } of asked) expect(text).not.toMatch(/Nw8oUt|Y6nRLr|campaign_name/);
    expect(reached()).not.toContain(ALPINE);
  });
});

describe("another's things", () => {
  it("are not there by their id, nor by a resource's uri, nor completed", async () => {
    const ids = idsOf(await anna.call("get_lists"));
    await anna.client.readResource({ uri: `klaviyo://lists/${ids[0]}` });
    serving.sandbox.clearRequests();
    const ben = one("ben");
    for (const id of ids) {
      expect((await ben.call("get_list", { list_id: id })).isError).toBe(true);
      await expect(ben.client.readResource({ uri: `klaviyo://lists/${id}` })).rejects.toThrow();
    }
    const completed = await ben.client.complete({
      ref: { type: "ref/resource", uri: "klaviyo://lists/{list_id}" },
      argument: { name: "list_id", value: "" },
    });
    const seen = JSON.stringify([completed, await ben.client.listResources()]);
    expect(ids.filter((id) => seen.includes(id))).toEqual([]);
    expect(reached()).toEqual([BOREAL]);
  });

  it.each([
    ["Klaviyo's cursor", { page_size: 2 }],
    ["our own cursor, of a page that was cut", { page_size: 100, detail: "full" }],
  ])("are not read by %s", async (_, args) => {
    const page = await anna.call("get_profiles", args);
    const { next_cursor: page_cursor } = page.json as { next_cursor: string };
    expect(page_cursor).toBeTruthy();
    const annas = new Set([
      ...idsOf(page),
      ...idsOf(await anna.call("get_profiles", { ...args, page_cursor })),
    ]);
    serving.sandbox.clearRequests();
    const { text } = await one("ben").call("get_profiles", { ...args, page_cursor });
    expect([...annas].filter((id) => text.includes(id))).toEqual([]);
    expect(reached()).not.toContain(ALPINE);
  });

  it("are neither put back nor deleted unasked by others of the same account", async () => {
    const made = await anna.call("create_list", { name: "Anna's" });
    const list_id = (made.json.data as { id: string }).id;
    const { undo } = (await anna.call("update_list", { list_id, name: "Still Anna's" })).json;
    expect(undo).toBeTruthy();
    serving.sandbox.clearRequests();
    for (const name of ["ben", "cleo", "dora"]) {
      expect((await one(name).call("undo_change", { change: undo })).isError).toBe(true);
      expect((await one(name).call("delete_list", { list_id })).json.ok).toBeUndefined();
    }
    expect(changes()).toEqual([]);
    expect((await anna.call("undo_change", { change: undo })).isError).toBeFalsy();
  });
});

describe("another's confirmation", () => {
  it("confirms nothing, as a confirmation, as another argument or by name, and stays good", async () => {
    const [list_id] = idsOf(await anna.call("get_lists"));
    const { confirmation } = (await anna.call("delete_list", { list_id })).json;
    serving.sandbox.clearRequests();
    for (const name of ["ben", "cleo", "dora"]) {
      for (const { json } of [
        await one(name).call("delete_list", { list_id, confirmation }),
        await one(name).call("change_operation", {
          name: "delete_list",
          arguments: { list_id },
          confirmation,
        }),
        await one(name).call("change_operation", {
          method: "DELETE",
          path: `/api/lists/${list_id}`,
          confirmation,
        }),
        await one(name).call("undo_change", { change: confirmation }),
      ])
        expect(json.ok).toBeUndefined();
    }
    expect(changes()).toEqual([]);
    const elsewhere = await connect(serving.b.url, tokenOf("anna"));
    expect((await elsewhere.call("delete_list", { list_id, confirmation })).json.ok).toBe(true);
    expect(changes()).toHaveLength(1);
  });
});
