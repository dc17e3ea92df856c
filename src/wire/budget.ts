import { isObject, textOf } from "../text.ts";

/** What a model reads of one resource object, or of a whole answer. */
export type Shaped = Record<string, unknown>;

/** The largest number of items whose result still fits, by halving. */
export function fitItems(count: number, maxChars: number, build: (count: number) => Shaped): Shaped {
  const whole = build(count);
  if (measured(whole) <= maxChars) return whole;
  let fits = 0;
  let tooMany = count;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (sizeOf(build(middle)) <= maxChars) fits = middle;
    else tooMany = middle;
  }
  return build(fits);
}

const texts = new WeakMap<Shaped, string>();

/** A whole result as text, written once: the parts that look at it on its way out ask again, and none changes it. */
export function textOfResult(result: Shaped): string {
  const known = texts.get(result);
  if (known !== undefined) return known;
  const text = JSON.stringify(result);
  texts.set(result, text);
  return text;
}

/** How long a result is as a model reads it, in characters. */
function measured(result: Shaped): number {
  return textOfResult(result).length;
}

/** Names of what was left out that are told; of more there is a count. */
const TOLD = 10;
/** So much of a name is told: Klaviyo's are shorter, and a customer's may be anything. */
const NAME_CHARS = 80;
/** What there is to do about a part that is too long, unless the caller knows better. */
const ASK_FOR_LESS = () => "Ask for a part with fields, or raise --max-result-chars.";

/** A value of a resource that may be left out. */
interface Part {
  holder: Shaped;
  name: string;
  /** How it is told of: with the resource that it belongs to, where that is not the result's own. */
  label: string;
  size: number;
}

/**
 * A single result that is too long loses its longest parts, those of what is included too, by name; none is cut inside.
 * `next` says what to do about the ones of these names.
 */
export function fitWhole(
  shaped: Shaped,
  maxChars: number,
  next: (names: readonly string[]) => string = ASK_FOR_LESS,
): Shaped {
  const size = measured(shaped);
  if (size <= maxChars) return shaped;
  if (!isObject(shaped.data)) return tooLong(size);
  const data = { ...shaped.data };
  const included = [shaped.included ?? []].flat().filter(isObject);
  const kept = included.map((one) => ({ ...one }));
  const parts = [partsOf(data), ...kept.map((one) => partsOf(one, `${labelOf(one)} `))].flat();
  const dropped: Part[] = [];
  const omitted = () => [tooLongNote(dropped, next), shaped.omitted].filter(Boolean).join(" ");
  let left = size;
  for (const part of parts.sort((a, b) => b.size - a.size)) {
    // Of its braces one is not there, and for the other a comma is.
    if (left + sizeOf({ omitted: omitted() }) - 1 <= maxChars) break;
    dropped.push(part);
    delete part.holder[part.name];
    // What stood there: the name, a colon, the value, a comma.
    left -= sizeOf(part.name) + part.size + 2;
  }
  const rest = { ...shaped, data, ...(kept.length > 0 && { included: kept }), omitted: omitted() };
  if (sizeOf(rest) <= maxChars) return rest;
  const { included: _, ...bare } = rest;
  if (kept.length > 0) bare.omitted = `${kept.length} included resources do not fit. ${bare.omitted}`;
  return sizeOf(bare) <= maxChars ? bare : tooLong(size);
}

function partsOf(holder: Shaped, label = ""): Part[] {
  return Object.entries(holder)
    .filter(([name]) => name !== "id" && (label === "" || name !== "type"))
    .map(([name, value]) => ({ holder, name, label: `${label}${name}`, size: sizeOf(value) }));
}

function labelOf({ type, id }: Shaped): string {
  return `${textOf(type)} ${textOf(id)}`;
}

function tooLongNote(dropped: readonly Part[], next: (names: readonly string[]) => string): string {
  const more = dropped.length > TOLD ? ` and ${dropped.length - TOLD} more` : "";
  const told = dropped.slice(0, TOLD);
  const names = told.map(
    ({ label, size }) => `${label.slice(0, NAME_CHARS).toWellFormed()} (${size} characters)`,
  );
  const own = told.filter(({ name, label }) => name === label && name.length <= NAME_CHARS);
  return `Too long to show: ${names.join(", ")}${more}. ${next(own.map(({ name }) => name))}`;
}

function tooLong(size: number): Shaped {
  return {
    omitted: `The answer has ${size} characters, more than a result may have: ask for less, or raise --max-result-chars.`,
  };
}

/** So much of a hint, or of what is said of omissions, is told where a result is too long. */
const NOTE_CHARS = 1000;

/**
 * Any result, within the room that there is: a list is cut between its items, a single one loses its longest parts, and
 * what has neither is told by its beginning. What a person is asked about is never shortened.
 */
export function fitAny(given: Shaped, maxChars: number): Shaped {
  if (measured(given) <= maxChars || given.status === "needs_confirmation") return given;
  const shaped = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [
      name,
      typeof value === "string" && name !== "next_cursor" && value.length > NOTE_CHARS
        ? `${value.slice(0, NOTE_CHARS).toWellFormed()}…`
        : value,
    ]),
  );
  const { data, included, next_cursor, ...rest } = shaped;
  if (Array.isArray(data)) {
    return fitItems(data.length, maxChars, (count) => ({
      ...rest,
      data: data.slice(0, count),
      // It would skip the others.
      ...(count === data.length && next_cursor !== undefined && { next_cursor }),
      ...(included !== undefined && { omitted: withoutIncluded(rest.omitted) }),
      ...(count < data.length && { hint: notAll(count, data.length, rest.hint) }),
    }));
  }
  if (isObject(data)) return fitWhole(shaped, maxChars);
  const [longest] = Object.entries(shaped).sort(([, a], [, b]) => sizeOf(b) - sizeOf(a));
  if (!longest) return shaped;
  const [name, value] = longest;
  const room = maxChars - (sizeOf(shaped) - sizeOf(value));
  const short = { ...shaped, [name]: abridged(value, room) };
  return sizeOf(short) <= maxChars ? short : tooLong(sizeOf(given));
}

function withoutIncluded(omitted: unknown): string {
  return ["What is included does not fit.", omitted].filter(Boolean).join(" ");
}

function notAll(count: number, all: number, hint: unknown): string {
  const more = typeof hint === "string" ? ` ${hint}` : "";
  return `${count} of these ${all} are shown: more are longer than a result may be. Ask for less, or raise --max-result-chars.${more}`;
}

/** More of a list or a text than this nobody reads to know what it is. */
const FEW_ITEMS = 5;
const FEW_CHARS = 300;

/** The value when its JSON fits; else with long lists as their count and first items, and long texts as their beginning. */
export function abridged(value: unknown, maxChars: number): unknown {
  const size = sizeOf(value);
  if (size <= maxChars) return value;
  const short = beginningOf(value);
  return sizeOf(short) <= maxChars ? short : `${size} characters, too long to show`;
}

function beginningOf(value: unknown): unknown {
  if (typeof value === "string" && value.length > FEW_CHARS) {
    return `${value.slice(0, FEW_CHARS).toWellFormed()}… (${value.length} characters)`;
  }
  if (Array.isArray(value)) {
    const first = value.slice(0, FEW_ITEMS).map(beginningOf);
    return value.length > FEW_ITEMS ? { count: value.length, first } : first;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, beginningOf(one)]));
}

/** A result's length as a model reads it, in characters. */
export function sizeOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}
