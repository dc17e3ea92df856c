import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { hider } from "../../src/log.ts";
import { toolOf } from "../../src/operations/declare.ts";
import { buildRequest } from "../../src/wire/request.ts";
import { operationsWithBeta } from "../../tools/operations/index.ts";
import { type Started, startClient } from "../client.ts";
import { connectionsOf, startInProcess } from "../in-process.ts";
import { sampleOf } from "../samples.ts";

// A key as no key is, and secrets that are arguments: neither is in anything that goes out.

const QUOTED = `te"st\\'key\\"0123`;
let server: Started;

describe("a key with a quote in it", () => {
  beforeAll(async () => {
    server = await startClient({ env: { MATON_API_KEY: QUOTED }, args: ["--log-level", "debug"] });
  });
  afterEach(() => server.sandbox.clearFaults());
  afterAll(() => server.close());

  const said = JSON.stringify({ errors: [{ detail: `bad key ${QUOTED}`, source: { pointer: QUOTED } }] });
  const named = {
    data: { type: "list", id: "1", attributes: { name: QUOTED, opt_in_process: JSON.stringify({ QUOTED }) } },
  };

  it.each<[where: string, fault: { status: number; body: string; contentType: string }]>([
    ["an error", { status: 400, body: said, contentType: "application/json" }],
    [
      "an error of the gateway",
      { status: 404, body: JSON.stringify({ message: QUOTED }), contentType: "application/json" },
    ],
    ["a page", { status: 400, body: `<p>${QUOTED}</p>`, contentType: "text/html" }],
    ["a page with JSON in it", { status: 400, body: JSON.stringify(QUOTED), contentType: "text/html" }],
    ["a content type", { status: 200, body: QUOTED, contentType: `text/${QUOTED}` }],
    ["a result", { status: 200, body: JSON.stringify(named), contentType: "application/json" }],
  ])("is not in what is told of %s", async (_, fault) => {
    server.sandbox.addFault({ ...fault, match: { path: "/api/lists/1" }, times: 9 });
    const answer = await server.call("get_list", { list_id: "1" });
    expect(answer.text).toContain("[key]");
    expectWithout(answer.text);
    expectWithout(JSON.stringify(answer.structuredContent ?? {}));
    expectWithout(server.stderr());
    expect(server.sandbox.requests.at(-1)?.headers.authorization).toBe(`Bearer ${QUOTED}`);
  });

  it("is taken out as it is, and as JSON has it, once and twice", () => {
    const hide = hider(QUOTED);
    const once = JSON.stringify(QUOTED);
    for (const text of [QUOTED, once, JSON.stringify(once), `${QUOTED}${once}`]) expectWithout(hide(text));
    expect(hide(`a ${QUOTED} b`)).toBe("a [key] b");
    expect(JSON.parse(hide(JSON.stringify({ a: QUOTED })))).toEqual({ a: "[key]" });
    // A part of its other spelling: taken out first, it would leave half an escape, which no JSON has.
    const inText = JSON.stringify({ a: JSON.stringify('"begins') });
    expect(JSON.parse(hider('"begins')(inText))).toEqual({ a: '"[key]"' });
    expect(hider(undefined)("text")).toBe("text");
  });
});

/** Neither the key nor its longer half, in whichever spelling. */
function expectWithout(text: string): void {
  for (const part of [QUOTED, "key\\\\", "0123"]) expect(text).not.toContain(part);
}

const SECRET = "s3cret-of-the-test";
/** As the issue of a secret has it: an input of one of these names, or that ends in one. */
const NAMED = /(?:^|_)(?:secret|token|tokens|secret_key)$/;

/** The same with every text below such a name replaced; whether there was one. */
function marked(value: unknown, secret = false): { value: unknown; found: boolean } {
  if (typeof value === "string") return { value: secret ? SECRET : value, found: secret };
  if (typeof value !== "object" || value === null) return { value, found: false };
  const entries = Object.entries(value).map(
    ([key, one]) => [key, marked(one, secret || NAMED.test(key))] as const,
  );
  const found = entries.some(([, one]) => one.found);
  if (Array.isArray(value)) return { value: entries.map(([, one]) => one.value), found };
  return { value: Object.fromEntries(entries.map(([key, one]) => [key, one.value])), found };
}

const rows = operationsWithBeta();
const secretive = rows.all
  .filter(({ method }) => method !== "GET")
  .map((row) => ({ row, ...marked(sampleOf(row, rows, true)) }))
  .filter(({ found }) => found);

describe("a preview", () => {
  const questions: string[] = [];
  beforeAll(async () => {
    const elicit = (message: string) => {
      questions.push(message);
      return { action: "decline" as const };
    };
    server = await startClient({ args: ["--confirm", "writes"], elicit });
  });
  afterAll(() => server.close());

  const previews = () =>
    startInProcess(
      ({ host }) => (host === "control" ? connectionsOf("c1") : { data: [] }),
      ["--beta", "--confirm", "writes"],
    );

  it.each(secretive.map(({ row, value }) => [row.name, row, value] as const))(
    "of %s shows no secret, by its name or by its path",
    async (name, row, value) => {
      const tool = toolOf(row, rows);
      const request = buildRequest(tool, value as Record<string, unknown>);
      expect(JSON.stringify(request.body)).toContain(SECRET);
      const byPath = { method: row.method, path: request.path, body: request.body, revision: row.revision };
      const byName = { name, arguments: value };
      for (const args of [byName, byPath]) {
        const { text, isError } = await previews().call("change_operation", args as Record<string, unknown>);
        // A tool in words may take other arguments; what it refuses, it does not show either.
        if (!isError) expect(text).toContain("needs_confirmation");
        expect(text).not.toContain(SECRET);
      }
    },
  );

  it("there are operations with secrets", () => {
    const names = secretive.map(({ row }) => row.name);
    for (const name of ["create_push_token", "create_webhook", "update_webhook"])
      expect(names).toContain(name);
  });

  it.each([
    "secret",
    "key",
    "token",
    "client_secret",
    "access_token",
    "api_key",
    "apiKey",
    "secretKey",
    "password",
  ])(
    "shows no input named %s of a path that no operation has, and asks the person without it",
    async (name) => {
      const attributes = { [name]: SECRET, name: "shown" };
      const args = {
        method: "POST",
        path: "/api/things-of-tomorrow",
        body: { data: { type: "thing", attributes } },
      };
      const { json, text } = await previews().call("change_operation", args);
      expect(json.status, text).toBe("needs_confirmation");
      expect(text).toContain("shown");
      expect(text).not.toContain(SECRET);
      expect((await server.call("change_operation", args)).json.status).toBe("declined");
      expect(questions.splice(0).join()).toMatch(new RegExp(`^(?=[^]*shown)(?![^]*${SECRET})`));
    },
  );

  it("shows what is only named like one", async () => {
    const profile = {
      email: "a@example.com",
      properties: { key: "shown-1", secretary: "shown-2", token_count: 3 },
    };
    const { text } = await previews().call("create_profile", profile);
    for (const shown of ["shown-1", "shown-2", "token_count 3"]) expect(text).toContain(shown);
  });
});
