import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Started, type StartOptions, startClient } from "./client.ts";

// What --metrics-port serves of a server that works: what was counted, whether it lives and whether it is ready.

const servers: Started[] = [];
afterAll(async () => {
  for (const server of servers) await server.close();
});

interface Watched extends Started {
  url: string;
  /** The counters and gauges of ours, by name and labels. */
  counted(): Promise<Record<string, number>>;
}

async function watched({ args = [], ...options }: StartOptions = {}): Promise<Watched> {
  const server = await startClient({ ...options, args: ["--metrics-port", "0", ...args] });
  servers.push(server);
  const url = await vi.waitFor(() => {
    const [, found] = /"message":"watched","url":"([^"]+)"/.exec(server.stderr()) ?? [];
    expect(found).toBeDefined();
    return found ?? "";
  });
  const counted = async () => {
    const text = await (await fetch(`${url}/metrics`)).text();
    const lines = [...text.matchAll(/^klaviyo_mcp_(\w+(?:\{.*\})?) (\S+)$/gm)];
    return Object.fromEntries(lines.map(([, name, value]) => [name, Number(value)]));
  };
  return { ...server, url, counted };
}

const PERSON = "ada.lovelace@example.org";
const AGREED = { action: "accept" as const, content: { confirm: true } };

describe("what is counted", () => {
  let server: Watched;
  let says: "yes" | "no" | "drift" = "yes";
  beforeAll(async () => {
    server = await watched({
      args: ["--timeout", "500"],
      elicit: async () => {
        // Somebody else changes the account while the person reads.
        const body = JSON.stringify({ data: { type: "list", id: "Hx8JzK", attributes: { name: "Other" } } });
        const headers = {
          authorization: "Bearer test-key-0123456789",
          "content-type": "application/vnd.api+json",
          revision: "2026-07-15",
        };
        const url = `${server.sandbox.url}/klaviyo/api/lists/Hx8JzK`;
        if (says === "drift") await fetch(url, { method: "PATCH", headers, body });
        return says === "no" ? { action: "decline" } : AGREED;
      },
    });
  });

  /** By how much each count rose. */
  async function rise(work: () => Promise<unknown>): Promise<Record<string, number>> {
    const before = await server.counted();
    await work();
    const after = Object.entries(await server.counted());
    const timed = /_(bucket|sum|count)\b|^info/;
    const rises = after.map(([name, value]) => [name, value - (before[name] ?? 0)] as const);
    return Object.fromEntries(rises.filter(([name, by]) => by !== 0 && !timed.test(name)));
  }

  it("the session, and the version", async () => {
    expect(await server.counted()).toMatchObject({ sessions: 1, 'info{version="0.1.0"}': 1 });
  });

  it("a call, and the requests that it took", async () => {
    await server.call("get_tags");
    expect(await rise(() => server.call("get_lists"))).toEqual({
      'calls_total{tool="get_lists",outcome="ok"}': 1,
      'gateway_requests_total{operation="get_lists",status="200"}': 1,
    });
    const { limit_wait_seconds_count: waits, call_seconds_count: calls } = await server.counted();
    expect([waits, calls]).toEqual([0, 2]);
  });

  it("a call by the name of the operation that it made, and each try of a request", async () => {
    server.sandbox.addFault({ status: 503, match: { path: "/api/tag-groups" } });
    expect(await rise(() => server.call("read_operation", { name: "get_tag_groups" }))).toEqual({
      'calls_total{tool="get_tag_groups",outcome="ok"}': 1,
      'gateway_requests_total{operation="get_tag_groups",status="503"}': 1,
      'gateway_requests_total{operation="get_tag_groups",status="200"}': 1,
    });
  });

  it("a call by what was wrong with it", async () => {
    expect(await rise(() => server.call("get_lists", { [PERSON]: PERSON }))).toEqual({
      'calls_total{tool="get_lists",outcome="InputError"}': 1,
    });
    expect(await rise(() => server.call("get_list", { list_id: "XXXXXX" }))).toMatchObject({
      'calls_total{tool="get_list",outcome="GatewayError"}': 1,
      'gateway_requests_total{operation="get_list",status="404"}': 1,
    });
  });

  it("a tool that there is not under one name, whatever it was called", async () => {
    expect(await rise(() => server.call(PERSON))).toEqual({
      'calls_total{tool="unknown",outcome="InputError"}': 1,
    });
  });

  it("a status that there is not under one name", async () => {
    server.sandbox.addFault({ status: 499, match: { path: "/api/lists" } });
    expect(await rise(() => server.call("get_lists"))).toMatchObject({
      'gateway_requests_total{operation="get_lists",status="other"}': 1,
    });
  });

  it("a change of which nobody knows, and the request that nobody answered", async () => {
    server.sandbox.addFault({ delayMs: 60_000, match: { method: "POST", path: "/api/lists" } });
    expect(await rise(() => server.call("create_list", { name: PERSON }))).toEqual({
      'calls_total{tool="create_list",outcome="NetworkError"}': 1,
      'gateway_requests_total{operation="create_list",status="none"}': 1,
      'unknown_outcomes_total{tool="create_list"}': 1,
    });
  });

  it("what was asked, and what came of it", async () => {
    const asked = async (answer: typeof says) => {
      says = answer;
      const rises = await rise(() => server.call("delete_list", { list_id: "Hx8JzK" }));
      return Object.keys(rises).filter((name) => /^questions|outcome=/.test(name));
    };
    const ended = (outcome: string) => `calls_total{tool="delete_list",outcome="${outcome}"}`;
    const event = (word: string) => `questions_total{event="${word}"}`;
    expect(await asked("drift")).toEqual([
      ended("changed"),
      event("asked"),
      event("agreed"),
      event("drifted"),
    ]);
    expect(await asked("no")).toEqual([ended("declined"), event("asked"), event("declined")]);
    expect(await asked("no")).toEqual([ended("declined"), event("declined_again")]);
  });

  it("nothing of what was asked for, said or found", async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).not.toContain("lovelace");
    expect(text).not.toContain("Hx8JzK");
    expect(text).not.toContain("test-key");
  });
});

