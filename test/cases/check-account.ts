import { expect } from "vitest";
import type { Case } from "./case.ts";

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
    // Whose people are compared goes with what is scheduled: test/check-account-people.test.ts has that.
    varies: true,
    sent: [],
    reads: {
      basis: { period: expect.stringMatching(/^the 3 days /) },
    },
  },
];
