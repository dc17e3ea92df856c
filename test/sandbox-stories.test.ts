import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, KEY, type Started, startClient } from "./client.ts";

// What one operation does shows where another looks: stories over what the sandbox stores for every row.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--beta", "--confirm", "never"] });
  await server.call("list_connections");
});
afterAll(() => server.close());
let list = "";
beforeEach(async () => {
  server.sandbox.reset();
  const { json } = await server.call("get_lists", { filter: 'equals(name,"Newsletter Subscribers")' });
  list = json.data[0].id;
});

type Arguments = Record<string, unknown>;

async function operate(tool: string, name: string, args: Arguments): Promise<Answer["json"]> {
  const answer = await server.call(tool, { name, arguments: args });
  expect(answer.isError, `${name} ${answer.text}`).toBeFalsy();
  return answer.json;
}
const read = (name: string, args: Arguments = {}) => operate("read_operation", name, args);
const whole = { detail: "full" };
const change = (name: string, args: Arguments) => operate("change_operation", name, args);

async function refusedBy(name: string, args: Arguments): Promise<string> {
  const answer = await server.call("change_operation", { name, arguments: args });
  expect(answer.isError).toBe(true);
  return answer.text;
}

const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60_000).toISOString();

describe("a generic list", () => {
  it("is paged to its end, each once, in the order that was asked for", async () => {
    const names: string[] = [];
    let page_cursor: string | undefined;
    do {
      const { data, next_cursor } = await read("get_images", { sort: "name", page_size: 3, page_cursor });
      names.push(...data.map(({ name }: { name: string }) => name));
      page_cursor = next_cursor;
    } while (page_cursor);
    expect(names.length).toBeGreaterThan(6);
    expect(names).toEqual([...new Set(names)].sort());
  });

  it("is filtered, by what is below an attribute too, and brings along what it includes", async () => {
    const { data } = await read("get_forms", { filter: 'equals(status,"draft")' });
    expect(data.length).toBeGreaterThan(0);
    expect(new Set(data.map(({ status }: { status: string }) => status))).toEqual(new Set(["draft"]));
    const rejected = await read("get_reviews", { filter: 'equals(status,"rejected")' });
    expect(rejected.data).toHaveLength(1);
    const metrics = await read("get_mapped_metrics", { include: ["metric", "custom-metric"] });
    expect(metrics.included.map(({ name }: { name: string }) => name)).toContain("Ordered Product");
  });
});

it("a job of the catalog creates what it can, tells of the rest, and another deletes it", async () => {
  const item = { title: "Trail Gaiters", description: "Keeps the mud out", url: "https://example.com/g" };
  const job = await change("bulk_create_catalog_items", {
    items: [
      { ...item, external_id: "SKU-900" },
      { ...item, external_id: "SKU-001" },
    ],
    wait: false,
  });
  expect(job.data.status).toBe("processing");
  const id = { job_id: job.data.id };
  await read("get_bulk_create_catalog_items_job", id);
  const done = (await read("get_bulk_create_catalog_items_job", id)).data;
  expect(done).toMatchObject({ status: "complete", completed_count: 1, failed_count: 1 });
  const made = "$custom:::$default:::SKU-900";
  expect((await read("get_catalog_item", { catalog_item_id: made })).data.title).toBe("Trail Gaiters");
  await change("bulk_delete_catalog_items", { item_ids: [made] });
  const gone = await server.call("get_catalog_item", { catalog_item_id: made });
  expect(gone.text).toContain("404");
});

it("a category that is deleted is no longer an item's, and one that is added shows at both ends", async () => {
  const item = { catalog_item_id: "$custom:::$default:::SKU-001" };
  const [first] = (await read("get_category_ids_for_catalog_item", item)).data;
  const [other] = (await read("get_catalog_categories", {})).data.filter(
    ({ id }: { id: string }) => id !== first.id,
  );
  await change("add_categories_to_catalog_item", { ...item, catalog_category_ids: [other.id] });
  const members = await read("get_item_ids_for_catalog_category", { catalog_category_id: other.id });
  expect(JSON.stringify(members.data)).toContain('SKU-001"');
  await change("delete_catalog_category", { catalog_category_id: first.id });
  const left = (await read("get_category_ids_for_catalog_item", item)).data;
  expect(left.map(({ id }: { id: string }) => id)).toEqual([other.id]);
});

