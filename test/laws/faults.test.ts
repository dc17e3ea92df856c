import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../sandbox/index.ts";
import { onlyReads } from "../../src/tool/effects.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import { allTools } from "../../tools/index.ts";
import { type Started, startClient } from "../client.ts";
import { leastCall, oneOfEachKind } from "../every-call.ts";
import { FAULTS } from "../fault-table.ts";
import { readBefore } from "../read-before.ts";
import { served } from "../served-inside.ts";

// Every fault on every kind of call: what was sent, how often, and what the model reads.

/** What may come of a read again: the table of retries. */
const RETRIED = [
  "408",
  "429",
  "500",
  "502",
  "503",
  "504",
  "524",
  "html",
  "cut body",
  "dropped before",
  "dropped after",
  "endless body",
  "gzip",
];

interface Kind {
  tool: string;
  args: Record<string, unknown>;
  /** The request that the fault meets. */
  meets: NonNullable<Fault["match"]>;
  writes: boolean;
}
const KINDS: Record<string, Kind> = {
  read: { tool: "get_list", args: { list_id: "Y6nRLr" }, meets: { operation: "get_list" }, writes: false },
  write: { tool: "create_list", args: { name: "faulty" }, meets: { operation: "create_list" }, writes: true },
  "read-only POST": {
    tool: "render_template",
    args: { template_id: "dmAjy2", context: {} },
    meets: { operation: "render_template" },
    writes: false,
  },
  "paged read": {
    tool: "get_profiles_for_list",
    args: { list_id: "Y6nRLr", limit: 200 },
    meets: { operation: "get_profiles_for_list" },
    writes: false,
  },
  workflow: {
    tool: "estimate_campaign_recipients",
    args: { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" },
    meets: { operation: "refresh_campaign_recipient_estimation" },
    writes: true,
  },
};

let server: Started;
beforeAll(async () => {
  // In this process, where the wait before a retry is cut short: thousands of calls.
  server = await startClient({ served, args: ["--beta", "--confirm", "never", "--timeout", "800"] });
  await server.call("list_connections");
});
afterAll(() => server.close());
function anew(): void {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
}

describe.each(Object.entries(KINDS))("a %s", (_, { tool, args, meets, writes }) => {
  beforeEach(anew);

  it.each(Object.entries(FAULTS))("meets %s", async (name, fault) => {
    server.sandbox.addFault({ ...fault, match: meets });
    const answer = await server.call(tool, args);
    const met = server.sandbox.requests.filter(({ operation }) => operation === meets.operation);
    const again = name === "429" || (!writes && RETRIED.includes(name));
    const pages = tool === "get_profiles_for_list" ? 2 : 1;
    expect(met).toHaveLength(again ? pages + 1 : answer.isError ? 1 : pages);
    // Only this fault went to the address it names: nothing followed it.
    expect(answer.isError ?? false).toBe(!again);
    if (!again) {
      expect(answer.text.startsWith(`${tool}: `)).toBe(true);
      expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    }
    const unknown = writes && !again && (name === "408" || !/^4\d\d$/.test(name));
    expect(answer.text.includes("unknown")).toBe(unknown);
  });

  it("that takes too long is given up", async () => {
    server.sandbox.addFault({ delayMs: 20_000, match: meets });
    const answer = await server.call(tool, args);
    const met = server.sandbox.requests.filter(({ operation }) => operation === meets.operation);
    expect(answer.isError ?? false).toBe(writes);
    if (writes) {
      expect(met).toHaveLength(1);
      expect(answer.text).toContain("800 ms");
      expect(answer.text).toContain("unknown");
    }
  });
});

describe("every write", () => {
  // A form with a file in it is refused before where no folder is allowed: test/upload.test.ts sends it.
  const isSent = (tool: OperationTool) =>
    !onlyReads(tool) && !(tool.request.body && "multipart" in tool.request.body);
  const worded = allTools
    .filter((tool): tool is OperationTool => tool.kind === "operation" && tool.request.host === "gateway")
    .filter(isSent);
  // Of what has no words one of each kind.
  const rows = oneOfEachKind.map(([, tool]) => tool).filter(isSent);
  const writes = [...new Set([...worded, ...rows])].map((tool) => [tool.name, tool] as const);
  const faults = Object.entries(FAULTS).filter(([name]) => name !== "429" && name !== "endless body");

  it.each(writes)("%s is sent at most once in every fault but 429", async (name, { request: { method } }) => {
    const times: Record<string, number> = {};
    await readBefore(server, leastCall(name));
    for (const [fault, how] of faults) {
      server.sandbox.clearFaults();
      server.sandbox.clearRequests();
      server.sandbox.addFault({ ...how, match: { method }, times: Number.POSITIVE_INFINITY });
      await server.call(name, leastCall(name));
      times[fault] = server.sandbox.requests.filter((one) => one.method === method).length;
    }
    server.sandbox.clearFaults();
    server.sandbox.reset();
    expect(times).toEqual(Object.fromEntries(faults.map(([fault]) => [fault, 1])));
  });
});

// Each fault on a list of its own, and all at once: they wait between their tries.
it.concurrent.each(
  RETRIED.filter((one) => one !== "endless body").map((name, at) => [name, `faulty-${at}x`] as const),
)("a read that meets %s for ever ends in an error that says so", async (name, id) => {
  const path = `/api/lists/${id}`;
  server.sandbox.addFault({ ...FAULTS[name], match: { path }, times: Number.POSITIVE_INFINITY });
  const answer = await server.call("get_list", { list_id: id });
  expect(answer.isError).toBe(true);
  expect(server.sandbox.requests.filter((one) => one.path.includes(path)).length).toBe(3);
});
