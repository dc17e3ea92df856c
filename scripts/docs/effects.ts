import { POLICY } from "../../src/ask/policy.ts";

const ASKS = {
  never: "",
  always: "yes",
  "in use": "when the thing is in use, when that cannot be read, or when it could not be put back",
  people: "beyond the budget of people",
  "people where a flow is live": "beyond the budget of people where a live flow may begin, else of items",
  items: "beyond the budget of items",
} as const;

/** What each effect means, and when it asks by itself. */
export function effectTable(): string {
  const rows = POLICY.map(({ effect, means, asks }) => `| ${effect} | ${means} | ${ASKS[asks]} |`);
  return ["| effect | what it means | asks first |", "|---|---|---|", ...rows].join("\n");
}
