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

/** A line of a question: what people wrote stands apart, ids small, moments in words. */
export function said(whole: string): HTMLElement {
  const line = cut(whole, MOST_LINE);
  const shown = el("span", {});
  let at = 0;
  for (const { 0: part, 1: id, 2: value, index } of line.matchAll(QUOTED)) {
    shown.append(line.slice(at, index));
    if (id !== undefined) shown.append(el("small", {}, written(unquoted(id), MOST_CHARS)));
    else shown.append(el("b", {}, written(moment(unquoted(value ?? "")), MOST_CHARS)));
    at = index + part.length;
  }
  shown.append(line.slice(at));
  return shown;
}
