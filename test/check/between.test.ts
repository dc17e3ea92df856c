import { describe, expect, it } from "vitest";
import { checkRules } from "../../src/check/rules.ts";
import { InputError } from "../../src/errors.ts";
import {
  allOrNone,
  atLeastOne,
  different,
  exactlyOne,
  fewTogether,
  goesWith,
  later,
  namesIn,
  notBoth,
  type Rule,
  withEach,
  within,
} from "../../src/tool/rules.ts";

// What must hold between the arguments of a call: what is taken, and what is said of what is not.

/** What is wrong with an input, as `argument: problem`; undefined for nothing. */
function wrong(rule: Rule, input: Record<string, unknown>): string | undefined {
  try {
    checkRules([rule], input);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return `${error.argument}: ${error.message}`;
    throw error;
  }
}

const bySize = goesWith("size", { small: ["a", "b"], large: ["b", "c"] });
const priced = withEach("priced", "items", "price");
const year = within("from", "to");
const after = later("from", "to");

describe.each<
  [says: string, rule: Rule, cases: [input: Record<string, unknown>, said: string | undefined][]]
>([
  [
    "at least one of a and b",
    atLeastOne("a", "b"),
    [
      [{}, "a or b: give at least one of a, b"],
      [{ c: 1 }, "a or b: give at least one of a, b"],
      [{ b: null }, undefined],
      [{ a: 1, b: 2 }, undefined],
    ],
  ],
  [
    "three items in a and b together",
    fewTogether(3, "a", "b"),
    [
      [{}, undefined],
      [{ a: [1, 2], b: [3] }, undefined],
      [{ a: [1, 2, 3] }, undefined],
      [{ a: [1, 2, 3, 4] }, "a: 4 are given in a; at most 3 are taken"],
      [{ a: [1, 2], b: [3, 4] }, "b: 4 are given in a and b; at most 3 are taken"],
      [{ a: [1, 2], b: [3], c: [4] }, undefined],
    ],
  ],
  [
    "exactly one of a and b",
    exactlyOne("a", "b"),
    [
      [{ c: 1 }, "a or b: give one of a, b"],
      [{ a: 0 }, undefined],
      [{ b: 1, c: 1 }, undefined],
      [{ a: 1, b: 2 }, "a or b: give only one of a, b"],
    ],
  ],
  [
    "all of a, b and c or none",
    allOrNone("a", "b", "c"),
    [
      [{ d: 1 }, undefined],
      [{ a: 1, b: 0, c: "" }, undefined],
      [{ a: 1 }, "b: b is missing"],
      [{ c: 1 }, "a: a is missing"],
      [{ a: 1, b: 1 }, "c: c is missing"],
    ],
  ],
  [
    "a and b differ",
    different("a", "b"),
    [
      [{}, undefined],
      [{ a: "x" }, undefined],
      [{ b: "x" }, undefined],
      [{ a: "x", b: "y" }, undefined],
      [{ a: "x", b: "x" }, "b: a and b are the same"],
    ],
  ],
  [
    "of two groups only one",
    notBoth(["a", "b"], ["c", "d"]),
    [
      [{}, undefined],
      [{ a: 1, b: 1 }, undefined],
      [{ c: 1, d: 1 }, undefined],
      [{ b: 1, d: 1 }, "d: b and d do not go together"],
      [{ a: 1, b: 1, c: 1, d: 1 }, "c: a and c do not go together"],
    ],
  ],
  [
    "what goes with one size and with another",
    bySize,
    [
      [{ size: "small", a: 1, b: 1 }, undefined],
      [{ size: "large", b: 1 }, undefined],
      [{ size: "small", c: 1 }, "c: c does not go with size small, which takes a, b"],
      [{ size: "large", a: 1 }, "a: a does not go with size large, which takes b, c"],
      [{ size: "huge" }, undefined],
    ],
  ],
  [
    "a price with each item, or with none",
    priced,
    [
      [{ priced: true, items: [{ price: 1 }, { price: 0 }] }, undefined],
      [{ items: [{}, {}] }, undefined],
      [{ priced: false, items: [{ name: "a" }] }, undefined],
      [{ priced: true }, undefined],
      [{ priced: true, items: ["a", { price: 1 }] }, undefined],
      [
        { priced: true, items: [{ price: 1 }, {}] },
        "items[1].price: items[1].price is missing, which priced needs",
      ],
      [{ priced: true, items: {} }, "items[0].price: items[0].price is missing, which priced needs"],
      [{ items: [{ price: 1 }] }, "priced: items[0].price goes with priced true alone"],
      [{ priced: false, items: [{}, { price: 1 }] }, "priced: items[1].price goes with priced true alone"],
    ],
  ],
  [
    "later, however much",
    after,
    [
      [{ from: "2026-01-01" }, undefined],
      [{ to: "2026-01-01" }, undefined],
      [{ from: "2026-01-01", to: "2036-01-01" }, undefined],
      [{ from: "2026-01-01", to: "2026-01-01" }, "to: to is not after from"],
      [{ from: "2026-01-01", to: "2025-12-31" }, "to: to is not after from"],
      [{ from: "2026-01-01T10:00:00Z", to: "2026-01-01T10:00:00.001Z" }, undefined],
      [{ from: "2026-01-01 10:00", to: "2026-01-01T10:00:00" }, "to: to is not after from"],
      // The same moment on two clocks.
      [{ from: "2026-01-01T10:00:00Z", to: "2026-01-01T11:00:00+01:00" }, "to: to is not after from"],
      [{ from: "2026-01-01T10:00:00-00:00", to: "2026-01-01T10:00:00" }, "to: to is not after from"],
      // Only the account tells which is later.
      [{ from: "2026-01-01T10:00:00Z", to: "2026-01-01T10:00:00" }, undefined],
      [{ from: "2026-01-01T10:00:00-00:00", to: "2026-01-01T10:00:00Z" }, undefined],
      // No moment at all is for the schema to refuse.
      [{ from: "soon", to: "2026-01-01" }, undefined],
      [{ from: 5, to: 4 }, undefined],
      [{ from: "2026-01-01 25:00", to: "2025-01-01 10:00" }, undefined],
    ],
  ],
  [
    "later, by a year at most",
    year,
    [
      [{ from: "2026-01-01", to: "2026-01-02" }, undefined],
      [{ from: "2026-01-01", to: "2027-01-01" }, undefined],
      [{ from: "2026-01-01", to: "2027-01-02" }, "to: from to to is more than a year"],
      [
        { from: "2026-01-01T00:00:00Z", to: "2027-01-01T00:00:00.001Z" },
        "to: from to to is more than a year",
      ],
      [{ from: "2026-02-01", to: "2026-02-01" }, "to: to is not after from"],
      [{ from: "soon", to: "2026-01-01" }, undefined],
      [{ from: "2026-01-01", to: "soon" }, undefined],
      [{ from: "2026-01-01" }, undefined],
      // A leap year's day more is still a year.
      [{ from: "2028-01-01", to: "2029-01-01" }, undefined],
    ],
  ],
])("%s", (_, rule, cases) => {
  it.each(cases)("%o", (input, said) => {
    expect(wrong(rule, input)).toBe(said);
  });
});

