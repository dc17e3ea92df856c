import { textOf } from "../text.ts";
import type { ReportSpec } from "../tool/report.ts";
import { notesOf } from "./basis.ts";
import { compared, countBehind, isRate, isState, isWorth, rounded, wholeOf } from "./figures.ts";
import { figureOf, type Known, type Members } from "./known.ts";
import { addMonths, type Period } from "./period.ts";
import type { Plan } from "./plan.ts";
import { rankedOf } from "./ranking.ts";
import { type Cut, type Group, grouped, isByWeekday, type Row } from "./rows.ts";

/** What came for a call of a report. */
export interface Came {
  now: readonly Row[];
  /** Absent where nothing is compared, or the earlier period is not there yet. */
  before?: readonly Row[] | undefined;
  /** Every request of the period itself was answered. */
  whole: boolean;
  cut: Cut;
  interval?: string | undefined;
  /** The currencies of the orders, as far as they are known; none where nothing is worth anything. */
  currencies: readonly string[];
}

/** What is told of the rows besides themselves. */
export interface Told {
  data: Record<string, unknown>[];
  totals?: Record<string, unknown>;
  /** Sentences on how the figures came about, by what they are of. */
  notes: Record<string, unknown>;
  /** What was left out, and why. */
  omitted: string[];
}

const DAY = 24 * 60 * 60_000;

/** The rows of a report with their totals and comparison, cut, ranked and rounded as the plan says. */
export function answerOf(spec: ReportSpec, plan: Plan, came: Came): Told {
  const { statistics } = plan;
  const rows = named(spec, plan, came.now, came.cut);
  const before = came.before && named(spec, plan, came.before, came.cut);
  const evidence = [...came.now, ...(came.before ?? [])].map(({ figures }) => figures);
  const rates = statistics.concat(plan.sort?.name ?? []).filter(isRate);
  const wholes = new Map(rates.map((rate) => [rate, wholeOf(rate, evidence)]));
  const known: Known = { plan, wholes, mixed: came.currencies.length > 1 };
  const groups = grouped(spec, rows, came.cut);
  const earlier =
    before && grouped(spec, isByWeekday(spec, plan.groups) ? before : aligned(before, rows), came.cut);
  const starts = startsOf(came.now);
  const omitted = noneNamed(spec, plan, came.now, rows);
  const ranked = rankedOf(known, groups, omitted);
  const matched = earlier && pairedWith(earlier);
  const cutAt = plan.top ?? ranked.length;
  if (cutAt < ranked.length) omitted.push(`${cutAt} of ${ranked.length} rows are shown.`);
  const isCompared = earlier !== undefined && !(spec.passing && plan.groups.length === 0);
  const data = ranked.slice(0, cutAt).map((group) => ({
    ...dateOf(group, starts, came.interval ?? "daily", plan.period),
    ...group.keys,
    ...shownOf(known, group),
    ...(isCompared && comparedRow(known, group, matched?.(group))),
  }));
  const gone =
    isCompared && matched ? earlier.filter((one) => !groups.some((group) => sameKeys(group, one))) : [];
  if (gone.length > 0)
    omitted.push(`${gone.length} rows of the earlier period alone are not shown; the totals have them.`);
  const totals = totalsOf(known, { rows, before, whole: came.whole }, omitted);
  if (known.mixed) {
    const worth = [...new Set(statistics.concat(plan.sort?.name ?? []).filter(isWorth))];
    const several = `the orders are in ${came.currencies.join(" and ")}, which a report adds up as they are`;
    omitted.push(
      `No sum of ${worth.join(", ")} over several rows: ${several}. basis.by_currency keeps them apart.`,
    );
  }
  return { data, ...(totals && { totals }), notes: notesOf(spec, known, rows, came.cut), omitted };
}

/** Rows, and a name that none of them has: what else would look like nothing at all. */
function noneNamed(
  { thing }: ReportSpec,
  { name }: Plan,
  all: readonly Row[],
  rows: readonly Row[],
): string[] {
  if (name === undefined || rows.length > 0 || all.length === 0) return [];
  const things = new Set(all.map(({ groupings }) => textOf(groupings[thing.id])));
  const kind = thing.id.replace(/_id$/, things.size === 1 ? "" : "s");
  return [`None of the ${things.size} ${kind} of the period has ${JSON.stringify(name)} in its name.`];
}

const startsOf = (rows: readonly Row[]): number[] =>
  [...new Set(rows.flatMap(({ at }) => at ?? []))].sort((a, b) => a - b);

