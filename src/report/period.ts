import { offsetsOf, withOffset } from "../tool/zone.ts";

/** What a period is counted in, where it is so many of something. */
export type Unit = "day" | "week" | "month";

/**
 * From when to when, the end excluded, on the account's wall clock: milliseconds as if that clock were UTC, so that a
 * day is a day whatever the clocks do.
 */
export interface Period {
  from: number;
  to: number;
  /** So many units, where it is whole ones of the calendar. */
  count?: readonly [number, Unit];
  /** Its last unit is not over yet. */
  running?: true;
  /** Its end moves as the present does, since it is compared with a period that is not over. */
  moving?: true;
}

export type Comparison = "previous_period" | "previous_year";

const DAY = 24 * 60 * 60_000;
const MINUTE = 60_000;
const WEEK_DAYS = 7;
/** Of January 1, 1970, a Thursday, counted from Monday. */
const FIRST_WEEKDAY = 3;

/** An instant on the wall clock of a timezone; of one that is unknown here, in UTC. */
export function wallOf(instant: number, timezone: string | undefined): number {
  const offset = timezone ? offsetsOf(timezone)?.(instant) : undefined;
  return offset ? instant - Date.parse(`1970-01-01T00:00:00${offset}`) : instant;
}

/** A time of the wall clock as it is sent, with the offset that the timezone has then. */
export function sentAs(wall: number, timezone: string | undefined): string {
  return withOffset(new Date(wall).toISOString().slice(0, 19), timezone ?? "UTC");
}

const startOfDay = (wall: number) => Math.floor(wall / DAY) * DAY;
const startOfWeek = (wall: number) =>
  startOfDay(wall) - ((Math.floor(wall / DAY) + FIRST_WEEKDAY) % WEEK_DAYS) * DAY;
const startOfMonth = (wall: number) => startOfDay(wall) - (new Date(wall).getUTCDate() - 1) * DAY;

/** So many months later, at the same time of the same day, or of the last day that the month has. */
export function addMonths(wall: number, months: number): number {
  const date = new Date(wall);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first + (Math.min(date.getUTCDate(), last) - 1) * DAY + (wall - startOfDay(wall));
}

/** The same for an end that is excluded: the day before it is moved, so that a day which some years lack is not lost. */
function addMonthsToEnd(to: number, months: number): number {
  const isMidnight = to === startOfDay(to);
  if (!isMidnight || new Date(to).getUTCDate() === 1) return addMonths(to, months);
  return addMonths(to - DAY, months) + DAY;
}

function add(wall: number, [count, unit]: readonly [number, Unit], times: number): number {
  if (unit === "month") return addMonths(wall, count * times);
  return wall + count * times * (unit === "week" ? WEEK_DAYS : 1) * DAY;
}

const MONTHS_OF = { month: 1, quarter: 3, year: 12 } as const;

/** Months that belong together begin where the year can be divided by them. */
function startOfMonths(wall: number, months: number): number {
  const start = startOfMonth(wall);
  return addMonths(start, -(new Date(start).getUTCMonth() % months));
}

/**
 * A timeframe by its name at a moment of the wall clock. `this_…` and `last_N_days` end with that moment, the latter
 * with today as the last of their days; weeks begin on Monday. Undefined for a name that is none.
 */
export function periodNamed(name: string, now: number): Period | undefined {
  const today = startOfDay(now);
  const [, days, months] = /^last_(?:(\d+)_days|(\d+)_months)$/.exec(name) ?? [];
  if (days) return sofar(today - (Number(days) - 1) * DAY, now, [Number(days), "day"]);
  if (months) return lastOf(startOfMonth(now), [Number(months), "month"]);
  if (name === "today") return sofar(today, now, [1, "day"]);
  if (name === "yesterday") return lastOf(today, [1, "day"]);
  const [, which, unit] = /^(this|last)_(week|month|quarter|year)$/.exec(name) ?? [];
  if (!unit) return undefined;
  const count: readonly [number, Unit] =
    unit === "week" ? [1, "week"] : [MONTHS_OF[unit as keyof typeof MONTHS_OF], "month"];
  const start = unit === "week" ? startOfWeek(now) : startOfMonths(now, count[0]);
  return which === "this" ? sofar(start, now, count) : lastOf(start, count);
}

/** What there is of units that are not over; at midnight a minute of it, since nothing is no period. */
const sofar = (from: number, now: number, count: readonly [number, Unit]): Period => ({
  from,
  to: Math.max(now, from + MINUTE),
  count,
  running: true,
});

const lastOf = (to: number, count: readonly [number, Unit]): Period => ({
  from: add(to, count, -1),
  to,
  count,
});

/**
 * A period by its bounds: whole months where it is so, else whole days where it is so. One that is not over yet ends
 * with the present.
 */
export function periodBetween(from: number, to: number, now: number): Period {
  const count = countOf(from, to);
  const bounds = from < now && now < to ? { from, to: now, running: true as const } : { from, to };
  return { ...bounds, ...(count && { count }) };
}

function countOf(from: number, to: number): Period["count"] {
  if (from === startOfMonth(from) && to === startOfMonth(to)) return [monthsBetween(from, to), "month"];
  return from === startOfDay(from) && to === startOfDay(to) ? [(to - from) / DAY, "day"] : undefined;
}

function monthsBetween(from: number, to: number): number {
  const [first, last] = [new Date(from), new Date(to)];
  return (
    (last.getUTCFullYear() - first.getUTCFullYear()) * MONTHS_OF.year +
    last.getUTCMonth() -
    first.getUTCMonth()
  );
}

/**
 * What a period is compared with: as many units directly before it, or the same days a year before. Of one that is not
 * over yet as much of the earlier one as there is of it: like is compared with like.
 */
export function comparedWith(period: Period, how: Comparison): Period {
  const { from, to, count, running } = period;
  const moving = running && { moving: true as const };
  if (how === "previous_year") {
    return {
      from: addMonths(from, -MONTHS_OF.year),
      to: addMonthsToEnd(to, -MONTHS_OF.year),
      ...(count && { count }),
      ...moving,
    };
  }
  if (!count) return { from: from - (to - from), to: from, ...moving };
  const earlier = add(from, count, -1);
  if (!running) return { from: earlier, to: from, count };
  return { from: earlier, to: Math.min(add(to, count, -1), from), count, ...moving };
}

/** The parts of a period that one request can ask for: a year at most each. The last of them ends as the period does. */
export function yearsOf({ from, to, count: _, ...ending }: Period): Period[] {
  const parts: Period[] = [];
  for (let at = 0; addMonths(from, at) < to; at += MONTHS_OF.year) {
    const until = addMonths(from, at + MONTHS_OF.year);
    parts.push({ from: addMonths(from, at), ...(until < to ? { to: until } : { to, ...ending }) });
  }
  return parts;
}

/** A period as a person says it: its first and its last day, or its moments where it does not end with a day. */
export function saidAs({ from, to }: Period): string {
  const text = (wall: number) => new Date(wall).toISOString();
  const first = from === startOfDay(from) ? text(from).slice(0, 10) : text(from).slice(0, 16);
  const isDays = from === startOfDay(from) && to === startOfDay(to);
  const last = isDays ? text(to - DAY).slice(0, 10) : text(to).slice(0, 16);
  return first === last ? first : `${first} to ${last}`;
}

export const WEEKDAYS = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** The day of the week at a time of the wall clock. */
export function weekdayOf(wall: number): string {
  return WEEKDAYS[(Math.floor(wall / DAY) + FIRST_WEEKDAY) % WEEK_DAYS] ?? "";
}
