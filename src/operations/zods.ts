import { z } from "zod";
import type { Field, Scalar, Shape } from "./signature.ts";

/** A named type's shape, or undefined where it is not at hand: then it is a free object. */
export type Named = (name: string) => Shape | undefined;

/** What hosts take for the name of a property. */
const PROPERTY = /^[a-zA-Z0-9_-]{1,64}$/;

const text = z.string();
const someText = text.min(1);
const freeObject = z.record(z.unknown());
/** Any JSON, as far as a schema can say so that hosts refuse neither `{}` nor a list without items. */
const plain = z.union([text, z.number(), z.boolean(), freeObject]);

const SCALAR: Readonly<Record<Scalar, z.ZodTypeAny>> = {
  string: text,
  number: z.number(),
  integer: z.number().int(),
  boolean: z.boolean(),
  object: freeObject,
  any: z.union([...plain.options, z.array(plain)]),
  datetime: text.datetime({ offset: true }),
  date: text.date(),
  time: text.time(),
  file: text,
  null: z.null(),
};

/** An empty text or list where something must be given is refused before it costs a request. */
function filled(schema: z.ZodTypeAny): z.ZodTypeAny {
  if (schema === text) return someText;
  if (!(schema instanceof z.ZodArray)) return schema;
  const items = schema.element === text ? z.array(someText) : schema;
  const most = schema._def.maxLength?.value;
  return most === undefined ? items.min(1) : items.min(1).max(most);
}

/** Turns the shapes of one set of named types into zod; a named type is made once. */
export class Zods {
  readonly #named: Named;
  readonly #made = new Map<string, z.ZodTypeAny>();
  readonly #making = new Set<string>();

  constructor(named: Named) {
    this.#named = named;
  }

  /** The arguments of a call as a shape of zod: what must be given must say something. */
  arguments(fields: readonly Field[]): z.ZodRawShape {
    return this.#fields(fields, filled);
  }

  /** Inside an argument an empty text may be meant. */
  #fields(fields: readonly Field[], needed = (schema: z.ZodTypeAny) => schema): z.ZodRawShape {
    return Object.fromEntries(
      fields.map(({ name, optional, shape }) => {
        const made = this.of(shape);
        return [name, optional ? made.optional() : needed(made)];
      }),
    );
  }

  of(shape: Shape): z.ZodTypeAny {
    switch (shape.is) {
      case "value":
        return typeof shape.value === "string" ? z.enum([shape.value]) : z.literal(shape.value);
      case "list": {
        const list = z.array(this.of(shape.of));
        return shape.most === undefined ? list : list.max(shape.most);
      }
      case "map":
        return z.record(this.of(shape.of));
      case "fields":
        return this.#object(shape.fields);
      case "name":
        return this.#nameOf(shape.name);
      case "one of":
        return this.#oneOf(shape.of);
      default:
        return SCALAR[shape.is];
    }
  }

  /** A key that no host takes for a property stays unlisted, and the object open for it. */
  #object(fields: readonly Field[]): z.ZodTypeAny {
    const listed = fields.filter(({ name }) => PROPERTY.test(name));
    const shape = this.#fields(listed);
    return listed.length === fields.length ? z.strictObject(shape) : z.object(shape).passthrough();
  }

  #nameOf(name: string): z.ZodTypeAny {
    const known = this.#made.get(name);
    if (known) return known;
    const shape = this.#named(name);
    // A type inside itself could not be written out.
    if (!shape || this.#making.has(name)) return freeObject;
    this.#making.add(name);
    const made = this.of(shape);
    this.#making.delete(name);
    this.#made.set(name, made);
    return made;
  }

  #oneOf(parts: readonly Shape[]): z.ZodTypeAny {
    const others = parts.filter(({ is }) => is !== "null");
    const [head, ...tail] = others.flatMap((one) =>
      one.is === "value" && typeof one.value === "string" ? [one.value] : [],
    );
    const [first, second, ...rest] = others.map((one) => this.of(one));
    if (!first) return SCALAR.null;
    const union = second ? z.union([first, second, ...rest]) : first;
    const made = head !== undefined && tail.length === others.length - 1 ? z.enum([head, ...tail]) : union;
    return others.length < parts.length ? made.nullable() : made;
  }
}
