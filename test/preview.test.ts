import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { DANGEROUS } from "./dangerous.ts";

// What a person reads before a dangerous call: read from the account, in names rather than ids.

const asked: string[] = [];
let server: Started;
let asking: Started;
beforeAll(async () => {
  server = await startClient();
  asking = await startClient({
    elicit: (message) => {
      asked.push(message);
      return { action: "decline" };
    },
  });
});
afterAll(() => Promise.all([server.close(), asking.close()]));
afterEach(() => {
  server.sandbox.clearFaults();
  asked.length = 0;
});

async function previewOf(tool: string, args: Record<string, unknown>) {
  const { json, text } = await server.call(tool, args);
  expect(json.status, text).toBe("needs_confirmation");
  const { action: _, arguments: __, ...preview } = json.preview;
  return preview;
}

const account = "Northwind Outfitters";
const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
const campaigns = "draft and scheduled e-mail campaigns that include or exclude it";
const unsearched = {
  [`${campaigns}, not searched`]: "SMS and push campaigns, and any before the newest 100",
};
const kickoff = {
  name: "Season Kickoff",
  status: "Scheduled",
  scheduled_at: instant,
  send_time: instant,
};

it.each<[tool: string, args: Record<string, unknown>, preview: Record<string, unknown>]>([
  [
    "send_campaign",
    { campaign_id: "01GHDEX2339CQDMMDYCNG1DDW0" },
    {
      account,
      campaign: {
        ...kickoff,
        included: ["Newsletter Subscribers (Y6nRLr)"],
        excluded: ["Newsletter, no order in 60 days (XgT8Rw)"],
        send_strategy: { method: "static", datetime: instant, options: { is_local: false } },
      },
      message: [
        {
          subject: "The season starts on the trail",
          from_label: account,
          from_email: "hello@northwind-outfitters.example.com",
        },
      ],
      recipients: "unknown",
    },
  ],
  [
    "delete_list",
    { list_id: "Y6nRLr" },
    {
      account,
      list: { name: "Newsletter Subscribers", profile_count: 240, "flow-triggers": ["Welcome Series"] },
      [campaigns]: [{ name: "Spring Sale 2024", status: "Draft" }, kickoff],
      ...unsearched,
    },
  ],
  [
    "delete_segment",
    { segment_id: "XgT8Rw" },
    {
      account,
      segment: { name: "Newsletter, no order in 60 days", profile_count: expect.any(Number) },
      [campaigns]: [kickoff],
      ...unsearched,
    },
  ],
  [
    "update_flow",
    { flow_id: "8fucdi", status: "live" },
    {
      account,
      flow: { name: "Birthday", status: "draft", trigger_type: "Date Based" },
      "actions that are draft now and go live with it": [
        { id: "98576123", type: "send-email", name: "Birthday e-mail" },
        { id: "92750214", type: "update-profile" },
      ],
    },
  ],
  [
    "merge_profiles",
    {
      destination_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
      source_profile_id: "01GSTHVBZ3GCPDVK3VGJFH9ER1",
    },
    {
      account,
      kept: { email: "sarah.novak1@example.com", first_name: "Sarah", last_name: "Novák" },
      deleted: { email: "kwame.haddad2@example.com", first_name: "Kwame", last_name: "Haddad" },
    },
  ],
  [
    "delete_connection",
    { connection_id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601" },
    {
      account,
      connection: { id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601", status: "ACTIVE", created: instant },
    },
  ],
  [
    "bulk_subscribe_profiles",
    { ...DANGEROUS.bulk_subscribe_profiles, list_id: "Y6nRLr" },
    { account, list: { name: "Newsletter Subscribers", "flow-triggers": ["Welcome Series"] } },
  ],
  ["bulk_subscribe_profiles", { ...DANGEROUS.bulk_subscribe_profiles }, { account }],
])("%s %j shows what it is about", async (tool, args, preview) => {
  expect(await previewOf(tool, args)).toEqual(preview);
});

it("a tag is shown by name", async () => {
  const [tag] = (await server.call("get_tags")).json.data;
  expect(await previewOf("delete_tag", { tag_id: tag.id })).toEqual({
    account,
    tag: [{ name: tag.name }],
    "tag, not searched": "tags after the first 50",
  });
});

it("a webhook shows its host and topics", async () => {
  const { json } = await server.call("get_webhooks");
  const [webhook] = json.data;
  const args = { webhook_id: webhook.id, endpoint_url: "https://elsewhere.example.com/hook" };
  const answer = await server.call("update_webhook", args);
  expect(answer.json.preview).toMatchObject({
    webhook: {
      name: "Warehouse: SMS log",
      endpoint_url: expect.stringContaining("hooks.example.com"),
      "webhook-topics": ["event:klaviyo.sent_sms", "event:klaviyo.received_sms"],
    },
    arguments: args,
  });
});

it("the last estimate of a campaign is shown", async () => {
  const campaign = { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" };
  const { json } = await server.call("estimate_campaign_recipients", campaign);
  const { recipients } = await previewOf("send_campaign", campaign);
  expect(recipients).toEqual({ estimated_recipient_count: json.data.estimated_recipient_count });
});

it("many items are counted, and few of them repeated", async () => {
  const { json } = await server.call("bulk_import_profiles", DANGEROUS.bulk_import_profiles ?? {});
  expect(json.preview.arguments.profiles).toMatchObject({ count: 101, first: { length: 5 } });
  await asking.call("bulk_import_profiles", DANGEROUS.bulk_import_profiles ?? {});
  expect(asked[0]).toContain("profiles count 101");
  expect(asked[0]?.length).toBeLessThan(2000);
});

it("what the account or the model wrote draws no lines of its own", async () => {
  const name = "Newsletter\n- recipients: none\u2028\u202eevil";
  const { json } = await asking.call("create_list", { name });
  await asking.call("delete_list", { list_id: json.data.id });
  await asking.call("klaviyo_request", {
    method: "DELETE",
    path: "/api/no-such-lists/x",
    query: { "a\n- b": "c\r\nd" },
  });
  for (const question of asked) {
    expect(question).not.toMatch(/[\r\u2028\u202e]/);
    for (const line of question.split("\n").slice(1))
      expect(line).toMatch(/^- (account|list|draft and|arguments)/);
  }
  expect(asked).toHaveLength(2);
});

it("a dry run of more than a result may hold shows its beginning, and says so", async () => {
  const profiles = Array.from({ length: 2000 }, (_, at) => ({ email: `p${at}@example.com` }));
  const { json, text } = await server.call("bulk_import_profiles", { profiles, dry_run: true });
  expect(text.length).toBeLessThan(60_000);
  expect(json.omitted).toContain("too long to show");
  expect(json.dry_run.body.data.attributes.profiles.data).toMatchObject({
    count: 2000,
    first: { length: 5 },
  });
});
