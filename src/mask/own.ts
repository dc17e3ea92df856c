import { isObject } from "../text.ts";
import { withoutPatterns } from "./patterns.ts";
import { OWN } from "./people.ts";

/** The addresses in what an account wrote itself: its templates, campaigns, forms, its own entry. */
export function ownIn(document: unknown): string[] {
  if (!isObject(document)) return [];
  const found: string[] = [];
  for (const one of [document.data, document.included].flat()) {
    if (!isObject(one) || typeof one.type !== "string" || !OWN.has(one.type)) continue;
    const whole = one.type === "account";
    textsIn(one.attributes, (text) => {
      if (whole) found.push(text);
      withoutPatterns(text, (value, written) => {
        found.push(value);
        return written;
      });
    });
  }
  return found;
}

function textsIn(value: unknown, take: (text: string) => void): void {
  if (typeof value === "string") take(value);
  else if (typeof value === "object" && value !== null)
    for (const one of Object.values(value)) textsIn(one, take);
}
