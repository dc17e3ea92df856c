import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox/index.ts";
import { type Ask, data, startAsking, type Told, to } from "./asked.ts";

// What stands in an answer, and what does not, as recorded answers of a live account have it.

const EMAIL = { filter: 'equals(messages.channel,"email")' };
const SMS = { filter: 'equals(messages.channel,"sms")' };

let sandbox: Sandbox;
let ask: Ask;
beforeAll(async () => {
  ({ sandbox, ask } = await startAsking());
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

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
const first = async (path: string, query: Record<string, string> = {}): Promise<Json> =>
  (await read(path, query)).data[0];

describe("the template of a campaign's message", () => {
  const messageOf = async (name: string) =>
    (await first("campaigns", { filter: `${EMAIL.filter},equals(status,"${name}")` })).relationships[
      "campaign-messages"
    ].data[0].id;

  it("is linked alone where it is not included", async () => {
    const { data: message } = await read(`campaign-messages/${await messageOf("Sent")}`);
    expect(Object.keys(message.relationships.template)).toEqual(["links"]);
  });

  it("is named where it is included, and null where there is none", async () => {
    const include = { include: "template" };
    const sent = await read(`campaign-messages/${await messageOf("Sent")}`, include);
    expect(sent.data.relationships.template.data).toEqual({
      type: "template",
      id: sent.included[0].id,
    });
    const { data: made } = await make("campaigns", draft());
    const [{ id }] = made.relationships["campaign-messages"].data;
    const empty = await read(`campaign-messages/${id}`, include);
    expect([empty.data.relationships.template.data, empty.included]).toEqual([null, []]);
  });
});

const draft = () =>
  data("campaign", {
    name: "Draft",
    audiences: { included: ["T9mLcV"] },
    "campaign-messages": {
      data: [{ type: "campaign-message", attributes: { definition: { channel: "email", content: {} } } }],
    },
  });

it("an aggregate's id is a big integer, and its page's end is said", async () => {
  const filter = [
    "greater-or-equal(datetime,2026-11-01T00:00:00)",
    "less-than(datetime,2026-11-08T00:00:00)",
  ];
  const { data: made, links } = await make(
    "metric-aggregates",
    data("metric-aggregate", { metric_id: "TxVpCr", measurements: ["count"], filter }),
  );
  expect(made.id).toMatch(/^\d{17,20}$/);
  expect(links).toMatchObject({ next: null, prev: null });
});

it("an event's time has a T and an offset, of the account's own and of a new one", async () => {
  const form = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/;
  expect((await first("events")).attributes.datetime).toMatch(form);
  await make(
    "events",
    data("event", {
      metric: data("metric", { name: "Just Made" }),
      profile: data("profile", { email: "new@example.com" }),
      properties: {},
    }),
  );
  const metrics = (await read("metrics")).data;
  const { id } = metrics.find(({ attributes }: Json) => attributes.name === "Just Made");
  const made = await first("events", { filter: `equals(metric_id,"${id}")` });
  expect(made.attributes.datetime).toMatch(form);
});

describe("a profile", () => {
  const nowhere = Object.fromEntries(
    "address1 address2 city country latitude longitude region zip timezone ip"
      .split(" ")
      .map((name) => [name, null]),
  );

  it("that says nowhere has a location of nulls, and one that says a city has the rest as nulls", async () => {
    const { data: none } = await make("profiles", data("profile", { email: "a@example.com" }));
    expect(none.attributes.location).toEqual(nowhere);
    const body = data("profile", { email: "b@example.com", location: { city: "Leeds" } });
    const { data: some } = await make("profiles", body);
    expect(some.attributes.location).toEqual({ ...nowhere, city: "Leeds" });
  });

  it("has what no fieldset names where it is whole, and not where fields are chosen", async () => {
    const whole = (await first("profiles")).attributes;
    expect(whole).toMatchObject({ anonymous_id: null, whatsapp_bsuid: null });
    const chosen = (await first("profiles", { "fields[profile]": "email" })).attributes;
    expect(Object.keys(chosen)).toEqual(["email"]);
  });

  it("was asked about both kinds of tracking, and of a channel that it was never asked about has null", async () => {
    const query = { "additional-fields[profile]": "subscriptions" };
    const { id } = (await make("profiles", data("profile", { email: "a@example.com" }))).data;
    for (const path of [`profiles/${(await first("profiles")).id}`, `profiles/${id}`]) {
      const { subscriptions } = (await read(path, query)).data.attributes;
      const never = { consent: "NEVER_SUBSCRIBED", can_receive: false, valid_until: null };
      expect(subscriptions.email.open_tracking).toMatchObject(never);
      expect(subscriptions.email.click_tracking).toMatchObject(never);
      expect(subscriptions.whatsapp).toBeNull();
    }
  });
});

it("an e-mail campaign says whether it ignores unsubscribes, an SMS campaign does not", async () => {
  const { data: made } = await make("campaigns", draft());
  const options = { use_smart_sending: expect.any(Boolean), ignore_unsubscribes: false };
  expect(made.attributes.send_options).toEqual(options);
  expect((await first("campaigns", EMAIL)).attributes.send_options).toEqual(options);
  expect(Object.keys((await first("campaigns", SMS)).attributes.send_options)).toEqual(["use_smart_sending"]);
  const { data: changed } = (
    await ask(`PATCH campaigns/${made.id}`, {
      body: data("campaign", { send_options: { use_smart_sending: false } }, { id: made.id }),
    })
  ).json;
  expect(changed.attributes.send_options).toEqual({ use_smart_sending: false, ignore_unsubscribes: false });
});

it("a coupon's least balance comes back as text", async () => {
  const monitor_configuration = { low_balance_threshold: 250 };
  const { data: made } = await make("coupons", data("coupon", { external_id: "NEW", monitor_configuration }));
  const asText = { low_balance_threshold: "250" };
  expect(made.attributes.monitor_configuration).toEqual(asText);
  expect((await read("coupons/NEW")).data.attributes.monitor_configuration).toEqual(asText);
});

it.each([
  ["2026-12-24T18:00:00Z", "2026-12-24T18:00:00+00:00"],
  ["2026-12-24T18:00:00+05:00", "2026-12-24T13:00:00+00:00"],
  ["2026-12-24T18:00:00.000Z", "2026-12-24T18:00:00+00:00"],
])("a code that expires at %s is said to at %s", async (expires_at, told) => {
  const relationships = { coupon: to("coupon", "WELCOME10") };
  const { data: made } = await make(
    "coupon-codes",
    data("coupon-code", { unique_code: "NEW1", expires_at }, { relationships }),
  );
  expect((await read(`coupon-codes/${made.id}`)).data.attributes.expires_at).toBe(told);
});

describe("html of a template", () => {
  const rows: [given: string, told: string][] = [
    ["<p>Hi</p>", "<html><head></head><body><p>Hi</p></body></html>"],
    ["<html><body>Hi</body></html>", "<html><head></head><body>Hi</body></html>"],
    [
      '<html lang="en"><head><title>A</title></head><body>Hi</body></html>',
      '<html lang="en"><head><title>A</title></head><body>Hi</body></html>',
    ],
  ];
  it.each(rows)("%s is kept as %s", async (html, told) => {
    const body = data("template", { name: "New", editor_type: "CODE", html });
    const { data: made } = await make("templates", body);
    expect(made.attributes.html).toBe(told);
    const change = data("template", { html }, { id: made.id });
    const changed = await ask(`PATCH templates/${made.id}`, { body: change });
    expect(changed.json.data.attributes.html).toBe(told);
    expect((await read(`templates/${made.id}`)).data.attributes.html).toBe(told);
  });
});

describe("relationships without include", () => {
  const ids = { type: expect.any(String), id: expect.any(String) };
  const shown = async (path: string, query?: Record<string, string>) =>
    [(await read(path, query)).data].flat()[0].relationships;
  const actions = "flows/VJvBNr/flow-actions";
  const withMessage = async () =>
    (await read(actions)).data.find(({ attributes }: Json) => attributes.definition.data.message).attributes
      .definition.data.message.id;

  it("name the group of a tag, not what is tagged", async () => {
    const { lists, "tag-group": group } = await shown("tags");
    expect(group.data).toEqual({ ...ids, type: "tag-group" });
    expect(lists.data).toBeUndefined();
  });

  it("name the coupon of a code, not its profile", async () => {
    const { coupon, profile } = await shown("coupon-codes", { filter: 'equals(coupon.id,"WELCOME10")' });
    expect(coupon.data).toEqual({ type: "coupon", id: "WELCOME10" });
    expect(profile.data).toBeUndefined();
  });

  it("name the flow of an action, not its messages", async () => {
    const { flow, "flow-messages": messages } = await shown(actions);
    expect(flow.data).toEqual({ type: "flow", id: "VJvBNr" });
    expect(messages.data).toBeUndefined();
  });

  it("name the action and the template of a flow's message", async () => {
    const { "flow-action": action, template } = await shown(`flow-messages/${await withMessage()}`);
    expect(action.data).toEqual({ type: "flow-action", id: expect.stringMatching(/^\d+$/) });
    expect(template.data).toEqual({ ...ids, type: "template" });
  });

  it("name the lists of an import, not its profiles", async () => {
    const profiles = { data: [{ type: "profile", attributes: { email: "a@example.com" } }] };
    const { data: job } = await make(
      "profile-bulk-import-jobs",
      data(
        "profile-bulk-import-job",
        { profiles },
        { relationships: { lists: { data: [{ type: "list", id: "T9mLcV" }] } } },
      ),
    );
    for (const { lists, profiles: people } of [
      job.relationships,
      await shown(`profile-bulk-import-jobs/${job.id}`),
    ]) {
      expect(lists.data).toEqual([{ type: "list", id: "T9mLcV" }]);
      expect(people.data).toBeUndefined();
    }
  });

  it("name the metrics of a custom metric, new and old", async () => {
    expect((await shown("custom-metrics")).metrics.data).toContainEqual({ ...ids, type: "metric" });
    const metric_groups = [{ metric_id: "TxVpCr", metric_filters: null, value_property: null }];
    const definition = { aggregation_method: "count", metric_groups };
    const made = await make("custom-metrics", data("custom-metric", { name: "New", definition }));
    expect(made.data.id).toMatch(/^01[0-9A-Z]{24}$/);
    expect(made.data.relationships.metrics.data).toEqual([{ type: "metric", id: "TxVpCr" }]);
  });

  it("name what a mapped metric is mapped to, and nothing where it is mapped to nothing", async () => {
    const mapped = (await read("mapped-metrics")).data;
    for (const { relationships } of mapped) {
      const [name = ""] = Object.keys(relationships);
      expect(relationships).toMatchObject({ [name]: { data: { ...ids, type: name } } });
      expect(Object.keys(relationships)).toHaveLength(1);
    }
    const { id, relationships } = mapped.find((one: Json) => one.relationships["custom-metric"]);
    const custom = relationships["custom-metric"].data.id;
    expect((await ask(`DELETE custom-metrics/${custom}`)).status).toBe(204);
    expect((await read(`mapped-metrics/${id}`)).data.relationships ?? {}).toEqual({});
  });

  it("name the profile and metric of an event, and have no attributions where there are none", async () => {
    const { attributions, ...others } = await shown("events");
    expect(attributions).toBeUndefined();
    expect(Object.keys(others).sort()).toEqual(["metric", "profile"]);
    for (const { data: named } of Object.values(others) as Json[]) expect(named).toEqual(ids);
  });
});
