import { isObject, textOf } from "../text.ts";
import { partialDates } from "./partial.ts";
import { isDate, type Kind, kindOf, label } from "./wording.ts";

type Values = Readonly<Record<string, unknown>>;
type Numbers = Readonly<Record<string, number>>;

/** A figure that can be looked at, of each row. */
export interface Measure {
  name: string;
  label: string;
  kind: Kind;
  /** Whether several rows add up. */
  adds: boolean;
}

/** Figures of a row or of all, what they were before, and by how many percent they differ. */
export interface Compared {
  figures: Numbers;
  before: Numbers;
  percent: Numbers;
}

/** A row of a report: what it is of, and its figures. */
export interface Point extends Compared {
  name: string;
  /** What else tells it apart. */
  beside: string[];
  /** The start of its interval. */
  date?: string;
  /** It has only a part of its interval. */
  partial: boolean;
}

/** What is drawn of rows. */
export interface Series {
  points: Point[];
  measures: Measure[];
  /** The measure to begin with. */
  first: Measure;
  dated: boolean;
  /** The sums over all rows, as far as they are known. */
  totals: Compared;
  /** ISO 4217 code. */
  currency: string | undefined;
  /** What the figures rest on, a sentence each. */
  notes: string[];
  /** The rows as they were answered. */
  rows: Values[];
}

/** Counts of people, and states: neither adds up. */
const ALONE = /(^|_)uniques?$|^recipients$|^total_members$/;
const QUOTIENT = /^average_|_per_|_rate$|_roi$/;
const HIDDEN = /(^|_)id$|^id$|_over$|^partial$|^compared$|^date$/;

/** The objects of a list. */
export const rowsOf = (list: unknown): Values[] => (Array.isArray(list) ? list.filter(isObject) : []);

/**
 * The rows of a report, an aggregate or a count with what is to be drawn of them; undefined where nothing can be.
 * `answer` is a tool's, `input` what it was called with, `now` a time in milliseconds.
 */
export function seriesOf(answer: Values, input: Values, now: number): Series | undefined {
  const { data } = answer;
  const groups = isObject(data) ? rowsOf(data.groups) : [];
  const rows = groups.length > 0 ? groups.map(named(groups)) : rowsOf(data);
  const basis = isObject(answer.basis) ? answer.basis : undefined;
  if (rows.length === 0 || (groups.length === 0 && !basis)) return undefined;
  // Findings are sentences, and their numbers are of different things.
  if (rows.some(({ finding }) => finding !== undefined)) return undefined;
  const measures = measuresOf(rows, basis);
  const [one] = measures;
  if (!one) return undefined;
  const names = measures.map(({ name }) => name);
  const dated = rows.every(({ date }) => isDate(textOf(date)));
  const parts = dated && basis ? partialDates(rows, basis, now) : new Set();
  const points = rows.map((row) => ({
    ...pointOf(row, names),
    ...(parts.has(row.date) && { partial: true }),
  }));
  return {
    points,
    measures,
    first: firstOf(measures, points, input) ?? one,
    dated,
    totals: totalsOf(answer, measures, points),
    currency: /^[A-Z]{3}\b/.exec(textOf(basis?.currency))?.[0],
    notes: notesOf(answer, basis),
    rows,
  };
}

/** A count of dates is a series over time, under the name that reports have for dates. */
function named(groups: readonly Values[]) {
  const all = groups.every(({ value }) => isDate(textOf(value)));
  return ({ value, ...rest }: Values): Values => ({ [all ? "date" : "name"]: value, ...rest });
}

function measuresOf(rows: readonly Values[], basis: Values | undefined): Measure[] {
  const orders = !isObject(basis?.conversions) || /order/i.test(textOf(basis.conversions.name));
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => !HIDDEN.test(name) && rows.some((row) => typeof row[name] === "number"),
  );
  return names.map((name) => {
    const kind = kindOf(name);
    const counts = kind === "count" || kind === "money";
    return {
      name,
      label: name === "conversion_value" && !orders ? "Conversion value" : label(name),
      kind,
      adds: counts && !QUOTIENT.test(name) && !ALONE.test(name),
    };
  });
}

function pointOf(row: Values, measures: readonly string[]): Point {
  const words = Object.entries(row).filter(
    ([name, value]) => !HIDDEN.test(name) && !measures.includes(name) && typeof value !== "object",
  );
  const [name = "", ...beside] = [...new Set(words.map(([, value]) => String(value)))];
  return {
    name: name || (words.length > 0 ? "none" : ""),
    beside: beside.filter(Boolean),
    ...(isDate(textOf(row.date)) && { date: textOf(row.date) }),
    partial: row.partial === true,
    ...comparedOf(row),
  };
}

function comparedOf(row: Values): Compared {
  const compared = Object.entries(isObject(row.compared) ? row.compared : {});
  const of = (part: string) =>
    numbersOf(
      Object.fromEntries(compared.map(([name, one]) => [name, isObject(one) ? one[part] : undefined])),
    );
  return { figures: numbersOf(row), before: of("before"), percent: of("percent") };
}

function numbersOf(values: Values): Numbers {
  return Object.fromEntries(
    Object.entries(values).filter((pair): pair is [string, number] => typeof pair[1] === "number"),
  );
}

/** What the question was about: the order that was asked for, else what was earned, else what comes first. */
function firstOf(
  measures: readonly Measure[],
  points: readonly Point[],
  { sort, statistics, measurements }: Values,
) {
  const by = (name: string) => measures.find((one) => one.name === name);
  const asked = textOf(sort).replace(/^-/, "");
  const [only] = [statistics, measurements].flatMap((list) => (Array.isArray(list) ? list.map(textOf) : []));
  const earned = points.some(({ figures }) => figures.conversion_value) ? by("conversion_value") : undefined;
  return by(asked) ?? by(only ?? "") ?? earned ?? by("sum");
}

function totalsOf(answer: Values, measures: readonly Measure[], points: readonly Point[]): Compared {
  const { totals, next_cursor, data, basis } = answer;
  if (isObject(totals)) return comparedOf(totals);
  const of = (figures: Numbers) => ({ figures, before: {}, percent: {} });
  if (isObject(data))
    return of({ ...numbersOf(data), ...(typeof data.total === "number" && { count: data.total }) });
  // Rows of one page are no whole; of a report the sums are the server's to say.
  if (next_cursor !== undefined || !isObject(basis) || !isObject(basis.metric)) return of({});
  const sum = (name: string) => points.reduce((all, { figures }) => all + (figures[name] ?? 0), 0);
  return of(Object.fromEntries(measures.filter(({ adds }) => adds).map(({ name }) => [name, sum(name)])));
}

function notesOf({ omitted, data }: Values, basis: Values | undefined): string[] {
  const told = Object.entries(basis ?? {}).filter(
    ([name, value]) => typeof value === "string" && !["report", "period", "timezone"].includes(name),
  );
  const others = isObject(data) && isObject(data.other_groups) ? data.other_groups : undefined;
  return [
    ...(others ? [`${textOf(others.groups)} more, together ${textOf(others.count)}, are not shown.`] : []),
    ...(omitted === undefined ? [] : [textOf(omitted)]),
    ...told.map(([name, value]) => `${label(name)}: ${textOf(value)}`),
  ];
}