it("a confirmation that was shown and used, where nobody can be asked", async () => {
  const server = await watched();
  const { confirmation } = (await server.call("delete_list", { list_id: "Hx8JzK" })).json;
  await server.call("delete_list", { list_id: "Hx8JzK", confirmation });
  expect(await server.counted()).toMatchObject({
    'calls_total{tool="delete_list",outcome="needs_confirmation"}': 1,
    'calls_total{tool="delete_list",outcome="ok"}': 1,
    'questions_total{event="token_shown"}': 1,
    'questions_total{event="token_agreed"}': 1,
  });
});

it("what is left today of a report", async () => {
  const server = await watched({ args: ["--pace", "on"] });
  expect(await server.counted()).not.toHaveProperty("requests_left_today");
  await server.call("query_campaign_values", {
    statistics: ["recipients"],
    conversion_metric_id: "TxVpCr",
    timeframe: "last_7_days",
  });
  expect(await server.counted()).toMatchObject({
    'requests_left_today{operation="query_campaign_values"}': 224,
    limit_late_total: 0,
  });
});

const readyOf = async (server: Watched) => (await fetch(`${server.url}/readyz`)).json();

it("the key that the server has", async () => {
  expect(await readyOf(await watched())).toEqual({ ready: true, key: "taken" });
  const refused = await watched();
  refused.sandbox.addFault({ status: 401, match: { path: "/connections" } });
  expect(await readyOf(refused)).toEqual({ ready: false, key: "refused" });
  const none = { MATON_API_KEY: undefined };
  expect(await readyOf(await watched({ env: none }))).toEqual({ ready: false, key: "missing" });
  const env = { ...none, MATON_GATEWAY_URL: undefined, MATON_CONTROL_URL: undefined };
  expect(await readyOf(await watched({ env, args: ["--sandbox"] }))).toEqual({ ready: true });
});
