import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../sandbox/index.ts";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// What a call says of its outcome is true, whichever way it was made and wherever it failed.

let server: Started;
beforeAll(async () => {
  server = await startClient({ served, args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

const failing = (status: number, match: NonNullable<Fault["match"]>): Fault => ({
  status,
  body: JSON.stringify({ errors: [{ detail: "no", code: "e" }] }),
  contentType: "application/vnd.api+json",
  times: 9,
  match,
});

describe("a read", () => {
  it.each([
    ["klaviyo_request", { method: "GET", path: "/api/lists" }],
    ["klaviyo_request", { method: "GET", path: "/api/nobody-knows" }],
    ["change_operation", { method: "GET", path: "/api/nobody-knows" }],
    ["read_operation", { name: "get_lists" }],
  ])("by %s %j changed nothing when it fails", async (tool, args) => {
    server.sandbox.addFault(failing(503, { path: "/klaviyo/api" }));
    const { text } = await server.call(tool, args);
    expect(text).toContain("503");
    expect(text).toContain("Nothing was changed");
    expect(text).not.toContain("unknown");
  });

  it.each([
    ["get_list", { list_id: "Y6nRLr" }],
    ["get_lists", {}],
    ["klaviyo_request", { method: "GET", path: "/api/nobody-knows" }],
    ["render_template", { template_id: "dmAjy2", context: {} }],
  ])("by %s that is answered with nothing is no success", async (tool, args) => {
    server.sandbox.addFault({ status: 200, body: "", match: { path: "/klaviyo/api" } });
    const answer = await server.call(tool, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("an empty answer to a read");
  });

  it("after the change of the same call does not hide that it was made", async () => {
    server.sandbox.addFault(failing(503, { operation: "get_campaign_recipient_estimation_job" }));
    const { text } = await server.call("estimate_campaign_recipients", {
      campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I",
    });
    expect(text).toContain("The change was made before this failed");
  });
});

describe("a change", () => {
  it("whose list of connections failed was not made", async () => {
    const fresh = await startClient({ served, args: ["--confirm", "never"] });
    fresh.sandbox.addFault(failing(503, { path: "/connections" }));
    const { text } = await fresh.call("create_list", { name: "x" });
    expect(text).toContain("Nothing was changed");
    expect(text).not.toContain("unknown");
    expect(fresh.sent()).toEqual([]);
    await fresh.close();
  });

  it("that was too large to send was not made", async () => {
    const { text } = await server.call("create_list", { name: "x".repeat(5_000_001) });
    expect(text).toContain("Klaviyo takes at most");
    expect(text).not.toContain("unknown");
  });

  it("that was answered with nothing was made", async () => {
    server.sandbox.addFault({ status: 204, body: "", match: { operation: "update_list" } });
    expect((await server.call("update_list", { list_id: "Y6nRLr", name: "n" })).json.ok).toBe(true);
  });
});
