import type { Looked } from "./bars.ts";
import type { Measure, Point } from "./series.ts";
import { cut, type Drawn, drawn } from "./tree.ts";
import { day, figure } from "./wording.ts";

/** The columns of one date, the lowest first. */
export interface Stack {
  date: string;
  partial: boolean;
  parts: readonly { name: string; color: number; value: number | undefined }[];
  before: number | undefined;
}

/** Columns in so many pixels of width. */
export interface Columns extends Looked {
  stacks: readonly Stack[];
  width: number;
}

/** A pixel in the drawing that stands for a column, and how wide that is. */
export interface Slot {
  x: number;
  width: number;
}

/** How tall columns are drawn, in pixels. */
export const HEIGHT = 200;
const LEFT = 50;
const RIGHT = 6;
export const TOP = 8;
export const BOTTOM = 24;
const STEPS = 4;
const COLORS = 5;
/** Room that a date needs below the axis, in pixels. */
const DATE_WIDTH = 64;

/** The points by date, several of one date on top of each other; `names` are the colours' order. */
export function stacksOf(points: readonly Point[], measure: Measure, names: readonly string[]): Stack[] {
  const byDate = new Map<string, Point[]>();
  for (const one of points) {
    const date = one.date ?? "";
    byDate.set(date, [...(byDate.get(date) ?? []), one]);
  }
  const color = (point: Point) => Math.max(0, names.indexOf(point.name)) % COLORS;
  return [...byDate]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([date, own]) => ({
      date,
      partial: own.some(({ partial }) => partial),
      parts: own.map((one) => ({ name: one.name, color: color(one), value: one.figures[measure.name] })),
      before: beforeOf(own, measure),
    }));
}

/** What several had before, where each is known and they add up. */
function beforeOf(points: readonly Point[], { name, adds }: Measure): number | undefined {
  if (points.length > 1 && !adds) return undefined;
  return points.reduce<number | undefined>((sum, { before }) => {
    const one = before[name];
    return sum === undefined || one === undefined ? undefined : sum + one;
  }, 0);
}

const sumOf = ({ parts }: Stack): number => parts.reduce((sum, { value = 0 }) => sum + value, 0);

/** Where the column of this index stands. */
export function slotOf({ stacks, width }: Columns, index: number): Slot {
  const each = (width - LEFT - RIGHT) / stacks.length;
  return { x: LEFT + index * each, width: each };
}

/** The index of the column at this pixel, the nearest one beyond both ends. */
export function indexAt(columns: Columns, x: number): number {
  const at = Math.floor((x - LEFT) / slotOf(columns, 0).width);
  return Math.min(Math.max(at, 0), columns.stacks.length - 1);
}

/** Longer names than this are cut where a column is told. */
export const MOST_NAME = 60;

/** What stands in a column, in words: parts of which some are of a name that people wrote, the others' name is empty. */
export function partsTold(stack: Stack, { measure, currency }: Looked): [name: string, says: string][] {
  const says = (value: number | undefined) =>
    value === undefined ? "no figure" : figure(value, measure.kind, currency);
  const any = stack.parts.some(({ value }) => value !== undefined);
  return [
    ["", `${day(stack.date, "long")}: ${says(any ? sumOf(stack) : undefined)}`],
    ...(stack.parts.length > 1 ? stack.parts : [])
      .filter(({ value }) => value)
      .map(({ name, value }): [string, string] => [name, says(value)]),
    ...(stack.before === undefined ? [] : [["", `before ${says(stack.before)}`] as [string, string]]),
    ...(stack.partial ? [["", "only a part of it"] as [string, string]] : []),
  ];
}

/** The same as one line. */
export function toldOf(stack: Stack, looked: Looked): string {
  const parts = partsTold(stack, looked);
  return parts.map(([name, says]) => (name ? `${cut(name, MOST_NAME)} ${says}` : says)).join(" · ");
}

/** What stands in the columns, in a sentence for who does not see them. */
export function spokenOf({ stacks, measure, currency }: Columns): string {
  const [first] = stacks;
  const last = stacks.at(-1);
  if (!first || !last) return "";
  const most = stacks.reduce((best, one) => (sumOf(one) > sumOf(best) ? one : best), first);
  const least = stacks.reduce((best, one) => (sumOf(one) < sumOf(best) ? one : best), first);
  return [
    `${measure.label} from ${day(first.date, "long")} to ${day(last.date, "long")}, ${stacks.length} columns.`,
    `The highest is ${toldOf(most, { measure, currency })}.`,
    `The lowest is ${toldOf(least, { measure, currency })}.`,
  ].join(" ");
}

/**
 * Columns over time with an axis: an `svg` with the attributes given. What has only a part of its interval is hatched,
 * what was before is a line over its column.
 */
