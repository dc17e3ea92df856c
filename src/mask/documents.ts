import { isObject } from "../text.ts";
import { isPerson, PEOPLE, type PersonFacts, type Said, saidByKey } from "./people.ts";

/** What becomes of a value that says something of a person, and of any other text in what is about persons. */
export interface Visitor {
  said(said: Said, value: string | number): unknown;
  other(text: string): string;
}

/** A JSON:API document with what it says of persons changed; resources that are about nobody stay as they are. */
export function withPeople(document: unknown, visitor: Visitor): unknown {
  if (!isObject(document)) return document;
  const { data, included } = document;
  return {
    ...document,
    ...(data !== undefined && { data: each(data, visitor) }),
    ...(included !== undefined && { included: each(included, visitor) }),
  };
}

/** A resource, or several, with what they say of persons changed. */
export function each(data: unknown, visitor: Visitor): unknown {
  if (Array.isArray(data)) return data.map((one) => each(one, visitor));
  if (!isObject(data) || !isObject(data.attributes)) return data;
  const facts = typeof data.type === "string" && Object.hasOwn(PEOPLE, data.type) && PEOPLE[data.type];
  return facts ? { ...data, attributes: attributesOf(data.attributes, facts, visitor) } : data;
}

function attributesOf(attributes: Record<string, unknown>, facts: PersonFacts, visitor: Visitor): unknown {
  const { sample } = facts;
  const called = sample?.key.map((key) => attributes[key]).find((one) => typeof one === "string");
  return mapped(attributes, (key, value) =>
    sample?.values === key && typeof called === "string"
      ? openValue(value, called, false, visitor)
      : attribute(value, key, facts, visitor),
  );
}

function attribute(value: unknown, path: string, facts: PersonFacts, visitor: Visitor): unknown {
  if (facts.open?.includes(path)) return openValue(value, "", false, visitor);
  const said = Object.hasOwn(facts.says, path) ? facts.says[path] : undefined;
  if (said && isScalar(value)) return visitor.said(said, value);
  if (Array.isArray(value)) return value.map((one) => attribute(one, path, facts, visitor));
  if (isObject(value)) {
    return mapped(value, (key, one) => attribute(one, `${path}.${key}`, facts, visitor));
  }
  return typeof value === "string" ? visitor.other(value) : value;
}

/** What an account's own names stand before; `within` a person's. */
export function openValue(value: unknown, key: string, within: boolean, visitor: Visitor): unknown {
  if (Array.isArray(value)) return value.map((one) => openValue(one, key, within, visitor));
  if (isObject(value)) {
    const inside = within || isPerson(key);
    return mapped(value, (name, one) => openValue(one, name, inside, visitor));
  }
  if (!isScalar(value)) return value;
  const said = saidByKey(key, within);
  if (said === "detail" || (typeof value === "string" && said && !(said === "text" && isId(value)))) {
    return visitor.said(said, value);
  }
  if (typeof value !== "string") return value;
  const inside = parsed(value);
  return inside === undefined
    ? visitor.other(value)
    : JSON.stringify(openValue(inside, key, within, visitor));
}

/** JSON within a text; undefined where it is none. */
export function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An object with each of its values changed; its prototype's names are names like any. */
export function mapped(
  object: Record<string, unknown>,
  change: (key: string, value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(key, value)]));
}

function isScalar(value: unknown): value is string | number {
  return typeof value === "number" || (typeof value === "string" && value.trim() !== "");
}

/** `01HB7XYZ` is no free text, whatever it is called. */
function isId(text: string): boolean {
  return /^[\w:$-]*\d[\w:$-]*$/.test(text);
}
