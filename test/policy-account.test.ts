import { afterEach, expect, it } from "vitest";
import { type Started, type StartOptions, startClient } from "./client.ts";

// The table of what asks, against an account with live flows, people and things in use.

let server: Started;
afterEach(() => server.close());
const start = async (options: StartOptions = {}) => {
  server = await startClient(options);
};
const asks = async (tool: string, args: Record<string, unknown>) => {
  const { json, text, isError } = await server.call(tool, args);
  expect(isError, text).toBeFalsy();
  return json.status === "needs_confirmation";
};
const people = (count: number) => Array.from({ length: count }, (_, at) => ({ email: `p${at}@example.com` }));

it("a hundred unsubscribes a call do not go unasked, nor do many small ones", async () => {
  await start();
  const unsubscribe = (count: number) =>
    asks("bulk_unsubscribe_profiles", {
      profiles: people(count).map((one) => ({ ...one, channels: ["email"] })),
    });
  expect(await unsubscribe(100)).toBe(true);
  expect(await unsubscribe(20)).toBe(false);
  expect(await unsubscribe(6)).toBe(true);
  expect(await unsubscribe(5)).toBe(false);
  expect(await unsubscribe(1)).toBe(true);
});

it("joining a list that starts a live flow counts people, another counts items, and the question names the flow", async () => {
  await start();
  const ids = (await server.call("get_profiles", { limit: 100 })).json.data.map(
    ({ id }: { id: string }) => id,
  );
  const join = (list_id: string, count: number) => ({ list_id, profile_ids: ids.slice(0, count) });
  expect(await asks("add_profiles_to_list", join("Hx8JzK", 26))).toBe(false);
  expect(await asks("add_profiles_to_list", join("Y6nRLr", 25))).toBe(false);
  const { json } = await server.call("add_profiles_to_list", join("Y6nRLr", 1));
  expect(json.status).toBe("needs_confirmation");
  expect(JSON.stringify(json.preview)).toContain("Welcome Series");
});

it("a whole list that is suppressed counts as many as it holds", async () => {
  await start();
  const suppress = (list_id: string) =>
    asks("change_operation", { name: "bulk_suppress_profiles", arguments: { list_id } });
  expect(await suppress("Y6nRLr")).toBe(true);
  expect(await suppress("Hx8JzK")).toBe(false);
});

it("what a scheduled campaign goes out to is in use, a draft is not", async () => {
  await start();
  const audience = (campaign_id: string) =>
    asks("update_campaign", { campaign_id, included_audiences: ["Hx8JzK"] });
  expect(await audience("01GHDEX2339CQDMMDYCNG1DDW0")).toBe(true);
  expect(await audience("01HS1WPD22ATBT3RX3FFS6HFPQ")).toBe(false);
});

it("a test e-mail asks once for its address", async () => {
  await start();
  const send = (confirmation?: string) =>
    server.call("change_operation", {
      name: "create_template_preview_send_job",
      arguments: { template_id: "dmAjy2", recipients: ["me@example.com"] },
      ...(confirmation && { confirmation }),
    });
  const first = await send();
  expect(first.json.status, first.text).toBe("needs_confirmation");
  expect((await send(first.json.confirmation)).isError).toBeFalsy();
  expect((await send()).json.status).not.toBe("needs_confirmation");
});

it.each([
  ["by its name", "send_campaign", { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" }],
  [
    "by any operation",
    "change_operation",
    { name: "send_campaign", arguments: { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" } },
  ],
  [
    "by its path",
    "change_operation",
    { method: "POST", path: "/api/campaign-send-jobs", body: { data: {} } },
  ],
  [
    "by a path that nobody knows",
    "change_operation",
    { method: "POST", path: "/api/things", body: { data: {} } },
  ],
])("what is denied is refused %s", async (_, tool, args) => {
  await start({ args: ["--deny", "sends", "--confirm", "never"] });
  server.sandbox.clearRequests();
  const { isError, text } = await server.call(tool, args);
  expect([isError, text]).toEqual([true, expect.stringMatching(/deny|refuses what sends/)]);
  expect(server.sandbox.requests.filter(({ method }) => method !== "GET")).toEqual([]);
});
