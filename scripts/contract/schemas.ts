import type { Schema } from "./facts.ts";

/** The schemas that references lead to, and the ways to look through them. */
export class Schemas {
  readonly #named: Record<string, Schema>;

  constructor(named: Record<string, Schema>) {
    this.#named = named;
  }

  /** The last word of a reference: its name. */
  static nameOf(reference: string): string {
    return reference.slice(reference.lastIndexOf("/") + 1);
  }

  named(name: string): Schema {
    const found = this.#named[name];
    if (!found) throw new Error(`The document refers to ${name} and does not have it`);
    return found;
  }

  /** The schema itself: references followed, `allOf` made one object, of "this or null" the one. */
  open(schema: Schema): Schema {
    if (schema.$ref) return this.open(this.named(Schemas.nameOf(schema.$ref)));
    const choices = schema.oneOf ?? schema.anyOf ?? [];
    const [only, ...others] = choices.filter(({ type }) => type !== "null");
    if (only && others.length === 0) return this.open(only);
    if (!schema.allOf) return schema;
    const { allOf, ...own } = schema;
    return [...allOf.map((part) => this.open(part)), own].reduce((whole, part) => this.#joined(whole, part));
  }

  #joined(one: Schema, other: Schema): Schema {
    const properties = { ...one.properties };
    for (const [name, schema] of Object.entries(other.properties ?? {})) {
      const known = properties[name];
      properties[name] = known ? this.#joined(this.open(known), this.open(schema)) : schema;
    }
    const required = [...new Set([...(one.required ?? []), ...(other.required ?? [])])];
    return {
      ...one,
      ...other,
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
    };
  }

  /** The schema below an object's properties, opened at each step; undefined where there is none. */
  at(schema: Schema | undefined, ...path: string[]): Schema | undefined {
    let found = schema && this.open(schema);
    for (const name of path) {
      const next = found?.properties?.[name];
      if (!next) return undefined;
      found = this.open(next);
    }
    return found;
  }

  /** The one value that a schema allows, e.g. the type of a resource. */
  constantOf(schema: Schema | undefined): string | undefined {
    const opened = schema && this.open(schema);
    if (opened?.const !== undefined) return String(opened.const);
    return opened?.enum?.length === 1 ? String(opened.enum[0]) : undefined;
  }
}
