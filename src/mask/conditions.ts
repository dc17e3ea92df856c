import { InputError } from "../errors.ts";
import { isObject, oneLine } from "../text.ts";
import { isPerson, type Said, saidBy, saidByKey } from "./people.ts";

/** What a condition may do with what is masked: it is the same or not, or there is one. A country's code tells a country. */
const WHOLE = /^(?:(?:not-)?(?:equals|in)|is-set|not-set|phone-country-code-(?:not-)?in)$/;
/** Of a list: something whole is in it. */
const WHOLE_IN_LIST = /^(?:not-)?contains(?:-all|-any)?$/;
/** What compares with whole values, each of which is somebody's. */
const COMPARES = /^(?:not-)?(?:equals|in)$/;
/** The parts of a property's name: `location['zip']`, `properties['Shipping Address']`, `customer.email`. */
const STEP = /\['([^']*)'\]|\["([^"]*)"\]|([^.[\]]+)/g;

/**
 * Refuses conditions of segments and flows that compare what is masked by a part of it, wherever in an argument they
 * stand: who is in a segment is counted and listed, so that they ask as a filter does. Throws InputError.
 */
export function refuseConditions(value: unknown, path: string, hidesTexts: boolean): void {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) refuseConditions(one, `${path}[${at}]`, hidesTexts);
  } else if (isObject(value)) {
    refuseOne(value, path, hidesTexts);
    for (const [key, one] of Object.entries(value)) refuseConditions(one, `${path}.${key}`, hidesTexts);
  }
}

function refuseOne(value: Record<string, unknown>, path: string, hidesTexts: boolean): void {
  const { type, filter } = value;
  if (type === "profile-postal-code-distance") throw byPart(path, "location['zip']");
  if (!isObject(filter) || typeof filter.operator !== "string" || isWhole(filter)) return;
  const name = nameOf(value);
  if (name !== undefined && isMasked(name, type, hidesTexts)) throw byPart(path, name);
  // Of a property that has a number alone nobody here knows what it is called.
  if (value.property_id !== undefined && filter.type === "string") throw byPart(path, "a property by its id");
}

/** What the values say that a condition compares with as a whole; undefined of what is none, or says nothing of a person. */
export function saidByCondition(value: Record<string, unknown>): Said | undefined {
  const { type, filter } = value;
  const name = nameOf(value);
  if (name === undefined || !isObject(filter) || !comparesWhole(filter)) return undefined;
  const said = saidOf(name, type === "profile-property");
  return said === "text" ? undefined : said;
}

function comparesWhole({ type, operator }: Record<string, unknown>): boolean {
  const said = String(operator);
  return COMPARES.test(said) || (type === "list" && WHOLE_IN_LIST.test(said));
}

function nameOf({ property, field }: Record<string, unknown>): string | undefined {
  return [property, field].find((one): one is string => typeof one === "string");
}

function isWhole({ type, operator }: Record<string, unknown>): boolean {
  const said = String(operator);
  return WHOLE.test(said) || (type === "list" && WHOLE_IN_LIST.test(said));
}

function isMasked(name: string, type: unknown, hidesTexts: boolean): boolean {
  const said = saidOf(name, type === "profile-property");
  return said !== undefined && (said !== "text" || hidesTexts);
}

function saidOf(name: string, ofProfile: boolean): Said | undefined {
  const steps = [...name.matchAll(STEP)].map(([, one, other, plain]) => (one ?? other ?? plain ?? "").trim());
  const known = ofProfile ? saidBy("profile", steps.join(".")) : undefined;
  // A name may have dots of its own.
  return known ?? saidByKey(steps.at(-1) ?? "", steps.slice(0, -1).some(isPerson)) ?? saidByKey(name, false);
}

function byPart(path: string, name: string): InputError {
  return new InputError(`${path}: ${oneLine(name, 100)} is masked, and is compared whole or not at all`, {
    argument: path,
    next: "It takes equals, not-equals, in, not-in, is-set and not-set; any other is for a person to make in Klaviyo.",
  });
}
