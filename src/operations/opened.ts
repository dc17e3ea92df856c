import { InputError } from "../errors.ts";
import { didYouMean, isObject } from "../text.ts";
import type { Row, Rows } from "./rows.ts";
import { type Field, printFields, printShape, type Shape } from "./signature.ts";

type Schema = Record<string, unknown>;

const SCALAR: Readonly<Record<string, Schema>> = {
  any: {},
  file: { type: "string" },
  datetime: { type: "string", format: "date-time" },
  date: { type: "string", format: "date" },
  time: { type: "string", format: "time" },
};

/**
 * What an operation takes of its own as JSON Schema, with `$defs` for its named types, in at most about `most`
 * characters: what does not fit says which `part` shows it. A part is a path of names; where one of several shapes may
 * stand, what tells it from the others is a step too: `definition.actions.send-email`. Throws InputError for a part
 * that there is not.
 */
export function openedSchema(row: Row, rows: Rows, most: number, part?: string): Schema {
  const all: Shape = { is: "fields", fields: rows.takes(row) };
  const opener = new Opener((name) => rows.shape(name, row.revision), most);
  return opener.open(part ? opener.find(all, part.split(".")) : all, part ?? "");
}

/**
 * The JSON Schema of a tool's arguments, `outside`, with some arguments written out as the row has them, in at most
 * about `most` characters; or one part of those. Undefined where none of them is the row's.
 */
export function describedSchema(
  outside: Schema,
  row: Row,
  rows: Rows,
  { names, most, part }: { names: readonly string[]; most: number; part?: string | undefined },
): Schema | undefined {
  const properties = isObject(outside.properties) ? outside.properties : {};
  const own = rows.takes(row).filter(({ name }) => names.includes(name) && name in properties);
  const [first = ""] = part?.split(".") ?? [];
  if (own.length === 0 || (part && !own.some(({ name }) => name === first))) return undefined;
  if (part) return openedSchema(row, rows, most, part);
  const rest = Object.entries(properties).filter(([name]) => !own.some((one) => one.name === name));
  const around = { ...outside, properties: Object.fromEntries(rest) };
  const opened = openedSchema({ ...row, path: "", takes: printFields(own) }, rows, most - size(around));
  return {
    ...around,
    properties: { ...(isObject(opened.properties) && opened.properties), ...around.properties },
    ...(opened.$defs !== undefined && { $defs: opened.$defs }),
  };
}

class Opener {
  readonly #named: (name: string) => Shape | undefined;
  readonly #most: number;
  /** The named types that were met, each with the part that leads to it. */
  #places = new Map<string, string>();

  constructor(named: (name: string) => Shape | undefined, most: number) {
    this.#named = named;
    this.#most = most;
  }

