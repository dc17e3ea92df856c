import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Started, startClient } from "./client.ts";

// What a model reads of what the sandbox does as Klaviyo is: through the built server and a real client.

const START = Date.parse("2026-11-20T10:00:00Z");
const [DOUBLE, SINGLE] = ["Y6nRLr", "T9mLcV"];

let clock = START;
let server: Started;
beforeAll(async () => {
  const sandbox = { now: () => new Date(clock) };
  server = await startClient({ args: ["--confirm", "never"], sandbox });
  await server.call("list_connections");
});
afterAll(() => server.close());
beforeEach(() => {
  clock = START;
  server.sandbox.reset();
});

type Arguments = Record<string, unknown>;

async function done(tool: string, args: Arguments): Promise<Answer["json"]> {
  const answer = await server.call(tool, args);
  expect(answer.isError, answer.text).toBeFalsy();
  return answer.json;
}

const template = async (): Promise<string> =>
  (await done("create_template", { name: "Own", editor_type: "CODE", html: "<p>One</p>" })).data.id;

async function draft(): Promise<{ campaign_id: string; campaign_message_id: string }> {
  const sender = { from_email: "hello@northwind-outfitters.example.com", from_label: "Northwind" };
  const args = { name: "New", channel: "email", included_audiences: [SINGLE], subject: "Hi", ...sender };
  const { id, relationships } = (await done("create_campaign", args)).data;
  return { campaign_id: id, campaign_message_id: relationships["campaign-messages"][0] };
}

/** Gives a new draft a template of its own, and answers with the id of the copy. */
async function assigned(): Promise<{ campaign_id: string; template_id: string }> {
  const { campaign_id, campaign_message_id } = await draft();
  const args = { campaign_message_id, template_id: await template() };
  const { data } = await done("assign_template_to_campaign_message", args);
  return { campaign_id, template_id: data.relationships.template };
}

const flowOf = async (template_id: string): Promise<Answer["json"]> =>
  (
    await done("create_flow", {
      name: "New",
      definition: {
        triggers: [{ type: "list", id: SINGLE }],
        actions: [
          {
            temporary_id: "a",
            type: "send-email",
            data: { message: { name: "Mail", subject_line: "Hi", template_id } },
            links: { next: null },
          },
        ],
        entry_action_id: "a",
      },
    })
  ).data;

const subscribe = (profile: Arguments, list_id?: string) =>
  done("bulk_subscribe_profiles", {
    ...(list_id && { list_id }),
    profiles: [{ email: "new@example.com", channels: ["email"], ...profile }],
  });

const found = async (): Promise<Answer["json"][]> =>
  (await done("get_profiles", { filter: 'equals(email,"new@example.com")' })).data;

it.each<[what: string, tool: string, args: () => Promise<Arguments>, says: RegExp]>([
  [
    "a list that is not there names list_id",
    "bulk_subscribe_profiles",
    async () => ({ list_id: "NOPE01", profiles: [{ email: "a@example.com", channels: ["email"] }] }),
    /no list has the id or the name "NOPE01"\nArgument: list_id/,
  ],
  [
    "a tag group that is not there names tag_group_id",
    "create_tag",
    async () => ({ name: "New", tag_group_id: "0a0a0a0a-0000-4000-8000-000000000000" }),
    /404 from Klaviyo: Tag Group with id .* not found\nArgument: tag_group_id/,
  ],
  [
    "a profile that is not there is said to be missing",
    "create_or_update_profile",
    async () => ({ profile_id: "01NOBODY", first_name: "A" }),
    /no profile has "01NOBODY" as id or external id\nArgument: profile_id/,
  ],
  [
    "an id that no event can have is said to be none",
    "get_event",
    async () => ({ event_id: "NO-PE" }),
    /400 from Klaviyo: Invalid Event ID: 'NO-PE'/,
  ],
  [
    "a template that a flow's message has is not deleted",
    "delete_template",
    async () => {
      const { definition } = await flowOf(await template());
      return { template_id: definition.actions[0].data.message.template_id };
    },
    /409 from Klaviyo: Cannot delete template \w+ while it is attached to\s+FlowMessage \w+/,
  ],
  [
    "the clone that a message has is not changed",
    "update_template",
    async () => ({ template_id: (await assigned()).template_id, html: "<p>Two</p>" }),
    /404 from Klaviyo: A template with id \w+ does not exist/,
  ],
  [
    "one utm parameter is refused by the name of what it is in",
    "create_campaign",
    async () => ({
      name: "New",
      channel: "email",
      included_audiences: [SINGLE],
      subject: "Hi",
      tracking_options: {
        add_tracking_params: true,
        custom_tracking_params: [{ type: "static", name: "utm_source", value: "a" }],
      },
    }),
    /400 from Klaviyo: custom_tracking_params must include utm_medium\.\nArgument: tracking_options\.custom_tracking_params/,
  ],
])("%s", async (_, tool, args, says) => {
  const answer = await server.call(tool, await args());
  expect(answer.isError, answer.text).toBe(true);
  expect(answer.text).toMatch(says);
});

