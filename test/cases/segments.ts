import type { Case } from "./case.ts";

const ENGAGED = "UxQKbd";
const CANADA = "SnP4Hy";

/** Segments and who is in them. */
export const segmentsCases: readonly Case[] = [
  {
    tool: "get_segments",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/segments",
      query: {
        "fields[segment]": "name,is_active,is_processing,is_starred,created,updated",
        "page[size]": "10",
      },
    },
    official: ({ segments }) =>
      segments.getSegments({
        fieldsSegment: ["name", "is_active", "is_processing", "is_starred", "created", "updated"],
        pageSize: 10,
      }),
  },
  {
    tool: "get_segments",
    name: "every argument",
    args: {
      filter: 'equals(is_starred,true),any(name,["Engaged (30 days)","Canada – all shoppers"])',
      sort: "name",
      fields: ["name", "definition.condition_groups", "flow:name", "flow:status", "tag:name"],
      include: ["flow-triggers", "tags"],
      page_size: 3,
    },
    sent: {
      method: "GET",
      path: "/api/segments",
      query: {
        filter: 'equals(is_starred,true),any(name,["Engaged (30 days)","Canada – all shoppers"])',
        sort: "name",
        include: "flow-triggers,tags",
        "fields[segment]": "name,definition.condition_groups",
        "fields[flow]": "name,status",
        "fields[tag]": "name",
        "page[size]": "3",
      },
    },
    official: ({ segments }) =>
      segments.getSegments({
        filter: 'equals(is_starred,true),any(name,["Engaged (30 days)","Canada – all shoppers"])',
        sort: "name",
        include: ["flow-triggers", "tags"],
        fieldsSegment: ["name", "definition.condition_groups"],
        fieldsFlow: ["name", "status"],
        fieldsTag: ["name"],
        pageSize: 3,
      }),
    // A live account takes the filter by stars and does not apply it.
    reads: { data: [{ id: CANADA }, { id: ENGAGED, name: "Engaged (30 days)" }] },
  },
  {
    tool: "get_segment",
    name: "the smallest valid call",
    args: { segment_id: CANADA },
    sent: { method: "GET", path: `/api/segments/${CANADA}` },
    official: ({ segments }) => segments.getSegment(CANADA),
    reads: {
      data: {
        name: "Canada – all shoppers",
        definition: {
          condition_groups: [{ conditions: [{ type: "profile-property", property: "location['country']" }] }],
        },
      },
    },
  },
  {
    tool: "get_segment",
    name: "every argument",
    args: {
      segment_id: CANADA,
      fields: ["name", "is_processing", "flow:name", "tag:name"],
      include: ["flow-triggers", "tags"],
      additional_fields: ["profile_count"],
    },
    sent: {
      method: "GET",
      path: `/api/segments/${CANADA}`,
      query: {
        "additional-fields[segment]": "profile_count",
        include: "flow-triggers,tags",
        "fields[segment]": "name,is_processing,profile_count",
        "fields[flow]": "name",
        "fields[tag]": "name",
      },
    },
    official: ({ segments }) =>
      segments.getSegment(CANADA, {
        additionalFieldsSegment: ["profile_count"],
        include: ["flow-triggers", "tags"],
        fieldsSegment: ["name", "is_processing", "profile_count"],
        fieldsFlow: ["name"],
        fieldsTag: ["name"],
      }),
    reads: { data: { is_processing: false } },
  },
  {
    tool: "create_segment",
    name: "the smallest valid call",
    args: {
      name: "Gold tier",
      definition: {
        condition_groups: [
          {
            conditions: [
              {
                type: "profile-property",
                property: "properties['Loyalty Tier']",
                filter: { type: "string", operator: "equals", value: "Gold" },
              },
            ],
          },
        ],
      },
    },
    sent: {
      method: "POST",
      path: "/api/segments",
      body: {
        data: {
          type: "segment",
          attributes: {
            name: "Gold tier",
            definition: {
              condition_groups: [
                {
                  conditions: [
                    {
                      type: "profile-property",
                      property: "properties['Loyalty Tier']",
                      filter: { type: "string", operator: "equals", value: "Gold" },
                    },
                  ],
                },
              ],
            },
          },
        },
      },
    },
    official: ({ segments }) =>
      segments.createSegment({
        data: {
          type: "segment",
          attributes: {
            name: "Gold tier",
            definition: {
              conditionGroups: [
                {
                  conditions: [
                    {
                      type: "profile-property",
                      property: "properties['Loyalty Tier']",
                      filter: { type: "string", operator: "equals", value: "Gold" },
                    },
                  ],
                },
              ],
            },
          },
        },
      }),
    reads: { data: { name: "Gold tier", is_processing: true } },
  },
  {
    tool: "create_segment",
    name: "every argument",
    args: {
      name: "Win-back – 90 days",
      definition: {
        condition_groups: [
          {
            conditions: [
              {
                type: "profile-metric",
                metric_id: "TxVpCr",
                measurement: "count",
                measurement_filter: { type: "numeric", operator: "greater-than", value: 0 },
                timeframe_filter: { type: "date", operator: "alltime" },
              },
            ],
          },
          {
            conditions: [
              {
                type: "profile-metric",
                metric_id: "TxVpCr",
                measurement: "count",
                measurement_filter: { type: "numeric", operator: "equals", value: 0 },
                timeframe_filter: { type: "date", operator: "in-the-last", unit: "day", quantity: 90 },
              },
              { type: "profile-group-membership", is_member: false, group_ids: ["Y6nRLr"] },
            ],
          },
        ],
      },
      is_starred: true,
    },
    sent: {
      method: "POST",
      path: "/api/segments",
      body: {
        data: {
          type: "segment",
          attributes: {
            name: "Win-back – 90 days",
            definition: {
              condition_groups: [
                {
                  conditions: [
                    {
                      type: "profile-metric",
                      metric_id: "TxVpCr",
                      measurement: "count",
                      measurement_filter: { type: "numeric", operator: "greater-than", value: 0 },
                      timeframe_filter: { type: "date", operator: "alltime" },
                    },
                  ],
                },
                {
                  conditions: [
                    {
                      type: "profile-metric",
                      metric_id: "TxVpCr",
                      measurement: "count",
                      measurement_filter: { type: "numeric", operator: "equals", value: 0 },
                      timeframe_filter: { type: "date", operator: "in-the-last", unit: "day", quantity: 90 },
                    },
                    { type: "profile-group-membership", is_member: false, group_ids: ["Y6nRLr"] },
                  ],
                },
              ],
            },
            is_starred: true,
          },
        },
      },
    },
    official: ({ segments }) =>
      segments.createSegment({
        data: {
          type: "segment",
          attributes: {
            name: "Win-back – 90 days",
            definition: {
              conditionGroups: [
                {
                  conditions: [
                    {
                      type: "profile-metric",
                      metricId: "TxVpCr",
                      measurement: "count",
                      measurementFilter: { type: "numeric", operator: "greater-than", value: 0 },
                      timeframeFilter: { type: "date", operator: "alltime" },
                    },
                  ],
                },
                {
                  conditions: [
                    {
                      type: "profile-metric",
                      metricId: "TxVpCr",
                      measurement: "count",
                      measurementFilter: { type: "numeric", operator: "equals", value: 0 },
                      timeframeFilter: { type: "date", operator: "in-the-last", unit: "day", quantity: 90 },
                    },
                    { type: "profile-group-membership", isMember: false, groupIds: ["Y6nRLr"] },
                  ],
                },
              ],
            },
            isStarred: true,
          },
        },
      }),
    reads: { data: { name: "Win-back – 90 days", is_starred: true, is_processing: true } },
  },
];
