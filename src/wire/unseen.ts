import { isObject, UNSEEN } from "../text.ts";

type Shaped = Record<string, unknown>;

const JOINING = [
  "Arabic",
  "Bengali",
  "Devanagari",
  "Gujarati",
  "Gurmukhi",
  "Kannada",
  "Khmer",
  "Malayalam",
  "Oriya",
  "Sinhala",
  "Syriac",
  "Tamil",
  "Telugu",
];
const LETTER = `[${JOINING.map((script) => `\\p{Script=${script}}`).join("")}]`;
/** Where one of them is seen: what turns a letter into an emoji, and a joiner inside an emoji or a word that needs it. */
const SEEN = new RegExp(
  `(?<=\\p{Emoji})\\ufe0f|(?<=[\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\ufe0f])\\u200d(?=\\p{Extended_Pictographic})|(?<=${LETTER})[\\u200c\\u200d](?=${LETTER})`,
  "uy",
);

/** Whether there is anything that `withoutUnseen` might take out of a text: quick where there is not. */
export function mayHoldUnseen(text: string): boolean {
  UNSEEN.lastIndex = 0;
  return UNSEEN.test(text);
}

/**
 * A result without what a model would read and a person not see, in values and in names, and with a hint of how much
 * that was. A name that would then stand there twice shows what was in it instead.
 */
export function withoutUnseen(shaped: Shaped): Shaped {
  let taken = 0;
  const text = (value: string) =>
    value.replace(UNSEEN, (one, at: number, whole: string) => {
      if (isSeen(at, whole)) return one;
      taken += 1;
      return "";
    });
  const walk = (value: unknown): unknown => {
    if (typeof value === "string") return text(value);
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    const names = new Set(Object.keys(value));
    const entries = Object.entries(value).map(([name, one]): [string, unknown] => {
      const clean = text(name);
      if (clean === name || !names.has(clean)) {
        names.add(clean);
        return [clean, walk(one)];
      }
      return [name.replace(UNSEEN, escaped), walk(one)];
    });
    return Object.fromEntries(entries);
  };
  const clean = walk(shaped) as Shaped;
  if (taken === 0) return shaped;
  const what = taken === 1 ? "1 invisible character was" : `${taken} invisible characters were`;
  const hint = `${what} taken out of the texts: nobody who looks at them sees what such characters say.`;
  return { ...clean, hint: [clean.hint, hint].filter(Boolean).join(" ") };
}

function isSeen(at: number, whole: string): boolean {
  SEEN.lastIndex = at;
  return SEEN.test(whole);
}

function escaped(one: string): string {
  return `<U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
}
