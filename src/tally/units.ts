import { offsetsOf } from "../tool/zone.ts";

/** What dates are grouped by. */
export const UNITS = ["day", "week", "month", "quarter", "year"] as const;
export type Unit = (typeof UNITS)[number];

const DAY = 24 * 60 * 60_000;
const WEEK_DAYS = 7;
/** Of January 1, 1970, a Thursday, counted from Monday. */
const FIRST_WEEKDAY = 3;
const SECOND = 1000;
const MONTHS: Readonly<Record<Exclude<Unit, "day" | "week">, number>> = { month: 1, quarter: 3, year: 12 };

/** A path and the unit that its dates are grouped by, of `created by month`; the path alone of anything else. */
export function unitOf(group_by: string): { path: string; unit?: Unit } {
  const [, path, unit] = /^(.*\S)\s+by\s+(\w+)$/i.exec(group_by) ?? [];
  const known = UNITS.find((one) => one === unit?.toLowerCase().replace(/s$/, ""));
  return path && known ? { path, unit: known } : { path: group_by };
}

/** The account's clock, and from when to when a collection is read, in milliseconds, where that is known. */
export interface Clock {
  timezone?: string;
  from?: number;
  to?: number;
}

/** Years beyond four digits are mistakes. */
const MAX_INSTANT = Date.UTC(9999, 0);

/** Days, weeks … on an account's clock, each by the date of its first day, as `2026-11-23`. */
export class Calendar {
  readonly #unit: Unit;
  readonly #offsetAt: (instant: number) => string;
  /** Where the reading begins and ends, on the account's clock. */
  readonly #edges: readonly number[];

  /** Of a timezone that is unknown here, or none, the days are those of UTC. */
  constructor(unit: Unit, { timezone, from, to }: Clock) {
    this.#unit = unit;
    this.#offsetAt = (timezone === undefined ? undefined : offsetsOf(timezone)) ?? (() => "+00:00");
    this.#edges = [from, to].flatMap((edge) => (edge === undefined ? [] : [this.#wallOf(edge)]));
  }

  /** The unit that a value lies in; undefined of what is no date. A number counts seconds; a date alone is that day. */
  of(value: unknown): string | undefined {
    const isDay = typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);
    const instant = typeof value === "number" ? value * SECOND : Date.parse(String(value));
    if (Number.isNaN(instant) || Math.abs(instant) > MAX_INSTANT) return undefined;
    return dateOf(this.#startOf(isDay ? instant : this.#wallOf(instant)));
  }

  /** The unit before one. */
  before(date: string): string {
    return dateOf(this.#startOf(Date.parse(date) - DAY));
  }

  /** Whether the reading begins or ends within a unit. */
  isPartial(date: string): boolean {
    const start = Date.parse(date);
    return this.#edges.some((edge) => edge !== start && this.#startOf(edge) === start);
  }

  #wallOf(instant: number): number {
    return instant - Date.parse(`1970-01-01T00:00:00${this.#offsetAt(instant)}`);
  }

  #startOf(wall: number): number {
    const day = Math.floor(wall / DAY);
    if (this.#unit === "day") return day * DAY;
    if (this.#unit === "week")
      return (day - ((((day + FIRST_WEEKDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS)) * DAY;
    const date = new Date(wall);
    const months = MONTHS[this.#unit];
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - (date.getUTCMonth() % months), 1);
  }
}

function dateOf(wall: number): string {
  return new Date(wall).toISOString().slice(0, 10);
}
