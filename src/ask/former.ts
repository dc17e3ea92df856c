import { isObject } from "../text.ts";
import type { Json } from "../tool/tool.ts";

/** What a change overwrote, and how it can be put back. */
export interface Former {
  /** The body that puts it back: the same attributes and relationships, with their former values. */
  body: Json;
  /** What stood there before, by attribute, as JSON. */
  values: Readonly<Record<string, string>>;
}

/** The keys that a body is about: its attributes and relationships, or the whole list of a relationship. */
export function keysOf(body: unknown): string[] {
  const data = isObject(body) ? body.data : undefined;
  if (Array.isArray(data)) return ["data"];
  if (!isObject(data)) return [];
  return [...keys(data.attributes), ...keys(data.relationships)];
}

/** The attributes that a body sets. */
export function attributesOf(body: unknown): string[] {
  const data = isObject(body) ? body.data : undefined;
  return isObject(data) ? keys(data.attributes) : [];
}

/** What stands under these keys in Klaviyo's document of the thing, as JSON; undefined where one cannot be seen there. */
export function valuesIn(document: unknown, names: readonly string[]): Record<string, string> | undefined {
  const data = isObject(document) ? document.data : undefined;
  const found = names.map((name) => [name, JSON.stringify(valueIn(data, name))]);
  return found.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(found);
}

/**
 * How what a PATCH is about to overwrite can be put back, from the thing's document before it. Undefined where it cannot: a
 * secret that Klaviyo never shows, a list of which only a page was read.
 */
export function formerOf(sent: unknown, before: unknown): Former | undefined {
  const data = isObject(sent) ? sent.data : undefined;
  const values = valuesIn(before, keysOf(sent));
  const former = isObject(before) ? before.data : undefined;
  if (!values || Object.keys(values).length === 0) return undefined;
  if (Array.isArray(data)) {
    const cut = isObject(before) && isObject(before.links) && before.links.next;
    return cut || !Array.isArray(former) ? undefined : { body: { data: former.map(identifier) }, values };
  }
  if (!isObject(data) || !isObject(former)) return undefined;
  const attributes = picked(data.attributes, (name) => valueIn(former, name) as Json);
  const relationships = picked(data.relationships, (name) => ({ data: identifiers(valueIn(former, name)) }));
  const added = addedProperties(data.attributes, former);
  const body: Json = {
    data: {
      type: data.type as Json,
      id: data.id as Json,
      ...(attributes && { attributes }),
      ...(relationships && { relationships }),
      ...(added.length > 0 && { meta: { patch_properties: { unset: added } } }),
    },
  };
  return { body, values };
}

/**
 * A person's properties are added to those that are there, so that what came new has to be taken out again:
 * developers.klaviyo.com, Update Profile, `patch_properties`.
 */
function addedProperties(sent: unknown, former: Record<string, unknown>): string[] {
  const now = isObject(sent) && isObject(sent.properties) ? sent.properties : {};
  const before = valueIn(former, "properties");
  return Object.keys(now).filter((name) => !isObject(before) || !Object.hasOwn(before, name));
}

function valueIn(data: unknown, name: string): unknown {
  if (Array.isArray(data)) return name === "data" ? data.map(identifier) : undefined;
  if (!isObject(data)) return undefined;
  const { attributes, relationships } = data;
  if (isObject(attributes) && Object.hasOwn(attributes, name)) return attributes[name];
  const related = isObject(relationships) ? relationships[name] : undefined;
  return isObject(related) ? related.data : undefined;
}

function picked(sent: unknown, formerly: (name: string) => Json): Record<string, Json> | undefined {
  const names = keys(sent);
  return names.length > 0 ? Object.fromEntries(names.map((name) => [name, formerly(name)])) : undefined;
}

function identifiers(value: unknown): Json {
  return Array.isArray(value) ? value.map(identifier) : isObject(value) ? identifier(value) : null;
}

function identifier(value: unknown): Json {
  const { type, id } = isObject(value) ? value : {};
  return { type: type as Json, id: id as Json };
}

function keys(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}
