const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Units of time that reports are cut into. */
export type Interval = "hour" | "day" | "week" | "month" | "year";

/** Calendar arithmetic in one IANA time zone; instants are milliseconds since the epoch. */
export class Calendar {
  readonly #format: Intl.DateTimeFormat;

  /** Throws a RangeError for an unknown zone. */
  constructor(timeZone: string) {
    const part = "2-digit";
    const date = { year: "numeric", month: part, day: part } as const;
    const time = { hour: part, minute: part, second: part, hourCycle: "h23" } as const;
    this.#format = new Intl.DateTimeFormat("en-US", { timeZone, ...date, ...time });
  }

  /** The wall clock at an instant, written as if it were UTC. */
  #toLocal(instant: number): number {
    const parts = Object.fromEntries(
      this.#format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return Date.UTC(year, month - 1, day, hour, minute, second);
  }

  /** The instant at which the wall clock shows `local`; asked twice, since the offset may change on the way. */
  #toInstant(local: number): number {
    const guess = local - (this.#toLocal(local) - local);
    return local - (this.#toLocal(guess) - guess);
  }

  /** Reads an ISO datetime; one without a zone is on this calendar's wall clock. */
  read(text: string): number {
    if (/(Z|[+-]\d\d:\d\d)$/.test(text)) return Date.parse(text);
    return this.#toInstant(Date.parse(text.length === 10 ? text : `${text}Z`));
  }

  /** The start of the hour, day, week (from Monday), month or year that an instant lies in, `steps` units later. */
  startOf(instant: number, interval: Interval, steps = 0): number {
    const date = new Date(this.#toLocal(Math.floor(instant / 1000) * 1000));
    const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
    const starts: Record<Interval, () => number> = {
      hour: () => Date.UTC(year, month, day, date.getUTCHours() + steps),
      day: () => Date.UTC(year, month, day + steps),
      week: () => Date.UTC(year, month, day - ((date.getUTCDay() + 6) % 7) + 7 * steps),
      month: () => Date.UTC(year, month + steps, 1),
      year: () => Date.UTC(year + steps, 0, 1),
    };
    // Hours are counted on the instant itself: where clocks go back, one wall hour is two.
    if (interval === "hour") return Math.floor(instant / HOUR) * HOUR + steps * HOUR;
    return this.#toInstant(starts[interval]());
  }

  /** The starts of all intervals from the one that `start` lies in up to `end`, `end` excluded. */
  cut(start: number, end: number, interval: Interval): number[] {
    const starts: number[] = [];
    for (let at = this.startOf(start, interval); at < end; at = this.startOf(at, interval, 1))
      starts.push(at);
    return starts;
  }
}

/** The timeframes that reports know by name, as [start, end). */
const NAMED: Record<string, (calendar: Calendar, now: number) => [number, number]> = {
  today: (calendar, now) => [calendar.startOf(now, "day"), now],
  yesterday: (calendar, now) => [calendar.startOf(now, "day", -1), calendar.startOf(now, "day")],
  this_week: (calendar, now) => [calendar.startOf(now, "week"), now],
  last_week: (calendar, now) => [calendar.startOf(now, "week", -1), calendar.startOf(now, "week")],
  this_month: (calendar, now) => [calendar.startOf(now, "month"), now],
  last_month: (calendar, now) => [calendar.startOf(now, "month", -1), calendar.startOf(now, "month")],
  last_3_months: (calendar, now) => [calendar.startOf(now, "month", -3), calendar.startOf(now, "month")],
  last_12_months: (calendar, now) => [calendar.startOf(now, "month", -12), calendar.startOf(now, "month")],
  this_year: (calendar, now) => [calendar.startOf(now, "year"), now],
  last_year: (calendar, now) => [calendar.startOf(now, "year", -1), calendar.startOf(now, "year")],
};

/** A timeframe's bounds. Klaviyo documents no exact ones for `last_n_days`: here they end with the present. */
export function readTimeframe(
  timeframe: { key: string } | { start: string; end: string },
  calendar: Calendar,
  now: number,
): [number, number] {
  if (!("key" in timeframe)) return [Date.parse(timeframe.start), Date.parse(timeframe.end)];
  const days = timeframe.key.match(/^last_(\d+)_days$/)?.[1];
  if (days) return [now - Number(days) * DAY, now];
  return NAMED[timeframe.key]?.(calendar, now) ?? [now, now];
}
