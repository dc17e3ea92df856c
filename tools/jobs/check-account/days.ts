import { offsetsOf, withOffset } from "../../../src/tool/zone.ts";

const DAY = 24 * 60 * 60_000;

/** A day so many days later, both as `2026-11-26`. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days on the account's clock: so many up to yesterday, and as many before them. */
export class Days {
  readonly count: number;
  readonly zone: string;
  /** The day that is not over yet, which no period has. */
  readonly today: string;
  /** The first day of the period, and that of the period before. */
  readonly first: string;
  readonly before: string;
  readonly #now: number;

  /** `now` is in milliseconds since the epoch; without a timezone, or with one that is unknown here, days are UTC's. */
  constructor(now: number, timezone: string | undefined, count: number) {
    this.zone = timezone !== undefined && offsetsOf(timezone) ? timezone : "UTC";
    this.count = count;
    this.#now = now;
    this.today = this.dayOf(now);
    this.first = plusDays(this.today, -count);
    this.before = plusDays(this.today, -2 * count);
  }

  /** The day of an instant. */
  dayOf(instant: number): string {
    const offset = offsetsOf(this.zone)?.(instant) ?? "+00:00";
    return new Date(instant - Date.parse(`1970-01-01T00:00:00${offset}`)).toISOString().slice(0, 10);
  }

  /** When a day begins, as it is sent. */
  startOf(day: string): string {
    return withOffset(day, this.zone);
  }

  /** The same in milliseconds since the epoch. */
  instantOf(day: string): number {
    return Date.parse(this.startOf(day));
  }

  get now(): number {
    return this.#now;
  }

  /** The periods as a person says them. */
  inWords(): string {
    const [last, lastBefore] = [plusDays(this.today, -1), plusDays(this.first, -1)];
    const length = this.count === 1 ? "the day" : `the ${this.count} days`;
    return `${length} ${this.first} to ${last}, against ${this.before} to ${lastBefore} (whole days, ${this.zone})`;
  }
}
