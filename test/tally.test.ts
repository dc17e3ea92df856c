import { describe, expect, it } from "vitest";
import { spansOf } from "../src/tally/spans.ts";
import { MAX_GROUPS, Tally } from "../src/tally/tally.ts";
import { numberAt, valuesAt } from "../src/tally/value.ts";

const event = (id: string, attributes: Record<string, unknown>, relationships = {}) => ({
  type: "event",
  id,
  attributes,
  relationships,
});

describe("what stands at a path", () => {
  const item = event(
    "E1",
    {
      datetime: "2026-11-01T00:00:00+00:00",
      event_properties: {
        ProductName: "Tent",
        "Item.Size": "L",
        Items: [{ Name: "Tent", Tags: ["a", "b"] }, { Name: "Peg" }, null],
        empty: null,
        deep: { er: 0 },
      },
    },
    { metric: { data: { type: "metric", id: "M1" } }, none: { data: null }, links: { links: {} } },
  );
  it.each<[path: string, values: unknown[]]>([
    ["id", ["E1"]],
    ["datetime", ["2026-11-01T00:00:00+00:00"]],
    ["event_properties.ProductName", ["Tent"]],
    ["event_properties.Item.Size", ["L"]],
    ["event_properties.Items.Name", ["Tent", "Peg"]],
    ["event_properties.Items.Tags", ["a", "b"]],
    ["event_properties.deep.er", [0]],
    ["event_properties.empty", []],
    ["event_properties.toString", []],
    ["event_properties.ProductName.more", []],
    ["metric", ["M1"]],
    ["none", []],
    ["links", []],
    ["constructor", []],
  ])("%s", (path, values) => expect(valuesAt(item, path)).toEqual(values));

  it.each<[value: unknown, number: number | undefined]>([
    [12.5, 12.5],
    [0, 0],
    ["12.50", 12.5],
    [" ", undefined],
    ["", undefined],
    ["12 EUR", undefined],
    [true, undefined],
    [Number.NaN, undefined],
    [[null, "x", "7"], 7],
  ])("%j as a number", (value, number) => expect(numberAt(event("E", { value }), "value")).toBe(number));
});

describe("a tally", () => {
  const told: string[] = [];
  const orders = [
    event("1", { who: "ann", value: 0.1, name: "a" }),
    event("2", { who: "bob", value: 0.2, name: "b" }),
    event("3", { who: "ann", value: "5", name: "c" }),
    event("4", { who: ["cid", "ann", "ann"], name: "d" }),
    event("5", { value: 1, name: "e" }),
  ];
  const worked = (wanted: Partial<ConstructorParameters<typeof Tally>[0]>, items = orders) => {
    const tally = new Tally({ told, ...wanted });
    // One at a time or all at once is the same.
    for (const item of items) tally.add([item]);
    const whole = new Tally({ told, ...wanted });
    whole.add(items);
    expect(whole.result()).toEqual(tally.result());
    return tally.result();
  };

  it("of nothing else counts", () => expect(worked({})).toEqual({}));
  it("groups by each different value of an item, the largest first", () =>
    expect(worked({ group_by: "who" })).toEqual({
      groups: [
        { value: "ann", count: 3 },
        { value: "bob", count: 1 },
        { value: "cid", count: 1 },
      ],
      without_value: 1,
    }));
  it("sums in cents, and says how many have no number", () =>
    expect(worked({ sum: "value" })).toEqual({ sum: 6.3, without_value: 1 }));
  it("ranks groups by their sum, and adds up those that it does not show", () =>
    expect(worked({ group_by: "who", sum: "value", top: 1 })).toEqual({
      sum: 6.3,
      groups: [{ value: "ann", count: 3, sum: 5.1 }],
      other_groups: { groups: 2, count: 2, sum: 0.2 },
      without_value: 1,
    }));
  it("ranks items by a value, with what tells them apart", () =>
    expect(worked({ by: "value", top: 2, told: ["name"] })).toEqual({
      top: [
        { id: "3", name: "c", value: 5 },
        { id: "5", name: "e", value: 1 },
      ],
      without_value: 1,
    }));
  it("ranks texts after numbers", () =>
    expect(
      worked({ by: "value" }, [
        event("a", { value: "x" }),
        event("b", { value: "y" }),
        event("c", { value: -1 }),
      ]),
    ).toEqual({
      top: [
        { id: "c", value: -1 },
        { id: "b", value: "y" },
        { id: "a", value: "x" },
      ],
    }));
  it("shows twenty groups and ten items unless asked for more", () => {
    const many = Array.from({ length: 21 }, (_, index) =>
      event(String(index), { who: `w${index}`, value: index }),
    );
    expect(worked({ group_by: "who" }, many)).toMatchObject({ other_groups: { groups: 1, count: 1 } });
    expect((worked({ group_by: "who" }, many.slice(1)) as { groups: unknown[] }).groups).toHaveLength(20);
    expect(worked({ group_by: "who" }, many.slice(1))).not.toHaveProperty("other_groups");
    expect((worked({ by: "value" }, many) as { top: unknown[] }).top).toHaveLength(10);
  });
  it("holds as many groups as there is room for, and counts the rest together", () => {
    const tally = new Tally({ told, group_by: "who", top: 1 });
    tally.add(Array.from({ length: MAX_GROUPS }, (_, index) => event(String(index), { who: index })));
    expect(tally.result().other_groups).toEqual({ groups: MAX_GROUPS - 1, count: MAX_GROUPS - 1 });
    tally.add([event("new", { who: "new" }), event("old", { who: 0 })]);
    expect(tally.result()).toEqual({
      groups: [{ value: 0, count: 2 }],
      other_groups: { groups: `over ${MAX_GROUPS - 1}`, count: MAX_GROUPS },
    });
  });
  it("shortens a long value, and names what has one", () => {
    const tally = new Tally({ told, group_by: "metric" });
    const related = (id: string) => event(id, {}, { metric: { data: { id } } });
    tally.add([related("M1"), related("M2")], new Map([["M1", "Placed Order (M1)"]]));
    tally.add([event("x", { metric: "y".repeat(201) })]);
    expect(tally.result().groups).toEqual([
      { value: "Placed Order (M1)", count: 1 },
      { value: "M2", count: 1 },
      { value: `${"y".repeat(200)}…`, count: 1 },
    ]);
  });
  it("knows whether anything had a value", () => {
    const tally = new Tally({ told, sum: "nothing" });
    expect(tally.telling).toBe(true);
    tally.add(orders);
    expect(tally.telling).toBe(false);
  });
});

