import type { Case } from "./case.ts";

const EVENT = "2eV84un";
const PROFILE = "01GDDKASAP8TKDDA2GRZDSVP4H";
const TIME = "2026-11-20T10:00:00.000Z";
const METRIC = { data: { type: "metric", attributes: { name: "Tried On" } } } as const;

/** Events: read, recorded one by one and many at once. */
export const eventsCases: readonly Case[] = [
  {
    tool: "get_events",
    name: "the smallest valid call",
    args: {},
    sent: {
      method: "GET",
      path: "/api/events",
      query: {
        include: "metric",
        "fields[event]": "datetime,event_properties",
        "fields[metric]": "name",
        "page[size]": "20",
      },
    },
    official: ({ events }) =>
      events.getEvents({
        include: ["metric"],
        fieldsEvent: ["datetime", "event_properties"],
        fieldsMetric: ["name"],
        pageSize: 20,
      }),
  },
  {
    tool: "get_events",
    name: "every argument",
    args: {
      filter: 'equals(metric_id,"TxVpCr"),greater-or-equal(datetime,2026-11-01T00:00:00+01:00),has(profile)',
      sort: "-datetime",
      fields: ["datetime", "event_properties", "metric:name", "profile:email"],
      include: ["metric", "profile"],
      page_size: 200,
    },
    sent: {
      method: "GET",
      path: "/api/events",
      query: {
        filter:
          'equals(metric_id,"TxVpCr"),greater-or-equal(datetime,2026-11-01T00:00:00+01:00),has(profile)',
        sort: "-datetime",
        include: "metric,profile",
        "fields[event]": "datetime,event_properties",
        "fields[metric]": "name",
        "fields[profile]": "email",
        "page[size]": "200",
      },
    },
    official: ({ events }) =>
      events.getEvents({
        filter:
          'equals(metric_id,"TxVpCr"),greater-or-equal(datetime,2026-11-01T00:00:00+01:00),has(profile)',
        sort: "-datetime",
        include: ["metric", "profile"],
        fieldsEvent: ["datetime", "event_properties"],
        fieldsMetric: ["name"],
        fieldsProfile: ["email"],
        pageSize: 200,
      }),
  },
  {
    tool: "get_event",
    name: "the smallest valid call",
    args: { event_id: EVENT },
    sent: {
      method: "GET",
      path: `/api/events/${EVENT}`,
      query: { include: "metric", "fields[metric]": "name" },
    },
    official: ({ events }) => events.getEvent(EVENT, { include: ["metric"], fieldsMetric: ["name"] }),
    reads: {
      data: {
        id: EVENT,
        metric_name: "Subscribed to List",
        event_properties: { List: "Newsletter Subscribers" },
      },
    },
  },
  {
    tool: "get_event",
    name: "every argument",
    args: { event_id: EVENT, fields: ["uuid", "metric:name"], include: ["metric", "attributions"] },
    sent: {
      method: "GET",
      path: `/api/events/${EVENT}`,
      query: { include: "metric,attributions", "fields[event]": "uuid", "fields[metric]": "name" },
    },
    official: ({ events }) =>
      events.getEvent(EVENT, {
        include: ["metric", "attributions"],
        fieldsEvent: ["uuid"],
        fieldsMetric: ["name"],
      }),
  },
  {
    tool: "create_event",
    name: "the smallest valid call: a unique_id is made up",
    args: { metric_name: "Tried On", email: "ann@example.com" },
    sent: {
      method: "POST",
      path: "/api/events",
      body: {
        data: {
          type: "event",
          attributes: {
            properties: {},
            unique_id: "GENERATED",
            metric: METRIC,
            profile: { data: { type: "profile", attributes: { email: "ann@example.com", properties: {} } } },
          },
        },
      },
    },
    official: ({ events }) =>
      events.createEvent({
        data: {
          type: "event",
          attributes: {
            properties: {},
            uniqueId: "GENERATED",
            metric: METRIC,
            profile: { data: { type: "profile", attributes: { email: "ann@example.com", properties: {} } } },
          },
        },
      }),
  },
  {
    tool: "create_event",
    name: "every argument",
    args: {
      metric_name: "Tried On",
      profile_id: PROFILE,
      email: "ann@example.com",
      phone_number: "+15005550006",
      external_id: "crm-1",
      first_name: "Ann",
      last_name: "O'Hara",
      profile_properties: { size: "M", null_too: null },
      properties: { sku: "SKU/1", price: 12.5, tags: ["a"] },
      time: TIME,
      value: 12.5,
      value_currency: "EUR",
      unique_id: "order-17",
      backfill: true,
    },
    sent: {
      method: "POST",
      path: "/api/events",
      body: {
        data: {
          type: "event",
          attributes: {
            properties: { sku: "SKU/1", price: 12.5, tags: ["a"] },
            time: TIME,
            value: 12.5,
            value_currency: "EUR",
            unique_id: "order-17",
            backfill: true,
            metric: METRIC,
            profile: {
              data: {
                type: "profile",
                id: PROFILE,
                attributes: {
                  email: "ann@example.com",
                  phone_number: "+15005550006",
                  external_id: "crm-1",
                  first_name: "Ann",
                  last_name: "O'Hara",
                  properties: { size: "M", null_too: null },
                },
              },
            },
          },
        },
      },
    },
    official: ({ events }) =>
      events.createEvent({
        data: {
          type: "event",
          attributes: {
            properties: { sku: "SKU/1", price: 12.5, tags: ["a"] },
            time: new Date(TIME),
            value: 12.5,
            valueCurrency: "EUR",
            uniqueId: "order-17",
            backfill: true,
            metric: METRIC,
            profile: {
              data: {
                type: "profile",
                id: PROFILE,
                attributes: {
                  email: "ann@example.com",
                  phoneNumber: "+15005550006",
                  externalId: "crm-1",
                  firstName: "Ann",
                  lastName: "O'Hara",
                  properties: { size: "M", null_too: null },
                },
              },
            },
          },
        },
      }),
  },
];
