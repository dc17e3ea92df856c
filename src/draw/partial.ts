import { textOf } from "../text.ts";
import { isDate } from "./wording.ts";

type Values = Readonly<Record<string, unknown>>;

const DAY_MS = 86_400_000;
const OFFSET = /T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The start and the end of a period as an answer writes it. */
export function endsOf(period: unknown): [from: string, until: string] {
  const [from = "", until = ""] = textOf(period).split(/ to |, /);
  return [from, until];
}

/** When the interval that begins on this date is over, on the account's own clock, in milliseconds. */
function overAt(date: string, interval: unknown, step: number): number {
  const at = Date.parse(`${date.slice(0, 10)}T00:00:00Z`);
  if (interval !== "month") return at + step;
  const begin = new Date(at);
  return Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + 1, 1);
}

/**
 * The dates whose interval the period has only a part of, where the rows do not say so themselves: the first that begins
 * before it, the last that is not over. `now` in milliseconds.
 */
export function partialDates(
  rows: readonly Values[],
  { period, interval }: Values,
  now: number,
): ReadonlySet<unknown> {
  const [from, until] = endsOf(period);
  const dates = [...new Set(rows.map(({ date }) => textOf(date)))].filter(isDate).sort();
  const [first = ""] = dates;
  const last = dates.at(-1) ?? "";
  if (interval === "hour" || !OFFSET.test(until) || rows.some((row) => "partial" in row)) return new Set();
  // Dates are those of the account's clock, and so is the end without its offset.
  const end = Date.parse(`${until.slice(0, 19)}Z`);
  const here = now + end - Date.parse(until);
  const step = interval === "week" ? 7 * DAY_MS : DAY_MS;
  return new Set([
    ...(first < from.slice(0, 10) ? [first] : []),
    ...(overAt(last, interval, step) > Math.min(end, here) ? [last] : []),
  ]);
}
