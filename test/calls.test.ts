import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox/index.ts";
import { allTools } from "../tools/index.ts";
import { type Case, NOW } from "./cases/case.ts";
import { allCases } from "./cases/index.ts";
import { type Answer, type Started, startClient } from "./client.ts";
import { readBefore } from "./read-before.ts";

/** By how many accounts the key has. */
const servers = new Map<number, Started>();
beforeAll(async () => {
  for (const connections of new Set(allCases.map((one) => one.connections ?? 1))) {
    // Without confirmation, so that a case is one call; test/confirm.test.ts has the rest.
    const sandbox = { now: () => new Date(NOW), connections };
    const server = await startClient({ args: ["--confirm", "never"], sandbox });
    servers.set(connections, server);
    // The account is read once and kept: here, so that no case has it among its requests.
    await server.call("list_connections");
    await readBefore(
      server,
      allCases.map(({ args }) => args),
    );
  }
});
afterAll(async () => {
  for (const server of servers.values()) await server.close();
});
let dirty: boolean | undefined = false;
beforeEach(() => {
  for (const { sandbox } of servers.values()) {
    if (dirty) sandbox.reset();
    sandbox.clearRequests();
  }
  dirty = false;
});
function serverOf({ connections = 1 }: Case): Started {
  const server = servers.get(connections);
  if (!server) throw new Error(`no server of ${connections} accounts`);
  return server;
}

const WAITS = new Set(
  allTools.filter(({ inputSchema }) => "wait" in inputSchema.shape).map(({ name }) => name),
);

describe.each(allCases.map((one) => [`${one.tool}: ${one.name}`, one] as const))("%s", (_, one: Case) => {
  it("sends what it should, is accepted, and is read", async () => {
    const server = serverOf(one);
    // What a job makes of its rows is for test/waiting.test.ts.
    const answer = await server.call(one.tool, { ...one.args, ...(WAITS.has(one.tool) && { wait: false }) });
    dirty = one.varies || [one.sent].flat().some(({ method }) => method !== "GET");
    expect(answer.isError, answer.text).toBeFalsy();
    const sent = one.varies ? [] : ownRequests(server.sent());
    // What the server makes up, as a unique_id, stands as GENERATED in the cases, and is not shown where all went well.
    const made = generatedOf(one, sent, answer);
    const named = (body: unknown) =>
      body === undefined ? body : JSON.parse(JSON.stringify(body).replaceAll(made, "GENERATED"));
    expect(sent.map(({ method, path, query, body }) => ({ method, path, query, body: named(body) }))).toEqual(
      [one.sent].flat().map(({ method, path, query = {}, body }) => ({
        method,
        path: `/klaviyo${path}`,
        query,
        body,
      })),
    );
    for (const [at, request] of sent.entries()) {
      expect(request.status, request.path).toBeLessThan(300);
      expect(request.headers).toMatchObject({
        authorization: expect.stringMatching(/^Bearer ./),
        revision: [one.sent].flat()[at]?.revision ?? "2026-07-15",
        accept: "application/vnd.api+json",
        "x-klaviyo-revision-fall-forward-opt-out": "1",
        "user-agent": expect.stringMatching(/^klaviyo-mcp\/\d/),
      });
      if (request.rawBody) expect(request.headers["content-type"]).toBe("application/vnd.api+json");
    }
    if (one.reads) expect(answer.json).toMatchObject(one.reads);
    expect(answer.structuredContent).toEqual(answer.json);
  });
});

/** Without the reads of the thing that a PATCH overwrites, before it and after it: test/undo.test.ts holds those. */
function ownRequests(sent: Sandbox["requests"]): Sandbox["requests"] {
  const patched = sent.filter(({ method }) => method === "PATCH").map(({ path }) => path);
  // Nor the names of what a result mentions: test/names-beside.test.ts.
  const isNaming = (filter = "") => filter.startsWith("any(id,");
  return sent.filter(
    ({ method, path, query }) => method !== "GET" || (!patched.includes(path) && !isNaming(query.filter)),
  );
}

describe("the cases", () => {
  it.each(
    // What connects has tests of its own, and what undoes needs a change to undo: test/undo.test.ts.
    allTools
      // What touches files is there where a person allows a folder alone: test/export.test.ts.
      .filter(({ toolset }) => toolset !== "files")
      .filter((tool) => tool.toolset !== "connections" && !(tool.kind === "indirect" && tool.runs === "undo"))
      .map((tool) => [tool.name, tool] as const),
  )("call %s at least twice, once with every argument of its own", (_, tool) => {
    const cases = allCases.filter((one) => one.tool === tool.name);
    expect(cases.length).toBeGreaterThanOrEqual(2);
    const own = Object.keys(tool.inputSchema.shape).filter(
      (name) => ![...SHARED, ...RELATIVE].includes(name),
    );
    // Some arguments exclude each other: together the cases set them all.
    const set = new Set(cases.flatMap(({ args }) => Object.keys(args)));
    for (const name of own) expect(set, `${name} is never set`).toContain(name);
  });
});

const MADE_UP = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

function generatedOf({ tool: name, args }: Case, sent: Sandbox["requests"], { text }: Answer): string {
  const tool = allTools.find((one) => one.name === name);
  const generated = tool?.kind === "operation" ? tool.request.generated : undefined;
  if (!generated || args[generated] !== undefined) return "(nothing was made up)";
  const [made] = MADE_UP.exec(sent.map(({ rawBody }) => rawBody).join()) ?? [];
  if (made === undefined) throw new Error(`${name} makes up no ${generated}`);
  expect(text).not.toContain(made);
  return made;
}

/** Shared arguments that have tests of their own. */
const SHARED = [
  "wait",
  "skip_bad",
  "connection_id",
  // test/accounts.test.ts
  "accounts",
  "dry_run",
  "confirmation",
  "limit",
  "detail",
  "page_cursor",
];
/** What counts from today: test/report-calls.test.ts. */
const RELATIVE = ["timeframe"];
