import type { Measure, Point } from "./series.ts";
import { type Drawn, drawn, writtenAs } from "./tree.ts";
import { change, day, figure, isDate } from "./wording.ts";

/** What is looked at of rows, and in which currency (ISO 4217). */
export interface Looked {
  measure: Measure;
  currency: string | undefined;
}

/** The rows as bars, the most first, what is less than nothing to the left of it: an `li` each, with its name, its value as text and what it was before. */
export function barsOf(points: readonly Point[], { measure, currency }: Looked): Drawn[] {
  const value = ({ figures }: Point) => figures[measure.name];
  const drawnLast = Number.NEGATIVE_INFINITY;
  const sorted = [...points].sort((one, other) => {
    const [a, b] = [value(one) ?? drawnLast, value(other) ?? drawnLast];
    return a === b ? 0 : b - a;
  });
  const ends = points.flatMap((one) => [value(one) ?? 0, one.before[measure.name] ?? 0]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  /** Where an amount stands, in percent of the width. */
  const place = (amount: number) => (most > least ? ((amount - least) / (most - least)) * 100 : 0);
  return sorted.map((one) => bar(one, measure, currency, place));
}

/** The least of a bar that is seen. */
const THIN = 0.5;

function bar(
  point: Point,
  measure: Measure,
  currency: string | undefined,
  place: (amount: number) => number,
): Drawn {
  const value = point.figures[measure.name];
  const before = point.before[measure.name];
  const percent = point.percent[measure.name];
  const [from, until] = [place(Math.min(value ?? 0, 0)), place(Math.max(value ?? 0, 0))];
  const differs = percent !== undefined ? change(percent) : before === 0 && value ? "none before" : undefined;
  const beside = point.beside.map((one) => (isDate(one) ? day(one, "long") : one)).join(" · ");
  return drawn(
    "li",
    {},
    drawn(
      "span",
      { class: "name" },
      writtenAs(point.name),
      beside && " ",
      beside && drawn("small", {}, writtenAs(beside, 80)),
    ),
    drawn(
      "span",
      { class: "value" },
      value === undefined ? "–" : figure(value, measure.kind, currency),
      differs !== undefined && " ",
      differs !== undefined && drawn("small", {}, differs),
    ),
    drawn(
      "svg",
      { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawn("rect", { class: "track", width: 100, height: 10 }),
      drawn("rect", {
        class: "c0",
        x: Math.min(from, 100 - THIN) || undefined,
        width: value ? Math.max(until - from, THIN) : 0,
        height: 10,
      }),
      !!before &&
        drawn("rect", { class: "before", x: Math.min(place(before), 99.2), width: 0.8, height: 10 }),
    ),
  );
}
