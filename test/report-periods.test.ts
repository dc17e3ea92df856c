import { describe, expect, it } from "vitest";
import {
  addMonths,
  type Comparison,
  comparedWith,
  type Period,
  periodBetween,
  periodNamed,
  saidAs,
  sentAs,
  wallOf,
  weekdayOf,
  yearsOf,
} from "../src/report/period.ts";

// The periods of reports, on the wall clock of the account.

const at = (text: string) => Date.parse(text.length === 10 ? `${text}T00:00:00Z` : `${text}Z`);
const text = ({ from, to }: Period) =>
  [from, to].map((one) => new Date(one).toISOString().slice(0, 16).replace("T00:00", "")).join(" – ");

const THURSDAY = "2026-11-26T13:30";

describe("a timeframe by its name", () => {
  it.each([
    ["today", THURSDAY, "2026-11-26 – 2026-11-26T13:30"],
    ["yesterday", THURSDAY, "2026-11-25 – 2026-11-26"],
    ["yesterday", "2027-01-01T00:00", "2026-12-31 – 2027-01-01"],
    ["this_week", THURSDAY, "2026-11-23 – 2026-11-26T13:30"],
    ["this_week", "2026-11-23T00:01", "2026-11-23 – 2026-11-23T00:01"],
    ["this_week", "2026-11-29T23:59", "2026-11-23 – 2026-11-29T23:59"],
    ["last_week", THURSDAY, "2026-11-16 – 2026-11-23"],
    ["last_week", "2027-01-01T09:00", "2026-12-21 – 2026-12-28"],
    ["last_7_days", THURSDAY, "2026-11-20 – 2026-11-26T13:30"],
    ["last_30_days", THURSDAY, "2026-10-28 – 2026-11-26T13:30"],
    ["last_90_days", THURSDAY, "2026-08-29 – 2026-11-26T13:30"],
    ["last_365_days", "2028-03-01T08:00", "2027-03-03 – 2028-03-01T08:00"],
    ["this_month", "2026-11-01T00:00", "2026-11-01 – 2026-11-01T00:01"],
    ["this_month", THURSDAY, "2026-11-01 – 2026-11-26T13:30"],
    ["last_month", THURSDAY, "2026-10-01 – 2026-11-01"],
    ["last_month", "2026-01-31T23:59", "2025-12-01 – 2026-01-01"],
    ["last_month", "2028-03-31T12:00", "2028-02-01 – 2028-03-01"],
    ["last_3_months", THURSDAY, "2026-08-01 – 2026-11-01"],
    ["last_12_months", THURSDAY, "2025-11-01 – 2026-11-01"],
    ["this_quarter", THURSDAY, "2026-10-01 – 2026-11-26T13:30"],
    ["last_quarter", THURSDAY, "2026-07-01 – 2026-10-01"],
    ["last_quarter", "2026-03-31T12:00", "2025-10-01 – 2026-01-01"],
    ["this_year", THURSDAY, "2026-01-01 – 2026-11-26T13:30"],
    ["last_year", THURSDAY, "2025-01-01 – 2026-01-01"],
  ])("%s at %s", (name, now, due) => {
    const period = periodNamed(name, at(now));
    expect(period && text(period)).toBe(due);
  });

  it.each(["", "last_moon", "this_month_", "last__days"])("%j is none", (name) => {
    expect(periodNamed(name, at(THURSDAY))).toBeUndefined();
  });
});

