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

/** A single result that is too long loses its longest parts, by name; it is never cut inside one. */
export function fitWhole(shaped: Shaped, maxChars: number): Shaped {
  const data = shaped.data;
  if (sizeOf(shaped) <= maxChars || !isObject(data))
    return sizeOf(shaped) <= maxChars ? shaped : tooLong(shaped);
  const kept = { ...data };
  const dropped: string[] = [];
  const bySize = Object.keys(kept).sort((a, b) => sizeOf(kept[b]) - sizeOf(kept[a]));
  for (const name of bySize) {
    if (name === "id" || sizeOf({ ...shaped, data: kept }) + 200 <= maxChars) continue;
    dropped.push(`${name} (${sizeOf(kept[name])} characters)`);
    delete kept[name];
  }
  const note = `Too long to show: ${dropped.join(", ")}. Ask for a part with fields, or raise --max-result-chars.`;
  const rest = { ...shaped, data: kept };
  return { ...rest, omitted: [note, shaped.omitted].filter(Boolean).join(" ") };
}

function tooLong(shaped: Shaped): Shaped {
  return {
    omitted: `The answer has ${sizeOf(shaped)} characters, more than a result may have: ask for less, or raise --max-result-chars.`,
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