it("the first rule that is broken is told, and what to ask instead", () => {
  const input = { from: "2026-03-05T10:00:00Z", to: "2028-01-01T00:00:00Z" };
  expect(() => checkRules([after, year, atLeastOne("a")], input)).toThrow(
    expect.objectContaining({
      message: "from to to is more than a year",
      next: "Ask for a year at most, e.g. until 2027-03-05, and for the rest in another call.",
    }),
  );
});

it.each<[rule: Rule, names: string[]]>([
  [atLeastOne("a", "b"), ["a", "b"]],
  [exactlyOne("a", "b"), ["a", "b"]],
  [allOrNone("a", "b"), ["a", "b"]],
  [different("a", "b"), ["a", "b"]],
  [notBoth(["a", "b"], ["c"]), ["a", "b", "c"]],
  [bySize, ["size", "a", "b", "b", "c"]],
  [priced, ["priced", "items"]],
  [year, ["from", "to"]],
  [after, ["from", "to"]],
])("%o speaks of %o", (rule, names) => {
  expect(namesIn(rule)).toEqual(names);
});

it.each<[says: string, rule: () => Rule, input: Record<string, unknown>]>([
  ["one at least", () => atLeastOne("a", "b"), {}],
  ["exactly one", () => exactlyOne("a", "b"), { a: 1, b: 1 }],
  ["all or none", () => allOrNone("a", "b"), { a: 1 }],
  ["two that differ", () => different("a", "b"), { a: 1, b: 1 }],
  ["one group", () => notBoth(["a"], ["b"]), { a: 1, b: 1 }],
  ["what goes with a value", () => goesWith("c", { x: ["a"], y: ["b"] }), { c: "x", b: 1 }],
  ["a switch with each", () => withEach("c", "b", "d"), { c: true, b: [{}] }],
  ["a year at most", () => within("a", "b"), { a: "2026-01-01", b: "2028-01-01" }],
  ["a later one", () => later("a", "b"), { a: "2026-01-01", b: "2026-01-01" }],
])("%s is asked for where it is declared", (_, rule, input) => {
  expect(wrong(rule(), input)).toMatch(/b/);
});
