import { didYouMean, isObject, textOf } from "../text.ts";
import type { Structure } from "../tool/vocabulary.ts";

/** Where a value breaks its structure, as an argument's path, and what is allowed there. */
export interface Flaw {
  path: string;
  problem: string;
}

/**
 * The first place where a value is not what its structure says, or undefined. Keys that the structure does not name
 * are let through: only Klaviyo knows them all.
 */
export function flawOf(value: unknown, structure: Structure, path: string): Flaw | undefined {
  switch (structure.is) {
    case "free":
      return structure.most && flawOfFree(value, structure.most, path, structure.most.depth);
    case "string":
    case "number":
    case "boolean":
      return typeof value === structure.is ? undefined : { path, problem: `is a ${structure.is}` };
    case "nullable":
      return value === null ? undefined : flawOf(value, structure.of, path);
    case "choice":
      return flawOfChoice(value, structure.values, path);
    case "list":
      return flawOfList(value, structure.of, path);
    case "object":
      return flawOfObject(value, structure, path);
    case "by":
      return flawOfCase(value, structure, path);
  }
}

function flawOfFree(
  value: unknown,
  most: NonNullable<Extract<Structure, { is: "free" }>["most"]>,
  path: string,
  levels = Number.POSITIVE_INFINITY,
): Flaw | undefined {
  if (typeof value === "string") {
    const bytes = most.textBytes === undefined ? 0 : Buffer.byteLength(value);
    return bytes > (most.textBytes ?? 0)
      ? { path, problem: `has ${bytes} bytes, and at most ${most.textBytes} are taken` }
      : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (levels === 0) return { path, problem: `is nested more than ${most.depth} levels deep` };
  const entries = Object.entries(value);
  const limit = Array.isArray(value) ? most.items : most.keys;
  if (entries.length > (limit ?? entries.length)) {
    return { path, problem: `has ${entries.length} entries, and at most ${limit} are taken` };
  }
  const name = (key: string) => (Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`);
  for (const [key, inner] of entries) {
    const flaw = flawOfFree(inner, most, name(key), levels - 1);
    if (flaw) return flaw;
  }
  return undefined;
}

function flawOfChoice(value: unknown, values: readonly string[], path: string): Flaw | undefined {
  if (typeof value === "string" && values.includes(value)) return undefined;
  return { path, problem: `is one of ${values.join(", ")}.${didYouMean(textOf(value), values)}` };
}

function flawOfList(value: unknown, of: Structure, path: string): Flaw | undefined {
  if (!Array.isArray(value)) return { path, problem: "is a list" };
  return firstFlaw(value.map((item, index) => [item, of, `${path}[${index}]`]));
}

function flawOfObject(
  value: unknown,
  { needs = {}, may = {} }: Extract<Structure, { is: "object" }>,
  path: string,
): Flaw | undefined {
  if (!isObject(value)) return { path, problem: "is an object" };
  const missing = Object.keys(needs).filter((key) => !Object.hasOwn(value, key));
  if (missing.length > 0) return { path, problem: `needs ${missing.join(", ")}` };
  const given = Object.entries(may).filter(([key]) => Object.hasOwn(value, key) && value[key] !== null);
  return firstFlaw(
    [...Object.entries(needs), ...given].map(([key, inner]) => [value[key], inner, `${path}.${key}`]),
  );
}

function flawOfCase(
  value: unknown,
  { key, cases }: Extract<Structure, { is: "by" }>,
  path: string,
): Flaw | undefined {
  if (!isObject(value)) return { path, problem: "is an object" };
  const name = value[key];
  const found = typeof name === "string" && Object.hasOwn(cases, name) ? cases[name] : undefined;
  return found ? flawOf(value, found, path) : flawOfChoice(name, Object.keys(cases), `${path}.${key}`);
}

function firstFlaw(parts: [value: unknown, structure: Structure, path: string][]): Flaw | undefined {
  for (const [value, structure, path] of parts) {
    const flaw = flawOf(value, structure, path);
    if (flaw) return flaw;
  }
  return undefined;
}
