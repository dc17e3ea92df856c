import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Sandbox } from "../sandbox/index.ts";
import { type Ask, data, startAsking, subscribing, type Told, to } from "./asked.ts";

// Statuses as recorded answers of a live account have them, over plain HTTP.

const CLUB = "T9mLcV";
const METRIC = "TxVpCr";

let sandbox: Sandbox;
let ask: Ask;
beforeAll(async () => {
  ({ sandbox, ask } = await startAsking());
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const idOf = async (path: string): Promise<string> => {
  const { json } = await ask(`GET ${path}`);
  return [json.data].flat()[0].id;
};

const template = () => idOf("templates");
const profiles = async () => (await ask("GET profiles")).json.data.map(({ id }: { id: string }) => id);

const render = async () => ({
  body: data("template", { context: {} }, { id: await template() }),
});

/** A report of the campaigns of a month, filtered. */
const report = (filter: string) =>
  data("campaign-values-report", {
    statistics: ["opens"],
    timeframe: { key: "last_12_months" },
    conversion_metric_id: METRIC,
    filter,
  });

const count = (more: object) =>
  data("metric-aggregate", {
    metric_id: METRIC,
    measurements: ["count"],
    filter: ["greater-or-equal(datetime,2026-11-01T00:00:00)", "less-than(datetime,2026-11-08T00:00:00)"],
    ...more,
  });

const tag = (groupId: string) =>
  data("tag", { name: "New" }, { relationships: { "tag-group": to("tag-group", groupId) } });

/** A campaign to nobody in particular, with what it tracks. */
const campaign = (params: string[]) =>
  data("campaign", {
    name: "Tracked",
    audiences: { included: [CLUB] },
    tracking_options: {
      add_tracking_params: true,
      custom_tracking_params: params.map((name) => ({ type: "static", name, value: "a" })),
    },
    "campaign-messages": {
      data: [{ type: "campaign-message", attributes: { definition: { channel: "email", content: {} } } }],
    },
  });

const BOTH = ["utm_source", "utm_medium"];
const list = (id: string) => subscribing([{ email: "new@example.com" }], id);
const coupon = (least: number) =>
  data("coupon", { external_id: "NEW", monitor_configuration: { low_balance_threshold: least } });
const future = "greater-than(created,2099-01-01T00:00:00Z)";
const past = "greater-than(created,2020-01-01T00:00:00Z)";

type Asked = () => Promise<Told> | Told;

it.each<[what: string, status: number, asked: Asked]>([
  ["an event by an id that none can have", 400, () => ask("GET events/NOPE-1")],
  ["an event by an id that none has", 404, () => ask("GET events/abcdefg1234")],
  ["an action by an id that none can have", 400, () => ask("GET flow-actions/NOPE01")],
  ["an action by an id that none has", 404, () => ask("GET flow-actions/999999999")],
  ["a mapped metric by an id that none can have", 400, () => ask("GET mapped-metrics/nope")],
  ["a coupon by an id that none can have", 400, () => ask("GET coupons/NO-PE")],
  ["a coupon by an id that none has", 404, () => ask("GET coupons/NOPE")],
  [
    "people for a list that is not there",
    400,
    () => ask("POST profile-subscription-bulk-create-jobs", { body: list("NOPE01") }),
  ],
  [
    "people for a list that is there",
    202,
    () => ask("POST profile-subscription-bulk-create-jobs", { body: list(CLUB) }),
  ],
  [
    "a tag in a group that is not there",
    404,
    () => ask("POST tags", { body: tag("0a0a0a0a-0000-4000-8000-000000000000") }),
  ],
  [
    "a tag in a group that is there",
    201,
    async () => ask("POST tags", { body: tag(await idOf("tag-groups")) }),
  ],
  [
    "a profile-import of an id that none has",
    404,
    () => ask("POST profile-import", { body: data("profile", { first_name: "A" }, { id: "01NOBODY" }) }),
  ],
  ["a template rendered", 200, async () => ask("POST template-render", await render())],
  [
    "a template cloned",
    200,
    async () =>
      ask("POST template-clone", { body: data("template", { name: "Again" }, { id: await template() }) }),
  ],
  [
    "two profiles merged",
    202,
    async () => {
      const [one, other] = await profiles();
      const relationships = { profiles: { data: [{ type: "profile", id: other }] } };
      return ask("POST profile-merge", { body: { data: { type: "profile-merge", id: one, relationships } } });
    },
  ],
  ["a template deleted", 200, async () => ask(`DELETE templates/${await template()}`)],
  [
    "a report filtered by campaign_channel",
    200,
    () => ask("POST campaign-values-reports", { body: report('equals(campaign_channel,"email")') }),
  ],
  [
    "a report filtered by what is no field",
    400,
    () => ask("POST campaign-values-reports", { body: report('equals(nonsense,"email")') }),
  ],
  [
    "an aggregate that is sorted",
    400,
    () => ask("POST metric-aggregates", { body: count({ sort: "-count" }) }),
  ],
  [
    "an aggregate in pages of 10",
    400,
    () => ask("POST metric-aggregates", { body: count({ page_size: 10 }) }),
  ],
  [
    "an aggregate in pages of 499",
    400,
    () => ask("POST metric-aggregates", { body: count({ page_size: 499 }) }),
  ],
  [
    "an aggregate in pages of 500",
    200,
    () => ask("POST metric-aggregates", { body: count({ page_size: 500 }) }),
  ],
  ["a campaign with one utm parameter", 400, () => ask("POST campaigns", { body: campaign(["utm_source"]) })],
  [
    "a campaign with the other utm parameter",
    400,
    () => ask("POST campaigns", { body: campaign(["utm_medium"]) }),
  ],
  ["a campaign with both utm parameters", 201, () => ask("POST campaigns", { body: campaign(BOTH) })],
  ["a campaign without utm parameters", 201, () => ask("POST campaigns", { body: campaign([]) })],
  [
    "flows filtered by a date, sorted by another field",
    400,
    () => ask("GET flows", { query: { filter: past, sort: "name" } }),
  ],
  [
    "flows filtered by a date, sorted by it",
    200,
    () => ask("GET flows", { query: { filter: past, sort: "-created" } }),
  ],
  ["flows filtered by a date, unsorted", 200, () => ask("GET flows", { query: { filter: past } })],
  ["flows filtered by a time to come", 400, () => ask("GET flows", { query: { filter: future } })],
  ["a coupon that warns below 100 codes", 400, () => ask("POST coupons", { body: coupon(99) })],
  ["a coupon that warns at 100 codes", 201, () => ask("POST coupons", { body: coupon(100) })],
])("%s is answered %d", async (_, status, asked) => {
  const answer = await asked();
  expect(answer.status, answer.text).toBe(status);
});

it.each([
  ["GET profiles/NOPE01", "A profile with id NOPE01 does not exist.", ["/data/"], []],
  ["GET events/NOPE01", "Invalid Event ID: 'NOPE01'", ["/data/id"], ["links", "meta"]],
])("%s is refused in Klaviyo's words", async (what, detail, [pointer], more) => {
  const [error] = (await ask(what)).json.errors;
  expect(error).toMatchObject({ detail, source: { pointer } });
  const shared = ["code", "detail", "id", "source", "status", "title"];
  expect(Object.keys(error).sort()).toEqual([...shared, ...more].sort());
});

describe("a deleted template", () => {
  it("is answered without a body, and is gone", async () => {
    const id = await template();
    const { text, headers } = await ask(`DELETE templates/${id}`);
    expect([text, headers.get("content-type")]).toEqual(["", null]);
    expect((await ask(`GET templates/${id}`)).status).toBe(404);
  });

  it("that a flow's message has is refused by the message's name, even after the flow is gone", async () => {
    const { json } = await ask("GET flow-messages/{}".replace("{}", await messageOfFlow()), {
      query: { include: "template" },
    });
    const held = json.data.relationships.template.data.id;
    const { status, json: refused } = await ask(`DELETE templates/${held}`);
    expect(status).toBe(409);
    expect(refused.errors[0]).toMatchObject({
      code: "conflict",
      detail: `Cannot delete template ${held} while it is attached to\nFlowMessage ${json.data.id}`,
    });
    expect((await ask("DELETE flows/VJvBNr")).status).toBe(204);
    expect((await ask(`DELETE templates/${held}`)).status).toBe(409);
  });
});

async function messageOfFlow(): Promise<string> {
  const { json } = await ask("GET flows/VJvBNr/flow-actions");
  const messages = json.data.map(({ attributes }: Told["json"]) => attributes.definition.data.message?.id);
  return messages.find(Boolean);
}

describe("a phone number that is none", () => {
  const SMS = { sms: { marketing: { consent: "SUBSCRIBED" } } };
  const both = { email: { marketing: { consent: "SUBSCRIBED" } }, ...SMS };
  const subscribe = (...people: object[]) =>
    ask("POST profile-subscription-bulk-create-jobs", { body: subscribing(people, CLUB) });
  const found = async (email: string) =>
    (await ask("GET profiles", { query: { filter: `equals(email,"${email}")` } })).json.data;

  it("is dropped beside an e-mail, which a header tells", async () => {
    const { status, headers } = await subscribe(
      { email: "a@example.com", phone_number: "12345", subscriptions: both },
      { email: "b@example.com", phone_number: "+15005550123", subscriptions: both },
    );
    expect([status, headers.get("x-klaviyo-partial-failure")]).toEqual([202, "phone_number"]);
    expect((await found("a@example.com"))[0].attributes.phone_number).toBeNull();
    expect((await found("b@example.com"))[0].attributes.phone_number).toBe("+15005550123");
  });

  it("is refused alone, and nobody is subscribed", async () => {
    const { status, json } = await subscribe(
      { email: "a@example.com" },
      { phone_number: "12345", subscriptions: SMS },
    );
    expect(status).toBe(400);
    const pointer = "/data/attributes/profiles/data/1/attributes/phone_number";
    expect(json.errors[0].source).toEqual({ pointer });
    expect(await found("a@example.com")).toEqual([]);
  });

  it("leaves no header where all are numbers", async () => {
    const { headers } = await subscribe({
      email: "a@example.com",
      phone_number: "+15005550123",
      subscriptions: both,
    });
    expect(headers.get("x-klaviyo-partial-failure")).toBeNull();
  });
});
