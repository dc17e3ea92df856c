import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { StoppedError } from "../src/errors.ts";
import { type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";

// What an edit overwrote can be put back by the session that made it, as long as nobody changed it since.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--max-result-chars", "100000", "--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearRequests();
});

describe("undo_change", () => {
  it.each<
    [tool: string, args: Record<string, unknown>, read: string, ids: Record<string, unknown>, path: string]
  >([
    ["update_list", { list_id: "Y6nRLr", name: "Other" }, "get_list", { list_id: "Y6nRLr" }, "name"],
    [
      "update_profile",
      { profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H", first_name: "X", properties: { fresh: 1 } },
      "get_profile",
      { profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H", detail: "full" },
      "",
    ],
    [
      "update_template",
      { template_id: "dmAjy2", html: "<p>new</p>" },
      "get_template",
      { template_id: "dmAjy2", detail: "full" },
      "html",
    ],
    [
      "update_campaign",
      { campaign_id: "01HS1WPD22ATBT3RX3FFS6HFPQ", name: "N", included_audiences: ["Hx8JzK"] },
      "get_campaign",
      { campaign_id: "01HS1WPD22ATBT3RX3FFS6HFPQ", detail: "full" },
      "audiences",
    ],
    ["update_flow", { flow_id: "8fucdi", status: "manual" }, "get_flow", { flow_id: "8fucdi" }, "status"],
  ])("puts back what %s overwrote", async (tool, args, read, ids, path) => {
    const seen = async () => {
      const { updated: _, updated_at: __, ...data } = (await server.call(read, ids)).json.data;
      return data;
    };
    const before = await seen();
    const changed = await server.call(tool, args);
    expect(changed.json.undo, changed.text).toMatch(/^change_\d+$/);
    expect(await seen()).not.toEqual(before);
    const undone = await server.call("undo_change", { change: changed.json.undo });
    expect(undone.isError, undone.text).toBeFalsy();
    expect(await seen()).toEqual(before);
    expect(path in before || path === "").toBe(true);
  });

  it("refuses what somebody changed since, and what was undone already", async () => {
    const { json } = await server.call("update_list", { list_id: "Y6nRLr", name: "Mine" });
    const second = await server.call("update_list", { list_id: "Y6nRLr", name: "Theirs" });
    const first = await server.call("undo_change", { change: json.undo });
    expect([first.isError, first.text]).toEqual([true, expect.stringContaining("name of it changed since")]);
    const undone = await server.call("undo_change", { change: second.json.undo });
    expect(undone.json.data.name).toBe("Mine");
    const again = await server.call("undo_change", { change: second.json.undo });
    expect([again.isError, again.text]).toEqual([true, expect.stringContaining("changed since")]);
    // What it put back can be undone in turn.
    expect((await server.call("undo_change", { change: undone.json.undo })).json.data.name).toBe("Theirs");
  });

  it("belongs to the session that made the change", async () => {
    const { json } = await server.call("update_list", { list_id: "Y6nRLr", name: "Mine" });
    const other = await startClient({ env: { MATON_GATEWAY_URL: server.sandbox.url } });
    const answer = await other.call("undo_change", { change: json.undo });
    expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining("no change")]);
    await other.close();
  });

  it("keeps nothing of what a POST makes, or of what cannot be read", async () => {
    expect((await server.call("create_list", { name: "New" })).json.undo).toBeUndefined();
    const [webhook] = (await server.call("get_webhooks")).json.data;
    const secret = { webhook_id: webhook.id, secret_key: "another-secret-of-16" };
    expect((await server.call("update_webhook", secret)).json.undo).toBeUndefined();
    const named = { webhook_id: webhook.id, name: "Other" };
    expect((await server.call("update_webhook", named)).json.undo).toMatch(/^change_/);
  });

  it("is a change like any other: it can be tried dry", async () => {
    const { json } = await server.call("update_list", { list_id: "Y6nRLr", name: "Mine" });
    server.sandbox.clearRequests();
    const dry = await server.call("undo_change", { change: json.undo, dry_run: true });
    expect(dry.json.dry_run).toMatchObject({
      method: "PATCH",
      path: "/klaviyo/api/lists/Y6nRLr",
      body: { data: { attributes: { name: "Newsletter Subscribers" } } },
    });
    expect(server.sent().every(({ method }) => method === "GET")).toBe(true);
  });
});

it("a change whose new state cannot be read is told all the same, without a way back", async () => {
  let reads = 0;
  const list = { data: { type: "list", id: "L1", attributes: { name: "Old" } } };
  const inside = startInProcess(({ host, method }) => {
    if (host === "control") return connectionsOf("c1");
    if (method === "GET") reads += 1;
    // That it is there, and what it overwrites.
    if (reads > 2) throw new StoppedError("cancelled");
    return list;
  });
  const { json, text } = await inside.call("update_list", { list_id: "L1", name: "New" });
  expect(json.data, text).toMatchObject({ id: "L1" });
  expect([reads, json.undo]).toEqual([3, undefined]);
});
