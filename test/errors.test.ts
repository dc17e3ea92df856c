import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../sandbox/index.ts";
import { type Started, startClient } from "./client.ts";

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
  await server.call("get_accounts");
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

const klaviyo = (status: number, code: string, detail: string, more: Record<string, unknown> = {}) =>
  ({
    status,
    body: JSON.stringify({ errors: [{ id: "1", status, code, title: "T", detail, source: {}, ...more }] }),
    contentType: "application/vnd.api+json",
  }) satisfies Fault;
const maton = (status: number, message: string) =>
  ({
    status,
    body: JSON.stringify({ error: { message, code: status } }),
    contentType: "application/json",
  }) satisfies Fault;

/** Each row of the table of errors: what came, and what the model reads. */
const TABLE: [what: string, fault: Fault, tool: string, args: Record<string, unknown>, reads: string[]][] = [
  [
    "no connection",
    maton(400, "Missing connection"),
    "get_lists",
    {},
    ["400 from Maton", "create_connection", "list_connections"],
  ],
  [
    "a wrong key",
    maton(401, "Invalid API key"),
    "get_lists",
    {},
    ["401 from Maton", "MATON_API_KEY", "maton.ai/settings"],
  ],
  [
    "a missing scope",
    klaviyo(403, "permission_denied", "no"),
    "get_lists",
    {},
    ["403 from Klaviyo", "lists:read"],
  ],
  [
    "an unknown id",
    klaviyo(404, "not_found", "gone"),
    "get_list",
    { list_id: "x" },
    ["404 from Klaviyo", "Argument: list_id", "get_lists"],
  ],
  [
    "several errors at once",
    {
      status: 400,
      body: JSON.stringify({
        errors: ["name", "email", "phone_number", "locale"].map((name) => ({
          code: "invalid",
          detail: `${name} is wrong`,
          source: { pointer: `/data/attributes/${name}` },
        })),
      }),
      contentType: "application/vnd.api+json",
    },
    "create_list",
    { name: "x" },
    [
      "name is wrong (name); email is wrong (/data/attributes/email); phone_number is wrong (/data/attr",
      "; locale is wrong (/data/attributes/locale)",
      "Argument: name",
    ],
  ],
  [
    "a path that Klaviyo does not have",
    klaviyo(404, "not_found", "no such path"),
    "read_operation",
    { method: "GET", path: "/api/nothing" },
    ["404 from Klaviyo", "Check the path and the ids in it."],
  ],
  [
    "a method that a path does not take",
    klaviyo(405, "method_not_allowed", "not allowed"),
    "read_operation",
    { method: "GET", path: "/api/metric-aggregates" },
    ["405 from Klaviyo", "other methods"],
  ],
  [
    "an unknown connection",
    {
      status: 404,
      body: JSON.stringify({ message: "Connection `x` not found", type: "Not Found", code: 404 }),
      contentType: "application/json",
    },
    "get_lists",
    { connection_id: "x" },
    ["404 from Maton", "Argument: connection_id", "list_connections"],
  ],
  [
    "a duplicate",
    klaviyo(409, "duplicate_profile", "exists", { meta: { duplicate_profile_id: "01ABC" } }),
    "create_profile",
    { email: "a@example.com" },
    ["409", '"01ABC"', "update_profile", "create_or_update_profile"],
  ],
  ["a retired revision", klaviyo(410, "gone", "retired"), "get_lists", {}, ["410", "KLAVIYO_REVISION"]],
  [
    "Klaviyo's limit",
    { ...klaviyo(429, "throttled", "slow down"), headers: { "retry-after": "100" }, times: 9 },
    "get_lists",
    {},
    ["429 from Klaviyo", "100 s", "Klaviyo's limit"],
  ],
  [
    "Maton's limit",
    { ...maton(429, "too many"), headers: { "retry-after": "90" }, times: 9 },
    "get_lists",
    {},
    ["429 from Maton", "90 s", "Maton's limit"],
  ],
  [
    "an expired sign-in",
    { ...maton(500, "token"), times: 9 },
    "get_lists",
    {},
    ["500 from Maton", "create_connection", "sign-in"],
  ],
  [
    "a write and a 500",
    klaviyo(500, "error", "oops"),
    "create_list",
    { name: "x" },
    ["500", "unknown", "not repeated", "get_lists"],
  ],
  [
    "a write and an expired sign-in",
    maton(500, "token"),
    "create_list",
    { name: "x" },
    ["500 from Maton", "unknown", "get_lists", "sign-in", "create_connection"],
  ],
  [
    "an HTML page",
    { status: 502, body: "<html><h1>Bad gateway</h1>\nmore", contentType: "text/html", times: 9 },
    "get_lists",
    {},
    ["502", "<html><h1>Bad gateway</h1>"],
  ],
  [
    "an HTML page as success",
    { status: 200, body: "<html>hello", contentType: "text/html" },
    "get_lists",
    {},
    ["200", "not JSON", "<html>hello"],
  ],
  ["an empty error", { status: 418, body: "", contentType: "text/plain" }, "get_lists", {}, ["418", "empty"]],
  ["a body that is cut", { cut: true, times: 9 }, "get_lists", {}, ["cut off", "Nothing was changed"]],
  [
    "JSON that is none",
    { status: 200, body: '{"data":[', contentType: "application/json" },
    "get_lists",
    {},
    ["cannot be read"],
  ],
  ["a dropped read", { drop: "before", times: 9 }, "get_lists", {}, ["no answer", "Nothing was changed"]],
  [
    "a dropped write",
    { drop: "after" },
    "create_list",
    { name: "y" },
    ["no answer", "unknown", "not repeated", "get_lists"],
  ],
  [
    "a pointer into a body",
    klaviyo(400, "invalid", "no such subject", {
      source: { pointer: "/data/attributes/campaign-messages/data/0/attributes/definition/content/subject" },
    }),
    "create_campaign",
    { name: "c", channel: "email", included_audiences: ["Y6nRLr"], subject: "s" },
    ["400 from Klaviyo: no such subject", "Argument: subject"],
  ],
  [
    "a pointer into a list of profiles",
    klaviyo(400, "invalid", "bad", {
      source: { pointer: "/data/attributes/profiles/data/1/attributes/email" },
    }),
    "bulk_import_profiles",
    { profiles: [{ email: "a@example.com" }, { email: "b" }] },
    ["Argument: profiles[1].email"],
  ],
  [
    "a parameter",
    klaviyo(400, "invalid", "bad size", { source: { parameter: "page[size]" } }),
    "get_lists",
    {},
    ["Argument: page_size"],
  ],
];

