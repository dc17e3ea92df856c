import { afterEach, expect, it } from "vitest";
import { allTools } from "../tools/index.ts";
import { allCases } from "./cases/index.ts";
import { type Started, startClient } from "./client.ts";

// Every shape of every tool through the SDK's client, which holds structuredContent against outputSchema once it has
// listed the tools, and throws when they disagree.

let server: Started;
afterEach(() => server.close());

async function start(options: Parameters<typeof startClient>[0]): Promise<void> {
  server = await startClient(options);
  const { tools } = await server.client.listTools();
  for (const { name, outputSchema } of tools) {
    expect(outputSchema, name).toMatchObject({ type: "object" });
    expect(outputSchema).not.toHaveProperty("required");
    expect(outputSchema).not.toHaveProperty("$schema");
  }
}

const CONNECTION = { connection_id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601" };
function argumentsOf(name: string): Record<string, unknown> {
  return (
    allCases.find((one) => one.tool === name)?.args ??
    (/^(get|delete)_connection$/.test(name) ? CONNECTION : {})
  );
}
const writes = allTools.filter(({ annotations }) => !annotations.readOnlyHint);

it("results", async () => {
  await start({ args: ["--confirm", "never"] });
  for (const { name } of allTools) {
    const answer = await server.call(name, argumentsOf(name));
    expect(answer.isError ?? false, answer.text).toBe(false);
    expect(answer.structuredContent).toEqual(answer.json);
    if (!allTools.find((tool) => tool.name === name)?.annotations.readOnlyHint) server.sandbox.reset();
  }
});

it("dry runs and what is to confirm", async () => {
  await start({ args: ["--confirm", "writes"] });
  for (const { name } of writes) {
    const dry = await server.call(name, { ...argumentsOf(name), dry_run: true });
    expect(dry.structuredContent, name).toHaveProperty("dry_run");
    const { json } = await server.call(name, argumentsOf(name));
    expect(json.status, name).toBe("needs_confirmation");
  }
  expect(server.sent().filter(({ method }) => method !== "GET")).toEqual([]);
});

it("what was declined", async () => {
  await start({ args: ["--confirm", "writes"], elicit: () => ({ action: "decline" }) });
  for (const { name } of writes) {
    const { json } = await server.call(name, argumentsOf(name));
    expect(json.status, name).toBe("declined");
  }
});

it("errors, which carry no structuredContent", async () => {
  await start({ args: ["--confirm", "never"] });
  await server.call("list_connections");
  for (const { name, toolset } of allTools) {
    server.sandbox.clearFaults();
    server.sandbox.addFault({
      status: 400,
      body: '{"errors":[{"detail":"no"}]}',
      contentType: "application/json",
      match: { path: toolset === "connections" ? "/connections" : "/klaviyo" },
    });
    const answer = await server.call(name, argumentsOf(name));
    // Only what sends something can fail there.
    if (server.sandbox.requests.length > 0) expect(answer.isError, `${name}: ${answer.text}`).toBe(true);
    if (answer.isError) expect(answer.structuredContent).toBeUndefined();
    server.sandbox.clearRequests();
  }
});

it("none is listed with --no-output-schemas", async () => {
  server = await startClient({ args: ["--no-output-schemas"] });
  const { tools } = await server.client.listTools();
  expect(tools.filter(({ outputSchema }) => outputSchema)).toEqual([]);
});
