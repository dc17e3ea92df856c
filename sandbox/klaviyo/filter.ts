import { refuseParameter } from "../refusal.ts";

/** What one operation's filter takes: field → `"[type] operator operator"`, or that with the values it accepts. */
export type FilterTable = Record<string, string | { takes: string; values: readonly string[] }>;

type Kind = "string" | "number" | "boolean" | "datetime" | "local" | "null";

interface Literal {
  kind: Kind;
  value: string | number | boolean | null;
}

/** One `operator(field,value)`; `has(field)` holds no literal, `any` holds several. */
export interface Clause {
  operator: string;
  field: string;
  literals: Literal[];
  isList: boolean;
}

const malformed = (text: string, why: string) =>
  refuseParameter("filter", `Invalid filter: ${why} in '${text}'.`);

const BARE: [Kind, RegExp][] = [
  ["null", /^null$/],
  ["boolean", /^(true|false)$/],
  ["number", /^-?\d+(\.\d+)?$/],
  ["datetime", /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/],
  ["local", /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/],
];

function readBare(text: string, word: string): Literal {
  const kind = BARE.find(([, pattern]) => pattern.test(word))?.[0];
  if (!kind) throw malformed(text, `'${word}' is no value (strings need quotes)`);
  if (kind === "null") return { kind, value: null };
  if (kind === "boolean") return { kind, value: word === "true" };
  if (kind === "number") return { kind, value: Number(word) };
  if (Number.isNaN(Date.parse(word))) throw malformed(text, `'${word}' is no date`);
  return { kind, value: word };
}

/** Parses Klaviyo's filter language: clauses joined by commas or and(...), nothing else. */
export function parseFilter(text: string): Clause[] {
  let at = 0;
  const rest = () => text.slice(at);
  const skip = (pattern: RegExp) => {
    const match = rest().match(pattern);
    if (match) at += match[0].length;
    return match?.[0];
  };
  const expect = (pattern: RegExp, what: string) => {
    const found = skip(pattern);
    if (found === undefined) throw malformed(text, `expected ${what} at position ${at}`);
    return found.trim();
  };

  function readLiteral(): Literal {
    const quoted = skip(/^\s*("(\\.|[^"\\])*"|'(\\.|[^'\\])*')\s*/)?.trim();
    if (quoted === undefined) return readBare(text, expect(/^\s*[^,()[\]"']+/, "a value"));
    return { kind: "string", value: quoted.slice(1, -1).replace(/\\(["'\\])/g, "$1") };
  }

  function readClauses(): Clause[] {
    const operator = expect(/^\s*[a-z-]+\(/, "an operator and (").slice(0, -1);
    if (operator === "and") {
      const clauses = readList();
      expect(/^\s*\)\s*/, ")");
      return clauses;
    }
    const field = expect(/^\s*[\w$.-][\w$. -]*/, "a field");
    const clause: Clause = { operator, field, literals: [], isList: false };
    if (skip(/^\s*,\s*/)) {
      if (skip(/^\[\s*/)) {
        clause.isList = true;
        do clause.literals.push(readLiteral());
        while (skip(/^\s*,/));
        expect(/^\s*\]\s*/, "]");
      } else clause.literals.push(readLiteral());
    }
    expect(/^\s*\)\s*/, ")");
    return [clause];
  }

  function readList(): Clause[] {
    const clauses = readClauses();
    while (skip(/^\s*,/)) clauses.push(...readClauses());
    return clauses;
  }

  const clauses = readList();
  if (at < text.length) throw malformed(text, `unexpected '${rest()}'`);
  return clauses;
}

/** Refuses a clause whose field, operator or kind of literal the operation does not take. */
export function checkClause(clause: Clause, table: FilterTable): void {
  const row = table[clause.field];
  const fields = Object.keys(table).join(", ");
  if (row === undefined)
    throw refuseParameter("filter", `Cannot filter by '${clause.field}'. Filterable fields: ${fields}.`);
  const words = (typeof row === "string" ? row : row.takes).split(" ");
  const type = ["number", "boolean", "datetime", "local"].find((name) => name === words[0]) ?? "string";
  const operators = words.filter((word) => word !== type);
  if (!operators.includes(clause.operator)) {
    const taken = operators.join(", ");
    throw refuseParameter(
      "filter",
      `'${clause.operator}' is not supported for '${clause.field}'. It takes: ${taken}.`,
    );
  }
  const { operator, field, literals, isList } = clause;
  const wantsList = operator === "any" || operator === "contains-any";
  if (operator === "has" ? literals.length > 0 : literals.length === 0)
    throw refuseParameter("filter", `Invalid filter: wrong number of values for ${operator}(${field}).`);
  if (wantsList !== isList)
    throw refuseParameter(
      "filter",
      `Invalid filter: ${operator} takes ${wantsList ? "a list" : "one value"}.`,
    );
  for (const literal of literals) {
    const fits =
      literal.kind === type ||
      (type === "local" && literal.kind === "datetime") ||
      (literal.kind === "null" && operator === "equals");
    if (!fits)
      throw refuseParameter(
        "filter",
        `Invalid filter value for '${field}': expected ${type === "local" ? "datetime" : type}, got ${literal.kind}.`,
      );
    if (typeof row !== "string" && literal.kind === "string" && !row.values.includes(String(literal.value)))
      throw refuseParameter(
        "filter",
        `'${literal.value}' is not a valid value for '${field}'. Accepted: ${row.values.join(", ")}.`,
      );
  }
}

const order = (clause: Clause, value: unknown): number => {
  const literal = clause.literals[0];
  if (literal?.kind === "number") return Number(value) - Number(literal.value);
  return Date.parse(String(value)) - Date.parse(String(literal?.value));
};

const same = (literal: Literal, value: unknown): boolean =>
  literal.kind === "datetime"
    ? Date.parse(String(value)) === Date.parse(String(literal.value))
    : value === literal.value;

const text = (clause: Clause) => String(clause.literals[0]?.value);

const tests: Record<string, (clause: Clause, value: unknown) => boolean> = {
  equals: (clause, value) => clause.literals.some((literal) => same(literal, value)),
  any: (clause, value) => clause.literals.some((literal) => same(literal, value)),
  "contains-any": (clause, value) => clause.literals.some((literal) => same(literal, value)),
  contains: (clause, value) => typeof value === "string" && value.includes(text(clause)),
  "starts-with": (clause, value) => typeof value === "string" && value.startsWith(text(clause)),
  "ends-with": (clause, value) => typeof value === "string" && value.endsWith(text(clause)),
  "greater-than": (clause, value) => order(clause, value) > 0,
  "greater-or-equal": (clause, value) => order(clause, value) >= 0,
  "less-than": (clause, value) => order(clause, value) < 0,
  "less-or-equal": (clause, value) => order(clause, value) <= 0,
};

/** Whether a clause holds for a resource that has these values under the clause's field. */
export function matchesClause(clause: Clause, values: unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (clause.operator === "has") return present.length > 0;
  if (clause.literals[0]?.kind === "null") return present.length === 0;
  return present.some((value) => tests[clause.operator]?.(clause, value));
}