it("suppressing a list keeps its people from being written to, until that is lifted", async () => {
  const [member] = (await server.call("get_profiles_for_list", { list_id: list, page_size: 1 })).json.data;
  const state = async () => {
    const args = { profile_id: member.id, additional_fields: ["subscriptions"], detail: "full" };
    return (await server.call("get_profile", args)).json.data.subscriptions.email.marketing;
  };
  await change("bulk_suppress_profiles", { list_id: list });
  expect(JSON.stringify((await state()).suppression)).toContain("USER_SUPPRESSED");
  await change("bulk_unsuppress_profiles", { list_id: list });
  expect(JSON.stringify((await state()).suppression ?? [])).not.toContain("USER_SUPPRESSED");
});

it("a form is published and taken down, and one with a test in it is refused", async () => {
  const statusOf = async (form_id: string) => (await read("get_form", { form_id })).data.status;
  await change("publish_form", { form_id: "TgJ2yR" });
  expect(await statusOf("TgJ2yR")).toBe("live");
  await change("unpublish_form", { form_id: "TgJ2yR" });
  expect(await statusOf("TgJ2yR")).toBe("draft");
  expect(await refusedBy("unpublish_form", { form_id: "UkQ3xW" })).toContain("A/B test");
});

describe("a campaign", () => {
  const definition = { name: "First snow", builder: "canvas" };
  const details = { channel: "email", subject: "First snow is here", from_email: "hello@example.com" };
  const treeFor = (list: string) => ({
    definition,
    audiences: [{ temporary_id: "a", name: "Readers", included: [list] }],
    messages: [
      {
        audience_temporary_id: "a",
        name: "Morning",
        variations: [{ definition: { name: "One", details } }, { definition: { name: "Two", details } }],
      },
    ],
  });

  it("that was made as a tree is there in both models, down to its variations", async () => {
    const { data } = await change("create_campaign_2026_10", treeFor(list));
    const campaign = { campaign_id: data.id };
    const older = (await server.call("get_campaign", { ...campaign, detail: "full" })).json.data;
    expect(older).toMatchObject({ name: "First snow", status: "Draft", audiences: { included: [list] } });
    const [message] = (await read("get_messages_for_campaign_2026_10", { ...campaign, ...whole })).data;
    expect(message.definition).toMatchObject({ name: "Morning", status: "draft" });
    const variations = await read("get_variations_for_campaign_message", {
      campaign_message_id: message.id,
      ...whole,
    });
    expect(variations.data.map((one: Answer["json"]) => one.definition.name)).toEqual(["One", "Two"]);
    const [flat] = (await server.call("get_messages_for_campaign", { ...campaign, detail: "full" })).json
      .data;
    expect(flat.definition.content.subject).toBe("First snow is here");
  });

  it("that was made in the older model has an audience and a variation in the newer one", async () => {
    const made = await server.call("create_campaign", {
      name: "Mud season",
      channel: "email",
      included_audiences: [list],
      subject: "How to love mud",
      from_email: "hello@example.com",
      from_label: "Northwind",
    });
    const campaign = { campaign_id: made.json.data.id };
    const newer = (await read("get_campaign_2026_10", campaign)).data;
    expect(newer.definition).toMatchObject({ name: "Mud season", archived: false });
    const [audience] = (await read("get_campaign_audiences_for_campaign", { ...campaign, ...whole })).data;
    expect(audience.definition.included).toEqual([list]);
    await server.call("update_campaign", { ...campaign, name: "Mud season, again" });
    expect((await read("get_campaign_2026_10", campaign)).data.definition.name).toBe("Mud season, again");
  });

  it("is scheduled and taken back by its messages", async () => {
    const { data } = await change("create_campaign_2026_10", treeFor(list));
    const campaign = { campaign_id: data.id };
    const [message] = (await read("get_messages_for_campaign_2026_10", { ...campaign, ...whole })).data;
    const statusOf = async () => (await server.call("get_campaign", campaign)).json.data.status;
    const past = { strategy: "static", send_time: days(-1), message_id: message.id };
    expect(await refusedBy("schedule_campaign", { ...campaign, message_schedules: [past] })).toContain(
      "future",
    );
    await change("schedule_campaign", { ...campaign, message_schedules: [{ ...past, send_time: days(2) }] });
    expect(await statusOf()).toBe("Scheduled");
    const again = { campaign_message_id: message.id, strategy: "static", send_time: days(2) };
    expect(await refusedBy("schedule_campaign_message", again)).toContain("409");
    await change("update_campaign_message_schedule", {
      campaign_message_schedule_id: message.id,
      action: "revert",
    });
    expect(await statusOf()).toBe("Draft");
  });
});

