import { meantBy } from "./plain.ts";

// What an address, a phone number or an IP address looks like in any text, also as a url, a page or JSON writes it.

const AT = String.raw`(?:@|%(?:25)*40|&#0*64;|&#x0*40;|&commat;|\\u0040)`;
const PLUS = String.raw`(?:\+|%(?:25)*2B|&#0*43;|&#x0*2b;|&plus;|\\u002b)`;
const LOCAL = String.raw`(?:[\p{L}\p{M}\p{N}._+'~!#$*^-]|%(?:25)*(?:2[BDE7]|5F)|&#(?:0*43|x0*2b|0*39|x0*27);)`;
const LABEL = String.raw`[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,62})`;
const EMAIL = new RegExp(
  String.raw`${LOCAL}{1,64}${AT}(?:${LABEL}(?:\.|%(?:25)*2E))+[\p{L}\p{M}\p{N}-]{2,63}`,
  "giu",
);
/** With what stands for itself in a url or between quotes, where the whole text is an address or its local part is quoted. */
const ODD_EMAIL = new RegExp(
  String.raw`^\s*[^\s@<>"',;:()\\]{1,64}@(?:${LABEL}\.)+[\p{L}\p{M}\p{N}-]{2,63}\s*$|"[^"@\n]{1,64}"@(?:${LABEL}\.)+[\p{L}\p{M}\p{N}-]{2,63}`,
  "giu",
);
/** An address that was cut off behind its mark. */
const CUT_EMAIL = new RegExp(String.raw`${LOCAL}{1,64}${AT}[\p{L}\p{M}\p{N}.-]{0,253}(?=…)`, "giu");
const HAS_AT = new RegExp(AT, "i");
/** With + and the country's code, parted or not. What follows a digit is the offset of a moment. */
const PARTED = String.raw`(?:[\s()./\u00b7\u2010-\u2015-]|%(?:25)*20)`;
const BEFORE = String.raw`(?:(?<![\w+])|(?<=%(?:25)*20))`;
/** The country's code behind + or, where parts follow, behind 00. */
const CODE = String.raw`(?:${PLUS}\s?[1-9]|00[1-9]\d{0,2}(?=\)?[\s./-]))`;
const PHONE = new RegExp(`${BEFORE}${CODE}(?:${PARTED}{0,3}\\d){7,14}(?!\\d)`, "gi");
const CUT_PHONE = new RegExp(`${BEFORE}${PLUS}[1-9](?:${PARTED}{0,3}\\d){2,14}(?=…)`, "gi");
/** As North America writes it: (202) 555-0143. */
const NATIONAL =
  /(?<![\w.+-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ \u00a0./\u00b7\u2010-\u2015-])\d{3}[ \u00a0.\u00b7\u2010-\u2015-]\d{4}(?:(?![\w-])|(?=x\d))/g;
/** Not a version behind a name and a slash. */
const IPV4 =
  /(?<![\p{L}\p{N}.]|[\p{L}\p{N}]\/)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\p{L}\p{N}]|\.\d)/gu;
/** Whole, with :: between three colons or more, or with :: behind a group that has a digit: div::before is none. */
const IPV6 =
  /(?<![\w:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?=(?:[\da-f]{0,4}:){3})(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}|(?=[\da-f:]*\d)[\da-f]{1,4}::[\da-f]{1,4}|(?=[a-f]{0,3}\d)(?:[\da-f]{1,4}:){2,7}:)(?![\w:])/gi;
/** What may carry a text in base64, as links in a message do. */
const BASE64 = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{12,}={0,2}/g;
/** A cursor of ours carries Klaviyo's, which carries the value that a list is sorted by. */
const MOST_DEEP = 3;

/**
 * A text in which everything that looks like one is replaced; what is written for a url, a page or JSON is handed over as
 * it is meant, and what carries one in base64 as it is written.
 */
export function withoutPatterns(
  text: string,
  replace: (value: string, written: string) => string,
  deep = 0,
): string {
  const plain = (written: string) => replace(meantBy(written), written);
  const asWritten = (written: string) => replace(written, written);
  let rest = text;
  if (HAS_AT.test(rest)) {
    if (rest.includes("…")) rest = rest.replace(CUT_EMAIL, plain);
    rest = rest.replace(ODD_EMAIL, asWritten).replace(EMAIL, plain);
  }
  if (/\d{2}|\d\D{1,3}\d/.test(rest)) {
    if (rest.includes("…")) rest = rest.replace(CUT_PHONE, plain);
    rest = rest.replace(PHONE, plain).replace(NATIONAL, asWritten);
  }
  if (/\d\.\d/.test(rest)) rest = rest.replace(IPV4, asWritten);
  if (/[\da-f]:[\da-f:]/i.test(rest)) rest = rest.replace(IPV6, asWritten);
  if (deep === MOST_DEEP) return rest;
  return rest.replace(BASE64, (run) => {
    if (carries(run, deep)) return asWritten(run);
    const parts = run.split("/").map((part) => (carries(part, deep) ? asWritten(part) : part));
    return parts.join("/");
  });
}

/** Whether base64 holds what looks like one. */
function carries(text: string, deep: number): boolean {
  if (text.length < 12) return false;
  let inside: string;
  try {
    inside = atob(text.replaceAll("-", "+").replaceAll("_", "/").replace(/=+$/, ""));
  } catch {
    return false;
  }
  // What is no text inside is an id, a picture, a key.
  if (/[^\t\n\r -~\u0080-\u00ff]/.test(inside)) return false;
  let found = false;
  withoutPatterns(
    inside,
    (_, written) => {
      found = true;
      return written;
    },
    deep + 1,
  );
  return found;
}
