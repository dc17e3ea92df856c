import { UNSEEN } from "../text.ts";

/** Letters, digits and signs of ASCII in the width of an ideograph. */
const WIDE = /[\uff01-\uff5e]/g;
const WIDE_BY = 0xfee0;
const DIGIT = /(?![0-9])\p{Nd}/gu;
/** Signs that stand for another: a small @, the stops of ideographs, a true minus. */
const SIGNS: Readonly<Record<string, string>> = {
  "\ufe6b": "@",
  "\u3002": ".",
  "\uff61": ".",
  "\u2212": "-",
};
const SIGN = new RegExp(`[${Object.keys(SIGNS).join("")}]`, "g");

/** A text as everybody reads it: without what nobody sees, and with one letter for what looks alike. */
export function plainOf(text: string): string {
  if (/^[\n -~]*$/.test(text)) return text;
  return text
    .replace(UNSEEN, "")
    .replace(WIDE, (letter) => String.fromCharCode(letter.charCodeAt(0) - WIDE_BY))
    .replace(SIGN, (sign) => SIGNS[sign] ?? sign)
    .replace(DIGIT, (digit) => String(digitOf(digit)));
}

/** The digits of a writing stand one after the other, from its zero. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

const ENTITIES: Readonly<Record<string, string>> = {
  commat: "@",
  period: ".",
  plus: "+",
  lowbar: "_",
  hyphen: "-",
  colon: ":",
  nbsp: " ",
};
const WRITTEN = /%[0-7][0-9a-f]|&#\d{2,7};|&#x[0-9a-f]{2,6};|&[a-z]{4,6};|\\u00[0-9a-f]{2}/gi;
/** Written for a url within a url within a page. */
const MOST_DEEP = 4;

/** What a url, a page or JSON says, as it is meant. */
export function meantBy(written: string): string {
  let meant = written;
  for (let deep = 0; deep < MOST_DEEP && /[%&\\]/.test(meant); deep += 1) {
    const before = meant;
    meant = before.replace(WRITTEN, letterOf);
    if (meant === before) break;
  }
  return meant;
}

function letterOf(written: string): string {
  const [, name, hex, decimal] = /^(?:&([a-z]+);|(?:%|&#x|\\u)([\da-f]+);?|&#(\d+);)$/i.exec(written) ?? [];
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? written;
  const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : written;
}
