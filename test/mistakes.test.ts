import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { MORE_MISTAKES } from "./mistakes-more.ts";
import { MISTAKES } from "./mistakes-table.ts";

// Each mistake as an agent makes it, through a real client: the one answer is the right next call, or none is needed.

const ALL = [...MISTAKES, ...MORE_MISTAKES];
const ASKS_NOBODY = ["--confirm", "never"];
/** A server of each settings that there are. */
const servers = new Map<string, Started>();
beforeAll(async () => {
  for (const { flags = ASKS_NOBODY } of ALL) {
    const key = flags.join(" ");
    if (!servers.has(key)) servers.set(key, await startClient({ args: [...flags] }));
  }
});
afterAll(() => Promise.all([...servers.values()].map((one) => one.close())));

/** What was sent, each request as one text; the account is read once and kept. */
const requests = (server: Started) =>
  server.sent().flatMap(({ path, query, body }) => {
    if (path.endsWith("/api/accounts")) return [];
    const pairs = Object.entries(query ?? {}).map(([name, value]) => `${name}=${value}`);
    return [`${path}?${pairs.join("&")} ${JSON.stringify(body ?? null)}`];
  });

describe("a plausible mistake", () => {
  it.each(ALL.map((one) => [one.what, one] as const))("%s", async (_, mistake) => {
    const { flags = ASKS_NOBODY, tool, args, leads, sends, tells, costs = 0 } = mistake;
    const server = servers.get(flags.join(" ")) ?? expect.fail();
    server.sandbox.clearRequests();
    const answer = await server.call(tool, args);
    const sent = requests(server);
    if (sends) {
      expect(answer.isError, answer.text).toBeFalsy();
      for (const part of sends) expect(sent.join("\n")).toContain(part);
      return;
    }
    if (tells) {
      expect(answer.isError, answer.text).toBeFalsy();
      for (const part of tells) expect(answer.text).toContain(part);
      return;
    }
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    for (const part of leads ?? []) expect(answer.text).toContain(part);
    expect(sent).toHaveLength(costs);
  });

  it("is met in 28 forms at least", () => {
    expect(new Set(ALL.map(({ what }) => what)).size).toBeGreaterThanOrEqual(28);
    for (const { what, leads = [], sends = [], tells = [] } of ALL) {
      expect(leads.length + sends.length + tells.length, what).toBeGreaterThan(0);
    }
  });
});
