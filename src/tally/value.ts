import { isObject } from "../text.ts";

/**
 * What a resource object has at a path: its id, what is below its attributes, or the ids of a relationship. A list on
 * the way, or at the end, has as many values as items; nothing and null are no value.
 */
export function valuesAt(item: Record<string, unknown>, path: string): unknown[] {
  if (path === "id") return listed(item.id);
  const inAttributes = below(item.attributes, path);
  return inAttributes.length > 0 ? inAttributes : linked(item.relationships, path);
}

/** The first number at a path; text that is a number counts as one. */
export function numberAt(item: Record<string, unknown>, path: string): number | undefined {
  return valuesAt(item, path)
    .map(numberOf)
    .find((value) => value !== undefined);
}

/** A number, be it written as text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

function below(value: unknown, path: string): unknown[] {
  if (Array.isArray(value)) return value.flatMap((one) => below(one, path));
  if (!isObject(value)) return [];
  // An account's own names may have dots in them.
  if (Object.hasOwn(value, path)) return listed(value[path]);
  const dots = [...path.matchAll(/\./g)].map(({ index }) => index);
  const at = dots.find((dot) => Object.hasOwn(value, path.slice(0, dot)));
  return at === undefined ? [] : below(value[path.slice(0, at)], path.slice(at + 1));
}

function linked(relationships: unknown, name: string): unknown[] {
  if (!isObject(relationships) || !Object.hasOwn(relationships, name)) return [];
  const relationship = relationships[name];
  const data = isObject(relationship) ? relationship.data : undefined;
  return listed(data).flatMap((one) => (isObject(one) ? listed(one.id) : []));
}

function listed(value: unknown): unknown[] {
  return [value].flat(Number.POSITIVE_INFINITY).filter((one) => one !== null && one !== undefined);
}
