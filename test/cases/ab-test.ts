import { expect } from "vitest";
import type { Case, Sent } from "./case.ts";

const revision = "2026-10-15";
/** The ids that the sandbox gives first after every reset. */
const MADE = "01KWETF5WF48CT0Z2B0EFE0EK8";
const MESSAGE = "01K2YWVFT4N0ZWSAPNGBK4QZTW";
const FIRST = "01KEC7CJ7GAQ7ZBNPB6VE0E4H9";
const SECOND = "01KRZMY504NHKWS0FNPZYN7K2G";

const template = (id: string): Sent => ({
  method: "GET",
  path: `/api/templates/${id}`,
  query: { "fields[template]": "name" },
});
const counted = (kind: "list" | "segment", id: string): Sent => ({
  method: "GET",
  path: `/api/${kind}s/${id}`,
  query: { [`additional-fields[${kind}]`]: "profile_count" },
});
const made = (attributes: Record<string, unknown>): Sent => ({
  method: "POST",
  path: "/api/campaigns",
  revision,
  body: { data: { type: "campaign", attributes } },
});
const messages: Sent = {
  method: "GET",
  path: `/api/campaigns/${MADE}/campaign-messages`,
  revision,
  query: { "fields[campaign-message]": "definition" },
};
const ruled = (id: string, ab_test: Record<string, unknown>): Sent => ({
  method: "PATCH",
  path: `/api/campaign-messages/${id}`,
  revision,
  body: { data: { type: "campaign-message", id, attributes: { definition: { ab_test } } } },
});
const version = (name: string, details: Record<string, unknown>) => ({
  definition: { name, details: { channel: "email", ...details } },
});

const WHOLE = {
  subject: "First snow",
  preview_text: "At last",
  from_email: "hello@northwind-outfitters.example.com",
  from_label: "Northwind",
  reply_to_email: "help@northwind-outfitters.example.com",
  template_id: "dmAjy2",
};
const THREE = [
  version("Plain", WHOLE),
  version("By a person", { ...WHOLE, from_label: "Ann of Northwind" }),
  version("Other look", { ...WHOLE, template_id: "V4xHGr" }),
];
const BY_ORDERS = { winner_metric: "placed_orders_unique", winner_percentage: 40, winner_wait_hours: 24 };

/** A draft by the newer model: a vendor's client of this revision has none of it. */
export const abTestCases: readonly Case[] = [
  {
    tool: "create_ab_test",
    name: "the smallest valid call",
    args: {
      name: "Snow",
      audiences: [{ included: ["Y6nRLr"] }],
      variations: [{ subject: "First snow", template_id: "dmAjy2" }, { subject: "It snows" }],
      winner_metric: "opens_unique",
      winner_percentage: 50,
      winner_wait_hours: 4,
    },
    sent: [
      template("dmAjy2"),
      counted("list", "Y6nRLr"),
      made({
        definition: { name: "Snow" },
        audiences: [{ included: ["Y6nRLr"], temporary_id: "audience-1" }],
        messages: [
          {
            audience_temporary_id: "audience-1",
            name: "Snow",
            variations: [
              version("A", { subject: "First snow", template_id: "dmAjy2" }),
              version("B", { subject: "It snows", template_id: "dmAjy2" }),
            ],
          },
        ],
      }),
      messages,
      ruled(MESSAGE, { winner_metric: "opens_unique", winner_percentage: 50, winner_wait_hours: 4 }),
    ],
    reads: {
      data: { id: MADE, status: "Draft", model: revision },
      hint: expect.stringContaining("Nothing was sent or scheduled."),
    },
  },
  {
    tool: "create_ab_test",
    name: "every argument",
    args: {
      name: "Snow",
      audiences: [
        { name: "Readers", included: ["Y6nRLr"], excluded: ["Wb3XpZ"] },
        { name: "By text", included: ["R7kQwT"] },
      ],
      variations: [
        { name: "Plain", ...WHOLE },
        { name: "By a person", from_label: "Ann of Northwind" },
        { name: "Other look", template_id: "V4xHGr" },
      ],
      winner_metric: "placed_orders_unique",
      winner_percentage: 40,
      winner_wait_hours: 24,
    },
    sent: [
      template("dmAjy2"),
      template("V4xHGr"),
      counted("list", "Y6nRLr"),
      counted("list", "Wb3XpZ"),
      counted("list", "R7kQwT"),
      made({
        definition: { name: "Snow" },
        audiences: [
          { name: "Readers", included: ["Y6nRLr"], excluded: ["Wb3XpZ"], temporary_id: "audience-1" },
          { name: "By text", included: ["R7kQwT"], temporary_id: "audience-2" },
        ],
        messages: [
          { audience_temporary_id: "audience-1", name: "Readers", variations: THREE },
          { audience_temporary_id: "audience-2", name: "By text", variations: THREE },
        ],
      }),
      messages,
      ruled(FIRST, BY_ORDERS),
      ruled(SECOND, BY_ORDERS),
    ],
    reads: {
      data: {
        variations: [
          { name: "Plain", share: 20 },
          { name: "By a person", share: 20, subject: "First snow" },
          { name: "Other look", share: 20, from_label: "Northwind" },
        ],
        winner: BY_ORDERS,
      },
      hint: expect.stringContaining("The variations differ in from_label, template_id"),
    },
  },
];
