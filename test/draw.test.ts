import { describe, expect, it } from "vitest";
import { barsOf } from "../src/draw/bars.ts";
import { type Columns, columnsOf, indexAt, slotOf, spokenOf, stacksOf, toldOf } from "../src/draw/columns.ts";
import type { Point } from "../src/draw/series.ts";
import { cut, type Drawn, drawn, markupOf } from "../src/draw/tree.ts";
import type { Kind } from "../src/draw/wording.ts";

const ORDERS = { name: "count", label: "Count", kind: "count", adds: true } as const;
const point = (date: string, count: number | undefined, more: Partial<Point> = {}): Point => ({
  name: "",
  beside: [],
  date,
  partial: false,
  figures: count === undefined ? {} : { count },
  before: {},
  percent: {},
  ...more,
});
const columnsFor = (points: Point[], width = 640): Columns => ({
  stacks: stacksOf(points, ORDERS, [...new Set(points.map(({ name }) => name))]),
  measure: ORDERS,
  currency: undefined,
  width,
});
/** Every element of a drawing. */
const all = (one: Drawn): Drawn[] => [
  one,
  ...one.children.flatMap((child) => (typeof child === "string" ? [] : all(child))),
];
const texts = (one: Drawn) =>
  all(one)
    .filter(({ tag }) => tag === "text")
    .map(({ children }) => children.join(""));
const axisOf = (most: number, kind: Kind = "count", currency?: string) => {
  const measure = { ...ORDERS, kind };
  const drawing = columnsOf({ ...columnsFor([point("2026-06-01", most)]), measure, currency });
  return texts(drawing).slice(0, 5);
};

describe("an axis", () => {
  it.each<[most: number, axis: string[]]>([
    [0, ["0", "1", "2", "3", "4"]],
    [1, ["0", "1", "2", "3", "4"]],
    [4, ["0", "1", "2", "3", "4"]],
    [5, ["0", "2", "4", "6", "8"]],
    [8, ["0", "2", "4", "6", "8"]],
    [9, ["0", "5", "10", "15", "20"]],
    [40, ["0", "10", "20", "30", "40"]],
    [41, ["0", "20", "40", "60", "80"]],
    [100, ["0", "25", "50", "75", "100"]],
    [4000, ["0", "1K", "2K", "3K", "4K"]],
    [9_900_000, ["0", "2.5M", "5M", "7.5M", "10M"]],
  ])("for %s", (most, axis) => {
    expect(axisOf(most)).toEqual(axis);
  });

  it("of shares is in percent, of money in its currency", () => {
    expect(axisOf(0.43, "share")).toEqual(["0%", "20%", "40%", "60%", "80%"]);
    expect(axisOf(0, "share").at(-1)).toBe("100%");
    expect(axisOf(5200, "money", "EUR")).toEqual(["€0", "€2K", "€4K", "€6K", "€8K"]);
  });
});

