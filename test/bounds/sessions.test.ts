import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { oneService } from "../../src/serve/guests.ts";
import { type HttpServing, serveHttp } from "../../src/serve/http.ts";

// How many sessions there are over HTTP, how long one is kept, and how much a request may be.

const MINUTE = 60_000;
/** What a browser would be shown; nobody opens one here. */
const SHOWN = {
  version: "1",
  sandbox: false,
  readOnly: false,
  hasKey: false,
  pinned: undefined,
  send: () => expect.fail("no account is looked at"),
};
let serving: HttpServing;
let closed = 0;
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["performance"] });
  closed = 0;
  const makeServer = () => {
    const server = new Server({ name: "t", version: "1" }, { capabilities: {} });
    server.onclose = () => {
      closed += 1;
    };
    return server;
  };
  serving = await serveHttp(
    { host: "127.0.0.1", port: 0, path: "/mcp", token: undefined },
    oneService(undefined, { makeServer, drain: async () => undefined, shown: SHOWN }),
    () => undefined,
  );
});
afterEach(async () => {
  vi.useRealTimers();
  await serving.close();
});

const HEADERS = { "content-type": "application/json", accept: "application/json, text/event-stream" };
const post = async (body: string, session?: string) => {
  const headers = { ...HEADERS, ...(session && { "mcp-session-id": session }) };
  const response = await fetch(serving.url, { method: "POST", headers, body });
  return { status: response.status, id: response.headers.get("mcp-session-id"), text: await response.text() };
};
const message = (method: string, params = {}) => JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
const INITIALIZE = message("initialize", {
  protocolVersion: "2025-06-18",
  capabilities: {},
  clientInfo: { name: "t", version: "1" },
});
const begin = async () => (await post(INITIALIZE)).id ?? expect.fail("no session");
const PING = message("ping");

describe("a session", () => {
  it("that nobody used for half an hour is over with the next that begins, and not a millisecond sooner", async () => {
    const first = await begin();
    vi.advanceTimersByTime(30 * MINUTE);
    await begin();
    expect((await post(PING, first)).status).toBe(200);
    vi.advanceTimersByTime(30 * MINUTE + 1);
    await begin();
    expect((await post(PING, first)).status).toBe(404);
    expect(closed).toBe(2);
  });

  it("is used by every request", async () => {
    const first = await begin();
    for (const _ of [1, 2, 3]) {
      vi.advanceTimersByTime(20 * MINUTE);
      expect((await post(PING, first)).status).toBe(200);
      await begin();
    }
  });

  it("is used by who only listens, too", async () => {
    const first = await begin();
    for (const _ of [1, 2]) {
      vi.advanceTimersByTime(20 * MINUTE);
      const headers = { accept: "text/event-stream", "mcp-session-id": first };
      const stop = new AbortController();
      expect((await fetch(serving.url, { headers, signal: stop.signal })).status).toBeLessThan(410);
      stop.abort();
    }
    await begin();
    expect((await post(PING, first)).status).toBe(200);
  });

  it("is one of a hundred: the next takes the place of who was away for longest", async () => {
    const sessions: string[] = [];
    for (let count = 0; count < 100; count += 1) {
      sessions.push(await begin());
      vi.advanceTimersByTime(1);
    }
    expect(closed).toBe(0);
    await begin();
    expect(closed).toBe(1);
    expect((await post(PING, sessions[0])).status).toBe(404);
    expect((await post(PING, sessions[1])).status).toBe(200);
  });
});

describe("a request", () => {
  const MOST = 8 * 1024 * 1024;
  /** JSON of so many bytes. */
  const ofBytes = (count: number) => `${INITIALIZE}${" ".repeat(count - INITIALIZE.length)}`;

  it("is read with 8 MiB, and not with one byte more", async () => {
    expect((await post(ofBytes(MOST))).status).toBe(200);
    const refused = await post(ofBytes(MOST + 1));
    expect([refused.status, JSON.parse(refused.text).error.message]).toEqual([
      413,
      `a request has at most ${MOST} bytes`,
    ]);
  });

  it("has up to 16 KiB of headers", async () => {
    const long = (count: number) => fetch(serving.url, { headers: { "x-long": "y".repeat(count) } });
    expect((await long(15 * 1024)).status).not.toBe(431);
    expect((await long(17 * 1024)).status).toBe(431);
  });
});