  open(shape: Shape, place: string): Schema {
    let left = 0;
    let root: Schema = {};
    for (const depth of [Number.POSITIVE_INFINITY, 4, 2, 1]) {
      this.#places = new Map();
      root = this.#schema(this.#inside(shape), place, depth);
      left = this.#most - size(root) - this.#owed(0);
      if (left > 0) break;
    }
    if (left <= 0) return this.#outline(shape, place);
    const defs: Record<string, Schema> = {};
    // What is nearest comes first; a map goes on through what is added to it on the way.
    for (const [name, at] of this.#places) {
      const met = this.#places.size;
      const is = this.#named(name);
      const whole = is ? this.#schema(is, at, Number.POSITIVE_INFINITY) : { type: "object" };
      const costs = size(whole) - size(elsewhere(at)) + this.#owed(met);
      const fits = costs <= left;
      if (!fits) for (const other of [...this.#places.keys()].slice(met)) this.#places.delete(other);
      defs[name] = fits ? whole : elsewhere(at);
      left -= fits ? costs : 0;
    }
    return { ...root, ...(Object.keys(defs).length > 0 && { $defs: defs }) };
  }

  /** What is too wide to show even without what is inside it: where it goes on, as far as there is room. */
  #outline(shape: Shape, place: string): Schema {
    const steps = this.#steps(shape);
    const goesOn = `too long to show; part ${place ? `${place}.` : ""}NAME opens one of: ${steps.join(", ")}`;
    const description = steps.length > 0 ? goesOn : "too long to show; --max-result-chars makes more room";
    return { type: "object", description: description.slice(0, Math.max(this.#most - 60, 60)) };
  }

  /** What the names met since then cost at least: that each is said to be elsewhere. */
  #owed(since: number): number {
    const places = [...this.#places].slice(since);
    return places.reduce((sum, [name, at]) => sum + name.length + size(elsewhere(at)), 0);
  }

  /** The shape at a path; lists are looked through, and a step may name one of several shapes. */
  find(shape: Shape, path: readonly string[]): Shape {
    let here = shape;
    for (const [depth, step] of path.entries()) {
      const found = this.#step(here, step);
      const written = found.map(printShape);
      const [first, ...others] = found.filter((_, at) => written.indexOf(written[at] ?? "") === at);
      if (!first) {
        const steps = this.#steps(here);
        const problem = `part has no ${path.slice(0, depth + 1).join(".")}.${didYouMean(step, steps)}`;
        const next = steps.length > 0 && { next: `There it goes on with ${steps.join(", ")}.` };
        throw new InputError(problem, { argument: "part", ...next });
      }
      here = others.length === 0 ? first : { is: "one of", of: [first, ...others] };
    }
    return here;
  }

  /** Every shape that a step may lead to. */
  #step(shape: Shape, step: string): Shape[] {
    const inner = this.#inside(shape);
    if (inner.is === "map") return [inner.of];
    if (inner.is === "fields")
      return inner.fields.filter(({ name }) => name === step).map((one) => one.shape);
    if (inner.is !== "one of") return [];
    const labels = this.#labels(inner.of);
    const chosen = inner.of.filter(
      (one, at) => labels[at] === step || (one.is === "name" && one.name === step),
    );
    return [...chosen, ...inner.of.flatMap((one) => this.#step(one, step))];
  }

  #steps(shape: Shape): string[] {
    const inner = this.#inside(shape);
    if (inner.is === "fields") return inner.fields.map(({ name }) => name);
    return inner.is === "one of" ? this.#labels(inner.of).filter((label) => label !== "") : [];
  }

  /** What a name stands for, or what a list is of. */
  #inside(shape: Shape): Shape {
    if (shape.is === "list") return this.#inside(shape.of);
    const named = shape.is === "name" ? this.#named(shape.name) : undefined;
    return named ? this.#inside(named) : shape;
  }

  /** What tells each of several shapes from the others: the value that it alone has, or its name. */
  #labels(shapes: readonly Shape[]): string[] {
    const told = shapes.map((one) => {
      const inner = this.#inside(one);
      const value = inner.is === "fields" ? inner.fields.find(tells)?.shape : undefined;
      return value?.is === "value" ? String(value.value) : "";
    });
    return told.map((label, at) => {
      const one = shapes[at];
      if (label !== "" && told.indexOf(label) === told.lastIndexOf(label)) return label;
      return one?.is === "name" ? one.name : "";
    });
  }

  #schema(shape: Shape, at: string, depth: number): Schema {
    switch (shape.is) {
      case "value":
        return { type: typeof shape.value, enum: [shape.value] };
      case "list": {
        const items = this.#schema(shape.of, at, depth);
        return { type: "array", items, ...(shape.most !== undefined && { maxItems: shape.most }) };
      }
      case "map":
        return { type: "object", additionalProperties: this.#schema(shape.of, `${at}.*`, depth) };
      case "name":
        if (!this.#places.has(shape.name)) this.#places.set(shape.name, at);
        return { $ref: `#/$defs/${shape.name}` };
      case "fields":
        return depth > 0 ? this.#object(shape.fields, at, depth - 1) : elsewhere(at);
      case "one of":
        return this.#oneOf(shape.of, at, depth);
      default:
        return SCALAR[shape.is] ?? { type: shape.is };
    }
  }

  #object(fields: readonly Field[], at: string, depth: number): Schema {
    const inside = (name: string) => (at ? `${at}.${name}` : name);
    const required = fields.filter(({ optional }) => !optional).map(({ name }) => name);
    return {
      type: "object",
      properties: Object.fromEntries(
        fields.map(({ name, shape }) => [name, this.#schema(shape, inside(name), depth)]),
      ),
      ...(required.length > 0 && { required }),
      additionalProperties: false,
    };
  }

  #oneOf(shapes: readonly Shape[], at: string, depth: number): Schema {
    const values = shapes.flatMap((one) => (one.is === "value" ? [one.value] : []));
    const [type, another] = [...new Set(values.map((value) => typeof value))];
    if (values.length === shapes.length && type && !another) return { type, enum: values };
    const labels = this.#labels(shapes);
    return {
      anyOf: shapes.map((one, index) => {
        const label = labels[index];
        return this.#schema(one, label ? `${at}.${label}` : at, depth);
      }),
    };
  }
}

/** A field that holds one text only says what the object is. */
function tells({ optional, shape }: Field): boolean {
  return !optional && shape.is === "value" && typeof shape.value === "string";
}

function elsewhere(part: string): Schema {
  return { type: "object", description: `part "${part}" shows it` };
}

function size(schema: Schema): number {
  return JSON.stringify(schema).length;
}
