import { describe, expect, it } from "vitest";
import { abridged, fitAny, fitItems, fitWhole, type Shaped, sizeOf } from "../src/wire/budget.ts";

// What a result of too many characters loses, and what is told of it. n and n + 1 of its room: test/bounds/results.test.ts.

const NEXT = "Ask for a part with fields, or raise --max-result-chars.";
const LESS = (size: number) =>
  `The answer has ${size} characters, more than a result may have: ask for less, or raise --max-result-chars.`;
const x = (count: number) => "x".repeat(count);

describe("the most items that fit", () => {
  const build = (count: number): Shaped => ({ data: Array.from({ length: count }, () => 1) });
  it.each([0, 1, 2, 3, 7, 8, 9])("are all %i where there is room", (count) => {
    expect(fitItems(count, sizeOf(build(count)), build)).toEqual(build(count));
  });

  it.each([0, 1, 2, 3, 6, 8])("are %i of nine where there is room for no more", (count) => {
    expect(fitItems(9, sizeOf(build(count)), build)).toEqual(build(count));
    expect(fitItems(9, sizeOf(build(count + 1)) - 1, build)).toEqual(build(count));
  });
});

describe("a single thing", () => {
  it("is as it is where it fits", () => {
    const shaped = { data: { id: "a", text: x(50) } };
    expect(fitWhole(shaped, sizeOf(shaped))).toBe(shaped);
  });

  it("loses its longest part first, and says what to do", () => {
    const shaped = { data: { id: "a", short: x(20), long: x(500), longer: x(900) }, warning: "w" };
    expect(fitWhole(shaped, 700)).toEqual({
      data: { id: "a", short: x(20), long: x(500) },
      warning: "w",
      omitted: `Too long to show: longer (902 characters). ${NEXT}`,
    });
    expect(fitWhole(shaped, 400)).toEqual({
      data: { id: "a", short: x(20) },
      warning: "w",
      omitted: `Too long to show: longer (902 characters), long (502 characters). ${NEXT}`,
    });
  });

  it("keeps what it was given", () => {
    const shaped = { data: { id: "a", long: x(900) }, included: [{ type: "t", id: "i", long: x(900) }] };
    const before = structuredClone(shaped);
    fitWhole(shaped, 400);
    expect(shaped).toEqual(before);
  });

  it("keeps what was said of omissions before", () => {
    const shaped = { data: { id: "a", long: x(900) }, omitted: "Links are left out." };
    expect(fitWhole(shaped, 400).omitted).toBe(
      `Too long to show: long (902 characters). ${NEXT} Links are left out.`,
    );
  });

  it("loses parts of what is included, told with the resource, and never its type", () => {
    const included = [
      { type: "message", id: "M1", body: x(900), note: "n" },
      { type: "message", id: "M2", note: "n" },
    ];
    expect(fitWhole({ data: { id: "a", name: "n" }, included }, 500)).toEqual({
      data: { id: "a", name: "n" },
      included: [
        { type: "message", id: "M1", note: "n" },
        { type: "message", id: "M2", note: "n" },
      ],
      omitted: `Too long to show: message M1 body (902 characters). ${NEXT}`,
    });
  });

  it("drops what is no resource among what is included", () => {
    const shaped = { data: { id: "a", long: x(900) }, included: ["text", { type: "t", id: "i" }] };
    expect(fitWhole(shaped, 400).included).toEqual([{ type: "t", id: "i" }]);
  });

  it("says nothing of what is included where nothing is", () => {
    expect(fitWhole({ data: { id: "a", long: x(900) } }, 400)).not.toHaveProperty("included");
  });

  it("has names alone where even what is included is too much", () => {
    const included = Array.from({ length: 50 }, (_, at) => ({ type: "message", id: `M${at}` }));
    const fitted = fitWhole({ data: { id: "a", long: x(900) }, included }, 400);
    expect(fitted).toEqual({
      data: { id: "a" },
      omitted: `50 included resources do not fit. Too long to show: long (902 characters). ${NEXT}`,
    });
  });

  it("is told by its size where not even its id fits", () => {
    const shaped = { data: { id: x(500), name: x(10) } };
    expect(fitWhole(shaped, 400)).toEqual({ omitted: LESS(sizeOf(shaped)) });
    expect(fitWhole({ data: x(600) }, 400)).toEqual({ omitted: LESS(611) });
  });

  it("asks the caller what to do about its own parts, by their names", () => {
    const told: (readonly string[])[] = [];
    const next = (names: readonly string[]) => {
      told.push(names);
      return "Do this.";
    };
    const shaped = {
      data: { id: "a", long: x(900), [x(81)]: x(950), [x(80)]: x(930) },
      included: [{ type: "t", id: "i", long: x(940) }],
    };
    const { omitted } = fitWhole(shaped, 500, next);
    expect(omitted).toBe(
      `Too long to show: ${x(80)} (952 characters), t i long (942 characters), ${x(80)} (932 characters), long (902 characters). Do this.`,
    );
    expect(told.at(-1)).toEqual([x(80), "long"]);
  });

  it.each([
    [10, ""],
    [11, " and 1 more"],
    [25, " and 15 more"],
  ])("names ten of %i parts%s", (count, more) => {
    const parts = Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, x(1000 - at)]));
    const { omitted } = fitWhole({ data: { id: "a", ...parts } }, 700);
    const names = Array.from({ length: 10 }, (_, at) => `p${at} (${1002 - at} characters)`).join(", ");
    expect(omitted).toBe(`Too long to show: ${names}${more}. ${NEXT}`);
  });
});

