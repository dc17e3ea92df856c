import { z } from "zod";
import { isObject } from "../text.ts";
import { firstFitting, unwrap } from "./alternatives.ts";
import { choiceIn, cursorIn, filterIn, listIn, numberIn, parsedAs, timeIn, yesOrNoIn } from "./written.ts";

/** How a value is read: what is empty means nothing in a read, and with `bare` only nulls are taken out. */
export interface How {
  reads: boolean;
  bare?: boolean;
}

/**
 * A value as its schema has it, where what was given can mean only one thing: hosts and models write a list as text, a
 * number in quotes, a name in camelCase. Every null is left out where the schema has a shape and does not say that null
 * is a value of its own. Free-form objects are the account's own data and stay as they are; what fits no better reading
 * comes back as it was, for the schema to refuse.
 */
export function meant(schema: z.ZodTypeAny, value: unknown, how: How, name = ""): unknown {
  const inner = unwrap(schema);
  if (value === null) return null;
  if (inner instanceof z.ZodUnion) return meantOfUnion(inner, value, how, name);
  const given = how.bare ? value : inItsKind(inner, value, how, name);
  if (inner instanceof z.ZodObject && isObject(given)) return meantOfObject(inner, given, how);
  if (inner instanceof z.ZodArray && Array.isArray(given)) {
    return given.map((one) => meant(inner.element as z.ZodTypeAny, one, how, name));
  }
  return given;
}

/** As it stands first, and only what fits nowhere is read anew. */
function meantOfUnion(
  union: z.ZodUnion<readonly [z.ZodTypeAny, ...z.ZodTypeAny[]]>,
  value: unknown,
  how: How,
  name: string,
): unknown {
  const plain = firstFitting(union, value, (one, given) => meant(one, given, { ...how, bare: true }, name));
  if (how.bare || plain.fits) return plain.value;
  return firstFitting(union, value, (one, given) => meant(one, given, how, name)).value;
}

function meantOfObject(
  schema: z.ZodObject<z.ZodRawShape>,
  given: Record<string, unknown>,
  how: How,
): Record<string, unknown> {
  const { shape } = schema;
  const strict = schema._def.unknownKeys === "strict";
  const entries = Object.entries(given).map(([written, value]): [string, unknown] => {
    const key = how.bare || !strict ? written : knownName(written, shape, given);
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    return [key, field ? meant(field, value, how, key) : value];
  });
  const kept = entries.filter(([key, value]) => {
    const field = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (!field) return true;
    if (value === null) return field instanceof z.ZodNullable;
    return how.bare || !how.reads || !isEmpty(value) || !field.isOptional();
  });
  return Object.fromEntries(kept);
}

/** `listId` for list_id, where that is a name and is not given itself; `id` for the one id that must be given. */
function knownName(written: string, shape: z.ZodRawShape, given: Record<string, unknown>): string {
  if (Object.hasOwn(shape, written) || written.length > MAX_NAME || !/^[a-zA-Z][a-zA-Z0-9]*$/.test(written)) {
    return written;
  }
  const name = written === "id" ? onlyId(shape) : snakeOf(written);
  return name !== undefined && Object.hasOwn(shape, name) && !Object.hasOwn(given, name) ? name : written;
}

function onlyId(shape: z.ZodRawShape): string | undefined {
  const [only, ...more] = Object.keys(shape).filter(
    (name) => /_ids?$/.test(name) && !shape[name]?.isOptional(),
  );
  return more.length === 0 && only?.endsWith("_id") ? only : undefined;
}

/** More characters than any argument's name has. */
const MAX_NAME = 64;

/** `listId` as `list_id`. */
export function snakeOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter, at: number) => `${at > 0 ? "_" : ""}${letter.toLowerCase()}`);
}

/** What says nothing: an empty text or list. */
export function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

/** A value in the kind that is due: text read as what it says, one value as a list of one. */
function inItsKind(schema: z.ZodTypeAny, value: unknown, { reads }: How, name: string): unknown {
  if (schema instanceof z.ZodArray) return listIn(schema.element as z.ZodTypeAny, value, name);
  if (schema instanceof z.ZodObject || schema instanceof z.ZodRecord) return parsedAs("object", value);
  // A filter is several clauses: of a list all of them are meant.
  if (name === "filter" && schema instanceof z.ZodString) return filterIn(value);
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (schema instanceof z.ZodNumber) return numberIn(one);
  if (schema instanceof z.ZodLiteral) return literalIn(schema.value, one);
  if (schema instanceof z.ZodBoolean) return yesOrNoIn(one);
  if (schema instanceof z.ZodEnum) return choiceIn(schema.options, one) ?? value;
  if (!(schema instanceof z.ZodString)) return value;
  const text = typeof one === "number" && Number.isSafeInteger(one) ? String(one) : one;
  if (typeof text !== "string") return value;
  if (name === "page_cursor") return cursorIn(text);
  return isMoment(schema) ? timeIn(text, reads) : text;
}

/** One certain number or flag, in the form in which it is due. */
function literalIn(due: unknown, value: unknown): unknown {
  if (typeof due === "number") return numberIn(value);
  return typeof due === "boolean" ? yesOrNoIn(value) : value;
}

/** Whether a text is due that says a moment. */
export function isMoment(schema: z.ZodTypeAny): boolean {
  return schema instanceof z.ZodString && schema._def.checks.some(({ kind }) => kind === "datetime");
}
