// What an address, a phone number or an IP address looks like in any text.

/** Its mark may be written as a url has it. */
const EMAIL =
  /[\p{L}\p{N}._+'~-]{1,64}(?:@|%40)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.)+[\p{L}\p{N}-]{2,63}/giu;
/** With + and the country's code, parted or not; a url has + as %2B. What follows a digit is the offset of a moment. */
const PHONE = /(?<![\w+])(?:\+|%2B)\d(?:[\s\u00a0().-]{0,2}\d){7,14}(?!\d)/gi;
/** As North America writes it: (202) 555-0143. */
const NATIONAL = /(?<![\w.+-])(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}(?![\w-])/g;
/** Not a version behind a name and a slash. */
const IPV4 = /(?<![\w.]|\w\/)(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?!\w|\.\d)/g;
const IPV6 =
  /(?<![\w:])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?=(?:[\da-f]{0,4}:){3})(?:[\da-f]{1,4}:){1,6}(?::[\da-f]{1,4}){1,6})(?![\w:])/gi;

/** A text in which everything that looks like one is replaced; what is written for a url is handed over as it is meant. */
export function withoutPatterns(text: string, replace: (value: string, written: string) => string): string {
  let rest = text;
  if (/@|%40/.test(rest)) {
    rest = rest.replace(EMAIL, (written) => replace(written.replace(/%40/i, "@"), written));
  }
  if (/\d{2}/.test(rest)) {
    rest = rest
      .replace(PHONE, (written) => replace(written.replace(/^%2B/i, "+"), written))
      .replace(NATIONAL, (written) => replace(written, written));
  }
  if (/\d\.\d/.test(rest)) rest = rest.replace(IPV4, (written) => replace(written, written));
  return /[\da-f]:[\da-f:]/i.test(rest) ? rest.replace(IPV6, (written) => replace(written, written)) : rest;
}
