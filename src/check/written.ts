import { z } from "zod";
import { nextCursor } from "../jsonapi/document.ts";
import { parseFilter, printFilter } from "../jsonapi/filter.ts";
import { isObject } from "../text.ts";
import { NOWHERE } from "../tool/zone.ts";

// What texts say, each read in the one way in which it can be meant; what can be meant in several ways, or in none,
// comes back as it was.

/** JSON of a list or an object in a text; a text that is none of that kind as it is. */
export function parsedAs(kind: "list" | "object", value: unknown): unknown {
  if (typeof value !== "string" || !value.trimStart().startsWith(kind === "list" ? "[" : "{")) return value;
  try {
    return JSON.parse(value);
  } catch {
    return (kind === "list" && textsIn(value)) || value;
  }
}

/** A list of texts as Python writes it: in quotes of either kind, without escapes. */
const TEXTS = /^\s*\[\s*(?:(?:'[^'\\]*'|"[^"\\]*")\s*(?:,\s*|(?=\])))+\]\s*$/;

function textsIn(text: string): string[] | undefined {
  if (!TEXTS.test(text)) return undefined;
  return Array.from(text.matchAll(/'([^']*)'|"([^"]*)"/g), ([, one, other]) => one ?? other ?? "");
}

/** A number that stands in quotes, if it is the same number again when it is written out. */
export function numberIn(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*-?\d+(?:\.\d+)?\s*$/.test(value)) return value;
  const number = Number(value);
  return Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
}

/** `true` and `false` as other languages write them, too. */
export function yesOrNoIn(value: unknown): unknown {
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return word === "true" || (word === "false" ? false : value);
}

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "_");

/**
 * One of several names, whatever its case and whether words are parted by spaces, where only one reads so: `last month`
 * is last_month. So is what Klaviyo's own bodies have as an object of one key. Other texts stay; undefined for no text.
 */
export function choiceIn(names: readonly string[], written: unknown): string | undefined {
  const given = parsedAs("object", written);
  const value = isObject(given) && Object.keys(given).join() === "key" ? given.key : given;
  if (typeof value !== "string" || names.includes(value)) return value as string | undefined;
  const [only, ...others] = names.filter((name) => plain(name) === plain(value));
  return only !== undefined && others.length === 0 ? only : value;
}

/** Separated by commas, without anything else that would have to stand in quotes. */
const WORDS = /^\s*[\w$:.@+-]+(?:\s*,\s*[\w$:.@+-]+)*\s*,?\s*$/;

/** A list in a text, be it JSON or words with commas between; one value as a list of one. */
export function listIn(element: z.ZodTypeAny, given: unknown, name: string): unknown {
  const value = parsedAs("list", given);
  if (value === "") return [];
  if (Array.isArray(value) || value === undefined || value === null) return value;
  const ofChoices = element instanceof z.ZodEnum;
  const ofTexts = ofChoices || element instanceof z.ZodString;
  if (isObject(value)) return ofTexts || element instanceof z.ZodNumber ? value : [value];
  if (typeof value !== "string" || !ofTexts) return [value];
  if (name === "filter") return clausesIn(value);
  if (ofChoices || WORDS.test(value)) return wordsIn(value);
  return value.includes(",") ? value : [value];
}

function wordsIn(text: string): string[] {
  return text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);
}

/** The clauses of a filter in one text, each on its own; a text that is none stays one. */
function clausesIn(text: string): string[] {
  try {
    return parseFilter(text).map((node) => printFilter([node]));
  } catch {
    return [text];
  }
}

/** A filter that was given as a list of clauses, in one text. */
export function filterIn(given: unknown): unknown {
  const value = parsedAs("list", given);
  const texts = Array.isArray(value) && value.every((one) => typeof one === "string");
  return texts ? value.filter((one) => one.trim() !== "").join(",") : given;
}

/** The cursor in a whole link to the next page; any other text as it is. */
export function cursorIn(text: string): string {
  return nextCursor({ links: { next: text } }) ?? text;
}

const MOMENT = /^(\d{4}-\d\d-\d\d)(?:([T ])(\d\d:\d\d)(:\d\d(?:\.\d+)?)?\s*([zZ]|[+-]\d\d:?\d\d)?)?$/;

/**
 * A moment as RFC 3339 has it; one without a zone is marked so, until the account's clock is known. Of a date alone the
 * first moment is meant where something is read, from and to; in a change it may be the last one, too.
 */
export function timeIn(text: string, reads: boolean): string {
  const [, day, parted, time = "00:00", seconds = ":00", zone = NOWHERE] = MOMENT.exec(text.trim()) ?? [];
  if (day === undefined || (parted === undefined && !reads)) return text;
  return `${day}T${time}${seconds}${zone.toUpperCase()}`;
}
