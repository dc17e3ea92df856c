import type { Schema, Schemas } from "./schema.ts";

/** A longer list of values, such as the time zones of the world, is not held against. */
const MOST_VALUES = 100;

/** Writes bodies as rules in the sandbox's notation, and keeps what the rules name. */
export class Bodies {
  readonly #schemas: Schemas;
  readonly #prefix: string;
  /** The rules of the named schemas that were met, by the name in the notation, without its `$`. */
  readonly named = new Map<string, string>();

  /** `prefix` keeps the names of one document from those of another. */
  constructor(schemas: Schemas, prefix: string) {
    this.#schemas = schemas;
    this.#prefix = prefix;
  }

  ruleOf(schema: Schema): string {
    const mark = this.#schemas.isNullable(schema) ? "?" : "";
    return this.#plainRule(schema) + mark;
  }

  #plainRule(schema: Schema): string {
    const name = this.#schemas.nameOf(schema);
    const is = this.#schemas.is(schema);
    if (name === undefined || !(is.properties || this.#schemas.choices(is))) return this.#rule(is);
    const known = `${this.#prefix}${name}`;
    if (!this.named.has(known)) {
      this.named.set(known, "");
      this.named.set(known, this.#rule(is));
    }
    return `$${known}`;
  }

  #rule(is: Schema): string {
    const values = this.#schemas.valuesOf(is);
    const isListed = values && values.length > 0 && values.length <= MOST_VALUES;
    if (isListed && values.every((value) => typeof value !== "number" || Number.isInteger(value)))
      return values.map((value) => JSON.stringify(value)).join("|");
    const choices = this.#schemas.choices(is);
    if (choices) return [...new Set(choices.map((one) => this.#plainRule(one)))].join("|");
    const type = this.#schemas.typeOf(is);
    if (type === "array") return `[${is.items ? this.ruleOf(is.items) : "any"}]`;
    if (is.properties) return this.#objectRule(is, is.properties);
    if (is.format === "date-time") return "instant";
    if (is.format === "date") return "date";
    return type === undefined || type === "null" ? "any" : type;
  }

  /** What says which of several shapes an object has comes first: the sandbox looks there. */
  #objectRule(is: Schema, properties: Record<string, Schema>): string {
    const entries = Object.entries(properties);
    const isTag = ([, schema]: [string, Schema]) =>
      this.#schemas.valuesOf(this.#schemas.is(schema))?.length === 1;
    const rules = [...entries.filter(isTag), ...entries.filter((entry) => !isTag(entry))].map(
      ([name, schema]) =>
        `${/^[\w$-]+$/.test(name) ? name : JSON.stringify(name)}${is.required?.includes(name) ? "!" : ""}:${this.ruleOf(schema)}`,
    );
    if (is.additionalProperties) rules.push("*");
    return `{${rules.join(", ")}}`;
  }
}
