import { type FilterClause, type FilterNode, type FilterValue, parseFilter } from "../jsonapi/filter.ts";
import { nearest } from "../text.ts";
import type { BodyFilter, FilterField } from "../tool/tool.ts";
import { hasZone } from "../tool/zone.ts";
import { findsId, kindOfId } from "./names.ts";

export type Fields = Readonly<Record<string, FilterField>>;

/** What is wrong with a clause, and the clause as it was meant, where that is plain. */
export interface Verdict {
  problem: string;
  meant?: FilterClause | undefined;
  /** What to do instead, where no other clause does it. */
  next?: string | undefined;
}

/** What a filter takes: its fields, and those that arguments of their own ask for. */
export interface FilterTaken extends Pick<BodyFilter, "negated"> {
  fields: Fields | undefined;
  ownArguments: ReadonlyMap<string, string>;
  /** Names may stand where ids are due. */
  named: boolean;
}

/** Operators as other query languages write them. */
const SYNONYMS: Record<string, string> = {
  eq: "equals",
  equal: "equals",
  is: "equals",
  in: "any",
  one_of: "any",
  gt: "greater-than",
  after: "greater-than",
  gte: "greater-or-equal",
  ge: "greater-or-equal",
  greater_than_or_equal: "greater-or-equal",
  lt: "less-than",
  before: "less-than",
  lte: "less-or-equal",
  le: "less-or-equal",
  less_than_or_equal: "less-or-equal",
  like: "contains",
  includes: "contains",
  startswith: "starts-with",
  endswith: "ends-with",
  exists: "has",
};
/** Every operator that the language has. */
const OPERATORS: readonly string[] = [
  "equals",
  "any",
  "contains",
  "contains-any",
  "contains-all",
  "starts-with",
  "ends-with",
  "greater-than",
  "greater-or-equal",
  "less-than",
  "less-or-equal",
  "has",
];
/** What selects the same or more, where a field has no such operator: less would be a wrong answer. */
const NEIGHBOURS: Record<string, string[]> = {
  "starts-with": ["contains"],
  "ends-with": ["contains"],
  equals: ["any", "contains-any"],
  any: ["contains-any", "equals"],
  "contains-any": ["any", "equals"],
  "greater-or-equal": ["greater-than"],
  "greater-than": ["greater-or-equal"],
  "less-or-equal": ["less-than"],
  "less-than": ["less-or-equal"],
};
/** What leaves out the bound itself, and by how much that has to be moved to keep it. */
const NARROWER: Record<string, { from: string; ms: number }> = {
  "greater-than": { from: "greater-or-equal", ms: -1000 },
  "less-than": { from: "less-or-equal", ms: 1000 },
};
/** Operators that take a list. */
const OF_LISTS: readonly string[] = ["any", "contains-any", "contains-all"];

/** What is wrong with a node of a filter, or undefined. */
export function judge(node: FilterNode, taken: FilterTaken): Verdict | undefined {
  const { fields, ownArguments, negated = [] } = taken;
  if ("group" in node) {
    const [only, ...more] = node.clauses;
    const isTaken =
      node.group === "not" && only && more.length === 0 && !("group" in only) && negated.includes(only.field);
    return isTaken ? judge(only, taken) : judgeGroup(node.group, node.clauses, node.at);
  }
  const { field, value } = node;
  const argument = ownArguments.get(field);
  if (argument) return { problem: `${field} is the argument ${argument}: give it there, not in the filter` };
  if (!fields) return judgeOperator(node, OPERATORS) ?? judgeShape(node);
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (!known) {
    const close = misspelt(field, Object.keys(fields));
    const problem = `it has no field ${field}.${close === undefined ? "" : ` Did you mean "${close}"?`}`;
    return { problem, meant: close === undefined ? undefined : { ...node, field: close } };
  }
  return (
    judgeOperator(node, known.operators) ?? judgeShape(node) ?? judgeValue(node, known, value, taken.named)
  );
}

/**
 * The field that was meant by a name with a wrong letter or mark, or by its first word alone: any other field, however
 * near, selects other things.
 */
function misspelt(field: string, names: readonly string[]): string | undefined {
  const [begun, ...more] = names.filter((name) => name.startsWith(`${field}_`));
  if (begun !== undefined && more.length === 0) return begun;
  const close = nearest(field, names);
  const alike = close !== undefined && field.length > 2 && Math.abs(close.length - field.length) <= 2;
  return alike ? close : undefined;
}

function judgeOperator(clause: FilterClause, known: readonly string[]): Verdict | undefined {
  const { operator, field, value } = clause;
  if (known.includes(operator)) return undefined;
  const folded = operator.toLowerCase().replaceAll("_", "-");
  const named = SYNONYMS[operator.toLowerCase()] ?? SYNONYMS[folded.replaceAll("-", "")] ?? folded;
  const several = value?.kind === "array" && value.items.length > 1;
  const taken = [named, ...(NEIGHBOURS[named] ?? [])].find(
    (one) => known.includes(one) && !(several && !OF_LISTS.includes(one)),
  );
  const problem = `${field} takes ${known.join(", ")}, not ${operator}`;
  if (taken === undefined)
    return { problem, next: "Without that clause it reads more: look through the answer" };
  const meant = { ...clause, operator: taken };
  return { problem, meant: NARROWER[taken]?.from === named ? withBound(meant, NARROWER[taken].ms) : meant };
}

