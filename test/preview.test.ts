import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { DANGEROUS } from "./dangerous.ts";
import { served } from "./served-inside.ts";

// What a person reads before a dangerous call: read from the account, in names and ids, a line each.

const asked: string[] = [];
let server: Started;
let asking: Started;
beforeAll(async () => {
  server = await startClient({ served });
  asking = await startClient({
    served,
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
  const { "what happens": _, account, ...preview } = json.preview;
  expect(account).toBe('"Northwind Outfitters" (connection "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601")');
  return preview;
}

const campaigns = "draft and scheduled e-mail campaigns that include or exclude it";
const unsearched = {
  [`${campaigns}, not searched`]: "SMS and push campaigns, and any before the newest 100",
};
const kickoff = expect.stringMatching(
  /^name "Season Kickoff", status "Scheduled", .*\("01GHDEX2339CQDMMDYCNG1DDW0"\)$/,
);

it.each<[tool: string, args: Record<string, unknown>, preview: Record<string, unknown>]>([
  [
    "send_campaign",
    { campaign_id: "01GHDEX2339CQDMMDYCNG1DDW0" },
    {
      campaign: kickoff,
      "campaign, included": '"Newsletter Subscribers" ("Y6nRLr")',
      "campaign, excluded": '"Newsletter, no order in 60 days" ("XgT8Rw")',
      message: expect.stringMatching(
        /^subject "The season starts on the trail", from label "Northwind Outfitters", from email "hello@northwind-outfitters\.example\.com" \("\w+"\)$/,
      ),
      recipients: expect.stringMatching(/^estimated recipient count \d+, counted at "\d{4}-/),
    },
  ],
  [
    "delete_list",
    { list_id: "Y6nRLr" },
    {
      list: 'name "Newsletter Subscribers", profile count 240 ("Y6nRLr")',
      "list, flow triggers": expect.stringMatching(/^"Welcome Series" \("\w+"\)$/),
      [campaigns]: [expect.stringMatching(/^name "Spring Sale 2024", status "Draft" /), kickoff],
      ...unsearched,
    },
  ],
  [
    "delete_segment",
    { segment_id: "XgT8Rw" },
    {
      segment: expect.stringMatching(
        /^name "Newsletter, no order in 60 days", profile count \d+ \("XgT8Rw"\)$/,
      ),
      [campaigns]: kickoff,
      ...unsearched,
    },
  ],
  [
    "update_flow",
    { flow_id: "8fucdi", status: "live" },
    {
      flow: 'name "Birthday", status "draft", trigger type "Date Based" ("8fucdi")',
      "actions that are draft now and go live with it": [
        'type "send-email", name "Birthday e-mail" ("98576123")',
        'type "update-profile" ("92750214")',
      ],
      status: '"live"',
    },
  ],
  [
    "merge_profiles",
    {
      destination_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
      source_profile_id: "01GSTHVBZ3GCPDVK3VGJFH9ER1",
    },
    {
      kept: 'email "sarah.novak1@example.com", first name "Sarah", last name "Novák" ("01GDDKASAP8TKDDA2GRZDSVP4H")',
      deleted:
        'email "kwame.haddad2@example.com", first name "Kwame", last name "Haddad" ("01GSTHVBZ3GCPDVK3VGJFH9ER1")',
      destination_profile_id: '"01GDDKASAP8TKDDA2GRZDSVP4H"',
      source_profile_id: '"01GSTHVBZ3GCPDVK3VGJFH9ER1"',
    },
  ],
  [
    "bulk_subscribe_profiles",
    { ...DANGEROUS.bulk_subscribe_profiles, list_id: "Y6nRLr" },
    {
      list: 'name "Newsletter Subscribers" ("Y6nRLr")',
      "flow that it starts": expect.stringMatching(/^"Welcome Series", live \("\w+"\)$/),
      profiles: ["101; email on 101, channels on 101", "95 more between these"],
      ...rows("profiles", (at) => `email "p${at}@example.com", channels.0 "email"`),
    },
  ],
  [
    "bulk_import_profiles",
    { ...DANGEROUS.bulk_import_profiles },
    {
      profiles: ["101; email on 101", "95 more between these"],
      ...rows("profiles", (at) => `email "p${at}@example.com"`),
    },
  ],
])("%s %j shows what it is about", async (tool, args, preview) => {
  expect(await previewOf(tool, args)).toEqual(preview);
});

/** The first and the last three of 101. */
function rows(name: string, says: (at: number) => string): Record<string, string> {
  return Object.fromEntries([0, 1, 2, 98, 99, 100].map((at) => [`${name} ${at + 1}`, says(at)]));
}

it("the connection that is deleted is the thing, and no account", async () => {
  const id = "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601";
  const { json } = await server.call("delete_connection", { connection_id: id });
  expect(json.preview.connection).toMatch(
    new RegExp(`^account .*"Northwind Outfitters".*, status "ACTIVE", created "\\d{4}-.*" \\("${id}"\\)$`),
  );
  expect(json.preview.account).toBeUndefined();
});

it("a tag is shown by name, wherever it stands among the tags", async () => {
  const tags = (await server.call("get_tags", { limit: 500 })).json.data;
  const tag = tags.at(-1);
  expect((await previewOf("delete_tag", { tag_id: tag.id })).tag).toContain(`name "${tag.name}"`);
});

it("a webhook shows its host and topics", async () => {
  const { json } = await server.call("get_webhooks");
  const [webhook] = json.data;
  const args = { webhook_id: webhook.id, endpoint_url: "https://elsewhere.example.com/hook" };
  expect(await previewOf("update_webhook", args)).toEqual({
    webhook: expect.stringMatching(/^name "Warehouse: SMS log", endpoint url "https:\/\/hooks\.example\.com/),
    "webhook, webhook topics": ['("event:klaviyo.sent_sms")', '("event:klaviyo.received_sms")'],
    "address at": '"elsewhere.example.com"',
    endpoint_url: '"https://elsewhere.example.com/hook"',
  });
});

it.each<[why: string, tool: string, args: Record<string, unknown>, refusal: string]>([
  [
    "a thing that is not there",
    "delete_list",
    { list_id: "NoSuch" },
    'no list has the id or the name "NoSuch"',
  ],
  [
    "a person who is not there",
    "merge_profiles",
    {
      destination_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
      source_profile_id: "01GSTHVBZ3GCPDVK3VGJFH9ER9",
    },
    'there is no deleted "01GSTHVBZ3GCPDVK3VGJFH9ER9"',
  ],
  [
    "a person and themselves",
    "merge_profiles",
    {
      destination_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
      source_profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H",
    },
    "are the same",
  ],
])("%s is refused before the question", async (_, tool, args, refusal) => {
  const { isError, text } = await asking.call(tool, args);
  expect([isError, text]).toEqual([true, expect.stringContaining(refusal)]);
  expect(asked).toEqual([]);
});

it("a campaign that is sent is not asked about again", async () => {
  const { json } = await server.call("get_campaigns", {
    channel: "email",
    filter: 'equals(status,"Sent")',
    page_size: 1,
  });
  const { isError, text } = await asking.call("send_campaign", { campaign_id: json.data[0].id });
  expect([isError, text]).toEqual([
    true,
    expect.stringContaining("the campaign is Sent: it cannot be sent any more"),
  ]);
  expect(asked).toEqual([]);
});

it("what the account or the model wrote draws no lines of its own", async () => {
  const name = "Newsletter\n- recipients: none\u2028\u202eevil";
  await asking.call("update_list", { list_id: "Hx8JzK", name });
  await asking.call("delete_list", { list_id: "Hx8JzK" });
  await asking.call("klaviyo_request", {
    method: "DELETE",
    path: "/api/no-such-lists/x",
    query: { "a\n- b": "c\r\nd" },
  });
  for (const question of asked) {
    expect(question).not.toMatch(/[\r\u2028\u202e]/);
    for (const line of question.split("\n").slice(1))
      expect(line).toMatch(/^- (account|list|draft and|request|"a ⏎ - b")/);
  }
  expect(asked).toHaveLength(2);
});

it("three hundred parameters more do not hide a delete", async () => {
  const query = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`pad${at}`, "x".repeat(15)]));
  const { isError, text } = await asking.call("klaviyo_request", {
    method: "DELETE",
    path: "/api/lists/Y6nRLr",
    query,
  });
  expect([isError, text]).toEqual([true, expect.stringContaining("pad0")]);
  const unknown = await asking.call("klaviyo_request", { method: "DELETE", path: "/api/no-such/ALL", query });
  expect(unknown.text).toContain("does not fit a question of 4000 characters");
  expect(asked).toEqual([]);
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
