import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// What cannot work is refused before it costs a request; all that is wrong is named at once, with what was meant.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());

type Row = [what: string, tool: string, args: Record<string, unknown>, parts: string[]];

const REPORT = { statistics: ["opens"], conversion_metric_id: "TxVpCr" };
const AGGREGATE = { metric_id: "TxVpCr", measurements: ["count"], start: "2026-11-01", end: "2026-11-03" };
const CONSENT = { email: "ann@example.com", channels: ["email"] };

const CANNOT_WORK: Row[] = [
  ...["query_campaign_values", "query_flow_values"].flatMap((tool): Row[] => [
    [
      "a report over a year",
      tool,
      { ...REPORT, start: "2025-11-01T00:00:00Z", end: "2026-11-01T00:00:01Z" },
      ["start to end is more than a year", "until 2026-11-01"],
    ],
    [
      "the end before the start",
      tool,
      { ...REPORT, start: "2026-11-02", end: "2026-11-01" },
      ["end is not after start"],
    ],
    [
      "the end at the start",
      tool,
      { ...REPORT, start: "2026-11-02", end: "2026-11-02" },
      ["end is not after start"],
    ],
    [
      "an operator that reports have not",
      tool,
      { ...REPORT, timeframe: "today", filter: 'any(send_channel,["email"])' },
      ['Write contains-any(send_channel,["email"])'],
    ],
    [
      "an unknown field",
      tool,
      { ...REPORT, timeframe: "today", filter: 'equals(subject,"x")' },
      ["no field subject"],
    ],
    [
      "two clauses on one attribute",
      tool,
      { ...REPORT, timeframe: "today", filter: 'equals(variation,"A"),equals(variation,"B")' },
      ["two clauses on variation", 'contains-any(variation,["a","b"])'],
    ],
  ]),
  [
    "an aggregate over a year",
    "query_metric_aggregates",
    { ...AGGREGATE, start: "2025-11-01" },
    ["more than a year"],
  ],
  [
    "a sort of aggregates",
    "query_metric_aggregates",
    { ...AGGREGATE, sort: "-count" },
    ["sort is no argument here"],
  ],
  [
    "a small page of aggregates",
    "query_metric_aggregates",
    { ...AGGREGATE, page_size: 499 },
    ["page_size", "500"],
  ],
  [
    "a second time of aggregates",
    "query_metric_aggregates",
    { ...AGGREGATE, filter: ["less-than(datetime,2026-11-02)"] },
    ["datetime is the argument start and end"],
  ],
  [
    "consent by SMS without a number",
    "bulk_subscribe_profiles",
    { profiles: [{ ...CONSENT, channels: ["sms"] }] },
    ["profiles[0]: channel sms needs phone_number"],
  ],
  [
    "withdrawal by e-mail without an address",
    "bulk_unsubscribe_profiles",
    { profiles: [{ phone_number: "+12025550143", channels: ["email"] }] },
    ["channel email needs email"],
  ],
  [
    "a date of consent that is not historical",
    "bulk_subscribe_profiles",
    { profiles: [{ ...CONSENT, consented_at: "2026-01-01T00:00:00Z" }] },
    ["profiles[0].consented_at goes with historical_import true alone"],
  ],
  [
    "a historical consent without its date",
    "bulk_subscribe_profiles",
    { profiles: [{ ...CONSENT, consented_at: "2026-01-01T00:00:00Z" }, CONSENT], historical_import: true },
    ["profiles[1].consented_at is missing"],
  ],
  [
    "a link to another host as a cursor",
    "get_lists",
    { page_cursor: "https://example.com/?page[cursor]=x" },
    ["page_cursor is a link"],
  ],
];

/** In a change, an empty argument is no way to empty something, and none to leave it as it is. */
const EMPTY: Row[] = [
  [
    "a list that can be emptied",
    "update_campaign",
    { campaign_id: "c", excluded_audiences: [] },
    ["excluded_audiences is empty", 'clear ["excluded_audiences"]'],
  ],
  [
    "texts that can be emptied",
    "update_profile",
    { profile_id: "p", title: "", organization: "" },
    ["title, organization are empty", 'clear ["title","organization"]'],
  ],
  [
    "a text that cannot be emptied there",
    "create_or_update_profile",
    { email: "a@b.co", first_name: "" },
    ["first_name is empty", "Leave it out"],
  ],
  [
    "an id",
    "bulk_subscribe_profiles",
    { profiles: [CONSENT], list_id: "" },
    ["list_id is empty", "Leave it out"],
  ],
];