describe("what has another status than its document says is done all the same", () => {
  it("a template is rendered, cloned and deleted", async () => {
    const template_id = await template();
    const rendered = await done("render_template", { template_id, context: {} });
    expect(rendered.data.html).toBe("<html><head></head><body><p>One</p></body></html>");
    const clone = await done("clone_template", { template_id, name: "Again" });
    expect(clone.data).toMatchObject({ name: "Again" });
    expect(clone.data.id).not.toBe(template_id);
    expect(await done("delete_template", { template_id })).toMatchObject({ ok: true });
    expect((await server.call("get_template", { template_id })).text).toContain("404");
  });

  it("two profiles are merged", async () => {
    const [{ id: profile_id }, { id: other }] = (await done("get_profiles", {})).data;
    const args = { destination_profile_id: profile_id, source_profile_id: other };
    expect((await done("merge_profiles", args)).data).toEqual({ id: profile_id });
  });
});

it("html that was normalised is said to be changed", async () => {
  const made = await done("create_template", { name: "Own", editor_type: "CODE", html: "<p>One</p>" });
  expect(made.omitted).toContain("html (not as it was sent: Klaviyo changed it)");
});

it("a number that Klaviyo drops beside an e-mail is told", async () => {
  const told = await subscribe({ phone_number: "+11155550123", channels: ["email", "sms"] }, SINGLE);
  expect(told.omitted).toContain("Klaviyo took the rest, and not this: phone_number.");
  const people = await found();
  expect(people.map(({ email, phone_number: phone }) => [email, phone ?? null])).toEqual([
    ["new@example.com", null],
  ]);
});

it.each<[string, string | undefined, number]>([
  ["to a list of double opt-in shows nobody", DOUBLE, 0],
  ["without a list shows nobody", undefined, 0],
  ["to a list of single opt-in shows who joined", SINGLE, 1],
])("a subscription %s", async (_, list, count) => {
  await subscribe({}, list);
  expect(await found()).toHaveLength(count);
});

it("a flow's copy of a template has its own id in the answer, and its text when read", async () => {
  const source = await template();
  const { definition } = await flowOf(source);
  const { template_id } = definition.actions[0].data.message;
  expect(template_id).not.toBe(source);
  const copy = await done("get_template", { template_id, fields: ["html"] });
  expect(copy.data.html).toContain("One");
});

it("archived flows and campaigns come when they are asked for alone", async () => {
  const names = async (tool: string, args: Arguments) =>
    (await done(tool, args)).data.map(({ name }: { name: string }) => name);
  const archived = { filter: "equals(archived,true)" };
  for (const [tool, args] of [
    ["get_flows", {}],
    ["get_campaigns", { channel: "email", page_size: 100 }],
  ] as const) {
    const aside = await names(tool, { ...args, ...archived });
    expect(aside.length).toBeGreaterThan(0);
    const shown = await names(tool, args);
    expect(shown.filter((name: string) => aside.includes(name))).toEqual([]);
  }
});

it("a send that is watched goes on with the account's clock alone", async () => {
  const { campaign_id } = await assigned();
  await done("send_campaign", { campaign_id });
  const seen = async () => (await done("get_campaign_send_job", { campaign_id })).data.status;
  for (let at = 0; at < 3; at++) expect(await seen()).toBe("queued");
  clock = START + 2000;
  expect(await seen()).toBe("complete");
});

it("a revision that the sandbox does not speak is refused by a sentence that says what it speaks", async () => {
  const older = await startClient({ env: { KLAVIYO_REVISION: "2026-04-15" } });
  try {
    const { isError, text } = await older.call("get_lists");
    expect(isError).toBe(true);
    expect(text).toContain("The sandbox speaks the revisions 2026-07-15, 2026-10-15, 2026-07-15.pre;");
  } finally {
    await older.close();
  }
});