describe("what a period is compared with", () => {
  const between = (from: string, to: string) => periodBetween(at(from), at(to), at(THURSDAY));
  it.each<[what: string, period: Period | undefined, how: Comparison, due: string]>([
    ["a month", periodNamed("last_month", at(THURSDAY)), "previous_period", "2026-09-01 – 2026-10-01"],
    [
      "March: February whole",
      between("2026-03-01", "2026-04-01"),
      "previous_period",
      "2026-02-01 – 2026-03-01",
    ],
    ["January: December", between("2026-01-01", "2026-02-01"), "previous_period", "2025-12-01 – 2026-01-01"],
    ["a quarter", periodNamed("last_quarter", at(THURSDAY)), "previous_period", "2026-04-01 – 2026-07-01"],
    ["a year", periodNamed("last_year", at(THURSDAY)), "previous_period", "2024-01-01 – 2025-01-01"],
    ["a week", periodNamed("last_week", at(THURSDAY)), "previous_period", "2026-11-09 – 2026-11-16"],
    ["ten days", between("2026-11-05", "2026-11-15"), "previous_period", "2026-10-26 – 2026-11-05"],
    [
      "hours",
      between("2026-11-05T09:00", "2026-11-05T12:00"),
      "previous_period",
      "2026-11-05T06:00 – 2026-11-05T09:00",
    ],
    [
      "this month so far",
      periodNamed("this_month", at(THURSDAY)),
      "previous_period",
      "2026-10-01 – 2026-10-26T13:30",
    ],
    [
      "the 31st so far: all of a short month",
      periodNamed("this_month", at("2026-03-31T12:00")),
      "previous_period",
      "2026-02-01 – 2026-02-28T12:00",
    ],
    [
      "this week so far",
      periodNamed("this_week", at(THURSDAY)),
      "previous_period",
      "2026-11-16 – 2026-11-19T13:30",
    ],
    ["today so far", periodNamed("today", at(THURSDAY)), "previous_period", "2026-11-25 – 2026-11-25T13:30"],
    [
      "the last 30 days",
      periodNamed("last_30_days", at(THURSDAY)),
      "previous_period",
      "2026-09-28 – 2026-10-27T13:30",
    ],
    [
      "a month a year before",
      periodNamed("last_month", at(THURSDAY)),
      "previous_year",
      "2025-10-01 – 2025-11-01",
    ],
    ["a leap February", between("2028-02-01", "2028-03-01"), "previous_year", "2027-02-01 – 2027-03-01"],
    [
      "a February after a leap year: all 29 days",
      between("2025-02-01", "2025-03-01"),
      "previous_year",
      "2024-02-01 – 2024-03-01",
    ],
    ["February 29", between("2028-02-29", "2028-03-01"), "previous_year", "2027-02-28 – 2027-03-01"],
    [
      "until February 28 of a leap year",
      between("2028-02-10", "2028-02-29"),
      "previous_year",
      "2027-02-10 – 2027-03-01",
    ],
    [
      "this year so far",
      periodNamed("this_year", at(THURSDAY)),
      "previous_year",
      "2025-01-01 – 2025-11-26T13:30",
    ],
    ["over the year's end", between("2026-12-25", "2027-01-05"), "previous_year", "2025-12-25 – 2026-01-05"],
  ])("%s", (_, period, how, due) => {
    expect(period && text(comparedWith(period, how))).toBe(due);
  });

  it("is never any part of the period itself", () => {
    const names =
      "today this_week this_month this_quarter this_year last_7_days last_365_days last_month".split(" ");
    for (let day = 0; day < 800; day += 1) {
      const now = at("2027-01-01T17:00") + day * 86_400_000;
      for (const name of names) {
        const period = periodNamed(name, now);
        if (!period) throw new Error(name);
        const before = comparedWith(period, "previous_period");
        expect(before.to, `${name} at ${new Date(now).toISOString()}`).toBeLessThanOrEqual(period.from);
        expect(before.from).toBeLessThan(before.to);
      }
    }
  });
});

describe("a period by its bounds", () => {
  it.each([
    ["2026-10-01", "2026-11-01", [1, "month"], false],
    ["2026-10-01", "2027-10-01", [12, "month"], true],
    ["2026-10-02", "2026-10-05", [3, "day"], false],
    ["2026-10-02T01:00", "2026-10-05", undefined, false],
  ])("%s to %s", (from, to, count, running) => {
    const period = periodBetween(at(from), at(to), at(THURSDAY));
    expect(period.count).toEqual(count);
    expect(period.running ?? false).toBe(running);
    // What has not been yet is not asked for.
    expect(period.to).toBe(running ? at(THURSDAY) : at(to));
  });
});

