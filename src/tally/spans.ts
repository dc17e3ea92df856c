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

/**
 * A filter as several that select the same between them, each a half-open range of the same date, so that they can be
 * read side by side; or undefined where the operation filters on no date that stands still, or the filter does not say
 * when it begins. `now` in milliseconds ends what has no end.
 */
export function spansOf(
  { filter: fields = {} }: QuerySpec,
  filter: string | undefined,
  now: number,
  parts: number,
): string[] | undefined {
  const nodes = clausesOf(filter);
  const bounded = nodes.map((node) => datedBy(node, fields)).find((name) => name !== undefined);
  if (!bounded) return undefined;
  const { from, to, rest } = boundedBy(nodes, (node) => datedBy(node, fields) === bounded);
  if (from === undefined) return undefined;
  const end = Math.max(to ?? now + 1, from);
  const count = Math.min(parts, Math.floor((end - from) / LEAST_MS));
  if (count < 2) return undefined;
  const { operators = [] } = fields[bounded] ?? {};
  const at = (index: number) => from + Math.round(((end - from) * index) / count);
  return Array.from({ length: count }, (_, index) =>
    printFilter([
      ...rest,
      lower(bounded, at(index), operators),
      // What ends now has no end: what comes in meanwhile is of the last range.
      ...(index < count - 1 || to !== undefined ? [clause("less-than", bounded, at(index + 1))] : []),
    ]),
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
  if (!isBound(node)) return undefined;
  const field = Object.hasOwn(fields, node.field) ? fields[node.field] : undefined;
  if (field?.type !== "datetime" || MOVES.test(node.field)) return undefined;
  const takes = (operator: RegExp) => field.operators.some((one) => operator.test(one));
  return takes(/^greater/) && takes(/^less-than$/) ? node.field : undefined;
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
