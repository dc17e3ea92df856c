import { isObject } from "../text.ts";

// How a token is written: person_7F3A…@masked, its middle in Crockford's base 32, which no letter is mistaken in.

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TOKEN = /person_[0-9A-Z]+@masked/gi;
/** What was meant as a token and may be a piece of one: models shorten what is long. */
const LIKE_TOKEN = /person_[^\s"'@]{0,2000}(?:@|%40)masked/i;

/** A cursor that would tell a value is told as masked_7F3A…, which is no person's token. */
const CURSOR = /^masked_([0-9A-Z]+)$/i;

/** What a token carries as a cursor. */
export function cursorOf(token: string): string {
  return token.replace(/^person_(.*)@masked$/, "masked_$1");
}

/** The token that a cursor carries; undefined of any other cursor. */
export function tokenInCursor(cursor: string): string | undefined {
  const [, text] = CURSOR.exec(cursor.trim()) ?? [];
  return text === undefined ? undefined : `person_${text}@masked`;
}

/** The token that carries these bytes. */
export function tokenOf(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = "";
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += DIGITS[(value >> bits) & 31];
    }
    value &= (1 << bits) - 1;
  }
  return `person_${text}${bits > 0 ? DIGITS[(value << (5 - bits)) & 31] : ""}@masked`;
}

/** The bytes that a token carries, in whatever case it is written; undefined where the text is no whole token. */
export function bytesOfToken(token: string): Uint8Array | undefined {
  const [, text] = /^person_([0-9A-Z]+)@masked$/i.exec(token) ?? [];
  if (text === undefined) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text.toUpperCase()) {
    const digit = DIGITS.indexOf(letter);
    if (digit < 0) return undefined;
    value = (value << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 255);
    value &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}

/** Whether a token, or a piece of one, stands anywhere in a value, keys too. */
export function holdsToken(value: unknown): boolean {
  if (typeof value === "string") return LIKE_TOKEN.test(value);
  if (Array.isArray(value)) return value.some(holdsToken);
  return (
    isObject(value) && Object.entries(value).some(([key, one]) => LIKE_TOKEN.test(key) || holdsToken(one))
  );
}

/** A text with what stands between its tokens changed. */
export function besideTokens(text: string, change: (part: string) => string): string {
  let changed = "";
  let at = 0;
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    changed += change(text.slice(at, index)) + token;
    at = index + token.length;
  }
  return changed + change(text.slice(at));
}
