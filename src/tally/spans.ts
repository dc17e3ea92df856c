import {
  type FilterClause,
  type FilterNode,
  FilterSyntaxError,
  parseFilter,
  printFilter,
} from "../jsonapi/filter.ts";
import type { QuerySpec } from "../tool/tool.ts";

/** Less than a day each is not worth another reader. */
const LEAST_MS = 60 * 60_000;
/** What moves while it is read would be counted twice or not at all. */
const MOVES = /updat|modif|last_/;

/** A date by which a filter can be cut into ranges, and what it says of it. Times in milliseconds. */
export interface Dated {
  field: string;
  /** The first moment that the filter selects; undefined where it does not say. */
  from: number | undefined;
  /** The first moment after those. */
  to: number | undefined;
  /** The filter for a half-open range of it: without bounds nothing is said of the date. */
  filter(from: number | undefined, to: number | undefined): string | undefined;
}

/**
 * The date that cuts a filter into ranges which select the same between them; or undefined where the operation filters
 * on no date that stands still. `standard` is taken where the filter speaks of none.
 */
export function datedOf(
  { filter: fields = {} }: QuerySpec,
  filter: string | undefined,
  standard?: string,
): Dated | undefined {
  const nodes = clausesOf(filter);
  const found = nodes.map((node) => datedBy(node, fields)).find((name) => name !== undefined);
  const field = found ?? (standard !== undefined && isDate(standard, fields) ? standard : undefined);
  if (field === undefined) return undefined;
  const { from, to, rest } = boundedBy(nodes, (node) => datedBy(node, fields) === field);
  const { operators = [] } = fields[field] ?? {};
  return {
    field,
    from,
    to,
    filter: (first, end) => {
      const clauses = [
        ...rest,
        ...(first === undefined ? [] : [lower(field, first, operators)]),
        ...(end === undefined ? [] : [clause("less-than", field, end)]),
      ];
      return clauses.length > 0 ? printFilter(clauses) : undefined;
    },
  };
}

/**
 * A filter as several that select the same between them, each a half-open range of the same date, so that they can be
 * read side by side; or undefined where the operation filters on no date that stands still, or the filter does not say
 * when it begins. `now` in milliseconds ends what has no end.
 */
export function spansOf(
  query: QuerySpec,
  filter: string | undefined,
  now: number,
  parts: number,
): string[] | undefined {
  const dated = datedOf(query, filter);
  if (dated?.from === undefined) return undefined;
  const { from, to } = dated;
  const end = Math.max(to ?? now + 1, from);
  const count = Math.min(parts, Math.floor((end - from) / LEAST_MS));
  if (count < 2) return undefined;
  const at = (index: number) => from + Math.round(((end - from) * index) / count);
  // What ends now has no end: what comes in meanwhile is of the last range.
  return Array.from(
    { length: count },
    (_, index) =>
      dated.filter(at(index), index < count - 1 || to !== undefined ? at(index + 1) : undefined) ?? "",
  );
}

/** From when to when, the end excluded, a filter lets a date be, in milliseconds; an end that it leaves open is none. */
export function boundsOf(filter: string | undefined, field: string): { from?: number; to?: number } {
  const { from, to } = boundedBy(clausesOf(filter), (node) => isBound(node) && node.field === field);
  return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

/** What the clauses that count say of a date together, and all the others. */
function boundedBy(nodes: readonly FilterNode[], counts: (node: FilterNode) => boolean) {
  const rest: FilterNode[] = [];
  let from: number | undefined;
  let to: number | undefined;
  for (const node of nodes) {
    const time = counts(node) ? timeOf(node as FilterClause) : undefined;
    if (time === undefined) rest.push(node);
    else if ((node as FilterClause).operator.startsWith("greater")) from = Math.max(from ?? time, time);
    else to = Math.min(to ?? time, time);
  }
  return { from, to, rest };
}

function clausesOf(filter: string | undefined): FilterNode[] {
  try {
    return filter === undefined ? [] : parseFilter(filter);
  } catch (error) {
    if (error instanceof FilterSyntaxError) return [];
    throw error;
  }
}

/** The date that a clause bounds, where the operation takes both ends of it. */
function datedBy(node: FilterNode, fields: NonNullable<QuerySpec["filter"]>): string | undefined {
  return isBound(node) && isDate(node.field, fields) ? node.field : undefined;
}

/** Whether this is a date that stands still, of which the operation takes both ends. */
export function isDate(name: string, fields: NonNullable<QuerySpec["filter"]>): boolean {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field?.type !== "datetime" || MOVES.test(name)) return false;
  const takes = (operator: RegExp) => field.operators.some((one) => operator.test(one));
  return takes(/^greater/) && takes(/^less-than$/);
}

/** A clause that says before or after when. */
function isBound(node: FilterNode): node is FilterClause {
  return (
    !("group" in node) &&
    /^(greater|less)-(than|or-equal)$/.test(node.operator) &&
    !Number.isNaN(Date.parse(textOf(node)))
  );
}

/** The moment a clause speaks of, as the first of those that it selects, or the first after them. */
function timeOf(node: FilterClause): number {
  const time = Date.parse(textOf(node));
  return node.operator === "greater-than" || node.operator === "less-or-equal" ? time + 1 : time;
}

function textOf({ value }: FilterClause): string {
  return value && "text" in value ? value.text : "";
}

function lower(field: string, time: number, operators: readonly string[]): FilterClause {
  return operators.includes("greater-or-equal")
    ? clause("greater-or-equal", field, time)
    : clause("greater-than", field, time - 1);
}

function clause(operator: string, field: string, time: number): FilterClause {
  return { operator, field, value: { kind: "datetime", text: new Date(time).toISOString() }, at: 0 };
}
