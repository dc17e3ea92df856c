import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { messagesOf } from "../event-stream.ts";
import {
  ALPINE,
  BOREAL,
  callerOf,
  connect,
  post,
  serveTeam,
  sha256,
  type TeamClient,
  type TeamServing,
  teamOf,
  tokenOf,
} from "./serving.ts";

// What a caller tries to get what is another's: each thing by itself, and each gets nothing. Anna has Alpine, Ben has
// Boreal, and Cleo has Alpine as Anna has.

const TEAM = teamOf(
  callerOf("anna", { connections: ["Alpine"] }),
  callerOf("ben", { connections: ["Boreal"] }),
  callerOf("cleo", { connections: ["Alpine"], unasked: { people: 0, items: 1 } }),
);
let serving: TeamServing;
let anna: TeamClient;
let ben: TeamClient;
let cleo: TeamClient;

beforeAll(async () => {
  serving = await serveTeam(TEAM, ["--files", "."]);
  [anna, ben, cleo] = await Promise.all([
    connect(serving.url, tokenOf("anna")),
    connect(serving.url, tokenOf("ben")),
    connect(serving.url, tokenOf("cleo")),
  ]);
});
afterAll(() => serving.close());
beforeEach(() => serving.sandbox.clearRequests());

/** Which accounts were reached since the test began. */
const reached = () => [
  ...new Set(serving.sandbox.requests.flatMap(({ headers }) => headers["maton-connection"] ?? [])),
];
const changes = () => serving.sandbox.requests.filter(({ method }) => method !== "GET");
const firstOf = (json: Record<string, unknown>) =>
  (json.data as { id: string; name: string }[])[0] as { id: string; name: string };

describe("another's session", () => {
  const list = { id: 9, method: "tools/list", params: {} };
  const statusOf = async (session: string, token: string | undefined, method = "POST") => {
    const response = await post(serving.url, list, { session, token, method });
    await response.text();
    return response.status;
  };

  it.each(["POST", "GET", "DELETE"])("is not there for %s, and goes on", async (method) => {
    expect(await statusOf(anna.session, tokenOf("ben"), method)).toBe(404);
    expect(await statusOf(anna.session, tokenOf("cleo"), method)).toBe(404);
    expect(await statusOf(anna.session, undefined, method)).toBe(401);
    expect(await statusOf(anna.session, tokenOf("anna"))).toBe(200);
  });

  it("is called as one that there never was", async () => {
    const said = async (session: string) =>
      (await post(serving.url, list, { session, token: tokenOf("ben") })).text();
    expect(await said(anna.session)).toBe(await said(crypto.randomUUID()));
  });

  it("keeps its question open, whoever else answers it", async () => {
    const opened = await post(serving.url, INITIALIZE, { token: tokenOf("anna") });
    const session = opened.headers.get("mcp-session-id") ?? "";
    await opened.text();
    const call = {
      id: 5,
      method: "tools/call",
      params: { name: "delete_list", arguments: { list_id: "R7kQwT" } },
    };
    const messages = messagesOf(await post(serving.url, call, { session, token: tokenOf("anna") }));
    const question = (await messages.next()).value as { id: number; method: string };
    expect(question.method).toBe("elicitation/create");
    const yes = { id: question.id, result: { action: "accept", content: { confirm: true } } };
    // Into her session, and into one of his own, where that number is nobody's question.
    expect((await post(serving.url, yes, { session, token: tokenOf("ben") })).status).toBe(404);
    expect((await post(serving.url, yes, { session: ben.session, token: tokenOf("ben") })).status).toBe(202);
    expect(changes()).toEqual([]);
    const no = { id: question.id, result: { action: "decline" } };
    await post(serving.url, no, { session, token: tokenOf("anna") });
    const answer = (await messages.next()).value;
    expect(answer).toMatchObject({ id: 5, result: { structuredContent: { status: "declined" } } });
    expect(changes()).toEqual([]);
  });
});

const INITIALIZE = {
  id: 0,
  method: "initialize",
  params: {
    protocolVersion: "2025-11-25",
    capabilities: { elicitation: { form: {} } },
    clientInfo: { name: "t", version: "1" },
  },
};

describe("another's bearer", () => {
  it.each([
    ["its digest", () => sha256(tokenOf("anna"))],
    ["a part of it", () => tokenOf("anna").slice(0, -1)],
    ["it in capitals", () => tokenOf("anna").toUpperCase()],
    ["the server's key", () => "test-key-0123456789"],
    ["nothing", () => ""],
  ])("is not %s", async (_, token) => {
    const response = await post(serving.url, INITIALIZE, { token: token() });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toMatch(/anna|ben|cleo|Alpine|Boreal/);
  });

  it("is not shown in a log, nor is a guess", async () => {
    expect(serving.stderr()).toContain("wrong bearer");
    expect(serving.stderr()).not.toContain(tokenOf("anna").slice(0, -1));
    expect(serving.stderr()).not.toContain("test-key-0123456789");
  });
});

