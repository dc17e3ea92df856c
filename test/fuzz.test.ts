import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allTools } from "../tools/index.ts";
import { SEED } from "./arbitrary.ts";
import { allCases } from "./cases/index.ts";
import { CLI, type Started, startClient } from "./client.ts";

// Lines, arguments and answers made up at random: whatever comes, an answer goes back, and no call finds a defect.

/** Cases in all: 2,000 in `npm test`, 100,000 in `npm run test:deep`. */
const CASES = Number(process.env.FUZZ_CASES ?? 2000);
const SHARE = Math.ceil(CASES / 4);
const AT_ONCE = 16;
process.stderr.write(`fuzz: seed ${SEED}, ${CASES} cases\n`);

const sample = <T>(arbitrary: fc.Arbitrary<T>, numRuns: number): T[] =>
  fc.sample(arbitrary, { seed: SEED, numRuns });

/** Runs over all cases, some at once. */
async function each<T>(cases: T[], run: (one: T) => Promise<void>): Promise<void> {
  const left = [...cases];
  const work = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await run(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const json = fc.jsonValue({ maxDepth: 3 });
const tool = fc.constantFrom(...allTools.filter(({ toolset }) => toolset !== "connections"));

/** Arguments of a real call with something of it taken away, replaced or added. */
const twisted = fc
  .tuple(fc.constantFrom(...allCases), fc.string(), json, fc.nat())
  .map(([one, key, value, at]) => {
    const keys = Object.keys(one.args);
    const hit = keys[at % (keys.length + 1)] ?? key;
    return { name: one.tool, args: { ...structuredClone(one.args), [hit]: value } };
  });
const named = fc
  .tuple(tool, fc.dictionary(fc.string(), json, { maxKeys: 3 }), fc.array(json, { maxLength: 6 }))
  .map(([{ name, inputSchema }, extra, values]) => {
    const known = Object.keys(inputSchema.shape).slice(0, values.length);
    return { name, args: { ...Object.fromEntries(known.map((key, at) => [key, values[at]])), ...extra } };
  });

describe("a running server", () => {
  let server: Started;
  beforeAll(async () => {
    server = await startClient({ args: ["--confirm", "never", "--timeout", "1000"] });
    await server.call("list_connections");
  });
  afterAll(() => server.close());
  beforeEach(() => server.sandbox.clearFaults());

  const expectSound = async (name: string, args: Record<string, unknown>) => {
    const answer = await server.call(name, args);
    expect(answer.text, JSON.stringify({ name, args })).not.toContain("failed inside the server");
    if (answer.isError) expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    server.sandbox.clearRequests();
  };

  it("takes any arguments", async () => {
    await each(sample(fc.oneof(named, twisted), SHARE * 2), ({ name, args }) => expectSound(name, args));
    expect(server.stderr()).not.toContain('"defect"');
  });

  it("takes any answer", async () => {
    const resource = fc.record(
      {
        type: fc.oneof(fc.constant("list"), json),
        id: json,
        attributes: json,
        relationships: json,
        links: json,
      },
      { requiredKeys: [] },
    );
    const document = fc.record(
      {
        data: fc.oneof(resource, fc.array(resource, { maxLength: 3 }), json),
        included: fc.oneof(fc.array(resource), json),
        links: fc.oneof(fc.record({ next: fc.oneof(fc.webUrl(), fc.string()) }), json),
        errors: fc.oneof(fc.array(json), json),
        meta: json,
      },
      { requiredKeys: [] },
    );
    const body = fc.oneof(
      document.map((one) => JSON.stringify(one)),
      json.map((one) => JSON.stringify(one)),
      fc.string(),
    );
    const answers = sample(
      fc.record({
        status: fc.constantFrom(200, 200, 200, 201, 202, 204, 301, 400, 403, 404, 409, 418),
        body,
        contentType: fc.constantFrom("application/vnd.api+json", "application/json", "text/html"),
        call: fc.constantFrom(
          { name: "get_lists", args: {} },
          { name: "get_profiles", args: { detail: "full", limit: 30 } },
          { name: "get_list", args: { list_id: "Y6nRLr" } },
          { name: "create_list", args: { name: "x" } },
          { name: "get_messages_for_flow", args: { flow_id: "VJvBNr" } },
          { name: "query_metric_aggregates", args: AGGREGATE },
          { name: "query_campaign_values", args: REPORT },
          { name: "klaviyo_request", args: { method: "GET", path: "/api/lists" } },
        ),
      }),
      SHARE,
    );
    for (const { call, ...fault } of answers) {
      server.sandbox.clearFaults();
      server.sandbox.addFault({ ...fault, times: 5 });
      await expectSound(call.name, call.args);
    }
    expect(server.stderr()).not.toContain('"defect"');
  });
});

const AGGREGATE = {
  metric_id: "TxVpCr",
  measurements: ["count"],
  start: "2026-11-01T00:00:00Z",
  end: "2026-11-08T00:00:00Z",
};
const REPORT = { statistics: ["opens"], conversion_metric_id: "TxVpCr", timeframe: "last_7_days" };

it("any line on stdin leaves the server up, and stdout JSON-RPC", async () => {
  const message = fc.record(
    {
      jsonrpc: fc.oneof(fc.constant("2.0"), json),
      id: fc.oneof(fc.nat(), json),
      method: fc.oneof(
        fc.constantFrom("tools/call", "tools/list", "ping", "server/discover", "initialize"),
        fc.string(),
      ),
      params: json,
    },
    { requiredKeys: [] },
  );
  const line = fc.oneof(
    message.map((one) => JSON.stringify(one)),
    json.map((one) => JSON.stringify(one)),
    fc.string({ unit: "binary" }),
  );
  const child = spawn(process.execPath, [CLI, "--sandbox", "--log-level", "error"], { stdio: "pipe" });
  try {
    const lines: string[] = [];
    const answered = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on("line", (text) => {
        lines.push(text);
        if (text.includes('"still here"')) resolve();
      });
    });
    for (const text of sample(line, SHARE)) child.stdin.write(`${text.replaceAll("\n", " ")}\n`);
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: "still here", method: "ping" })}\n`);
    await answered;
    for (const text of lines) expect(JSON.parse(text)).toMatchObject({ jsonrpc: "2.0" });
  } finally {
    child.kill();
  }
});
