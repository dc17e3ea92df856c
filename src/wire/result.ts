import { nextCursor, primaryData } from "../jsonapi/document.ts";
import { isObject, textOf } from "../text.ts";
import { type Selection, selectionOf } from "../tool/shown.ts";
import type { Input, OperationTool, ResultSpec, Rows } from "../tool/tool.ts";
import { abridged, fitItems, fitWhole } from "./budget.ts";
import { includedOf, linkedFrom, type Shaped, shapeItem } from "./item.ts";

export type { Shaped };

/** What came back for one call: a document a page, and the status of the last. */
export interface Fetched {
  status: number;
  documents: readonly unknown[];
  /** Why the pages end before they were meant to. */
  stopped?: string;
}

/**
 * Shapes what came back into what the model reads: attributes beside the id, no links, no nulls, nothing heavy unless
 * asked for; cut between items when longer than `maxChars`, and said so. Pure; never throws on an odd document.
 */
export function shapeResult(
  tool: OperationTool,
  fetched: Fetched,
  input: Input,
  maxChars: number,
  shown = selectionOf(tool, input),
): Shaped {
  const { result } = tool;
  switch (result.kind) {
    case "collection":
      return shapeCollection(tool, fetched, input, maxChars, shown);
    case "resource":
    case "job":
      return shapeResource(tool, result, fetched, input, maxChars, shown);
    case "document": {
      const [document] = fetched.documents;
      return shapeDocument(fetched.status, result.read?.(document) ?? document, maxChars);
    }
    default:
      return shapeEmpty(result, fetched, input);
  }
}

/** Any JSON:API document without a declaration, or whatever else came: nothing is known, so nothing is left out. */
export function shapeDocument(status: number, document: unknown, maxChars: number): Shaped {
  if (document === undefined) return { ok: true, ...(status === 202 && { status: "accepted" }) };
  if (!isObject(document) || !("data" in document)) return fitWhole({ data: document }, maxChars);
  const items = primaryData(document).map((item) => shapeItem(item, undefined, true));
  const included = includedOf([document], undefined);
  const cursor = nextCursor(document);
  const shaped = {
    data: Array.isArray(document.data) ? items : (items[0] ?? document.data),
    ...(included.length > 0 && { included }),
    ...(cursor && { next_cursor: cursor }),
  };
  return Array.isArray(document.data)
    ? fitItems(items.length, maxChars, (count) => ({
        ...shaped,
        data: items.slice(0, count),
        ...(count < items.length && {
          next_cursor: undefined,
          hint: `Cut: ${count} of ${items.length} shown.`,
        }),
      }))
    : fitWhole(shaped, maxChars);
}

/** Rows with their basis; cut between rows, and said so. */
export function shapeRows({ data, basis, next_cursor }: Rows, maxChars: number): Shaped {
  const cursor = next_cursor && {
    next_cursor,
    hint: MORE,
  };
  // A name in it is somebody else's text, of any length.
  const shortBasis = abridged(basis, maxChars / BASIS_SHARE);
  return fitItems(data.length, maxChars, (count) => ({
    data: data.slice(0, count),
    basis: shortBasis,
    ...(count < data.length ? { hint: `${count} of ${data.length} rows are shown: ${LESS_ROWS}` } : cursor),
  }));
}

const MORE = "There is more: the same call with next_cursor as page_cursor.";
/** What the basis of rows may take of a result: one part in so many. */
const BASIS_SHARE = 4;
const LESS_ROWS = "ask for fewer groups, a shorter time or a longer interval.";

function shapeCollection(
  tool: OperationTool,
  { documents, stopped }: Fetched,
  input: Input,
  maxChars: number,
  selection: Selection,
): Shaped {
  const raw = documents.flatMap(primaryData);
  const wanted = Math.min(input.limit ?? raw.length, raw.length);
  const mixed = new Set(raw.map((item) => item.type)).size > 1;
  const items = raw.slice(0, wanted).map((item) => shapeItem(item, selection, mixed));
  const included = includedOf(documents, selection);
  const cursor = nextCursor(documents.at(-1));
  const omitted = omittedOf(tool, selection, raw);
  return fitItems(wanted, maxChars, (count) => {
    const whole = count === raw.length;
    const more = whole && cursor ? { next_cursor: cursor, hint: nextPageHint(count, input) } : {};
    const cut =
      count < wanted ? tooLongHint(tool, count, raw.length, input) : surplusHint(count, raw.length, input);
    return {
      data: items.slice(0, count),
      ...(included.length > 0 && {
        included: whole ? included : linkedFrom(items.slice(0, count), included),
      }),
      ...(whole ? more : { hint: cut }),
      ...(stopped && { stopped }),
      ...(omitted && { omitted }),
    };
  });
}