export function columnsOf(columns: Columns, attributes: Drawn["attributes"] = {}, mark?: Drawn): Drawn {
  const { stacks, measure, currency, width } = columns;
  const lines = linesOf(stacks, measure);
  const [bottom = 0] = lines;
  const top = lines.at(-1) ?? 0;
  const y = (value: number) => TOP + (HEIGHT - TOP - BOTTOM) * ((top - value) / (top - bottom));
  const { width: step } = slotOf(columns, 0);
  const gap = step > 6 ? Math.min(step * 0.28, 14) : step > 3 ? 1 : 0;
  return drawn(
    "svg",
    { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, ...attributes },
    drawn("defs", {}, ...Array.from({ length: COLORS }, (_, color) => hatched(color))),
    ...grid(lines, y, width, measure, currency),
    mark,
    ...stacks.flatMap((stack, index) => standing(stack, slotOf(columns, index).x + gap / 2, step - gap, y)),
    drawn("line", { class: "axis", x1: LEFT, x2: width - RIGHT, y1: y(0), y2: y(0) }),
    ...dates(columns),
  );
}

function hatched(color: number): Drawn {
  return drawn(
    "pattern",
    {
      id: `part${color}`,
      width: 6,
      height: 6,
      patternUnits: "userSpaceOnUse",
      patternTransform: "rotate(45)",
    },
    drawn("rect", { class: `c${color}`, width: 2.5, height: 6 }),
  );
}

const pixel = (value: number): number => Math.round(value * 100) / 100;

function standing(
  { parts, partial, before }: Stack,
  x: number,
  width: number,
  y: (value: number) => number,
): Drawn[] {
  const ends = { up: 0, down: 0 };
  const rects = parts.flatMap(({ value, color }) => {
    if (!value) return [];
    const way = value > 0 ? "up" : "down";
    const [from, to] = [y(Math.max(ends[way], ends[way] + value)), y(Math.min(ends[way], ends[way] + value))];
    ends[way] += value;
    return [
      drawn("rect", {
        class: partial ? `part o${color}` : `c${color}`,
        ...(partial && { fill: `url(#part${color})` }),
        x: pixel(x),
        y: pixel(from),
        width: pixel(Math.max(width, 0.5)),
        height: pixel(Math.max(to - from - (parts.length > 1 ? 1 : 0), 1)),
      }),
    ];
  });
  if (before === undefined) return rects;
  const at = pixel(y(before));
  return [
    ...rects,
    drawn("line", { class: "before", x1: pixel(x - 1), x2: pixel(x + width + 1), y1: at, y2: at }),
  ];
}

function grid(
  lines: readonly number[],
  y: (value: number) => number,
  width: number,
  { kind }: Measure,
  currency: string | undefined,
): Drawn[] {
  return lines.flatMap((value) => [
    drawn("line", { class: "grid", x1: LEFT, x2: width - RIGHT, y1: pixel(y(value)), y2: pixel(y(value)) }),
    drawn(
      "text",
      { x: LEFT - 6, y: pixel(y(value) + 4), "text-anchor": "end" },
      figure(value, kind, currency, true),
    ),
  ]);
}

function dates(columns: Columns): Drawn[] {
  const { stacks, width } = columns;
  const { width: step } = slotOf(columns, 0);
  const every = Math.max(1, Math.ceil(DATE_WIDTH / step));
  return stacks.flatMap(({ date }, index) => {
    if (index % every !== 0) return [];
    const middle = Math.min(Math.max(slotOf(columns, index).x + step / 2, LEFT + 16), width - 24);
    return [drawn("text", { x: pixel(middle), y: HEIGHT - 6, "text-anchor": "middle" }, day(date))];
  });
}

/** The figures that have a line, the least first: four steps above nothing, or as many as reach from the least to the most. */
function linesOf(stacks: readonly Stack[], measure: Measure): number[] {
  const ends = stacks.flatMap((stack) => {
    const values = stack.parts.map(({ value = 0 }) => value);
    const sum = (of: (value: number) => number) => values.reduce((all, value) => all + of(value), 0);
    return [sum((value) => Math.max(value, 0)), sum((value) => Math.min(value, 0)), stack.before ?? 0];
  });
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const step = niceStep(most - least, measure);
  const below = Math.ceil(-least / step);
  const above = below > 0 ? Math.ceil(most / step) : STEPS;
  return Array.from({ length: below + above + 1 }, (_, index) => (index - below) * step);
}

/** The least of 1, 2, 2.5 or 5 times a power of ten of which four reach so far; nothing is counted in halves. */
function niceStep(span: number, { kind }: Measure): number {
  if (span <= 0) return kind === "share" ? 1 / STEPS : 1;
  if (kind === "count" && span <= STEPS) return 1;
  const power = 10 ** Math.floor(Math.log10(span / STEPS));
  const factors = kind === "count" && power === 1 ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10];
  return (factors.find((factor) => factor * power * STEPS >= span) ?? 10) * power;
}
