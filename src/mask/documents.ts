import { isObject } from "../text.ts";
import { saidByCondition } from "./conditions.ts";
import {
  isContact,
  isCount,
  isOneDetail,
  isPerson,
  OWN,
  PEOPLE,
  type PersonFacts,
  type Said,
  saidByKey,
} from "./people.ts";

const NOBODY: PersonFacts = { says: {} };

/** What becomes of a value that says something of a person, and of any other text in what is about persons. */
export interface Visitor {
  said(said: Said, value: string | number): unknown;
  /** `key` is what it is called; `open` tells that an account calls it so, in what is about a person. */
  other(text: string, key?: string, open?: boolean): string;
}

/** Of whose making a document is: one that an account wrote keeps its own addresses. */
export interface Origin {
  /** It may be a rendering: nothing in it is the account's own. */
  rendered?: boolean;
  /** Nobody knows its attributes: what they say is told by their keys. */
  unknown?: boolean;
}

/** A JSON:API document with what it says of persons changed; what an account wrote itself stays as it is. */
export function withPeople(document: unknown, visitor: Visitor, origin: Origin = {}): unknown {
  if (!isObject(document) || document.data === undefined)
    return origin.unknown ? openValue(document, "", false, visitor) : document;
  const { data, included } = document;
  return {
    ...document,
    data: each(data, visitor, origin),
    ...(included !== undefined && { included: each(included, visitor, origin) }),
  };
}

/** A resource, or several, with what they say of persons changed. */
function each(data: unknown, visitor: Visitor, origin: Origin): unknown {
  if (Array.isArray(data)) return data.map((one) => each(one, visitor, origin));
  if (!isObject(data)) return origin.unknown ? openValue(data, "", false, visitor) : data;
  if (!isObject(data.attributes)) {
    const { id, type, links, relationships, ...rest } = data;
    return origin.unknown ? { ...data, ...(openValue(rest, "", false, visitor) as object) } : data;
  }
  const { type, attributes } = data;
  const facts = factsOf(type);
  if (facts) return { ...data, attributes: attributesOf(attributes, facts, visitor) };
  if (!origin.rendered && typeof type === "string" && OWN.has(type)) return data;
  if (origin.unknown) return { ...data, attributes: openValue(attributes, "", false, visitor) };
  return { ...data, attributes: attributesOf(attributes, NOBODY, visitor) };
}

function factsOf(type: unknown): PersonFacts | undefined {
  return typeof type === "string" && Object.hasOwn(PEOPLE, type) ? PEOPLE[type] : undefined;
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
    const inner = (key: string, one: unknown) => attribute(one, `${path}.${key}`, facts, visitor);
    const compared = saidByCondition(value);
    return mapped(value, (key, one) =>
      compared && key === "filter" && isObject(one)
        ? mapped(one, (of, two) => (of === "value" ? saidEach(compared, two, visitor) : inner(of, two)))
        : inner(key, one),
    );
  }
  return typeof value === "string" ? visitor.other(value, path.slice(path.lastIndexOf(".") + 1)) : value;
}

/** What a condition of a segment or a flow compares with: one value, or several. */
function saidEach(said: Said, value: unknown, visitor: Visitor): unknown {
  if (Array.isArray(value)) return value.map((one) => saidEach(said, one, visitor));
  return isScalar(value) ? visitor.said(said, value) : value;
}

/** What an account's own names stand before; `within` a person's. */
export function openValue(value: unknown, key: string, within: boolean, visitor: Visitor): unknown {
  if (Array.isArray(value)) return value.map((one) => openValue(one, key, within, visitor));
  if (isObject(value)) return openObject(value, key, within, visitor);
  if (!isScalar(value)) return value;
  const said = isCount(key, value) ? undefined : saidByKey(key, within);
  if (said === "detail" || (typeof value === "string" && said && !(said === "text" && isId(value)))) {
    return visitor.said(said, value);
  }
  if (typeof value !== "string") return value;
  const inside = parsed(value);
  return inside === undefined
    ? visitor.other(value, key, true)
    : JSON.stringify(openValue(inside, key, within, visitor));
}

function openObject(value: Record<string, unknown>, key: string, within: boolean, visitor: Visitor): unknown {
  const inside = within || isPerson(key);
  // A name beside an address is that of whom it belongs to.
  const beside = inside || Object.keys(value).some(isContact);
  const label = labelOf(value, inside);
  const whole = isOneDetail(key);
  const calledSo = (name: string, one: unknown) => {
    if (label !== undefined && VALUE.test(name)) return label;
    return whole && isScalar(one) ? key : name;
  };
  const facts = factsOf(value.type);
  const entries = Object.entries(value).map(([name, one]) => [
    visitor.other(name),
    // A resource as it was sent, beside what was wrong with it.
    facts && name === "attributes" && isObject(one)
      ? sentAttributes(one, facts, visitor)
      : openValue(one, calledSo(name, one), isScalar(one) ? beside : inside, visitor),
  ]);
  return Object.fromEntries(entries);
}

/** By what the type has, and by what it is called where that has no such attribute. */
function sentAttributes(
  attributes: Record<string, unknown>,
  facts: PersonFacts,
  visitor: Visitor,
): Record<string, unknown> {
  const known = new Set(Object.keys(facts.says).map((path) => path.split(".")[0]));
  return mapped(attributes, (key, one) =>
    known.has(key) ? attribute(one, key, facts, visitor) : openValue(one, key, false, visitor),
  );
}

/** `{"name": "Phone", "value": …}`, as notes of an order and answers of a form are written. */
const LABEL = /^(?:name|key|label|title|question|field|property)$/i;
const VALUE = /^(?:values?|answers?|responses?)$/i;

/** What an object calls its value, where that says something of a person. */
function labelOf(value: Record<string, unknown>, within: boolean): string | undefined {
  if (!Object.keys(value).some((name) => VALUE.test(name))) return undefined;
  const labels = Object.entries(value).map(([name, one]) => (LABEL.test(name) ? one : undefined));
  return labels.find((one): one is string => typeof one === "string" && saidByKey(one, within) !== undefined);
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
