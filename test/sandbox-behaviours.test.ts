import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox/index.ts";
import { type Ask, data, startAsking, subscribing, type Told, to } from "./asked.ts";

// What a call does to the account, as Klaviyo does it: who is subscribed, what is copied, what goes on by itself.

const [DOUBLE, SINGLE] = ["Y6nRLr", "T9mLcV"];
const START = Date.parse("2026-11-20T10:00:00Z");
const NEW = { email: "new@example.com" };

let clock = START;
let sandbox: Sandbox;
let ask: Ask;
beforeAll(async () => {
  ({ sandbox, ask } = await startAsking({ now: () => new Date(clock) }));
});
afterAll(() => sandbox.close());
beforeEach(() => {
  clock = START;
  sandbox.reset();
});

type Json = Told["json"];
const read = async (path: string, query: Record<string, string> = {}): Promise<Json> => {
  const { status, json, text } = await ask(`GET ${path}`, { query });
  expect(status, text).toBe(200);
  return json;
};
const make = async (path: string, body: unknown): Promise<Json> => {
  const { status, json, text } = await ask(`POST ${path}`, { body });
  expect(status, text).toBeLessThan(300);
  return json;
};

const found = async (email: string): Promise<Json[]> =>
  (
    await read("profiles", {
      filter: `equals(email,"${email}")`,
      "additional-fields[profile]": "subscriptions",
    })
  ).data;
const consentOf = (profile: Json): string => profile.attributes.subscriptions.email.marketing.consent;
const members = async (list: string): Promise<number> =>
  (await read(`lists/${list}`, { "additional-fields[list]": "profile_count" })).data.attributes.profile_count;

describe("a bulk subscription", () => {
  const subscribe = (people: object[], list?: string, more?: object) =>
    make("profile-subscription-bulk-create-jobs", subscribing(people, list, more));
  const dated = {
    ...NEW,
    subscriptions: { email: { marketing: { consent: "SUBSCRIBED", consented_at: "2025-01-01T00:00:00Z" } } },
  };
  const imported = { historical_import: true };

  it.each<[what: string, person: object, list: string | undefined, more: object, joins: boolean]>([
    ["to a list of single opt-in subscribes at once", NEW, SINGLE, {}, true],
    ["to a list of double opt-in waits", NEW, DOUBLE, {}, false],
    ["without a list creates nobody", NEW, undefined, {}, false],
    [
      "of those who agreed before subscribes at once to a list of double opt-in",
      dated,
      DOUBLE,
      imported,
      true,
    ],
    ["of those who agreed before subscribes at once without a list", dated, undefined, imported, true],
  ])("%s", async (_, person, list, more, joins) => {
    const before = list && (await members(list));
    await subscribe([person], list, more);
    const people = await found(NEW.email);
    expect(people.map(consentOf)).toEqual(joins ? ["SUBSCRIBED"] : []);
    if (list) expect(await members(list)).toBe(Number(before) + (joins ? 1 : 0));
  });

  it("that waits leaves the consent of a known profile as it was", async () => {
    await make("profiles", data("profile", NEW));
    await subscribe([NEW], DOUBLE);
    await subscribe([NEW]);
    expect((await found(NEW.email)).map(consentOf)).toEqual(["NEVER_SUBSCRIBED"]);
  });

  it("with an e-mail that stands in it twice joins the list once", async () => {
    const before = await members(SINGLE);
    await subscribe([NEW, { email: "NEW@example.com" }, NEW], SINGLE);
    expect(await found(NEW.email)).toHaveLength(1);
    expect(await members(SINGLE)).toBe(before + 1);
    await subscribe([NEW], SINGLE);
    expect(await members(SINGLE)).toBe(before + 1);
  });
});

