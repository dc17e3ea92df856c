const DAY = 24 * 60 * 60_000;
/** Where the shop is: its address is in Vermont, as the person knows and the agent is told. */
const ZONE = "America/New_York";

const clockOf = (timeZone: string) =>
  new Intl.DateTimeFormat("sv", { timeZone, dateStyle: "short", timeStyle: "medium" });
const inZone = clockOf(ZONE);

/** The day of an instant on the shop's clock, as `2026-11-26`. */
export function dayOf(instant: number | string): string {
  return inZone.format(new Date(instant)).slice(0, 10);
}

/** The same on another clock. */
export function daysIn(timezone: string): typeof dayOf {
  const clock = clockOf(timezone);
  return (instant) => clock.format(new Date(instant)).slice(0, 10);
}

/** A day so many days later. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The Monday on or before a day. */
export function mondayOf(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return plusDays(day, -((weekday + 6) % 7));
}

/** The first day of the month so many months after that of a day. */
export function monthOf(day: string, months = 0): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 10);
}

/** The first day of a day's quarter. */
export function quarterOf(day: string): string {
  const month = Number(day.slice(5, 7));
  return monthOf(day, -((month - 1) % 3));
}

/** Today, as the host of an agent tells it. */
export function today(): string {
  return dayOf(Date.now());
}

/** The instant at which a day begins on the shop's clock, as Klaviyo takes it. */
export function startOf(day: string): string {
  // New York is four or five hours behind: the one of the two that is midnight there.
  const [start = ""] = [4, 5]
    .map((hours) => `${day}T00:00:00-0${hours}:00`)
    .filter((one) => inZone.format(new Date(one)).endsWith("00:00:00"));
  return start;
}

/** The Tuesday after a day. */
export function nextTuesday(day: string): string {
  return plusDays(mondayOf(plusDays(day, 6)), 1);
}
