import {
  LoggingMessageNotificationSchema,
  ProgressNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { afterEach, expect, it } from "vitest";
import type { Fault } from "../sandbox/index.ts";
import { allTools } from "../tools/index.ts";
import { allCases } from "./cases/index.ts";
import { KEY, type Started, startClient } from "./client.ts";
import { FAULTS } from "./fault-table.ts";

// A marked key and the sandbox's session tokens, searched for in everything that the server ever says.

let server: Started;
let notified: string[] = [];
afterEach(() => server.close());

/** Results, errors, log and progress notifications and stderr are collected. */
async function start(args: string[], elicit = false): Promise<void> {
  notified = [];
  const agree = (message: string) => {
    notified.push(message);
    return { action: "accept" as const, content: { confirm: true } };
  };
  server = await startClient({
    args: ["--log-level", "debug", "--timeout", "500", ...args],
    ...(elicit && { elicit: agree }),
  });
  const keep = (notification: unknown) => void notified.push(JSON.stringify(notification));
  server.client.setNotificationHandler(LoggingMessageNotificationSchema, keep);
  server.client.setNotificationHandler(ProgressNotificationSchema, keep);
  await server.client.setLoggingLevel("debug");
}

const SHOW_SESSIONS = ["create_connection", "get_connection"];

/** What must not be there: the key anywhere, a sign-in url outside the two tools that are for it. */
function expectClean(tool: string, said: string): void {
  expect(said, tool).not.toContain(KEY);
  if (!SHOW_SESSIONS.includes(tool)) expect(said, tool).not.toMatch(/session_token/);
}

function argumentsOf(tool: string): Record<string, unknown>[] {
  const cases = allCases.filter((one) => one.tool === tool).map(({ args }) => args);
  return cases.length > 0 ? cases : [{ connection_id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601" }, {}];
}

it("no tool shows the key, in its result, preview, dry run, log or progress", async () => {
  for (const mode of [
    ["--confirm", "never"],
    ["--confirm", "writes"],
  ]) {
    await start(mode);
    for (const { name } of allTools) {
      for (const args of argumentsOf(name)) {
        const options = { onprogress: (progress: unknown) => void notified.push(JSON.stringify(progress)) };
        const answers = [await server.call(name, args, options)];
        if (mode.includes("writes")) answers.push(await server.call(name, { ...args, dry_run: true }));
        for (const answer of answers) expectClean(name, JSON.stringify(answer));
      }
      if (name === "delete_connection") server.sandbox.reset();
    }
    expectClean("stderr", server.stderr());
    expectClean("notifications", notified.join("\n"));
    if (mode.includes("never")) await server.close();
  }
});

it("no question shows it either", async () => {
  await start(["--confirm", "writes"], true);
  for (const { name } of allTools) await server.call(name, argumentsOf(name)[0]);
  expect(notified.length).toBeGreaterThan(20);
  expectClean("questions", notified.join("\n"));
});

it("no fault shows it, not even one that quotes what was sent", async () => {
  await start(["--confirm", "never"]);
  const quoting = [
    { status: 500, body: `<html>Authorization: Bearer ${KEY}</html>`, contentType: "text/html" },
    {
      status: 400,
      body: JSON.stringify({ errors: [{ detail: `bad key ${KEY}` }] }),
      contentType: "application/json",
    },
    { status: 401, body: JSON.stringify({ message: `no such key ${KEY}` }), contentType: "application/json" },
    {
      status: 200,
      body: JSON.stringify({ data: { type: "list", id: "1", attributes: { name: KEY } } }),
      contentType: "application/json",
    },
    { status: 200, body: "{}", headers: { "retry-after": KEY, location: KEY }, contentType: KEY },
  ];
  const meet = async (fault: Fault, tool: string, args: Record<string, unknown>) => {
    server.sandbox.clearFaults();
    const match = { path: tool === "list_connections" ? "/connections" : "/klaviyo" };
    server.sandbox.addFault({ ...fault, match, times: Number.POSITIVE_INFINITY });
    expectClean(tool, JSON.stringify(await server.call(tool, args)));
  };
  await server.call("list_connections");
  // A write, since nothing of it is tried again, which takes its time.
  for (const fault of Object.values(FAULTS)) await meet(fault, "create_list", { name: "x" });
  for (const fault of quoting) {
    await meet(fault, "get_list", { list_id: "Y6nRLr" });
    await meet(fault, "list_connections", {});
    await meet(fault, "create_list", { name: "x" });
  }
  expectClean("stderr", server.stderr());
  expectClean("notifications", notified.join("\n"));
});

it("a sign-in url is shown by create_connection and get_connection alone", async () => {
  await start(["--confirm", "never"]);
  const made = await server.call("create_connection");
  expect(made.text).toContain("session_token");
  const read = await server.call("get_connection", { connection_id: made.json.data.id });
  expect(read.text).toContain("session_token");
  expect((await server.call("list_connections", { status: "PENDING" })).text).not.toContain("session_token");
  expect(server.stderr()).not.toContain("session_token");
});