it("an import with an e-mail that stands in it twice joins the list once", async () => {
  const before = await members(SINGLE);
  const profiles = { data: [NEW, NEW, NEW].map((attributes) => ({ type: "profile", attributes })) };
  const relationships = { lists: { data: [{ type: "list", id: SINGLE }] } };
  await make("profile-bulk-import-jobs", data("profile-bulk-import-job", { profiles }, { relationships }));
  expect(await found(NEW.email)).toHaveLength(1);
  expect(await members(SINGLE)).toBe(before + 1);
});

describe("lists leave out, unless they are asked", () => {
  it.each([
    ["campaigns", "archived", 'equals(messages.channel,"email"),'],
    ["flows", "archived", ""],
    ["images", "hidden", ""],
  ])("%s that are %s", async (path, name, rest) => {
    if (path === "images") {
      const [{ id }] = (await read("images")).data;
      await ask(`PATCH images/${id}`, { body: data("image", { hidden: true }, { id }) });
    }
    const of = async (filter: string) =>
      (await read(path, filter ? { filter } : {})).data.map(({ attributes }: Json) => attributes[name]);
    const [unasked, aside, shown] = [
      await of(rest.replace(/,$/, "")),
      await of(`${rest}equals(${name},true)`),
      await of(`${rest}equals(${name},false)`),
    ];
    expect(new Set(unasked)).toEqual(new Set([false]));
    expect(new Set(aside)).toEqual(new Set([true]));
    expect(shown).toEqual(unasked);
  });

  it("a resource aside is still read by its id", async () => {
    const [{ id }] = (await read("flows", { filter: "equals(archived,true)" })).data;
    expect((await read(`flows/${id}`)).data.attributes.archived).toBe(true);
  });
});

it("a filter of segments by their star is taken and not applied", async () => {
  const all = (await read("segments")).data;
  expect((await read("segments", { filter: "equals(is_starred,true)" })).data).toEqual(all);
  const stars = new Set(all.map(({ attributes }: Json) => attributes.is_starred));
  expect(stars).toEqual(new Set([true, false]));
});

const library = async (): Promise<string[]> => {
  const ids: string[] = [];
  let query: Record<string, string> | undefined = {};
  while (query) {
    const { data: page, links }: Json = await read("templates", query);
    ids.push(...page.map(({ id }: Json) => id));
    query = links.next
      ? { "page[cursor]": new URL(links.next).searchParams.get("page[cursor]") ?? "" }
      : undefined;
  }
  return ids;
};

const template = async (): Promise<string> =>
  (await make("templates", data("template", { name: "Own", editor_type: "CODE", html: "<p>One</p>" }))).data
    .id;

it("the copies that the account's messages have are in no list, each of one message", async () => {
  const filter = 'equals(messages.channel,"email")';
  const { included: messages } = await read("campaigns", { filter, include: "campaign-messages" });
  const held: string[] = [];
  for (const { id } of messages.slice(0, 4)) {
    const [copy] = (await read(`campaign-messages/${id}`, { include: "template" })).included;
    expect(copy.attributes.name).toMatch(/^Clone of \w{6}$/);
    held.push(copy.id);
  }
  const { data: actions } = await read("flows/VJvBNr/flow-actions");
  for (const { attributes } of actions) held.push(attributes.definition.data.message?.template_id ?? []);
  const ids = held.flat();
  expect(ids.length).toBeGreaterThan(6);
  expect(new Set(ids).size).toBe(ids.length);
  const listed = await library();
  expect(ids.filter((id) => listed.includes(id))).toEqual([]);
});

