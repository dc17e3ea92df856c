/** A JSON Schema as the vendor's documents write one, OpenAPI 3.0 or 2020-12. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  nullable?: boolean;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  additionalProperties?: boolean | Schema;
}

/** The kinds of an attribute's values, to the depth that an example needs: `string`, `draft|live`, a tree, a list. */
export type Tree = string | Tree[] | { [name: string]: Tree };

const DEPTH = 5;

/** Schemas by name, followed and put together. */
export class Schemas {
  readonly #named: Record<string, Schema>;

  constructor(named: Record<string, Schema>) {
    this.#named = named;
  }

  /** The name that a schema refers to. */
  nameOf(schema: Schema): string | undefined {
    return schema.$ref?.split("/").at(-1);
  }

  /** What a schema is, with its references followed and its parts put together. */
  is(schema: Schema): Schema {
    const name = this.nameOf(schema);
    if (name !== undefined) {
      const named = this.#named[name];
      if (!named) throw new Error(`no schema is named ${name}`);
      return { ...this.is(named), ...(schema.nullable && { nullable: true }) };
    }
    if (!schema.allOf) return schema;
    const { allOf, ...own } = schema;
    return allOf.map((part) => this.is(part)).reduce((whole, part) => this.#join(whole, part), own);
  }

  #join(one: Schema, other: Schema): Schema {
    const properties = { ...one.properties };
    for (const [name, schema] of Object.entries(other.properties ?? {})) {
      const known = properties[name];
      properties[name] = known ? this.#join(this.is(known), this.is(schema)) : schema;
    }
    return {
      ...one,
      ...other,
      ...(Object.keys(properties).length > 0 && { properties }),
      required: [...(one.required ?? []), ...(other.required ?? [])],
    };
  }

  /** The choices of a schema that is one of several; null is none. */
  choices(schema: Schema): Schema[] | undefined {
    return (schema.oneOf ?? schema.anyOf)?.filter(({ type }) => type !== "null");
  }

  isNullable(schema: Schema): boolean {
    const { nullable, type, oneOf, anyOf } = this.is(schema);
    return (
      nullable === true ||
      (Array.isArray(type) && type.includes("null")) ||
      Boolean((oneOf ?? anyOf)?.some((one) => one.type === "null"))
    );
  }

  typeOf(schema: Schema): string | undefined {
    const { type } = schema;
    return Array.isArray(type) ? type.find((one) => one !== "null") : type;
  }

  /** The values that a schema chooses from. */
  valuesOf(schema: Schema): unknown[] | undefined {
    const values = schema.const === undefined ? schema.enum : [schema.const];
    return values?.filter((value) => value !== null);
  }

  treeOf(schema: Schema, depth = 0): Tree {
    const is = this.is(schema);
    const mark = this.isNullable(schema) ? "?" : "";
    const values = this.valuesOf(is);
    if (values) return values.join("|") + mark;
    const [first] = this.choices(is) ?? [];
    if (first) return this.treeOf(first, depth + 1);
    const type = this.typeOf(is);
    if (type === "array") return depth < DEPTH && is.items ? [this.treeOf(is.items, depth + 1)] : [];
    if (is.properties && depth < DEPTH) {
      return Object.fromEntries(
        Object.entries(is.properties).map(([name, property]) => [name, this.treeOf(property, depth + 1)]),
      );
    }
    if (is.properties || type === "object") return `object${mark}`;
    if (is.format === "date-time") return `datetime${mark}`;
    return `${is.format === "date" ? "date" : (type ?? "any")}${mark}`;
  }
}
