import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POLICY } from "../src/ask/policy.ts";
import type { Effect } from "../src/tool/effects.ts";
import { rowTools } from "../tools/operations/tools.ts";
import { type Started, startClient } from "./client.ts";

const ALWAYS = new Set(POLICY.filter(({ asks }) => asks === "always").map(({ effect }) => effect));

/** Rows of which some argument decides whether a call asks whatever else is known. */
const deciding = rowTools(false).filter(({ judgement: { effects, asks, when = [] } }) => {
  const always = (one: { asks?: true; effects: readonly Effect[] }) =>
    one.asks || one.effects.some((effect) => ALWAYS.has(effect));
  return when.some(always) && !always({ effects, ...(asks && { asks }) });
});

let server: Started;
beforeAll(async () => {
  server = await startClient();
});
afterAll(() => server.close());

describe("a body that is written out hides no argument that would have asked", () => {
  it("holds for many operations", () => {
    expect(deciding.length).toBeGreaterThan(10);
  });

  it.each(deciding.map(({ name, request }) => [name, request] as const))("%s", async (_, request) => {
    server.sandbox.clearRequests();
    const { json, text } = await server.call("change_operation", {
      method: request.method,
      path: request.path.replace(/\{\w+\}/g, "some-id"),
      body: { data: { attributes: { status: "live" } } },
    });
    // Or nobody is asked, since there is no such thing.
    if (!text.includes("Nobody was asked")) expect(json).toMatchObject({ status: "needs_confirmation" });
    expect(server.sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