function nextPageHint(shown: number, { limit }: Input): string {
  const short = typeof limit === "number" && shown < limit ? `${shown} of ${limit} fit here. ` : "";
  return `${short}${MORE}`;
}

/** `limit` ended inside a page: without that page's cursor nothing is skipped by the next call. */
function surplusHint(shown: number, fetched: number, { page_cursor }: Input): string {
  const again = { limit: fetched, ...(page_cursor !== undefined && { page_cursor }) };
  return `${shown} of ${fetched} fetched are shown. For a next_cursor make the same call with ${JSON.stringify(again)}.`;
}

function tooLongHint(tool: OperationTool, shown: number, fetched: number, { page_cursor }: Input): string {
  const { page } = tool.request.query;
  const what = `${shown} of the ${fetched} fetched are shown.`;
  if (shown === 0) return `${what} One is longer than a result may be: ask for less with fields.`;
  if (!page?.size) return `${what} For more of them ask for less of each with fields.`;
  const again = { page_size: Math.min(shown, page.size), ...(page_cursor !== undefined && { page_cursor }) };
  return `${what} To go on without a gap make the same call with ${JSON.stringify(again)} and without limit, then follow next_cursor; or ask for less of each with fields.`;
}

function shapeResource(
  tool: OperationTool,
  result: Extract<ResultSpec, { kind: "resource" | "job" }>,
  { documents, status }: Fetched,
  input: Input,
  maxChars: number,
  selection: Selection,
): Shaped {
  const document = documents[0];
  const [raw] = primaryData(document);
  if (!raw)
    return document === undefined
      ? shapeEmpty({ kind: "empty" }, { documents, status }, input)
      : { data: isObject(document) ? document : { value: document } };
  const item = shapeItem(raw, selection, false);
  const included = includedOf([document], selection);
  const omitted = omittedOf(tool, selection, [raw]);
  // A report is one resource, and can have pages all the same.
  const cursor = nextCursor(document);
  const goesOn = cursor && "page_cursor" in tool.inputSchema.shape && MORE;
  const hint = [result.hint && fillHint(result.hint, item, input), goesOn].filter(Boolean).join(" ");
  return fitWhole(
    {
      data: item,
      ...(included.length > 0 && { included }),
      ...(cursor && { next_cursor: cursor }),
      ...(hint && { hint }),
      ...(omitted && { omitted }),
    },
    maxChars,
  );
}

function shapeEmpty(result: ResultSpec, { status }: Fetched, input: Input): Shaped {
  const hint = result.kind === "empty" && result.hint ? fillHint(result.hint, {}, input) : undefined;
  return { ok: true, ...(status === 202 && { status: "accepted" }), ...(hint && { hint }) };
}

function omittedOf(tool: OperationTool, selection: Selection, raw: readonly Shaped[]): string | undefined {
  if (!("resource" in tool.result) || raw.length === 0) return undefined;
  const { resource, kind } = tool.result;
  const shown = selection.get(resource.type);
  if (!shown || shown.paths === "all" || shown.asked || tool.request.method !== "GET") return undefined;
  if (kind === "collection") return 'Only a summary is shown: detail "full" or fields show more.';
  return `Not shown: ${(resource.heavy ?? []).join(", ")}. detail "full" or fields show them.`;
}

/** Fills `{id}` from the answer and `{argument}` from the call. */
function fillHint(hint: string, item: Shaped, input: Input): string {
  return hint.replace(/\{(\w+)\}/g, (_, name: string) => textOf(item[name] ?? input[name] ?? name));
}