/** The earlier intervals under the dates of those that they are compared with: the first with the first. */
function aligned(before: readonly Row[], now: readonly Row[]): Row[] {
  const [earlier, later] = [startsOf(before), startsOf(now)];
  if (later.length === 0) return [...before];
  const dates = new Map(earlier.map((at, index) => [at, later[index]]));
  return before.flatMap((row) => {
    const at = dates.get(row.at ?? Number.NaN);
    return at === undefined ? [] : [{ ...row, at }];
  });
}

function named(spec: ReportSpec, { name }: Plan, rows: readonly Row[], { things }: Cut): Row[] {
  if (name === undefined) return [...rows];
  return rows.filter(({ groupings }) => {
    const own = things.get(String(groupings[spec.thing.id]))?.name ?? groupings[spec.thing.name];
    return typeof own === "string" && own.toLowerCase().includes(name);
  });
}

/** The statistics that were asked for, and behind each rate the count that it is over. */
function shownOf(known: Known, group: Members): Record<string, number> {
  const { statistics } = known.plan;
  const shown = new Map<string, number>();
  const show = (name: string, value: number | undefined) => {
    if (value !== undefined) shown.set(name, rounded(name, value));
  };
  for (const name of statistics) show(name, figureOf(known, group, name));
  for (const rate of statistics) {
    const whole = known.wholes.get(rate);
    if (whole === undefined || !shown.has(rate)) continue;
    const [all, behind] = [figureOf(known, group, whole), countBehind(rate, group.members, whole)];
    show(whole, all);
    if (behind !== all) show(`${rate}_over`, behind);
  }
  return Object.fromEntries(shown);
}

function comparedRow(known: Known, now: Members, before: Members | undefined): Record<string, unknown> {
  const pairs = known.plan.statistics.flatMap((name) => {
    const [value, earlier] = [figureOf(known, now, name), before && figureOf(known, before, name)];
    // What was not there before had none of what is counted.
    const then = earlier ?? (before || isRate(name) || isState(name) ? undefined : 0);
    return value === undefined || then === undefined ? [] : [[name, compared(name, value, then)]];
  });
  return pairs.length > 0 ? { compared: Object.fromEntries(pairs) } : {};
}

const sameKeys = (one: Group, other: Group) =>
  one.at === other.at && JSON.stringify(identity(one)) === JSON.stringify(identity(other));

/** Names may change from one period to the next, ids do not. */
function identity({ keys }: Group): unknown {
  const ids = Object.entries(keys).filter(([name]) => name.endsWith("_id"));
  return ids.length > 0 ? ids : keys;
}

const pairedWith = (earlier: readonly Group[]) => (group: Group) =>
  earlier.find((one) => sameKeys(one, group));

interface Summed {
  rows: readonly Row[];
  before?: readonly Row[] | undefined;
  whole: boolean;
}

/** The sums over all rows; what cannot be summed is left out and said. */
function totalsOf(known: Known, { rows, before, whole }: Summed, omitted: string[]): Told["totals"] {
  if (!whole) {
    omitted.push("No totals: a part of the period is missing.");
    return undefined;
  }
  if (rows.length === 0 && !before?.length) return undefined;
  const { statistics } = known.plan;
  const states = rows.length > 1 ? statistics.filter(isState) : [];
  if (states.length > 0)
    omitted.push(`No total of ${states.join(", ")}: the same person counts in several rows.`);
  const unclear =
    rows.length > 1 ? statistics.filter((name) => isRate(name) && known.wholes.get(name) === undefined) : [];
  if (unclear.length > 0) {
    omitted.push(`No total of ${unclear.join(", ")}: the rows do not show which counts Klaviyo divides.`);
  }
  const all = (some: readonly Row[]): Members => ({ members: some.map(({ figures }) => figures) });
  const earlier = before && before.length > 0 ? all(before) : undefined;
  return { ...shownOf(known, all(rows)), ...(before && comparedRow(known, all(rows), earlier)) };
}

const UNITS = { hourly: 1 / 24, daily: 1, weekly: 7 } as const;

/** The start of an interval as a date, and whether the period has all of it. */
function dateOf({ at }: Group, starts: readonly number[], interval: string, period: Period) {
  if (at === undefined) return {};
  const index = starts.indexOf(at);
  const isEdge = index === 0 || index === starts.length - 1;
  const due =
    interval === "monthly" ? addMonths(at, 1) : at + (UNITS[interval as keyof typeof UNITS] ?? 1) * DAY;
  const ends = Math.min(starts[index + 1] ?? period.to, period.to);
  const partial = isEdge && (at < period.from || ends < due);
  const text = new Date(at).toISOString();
  return { date: interval === "hourly" ? text.slice(0, 16) : text.slice(0, 10), ...(partial && { partial }) };
}