describe("any result", () => {
  it.each<[string, Shaped]>([
    ["that fits", { data: [1, 2], next_cursor: "c" }],
    ["that a person is asked about", { status: "needs_confirmation", question: x(3000) }],
  ])("%s is as it is", (_, shaped) => {
    expect(fitAny(shaped, 1000)).toBe(shaped);
  });

  const list = (count: number, rest: Shaped = {}) => ({
    data: Array.from({ length: count }, () => x(98)),
    ...rest,
  });
  const SHOWN = (count: number, all: number) =>
    `${count} of these ${all} are shown: more are longer than a result may be. Ask for less, or raise --max-result-chars.`;

  it("is cut between its items, and has no cursor that would skip the others", () => {
    expect(fitAny(list(20, { next_cursor: "c", more: true }), 700)).toEqual({
      ...list(5),
      more: true,
      hint: SHOWN(5, 20),
    });
  });

  it("keeps the hint that it had, behind its own", () => {
    expect(fitAny(list(20, { hint: "Go on." }), 700).hint).toBe(`${SHOWN(5, 20)} Go on.`);
  });

  it("loses what is included before its items, and says so", () => {
    const included = [{ id: x(900) }];
    expect(fitAny(list(3, { included, next_cursor: "c" }), 700)).toEqual({
      ...list(3),
      next_cursor: "c",
      omitted: "What is included does not fit.",
    });
    expect(fitAny(list(3, { included, omitted: "Links." }), 700).omitted).toBe(
      "What is included does not fit. Links.",
    );
  });

  it("keeps a thousand characters of what is said, and the cursor whole", () => {
    const shaped = {
      data: { id: "a" },
      warning: x(1000),
      hint: x(1001),
      next_cursor: x(1500),
      note: x(1500),
    };
    const short = `${x(1000)}…`;
    expect(fitAny(shaped, 4700)).toEqual({ ...shaped, hint: short, note: short });
  });

  it("of one thing loses the longest parts", () => {
    expect(fitAny({ data: { id: "a", long: x(900) } }, 400)).toEqual({
      data: { id: "a" },
      omitted: `Too long to show: long (902 characters). ${NEXT}`,
    });
  });

  it("without data has the longest of what it has as its beginning", () => {
    const rows = Array.from({ length: 40 }, (_, at) => `row ${at}`);
    expect(fitAny({ rows, total: 40 }, 200)).toEqual({
      rows: { count: 40, first: rows.slice(0, 5) },
      total: 40,
    });
  });

  it("is told by its size where that does not fit either", () => {
    const names = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`name${at}`, "value"]));
    expect(fitAny(names, 300)).toEqual({ omitted: LESS(sizeOf(names)) });
  });
});

describe("the beginning of a value", () => {
  it.each<[string, unknown, unknown]>([
    ["a text of 300 characters", [x(300), x(250)], [x(300), x(250)]],
    ["a longer one", [x(301)], [`${x(300)}… (301 characters)`]],
    ["five of a list", [[1, 2, 3, 4, 5], x(400)], [[1, 2, 3, 4, 5], `${x(300)}… (400 characters)`]],
    [
      "of more the count",
      [[1, 2, 3, 4, 5, 6], x(400)],
      [{ count: 6, first: [1, 2, 3, 4, 5] }, `${x(300)}… (400 characters)`],
    ],
    [
      "at any depth",
      { a: { b: x(400) }, n: null, t: true },
      { a: { b: `${x(300)}… (400 characters)` }, n: null, t: true },
    ],
  ])("%s", (_, value, short) => {
    expect(abridged(value, sizeOf(value) - 1)).toEqual(
      sizeOf(short) < sizeOf(value) ? short : expect.any(String),
    );
    expect(abridged(value, sizeOf(value))).toBe(value);
  });

  it("does not end in half a character", () => {
    expect(abridged(`${x(299)}😀${x(100)}`, 400)).toBe(`${x(299)}\ufffd… (401 characters)`);
  });

  it("is its size where it is too long itself", () => {
    expect(abridged(x(500), 100)).toBe("502 characters, too long to show");
  });
});
