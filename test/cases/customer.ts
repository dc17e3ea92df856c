import { expect } from "vitest";
import type { Case, Sent } from "./case.ts";

const SARAH = "01GDDKASAP8TKDDA2GRZDSVP4H";
const KWAME = "01GSTHVBZ3GCPDVK3VGJFH9ER1";
const IDENTITY =
  "email,phone_number,external_id,first_name,last_name,created,last_event_date,location.city,location.country";
/** Placed Order, and what is received: e-mails and texts. */
const KINDS = ["TxVpCr", "MpA9xD", "DqY6tL"];

const ofPerson = (id: string): Sent[] => [
  {
    method: "GET",
    path: `/api/profiles/${id}`,
    query: {
      include: "lists,segments",
      "additional-fields[profile]": "subscriptions,predictive_analytics",
      "fields[profile]": `${IDENTITY},subscriptions,predictive_analytics`,
      "fields[list]": "name",
      "fields[segment]": "name",
    },
  },
  { method: "GET", path: "/api/metrics", query: { "fields[metric]": "name" } },
  ...KINDS.map((kind) => ({
    method: "GET",
    path: "/api/events",
    query: {
      filter: `equals(profile_id,"${id}"),equals(metric_id,"${kind}")`,
      sort: "-datetime",
      "page[size]": "3",
      "fields[event]": "datetime,event_properties",
    },
  })),
];

export const customerCases: readonly Case[] = [
  {
    tool: "get_customer",
    name: "by id",
    args: { profile_id: SARAH },
    sent: ofPerson(SARAH),
    reads: {
      data: {
        email: "sarah.novak1@example.com",
        consent: { sms: expect.stringMatching(/^SUBSCRIBED since .*, can receive$/) },
        lists: [{ name: "Newsletter Subscribers" }, { name: "SMS Subscribers" }],
        last_messages: [{ what: "SMS" }, {}, {}],
      },
    },
  },
  {
    tool: "get_customer",
    name: "by name, without case",
    args: { name: "kwame haddad" },
    sent: [
      {
        method: "GET",
        path: "/api/profiles",
        query: {
          sort: "-updated",
          "page[size]": "100",
          "fields[profile]": "first_name,last_name,email,phone_number",
        },
      },
      ...["", ""].map(() => ({
        method: "GET",
        path: "/api/profiles",
        query: {
          sort: "-updated",
          "page[size]": "100",
          "page[cursor]": expect.any(String) as unknown as string,
          "fields[profile]": "first_name,last_name,email,phone_number",
        },
      })),
      ...ofPerson(KWAME),
    ],
    reads: { data: { id: KWAME, email: "kwame.haddad2@example.com" } },
  },
];
