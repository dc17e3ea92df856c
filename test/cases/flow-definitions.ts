import type { Case } from "./case.ts";

/** create_flow: the smallest flow, and one with a metric, a filter, a delay, a split and a text. */
export const flowDefinitionsCases: readonly Case[] = [
  {
    tool: "create_flow",
    name: "the smallest valid call",
    args: {
      name: "Hello",
      definition: {
        triggers: [{ type: "list", id: "Y6nRLr" }],
        actions: [
          {
            temporary_id: "1",
            type: "send-email",
            links: { next: null },
            data: {
              message: {
                subject_line: "Welcome",
                from_email: "hello@northwind-outfitters.example.com",
                from_label: "Northwind",
                template_id: "dmAjy2",
              },
              status: "draft",
            },
          },
        ],
        entry_action_id: "1",
      },
    },
    sent: {
      method: "POST",
      path: "/api/flows",
      body: {
        data: {
          type: "flow",
          attributes: {
            name: "Hello",
            definition: {
              triggers: [{ type: "list", id: "Y6nRLr" }],
              actions: [
                {
                  temporary_id: "1",
                  type: "send-email",
                  links: { next: null },
                  data: {
                    message: {
                      subject_line: "Welcome",
                      from_email: "hello@northwind-outfitters.example.com",
                      from_label: "Northwind",
                      template_id: "dmAjy2",
                    },
                    status: "draft",
                  },
                },
              ],
              entry_action_id: "1",
            },
          },
        },
      },
    },
    official: ({ flows }) =>
      flows.createFlow({
        data: {
          type: "flow",
          attributes: {
            name: "Hello",
            definition: {
              triggers: [{ type: "list", id: "Y6nRLr" }],
              actions: [
                {
                  temporaryId: "1",
                  type: "send-email",
                  links: { next: null },
                  data: {
                    message: {
                      subjectLine: "Welcome",
                      fromEmail: "hello@northwind-outfitters.example.com",
                      fromLabel: "Northwind",
                      templateId: "dmAjy2",
                    },
                    status: "draft",
                  },
                },
              ],
              entryActionId: "1",
            },
          },
        },
      }),
    reads: { data: { name: "Hello", status: "draft", trigger_type: "Added to List" } },
  },
  {
    tool: "create_flow",
    name: "a metric, a filter, a delay, a split and a text",
    args: {
      name: "After the order",
      definition: {
        triggers: [{ type: "metric", id: "TxVpCr" }],
        profile_filter: {
          condition_groups: [
            {
              conditions: [
                {
                  type: "profile-metric",
                  metric_id: "TxVpCr",
                  measurement: "count",
                  measurement_filter: { type: "numeric", operator: "equals", value: 1 },
                  timeframe_filter: { type: "date", operator: "alltime" },
                },
              ],
            },
          ],
        },
        actions: [
          {
            temporary_id: "wait",
            type: "time-delay",
            links: { next: "split" },
            data: { unit: "days", value: 2, timezone: "profile" },
          },
          {
            temporary_id: "split",
            type: "conditional-split",
            links: { next_if_true: "text", next_if_false: null },
            data: {
              profile_filter: {
                condition_groups: [
                  {
                    conditions: [
                      { type: "profile-group-membership", is_member: true, group_ids: ["R7kQwT"] },
                    ],
                  },
                ],
              },
            },
          },
          {
            temporary_id: "text",
            type: "send-sms",
            links: { next: null },
            data: { message: { body: "Thank you!" }, status: "draft" },
          },
        ],
        entry_action_id: "wait",
      },
    },
    sent: {
      method: "POST",
      path: "/api/flows",
      body: {
        data: {
          type: "flow",
          attributes: {
            name: "After the order",
            definition: {
              triggers: [{ type: "metric", id: "TxVpCr" }],
              profile_filter: {
                condition_groups: [
                  {
                    conditions: [
                      {
                        type: "profile-metric",
                        metric_id: "TxVpCr",
                        measurement: "count",
                        measurement_filter: { type: "numeric", operator: "equals", value: 1 },
                        timeframe_filter: { type: "date", operator: "alltime" },
                      },
                    ],
                  },
                ],
              },
              actions: [
                {
                  temporary_id: "wait",
                  type: "time-delay",
                  links: { next: "split" },
                  data: { unit: "days", value: 2, timezone: "profile" },
                },
                {
                  temporary_id: "split",
                  type: "conditional-split",
                  links: { next_if_true: "text", next_if_false: null },
                  data: {
                    profile_filter: {
                      condition_groups: [
                        {
                          conditions: [
                            { type: "profile-group-membership", is_member: true, group_ids: ["R7kQwT"] },
                          ],
                        },
                      ],
                    },
                  },
                },
                {
                  temporary_id: "text",
                  type: "send-sms",
                  links: { next: null },
                  data: { message: { body: "Thank you!" }, status: "draft" },
                },
              ],
              entry_action_id: "wait",
            },
          },
        },
      },
    },
    official: ({ flows }) =>
      flows.createFlow({
        data: {
          type: "flow",
          attributes: {
            name: "After the order",
            definition: {
              triggers: [{ type: "metric", id: "TxVpCr" }],
              profileFilter: {
                conditionGroups: [
                  {
                    conditions: [
                      {
                        type: "profile-metric",
                        metricId: "TxVpCr",
                        measurement: "count",
                        measurementFilter: { type: "numeric", operator: "equals", value: 1 },
                        timeframeFilter: { type: "date", operator: "alltime" },
                      },
                    ],
                  },
                ],
              },
              actions: [
                {
                  temporaryId: "wait",
                  type: "time-delay",
                  links: { next: "split" },
                  data: { unit: "days", value: 2, timezone: "profile" },
                },
                {
                  temporaryId: "split",
                  type: "conditional-split",
                  links: { nextIfTrue: "text", nextIfFalse: null },
                  data: {
                    profileFilter: {
                      conditionGroups: [
                        {
                          conditions: [
                            { type: "profile-group-membership", isMember: true, groupIds: ["R7kQwT"] },
                          ],
                        },
                      ],
                    },
                  },
                },
                {
                  temporaryId: "text",
                  type: "send-sms",
                  links: { next: null },
                  data: { message: { body: "Thank you!" }, status: "draft" },
                },
              ],
              entryActionId: "wait",
            },
          },
        },
      }),
    reads: { data: { name: "After the order", status: "draft", trigger_type: "Metric" } },
  },
];
