import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { MISTAKES } from "./mistakes-table.ts";

// Each mistake as an agent makes it, through a real client: the one answer is the right next call, or none is needed.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());

/** What was sent, each request as one text; the account is read once and kept. */
const requests = () =>
  server.sent().flatMap(({ path, query, body }) => {
    if (path.endsWith("/api/accounts")) return [];
    const pairs = Object.entries(query ?? {}).map(([name, value]) => `${name}=${value}`);
    return [`${path}?${pairs.join("&")} ${JSON.stringify(body ?? null)}`];
  });

describe("a plausible mistake", () => {
  it.each(MISTAKES.map((one) => [one.what, one] as const))("%s", async (_, mistake) => {
    const { tool, args, leads, sends, costs = 0 } = mistake;
    server.sandbox.clearRequests();
    const answer = await server.call(tool, args);
    const sent = requests();
    if (sends) {
      expect(answer.isError, answer.text).toBeFalsy();
      for (const part of sends) expect(sent.join("\n")).toContain(part);
      return;
    }
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    for (const part of leads ?? []) expect(answer.text).toContain(part);
    expect(sent).toHaveLength(costs);
  });

  it("is met in 28 forms at least", () => {
    expect(MISTAKES.length).toBeGreaterThanOrEqual(28);
    for (const { what, leads = [], sends = [] } of MISTAKES) {
      expect(leads.length + sends.length, what).toBeGreaterThan(0);
    }
  });
});