it("a call's line in the log names its caller", async () => {
  await ben.call("get_lists");
  const calls = serving
    .stderr()
    .split("\n")
    .filter((line) => line.includes('"message":"call"'));
  expect(JSON.parse(calls.at(-1) ?? "")).toMatchObject({ tool: "get_lists", caller: "ben", status: "ok" });
});

describe("another's confirmation", () => {
  it("confirms nothing, not even the same change to the same account, and stays good for its owner", async () => {
    const list_id = firstOf((await anna.call("get_lists")).json).id;
    serving.sandbox.clearRequests();
    const asked = await anna.call("delete_list", { list_id });
    const { confirmation } = asked.json as { confirmation: string };
    expect(confirmation).toBeTruthy();
    expect((await ben.call("delete_list", { list_id, confirmation })).isError).toBe(true);
    const again = await cleo.call("delete_list", { list_id, confirmation });
    expect(again.json.status).toBe("needs_confirmation");
    expect(again.text).not.toContain(confirmation);
    expect(changes()).toEqual([]);
    expect((await anna.call("delete_list", { list_id, confirmation })).isError).toBeFalsy();
    expect(changes()).toHaveLength(1);
  });
});

describe("another's account", () => {
  it.each([
    ["by its id", ALPINE],
    ["by its id in capitals", ALPINE.toUpperCase()],
    ["by its name in the file", "Alpine"],
    ["by its own name", "Northwind Outfitters"],
    ["by a path to it", `${BOREAL}/../${ALPINE}`],
    ["by two ids", `${BOREAL}, ${ALPINE}`],
  ])("%s is not there, as one that nobody has is not", async (_, connection_id) => {
    const { isError, text } = await ben.call("get_lists", { connection_id });
    expect(isError).toBe(true);
    const nobodys = await ben.call("get_lists", {
      connection_id: connection_id.replaceAll(/[a-z0-9]/gi, "7"),
    });
    const plain = (one: string) => one.replaceAll(/`[^`]*`|"[^"]*"/g, "…");
    expect(plain(text)).toBe(plain(nobodys.text));
    expect(reached()).not.toContain(ALPINE);
  });

  it.each([
    ["a job", "get_account_overview", { connection_id: ALPINE }],
    ["several accounts", "get_account_overview", { accounts: ["Boreal", "Alpine"] }],
    ["the connection itself", "get_connection", { connection_id: ALPINE }],
    [
      "an operation by name",
      "read_operation",
      { name: "get_accounts", arguments: { connection_id: ALPINE } },
    ],
    ["a native path", "read_operation", { path: "/api/accounts", connection_id: ALPINE }],
    ["a native path to Maton", "read_operation", { path: `/connections/${ALPINE}` }],
    ["a path out of the API", "read_operation", { path: `/api/../../connections/${ALPINE}` }],
    ["the end of the connection", "delete_connection", { connection_id: ALPINE }],
    ["a copy from it", "copy_to_account", { from: "Alpine", flow_ids: ["TYzWq6"] }],
    ["a copy from it by its own name", "copy_to_account", { from: "Northwind Outfitters", flow_ids: ["T"] }],
    ["a copy from it by its id", "copy_to_account", { from: ALPINE, flow_ids: ["TYzWq6"] }],
    ["a copy to it", "copy_to_account", { from: "Boreal", connection_id: ALPINE, flow_ids: ["TYzWq6"] }],
    ["a report for a client", "client_report", { accounts: ["Alpine"], file: "r.html" }],
    ["a customer of it", "get_customer", { profile_id: "sarah.novak1@example.com", accounts: ["Alpine"] }],
    ["a summary", "summarize_collection", { name: "get_lists", arguments: { connection_id: ALPINE } }],
  ])("is not reached by %s", async (_, name, args) => {
    const { text } = await ben.call(name, args);
    expect(text).not.toMatch(/Northwind|Nw8oUt|Newsletter Subscribers.*Y6nRLr/);
    expect(reached()).not.toContain(ALPINE);
    expect(serving.sandbox.requests.some(({ path }) => path.includes(ALPINE))).toBe(false);
  });

  it("is in no list, resource, completion or choice", async () => {
    const { resources } = await ben.client.listResources();
    const seen = [
      JSON.stringify(resources),
      JSON.stringify(await ben.client.listTools()),
      (await ben.call("list_connections")).text,
      (await ben.call("get_account_overview", { accounts: "all" })).text,
      (await ben.call("create_list", { name: "x", connection_id: "nobody's" })).text,
      ...(await Promise.all(
        ["klaviyo://account", "klaviyo://connections"].map(async (uri) =>
          JSON.stringify(await ben.client.readResource({ uri })),
        ),
      )),
      JSON.stringify(
        await ben.client.complete({
          ref: { type: "ref/resource", uri: "klaviyo://lists/{list_id}" },
          argument: { name: "list_id", value: "" },
        }),
      ),
      ben.client.getInstructions() ?? "",
    ].join("\n");
    expect(seen).toContain("Second Sandbox Shop");
    expect(seen).not.toMatch(/Alpine|Northwind|Nw8oUt|Y6nRLr/);
    expect(seen).not.toContain(ALPINE);
    expect(reached()).toEqual([BOREAL]);
  });
});

describe("another's things", () => {
  it("are not there by their id, nor by a resource's uri", async () => {
    const { id } = firstOf((await anna.call("get_lists")).json);
    serving.sandbox.clearRequests();
    expect((await ben.call("get_list", { list_id: id })).isError).toBe(true);
    await expect(ben.client.readResource({ uri: `klaviyo://lists/${id}` })).rejects.toThrow();
    expect(reached()).toEqual([BOREAL]);
  });

  it("are not read by the cursor of another's page", async () => {
    const page = await anna.call("get_profiles", { page_size: 2 });
    const { next_cursor: page_cursor } = page.json as { next_cursor: string };
    expect(page_cursor).toBeTruthy();
    serving.sandbox.clearRequests();
    const { text } = await ben.call("get_profiles", { page_size: 2, page_cursor });
    expect(reached()).not.toContain(ALPINE);
    const annas = (await anna.call("get_profiles", { page_size: 100 })).json.data as { id: string }[];
    expect(annas.length).toBeGreaterThan(10);
    expect(annas.filter(({ id }) => text.includes(id))).toEqual([]);
  });

  it("are not put back by the number of another's change", async () => {
    const made = await anna.call("create_list", { name: "Anna's" });
    const id = (made.json.data as { id: string }).id;
    const renamed = await anna.call("update_list", { list_id: id, name: "Still Anna's" });
    const { undo } = renamed.json as { undo?: string };
    expect(undo).toBeTruthy();
    serving.sandbox.clearRequests();
    for (const other of [ben, cleo])
      expect((await other.call("undo_change", { change: undo })).isError).toBe(true);
    expect(changes()).toEqual([]);
  });

  it("made in another's session are nobody else's to delete unasked", async () => {
    const made = await anna.call("create_list", { name: "Made by Anna" });
    const list_id = (made.json.data as { id: string }).id;
    expect((await cleo.call("delete_list", { list_id })).json.status).toBe("needs_confirmation");
  });

  it("in another's folder are not read, and are not there", async () => {
    await anna.call("export_collection", { name: "get_lists", file: "lists.csv" });
    expect(readdirSync(join(serving.folder, "anna"))).toContain("lists.csv");
    expect(readdirSync(join(serving.folder, "ben"))).toEqual([]);
    for (const file of ["lists.csv", "../anna/lists.csv", "anna/lists.csv", "../team.json"]) {
      const { isError, text } = await ben.call("bulk_import_profiles", { file });
      expect(isError, file).toBe(true);
      expect(text).toMatch(/is not in the folder|is a path/);
    }
    expect(changes()).toEqual([]);
  });
});

describe("what one caller spent or read", () => {
  it("is not another's", async () => {
    const add = (who: TeamClient, name: string) => who.call("create_list", { name });
    expect((await add(cleo, "One")).isError).toBeFalsy();
    expect((await add(cleo, "Two")).json.status).toBe("needs_confirmation");
    expect((await add(anna, "Three")).json.status).not.toBe("needs_confirmation");
  });

  it("is read anew for another of the same account", async () => {
    const report = { conversion_metric_id: undefined, timeframe: "last_30_days", statistics: ["opens"] };
    const sentFor = async (who: TeamClient) => {
      serving.sandbox.clearRequests();
      await who.call("query_campaign_values", report);
      return serving.sandbox.requests.filter(({ path }) => path.includes("campaign-values-reports")).length;
    };
    expect([await sentFor(anna), await sentFor(anna), await sentFor(cleo)]).toEqual([1, 0, 1]);
  });
});
