import { type Answered, klaviyo, klaviyoAll } from "./error-answers.ts";

const inProfile = (at: number, name: string) => `/data/attributes/profiles/data/${at}/attributes/${name}`;
const PEOPLE = Array.from({ length: 50 }, (_, at) => ({ email: `p${at}@example.com` }));
const CONSENTED = { channels: ["email"], consented_at: "2026-01-01T00:00:00Z" };
const SUBSCRIBERS = {
  profiles: [
    { email: "a@example.com", ...CONSENTED },
    { email: "b@example.com", ...CONSENTED },
  ],
  historical_import: true,
  custom_source: "till",
};
const EVENTS = {
  events: [
    { metric_name: "Bought", email: "a@example.com" },
    { metric_name: "Bought", email: "b@example.com" },
    { metric_name: "Bought", email: "a@example.com", time: "2026-01-01T00:00:00Z" },
  ],
};
const inEvents = (entry: number, event: number, name: string) =>
  `/data/attributes/events-bulk-create/data/${entry}/attributes/events/data/${event}/attributes/${name}`;
const CAMPAIGN = "01GDDKASAP8TKDDA2GRZDSVP4H";
const IMPORTED = "Nothing was imported: mend what is named, then send all of it again.";
const SUBSCRIBED = "Nothing was subscribed: mend what is named, then send all of it again.";
const TAKEN =
  'Profile "01ABC" holds one of the identifiers given: leave that one out. merge_profiles makes the two one.';

