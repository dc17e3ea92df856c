import type { Case } from "./case.ts";

const ENGAGED = "UxQKbd";
const CANADA = "SnP4Hy";
const DIEGO = "01HYRKPMAZ7VRW2K26ZSMNSP6A";

/** Changes to segments, and their members: update_segment, delete_segment, get_profiles_for_segment. */
export const segmentChangesCases: readonly Case[] = [
  {
    tool: "update_segment",
    name: "the smallest valid call",
    args: { segment_id: CANADA, name: "Canada" },
    sent: {
      method: "PATCH",
      path: `/api/segments/${CANADA}`,
      body: { data: { type: "segment", id: CANADA, attributes: { name: "Canada" } } },
    },
    official: ({ segments }) =>
      segments.updateSegment(CANADA, {
        data: { type: "segment", id: CANADA, attributes: { name: "Canada" } },
      }),
    reads: { data: { id: CANADA, name: "Canada", is_starred: false } },
  },
  {
    tool: "update_segment",
    name: "every argument",
    args: {
      segment_id: "RcJ6Lq",
      name: "Who may get e-mail",
      definition: {
        condition_groups: [
          {
            conditions: [
              {
                type: "profile-marketing-consent",
                consent: {
                  channel: "email",
                  can_receive_marketing: true,
                  consent_status: { subscription: "any" },
                },
              },
            ],
          },
        ],
      },
      is_starred: true,
      is_active: true,
    },
    sent: {
      method: "PATCH",
      path: "/api/segments/RcJ6Lq",
      body: {
        data: {
          type: "segment",
          id: "RcJ6Lq",
          attributes: {
            name: "Who may get e-mail",
            definition: {
              condition_groups: [
                {
                  conditions: [
                    {
                      type: "profile-marketing-consent",
                      consent: {
                        channel: "email",
                        can_receive_marketing: true,
                        consent_status: { subscription: "any" },
                      },
                    },
                  ],
                },
              ],
            },
            is_starred: true,
            is_active: true,
          },
        },
      },
    },
    official: ({ segments }) =>
      segments.updateSegment("RcJ6Lq", {
        data: {
          type: "segment",
          id: "RcJ6Lq",
          attributes: {
            name: "Who may get e-mail",
            definition: {
              conditionGroups: [
                {
                  conditions: [
                    {
                      type: "profile-marketing-consent",
                      consent: {
                        channel: "email",
                        canReceiveMarketing: true,
                        consentStatus: { subscription: "any" },
                      },
                    },
                  ],
                },
              ],
            },
            isStarred: true,
            isActive: true,
          },
        },
      }),
    reads: { data: { name: "Who may get e-mail", is_starred: true, is_active: true } },
  },
  {
    tool: "update_segment",
    name: "switched off, which goes alone",
    args: { segment_id: ENGAGED, is_active: false },
    sent: {
      method: "PATCH",
      path: `/api/segments/${ENGAGED}`,
      body: { data: { type: "segment", id: ENGAGED, attributes: { is_active: false } } },
    },
    official: ({ segments }) =>
      segments.updateSegment(ENGAGED, {
        data: { type: "segment", id: ENGAGED, attributes: { isActive: false } },
      }),
    reads: { data: { id: ENGAGED, is_active: false } },
  },
  {
    tool: "delete_segment",
    name: "the smallest valid call",
    args: { segment_id: "RcJ6Lq" },
    sent: { method: "DELETE", path: "/api/segments/RcJ6Lq" },
    official: ({ segments }) => segments.deleteSegment("RcJ6Lq"),
  },
  {
    tool: "delete_segment",
    name: "a segment in use",
    args: { segment_id: ENGAGED },
    sent: { method: "DELETE", path: `/api/segments/${ENGAGED}` },
    official: ({ segments }) => segments.deleteSegment(ENGAGED),
  },
  {
    tool: "get_profiles_for_segment",
    name: "the smallest valid call",
    args: { segment_id: CANADA },
    sent: {
      method: "GET",
      path: `/api/segments/${CANADA}/profiles`,
      query: {
        "fields[profile]":
          "email,phone_number,external_id,first_name,last_name,last_event_date,joined_group_at",
        "page[size]": "20",
      },
    },
    official: ({ segments }) =>
      segments.getProfilesForSegment(CANADA, {
        fieldsProfile: [
          "email",
          "phone_number",
          "external_id",
          "first_name",
          "last_name",
          "last_event_date",
          "joined_group_at",
        ],
        pageSize: 20,
      }),
  },
  {
    tool: "get_profiles_for_segment",
    name: "every argument",
    args: {
      segment_id: CANADA,
      filter: `any(profile_id,["${DIEGO}","01GDDKASAP8TKDDA2GRZDSVP4H"]),less-than(joined_group_at,2026-11-23T00:00:00Z)`,
      sort: "joined_group_at",
      fields: ["phone_number", "properties", "joined_group_at"],
      additional_fields: ["predictive_analytics", "subscriptions"],
      page_size: 1,
    },
    sent: {
      method: "GET",
      path: `/api/segments/${CANADA}/profiles`,
      query: {
        filter: `any(profile_id,["${DIEGO}","01GDDKASAP8TKDDA2GRZDSVP4H"]),less-than(joined_group_at,2026-11-23T00:00:00Z)`,
        sort: "joined_group_at",
        "additional-fields[profile]": "predictive_analytics,subscriptions",
        "fields[profile]": "phone_number,properties,joined_group_at,predictive_analytics,subscriptions",
        "page[size]": "1",
      },
    },
    official: ({ segments }) =>
      segments.getProfilesForSegment(CANADA, {
        filter: `any(profile_id,["${DIEGO}","01GDDKASAP8TKDDA2GRZDSVP4H"]),less-than(joined_group_at,2026-11-23T00:00:00Z)`,
        sort: "joined_group_at",
        additionalFieldsProfile: ["predictive_analytics", "subscriptions"],
        fieldsProfile: [
          "phone_number",
          "properties",
          "joined_group_at",
          "predictive_analytics",
          "subscriptions",
        ],
        pageSize: 1,
      }),
    reads: { data: [{ id: DIEGO, phone_number: "+15552015735" }] },
  },
];