/** A clause with its moment moved, so that the bound itself stays in; undefined for what is no moment. */
function withBound(clause: FilterClause, ms: number): FilterClause | undefined {
  const { value } = clause;
  const dated = value?.kind === "string" && /^\d{4}-\d\d-\d\d/.test(value.text);
  if (value?.kind !== "datetime" && !dated) return value?.kind === "string" ? clause : undefined;
  const time = Date.parse(value.text.includes("T") && !hasZone(value.text) ? `${value.text}Z` : value.text);
  if (Number.isNaN(time)) return clause;
  const moved = new Date(time + ms).toISOString().replace(".000Z", "Z");
  const open = value.text.includes("T") && !hasZone(value.text);
  return { ...clause, value: { kind: "datetime", text: open ? moved.replace("Z", "") : moved } };
}

function judgeGroup(group: string, clauses: FilterNode[], at: number): Verdict {
  const problem = `there is no ${group}(…): clauses are joined by commas, and any(field,[…]) takes one of several values`;
  const [first] = clauses;
  if (group !== "or" || !first || "group" in first) return { problem };
  const items: FilterValue[] = [];
  for (const clause of clauses) {
    const same = !("group" in clause) && clause.field === first.field && clause.value;
    if (!same || !["equals", "eq", "any"].includes(clause.operator)) return { problem };
    items.push(...(same.kind === "array" ? same.items : [same]));
  }
  return { problem, meant: { operator: "any", field: first.field, value: { kind: "array", items }, at } };
}

/** Whether a clause has a value where its operator needs one, and a list where it needs that. */
function judgeShape(clause: FilterClause): Verdict | undefined {
  const { operator, field, value } = clause;
  if (operator === "has") {
    const { value: _, ...bare } = clause;
    return value && { problem: `has(${field}) takes no value`, meant: bare };
  }
  if (!value) return { problem: `${operator}(${field},…) needs a value` };
  const wantsList = OF_LISTS.includes(operator);
  if (wantsList && value.kind !== "array") {
    const list: FilterValue = { kind: "array", items: [value] };
    return { problem: `${operator} takes a list, [ … ]`, meant: { ...clause, value: list } };
  }
  if (value.kind === "array" && value.items.length === 0) return { problem: "the list is empty" };
  if (wantsList || value.kind !== "array") return undefined;
  const [only, ...more] = value.items;
  const meant = only && more.length === 0 ? { ...clause, value: only } : { ...clause, operator: "any" };
  return { problem: `${operator} takes one value`, meant };
}

function judgeValue(
  clause: FilterClause,
  field: FilterField,
  value: FilterValue | undefined,
  named: boolean,
): Verdict | undefined {
  if (!value) return undefined;
  if (value.kind === "null" && clause.operator === "equals") return undefined;
  const items = value.kind === "array" ? value.items : [value];
  const wrong = items.find((item) => judgeScalar(item, field) !== undefined);
  if (!wrong) return named ? undefined : judgeIds(clause.field, items);
  const read = items.map((item) => (judgeScalar(item, field) ? readAs(item, field) : item));
  const whole = read.every((item): item is FilterValue => item !== undefined);
  const [single] = read;
  const meant = whole && (value.kind === "array" ? { kind: value.kind, items: read } : single);
  return {
    problem: judgeScalar(wrong, field) ?? "",
    meant: meant ? { ...clause, value: meant } : undefined,
  };
}

/** A name where Klaviyo's own ids are due finds nothing, which reads as if there were nothing. */
function judgeIds(field: string, items: readonly FilterValue[]): Verdict | undefined {
  const kind = kindOfId(field.replaceAll(".", "_"));
  const name = items.find((item) => item.kind === "string" && kind && /\S[ @]/.test(item.text));
  if (!kind || name?.kind !== "string") return undefined;
  return {
    problem: `${field} is an id, not a name such as ${JSON.stringify(name.text)}`,
    next: findsId(kind, name.text).replace(/\.$/, ""),
  };
}

/** What is wrong with a value for its field, or undefined. */
function judgeScalar(value: FilterValue, { type, values }: FilterField): string | undefined {
  if (value.kind === "array") return "a list within a list";
  const written = value.kind === "string" ? JSON.stringify(value.text) : value.text;
  switch (type) {
    case "string":
      if (value.kind !== "string") return `text stands in quotes, not ${written}`;
      if (values && !values.includes(value.text)) return `${written} is none of ${values.join(", ")}`;
      return undefined;
    case "datetime":
      if (value.kind !== "datetime") return `a date stands bare, e.g. 2026-11-01T00:00:00Z, not ${written}`;
      return Number.isNaN(Date.parse(value.text)) ? `${written} is no date` : undefined;
    case "presence":
      return "it takes no value";
    default:
      return value.kind === type ? undefined : `a ${type} stands bare, not ${written}`;
  }
}

/** The value as its field would have it, where what was written says so plainly. */
function readAs(value: FilterValue, { type, values }: FilterField): FilterValue | undefined {
  if (value.kind === "array") return undefined;
  const { text } = value;
  if (type === "string") {
    const same =
      values?.find((one) => one.toLowerCase() === text.toLowerCase()) ?? nearest(text, values ?? []);
    return values && !same ? undefined : { kind: "string", text: same ?? text };
  }
  const bare = type === "datetime" ? text.trim().replace(" ", "T") : text.trim().toLowerCase();
  try {
    const [clause] = parseFilter(`equals(f,${bare})`);
    const read = clause && !("group" in clause) ? clause.value : undefined;
    if (!read || read.kind !== type) return undefined;
    return read;
  } catch {
    return undefined;
  }
}
