import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rowTools } from "../tools/operations/tools.ts";
import { type Started, startClient } from "./client.ts";

/** Rows of which some argument decides whether a call is dangerous. */
const deciding = rowTools(false).filter(({ impact }) => typeof impact === "object");

let server: Started;
beforeAll(async () => {
  server = await startClient();
});
afterAll(() => server.close());

describe("a body that is written out hides no argument that would have asked", () => {
  it("holds for many operations", () => {
    expect(deciding.length).toBeGreaterThan(40);
  });

  it.each(deciding.map(({ name, request }) => [name, request] as const))("%s", async (_, request) => {
    server.sandbox.clearRequests();
    const { json } = await server.call("change_operation", {
      method: request.method,
      path: request.path.replace(/\{\w+\}/g, "some-id"),
      body: { data: { attributes: { status: "live" } } },
    });
    expect(json).toMatchObject({ status: "needs_confirmation" });
    expect(server.sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
