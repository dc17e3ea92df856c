import { isObject } from "../text.ts";

type Shaped = Record<string, unknown>;

/** The largest number of items whose result still fits, by halving. */
export function fitItems(count: number, maxChars: number, build: (count: number) => Shaped): Shaped {
  const whole = build(count);
  if (sizeOf(whole) <= maxChars) return whole;
  let fits = 0;
  let tooMany = count;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (sizeOf(build(middle)) <= maxChars) fits = middle;
    else tooMany = middle;
  }
  return build(fits);
}

/** Names of what was left out that are told; of more there is a count. */
const TOLD = 10;
/** So much of a name is told: Klaviyo's are shorter, and a customer's may be anything. */
const NAME_CHARS = 80;

/** A single result that is too long loses its longest parts, by name; it is never cut inside one. */
export function fitWhole(shaped: Shaped, maxChars: number): Shaped {
  const size = sizeOf(shaped);
  if (size <= maxChars) return shaped;
  const data = shaped.data;
  if (!isObject(data)) return tooLong(size);
  const kept = { ...data };
  const dropped: string[] = [];
  const parts = Object.entries(data)
    .filter(([name]) => name !== "id")
    .map(([name, value]) => ({ name, size: sizeOf(value) }))
    .sort((a, b) => b.size - a.size);
  const omitted = () => [tooLongNote(dropped), shaped.omitted].filter(Boolean).join(" ");
  let left = size;
  for (const { name, size } of parts) {
    // Of its braces one is not there, and for the other a comma is.
    if (left + sizeOf({ omitted: omitted() }) - 1 <= maxChars) break;
    dropped.push(`${name.slice(0, NAME_CHARS).toWellFormed()} (${size} characters)`);
    delete kept[name];
    // What stood there: the name, a colon, the value, a comma.
    left -= sizeOf(name) + size + 2;
  }
  const rest = { ...shaped, data: kept, omitted: omitted() };
  return sizeOf(rest) <= maxChars ? rest : tooLong(size);
}

function tooLongNote(dropped: readonly string[]): string {
  const more = dropped.length > TOLD ? ` and ${dropped.length - TOLD} more` : "";
  const names = dropped.slice(0, TOLD).join(", ");
  return `Too long to show: ${names}${more}. Ask for a part with fields, or raise --max-result-chars.`;
}

function tooLong(size: number): Shaped {
  return {
    omitted: `The answer has ${size} characters, more than a result may have: ask for less, or raise --max-result-chars.`,
  };
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

function sizeOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}