/** Which argument an answer speaks of, and what to do about it. */
export const OF_WHAT: readonly Answered[] = [
  {
    what: "fifty profiles of which twelve are wrong, for one reason",
    fault: klaviyoAll(
      400,
      [0, 3, 4, 5, 9, 20, 30, 31, 40, 47, 48, 49].map((at) => [
        "Invalid email address",
        inProfile(at, "email"),
      ]),
    ),
    tool: "bulk_import_profiles",
    args: { profiles: PEOPLE },
    reads: [
      "bulk_import_profiles: 400 from Klaviyo: Invalid email address",
      "Argument: profiles[0, 3-5, 9, 20, 30-31, 40, 47-49].email",
      IMPORTED,
    ],
  },
  {
    what: "fifty profiles that are all wrong, each in its own words",
    fault: klaviyoAll(
      400,
      PEOPLE.map(({ email }, at) => [`'${email}' is no email address`, inProfile(at, "email")]),
    ),
    tool: "bulk_import_profiles",
    args: { profiles: PEOPLE },
    reads: [
      "bulk_import_profiles: 400 from Klaviyo: … is no email address",
      "Argument: profiles[0-49].email",
      IMPORTED,
    ],
  },
  {
    what: "profiles that are wrong for several reasons",
    fault: klaviyoAll(400, [
      ["Invalid email address", inProfile(1, "email")],
      ["Invalid locale", inProfile(7, "locale")],
      ["Invalid email address", inProfile(2, "email")],
      ["Too long", inProfile(4, "location/city")],
    ]),
    tool: "bulk_import_profiles",
    args: { profiles: PEOPLE },
    reads: [
      "bulk_import_profiles: 400 from Klaviyo: Invalid email address (profiles[1-2].email); Invalid locale (profiles[7].locale); Too long (profiles[4].location.city)",
      "Argument: profiles[1-2].email",
      IMPORTED,
    ],
  },
  {
    what: "consented_at, which is not the channels",
    fault: klaviyo(400, "Invalid date", {
      source: { pointer: inProfile(1, "subscriptions/email/marketing/consented_at") },
    }),
    tool: "bulk_subscribe_profiles",
    args: SUBSCRIBERS,
    reads: [
      "bulk_subscribe_profiles: 400 from Klaviyo: Invalid date",
      "Argument: profiles[1].consented_at",
      SUBSCRIBED,
    ],
  },
  {
    what: "a consent, which the channels stand for",
    fault: klaviyo(400, "Not allowed", {
      source: { pointer: inProfile(0, "subscriptions/email/marketing/consent") },
    }),
    tool: "bulk_subscribe_profiles",
    args: SUBSCRIBERS,
    reads: [
      "bulk_subscribe_profiles: 400 from Klaviyo: Not allowed",
      "Argument: profiles[0].channels",
      SUBSCRIBED,
    ],
  },
  {
    what: "a profile's id",
    fault: klaviyo(400, "No such profile", { source: { pointer: "/data/attributes/profiles/data/0/id" } }),
    tool: "bulk_subscribe_profiles",
    args: { ...SUBSCRIBERS, profiles: [{ profile_id: "01PROFILE", ...CONSENTED }] },
    reads: [
      "bulk_subscribe_profiles: 400 from Klaviyo: No such profile",
      "Argument: profiles[0].profile_id",
      `${SUBSCRIBED} get_profiles lists valid ones.`,
    ],
  },
  {
    what: "an event among those of several people, by its place in the call",
    fault: klaviyoAll(400, [
      ["Invalid time", inEvents(0, 1, "time")],
      ["Invalid value", inEvents(1, 0, "value")],
    ]),
    tool: "bulk_create_events",
    args: EVENTS,
    reads: [
      "bulk_create_events: 400 from Klaviyo: Invalid time (events[2].time); Invalid value (events[1].value)",
      "Argument: events[2].time",
      "Nothing was created: mend what is named, then send all of it again.",
    ],
  },
  {
    what: "the id of what is read",
    fault: klaviyo(400, "Invalid ID", { source: { pointer: "/data/id" } }),
    tool: "get_event",
    args: { event_id: "nonsense" },
    reads: ["get_event: 400 from Klaviyo: Invalid ID", "Argument: event_id", "get_events lists valid ones."],
  },
  {
    what: "a wrong tag, which Klaviyo points at nothing for",
    fault: klaviyo(404, 'Tag with id "Zzyzx" not found.'),
    tool: "tag_campaigns",
    args: { tag_id: "Zzyzx", campaign_ids: [CAMPAIGN] },
    reads: [
      'tag_campaigns: 404 from Klaviyo: Tag with id "Zzyzx" not found.',
      "Argument: tag_id",
      "Check tag_id. get_tags lists valid ones.",
    ],
  },
  {
    what: "a wrong tag, of which the answer says no more",
    fault: klaviyo(404, "The tag was not found."),
    tool: "tag_campaigns",
    args: { tag_id: "Zzyzx", campaign_ids: [CAMPAIGN] },
    reads: [
      "tag_campaigns: 404 from Klaviyo: The tag was not found.",
      "Argument: tag_id",
      "Check tag_id. get_tags lists valid ones.",
    ],
  },
  {
    what: "a wrong campaign beside a right tag",
    fault: klaviyo(404, "The campaigns were not found."),
    tool: "tag_campaigns",
    args: { tag_id: "Zzyzx", campaign_ids: [CAMPAIGN] },
    reads: [
      "tag_campaigns: 404 from Klaviyo: The campaigns were not found.",
      "Argument: campaign_ids",
      "Check campaign_ids. get_campaigns lists valid ones.",
    ],
  },
  {
    what: "a list in a body that is not there",
    fault: klaviyo(404, "List Zz9NoList does not exist."),
    tool: "create_campaign",
    args: { name: "c", channel: "email", included_audiences: ["Y6nRLr", "Zz9NoList"], subject: "s" },
    reads: [
      "create_campaign: 404 from Klaviyo: List Zz9NoList does not exist.",
      "Argument: included_audiences[1]",
      "Check included_audiences[1]. get_lists lists valid ones.",
    ],
  },
  {
    what: "a profile in a body that is not there, by where it stands",
    fault: klaviyo(404, "Not found.", { source: { pointer: "/data/1/id" } }),
    tool: "add_profiles_to_list",
    args: { list_id: "Y6nRLr", profile_ids: ["01A", "01B"] },
    reads: [
      "add_profiles_to_list: 404 from Klaviyo: Not found.",
      "Argument: profile_ids[1]",
      "Check profile_ids[1]. get_profiles lists valid ones.",
    ],
  },
  {
    what: "a metric deep in a definition that is not there",
    fault: klaviyo(404, "A metric with id Zz9No does not exist."),
    tool: "create_segment",
    args: {
      name: "s",
      definition: {
        condition_groups: [
          {
            conditions: [
              {
                type: "profile-metric",
                metric_id: "Zz9No",
                measurement: "count",
                measurement_filter: { type: "numeric", operator: "greater-than", value: 0 },
                timeframe_filter: { type: "date", operator: "alltime" },
              },
            ],
          },
        ],
      },
    },
    reads: [
      "create_segment: 404 from Klaviyo: A metric with id Zz9No does not exist.",
      "Argument: definition.condition_groups[0].conditions[0].metric_id",
      "Check definition.condition_groups[0].conditions[0].metric_id. get_metrics lists valid ones.",
    ],
  },
  {
    what: "a cursor that is none, as Klaviyo says it",
    fault: klaviyo(400, "Invalid cursor provided.", { source: { pointer: "/data/" } }),
    tool: "get_lists",
    args: { page_cursor: "nonsense" },
    reads: [
      "get_lists: 400 from Klaviyo: Invalid cursor provided.",
      "Argument: page_cursor",
      "The cursor is none, or is one no more: begin again without page_cursor.",
    ],
  },
  {
    what: "a cursor that is none, by its parameter",
    fault: klaviyo(400, "Invalid value.", { source: { parameter: "page[cursor]" } }),
    tool: "get_lists",
    args: { page_cursor: "nonsense" },
    reads: [
      "get_lists: 400 from Klaviyo: Invalid value.",
      "Argument: page_cursor",
      "The cursor is none, or is one no more: begin again without page_cursor.",
    ],
  },
  {
    what: "an identifier that another profile has, of what would find it by itself",
    fault: klaviyo(409, "A profile already exists.", { meta: { duplicate_profile_id: "01ABC" } }),
    tool: "create_or_update_profile",
    args: { email: "a@example.com", external_id: "7" },
    reads: ["create_or_update_profile: 409 from Klaviyo: A profile already exists.", TAKEN],
  },
  {
    what: "the same, where nothing says which profile it is",
    fault: klaviyo(409, "Conflict."),
    tool: "create_or_update_profile",
    args: { email: "a@example.com", external_id: "7" },
    reads: [
      "create_or_update_profile: 409 from Klaviyo: Conflict.",
      "Another profile holds one of the identifiers given: leave that one out. merge_profiles makes the two one.",
    ],
  },
  {
    what: "the same of a profile that is changed",
    fault: klaviyo(409, "A profile already exists.", { meta: { duplicate_profile_id: "01ABC" } }),
    tool: "update_profile",
    args: { profile_id: "01DEF", email: "a@example.com" },
    reads: ["update_profile: 409 from Klaviyo: A profile already exists.", TAKEN],
  },
  {
    what: "a profile that is there already",
    fault: klaviyo(409, "A profile already exists.", { meta: { duplicate_profile_id: "01ABC" } }),
    tool: "create_profile",
    args: { email: "a@example.com" },
    reads: [
      "create_profile: 409 from Klaviyo: A profile already exists.",
      'The existing profile is "01ABC". update_profile changes it. create_or_update_profile does either.',
    ],
  },
  {
    what: "a count that was never asked for",
    fault: klaviyo(404, "Not found."),
    tool: "get_campaign_recipient_estimation",
    args: { campaign_id: CAMPAIGN },
    reads: [
      "get_campaign_recipient_estimation: 404 from Klaviyo: Not found.",
      "Argument: campaign_id",
      "Where campaign_id is right, nothing was counted yet: estimate_campaign_recipients counts. get_campaigns lists valid ones.",
    ],
  },
];
