import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { selectionOf } from "../src/tool/shown.ts";
import type { Input } from "../src/tool/tool.ts";
import { shapeResult } from "../src/wire/result.ts";
import { type Started, startClient } from "./client.ts";
import { everyOperation } from "./every-call.ts";
import { served } from "./served-inside.ts";

// What surprises at Klaviyo is told in the result in which it is met, and in no other.

let server: Started;
beforeAll(async () => {
  server = await startClient({ served, args: ["--confirm", "never"] });
});
afterAll(() => server.close());

const hintOf = async (tool: string, args: Record<string, unknown>) => {
  const { json, text, isError } = await server.call(tool, args);
  expect(isError ?? false, text).toBe(false);
  return String(json.hint ?? "");
};

const DOUBLE = "Hx8JzK";
const UNCONFIRMED = "before they confirm";
const person = { email: "zoe@example.com", channels: ["email"] };
const ELSEWHERE = "the account's default decides";

describe("a list with double opt-in", () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ["when it is made", "create_list", { name: "Waiting" }, UNCONFIRMED],
    [
      "when its size is asked",
      "get_list",
      { list_id: DOUBLE, additional_fields: ["profile_count"] },
      UNCONFIRMED,
    ],
    [
      "when a list is made so",
      "update_list",
      { list_id: DOUBLE, opt_in_process: "double_opt_in" },
      UNCONFIRMED,
    ],
    [
      "when nobody is on it",
      "get_profiles_for_list",
      { list_id: DOUBLE },
      "only those are members who confirmed",
    ],
    [
      "when somebody subscribes",
      "bulk_subscribe_profiles",
      { list_id: DOUBLE, profiles: [person] },
      UNCONFIRMED,
    ],
    ["when the account decides", "bulk_subscribe_profiles", { profiles: [person] }, ELSEWHERE],
  ])("says %s that people have to confirm", async (_, tool, args, said) => {
    expect(await hintOf(tool, args)).toContain(said);
  });

  const before = { ...person, consented_at: "2025-01-01T00:00:00Z" };
  it.each<[string, string, Record<string, unknown>]>([
    ["when only its name is asked", "get_list", { list_id: DOUBLE }],
    ["of a list without it", "update_list", { list_id: "R7kQwT", opt_in_process: "single_opt_in" }],
    ["when it is renamed", "update_list", { list_id: DOUBLE, name: "Waiting list" }],
    ["when somebody is on it", "get_profiles_for_list", { list_id: "Y6nRLr", page_size: 1 }],
    [
      "of people who consented before",
      "bulk_subscribe_profiles",
      { list_id: DOUBLE, profiles: [before], historical_import: true },
    ],
  ])("says nothing %s", async (_, tool, args) => {
    expect(await hintOf(tool, args)).not.toMatch(/confirm|default/);
  });
});

describe("a template that is assigned", () => {
  let clone = "";
  let source = "";
  let message = "";
  beforeAll(async () => {
    source = (await server.call("get_templates", { page_size: 1 })).json.data[0].id;
    const campaign = { name: "x", channel: "email", included_audiences: ["Y6nRLr"] };
    const made = await server.call("create_campaign", campaign);
    // create_campaign tells where the message's id is, and there it is.
    expect(made.json.hint).toContain("relationships.campaign-messages has its message's id");
    message = made.json.data.relationships["campaign-messages"][0];
  });

  it("is cloned, which its answer says", async () => {
    const args = { campaign_message_id: message, template_id: source };
    const { json } = await server.call("assign_template_to_campaign_message", args);
    clone = json.data.relationships.template;
    expect(clone).not.toBe(source);
    expect(json.hint).toContain(
      `later edits of template ${source} change nothing here until assign_template_to_campaign_message`,
    );
  });

  it("is edited without an effect on campaigns, which that answer says", async () => {
    expect(await hintOf("update_template", { template_id: source, name: "Edited" })).toBe(
      "Campaign messages keep the copy that they were given before. assign_template_to_campaign_message gives them a new one.",
    );
  });

  it("is not found by the clone's id when it is edited, which the error explains", async () => {
    const { text, isError } = await server.call("update_template", { template_id: clone, name: "Edited" });
    expect(isError).toBe(true);
    expect(text.split("\n")).toEqual([
      expect.stringContaining("404"),
      "Argument: template_id",
      "The clone that a campaign message uses cannot be edited: edit its source, and assign that again. Check template_id. get_templates lists valid ones.",
    ]);
  });
});

it("says beside the topics of webhooks that none is of a campaign's send", async () => {
  const { json } = await server.call("get_webhook_topics");
  expect(json.hint).toBe(
    "Each is of what one person did or was sent: none is of a campaign as a whole. get_campaign_send_job shows how far a campaign's send is.",
  );
  const words = json.data.map(({ id }: { id: string }) => id).filter((id: string) => /campaign/.test(id));
  expect(words).toEqual([]);
});

it("says nothing that names a hidden tool", async () => {
  const narrow = await startClient({
    served,
    args: ["--confirm", "never", "--tools", "update_template,get_templates"],
  });
  const template_id = (await narrow.call("get_templates", { page_size: 1 })).json.data[0].id;
  const { json } = await narrow.call("update_template", { template_id, name: "Edited" });
  expect(json.hint).toBe("Campaign messages keep the copy that they were given before.");
  await narrow.close();
});

describe.each([
  ["archived", "Archived", ["get_campaigns", "get_flows"]],
  ["hidden", "Hidden", ["get_images"]],
] as const)("what is %s", (field, word, some) => {
  const lists = everyOperation.filter(({ result }) => result.kind === "collection");
  const knowing = lists.filter(({ request }) => request.query.filter?.[field]);
  const told = (tool: (typeof lists)[number], input: Input, came = false, next: string | null = null) => {
    const document = { data: [{ type: "x", id: "1", attributes: { [field]: came } }], links: { next } };
    const fetched = { documents: [document], status: 200 };
    const { hint } = shapeResult(tool, fetched, input, 45_000, selectionOf(tool, input));
    return String(hint ?? "").includes(`${word} ones come only with equals(${field},true) in the filter.`);
  };

  it("is told of at the end of those lists alone whose filter knows the word", () => {
    expect(knowing.map(({ name }) => name)).toEqual(expect.arrayContaining([...some]));
    for (const tool of lists) expect(told(tool, {}), tool.name).toBe(knowing.includes(tool));
  });

  it.each(knowing.map((tool) => [tool.name, tool] as const))(
    "is told of by %s unless it was asked for, came, or more is to come",
    (_, tool) => {
      expect(told(tool, { filter: 'contains(name,"x")' })).toBe(true);
      expect(told(tool, { filter: `contains(name,"${field}")` })).toBe(true);
      expect(told(tool, { filter: `contains(name,"x"),equals(${field},false)` })).toBe(false);
      expect(told(tool, { filter: `equals(${field},true)` })).toBe(false);
      expect(told(tool, {}, true)).toBe(false);
      expect(told(tool, {}, false, "https://a.klaviyo.com/api/x?page%5Bcursor%5D=c")).toBe(false);
    },
  );

  it.each(some.filter((name) => name !== "get_images"))("is told of by %s to a client", async (name) => {
    const channel = name === "get_campaigns" ? { channel: "email" } : {};
    const filter = 'contains(name,"no such name")';
    expect(await hintOf(name, { ...channel, filter })).toContain(`${word} ones come only with equals(`);
    const asked = { ...channel, filter: `${filter},equals(${field},true)` };
    expect(await hintOf(name, asked)).not.toContain("come only with");
  });
});