describe("columns", () => {
  const points = [
    point("2026-06-03", 4, { partial: true }),
    point("2026-06-01", 2, { before: { count: 1 } }),
    point("2026-06-02", undefined),
  ];
  const columns = columnsFor(points);

  it("stand by date, a part of an interval hatched, none where there is no figure", () => {
    const rects = all(columnsOf(columns)).filter(
      ({ tag, attributes }) => tag === "rect" && "x" in attributes,
    );
    expect(rects.map(({ attributes }) => [attributes.class, attributes.fill])).toEqual([
      ["c0", undefined],
      ["part o0", "url(#part0)"],
    ]);
    expect(columns.stacks.map(({ date }) => date)).toEqual(["2026-06-01", "2026-06-02", "2026-06-03"]);
  });

  it("are twice as high for twice as much, and have a line for what was before", () => {
    const drawing = all(columnsOf(columns));
    const [two, four] = drawing
      .filter(({ tag, attributes }) => tag === "rect" && "x" in attributes)
      .map(({ attributes }) => Number(attributes.height));
    expect(four).toBeCloseTo(2 * Number(two), 1);
    const [before] = drawing.filter(({ attributes }) => attributes.class === "before");
    const axis = drawing.find(({ attributes }) => attributes.class === "axis");
    expect(Number(axis?.attributes.y1) - Number(before?.attributes.y1)).toBeCloseTo(Number(two) / 2, 1);
  });

  it("of one date stand on each other, the next colour for the next name", () => {
    const both = columnsFor([
      point("2026-06-01", 3, { name: "email" }),
      point("2026-06-01", 1, { name: "sms" }),
    ]);
    const [email, sms] = all(columnsOf(both)).filter(
      ({ tag, attributes }) => tag === "rect" && "x" in attributes,
    );
    expect([email?.attributes.class, sms?.attributes.class]).toEqual(["c0", "c1"]);
    expect(Number(sms?.attributes.y)).toBeLessThan(Number(email?.attributes.y));
    expect(both.stacks[0] && toldOf(both.stacks[0], both)).toBe("Jun 1, 2026: 4 · email 3 · sms 1");
  });

  it("of less than nothing stand below the line of nothing, which has figures on both sides", () => {
    const both = columnsFor([point("2026-06-01", 4), point("2026-06-02", -8)]);
    const drawing = columnsOf(both);
    const [more, less] = all(drawing)
      .filter(({ tag, attributes }) => tag === "rect" && "x" in attributes)
      .map(({ attributes }) => attributes);
    const zero = Number(all(drawing).find(({ attributes }) => attributes.class === "axis")?.attributes.y1);
    expect(Number(more?.y) + Number(more?.height)).toBeCloseTo(zero, 1);
    expect(less?.y).toBeCloseTo(zero, 1);
    expect(Number(less?.height)).toBeCloseTo(2 * Number(more?.height), 1);
    expect(texts(drawing).slice(0, 4)).toEqual(["-10", "-5", "0", "5"]);
    expect(texts(columnsOf(columnsFor([point("2026-06-01", -7)]))).slice(0, 5)).toEqual([
      "-8",
      "-6",
      "-4",
      "-2",
      "0",
    ]);
  });

  it("of several names on one date have what all of them had before, where that is known of each", () => {
    const stacked = (before: Point["before"]) =>
      columnsFor([
        point("2026-06-01", 3, { name: "email", before: { count: 2 } }),
        point("2026-06-01", 1, { name: "sms", before }),
      ]).stacks[0]?.before;
    expect([stacked({ count: 5 }), stacked({})]).toEqual([7, undefined]);
  });

  it("are told in words", () => {
    expect(columns.stacks.map((stack) => toldOf(stack, columns))).toEqual([
      "Jun 1, 2026: 2 · before 1",
      "Jun 2, 2026: no figure",
      "Jun 3, 2026: 4 · only a part of it",
    ]);
    expect(spokenOf(columns)).toContain(
      "Count from Jun 1, 2026 to Jun 3, 2026, 3 columns. The highest is Jun 3, 2026: 4",
    );
    expect(spokenOf(columnsFor([]))).toBe("");
  });

  it.each([240, 320, 640, 800])("stay within %d pixels, and are found again by where they stand", (width) => {
    const many = columnsFor(
      Array.from({ length: 90 }, (_, index) =>
        point(new Date(index * 86_400_000).toISOString().slice(0, 10), index),
      ),
      width,
    );
    for (const { attributes } of all(columnsOf(many))) {
      for (const end of [attributes.x2, Number(attributes.x ?? 0) + Number(attributes.width ?? 0)])
        expect(Number(end ?? 0)).toBeLessThanOrEqual(width);
    }
    for (const index of [0, 1, 45, 89]) expect(indexAt(many, slotOf(many, index).x + 0.5)).toBe(index);
    expect([indexAt(many, -5), indexAt(many, width + 5)]).toEqual([0, 89]);
    const dates = all(columnsOf(many))
      .filter(({ attributes }) => attributes["text-anchor"] === "middle")
      .map(({ attributes }) => Number(attributes.x));
    for (const [at, x] of dates.entries())
      if (at > 0) expect(x - Number(dates[at - 1])).toBeGreaterThanOrEqual(40);
  });
});

describe("bars", () => {
  const rows = [
    point("", 5, { name: "Small", beside: ["email", "2026-06-01"] }),
    point("", 20, { name: "Large", before: { count: 10 }, percent: { count: 100 } }),
    point("", undefined, { name: "None" }),
    point("", 3, { name: "New", before: { count: 0 } }),
  ];
  const said = (one: Drawn): string =>
    one.children.map((child) => (typeof child === "string" ? child : said(child))).join(" ");

  it("are the longest first, with name and value as text", () => {
    const drawings = barsOf(rows, { measure: ORDERS, currency: undefined });
    expect(drawings.map((one) => said(one).trim().replace(/\s+/g, " "))).toEqual([
      "Large 20 ▲ 100 %",
      "Small email · Jun 1, 2026 5",
      "New 3 none before",
      "None –",
    ]);
    const widths = drawings.map(
      (one) => all(one).find(({ attributes }) => attributes.class === "c0")?.attributes.width,
    );
    expect(widths).toEqual([100, 25, 15, 0]);
    const marks = drawings.map(
      (one) => all(one).find(({ attributes }) => attributes.class === "before")?.attributes.x,
    );
    expect(marks).toEqual([50, undefined, undefined, undefined]);
  });
});

describe("bars of less than nothing", () => {
  const placed = (counts: (number | undefined)[]) =>
    barsOf(
      counts.map((count) => point("", count, { name: String(count) })),
      { measure: ORDERS, currency: undefined },
    ).map((one) => {
      const { x, width } = all(one).find(({ attributes }) => attributes.class === "c0")?.attributes ?? {};
      return [all(one)[2]?.children[0], x ?? 0, width];
    });

  it("go to the left from where nothing is, and stand after what is more; without a figure comes last", () => {
    expect(placed([-30, undefined, 10, 0])).toEqual([
      ["10", 75, 25],
      ["0", 75, 0],
      ["-30", 0, 75],
      ["undefined", 75, 0],
    ]);
  });

  it("alone have nothing at the right end", () => {
    expect(placed([-4, -1])).toEqual([
      ["-1", 75, 25],
      ["-4", 0, 100],
    ]);
  });
});

describe("markup", () => {
  it("holds what people wrote as text, in contents and attributes", () => {
    const name = `</text><script>alert("1")</script>&'`;
    const markup = markupOf(
      drawn("svg", { "aria-label": name, hidden: undefined }, drawn("text", { x: 1 }, name)),
    );
    const safe = "&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;";
    expect(markup).toBe(
      `<svg xmlns="http://www.w3.org/2000/svg" aria-label="${safe}"><text x="1">${safe}</text></svg>`,
    );
  });

  it("cuts between characters", () => {
    expect(cut("abc😀", 4)).toBe("abc\ufffd…");
    expect(cut("abcd", 4)).toBe("abcd");
  });
});
