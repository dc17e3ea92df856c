import { expect, it } from "vitest";
import { Splitting } from "../src/call/ranges.ts";
import type { Lane } from "../src/call/reading.ts";

// What is left of a lane is cut at a page: side by side two read no page that one would not have read.

const SECOND = 1000;
const PAGE = 1000 * SECOND;

/** A lane that has just read a page of evenly spaced items, with so many pages left. */
function laneWith(pages: number): Lane {
  const end = PAGE + Math.round(pages * 1000) * SECOND;
  return { input: {}, cursor: "c", done: false, range: { from: 0, at: PAGE, page: PAGE, end } };
}

it.each([2.05, 2.5, 2.95, 3, 3.05, 3.5, 3.9, 3.95, 3.975, 4, 4.9, 5.5, 7.95, 40, 41.96])(
  "%d pages are as many in two halves",
  (pages) => {
    const splitting = new Splitting(
      { field: "datetime", from: 0, to: undefined, filter: () => undefined },
      8,
      () => 0,
    );
    const lanes = [laneWith(pages)];
    const cut = splitting.split(lanes, 8);
    // The one that was cut goes on from where it is, the new one begins where that ends.
    const [first, second] = lanes.map(({ range }) => {
      const begins = range?.at ?? range?.from ?? 0;
      return ((range?.end ?? 0) - begins) / PAGE;
    });
    expect(cut).toBe(lanes[1]);
    expect(Math.ceil(first ?? 0) + Math.ceil(second ?? 0)).toBe(Math.ceil(pages));
    expect(Math.abs((first ?? 0) - (second ?? 0))).toBeLessThanOrEqual(2);
  },
);
