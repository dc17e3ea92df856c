import { afterEach, expect, it } from "vitest";
import { type Started, type StartOptions, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// The table of what asks, against an account with live flows, people and things in use.

let server: Started;
afterEach(() => server.close());
const start = async (options: StartOptions = {}) => {
  server = await startClient({ ...options, served });
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

it.each([
  ["a scheduled campaign goes out to", "SnP4Hy", true],
  ["a campaign on its way leaves out", "XgT8Rw", true],
  ["only campaigns that are over went out to", "RcJ6Lq", false],
])("a segment that %s can be redefined unasked or not, and then be put back", async (_, segment_id, used) => {
  await start();
  const definition = {
    condition_groups: [
      { conditions: [{ type: "profile-group-membership", is_member: true, group_ids: ["Y6nRLr"] }] },
    ],
  };
  const read = async () =>
    (await server.call("get_segment", { segment_id, detail: "full" })).json.data.definition;
  const before = await read();
  const { json, text } = await server.call("update_segment", { segment_id, definition });
  expect(json.status === "needs_confirmation", text).toBe(used);
  if (used) return expect(await read()).toEqual(before);
  expect(await read()).not.toEqual(before);
  // A whole body may do whatever the operation can, so that putting it back asks.
  const change = { change: json.undo };
  const { confirmation } = (await server.call("undo_change", change)).json;
  const undone = await server.call("undo_change", { ...change, confirmation });
  expect(undone.isError, undone.text).toBeFalsy();
  expect(await read()).toEqual(before);
});

it("what a session made it deletes unasked, and no other session's", async () => {
  await start();
  const { json } = await server.call("create_list", { name: "Mine" });
  const list_id = json.data.id;
  const { sandbox } = server;
  const env = { MATON_GATEWAY_URL: sandbox.url, MATON_CONTROL_URL: sandbox.url };
  const other = await startClient({ env, served });
  expect((await other.call("delete_list", { list_id })).json.status).toBe("needs_confirmation");
  await other.close();
  expect(await asks("delete_list", { list_id })).toBe(false);
  expect(await asks("delete_list", { list_id: "Hx8JzK" })).toBe(true);
});

it("a test e-mail asks once for its address", async () => {
  await start();
  const send = (recipients = ["me@example.com"], confirmation?: string) =>
    server.call("change_operation", {
      name: "create_template_preview_send_job",
      arguments: { template_id: "dmAjy2", recipients },
      ...(confirmation && { confirmation }),
    });
  const first = await send();
  expect(first.json.status, first.text).toBe("needs_confirmation");
  expect((await send(undefined, first.json.confirmation)).isError).toBeFalsy();
  expect((await send()).json.status).not.toBe("needs_confirmation");
  expect((await send(["other@example.com"])).json.status).toBe("needs_confirmation");
});

const CAMPAIGN = "01GDDKASAP8TKDDA2GRZDSVP4I";
const SENDING: [how: string, tool: string, args: Record<string, unknown>][] = [
  ["by its name", "send_campaign", { campaign_id: CAMPAIGN }],
  ["by any operation", "change_operation", { name: "send_campaign", arguments: { campaign_id: CAMPAIGN } }],
  [
    "by its path",
    "change_operation",
    {
      method: "POST",
      path: "/api/campaign-send-jobs",
      body: { data: { type: "campaign-send-job", id: CAMPAIGN } },
    },
  ],
];

it.each<[string, string, Record<string, unknown>]>([
  ...SENDING,
  [
    "by a path that nobody knows",
    "change_operation",
    { method: "POST", path: "/api/things", body: { data: {} } },
  ],
])("what is denied is refused %s", async (_, tool, args) => {
  await start({ args: ["--deny", "sends", "--confirm", "never"] });
  const { isError, text } = await server.call(tool, args);
  expect([isError, text]).toEqual([true, expect.stringMatching(/deny|refuses what sends/)]);
  expect(server.sent().filter(({ method }) => method !== "GET")).toEqual([]);
});

it.each(SENDING)("what is excluded is refused %s", async (_, tool, args) => {
  await start({ args: ["--exclude-tools", "send_campaign", "--confirm", "never"] });
  const { isError, text } = await server.call(tool, args);
  expect([isError, text]).toEqual([true, expect.stringContaining("--exclude-tools")]);
  expect(server.sent().filter(({ method }) => method !== "GET")).toEqual([]);
});