/** All that is wrong, and what was meant by it. */
const AT_ONCE: Row[] = [
  [
    "unknown names",
    "get_lists",
    { feilds: ["name"], srot: "name", pagesize: "x" },
    [
      "feilds is no argument here.",
      'Did you mean "fields"?',
      "srot is",
      'Did you mean "sort"?',
      "pagesize is",
      'Did you mean "page_size"?',
    ],
  ],
  [
    "types, a field, a sort and a filter",
    "get_lists",
    { page_size: "many", fields: ["nam", "creatd"], sort: "size", filter: 'equal(name,"A")' },
    [
      "page_size must be number",
      "no attribute nam",
      "no attribute creatd",
      "cannot sort by size",
      'Write equals(name,"A")',
    ],
  ],
  [
    "what is missing and what is too much",
    "bulk_subscribe_profiles",
    { profiles: [{ email: "a@b.co" }, { channels: ["mail"] }], foo: 1 },
    ["profiles[0].channels is required", "profiles[1].channels[0] is one of", "foo is no argument here"],
  ],
  [
    "an e-mail where there is a filter",
    "get_profiles",
    { email: "a@b.co", filter: "greater-than(created,2026-01-01)" },
    ['Write filter greater-than(created,2026-01-01),equals(email,"a@b.co")'],
  ],
  ["several values", "get_lists", { names: ["A", "B"] }, ['Write filter any(name,["A","B"])']],
  [
    "words to look for",
    "get_flows",
    { search: "welcome" },
    ["Write it as filter, which takes", "name contains"],
  ],
  [
    "profiles of a new list",
    "create_list",
    { name: "n", profile_ids: ["p"] },
    ["add_profiles_to_list takes profile_ids"],
  ],
  ["a list's profiles", "get_profiles", { list_id: "Y6nRLr" }, ["get_profiles_for_list takes list_id"]],
];

describe.each([
  ["what cannot work", CANNOT_WORK],
  ["what is empty", EMPTY],
  ["all at once", AT_ONCE],
] as const)("%s", (_, rows) => {
  it.each(rows)("%s: %s", async (_what, tool, args, parts) => {
    server.sandbox.clearRequests();
    const answer = await server.call(tool, args);
    expect(answer.isError, answer.text).toBe(true);
    expect(answer.text.split("\n").length).toBeLessThanOrEqual(3);
    for (const part of parts) expect(answer.text).toContain(part);
    expect(server.sent()).toEqual([]);
  });
});

describe("what works is taken", () => {
  it.each<Row>([
    [
      "a year",
      "query_flow_values",
      { ...REPORT, start: "2025-11-01", end: "2026-11-01" },
      ['"start":"2025-11-01T00:00:00-04:00"'],
    ],
    [
      "consent by SMS of a profile by id",
      "bulk_subscribe_profiles",
      { profiles: [{ profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H", channels: ["sms"] }] },
      ['"sms"'],
    ],
    [
      "what is attributed",
      "query_metric_aggregates",
      { ...AGGREGATE, filter: ['not(equals($attributed_message,""))'] },
      ["not(equals($attributed_message"],
    ],
    ["a whole link as a cursor", "get_lists", { page_size: 1, page_cursor: "$next" }, ['"page[cursor]"']],
    [
      "an empty clock of an aggregate: the account's",
      "query_metric_aggregates",
      { ...AGGREGATE, timezone: "" },
      ['"timezone":"America/New_York"'],
    ],
    [
      "nothing to exclude from something new",
      "create_campaign",
      { name: "c", channel: "email", subject: "s", included_audiences: ["Y6nRLr"], excluded_audiences: [] },
      ['"included":["Y6nRLr"]'],
    ],
    [
      "an empty text of something new",
      "create_webhook",
      {
        name: "w",
        endpoint_url: "https://example.com/x",
        secret_key: "a-secret-of-the-test",
        topic_ids: ["event:klaviyo.sent_sms"],
        description: "",
      },
      ["https://example.com/x"],
    ],
  ])("%s", async (_, tool, given, parts) => {
    const first = await server.call("get_lists", { page_size: 1 });
    const link = `https://a.klaviyo.com/api/lists?page%5Bsize%5D=1&page%5Bcursor%5D=${first.json.next_cursor}`;
    const args = Object.fromEntries(
      Object.entries(given).map(([name, one]) => [name, one === "$next" ? link : one]),
    );
    server.sandbox.clearRequests();
    const answer = await server.call(tool, args);
    expect(answer.isError, answer.text).toBeFalsy();
    const sent = JSON.stringify(server.sent().map(({ query, body }) => [query, body]));
    for (const part of parts) expect(sent.replaceAll('\\"', '"')).toContain(part);
    expect(sent).not.toContain("a.klaviyo.com");
  });
});

describe("a name that no tool has", () => {
  it.each([
    ["search_profiles", "get_profiles"],
    ["find_campaign", "get_campaigns"],
    ["listFlows", "get_flows"],
    ["fetch_segments", "get_segments"],
    ["klaviyo_get_lists", "get_lists"],
    ["get_profil", "get_profile"],
    ["edit_profile", "update_profile"],
    ["merg_profiles", "merge_profiles"],
    ["remove_segment", "delete_segment"],
    ["send_campain", "send_campaign"],
  ])("%s is %s", async (asked, meant) => {
    expect((await server.call(asked)).text).toContain(`Did you mean "${meant}"?`);
  });

  it.each([
    "profiles",
    "lookup_profiles",
    "view_campaign_send",
    "get_merge_profiles",
    "read_list_delete",
    "add_send_campaign",
    "erge_profiles",
  ])("%s leads to nothing more dangerous", async (asked) => {
    const [, meant] = /Did you mean "(\w+)"/.exec((await server.call(asked)).text) ?? [];
    expect(meant ?? "get_").not.toMatch(/^(delete|remove|merge|send|cancel)_/);
  });
});
