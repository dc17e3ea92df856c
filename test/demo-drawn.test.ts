import { describe, expect, it } from "vitest";
import { barOf, card, table, wrap } from "../scripts/demo/drawn.ts";

describe("drawn", () => {
  it.each([
    [10, 10, "██████████"],
    [5, 10, "█████"],
    [1, 16, "▋"],
    [0.001, 10, "▏"],
    [20, 10, "██████████"],
    [0, 10, ""],
    [-1, 10, ""],
    [1, 0, ""],
    [Number.NaN, 10, ""],
  ])("a bar of %d, the largest being %d", (value, largest, expected) => {
    expect(barOf(value, largest, 10)).toBe(expected);
  });

  const rows = [
    { name: "Novák", n: 5 },
    { name: "a", n: 100 },
  ];
  const drawn = (...of: [width: number, longest?: number]) =>
    table(
      [
        { heading: "name", of: ({ name }: (typeof rows)[0]) => name },
        { heading: "n", of: ({ n }) => String(n), right: true, bar: ({ n }) => n },
        { heading: "end", of: () => "x" },
      ],
      rows,
      ...of,
    );

  it("a table lines up, numbers to the right, bars on one scale", () => {
    expect(drawn(50, 8)).toEqual([
      "name     n            end",
      "Novák    5  ▍         x",
      "a      100  ████████  x",
    ]);
  });

  it("a table's bars are as long as there is room for, and none is too short to say something", () => {
    expect(drawn(22)).toEqual(["name     n         end", "Novák    5  ▎      x", "a      100  █████  x"]);
    const bare = ["name     n  end", "Novák    5  x", "a      100  x"];
    expect(drawn(21)).toEqual(bare);
    expect(drawn(15)).toEqual(bare);
  });

  it("a row that a table has no room for is lines of its own", () => {
    expect(drawn(14)).toEqual(["Novák", "  n 5 · end x", "a", "  n 100 · end", "  x"]);
  });

  it("a card has room for its longest line, and none is wider than it may be", () => {
    expect(card("ab\n- cde", 20)).toEqual(["┌───────┐", "│ ab    │", "│ - cde │", "└───────┘"]);
    for (const line of card(`- ${"word ".repeat(30)}${"y".repeat(70)}`, 30))
      expect([...line].length).toBeLessThanOrEqual(30);
  });

  it.each([
    ["one two three", 7, ["one two", "three"]],
    ["- one two three", 9, ["- one two", "  three"]],
    ["  2. one two three", 12, ["  2. one two", "     three"]],
    ["- abcdefghij k", 6, ["- abcd", "  efgh", "  ij k"]],
    ["  as it  is", 20, ["  as it  is"]],
    ["abcdefghij", 4, ["abcd", "efgh", "ij"]],
    ["", 5, [""]],
  ])("%j is wrapped at %d", (text, width, expected) => {
    expect(wrap(text, width)).toEqual(expected);
  });
});
