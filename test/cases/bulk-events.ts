import type { Case } from "./case.ts";

const PROFILE = "01GDDKASAP8TKDDA2GRZDSVP4H";
const TIME = "2026-11-20T10:00:00.000Z";
const metric = (name: string) => ({ data: { type: "metric" as const, attributes: { name } } });

/** Many events in one request, grouped by their profile. */
export const bulkEventsCases: readonly Case[] = [
  {
    tool: "bulk_create_events",
    name: "the smallest valid call: its batch is made up",
    args: { events: [{ metric_name: "Tried On", email: "ann@example.com" }] },
    sent: {
      method: "POST",
      path: "/api/event-bulk-create-jobs",
      body: {
        data: {
          type: "event-bulk-create-job",
          attributes: {
            "events-bulk-create": {
              data: [
                {
                  type: "event-bulk-create",
                  attributes: {
                    profile: { data: { type: "profile", attributes: { email: "ann@example.com" } } },
                    events: {
                      data: [
                        {
                          type: "event",
                          attributes: {
                            properties: {},
                            unique_id: "GENERATED-0",
                            metric: metric("Tried On"),
                          },
                        },
                      ],
                    },
                  },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ events }) =>
      events.bulkCreateEvents({
        data: {
          type: "event-bulk-create-job",
          attributes: {
            eventsBulkCreate: {
              data: [
                {
                  type: "event-bulk-create",
                  attributes: {
                    profile: { data: { type: "profile", attributes: { email: "ann@example.com" } } },
                    events: {
                      data: [
                        {
                          type: "event",
                          attributes: { properties: {}, uniqueId: "GENERATED-0", metric: metric("Tried On") },
                        },
                      ],
                    },
                  },
                },
              ],
            },
          },
        },
      }),
  },
  {
    tool: "bulk_create_events",
    name: "every argument: two customers, one of them twice",
    args: {
      batch_id: "till-7",
      events: [
        {
          metric_name: "Tried On",
          profile_id: PROFILE,
          email: "ann@example.com",
          phone_number: "+15005550006",
          external_id: "crm-1",
          properties: { size: "M" },
          time: TIME,
          value: 9.5,
          value_currency: "EUR",
          unique_id: "u-1",
          backfill: true,
        },
        { metric_name: "Left", external_id: "crm-2" },
        {
          metric_name: "Left",
          profile_id: PROFILE,
          email: "ann@example.com",
          phone_number: "+15005550006",
          external_id: "crm-1",
        },
      ],
    },
    sent: {
      method: "POST",
      path: "/api/event-bulk-create-jobs",
      body: {
        data: {
          type: "event-bulk-create-job",
          attributes: {
            "events-bulk-create": {
              data: [
                {
                  type: "event-bulk-create",
                  attributes: {
                    profile: {
                      data: {
                        type: "profile",
                        id: PROFILE,
                        attributes: {
                          email: "ann@example.com",
                          phone_number: "+15005550006",
                          external_id: "crm-1",
                        },
                      },
                    },
                    events: {
                      data: [
                        {
                          type: "event",
                          attributes: {
                            properties: { size: "M" },
                            time: TIME,
                            value: 9.5,
                            value_currency: "EUR",
                            unique_id: "u-1",
                            backfill: true,
                            metric: metric("Tried On"),
                          },
                        },
                        {
                          type: "event",
                          attributes: { properties: {}, unique_id: "till-7-2", metric: metric("Left") },
                        },
                      ],
                    },
                  },
                },
                {
                  type: "event-bulk-create",
                  attributes: {
                    profile: { data: { type: "profile", attributes: { external_id: "crm-2" } } },
                    events: {
                      data: [
                        {
                          type: "event",
                          attributes: { properties: {}, unique_id: "till-7-1", metric: metric("Left") },
                        },
                      ],
                    },
                  },
                },
              ],
            },
          },
        },
      },
    },
    official: ({ events }) =>
      events.bulkCreateEvents({
        data: {
          type: "event-bulk-create-job",
          attributes: {
            eventsBulkCreate: {
              data: [
                {
                  type: "event-bulk-create",
                  attributes: {
                    profile: {
                      data: {
                        type: "profile",
                        id: PROFILE,
                        attributes: {
                          email: "ann@example.com",
                          phoneNumber: "+15005550006",
                          externalId: "crm-1",
                        },
                      },
                    },
                    events: {
                      data: [
                        {
                          type: "event",
                          attributes: {
                            properties: { size: "M" },
                            time: new Date(TIME),
                            value: 9.5,
                            valueCurrency: "EUR",
                            uniqueId: "u-1",
                            backfill: true,
                            metric: metric("Tried On"),
                          },
                        },
                        {
                          type: "event",
                          attributes: { properties: {}, uniqueId: "till-7-2", metric: metric("Left") },
                        },
                      ],
                    },
                  },
                },
                {
                  type: "event-bulk-create",
                  attributes: {
                    profile: { data: { type: "profile", attributes: { externalId: "crm-2" } } },
                    events: {
                      data: [
                        {
                          type: "event",
                          attributes: { properties: {}, uniqueId: "till-7-1", metric: metric("Left") },
                        },
                      ],
                    },
                  },
                },
              ],
            },
          },
        },
      }),
  },
];