it("a step that is put into a flow leads on, and one that is deleted is passed over", async () => {
  const flow = { flow_id: "8fucdi" };
  const definitionOf = async () =>
    (await server.call("get_flow", { ...flow, additional_fields: ["definition"] })).json.data.definition;
  const before = await definitionOf();
  const delay = { type: "time-delay", data: { unit: "days", value: 2, timezone: "profile" } };
  const made = await change("create_flow_action", {
    definition: { ...delay, links: { next: before.entry_action_id } },
  });
  const between = await definitionOf();
  expect(between.entry_action_id).toBe(made.data.id);
  expect(between.actions).toHaveLength(before.actions.length + 1);
  await change("delete_flow_action", { flow_action_id: made.data.id });
  const after = await definitionOf();
  expect(after.entry_action_id).toBe(before.entry_action_id);
  expect(after.actions).toHaveLength(before.actions.length);
});

it("a token is its profile's, and goes with the profile when that is to be forgotten", async () => {
  const email = "robin@example.com";
  await change("create_push_token", { token: "abc", platform: "ios", vendor: "apns", profile: { email } });
  const [person] = (await server.call("get_profiles", { filter: `equals(email,"${email}")` })).json.data;
  const tokens = await read("get_push_tokens_for_profile", { profile_id: person.id });
  expect(tokens.data).toHaveLength(1);
  await change("request_profile_deletion", { profile: { email } });
  expect((await server.call("get_profile", { profile_id: person.id })).text).toContain("404");
});

it("a series has a figure for each step of time, and they agree with the sum", async () => {
  const asked = { statistics: ["submits"], timeframe: { key: "last_week" } };
  const ask = async (type: string, attributes: object) => {
    const call = { path: `/api/${type}s`, method: "POST", body: { data: { type, attributes } } };
    return (await server.call("read_operation", call)).json.data;
  };
  const series = await ask("form-series-report", { ...asked, interval: "daily" });
  const steps = series.date_times.length;
  expect(steps).toBe(7);
  const sums = (await ask("form-values-report", asked)).results;
  expect(sums.length).toBe(series.results.length);
  for (const [at, { groupings, statistics }] of series.results.entries()) {
    expect(statistics.submits).toHaveLength(steps);
    const total = statistics.submits.reduce((sum: number, one: number) => sum + one, 0);
    expect(sums[at].groupings).toEqual(groupings);
    // Each step is rounded by itself.
    expect(Math.abs(sums[at].statistics.submits - total)).toBeLessThanOrEqual(steps);
  }
});

it("a file that is uploaded is an image of the library", async () => {
  const body = new FormData();
  body.set("file", new Blob(["png"]), "new-boots.png");
  body.set("name", "New boots");
  const url = `${server.sandbox.url}/klaviyo/api/image-upload`;
  const headers = { authorization: `Bearer ${KEY}`, revision: "2026-07-15" };
  const answer = await fetch(url, { method: "POST", headers, body });
  expect(answer.status).toBe(201);
  const { data } = (await answer.json()) as { data: { id: string } };
  expect((await read("get_image", { image_id: data.id })).data).toMatchObject({
    name: "New boots",
    format: "png",
  });
  const empty = await fetch(url, { method: "POST", headers, body: new FormData() });
  expect(empty.status).toBe(400);
});

it("what comes along in a body is made too, and shows at the other end", async () => {
  const registration = {
    first_name: "Robin",
    last_name: "Hale",
    phone_number: "+18025550142",
    email: "robin@example.com",
    address: {
      street_address_1: "125 Summit Street",
      city: "Burlington",
      region: "VT",
      postal_code: "05401",
      country: "US",
    },
    business_type: "PRIVATE_PROFIT",
    business_name: "Northwind Outfitters",
    business_website: "https://northwind-outfitters.example.com",
  };
  const made = await change("create_text_messaging_sender", {
    sender_type: "toll_free",
    sender_details: { country: "US" },
    text_messaging_sender_registration: registration,
  });
  const sender = { text_messaging_sender_id: made.data.id };
  const shown = await read("get_messaging_sender_registration_for_text_messaging_sender", sender);
  expect(shown.data.status).toBe("action_required");
});

it("a secret is not read back", async () => {
  const { data } = await change("create_agent_secret_beta", {
    name: "Order desk",
    value: "very-secret-7c1e",
  });
  const shown = await read("get_agent_secret_beta", { agent_secret_id: data.id });
  expect(JSON.stringify(shown)).not.toContain("very-secret");
  expect(shown.data.mask).toContain("7c1e");
});

it("a server that brings the sandbox along has the forms, too", async () => {
  const env = { MATON_API_KEY: undefined, MATON_GATEWAY_URL: undefined, MATON_CONTROL_URL: undefined };
  const alone = await startClient({ args: ["--sandbox"], env });
  const { json } = await alone.call("read_operation", { name: "get_forms" });
  expect(json.data.length).toBeGreaterThan(0);
  await alone.close();
});
