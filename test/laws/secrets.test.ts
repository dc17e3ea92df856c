import {
  LoggingMessageNotificationSchema,
  ProgressNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../sandbox/index.ts";
import { allTools } from "../../tools/index.ts";
import { allCases } from "../cases/index.ts";
import { KEY, type Started, startClient } from "../client.ts";
import { leastCall, oneOfEachKind } from "../every-call.ts";
import { FAULTS } from "../fault-table.ts";

// A marked key and the sandbox's session tokens, searched for in everything that the server ever says.

interface Listening {
  server: Started;
  /** What came besides answers: log, progress, questions. */
  notified: string[];
}

/** Results, errors, log and progress notifications and stderr are collected. */
async function start(args: string[], elicit = false): Promise<Listening> {
  const notified: string[] = [];
  const agree = (message: string) => {
    notified.push(message);
    return { action: "accept" as const, content: { confirm: true } };
  };
  const server = await startClient({
    args: ["--log-level", "debug", "--timeout", "500", ...args],
    ...(elicit && { elicit: agree }),
  });
  const keep = (notification: unknown) => void notified.push(JSON.stringify(notification));
  server.client.setNotificationHandler(LoggingMessageNotificationSchema, keep);
  server.client.setNotificationHandler(ProgressNotificationSchema, keep);
  await server.client.setLoggingLevel("debug");
  return { server, notified };
}

const SHOW_SESSIONS = ["create_connection", "get_connection"];

/** What must not be there: the key anywhere, a sign-in url outside the two tools that are for it. */
function expectClean(tool: string, said: string): void {
  expect(said, tool).not.toContain(KEY);
  if (!SHOW_SESSIONS.includes(tool)) expect(said, tool).not.toMatch(/session_token/);
}

function argumentsOf(tool: string): Record<string, unknown>[] {
  const cases = allCases.filter((one) => one.tool === tool).map(({ args }) => args);
  // What a job comes to is one more read: nothing of it is waited for.
  const { wait } = allTools.find(({ name }) => name === tool)?.inputSchema.shape ?? {};
  if (wait) return cases.map((args) => ({ ...args, wait: false }));
  return cases.length > 0 ? cases : [{ connection_id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601" }, {}];
}

const tools = allTools.map(({ name }) => name);
/** Of what has no words one of each kind, in an account that may not have what it speaks of. */
const rows = oneOfEachKind.map(([, { name }]) => name).filter((name) => !tools.includes(name));

/** One server for a group of tests; what it told besides its answers is looked through after each of them. */
function listening(args: string[], elicit = false): () => Listening {
  let one: Listening;
  let [seen, heard] = [0, 0];
  beforeAll(async () => {
    one = await start(args, elicit);
  });
  afterAll(() => one.server.close());
  afterEach(() => {
    const told = one.server.stderr();
    expectClean("stderr", told.slice(seen));
    seen = told.length;
    expectClean("notifications", one.notified.slice(heard).join("\n"));
    heard = one.notified.length;
  });
  return () => one;
}

describe.each(["never", "writes"])(
  "--confirm %s: neither result, preview, dry run, log nor progress",
  (mode) => {
    const current = listening(["--beta", "--confirm", mode]);

    async function expectSilent(name: string, args: Record<string, unknown>): Promise<void> {
      const { server, notified } = current();
      const onprogress = (progress: unknown) => void notified.push(JSON.stringify(progress));
      expectClean(name, JSON.stringify(await server.call(name, args, { onprogress })));
      if (mode === "writes")
        expectClean(name, JSON.stringify(await server.call(name, { ...args, dry_run: true })));
    }

    it.each(tools)("of %s shows the key", async (name) => {
      for (const args of argumentsOf(name)) await expectSilent(name, args);
      if (name === "delete_connection") current().server.sandbox.reset();
    });

    it.each(rows)("of %s shows the key", (name) => expectSilent(name, leastCall(name)));
  },
);

describe("no question", () => {
  const current = listening(["--beta", "--confirm", "writes"], true);

  it.each([...tools, ...rows])("of %s shows the key", async (name) => {
    const args = tools.includes(name) ? argumentsOf(name)[0] : leastCall(name);
    await current().server.call(name, args);
  });

  it("of a call that has the key among its arguments shows it", async () => {
    const { server, notified } = current();
    const before = notified.length;
    await server.call("create_list", { name: `a list named ${KEY}` });
    expect(notified.slice(before).join()).toContain("a list named [key]");
  });

  it("was left out: there were many", () => {
    expect(current().notified.length).toBeGreaterThan(20);
  });
});

/** Answers that quote what was sent. */
const QUOTING: Readonly<Record<string, Fault>> = {
  "a page with the header": {
    status: 500,
    body: `<html>Authorization: Bearer ${KEY}</html>`,
    contentType: "text/html",
  },
  "an error with the key": {
    status: 400,
    body: JSON.stringify({ errors: [{ detail: `bad key ${KEY}` }] }),
    contentType: "application/json",
  },
  "a refusal of the key": {
    status: 401,
    body: JSON.stringify({ message: `no such key ${KEY}` }),
    contentType: "application/json",
  },
  "a success with the key": {
    status: 200,
    body: JSON.stringify({ data: { type: "list", id: "1", attributes: { name: KEY } } }),
    contentType: "application/json",
  },
  "headers with the key": {
    status: 200,
    body: "{}",
    headers: { "retry-after": KEY, location: KEY },
    contentType: KEY,
  },
};

describe("no fault shows the key, not even one that quotes what was sent", () => {
  const current = listening(["--beta", "--confirm", "never"]);
  beforeAll(() => current().server.call("list_connections"));

  async function meet(fault: Fault, tool: string, args: Record<string, unknown>): Promise<void> {
    const { sandbox, call } = current().server;
    sandbox.clearFaults();
    const match = { path: tool === "list_connections" ? "/connections" : "/klaviyo" };
    sandbox.addFault({ ...fault, match, times: Number.POSITIVE_INFINITY });
    expectClean(tool, JSON.stringify(await call(tool, args)));
  }

  // A write, since nothing of it is tried again, which takes its time.
  it.each(Object.entries(FAULTS))("%s", (_, fault) => meet(fault, "create_list", { name: "x" }));

  describe.each(Object.entries(QUOTING))("%s", (_, fault) => {
    it("in answer to a list of connections", () => meet(fault, "list_connections", {}));

    it.each(oneOfEachKind)("in answer to %s", (_, { name }) =>
      meet({ ...fault, headers: { "retry-after": "0", ...fault.headers } }, name, leastCall(name)),
    );
  });
});

describe("a sign-in url is shown by create_connection and get_connection", () => {
  const current = listening(["--confirm", "never"]);

  it("alone", async () => {
    const { server } = current();
    const made = await server.call("create_connection");
    expect(made.text).toContain("session_token");
    const read = await server.call("get_connection", { connection_id: made.json.data.id });
    expect(read.text).toContain("session_token");
    expect((await server.call("list_connections", { status: "PENDING" })).text).not.toContain(
      "session_token",
    );
    expect(server.stderr()).not.toContain("session_token");
  });
});