describe("years", () => {
  const years = (from: string, to: string) => yearsOf({ from: at(from), to: at(to) }).map(text);
  it.each([
    ["2026-01-01", "2027-01-01", ["2026-01-01 – 2027-01-01"]],
    ["2026-01-01", "2027-01-02", ["2026-01-01 – 2027-01-01", "2027-01-01 – 2027-01-02"]],
    ["2028-02-29", "2029-03-01", ["2028-02-29 – 2029-02-28", "2029-02-28 – 2029-03-01"]],
  ])("%s to %s", (from, to, due) => {
    expect(years(from, to)).toEqual(due);
  });

  it("leave no gap, over leap days too", () => {
    const parts = yearsOf({ from: at("2024-02-29"), to: at("2028-12-31") });
    expect(parts).toHaveLength(5);
    for (const [index, part] of parts.entries()) {
      expect(part.to).toBe(parts[index + 1]?.from ?? at("2028-12-31"));
    }
  });
});

describe("the account's clock", () => {
  const NEW_YORK = "America/New_York";
  it.each([
    ["2026-11-26T18:30:00Z", NEW_YORK, "2026-11-26T13:30"],
    ["2026-11-01T05:30:00Z", NEW_YORK, "2026-11-01T01:30"],
    ["2026-11-01T06:30:00Z", NEW_YORK, "2026-11-01T01:30"],
    ["2026-03-08T07:00:00Z", NEW_YORK, "2026-03-08T03:00"],
    ["2026-12-31T23:30:00Z", "Asia/Tokyo", "2027-01-01T08:30"],
    ["2026-11-26T18:30:00Z", "Asia/Kathmandu", "2026-11-27T00:15"],
    ["2026-11-26T18:30:00Z", undefined, "2026-11-26T18:30"],
    ["2026-11-26T18:30:00Z", "Mars/Olympus", "2026-11-26T18:30"],
  ])("%s in %s", (instant, zone, due) => {
    expect(new Date(wallOf(Date.parse(instant), zone)).toISOString().slice(0, 16)).toBe(due);
  });

  it.each([
    ["2026-10-01", NEW_YORK, "2026-10-01T00:00:00-04:00"],
    ["2026-11-01", NEW_YORK, "2026-11-01T00:00:00-04:00"],
    ["2026-11-02", NEW_YORK, "2026-11-02T00:00:00-05:00"],
    ["2026-11-02", undefined, "2026-11-02T00:00:00+00:00"],
  ])("%s in %s is sent with the offset of then", (wall, zone, due) => {
    expect(sentAs(at(wall), zone)).toBe(due);
  });

  it.each([
    [periodBetween(at("2026-10-01"), at("2026-11-01"), at(THURSDAY)), "2026-10-01 to 2026-10-31"],
    [periodBetween(at("2026-10-01"), at("2026-10-02"), at(THURSDAY)), "2026-10-01"],
    [{ from: at("2026-10-01T09:00"), to: at("2026-10-02") }, "2026-10-01T09:00 to 2026-10-02T00:00"],
    [{ from: at("2026-11-01"), to: at(THURSDAY) }, "2026-11-01 to 2026-11-26T13:30"],
  ])("says a period by its first and last day", (period, due) => {
    expect(saidAs(period)).toBe(due);
  });

  it("names weekdays, and adds months without leaving the month", () => {
    expect(
      ["2026-11-23", "2026-11-26T23:59", "2026-11-29", "1970-01-01"].map((one) => weekdayOf(at(one))),
    ).toEqual(["Monday", "Thursday", "Sunday", "Thursday"]);
    expect(new Date(addMonths(at("2026-01-31T10:00"), 1)).toISOString()).toContain("2026-02-28T10:00");
    expect(new Date(addMonths(at("2026-03-31"), -13)).toISOString()).toContain("2025-02-28T00:00");
  });
});
