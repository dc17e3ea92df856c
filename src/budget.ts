import { isObject } from "./jsonapi/document.ts";

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

function sizeOf(value: unknown): number {
  return JSON.stringify(value)?.length ?? 0;
}
