import type { ListToolsResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { STEPS } from "../../tools/core.ts";
import { allTools } from "../../tools/index.ts";
import { allCases, ofSeveralAccounts } from "../cases/index.ts";
import { type Started, type StartOptions, startClient } from "../client.ts";

// Every shape of every tool through the SDK's client, which holds structuredContent against outputSchema once it has
// listed the tools, and throws when they disagree. test/laws/outcomes.test.ts has the same of every row.

const CONNECTION = { connection_id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601" };
function argumentsOf(name: string): Record<string, unknown> {
  return (
    allCases.find((one) => one.tool === name)?.args ??
    (/^(get|delete)_connection$/.test(name) ? CONNECTION : {})
  );
}
// What undoes needs a change to undo: test/undo.test.ts; what touches files needs a folder: test/export.test.ts.
const tools = allTools
  .filter(({ name, toolset }) => toolset !== "files" && !ofSeveralAccounts.has(name))
  .filter((tool) => !(tool.kind === "indirect" && tool.runs === "undo"))
  .map((tool) => [tool.name, tool] as const);
const writes = tools.filter(([, { annotations }]) => !annotations.readOnlyHint);

/** A server that has listed its tools, with the account as new before a test that follows a change. */
function started(options: StartOptions): () => Started {
  let server: Started;
  beforeAll(async () => {
    server = await startClient(options);
    await server.client.listTools();
    // Read once and kept; were it to fail, its own test says so.
    await server.call("list_connections").catch(() => undefined);
  });
  afterAll(() => server.close());
  beforeEach(() => {
    if (server.sandbox.requests.some(({ method }) => method !== "GET")) server.sandbox.reset();
    server.sandbox.clearFaults();
    server.sandbox.clearRequests();
  });
  return () => server;
}

describe("an output schema", () => {
  const current = started({ args: ["--toolsets", "all", "--tools", STEPS.join(",")] });
  // The client compiles every schema of a list that it reads.
  let listed: ListToolsResult["tools"];
  beforeAll(async () => {
    listed = (await current().client.listTools()).tools;
  });

  it.each(tools)("of %s is open, and of an object", (name) => {
    const { outputSchema } = listed.find((tool) => tool.name === name) ?? {};
    expect(outputSchema).toMatchObject({ type: "object" });
    expect(outputSchema).not.toHaveProperty("required");
    expect(outputSchema).not.toHaveProperty("$schema");
  });
});

describe("results", () => {
  const current = started({ args: ["--confirm", "never"] });

  it.each(tools)("of %s", async (name) => {
    const answer = await current().call(name, argumentsOf(name));
    expect(answer.isError ?? false, answer.text).toBe(false);
    expect(answer.structuredContent).toEqual(answer.json);
  });
});

describe("dry runs and what is to confirm", () => {
  const current = started({ args: ["--confirm", "writes"] });

  it.each(writes)("of %s", async (name) => {
    const dry = await current().call(name, { ...argumentsOf(name), dry_run: true });
    expect(dry.structuredContent).toHaveProperty("dry_run");
    const { json } = await current().call(name, argumentsOf(name));
    expect(json.status).toBe("needs_confirmation");
    expect(
      current()
        .sent()
        // A count of recipients is made for the question.
        .filter(({ method, path }) => method !== "GET" && !path.includes("recipient-estimation-job")),
    ).toEqual([]);
  });
});

describe("what was declined", () => {
  const current = started({ args: ["--confirm", "writes"], elicit: () => ({ action: "decline" }) });

  it.each(writes)("of %s", async (name) => {
    const { json } = await current().call(name, argumentsOf(name));
    expect(json.status).toBe("declined");
  });
});

describe("errors, which carry no structuredContent,", () => {
  const current = started({ args: ["--confirm", "never"] });

  it.each(tools)("of %s", async (name, { toolset }) => {
    const { sandbox, call } = current();
    sandbox.addFault({
      status: 400,
      body: '{"errors":[{"detail":"no"}]}',
      contentType: "application/json",
      match: { path: toolset === "connections" ? "/connections" : "/klaviyo" },
      times: Number.POSITIVE_INFINITY,
    });
    const answer = await call(name, argumentsOf(name));
    // Only what sends something can fail there.
    if (sandbox.requests.length > 0) expect(answer.isError, answer.text).toBe(true);
    if (answer.isError) expect(answer.structuredContent).toBeUndefined();
  });
});

it("none is listed with --no-output-schemas", async () => {
  const server = await startClient({ args: ["--no-output-schemas"] });
  const { tools: listed } = await server.client.listTools();
  await server.close();
  expect(listed.filter(({ outputSchema }) => outputSchema)).toEqual([]);
});