describe("a template that a campaign's message is given", () => {
  it("is copied: the copy is in the answer, in no list, and cannot be changed", async () => {
    const source = await template();
    const campaign = data("campaign", {
      name: "Draft",
      audiences: { included: [SINGLE] },
      "campaign-messages": {
        data: [{ type: "campaign-message", attributes: { definition: { channel: "email", content: {} } } }],
      },
    });
    const { data: made } = await make("campaigns", campaign);
    const [{ id }] = made.relationships["campaign-messages"].data;
    const listed = await library();
    const assigned = await make("campaign-message-assign-template", {
      data: { type: "campaign-message", id, relationships: { template: to("template", source) } },
    });
    const copy = assigned.data.relationships.template.data.id;
    expect(copy).not.toBe(source);
    expect(assigned.included).toMatchObject([
      { id: copy, attributes: { name: `Clone of ${source}`, html: expect.stringContaining("One") } },
    ]);
    expect(await library()).toEqual(listed);
    const body = data("template", { html: "<p>Two</p>" }, { id: copy });
    expect((await ask(`PATCH templates/${copy}`, { body })).status).toBe(404);
    const change = data("template", { html: "<p>Two</p>" }, { id: source });
    expect((await ask(`PATCH templates/${source}`, { body: change })).status).toBe(200);
    const read1 = await read(`campaign-messages/${id}`, { include: "template" });
    expect(read1.included[0].attributes.html).toContain("One");
  });
});

describe("a flow that is made", () => {
  const NEXT = { next: null };
  const flow = (actions: object[]) =>
    data("flow", {
      name: "New",
      definition: { triggers: [{ type: "list", id: SINGLE }], actions, entry_action_id: "a" },
    });
  const wait = { temporary_id: "a", type: "time-delay", data: { unit: "days", value: 1 } };
  const mail = (template_id: string) => ({
    temporary_id: "b",
    type: "send-email",
    data: { message: { name: "Mail", subject_line: "Hi", template_id } },
  });

  it("is answered with its definition: real ids in place of temporary ones, and nothing that live has not", async () => {
    const { data: made } = await make(
      "flows",
      flow([{ ...wait, links: { next: "b" } }, mail(await template())]),
    );
    const { actions, entry_action_id, ...rest } = made.attributes.definition;
    expect(rest).toEqual({ triggers: [{ type: "list", id: SINGLE }], profile_filter: null });
    expect(entry_action_id).toBe(actions[0].id);
    expect(actions).toEqual([
      {
        id: expect.stringMatching(/^\d+$/),
        type: "time-delay",
        data: { unit: "days", value: 1, secondary_value: null, timezone: "profile" },
        links: { next: actions[1].id },
      },
      {
        id: expect.stringMatching(/^\d+$/),
        type: "send-email",
        data: { status: "draft", message: expect.any(Object) },
        links: NEXT,
      },
    ]);
    const read1 = (await read(`flows/${made.id}`, { "additional-fields[flow]": "definition" })).data;
    expect(read1.attributes.definition).toEqual(made.attributes.definition);
    expect((await read(`flows/${made.id}`)).data.attributes.definition).toBeUndefined();
  });

  it("has a copy of each template: in no list, kept when the source is changed and the flow is gone", async () => {
    const source = await template();
    const listed = await library();
    const { data: made } = await make("flows", flow([{ ...mail(source), temporary_id: "a" }]));
    const { message } = made.attributes.definition.actions[0].data;
    expect(message).toEqual({
      from_email: expect.stringContaining("@"),
      from_label: expect.any(String),
      reply_to_email: null,
      cc_email: null,
      bcc_email: null,
      subject_line: "Hi",
      preview_text: null,
      template_id: expect.not.stringMatching(source),
      smart_sending_enabled: true,
      transactional: false,
      add_tracking_params: false,
      custom_tracking_params: null,
      additional_filters: null,
      name: "Mail",
      id: expect.any(String),
    });
    expect(await library()).toEqual(listed);
    const change = data("template", { html: "<p>Two</p>" }, { id: source });
    expect((await ask(`PATCH templates/${source}`, { body: change })).status).toBe(200);
    const copy = `templates/${message.template_id}`;
    const { channel } = (await read(`flow-messages/${message.id}`)).data.attributes;
    expect(channel).toBe("Email");
    expect((await read(copy)).data.attributes).toMatchObject({
      name: "Own",
      html: expect.stringContaining("One"),
    });
    expect((await ask(`DELETE flows/${made.id}`)).status).toBe(204);
    expect((await read(copy)).data.attributes.html).toContain("One");
  });
});
