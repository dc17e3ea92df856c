import { z } from "zod";
import { InputError } from "../errors.ts";
import { isObject } from "../text.ts";
import { flawOfId } from "../tool/id.ts";
import { unwrap } from "./alternatives.ts";
import { kindOfId } from "./names.ts";

/** Ids that the caller's own systems give, in whatever form they have them. */
const FOREIGN = new Set(["external_id", "unique_id", "anonymous_id", "device_id", "utm_id", "temporary_id"]);

/**
 * Throws InputError for an id that can be none, wherever the schema has one. An empty text is for the schema to refuse,
 * where something must be given.
 */
export function checkIds(schema: z.ZodTypeAny, value: unknown, at = ""): void {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodArray && Array.isArray(value)) {
    for (const [index, one] of value.entries())
      checkIds(inner.element as z.ZodTypeAny, one, `${at}[${index}]`);
  }
  if (!(inner instanceof z.ZodObject) || !isObject(value)) return;
  const shape = inner.shape as z.ZodRawShape;
  for (const [name, one] of Object.entries(value)) {
    if (!Object.hasOwn(shape, name)) continue;
    const argument = at === "" ? name : `${at}.${name}`;
    if (isIdName(name)) checkId(one, argument);
    checkIds(shape[name] ?? z.never(), one, argument);
  }
}

function isIdName(name: string): boolean {
  return (/(?:^|_)ids?$/.test(name) && !FOREIGN.has(name)) || kindOfId(name) !== undefined;
}

function checkId(value: unknown, argument: string): void {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) checkId(one, `${argument}[${index}]`);
  }
  const flaw = typeof value === "string" && value !== "" ? flawOfId(value) : undefined;
  if (flaw) throw new InputError(`${argument} ${flaw}`, { argument });
}
