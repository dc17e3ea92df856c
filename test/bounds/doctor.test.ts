import { describe, expect, it } from "vitest";
import { checkSetup, type Setup } from "../../src/doctor.ts";
import { pacedBy } from "../../src/doctor-sections.ts";
import { GatewayError, NetworkError } from "../../src/errors.ts";
import type { GatewayRequest } from "../../src/wire/request.ts";
import { connectionsOf } from "../in-process.ts";

// What the doctor thinks of the clock and of Node, on a clock of the test's own.

const THERE = Date.UTC(2026, 10, 1, 12);
const ACCOUNT = { data: [{ type: "account", id: "A", attributes: {} }] };

/** The checks by what they are of; our clock is so far ahead of what the gateway says half-way through its answer. */
async function examine(ahead: number, took = 0, settings: Partial<Setup> = {}) {
  let now = THERE + ahead - took / 2;
  const headers = { date: new Date(THERE).toUTCString() };
  const checks = checkSetup({
    nodeVersion: "v22.1.0",
    hasKey: true,
    isPlaceholder: false,
    windows: false,
    sandbox: false,
    connection: undefined,
    env: {},
    gatewayUrl: "https://gateway.example",
    controlUrl: "https://control.example",
    revision: "2026-07-15",
    declaredRevision: "2026-07-15",
    send: async ({ host }) => {
      if (host === "control") return { status: 200, headers: {}, document: connectionsOf("c1"), bytes: 1 };
      now += took;
      return { status: 200, headers, document: ACCOUNT, bytes: 1 };
    },
    checkSections: async () => [],
    timeoutMs: 1000,
    now: () => now,
    ...settings,
  });
  const found = new Map<string, { is: string; todo?: string }>();
  for await (const { what, ...check } of checks) found.set(what, check);
  return found;
}

describe("the clock", () => {
  const STEP = "in step with the gateway's";
  const SET = { todo: "Set this machine's clock." };
  // The header has whole seconds: what it says is half a second ago at the likeliest.
  it.each([
    [500, STEP, {}],
    [1999, STEP, {}],
    [2000, "2 s ahead of the gateway's", {}],
    [-1000, STEP, {}],
    [-1001, "2 s behind the gateway's", {}],
    [60_999, "60 s ahead of the gateway's", {}],
    [61_000, "61 s ahead of the gateway's", SET],
    [-60_000, "60 s behind the gateway's", {}],
    [-60_001, "61 s behind the gateway's", SET],
  ])("that is %i ms after what the header says is %s", async (ahead, is, todo) => {
    for (const took of [0, 3000]) expect((await examine(ahead, took)).get("clock")).toEqual({ is, ...todo });
  });
});

describe("the key that a client has and this terminal has not", () => {
  it.each([
    [false, 'MATON_API_KEY="your key" node dist/cli.js doctor'],
    [true, '$env:MATON_API_KEY="your key"; node dist/cli.js doctor'],
  ])("is given for one look, on Windows: %s", async (windows, command) => {
    const key = (await examine(0, 0, { hasKey: false, windows })).get("key");
    expect(key?.todo).toBe(`With the key from maton.ai/settings, this looks at all the rest: ${command}`);
  });
});

describe("Node", () => {
  const old = { todo: "Install Node 20.19 or newer." };
  it.each([
    ["v20.18.9", old],
    ["v20.19.0", {}],
    ["v20.20.0", {}],
    ["v19.99.0", old],
    ["v21.0.0", {}],
    ["v100.0.0", {}],
  ])("%s", async (nodeVersion, todo) => {
    expect((await examine(0, 0, { nodeVersion })).get("Node")).toEqual({ is: nodeVersion, ...todo });
  });
});

it("an answer is told as long as it took", async () => {
  expect((await examine(0, 1234)).get("Klaviyo")?.is).toBe("A answered in 1234 ms");
});

it.each([200, 201])("a failure is told with its first 200 letters: %i", async (count) => {
  const send = async () => {
    throw new NetworkError("x".repeat(count), false);
  };
  expect((await examine(0, 0, { send })).get("gateway")?.is).toBe(
    `${"x".repeat(200)}, at https://gateway.example`,
  );
});

describe("the way of doctor's requests", () => {
  const request: GatewayRequest = { host: "gateway", method: "GET", path: "/api/tags", query: [] };
  const failing = async (status: number, times: number) => {
    let sent = 0;
    const send = pacedBy(async () => {
      sent += 1;
      if (sent <= times)
        throw new GatewayError({ status, source: "gateway", detail: "no", retryAfter: 0.001 });
      return { status: 200, headers: {}, document: {}, bytes: 1 };
    });
    const { signal } = new AbortController();
    const options = { signal, timeoutMs: 1000, connectionId: undefined };
    const answer = await send(request, options).then(
      ({ status: answered }) => answered,
      (error) => error.status,
    );
    return [answer, sent];
  };

  it("goes once more where a limit was full, and no further; any other failure it tells at once", async () => {
    expect(await failing(429, 0)).toEqual([200, 1]);
    expect(await failing(429, 1)).toEqual([200, 2]);
    expect(await failing(429, 9)).toEqual([429, 2]);
    expect(await failing(500, 1)).toEqual([500, 1]);
  });
});
