import { describe, expect, it } from "vitest";
import { boundsOf } from "../src/tally/spans.ts";
import { Tally } from "../src/tally/tally.ts";
import { Calendar, type Unit, unitOf } from "../src/tally/units.ts";

describe("a date's unit", () => {
  it.each<[text: string, path: string, unit: Unit | undefined]>([
    ["created by month", "created", "month"],
    ["created  by  Weeks", "created", "week"],
    ["event_properties.Sold by by day", "event_properties.Sold by", "day"],
    ["properties.paid by card", "properties.paid by card", undefined],
    ["by day", "by day", undefined],
    ["created", "created", undefined],
    ["created by quarter", "created", "quarter"],
    ["created by year", "created", "year"],
  ])("%s", (text, path, unit) => expect(unitOf(text)).toEqual({ path, ...(unit && { unit }) }));

  const NEW_YORK = "America/New_York";
  it.each<
    [unit: Unit, value: unknown, timezone: string | undefined, date: string | undefined, before?: string]
  >([
    ["day", "2026-11-01T03:59:59Z", NEW_YORK, "2026-10-31", "2026-10-30"],
    ["day", "2026-11-01T04:00:00Z", NEW_YORK, "2026-11-01", "2026-10-31"],
    // After the clocks went back midnight is five hours behind.
    ["day", "2026-11-02T04:59:59+00:00", NEW_YORK, "2026-11-01", "2026-10-31"],
    ["day", "2026-11-02", NEW_YORK, "2026-11-02", "2026-11-01"],
    ["day", "2026-11-02T04:59:59Z", undefined, "2026-11-02", "2026-11-01"],
    ["day", "2026-11-02T04:59:59Z", "Nowhere/Atall", "2026-11-02", "2026-11-01"],
    ["day", 1793505599, NEW_YORK, "2026-10-31", "2026-10-30"],
    ["week", "2026-11-23T05:00:00Z", NEW_YORK, "2026-11-23", "2026-11-16"],
    ["week", "2026-11-23T04:59:59Z", NEW_YORK, "2026-11-16", "2026-11-09"],
    ["week", "1969-12-28", NEW_YORK, "1969-12-22", "1969-12-15"],
    ["month", "2026-03-31T23:30:00-04:00", NEW_YORK, "2026-03-01", "2026-02-01"],
    ["quarter", "2026-03-31", NEW_YORK, "2026-01-01", "2025-10-01"],
    ["quarter", "2026-04-01", NEW_YORK, "2026-04-01", "2026-01-01"],
    ["year", "2026-01-01T04:00:00Z", NEW_YORK, "2025-01-01", "2024-01-01"],
    ["day", "soon", NEW_YORK, undefined],
    ["day", true, NEW_YORK, undefined],
    ["day", 1e30, NEW_YORK, undefined],
    ["day", "+012345-01-01T00:00:00Z", NEW_YORK, undefined],
  ])("%s of %j in %s is %s", (unit, value, timezone, date, before) => {
    const calendar = new Calendar(unit, timezone === undefined ? {} : { timezone });
    expect(calendar.of(value)).toBe(date);
    if (date !== undefined) expect(calendar.before(date)).toBe(before);
  });

  const days = (...dates: string[]) =>
    dates.map((created, at) => ({
      type: "event",
      id: `E${at}`,
      attributes: { created, value: at + 1 },
    }));
  const clock = {
    timezone: NEW_YORK,
    from: Date.parse("2026-11-04T05:00:00Z"),
    to: Date.parse("2026-11-24T12:00:00Z"),
  };
  const grouped = (wanted: object, items: ReturnType<typeof days>, at: object = clock) => {
    const tally = new Tally({ group_by: "created", told: [], ...wanted }, at);
    tally.add(items);
    return tally.result();
  };

  it("come one after the other, empty ones too, and a part of one is said to be so", () => {
    const items = days("2026-11-24T10:00:00Z", "2026-11-05T10:00:00Z", "2026-11-05T11:00:00Z");
    expect(grouped({ unit: "week", sum: "value" }, items)).toEqual({
      sum: 6,
      groups: [
        { value: "2026-11-02", count: 2, sum: 5, partial: true },
        { value: "2026-11-09", count: 0, sum: 0 },
        { value: "2026-11-16", count: 0, sum: 0 },
        { value: "2026-11-23", count: 1, sum: 1, partial: true },
      ],
    });
  });

  it("are whole where what is read begins or ends with one", () => {
    const whole = {
      ...clock,
      from: Date.parse("2026-11-09T05:00:00Z"),
      to: Date.parse("2026-11-16T05:00:00Z"),
    };
    expect(grouped({ unit: "week" }, days("2026-11-10"), whole).groups).toEqual([
      { value: "2026-11-09", count: 1 },
    ]);
    expect(grouped({ unit: "week" }, days("2026-11-10"), {}).groups).toEqual([
      { value: "2026-11-09", count: 1 },
    ]);
  });

  it("are the latest ones where there are many, and the largest where so many are asked for", () => {
    const items = days("2026-01-05", "2026-11-01", "2026-11-01", "2026-11-03");
    const all = grouped({ unit: "day" }, items, {}) as { groups: { value: string }[] };
    expect(all.groups).toHaveLength(31);
    expect([all.groups[0]?.value, all.groups.at(-1)?.value]).toEqual(["2026-10-04", "2026-11-03"]);
    expect(all).toMatchObject({ other_groups: { groups: 1, count: 1 } });
    expect(grouped({ unit: "day", top: 1 }, items, {})).toEqual({
      groups: [{ value: "2026-11-01", count: 2 }],
      other_groups: { groups: 2, count: 2 },
    });
  });

  it("are none of what has no date, which is counted apart", () =>
    expect(grouped({ unit: "day" }, days("never", "2026-11-10"), {})).toEqual({
      groups: [{ value: "2026-11-10", count: 1 }],
      without_value: 1,
    }));

  it("of nothing are none", () => expect(grouped({ unit: "day" }, [])).toEqual({ groups: [] }));

  it.each<[filter: string | undefined, bounds: object]>([
    [
      'equals(metric_id,"M"),greater-or-equal(created,2026-11-01T00:00:00Z),less-than(created,2026-11-02T00:00:00Z)',
      { from: Date.parse("2026-11-01T00:00:00Z"), to: Date.parse("2026-11-02T00:00:00Z") },
    ],
    ["greater-than(created,2026-11-01T00:00:00Z)", { from: Date.parse("2026-11-01T00:00:00.001Z") }],
    ["less-or-equal(created,2026-11-01T00:00:00Z)", { to: Date.parse("2026-11-01T00:00:00.001Z") }],
    ["greater-than(updated,2026-11-01T00:00:00Z)", {}],
    ["greater-than(created,soon)", {}],
    ["greater-than(created", {}],
    [undefined, {}],
  ])("is bounded by %s", (filter, bounds) => expect(boundsOf(filter, "created")).toEqual(bounds));
});
