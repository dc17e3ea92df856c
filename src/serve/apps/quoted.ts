import { cut } from "../../draw/tree.ts";
import { moment } from "../../draw/wording.ts";
import { el, written } from "./elements.ts";

/** A value in quotes, with an id in brackets or not, as src/ask/quote.ts writes them. */
const QUOTED = /\((?:connection )?"((?:[^"\\]|\\.)*)"\)|"((?:[^"\\]|\\.)*)"/g;
/** A value of a question is 300 characters long at most; an id is not cut. */
const MOST_CHARS = 2100;

const unquoted = (text: string): string => text.replace(/\\(["\\])/g, "$1");

/** A question has no more in all. */
const MOST_LINE = 4000;

/** A line of a question, its parts below each other: what people wrote stands apart, ids small, moments in words. */
export function said(whole: string): HTMLElement {
  const parts = partsOf(cut(whole, MOST_LINE));
  const [only] = parts;
  if (only && parts.length === 1) return el("span", {}, ...only);
  return el("ul", { class: "parts" }, ...parts.map((part) => el("li", {}, ...part)));
}

/** A line of names with their values, and no sentence. */
const PAIRS = /^\w[\w .]* (?:"|none\b|true\b|false\b|-?\d).*"/s;

/** The line; one of names with their values divided where a comma stands outside of quotes. */
function partsOf(line: string): (Node | string)[][] {
  const parts: (Node | string)[][] = [[]];
  const isPairs = PAIRS.test(line);
  const add = (text: string) => {
    for (const [index, piece] of (isPairs ? text.split(", ") : [text]).entries()) {
      if (index > 0) parts.push([]);
      if (piece !== "") parts.at(-1)?.push(piece);
    }
  };
  let at = 0;
  for (const { 0: quote, 1: id, 2: value, index } of line.matchAll(QUOTED)) {
    add(line.slice(at, index));
    const shown = written(id === undefined ? moment(unquoted(value ?? "")) : unquoted(id), MOST_CHARS);
    parts.at(-1)?.push(el(id === undefined ? "b" : "small", {}, shown));
    at = index + quote.length;
  }
  add(line.slice(at));
  return parts;
}
