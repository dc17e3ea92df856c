import { InputError } from "../errors.ts";
import {
  type FilterClause,
  type FilterNode,
  FilterSyntaxError,
  type FilterValue,
  parseFilter,
  printFilter,
} from "../jsonapi/filter.ts";
import { didYouMean, nearest } from "../text.ts";
import type { FilterField, Input, OperationTool } from "../tool/tool.ts";
import { describeFields } from "./filterable.ts";

type Fields = Record<string, FilterField>;

/** What is wrong with a clause, and the clause as it was meant, where that is plain. */
interface Verdict {
  problem: string;
  meant?: FilterClause | undefined;
}

/** Each mend may uncover one more: an operator's name, then its value's form, then its spelling. */
const MAX_MENDS = 6;

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
/** What comes nearest where a field has no such operator. */
const NEIGHBOURS: Record<string, string[]> = {
  contains: ["equals"],
  "starts-with": ["contains", "equals"],
  "ends-with": ["contains", "equals"],
  equals: ["any"],
  any: ["equals"],
  "greater-or-equal": ["greater-than"],
  "greater-than": ["greater-or-equal"],
  "less-or-equal": ["less-than"],
  "less-than": ["less-or-equal"],
};

/**
 * Refuses a `filter` that Klaviyo would: the InputError shows the position, what the operation takes, and the filter
 * as it was meant where that is plain. Where Klaviyo publishes no fields (reports), only the language is checked.
 */
export function checkFilter(tool: OperationTool, input: Input): void {
  const texts = [input.filter ?? []].flat();
  const { filter: fields, clauses } = tool.request.query;
  const ownArguments = Object.entries(clauses ?? {}).map(
    ([argument, { field }]) => [field, argument] as const,
  );
  for (const text of texts) {
    if (typeof text === "string") checkText(text, fields, new Map(ownArguments));
  }
}

function checkText(text: string, fields: Fields | undefined, ownArguments: Map<string, string>): void {
  const judgeNode = (node: FilterNode) => judge(node, fields, ownArguments);
  let nodes: FilterNode[];
  try {
    nodes = parseFilter(text);
  } catch (error) {
    if (!(error instanceof FilterSyntaxError)) throw error;
    const meant = meantBy(straightenQuotes(text), judgeNode);
    throw refusal(text, error.at, error.message, fields, meant);
  }
  for (const node of nodes) {
    const verdict = judgeNode(node);
    if (verdict) throw refusal(text, node.at, verdict.problem, fields, mend(nodes, judgeNode));
  }
}

function refusal(
  text: string,
  at: number,
  problem: string,
  fields: Fields | undefined,
  meant?: string,
): InputError {
  const here = JSON.stringify(text.slice(at, at + 40));
  const takes = fields && `It takes ${describeFields(fields)}`;
  const written = meant && `Write ${meant}`;
  return new InputError(`the filter is wrong at position ${at} (${here}): ${problem}`, {
    argument: "filter",
    ...((written || takes) && { next: [written, takes].filter(Boolean).join(". ") }),
  });
}

function meantBy(text: string, judgeNode: (node: FilterNode) => Verdict | undefined): string | undefined {
  try {
    const nodes = parseFilter(text);
    return nodes.some((node) => judgeNode(node)) ? mend(nodes, judgeNode) : printFilter(nodes);
  } catch {
    return undefined;
  }
}

/** The filter with every clause as it was meant, or undefined when one is not plain. */
function mend(nodes: FilterNode[], judgeNode: (node: FilterNode) => Verdict | undefined): string | undefined {
  const mended: FilterNode[] = [];
  for (const node of nodes) {
    let meant: FilterNode | undefined = node;
    for (let mends = 0; meant && mends < MAX_MENDS; mends += 1) {
      const verdict = judgeNode(meant);
      if (!verdict) break;
      meant = verdict.meant;
    }
    if (!meant || judgeNode(meant)) return undefined;
    mended.push(meant);
  }
  return printFilter(mended);
}

function judge(
  node: FilterNode,
  fields: Fields | undefined,
  ownArguments: Map<string, string>,
): Verdict | undefined {
  if ("group" in node) return judgeGroup(node.group, node.clauses, node.at);
  const { field, value } = node;
  if (!fields) return judgeOperator(node, OPERATORS) ?? judgeShape(node);
  const argument = ownArguments.get(field);
  if (argument) return { problem: `${field} is the argument ${argument}: give it there, not in the filter` };
  const known = Object.hasOwn(fields, field) ? fields[field] : undefined;
  if (!known) {
    const names = Object.keys(fields);
    const close = nearest(field, names);
    const problem = `it has no field ${field}.${didYouMean(field, names)}`;
    return { problem, meant: close === undefined ? undefined : { ...node, field: close } };
  }
  return judgeOperator(node, known.operators) ?? judgeShape(node) ?? judgeValue(node, known, value);
}

function judgeOperator(clause: FilterClause, known: readonly string[]): Verdict | undefined {
  const { operator, field } = clause;
  if (known.includes(operator)) return undefined;
  const folded = operator.toLowerCase().replaceAll("_", "-");
  const named = SYNONYMS[operator.toLowerCase()] ?? SYNONYMS[folded.replaceAll("-", "")] ?? folded;
  const taken = [named, ...(NEIGHBOURS[named] ?? [])].find((one) => known.includes(one));
  const problem = `${field} takes ${known.join(", ")}, not ${operator}`;
  return { problem, meant: taken === undefined ? undefined : { ...clause, operator: taken } };
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
  const wantsList = operator === "any" || operator === "contains-any" || operator === "contains-all";
  if (wantsList && value.kind !== "array") {
    const list: FilterValue = { kind: "array", items: [value] };
    return { problem: `${operator} takes a list, [ … ]`, meant: { ...clause, value: list } };
  }
  if (value.kind === "array" && value.items.length === 0) return { problem: "the list is empty" };
  if (wantsList || value.kind !== "array") return undefined;
  return { problem: `${operator} takes one value`, meant: { ...clause, operator: "any" } };
}

function judgeValue(
  clause: FilterClause,
  field: FilterField,
  value: FilterValue | undefined,
): Verdict | undefined {
  if (!value) return undefined;
  if (value.kind === "null" && clause.operator === "equals") return undefined;
  const items = value.kind === "array" ? value.items : [value];
  const wrong = items.find((item) => judgeScalar(item, field) !== undefined);
  if (!wrong) return undefined;
  const read = items.map((item) => (judgeScalar(item, field) ? readAs(item, field) : item));
  const whole = read.every((item): item is FilterValue => item !== undefined);
  const [single] = read;
  const meant = whole && (value.kind === "array" ? { kind: value.kind, items: read } : single);
  return {
    problem: judgeScalar(wrong, field) ?? "",
    meant: meant ? { ...clause, value: meant } : undefined,
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
      if (Number.isNaN(Date.parse(value.text))) return `${written} is no date`;
      return hasZone(value.text) ? undefined : `${written} needs a zone, e.g. ${value.text}Z`;
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
    return read.kind === "datetime" && !hasZone(read.text) ? { ...read, text: `${read.text}Z` } : read;
  } catch {
    return undefined;
  }
}

/** A date alone is its midnight; one with a time of day needs to say where. */
function hasZone(text: string): boolean {
  return !text.includes("T") || /(?:Z|[+-]\d\d:\d\d)$/.test(text);
}

/** Typographic quotes, and pairs that open with one mark and close with the other, as straight double quotes. */
function straightenQuotes(text: string): string {
  return text
    .replace(/[“”„‟]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/(["'])([^"']*)(["'])/g, '"$2"');
}
