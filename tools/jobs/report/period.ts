import { offsetsOf } from "../../../src/tool/zone.ts";

/** Days of the account's own calendar; `until` is the first day that is no more in it. */
export interface Period {
  from: string;
  until: string;
}

const DAY_MS = 86_400_000;
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const plus = (date: string, days: number): string => dayOf(Date.parse(date) + days * DAY_MS);
const first = (date: string, months: number): string =>
  dayOf(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1 + months, 1));

/**
 * The last whole week, from Monday on, or month before a moment (milliseconds since the epoch) on the clock of a
 * timezone, and the one before that.
 */
export function lastTwo(of: "week" | "month", at: number, timezone = "UTC"): { now: Period; before: Period } {
  const offset = offsetsOf(timezone)?.(at) ?? "Z";
  const today = dayOf(at - Date.parse(`1970-01-01T00:00:00${offset}`));
  if (of === "month") {
    const [before, now, until] = [first(today, -2), first(today, -1), first(today, 0)];
    return { now: { from: now, until }, before: { from: before, until: now } };
  }
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const until = plus(today, -weekday);
  const now = plus(until, -7);
  return { now: { from: now, until }, before: { from: plus(now, -7), until: now } };
}

/** The last day of a period. */
export const lastDay = ({ until }: Period): string => plus(until, -1);
