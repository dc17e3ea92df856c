import { expect } from "vitest";
import type { Case } from "./case.ts";

const CHANNELS = ["email", "sms", "mobile_push"];

/** Two checks of the eight: they say what is looked for, and what one of them has read serves the other. */
export const checkAccountCases: readonly Case[] = [
  {
    tool: "check_account",
    name: "one check",
    args: { checks: ["bad_reviews"] },
    sent: {
      method: "GET",
      path: "/api/reviews",
      query: {
        filter: "any(rating,[1,2]),greater-or-equal(created,2026-11-16T00:00:00-05:00)",
        sort: "-created",
        "fields[review]": "rating,title,product,status",
        "page[size]": "100",
      },
    },
    reads: {
      data: [{ check: "bad_reviews", number: 1, next: { tool: "read_operation" } }],
      basis: { period: expect.stringContaining("the 7 days 2026-11-16 to 2026-11-22, against 2026-11-09") },
    },
  },
  {
    tool: "check_account",
    name: "two checks of three days that share what they read",
    args: { days: 3, checks: ["campaigns_not_sent", "sends_without_utm"] },
    sent: CHANNELS.map((channel) => ({
      method: "GET",
      path: "/api/campaigns",
      query: {
        filter: `equals(messages.channel,"${channel}"),greater-or-equal(created_at,2026-05-27T00:00:00-04:00)`,
        sort: "-created_at",
        "fields[campaign]": "name,status,audiences,send_time,updated_at,tracking_options",
        "page[size]": "100",
      },
    })),
    reads: {
      data: [{ check: "sends_without_utm", next: { tool: "get_campaign" } }],
      nothing_found: "1 check found nothing: campaigns that did not go out.",
    },
  },
];
