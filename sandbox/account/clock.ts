export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How many days back the account keeps events. */
export const EVENT_DAYS = 60;

/**
 * The account's present: the first instant of the UTC day, so that every start on one day seeds the same account and
 * nothing that has happened lies in the future. Times are milliseconds since the epoch.
 */
export class Clock {
  readonly now: number;

  constructor(date: Date) {
    this.now = Math.floor(date.getTime() / DAY) * DAY;
  }

  /** The time so many days before the present; a negative number is in the future. */
  daysAgo(days: number): number {
    return this.now - days * DAY;
  }
}

/** ISO 8601 as Klaviyo writes it, `2026-03-01T14:22:00+00:00`. */
export function toIso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}+00:00`;
}
