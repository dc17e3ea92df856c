import { expect } from "vitest";
import type { Case } from "./case.ts";

const CHANNELS = ["email", "sms", "mobile_push"];
/** Midnight in New York, of days that go with today: test/check-account-campaigns.test.ts says which. */
const MIDNIGHT = "\\d{4}-\\d\\d-\\d\\dT00:00:00-0[45]:00";
const since = (clause: string, field: string) =>
  expect.stringMatching(`^${clause},greater-or-equal\\(${field},${MIDNIGHT}\\)$`);

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
        filter: since("any\\(rating,\\[1,2\\]\\)", "created"),
        sort: "-created",
        "fields[review]": "rating,title,product,status",
        "page[size]": "100",
      },
    },
    reads: {
      basis: {
        period: expect.stringMatching(/^the 7 days .* against .* \(whole days, America\/New_York\)$/),
      },
    },
  },
  {
    tool: "check_account",
    name: "two checks of three days that share what they read",
    args: { days: 3, checks: ["campaigns_not_sent", "overlapping_sends"] },
    sent: CHANNELS.map((channel) => ({
      method: "GET",
      path: "/api/campaigns",
      query: {
        filter: since(`equals\\(messages.channel,"${channel}"\\)`, "created_at"),
        sort: "-created_at",
        "fields[campaign]": "name,status,audiences,send_time,updated_at,tracking_options",
        "page[size]": "100",
      },
    })),
    reads: {
      basis: { period: expect.stringMatching(/^the 3 days /) },
    },
  },
];
