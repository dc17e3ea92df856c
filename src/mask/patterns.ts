// What an address, a phone number or an IP address looks like in any text, also as a url, a page or JSON writes it.

const AT = String.raw`(?:@|%(?:25)*40|&#0*64;|&#x0*40;|&commat;|\\u0040)`;
const PLUS = String.raw`(?:\+|%(?:25)*2B|&#0*43;|&#x0*2b;|&plus;|\\u002b)`;
const LOCAL = String.raw`(?:[\p{L}\p{M}\p{N}._+'~-]|%(?:25)*(?:2[BDE7]|5F)|&#(?:0*43|x0*2b|0*39|x0*27);)`;
const LABEL = String.raw`[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,62})`;
const EMAIL = new RegExp(
  String.raw`${LOCAL}{1,64}${AT}(?:${LABEL}(?:\.|%(?:25)*2E))+[\p{L}\p{M}\p{N}-]{2,63}`,
  "giu",
);
/** An address that was cut off behind its mark. */
const CUT_EMAIL = new RegExp(String.raw`${LOCAL}{1,64}${AT}[\p{L}\p{M}\p{N}.-]{0,253}(?=…)`, "giu");
const HAS_AT = new RegExp(AT, "i");
/** With + and the country's code, parted or not. What follows a digit is the offset of a moment. */
const PARTED = String.raw`(?:[\s()./\u2010-\u2013-]|%(?:25)*20)`;
const BEFORE = String.raw`(?:(?<![\w+])|(?<=%(?:25)*20))`;
const PHONE = new RegExp(`${BEFORE}${PLUS}[1-9](?:${PARTED}{0,3}\\d){7,14}(?!\\d)`, "gi");
const CUT_PHONE = new RegExp(`${BEFORE}${PLUS}[1-9](?:${PARTED}{0,3}\\d){2,14}(?=…)`, "gi");
/** As North America writes it: (202) 555-0143. */
const NATIONAL =
  /(?<![\w.+-])(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ \u00a0./\u2010-\u2013-])\d{3}[ \u00a0.\u2010-\u2013-]\d{4}(?![\w-])/g;
/** Not a version behind a name and a slash. */
const IPV4 = /(?<![\w.]|\w\/)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\w|\.\d)/g;
/** Whole, with :: between three colons or more, or with :: behind a group that has a digit: div::before is none. */
const IPV6 =
  /(?<![\w:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?=(?:[\da-f]{0,4}:){3})(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6}|(?=[a-f]{0,3}\d)[\da-f]{3,4}::[\da-f]{1,4}|(?=[a-f]{0,3}\d)(?:[\da-f]{1,4}:){2,7}:)(?![\w:])/gi;
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
  const plain = (written: string) => replace(meant(written), written);
  const asWritten = (written: string) => replace(written, written);
  let rest = text;
  if (HAS_AT.test(rest)) {
    if (rest.includes("…")) rest = rest.replace(CUT_EMAIL, plain);
    rest = rest.replace(EMAIL, plain);
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

/** What was written for a url, a page or JSON, as it is meant. */
function meant(written: string): string {
  if (!/[%&\\]/.test(written)) return written;
  let plain = written;
  while (/%25[0-9a-f]{2}/i.test(plain)) plain = plain.replace(/%25/g, "%");
  return plain
    .replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&#(\d{2,7});/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/&#x([0-9a-f]{2,6});/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/\\u(00[0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/&commat;/gi, "@")
    .replace(/&plus;/gi, "+");
}
