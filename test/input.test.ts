import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());

/** Each kind of bad input: refused before anything leaves, with the argument and what it takes. */
const BAD: [what: string, tool: string, args: Record<string, unknown>, reads: string[]][] = [
  ["wrong type", "get_lists", { page_size: "many" }, ["page_size must be number", "Argument: page_size"]],
  ["out of range", "get_lists", { page_size: 11 }, ["page_size", "10"]],
  [
    "unknown argument",
    "get_profile",
    { profile_id: "x", feilds: ["email"] },
    ["feilds", 'Did you mean "fields"?'],
  ],
  [
    "unknown nested argument",
    "create_profile",
    { email: "a", location: { town: "x" } },
    ["location.town", "city"],
  ],
  ["unknown tool", "get_profil", {}, ["no tool get_profil", 'Did you mean "get_profile"?']],
  [
    "missing required",
    "get_list",
    {},
    ["list_id is required", "Argument: list_id", "get_lists lists valid ones"],
  ],
  [
    "missing required in a list",
    "bulk_subscribe_profiles",
    { profiles: [{ email: "a" }] },
    ["profiles[0].channels is required"],
  ],
  ...["bulk_import_profiles", "bulk_subscribe_profiles", "bulk_unsubscribe_profiles"].map(
    (tool): [string, string, Record<string, unknown>, string[]] => [
      "an item that is nobody",
      tool,
      { profiles: [tool === "bulk_import_profiles" ? { first_name: "A" } : { channels: ["email"] }] },
      ["profiles[0]: needs one of", "email, phone_number"],
    ],
  ),
  [
    "what another channel takes",
    "create_campaign",
    { name: "c", channel: "sms", included_audiences: ["x"], subject: "s" },
    ["subject does not go with channel sms, which takes body", "Argument: subject"],
  ],
  [
    "an unknown value",
    "get_campaigns",
    { channel: "mail" },
    ["email, sms, mobile_push", 'Did you mean "email"?'],
  ],
  [
    "none of the alternatives",
    "create_profile",
    { first_name: "A" },
    ["at least one of email, phone_number, external_id"],
  ],
  [
    "both alternatives",
    "query_flow_values",
    {
      statistics: ["opens"],
      conversion_metric_id: "T",
      timeframe: "today",
      start: "2026-11-01T00:00:00Z",
      end: "2026-11-02T00:00:00Z",
    },
    ["only one of timeframe, start"],
  ],
  [
    "half a pair",
    "query_flow_values",
    { statistics: ["opens"], conversion_metric_id: "T", start: "2026-11-01T00:00:00Z" },
    ["end is missing"],
  ],
  [
    "what does not go together",
    "update_campaign_message",
    { campaign_message_id: "m", subject: "s", body: "b" },
    ["do not go together"],
  ],
  [
    "an unknown attribute",
    "get_profiles",
    { fields: ["e_mail"] },
    ["no attribute e_mail", 'Did you mean "email"?', "Argument: fields"],
  ],
  [
    "an unknown type in fields",
    "get_events",
    { fields: ["metrics:name"] },
    ["metrics", 'Did you mean "metric"?'],
  ],
  ["an unknown sort", "get_profiles", { sort: "-create" }, ["cannot sort by create", "created"]],
  ["an unknown include", "get_profile", { profile_id: "x", include: ["list"] }, ["include[0]", "lists"]],
  ["nothing to change", "update_list", { list_id: "x" }, ["at least one of name, opt_in_process"]],
  ["a change that changes nothing", "update_profile", { profile_id: "x" }, ["nothing to change", "email"]],
  [
    "given and cleared",
    "update_profile",
    { profile_id: "x", title: "Dr", clear: ["title"] },
    ["both given and cleared"],
  ],
  [
    "a datetime without a zone",
    "create_coupon_code",
    { coupon_id: "c", unique_code: "u", expires_at: "2026-12-01" },
    ["expires_at", "2026-11-01T09:00:00Z"],
  ],
  [
    "too many",
    "add_profiles_to_list",
    { list_id: "x", profile_ids: Array(1001).fill("p") },
    ["profile_ids", "1000"],
  ],
  ["an empty list", "add_profiles_to_list", { list_id: "x", profile_ids: [] }, ["profile_ids"]],
  ["an empty id", "get_list", { list_id: " " }, ["list_id is empty"]],
  ["a control character", "get_list", { list_id: "a\nb" }, ["control character"]],
  ["a path step", "get_list", { list_id: ".." }, ["path step"]],
  ["a path step in a part", "get_list", { list_id: "a/../b" }, ["path step"]],
  ["a path step behind a backslash", "get_list", { list_id: "a\\..\\b" }, ["path step"]],
  ["an encoded path step", "get_list", { list_id: "%2e%2e/x" }, ["path step"]],
  ["a doubly encoded path step", "get_list", { list_id: "%252e%252e" }, ["path step"]],
  [
    "a strategy without its date",
    "create_campaign",
    { name: "c", channel: "email", included_audiences: ["x"], send_strategy: { method: "static" } },
    ["send_strategy.datetime"],
  ],
  [
    "http for a webhook",
    "create_webhook",
    { name: "w", endpoint_url: "http://example.com", secret_key: "s", topic_ids: ["t"] },
    ["endpoint_url", "https"],
  ],
];

describe("bad input", () => {
  it.each(BAD)("%s is refused before anything leaves", async (_, tool, args, reads) => {
    server.sandbox.clearRequests();
    const answer = await server.call(tool, args);
    expect(answer.isError).toBe(true);
    expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    for (const part of reads) expect(answer.text).toContain(part);
    expect(server.sent()).toEqual([]);
  });

  it("null counts as absent, at any depth with a shape", async () => {
    server.sandbox.clearRequests();
    const answer = await server.call("create_profile", {
      email: "null@example.com",
      title: null,
      location: { city: "Oslo", zip: null },
      properties: { kept: null },
    });
    expect(answer.isError, answer.text).toBeFalsy();
    expect(server.sent()[0]?.body).toEqual({
      data: {
        type: "profile",
        attributes: { email: "null@example.com", location: { city: "Oslo" }, properties: { kept: null } },
      },
    });
  });
});
