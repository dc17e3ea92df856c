// Klaviyo's filter language: operator(field,value), joined by commas or and(…). Text is quoted, dates, numbers and
// booleans are bare. https://developers.klaviyo.com/en/docs/filtering_

export type FilterValue =
  | { kind: "string"; text: string }
  /** Bare: `text` is what was written, since 1.0 and 1 are the same number but not the same filter. */
  | { kind: "datetime" | "number" | "boolean" | "null" | "word"; text: string }
  | { kind: "array"; items: FilterValue[] };

/** One `operator(field,value)`; `has(field)` has no value. `at` is where it begins in the text. */
export interface FilterClause {
  operator: string;
  field: string;
  value?: FilterValue;
  at: number;
}

/** `or(…)` and `not(…)`, which Klaviyo has not, are read all the same so that one can say what to write instead. */
export interface FilterGroup {
  group: "or" | "not";
  clauses: FilterNode[];
  at: number;
}

export type FilterNode = FilterClause | FilterGroup;

/** A filter that cannot be read; `at` is the position in the text. */
export class FilterSyntaxError extends Error {
  override readonly name = "FilterSyntaxError";
  readonly at: number;

  constructor(problem: string, at: number) {
    super(problem);
    this.at = at;
  }
}

const MAX_DEPTH = 20;

const BARE: readonly [kind: "null" | "boolean" | "number" | "datetime", RegExp][] = [
  ["null", /^null$/],
  ["boolean", /^(?:true|false)$/],
  ["number", /^-?\d+(?:\.\d+)?$/],
  ["datetime", /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?$/],
];

/**
 * Reads a filter into its clauses; `and(…)` is written out, since it is the same as commas. A bare word that is no
 * value comes back as one of kind "word". Throws FilterSyntaxError.
 */
export function parseFilter(text: string): FilterNode[] {
  return new FilterReader(text).readAll();
}

/** Writes clauses as a filter: the way back from parseFilter. */
export function printFilter(nodes: readonly FilterNode[]): string {
  return nodes
    .map((node) => {
      if ("group" in node) return `${node.group}(${printFilter(node.clauses)})`;
      const { operator, field, value } = node;
      return value ? `${operator}(${field},${printValue(value)})` : `${operator}(${field})`;
    })
    .join(",");
}

/** Text as it stands in a filter: quoted, with quotes and backslashes escaped. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function printValue(value: FilterValue): string {
  if (value.kind === "array") return `[${value.items.map(printValue).join(",")}]`;
  return value.kind === "string" ? quote(value.text) : value.text;
}

class FilterReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readAll(): FilterNode[] {
    const nodes = this.#readNodes(0);
    if (this.#at < this.#text.length) throw this.#error("a comma or the end");
    return nodes;
  }

  #readNodes(depth: number): FilterNode[] {
    if (depth > MAX_DEPTH) throw new FilterSyntaxError("nested too deeply", this.#at);
    const nodes = [...this.#readNode(depth)];
    while (this.#take(/\s*,\s*/y) !== undefined) nodes.push(...this.#readNode(depth));
    return nodes;
  }

  #readNode(depth: number): FilterNode[] {
    this.#take(/\s+/y);
    const at = this.#at;
    const operator = this.#expect(/[\w-]+(?=\()/y, "operator(field,value)");
    this.#expect(/\(\s*/y, "(");
    if (operator === "and" || operator === "or" || operator === "not") {
      const clauses = this.#readNodes(depth + 1);
      this.#close();
      return operator === "and" ? clauses : [{ group: operator, clauses, at }];
    }
    const field = this.#expect(/[\w$.-]+(?: [\w$.-]+)*/y, "a field");
    const value = this.#take(/\s*,\s*/y) === undefined ? undefined : this.#readValue();
    this.#close();
    return [{ operator, field, ...(value && { value }), at }];
  }

  #readValue(): FilterValue {
    if (this.#take(/\[\s*/y) === undefined) return this.#readScalar();
    const items: FilterValue[] = [];
    if (this.#take(/\s*\]/y) !== undefined) return { kind: "array", items };
    do items.push(this.#readScalar());
    while (this.#take(/\s*,\s*/y) !== undefined);
    this.#expect(/\s*\]/y, "]");
    return { kind: "array", items };
  }

  #readScalar(): FilterValue {
    const mark = this.#take(/["']/y);
    if (mark === undefined) {
      const text = this.#expect(/[^,()[\]"'“”„‘’]+/y, "a value").trim();
      const kind = BARE.find(([, pattern]) => pattern.test(text))?.[0] ?? "word";
      return { kind, text };
    }
    const body = this.#take(mark === '"' ? /(?:[^"\\]|\\.)*(?=")/sy : /(?:[^'\\]|\\.)*(?=')/sy);
    if (body === undefined) throw new FilterSyntaxError(`this ${mark} is not closed`, this.#at - 1);
    this.#at += 1;
    return { kind: "string", text: body.replace(/\\(["'\\])/g, "$1") };
  }

  #close(): void {
    this.#expect(/\s*\)\s*/y, ")");
  }

  /** What the pattern matches here, passed over; undefined when it does not. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }

  #expect(pattern: RegExp, what: string): string {
    const found = this.#take(pattern);
    if (found === undefined) throw this.#error(what);
    return found;
  }

  #error(expected: string): FilterSyntaxError {
    const found = this.#at < this.#text.length ? quote(this.#text.slice(this.#at, this.#at + 20)) : "the end";
    return new FilterSyntaxError(`${expected} is expected, not ${found}`, this.#at);
  }
}
