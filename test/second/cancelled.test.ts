import { afterEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "../client.ts";
import { DANGEROUS } from "../dangerous.ts";

// A call that is cancelled while what it would touch is being read: nobody is asked, nothing is sent, no token is given.

let server: Started;
afterEach(() => server.close());

/** Starts a dangerous call, and cancels it as soon as its preview is being read. */
async function cancelDuring(tool: string, path: string): Promise<void> {
  await server.call("list_connections");
  server.sandbox.clearRequests();
  server.sandbox.addFault({ delayMs: 60_000, match: { method: "GET", path } });
  const stop = new AbortController();
  const call = server.call(tool, DANGEROUS[tool], { signal: stop.signal });
  await expect.poll(() => server.sandbox.requests.some((one) => one.path.includes(path))).toBe(true);
  stop.abort();
  await expect(call).rejects.toThrow();
  // The server has been told by the time that it answers the next.
  await server.call("list_connections");
}

describe.each([
  ["delete_list", "/api/lists/Hx8JzK"],
  ["send_campaign", "/api/campaigns/01GDDKASAP8TKDDA2GRZDSVP4I"],
])("%s", (tool, path) => {
  it("is not asked about, and nothing leaves", async () => {
    const questions: string[] = [];
    server = await startClient({
      elicit: (message) => {
        questions.push(message);
        return { action: "accept", content: { confirm: true } };
      },
    });
    await cancelDuring(tool, path);
    const sent = server.sent();
    expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
    // What would be read after it is not read any more.
    expect(sent.at(-1)?.path).toContain(path);
    expect(questions).toEqual([]);
    expect(server.stderr()).toContain(`"tool":"${tool}","status":"StoppedError"`);
  });

  it("gives no token to a client that cannot ask", async () => {
    server = await startClient();
    await cancelDuring(tool, path);
    expect(server.sent().filter(({ method }) => method !== "GET")).toEqual([]);
    expect(server.stderr()).toContain(`"tool":"${tool}","status":"StoppedError"`);
  });
});
