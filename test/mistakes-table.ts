/** What an agent may plausibly get wrong, and what must stand in the one answer it gets: the right next call. */
export interface Mistake {
  what: string;
  /** The server's settings, where they are not those of one that never asks. */
  flags?: readonly string[];
  tool: string;
  args: Record<string, unknown>;
  /** Parts of the refusal that are the right next call. */
  leads?: readonly string[];
  /** What is taken instead, as it is sent: parts of the request's path, query or body as text. */
  sends?: readonly string[];
  /** What is done all the same, and then told: parts of the answer that say what went wrong. */
  tells?: readonly string[];
  /** Requests that the mistake may cost before it is told. */
  costs?: number;
}

const AGGREGATE = {
  metric_id: "TxVpCr",
  measurements: ["count"],
  start: "2026-11-01",
  end: "2026-11-08",
};
const REPORT = { statistics: ["opens"], conversion_metric_id: "TxVpCr" };
const CAMPAIGN = { name: "c", channel: "email", included_audiences: ["Y6nRLr"], subject: "s" };

export const MISTAKES: readonly Mistake[] = [
  {
    what: "an unknown campaign id",
    tool: "get_campaign",
    args: { campaign_id: "01NOSUCHCAMPAIGN" },
    leads: ["Check campaign_id. get_campaigns lists valid ones"],
    costs: 7,
  },
  {
    what: "an e-mail as profile_id",
    tool: "get_profile",
    args: { profile_id: "Sarah.Novak1@example.com" },
    sends: ["/api/profiles/01GDDKASAP8TKDDA2GRZDSVP4H?"],
  },
  {
    what: "a list's name as list_id",
    tool: "get_list",
    args: { list_id: "newsletter subscribers" },
    sends: ["/api/lists/Y6nRLr?"],
  },
  {
    what: "a metric's name in query_metric_aggregates",
    tool: "query_metric_aggregates",
    args: { ...AGGREGATE, metric_id: "Placed Order" },
    sends: ['"metric_id":"TxVpCr"'],
  },
  {
    what: "a metric's name in get_events' filter",
    tool: "get_events",
    args: { filter: 'equals(metric_id,"Placed Order")' },
    sends: ['filter=equals(metric_id,"TxVpCr")'],
  },
  {
    what: "a metric's name in create_segment",
    tool: "create_segment",
    args: {
      name: "s",
      definition: {
        condition_groups: [
          {
            conditions: [
              {
                type: "profile-metric",
                metric_id: "Placed Order",
                measurement: "count",
                measurement_filter: { type: "numeric", operator: "greater-than", value: 0 },
                timeframe_filter: { type: "date", operator: "alltime" },
              },
            ],
          },
        ],
      },
    },
    sends: ['"metric_id":"TxVpCr"'],
  },
  {
    what: "a list's name in create_campaign",
    tool: "create_campaign",
    args: { ...CAMPAIGN, included_audiences: ["VIP customers"] },
    leads: ['no list or segment is called "VIP customers"', 'There is "VIP Early Access" (Wb3XpZ'],
    costs: 4,
  },
  {
    what: "e-mails in add_profiles_to_list",
    tool: "add_profiles_to_list",
    args: { list_id: "Y6nRLr", profile_ids: ["ann@example.com"] },
    leads: ['no profile has "ann@example.com"\nArgument: profile_ids[0]'],
    costs: 1,
  },
  {
    what: "a tag's name in tag_campaigns",
    tool: "tag_campaigns",
    args: { tag_id: "spring", campaign_ids: ["01GDDKASAP8TKDDA2GRZDSVP4I"] },
    sends: ["/api/tags/4b39af69-d2e6-11f0-8001-7518a163313b/relationships/campaigns"],
  },
  {
    what: "a list's name of one word",
    tool: "add_profiles_to_list",
    args: { list_id: "VIP", profile_ids: ["01GDDKASAP8TKDDA2GRZDSVP4H"] },
    leads: ['no list has the id or the name "VIP"', 'There is "VIP Early Access" (Wb3XpZ'],
    costs: 3,
  },
  {
    what: "a metric's name of one word",
    tool: "query_metric_aggregates",
    args: { ...AGGREGATE, metric_id: "Orders" },
    leads: ['no metric has the id or the name "Orders"', 'There is "Placed Order" (TxVpCr'],
    costs: 2,
  },
  {
    what: "a coupon's wrong id",
    tool: "create_coupon_code",
    args: { coupon_id: "NOPE", unique_code: "X" },
    leads: ['no coupon has the id or the name "NOPE"\nArgument: coupon_id\nGive its id: get_coupons lists'],
    costs: 2,
  },
  {
    what: "template_id in update_campaign",
    tool: "update_campaign",
    args: { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I", template_id: "dmAjy2" },
    leads: ["template_id is no argument here", "assign_template_to_campaign_message takes template_id"],
  },
  {
    what: "profile_id in get_events",
    tool: "get_events",
    args: { profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H" },
    leads: ['Write filter equals(profile_id,"01GDDKASAP8TKDDA2GRZDSVP4H") for profile_id'],
  },
  {
    what: "email in get_profiles",
    tool: "get_profiles",
    args: { email: "ann@example.com" },
    leads: ['Write filter equals(email,"ann@example.com") for email'],
  },
  {
    what: "search_profiles",
    tool: "search_profiles",
    args: { query: "ann" },
    leads: ['Did you mean "get_profiles"?'],
  },
  {
    what: "a date as people write it",
    tool: "create_coupon_code",
    args: { coupon_id: "WELCOME10", unique_code: "X", expires_at: "01/11/2026" },
    leads: ["expires_at", "2026-11-01T09:00:00Z"],
  },
  {
    what: "last month as a date",
    tool: "query_metric_aggregates",
    args: { ...AGGREGATE, start: "last month" },
    leads: ["start", "e.g. 2026-11-01"],
  },
  {
    what: "a timeframe in words",
    tool: "query_campaign_values",
    args: { ...REPORT, timeframe: "last mont" },
    leads: ['Did you mean "last_month"?'],
  },
  {
    what: "three camelCase arguments",
    tool: "get_profiles",
    args: { pageSize: 5, additionalFields: ["subscriptions"], connectionId: null, Sort: "-created" },
    sends: ["page[size]=5", "additional-fields[profile]=subscriptions", "sort=-created"],
  },
  {
    what: "SQL as a filter",
    tool: "get_profiles",
    args: { filter: "email = 'ann@example.com'" },
    leads: ['Write equals(email,"ann@example.com")'],
  },
  {
    what: "a search engine's words as a filter",
    tool: "get_campaigns",
    args: { channel: "email", filter: "status:Sent" },
    leads: ['Write equals(status,"Sent")'],
  },
  {
    what: "a filter as an object",
    tool: "get_profiles",
    args: { filter: { email: "ann@example.com" } },
    leads: ['Write filter as text: equals(email,"ann@example.com")'],
  },
  {
    what: "query_metric_aggregates' filter as a text",
    tool: "query_metric_aggregates",
    args: { ...AGGREGATE, by: "$attributed_flow", filter: 'not(equals($attributed_flow,""))' },
    sends: ['"not(equals($attributed_flow,\\"\\"))"', '"by":["$attributed_flow"]'],
  },
  {
    what: "text without quotes",
    tool: "get_lists",
    args: { filter: "equals(name,News)" },
    leads: ['Write equals(name,"News")'],
  },
  {
    what: "or(…)",
    tool: "get_lists",
    args: { filter: 'or(equals(name,"A"),equals(name,"B"))' },
    leads: ['Write any(name,["A","B"])'],
  },
  {
    what: "single quotes",
    tool: "get_lists",
    args: { filter: "equals(name,'News')" },
    sends: ["filter=equals(name,'News')"],
  },
  {
    what: "contains on lists",
    tool: "get_lists",
    args: { filter: 'contains(name,"news")' },
    leads: [
      "name takes any, equals, not contains",
      "Without that clause it reads more: look through the answer",
    ],
  },
  { what: "filter as nothing", tool: "get_lists", args: { filter: "", fields: [] }, sends: ["/api/lists"] },
  {
    what: "a number in quotes, one text for a list",
    tool: "get_lists",
    args: { page_size: "5", fields: "name" },
    sends: ["page[size]=5", "fields[list]=name"],
  },
  {
    what: "a page of 50 where 10 is the most",
    tool: "get_lists",
    args: { page_size: 50 },
    leads: ["page_size", "10", "limit 50 fetches that many"],
  },
  {
    what: "Email for email",
    tool: "get_campaigns",
    args: { channel: "Email" },
    sends: ['equals(messages.channel,"email")'],
  },
  {
    what: "weekly for week",
    tool: "query_metric_aggregates",
    args: { ...AGGREGATE, interval: "weekly" },
    leads: ['Did you mean "week"?'],
  },
  {
    what: "detail all",
    tool: "get_lists",
    args: { detail: "all" },
    leads: ["detail is one of summary, full"],
  },
  {
    what: "statistics revenue",
    tool: "query_campaign_values",
    args: { ...REPORT, statistics: ["revenue"], timeframe: "last_month" },
    leads: ['Did you mean "conversion_value"?'],
  },
  {
    what: "a local phone number",
    tool: "get_profiles",
    args: { filter: 'equals(phone_number,"(555) 201-0074")' },
    sends: ['filter=equals(phone_number,"+15552010074")'],
    costs: 1,
  },
  {
    what: "six years of statistics",
    tool: "query_flow_values",
    args: { ...REPORT, start: "2020-01-01", end: "2026-01-02" },
    leads: ["longer than 5 years"],
  },
];
