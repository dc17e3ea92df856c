import { nearest, oneLine } from "../text.ts";

/** So many things are told of those that may be meant. */
export const MOST_TOLD = 5;

/** A thing by its name. */
export interface Entry {
  kind: string;
  id: string;
  name: string;
  /** Status and date, where it has them. */
  telling: string;
}

/** A thing as an error or a hint names it. */
export function told({ id, name, telling }: Entry): string {
  return `${JSON.stringify(oneLine(name, 80))} (${[id, telling].filter(Boolean).join(", ")})`;
}

/** Several things, so that one of them can be chosen. */
export function allTold(entries: readonly Entry[]): string {
  const rest = entries.length - MOST_TOLD;
  return `${entries.slice(0, MOST_TOLD).map(told).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** Whether a thing is called so, without regard to case and spaces. */
export function same(name: string, text: string): boolean {
  return folded(name) === folded(text);
}

function folded(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, " ");
}

/** Those whose name is a letter or two away, holds the text, or has a word of it; the nearest first. */
export function nearTo(text: string, entries: readonly Entry[]): Entry[] {
  const wanted = folded(text);
  const words = wordsOf(text);
  const long = entries.filter(({ name }) => name.trim().length > 2);
  const close = nearest(
    text,
    long.map(({ name }) => name),
  );
  const word = nearest(
    text,
    long.flatMap(({ name }) => wordsOf(name)).filter((one) => Math.abs(one.length - wanted.length) <= 2),
  );
  const rank = ({ name }: Entry) => {
    const own = folded(name);
    if (name === close) return 3;
    if (own.includes(wanted) || wanted.includes(own)) return 2;
    return wordsOf(name).some((one) => one === word || words.includes(one)) ? 1 : 0;
  };
  return long.filter((one) => rank(one) > 0).sort((a, b) => rank(b) - rank(a));
}

/** The words of a name that tell something. */
function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((one) => one.length > 2);
}
