import { setMaxListeners } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// test/rate-limit.test.ts has the windows one by one; this is the whole way, against a gateway that counts as Klaviyo does.

let server: Started;
afterEach(() => server.close());

/** The gateway allows twice what is published, so that a busy machine's jitter refuses nothing. */
const FACTOR = 2;
const start = () => startClient({ args: ["--pace", "on"], sandbox: { limits: FACTOR } });

describe("pace", () => {
  it("keeps calls that come at once within the limits: none is refused", async () => {
    server = await start();
    const answers = await Promise.all(Array.from({ length: 4 }, () => server.call("get_accounts")));
    expect(answers.map(({ isError }) => isError ?? false)).toEqual([false, false, false, false]);
    const sent = server.sent();
    expect(sent.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it("answers busy at once when no turn comes in time, and sends nothing for it", async () => {
    server = await start();
    const stop = new AbortController();
    setMaxListeners(100, stop.signal);
    const answers: string[] = [];
    const calls = Array.from({ length: 40 }, async () => {
      const answer = await server.call("get_accounts", {}, { signal: stop.signal });
      if (answer.isError) answers.push(answer.text);
      if (answers.length === 25) stop.abort();
    });
    await Promise.allSettled(calls);
    // 15 a minute: the others have no turn within a call's time.
    expect(answers).toHaveLength(25);
    for (const text of answers) expect(text).toMatch(/^get_accounts: busy, retry after \d+ s\n.*not sent/);
    expect(server.sent().length).toBeLessThanOrEqual(15);
  });

  it("waits out a 429 of the gateway without asking again meanwhile", async () => {
    server = await start();
    await server.call("list_connections");
    server.sandbox.clearRequests();
    server.sandbox.addFault({
      match: { operation: "get_lists" },
      status: 429,
      headers: { "retry-after": "1" },
      times: 1,
    });
    const answers = await Promise.all([server.call("get_lists"), server.call("get_lists")]);
    expect(answers.map(({ isError }) => isError ?? false)).toEqual([false, false]);
    expect(server.sent().filter(({ status }) => status === 429)).toHaveLength(1);
  });
});
