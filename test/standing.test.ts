import type { ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Answer } from "../src/ask/question.ts";
import { STANDING_MS } from "../src/call/deciding.ts";
import { type Started, startClient } from "./client.ts";
import { connectionsOf, startInProcess } from "./in-process.ts";
import { served } from "./served-inside.ts";

// A person may allow such changes for half an hour, of what adds, edits, replaces or starts; and take it back.

const FOR_A_WHILE: ElicitResult = { action: "accept", content: { confirm: true, half_hour: true } };
let answer: ElicitResult;
let asked: string[][] = [];
let server: Started;
let accounts: string[];
beforeAll(async () => {
  server = await startClient({
    served,
    args: ["--unasked", "0,0"],
    sandbox: { connections: "two" },
    elicit: (_, fields) => {
      asked.push(fields);
      return answer;
    },
  });
  accounts = (await server.call("list_connections")).json.data.map(({ id }: { id: string }) => id);
});
afterAll(() => server.close());
beforeEach(async () => {
  answer = FOR_A_WHILE;
  await server.call("undo_change", { change: "approval" });
  server.sandbox.reset();
  asked = [];
});

/** How many questions a change put to the person. */
async function questionsOf(tool: string, args: Record<string, unknown>, account = 0): Promise<number> {
  const before = asked.length;
  const { isError, text } = await server.call(tool, { ...args, connection_id: accounts[account] });
  expect(isError, text).toBeFalsy();
  return asked.length - before;
}
const rename = (name: string) => questionsOf("update_list", { list_id: "Y6nRLr", name });
const make = (account?: number) => questionsOf("create_list", { name: "New" }, account);

describe("half an hour is offered", () => {
  const first = "01GDDKASAP8TKDDA2GRZDSVP4H";
  it.each<[effect: string, offered: boolean, tool: string, args: Record<string, unknown>]>([
    ["adds", true, "create_list", { name: "Other" }],
    ["edits", true, "update_list", { list_id: "Y6nRLr", name: "Other" }],
    ["replaces", true, "update_template", { template_id: "dmAjy2", html: "<p>new</p>" }],
    ["starts", true, "add_profiles_to_list", { list_id: "Y6nRLr", profile_ids: [first] }],
    ["sends", false, "send_campaign", { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" }],
    ["publishes", false, "update_flow", { flow_id: "8fucdi", status: "live" }],
    ["stops", false, "cancel_campaign_send", { campaign_id: "01GHDEX2339CQDMMDYCNG1DDW0", action: "revert" }],
    ["deletes", false, "delete_template", { template_id: "dmAjy2" }],
    [
      "forwards",
      false,
      "create_webhook",
      {
        name: "w",
        endpoint_url: "https://example.com/hook",
        secret_key: "a-secret-of-the-test",
        topic_ids: ["event:klaviyo.sent_sms"],
      },
    ],
    [
      "identity",
      false,
      "merge_profiles",
      { destination_profile_id: first, source_profile_id: "01GSTHVBZ3GCPDVK3VGJFH9ER1" },
    ],
    [
      "consent",
      false,
      "bulk_unsubscribe_profiles",
      { profiles: [{ email: "ann@example.com", channels: ["email"] }] },
    ],
    [
      "edits, and consent with it",
      false,
      "update_list",
      { list_id: "Y6nRLr", opt_in_process: "single_opt_in" },
    ],
  ])("of what %s: %s", async (_, offered, tool, args) => {
    answer = { action: "decline" };
    expect(await questionsOf(tool, args)).toBe(1);
    expect(asked).toEqual([["confirm", ...(offered ? ["half_hour"] : [])]]);
  });
});

describe("what a person allowed for half an hour", () => {
  it("is said, and is taken back", async () => {
    const first = await server.call("update_list", {
      list_id: "Y6nRLr",
      name: "A",
      connection_id: accounts[0],
    });
    expect(first.json.hint).toContain("ask nobody for 30 minutes");
    expect(await rename("B")).toBe(0);
    const back = await server.call("undo_change", { change: "approval" });
    expect(back.json).toMatchObject({ ok: true });
    expect(await rename("C")).toBe(1);
  });

  it("is of such changes, and no others", async () => {
    await rename("A");
    expect(await make()).toBe(1);
    // What was allowed adds up.
    expect([await make(), await rename("B")]).toEqual([0, 0]);
    // A client that says so of what cannot be allowed for a while allows it once.
    expect(await questionsOf("delete_list", { list_id: "Hx8JzK" })).toBe(1);
    expect(await questionsOf("delete_list", { list_id: "QdF2hN" })).toBe(1);
    expect(asked.slice(-2)).toEqual([["confirm"], ["confirm"]]);
    const once = await server.call("delete_segment", { segment_id: "RcJ6Lq", connection_id: accounts[0] });
    expect(once.json.ok, once.text).toBe(true);
    expect(once.text).not.toContain("30 minutes");
  });

  it("is of its account", async () => {
    expect([await make(0), await make(1), await make(0), await make(1)]).toEqual([1, 1, 0, 0]);
  });

  it("ends by a no to whatever else", async () => {
    await rename("A");
    answer = { action: "decline" };
    expect(await questionsOf("delete_segment", { segment_id: "SnP4Hy" })).toBe(1);
    answer = FOR_A_WHILE;
    expect(await rename("B")).toBe(1);
  });

  it("is not there when a plain yes was said", async () => {
    answer = { action: "accept", content: { confirm: true, half_hour: false } };
    expect([await rename("A"), await rename("B")]).toEqual([1, 1]);
  });
});

describe("by the clock", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("holds for thirty minutes and for its session", async () => {
    const inside = startInProcess(
      ({ host }) =>
        host === "control" ? connectionsOf("c") : { data: { type: "list", id: "L", attributes: {} } },
      ["--confirm", "dangerous", "--unasked", "0,0"],
    );
    let questions = 0;
    const elicit = async (): Promise<Answer> => {
      questions += 1;
      return { said: "yes for half an hour" };
    };
    const asks = async (
      session = "s",
      tool = "create_list",
      args: Record<string, unknown> = { name: "New" },
    ) => {
      const before = questions;
      const client = { caller: { session, client: "test 1" }, elicit };
      const { isError, text } = await inside.call(tool, args, client);
      expect(isError, text).toBeFalsy();
      return questions > before;
    };
    expect([await asks(), await asks("other"), await asks()]).toEqual([true, true, false]);
    vi.advanceTimersByTime(STANDING_MS - 1);
    expect(await asks()).toBe(false);
    // What is allowed later makes nothing last longer that was allowed before.
    expect(await asks("s", "update_list", { list_id: "M", name: "Other" })).toBe(true);
    vi.advanceTimersByTime(1);
    expect(await asks()).toBe(true);
    expect(STANDING_MS).toBe(30 * 60_000);
  });
});
