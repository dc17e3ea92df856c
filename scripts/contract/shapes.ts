import type { Schema } from "./facts.ts";
import { Schemas } from "./schemas.ts";

/** What an argument may be, in the few words that a signature has. */
export type Shape =
  | { is: "plain"; name: string }
  | { is: "values"; values: readonly (string | number | boolean)[] }
  | { is: "list"; of: Shape; most?: number }
  | { is: "map"; of: Shape }
  | { is: "object"; fields: readonly Field[] }
  | { is: "either"; of: readonly Shape[] }
  | { is: "named"; name: string };

export interface Field {
  name: string;
  shape: Shape;
  needed: boolean;
  nullable: boolean;
}

const FORMATS: Record<string, string> = {
  "date-time": "datetime",
  date: "date",
  time: "time",
  binary: "file",
};
const ANY: Shape = { is: "plain", name: "any" };

/** Reads schemas as shapes. Objects with a name of their own stay references; write decides which are written out. */
export class Shapes {
  readonly #schemas: Schemas;

  constructor(schemas: Schemas) {
    this.#schemas = schemas;
  }

  /** The shape behind a name. */
  named(name: string): Shape {
    return this.of(this.#schemas.open(this.#schemas.named(name)));
  }

  of(schema: Schema): Shape {
    if (schema.$ref) {
      const name = Schemas.nameOf(schema.$ref);
      const opened = this.#schemas.named(name);
      return isComposed(this.#schemas.open(opened)) ? { is: "named", name } : this.of(opened);
    }
    const choices = schema.oneOf ?? schema.anyOf;
    if (choices) return either(choices.filter((one) => one.type !== "null").map((one) => this.of(one)));
    const opened = this.#schemas.open(schema);
    if (opened.const !== undefined) return { is: "values", values: literals([opened.const]) };
    const types = [opened.type ?? []].flat().filter((type) => type !== "null");
    if (opened.enum) return { is: "values", values: literals(opened.enum) };
    if (types.length > 1) return either(types.map((type) => this.of({ ...opened, type })));
    return this.#plain(types[0] ?? (opened.properties ? "object" : "any"), opened);
  }

  #plain(type: string, schema: Schema): Shape {
    if (type === "array") {
      const most = schema.maxItems === undefined ? {} : { most: schema.maxItems };
      return { is: "list", of: schema.items ? this.of(schema.items) : ANY, ...most };
    }
    if (type !== "object")
      return { is: "plain", name: (type === "string" && FORMATS[schema.format ?? ""]) || type };
    if (schema.properties) return { is: "object", fields: this.fields(schema) };
    const values = schema.additionalProperties;
    return typeof values === "object" && Object.keys(values).length > 0
      ? { is: "map", of: this.of(values) }
      : { is: "plain", name: "object" };
  }

  /** The fields of an object that a request may hold. */
  fields(schema: Schema): Field[] {
    return Object.entries(schema.properties ?? {})
      .filter(([, field]) => !field.readOnly)
      .map(([name, field]) => ({
        name,
        shape: this.of(field),
        needed: schema.required?.includes(name) ?? false,
        nullable: this.nullable(field),
      }));
  }

  nullable(schema: Schema): boolean {
    const opened = this.#schemas.open(schema);
    const choices = [schema, opened].flatMap((one) => one.oneOf ?? one.anyOf ?? []);
    return (
      schema.nullable === true ||
      opened.nullable === true ||
      [opened.type].flat().includes("null") ||
      (opened.enum?.includes(null) ?? false) ||
      choices.some((choice) => choice.type === "null")
    );
  }
}

function isComposed(schema: Schema): boolean {
  return schema.properties !== undefined || schema.oneOf !== undefined || schema.anyOf !== undefined;
}

function literals(values: readonly unknown[]): (string | number | boolean)[] {
  return values.filter(
    (value) => typeof value === "string" || typeof value === "number" || typeof value === "boolean",
  );
}

function either(shapes: readonly Shape[]): Shape {
  const [only] = shapes;
  return shapes.length === 1 && only ? only : { is: "either", of: shapes };
}