describe("an error", () => {
  it.each(TABLE)("of %s says what to do", async (_, fault, tool, args, reads) => {
    const isControl = tool.endsWith("connections");
    server.sandbox.addFault({ ...fault, match: { path: isControl ? "/connections" : "/klaviyo/" } });
    const answer = await server.call(tool, args);
    expect(answer.isError).toBe(true);
    expect(answer.structuredContent).toBeUndefined();
    expect(answer.text.startsWith(`${tool}: `)).toBe(true);
    expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    for (const part of reads) expect(answer.text).toContain(part);
  });

  it("keeps what a server wrote on one line", async () => {
    server.sandbox.addFault({
      ...klaviyo(400, "invalid", "a\nb\u2028c\u0000d".repeat(500)),
      match: { path: "/klaviyo/" },
    });
    const { text } = await server.call("get_lists");
    expect(text.split("\n").length).toBeLessThanOrEqual(3);
    expect(text.length).toBeLessThan(2000);
  });
});

describe("a retry", () => {
  it("of a read goes on after a 503, and sends the same again", async () => {
    server.sandbox.addFault({
      ...klaviyo(503, "unavailable", "later"),
      match: { path: "/klaviyo/" },
      times: 2,
    });
    const answer = await server.call("get_lists");
    expect(answer.isError).toBeFalsy();
    const sent = server.sent();
    expect(sent.map(({ status }) => status)).toEqual([503, 503, 200]);
    expect(new Set(sent.map(({ path, rawQuery }) => path + rawQuery)).size).toBe(1);
  });

  it("of a read ends after three tries", async () => {
    server.sandbox.addFault({
      ...klaviyo(503, "unavailable", "later"),
      match: { path: "/klaviyo/" },
      times: 9,
    });
    expect((await server.call("get_lists")).isError).toBe(true);
    expect(server.sent()).toHaveLength(3);
  });

  it("of a write follows a 429", async () => {
    server.sandbox.addFault({
      ...klaviyo(429, "throttled", "wait"),
      headers: { "retry-after": "1" },
      match: { path: "/klaviyo/" },
    });
    expect((await server.call("create_list", { name: "after a 429" })).isError).toBeFalsy();
    expect(server.sent().map(({ status }) => status)).toEqual([429, 201]);
  });

  it.each([500, 502, 503, 504, 524])("of a write does not follow a %s", async (status) => {
    server.sandbox.addFault({ ...klaviyo(status, "error", "no"), match: { path: "/klaviyo/" } });
    expect((await server.call("create_list", { name: `after a ${status}` })).text).toContain("unknown");
    expect(server.sent()).toHaveLength(1);
  });

  it("of a read takes a connection that was closed meanwhile", async () => {
    server.sandbox.addFault({ drop: "before", match: { path: "/klaviyo/" } });
    expect((await server.call("get_lists")).isError).toBeFalsy();
    expect(server.sent()).toHaveLength(2);
  });
});

it("a cancelled call stops at once and is not repeated", async () => {
  server.sandbox.addFault({ delayMs: 5000, match: { path: "/klaviyo/" }, times: 9 });
  const cancel = new AbortController();
  const call = server.call("get_lists", {}, { signal: cancel.signal });
  await expect.poll(() => server.sandbox.requests.length).toBe(1);
  cancel.abort("no longer wanted");
  await expect(call).rejects.toThrow();
  server.sandbox.clearFaults();
  expect((await server.call("get_lists")).isError).toBeFalsy();
  expect(server.sent()).toHaveLength(2);
});

it("a gateway that is not there is said to be so", async () => {
  const lost = await startClient({
    env: { MATON_GATEWAY_URL: "http://127.0.0.1:9", MATON_CONTROL_URL: "http://127.0.0.1:9" },
  });
  const { text } = await lost.call("get_lists");
  expect(text).toContain("ECONNREFUSED");
  expect(text).toContain("Nothing was sent");
  await lost.close();
});
