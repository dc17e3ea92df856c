import { afterAll, beforeAll, expect, it } from "vitest";
import { allCases } from "./cases/index.ts";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

let server: Started;
beforeAll(async () => {
  server = await startClient({ served, args: ["--confirm", "never"] });
  // Which connection and whose account is read once, and kept.
  await server.call("list_connections");
});
afterAll(() => server.close());

it("whatever takes more than one request says how far it is, and only ever goes forward", async () => {
  const several = new Set<string>();
  for (const { tool, args } of allCases) {
    server.sandbox.clearRequests();
    const seen: number[] = [];
    await server.call(tool, args, { onprogress: ({ progress }) => void seen.push(progress) });
    expect(seen, tool).toEqual([...new Set(seen)].sort((a, b) => a - b));
    if (server.sent().length < 2) continue;
    several.add(tool);
    expect(seen.length, tool).toBeGreaterThan(0);
  }
  expect([...several]).toContain("query_campaign_values");
  expect([...several]).toContain("estimate_campaign_recipients");
});
