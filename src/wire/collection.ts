import { nextCursor, primaryData } from "../jsonapi/document.ts";
import { isObject } from "../text.ts";
import type { Selection } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { fitItems, fitWhole, type Shaped } from "./budget.ts";
import { includedOf, linkedFrom, shapeItem } from "./item.ts";
import { omittedOf } from "./omitted.ts";
import { cursorOf, type Place, shownOf } from "./place.ts";
import { remarksOn } from "./remarks.ts";

/** What came back for one call: a document a page, and the status of the last. */
export interface Fetched {
  status: number;
  documents: readonly unknown[];
  /** The size that each page was asked with. */
  size?: number;
  /** Where in the first page the call goes on. */
  place?: Place;
  /** Why the pages end before they were meant to. */
  stopped?: string;
  /** The next cursor is one that led to a page already: it leads nowhere. */
  round?: boolean;
}

export const MORE = "There is more: the same call with next_cursor as page_cursor.";
export const GONE =
  "The item that was shown last is no longer there: this goes on from its position, so one may be missing or come twice.";

/** The items of some pages as a list that may be cut anywhere. */
export class Pages {
  readonly items: readonly Record<string, unknown>[];
  /** Whether the item that was shown last is gone. */
  readonly gone: boolean;
  readonly #tool: OperationTool;
  readonly #fetched: Fetched;
  readonly #input: Input;
  readonly #pages: readonly Record<string, unknown>[][];
  readonly #skipped: number;

  constructor(tool: OperationTool, fetched: Fetched, input: Input) {
    this.#tool = tool;
    this.#fetched = fetched;
    this.#input = input;
    this.#pages = fetched.documents.map(primaryData);
    const { shown, gone } = fetched.place
      ? shownOf(this.#pages[0] ?? [], fetched.place)
      : { shown: 0, gone: false };
    this.#skipped = shown;
    this.gone = gone;
    this.items = this.#pages.flat().slice(shown);
  }

  /** The cursor that goes on after so many of the items: Klaviyo's at the end of a page, inside one our own. */
  after(count: number): string | undefined {
    const { documents, place, size, round } = this.#fetched;
    if (count >= this.items.length) return round ? undefined : nextCursor(documents.at(-1));
    let position = this.#skipped + count;
    let at = 0;
    while (position >= (this.#pages[at]?.length ?? 0)) {
      position -= this.#pages[at]?.length ?? 0;
      at += 1;
    }
    const cursor = at === 0 ? cursorIn(this.#input) : nextCursor(documents[at - 1]);
    if (position === 0) return cursor;
    const last = this.#pages[at]?.[position - 1]?.id;
    const asked = at === 0 && place ? place.size : size;
    return cursorOf(this.#tool, this.#input, {
      ...(cursor !== undefined && { cursor }),
      ...(asked !== undefined && { size: asked }),
      ...(typeof last === "string" && { after: last }),
      position,
    });
  }
}

/** Klaviyo's cursor that a call began with, by our argument or as a native query has it. */
export function cursorIn(input: Input): string | undefined {
  const given = input.page_cursor ?? input["page[cursor]"];
  return typeof given === "string" ? given : undefined;
}

/** A list of resources: cut between items when too long, with the cursor that goes on after the last of them. */
export function shapeCollection(
  tool: OperationTool,
  fetched: Fetched,
  input: Input,
  maxChars: number,
  selection: Selection | undefined,
): Shaped {
  const pages = new Pages(tool, fetched, input);
  const raw = pages.items;
  const wanted = Math.min(input.limit ?? raw.length, raw.length);
  const mixed = selection === undefined || new Set(raw.map((item) => item.type)).size > 1;
  const items = raw.slice(0, wanted).map((item) => shapeItem(item, selection, mixed));
  const included = includedOf(fetched.documents, selection);
  const omitted = selection && omittedOf(tool, selection, raw, fetched.documents, input);
  // What nothing leads to belongs to no item: it comes with the first of them.
  const every = () => (wanted < raw.length ? raw.map((item) => shapeItem(item, selection, mixed)) : items);
  const led = included.length > 0 && !fetched.place ? new Set(linkedFrom(every(), included)) : undefined;
  const linked = (count: number) => {
    const own = new Set(linkedFrom(items.slice(0, count), included));
    return included.filter((one) => own.has(one) || led?.has(one) === false);
  };
  const build = (count: number): Shaped => {
    const next_cursor = pages.after(count);
    const ended = next_cursor === undefined && count === raw.length;
    const remarks = remarksOn(tool, input, { items: raw, ended });
    const goesOn = hintOf(pages, count, { wanted, limit: input.limit, cursor: next_cursor });
    const hint = [...remarks, goesOn].filter(Boolean).join(" ");
    return {
      data: items.slice(0, count),
      ...(included.length > 0 && { included: linked(count) }),
      ...(next_cursor && { next_cursor }),
      ...(hint && { hint }),
      ...(fetched.stopped && !(fetched.round && next_cursor) && { stopped: fetched.stopped }),
      ...(omitted && { omitted }),
    };
  };
  const fitted = fitItems(wanted, maxChars, build);
  const [first] = items;
  const none = Array.isArray(fitted.data) && fitted.data.length === 0;
  return first && none ? cutFirst(first, build(1), maxChars) : fitted;
}

/** An item that is longer than a result may be is shown without its longest parts, so that the next call goes on after it. */
export function cutFirst(item: Shaped, alone: Shaped, maxChars: number): Shaped {
  const next = (names: readonly string[]) =>
    names[0] === undefined
      ? "Ask for less of each with fields."
      : `The tool that reads this one alone has it in pieces: fields ["${names[0]}@0"].`;
  const fitted = fitWhole({ ...alone, data: item }, maxChars, next);
  return "data" in fitted ? { ...fitted, data: [fitted.data] } : fitted;
}

function hintOf(
  pages: Pages,
  count: number,
  { wanted, limit, cursor }: { wanted: number; limit: number | undefined; cursor: string | undefined },
): string {
  const gone = pages.gone ? [GONE] : [];
  if (cursor === undefined) return gone.join(" ");
  const short = count < wanted || (limit !== undefined && count < limit);
  return [...gone, ...(short ? [`${count} are shown, as many as fit here.`] : []), MORE].join(" ");
}

/** The items of any document, of which nothing is known. */
export function isList(document: unknown): document is { data: unknown[] } {
  return isObject(document) && Array.isArray(document.data);
}
