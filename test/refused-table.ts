// Calls that are refused before they cost a request.

/** What it is, a call, and what must stand in the refusal. */
export type Row = [what: string, tool: string, args: Record<string, unknown>, parts: string[]];

/** What every report needs, and every aggregate. */
export const REPORT = { statistics: ["opens"], conversion_metric_id: "TxVpCr" };
export const AGGREGATE = {
  metric_id: "TxVpCr",
  measurements: ["count"],
  start: "2026-11-01",
  end: "2026-11-03",
};
const CONSENT = { email: "ann@example.com", channels: ["email"] };

export const CANNOT_WORK: Row[] = [
  ...["query_campaign_values", "query_flow_values"].flatMap((tool): Row[] => [
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
  ...[
    "query_flow_series",
    "query_form_values",
    "query_form_series",
    "query_segment_values",
    "query_segment_series",
  ].map(
    (name): Row => [
      "any report whose end is not after its start",
      "read_operation",
      {
        name,
        arguments: {
          start: "2026-11-02",
          end: "2026-11-01T00:00:00",
          ...(name.endsWith("_series") && { interval: "daily" }),
        },
      },
      ["end is not after start"],
    ],
  ),
  [
    "a campaign of a report as an argument",
    "query_campaign_values",
    { ...REPORT, timeframe: "today", campaign_id: "01G" },
    ['Write filter equals(campaign_id,"01G") for campaign_id'],
  ],
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

/** What can mean two things is no way to say either. */
export const OF_TWO_MEANINGS: Row[] = [
  [
    "one name or several",
    "add_profiles_to_list",
    { list_id: "x", profile_ids: "a b, c d" },
    ["profile_ids must be array, not string"],
  ],
  [
    "a text that is no number",
    "get_lists",
    { page_size: "5 or 6" },
    ["page_size must be number, not string"],
  ],
  ["two values for one", "get_list", { list_id: ["a", "b"] }, ["list_id must be string, not array"]],
  ["a name twice", "get_list", { list_id: "a", listId: "b" }, ["listId is no argument here"]],
  [
    "a yes that is none",
    "create_list",
    { name: "n", dry_run: "yes" },
    ["dry_run must be boolean, not string"],
  ],
  [
    "a number too large to be kept",
    "create_event",
    { metric_name: "m", email: "a@b.co", value: "9007199254740993" },
    ["value must be number"],
  ],
];

/** In a change, an empty argument is no way to empty something, and none to leave it as it is. */
export const EMPTY: Row[] = [
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
export const AT_ONCE: Row[] = [
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
    "an e-mail where an id is due",
    "get_profile",
    { email: "a@b.co" },
    ["profile_id is required", 'get_profiles with filter equals(email,"a@b.co") finds the id'],
  ],
  [
    "a name where an id is due",
    "get_list",
    { name: "News" },
    ["list_id is required", 'get_lists with filter equals(name,"News") finds the id'],
  ],
  ["an id where two are due", "merge_profiles", { id: "a" }, ["id is no argument here"]],
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
