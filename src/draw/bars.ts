import type { Measure, Point } from "./series.ts";
import { type Drawn, drawn, writtenAs } from "./tree.ts";
import { change, day, figure, isDate } from "./wording.ts";

/** What is looked at of rows, and in which currency (ISO 4217). */
export interface Looked {
  measure: Measure;
  currency: string | undefined;
}

/** The rows as bars, the longest first: an `li` each, with its name, its value as text and what it was before. */
export function barsOf(points: readonly Point[], { measure, currency }: Looked): Drawn[] {
  const value = ({ figures }: Point) => figures[measure.name];
  const sorted = [...points].sort((one, other) => (value(other) ?? -1) - (value(one) ?? -1));
  const most = Math.max(0, ...points.flatMap((one) => [value(one) ?? 0, one.before[measure.name] ?? 0]));
  return sorted.map((one) => bar(one, measure, currency, most));
}

function bar(point: Point, measure: Measure, currency: string | undefined, most: number): Drawn {
  const value = point.figures[measure.name];
  const before = point.before[measure.name];
  const percent = point.percent[measure.name];
  const share = (amount: number) => (most > 0 && amount > 0 ? Math.max((amount / most) * 100, 0.5) : 0);
  const beside = point.beside.map((one) => (isDate(one) ? day(one, "long") : one)).join(" · ");
  return drawn(
    "li",
    {},
    drawn(
      "span",
      { class: "name" },
      writtenAs(point.name),
      beside && drawn("small", {}, writtenAs(beside, 80)),
    ),
    drawn(
      "span",
      { class: "value" },
      value === undefined ? "–" : figure(value, measure.kind, currency),
      percent !== undefined && drawn("small", {}, change(percent)),
      percent === undefined && before === 0 && !!value && drawn("small", {}, "none before"),
    ),
    drawn(
      "svg",
      { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawn("rect", { class: "track", width: 100, height: 10 }),
      drawn("rect", { class: "c0", width: share(value ?? 0), height: 10 }),
      before !== undefined &&
        before > 0 &&
        drawn("rect", { class: "before", x: Math.min(share(before), 99.2), width: 0.8, height: 10 }),
    ),
  );
}