describe("ranges of a date", () => {
  const both = ["greater-or-equal", "greater-than", "less-or-equal", "less-than"];
  const query = {
    filter: {
      datetime: { type: "datetime" as const, operators: both },
      updated: { type: "datetime" as const, operators: both },
      created: { type: "datetime" as const, operators: ["greater-than", "less-than"] },
      from: { type: "datetime" as const, operators: ["greater-than"] },
      metric_id: { type: "string" as const, operators: ["equals"] },
    },
  };
  const now = Date.parse("2026-11-05T00:00:00.000Z");
  const HALVES: [filter: string, spans: string[] | undefined][] = [
    [
      'equals(metric_id,"M"),greater-or-equal(datetime,2026-11-01T00:00:00Z)',
      [
        'equals(metric_id,"M"),greater-or-equal(datetime,2026-11-01T00:00:00.000Z),less-than(datetime,2026-11-03T00:00:00.001Z)',
        'equals(metric_id,"M"),greater-or-equal(datetime,2026-11-03T00:00:00.001Z)',
      ],
    ],
    [
      "greater-than(datetime,2026-11-01T00:00:00Z),less-or-equal(datetime,2026-11-02T00:00:00Z)",
      [
        "greater-or-equal(datetime,2026-11-01T00:00:00.001Z),less-than(datetime,2026-11-01T12:00:00.001Z)",
        "greater-or-equal(datetime,2026-11-01T12:00:00.001Z),less-than(datetime,2026-11-02T00:00:00.001Z)",
      ],
    ],
    [
      "greater-than(created,2026-11-01T00:00:00Z),less-than(created,2026-11-02T00:00:00Z)",
      [
        "greater-than(created,2026-11-01T00:00:00.000Z),less-than(created,2026-11-01T12:00:00.001Z)",
        "greater-than(created,2026-11-01T12:00:00.000Z),less-than(created,2026-11-02T00:00:00.000Z)",
      ],
    ],
    ["less-than(datetime,2026-11-02T00:00:00Z)", undefined],
    ["greater-than(updated,2026-11-01T00:00:00Z)", undefined],
    ["greater-than(from,2026-11-01T00:00:00Z)", undefined],
    ["greater-than(datetime,2026-11-04T22:00:00.001Z)", undefined],
    ["greater-than(datetime,2027-11-04T22:00:00.001Z)", undefined],
    ['equals(metric_id,"M")', undefined],
    ["greater-than(datetime,", undefined],
  ];
  it.each(HALVES)("%s", (filter, spans) => expect(spansOf(query, filter, now, 2)).toEqual(spans));
  it("of no filter are none", () => expect(spansOf(query, undefined, now, 2)).toBeUndefined());
  it("are as many as are worth a reader", () => {
    const hours = (count: number) =>
      spansOf(
        query,
        `greater-or-equal(datetime,${new Date(now + 1 - count * 3_600_000).toISOString()})`,
        now,
        4,
      );
    expect([hours(1.9), hours(2)?.length, hours(3.9)?.length, hours(4)?.length, hours(400)?.length]).toEqual([
      undefined,
      2,
      3,
      4,
      4,
    ]);
  });
});
