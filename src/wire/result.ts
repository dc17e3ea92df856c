import { nextCursor, primaryData } from "../jsonapi/document.ts";
import { isObject, textOf } from "../text.ts";
import { pieceOf, type Selection, selectionOf } from "../tool/shown.ts";
import type { Input, OperationTool, ResultSpec, Rows } from "../tool/tool.ts";
import { abridged, fitAny, fitItems, fitWhole, type Shaped } from "./budget.ts";
import { type Fetched, isList, MORE, shapeCollection } from "./collection.ts";
import { includedOf, shapeItem } from "./item.ts";
import { omittedOf } from "./omitted.ts";
import { shapePiece } from "./piece.ts";
import { cursorOf, hash, type Place, shownOf } from "./place.ts";
import { remarksOn } from "./remarks.ts";

export type { Fetched, Shaped };

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
      if (isList(document) && !result.read) return shapeCollection(tool, fetched, input, maxChars, undefined);
      return shapeDocument(fetched.status, result.read?.(document) ?? document, maxChars);
    }
    default:
      return shapeEmpty(tool, fetched, input);
  }
}

/** Any JSON:API document without a declaration, or whatever else came: nothing is known, so nothing is left out. */
export function shapeDocument(status: number, document: unknown, maxChars: number): Shaped {
  if (document === undefined) return accepted(status);
  if (!isObject(document) || !("data" in document)) return fitWhole({ data: document }, maxChars);
  const items = primaryData(document).map((item) => shapeItem(item, undefined, true));
  const included = includedOf([document], undefined);
  const cursor = nextCursor(document);
  return fitAny(
    {
      data: isList(document) ? items : (items[0] ?? document.data),
      ...(included.length > 0 && { included }),
      ...(cursor && { next_cursor: cursor }),
    },
    maxChars,
  );
}

/** Of which call rows are, and where among them it goes on. */
export interface RowsOf {
  tool: OperationTool;
  input: Input;
  place?: Place | undefined;
}

/** Rows with their basis; cut between rows, and the cursor goes on after the last one shown. */
export function shapeRows({ data, basis, next_cursor, more }: Rows, maxChars: number, of?: RowsOf): Shaped {
  // A name in it is somebody else's text, of any length.
  const shortBasis = abridged(basis, maxChars / BASIS_SHARE);
  const named = of ? data.map((row) => ({ id: nameOf(row) })) : [];
  const { shown, gone } = of?.place ? shownOf(named, of.place) : { shown: 0, gone: false };
  const rows = data.slice(shown);
  return fitItems(rows.length, maxChars, (count) => {
    const cut = count < rows.length;
    const after =
      of && count > 0 ? { after: named[shown + count - 1]?.id, position: shown + count } : undefined;
    const cursor = cut ? of && after && cursorAfter(of, after) : next_cursor;
    const told = cut ? [`${count} of ${rows.length} rows are shown:`] : [];
    const hint = [...(gone ? [ROW_GONE] : []), ...told, ...(cursor ? [MORE] : cut ? [LESS_ROWS] : [])].join(
      " ",
    );
    return {
      data: rows.slice(0, count),
      ...more,
      basis: shortBasis,
      ...(cursor && { next_cursor: cursor }),
      ...(hint && { hint }),
    };
  });
}

function cursorAfter(
  { tool, input }: RowsOf,
  { after, position }: { after: string | undefined; position: number },
): string | undefined {
  if (!("page_cursor" in tool.inputSchema.shape)) return undefined;
  const { page_cursor } = input;
  return cursorOf(tool, input, {
    ...(page_cursor !== undefined && { cursor: page_cursor }),
    ...(after !== undefined && { after }),
    position,
  });
}

/** What tells a row from the others while its numbers change: the ids, names and dates in it. */
function nameOf(row: Record<string, unknown>): string {
  return hash(JSON.stringify(Object.entries(row).filter(([, value]) => typeof value === "string")));
}

const ROW_GONE =
  "The row that was shown last is no longer there: this goes on from its position, so one may be missing or come twice.";
const NONE = "There is none: Klaviyo answers that nothing stands here (data is null).";
/** What the basis of rows may take of a result: one part in so many. */
const BASIS_SHARE = 4;
const LESS_ROWS = "ask for fewer groups, a shorter time or a longer interval.";

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
  if (!raw) {
    if (document === undefined) return shapeEmpty(tool, { documents, status }, input);
    // The schema of a result has an object for data.
    if (isObject(document) && document.data === null) return { hint: NONE };
    return { data: isObject(document) ? document : { value: document } };
  }
  const wanted = pieceOf(input);
  const piece = wanted && shapePiece(raw, wanted, maxChars);
  if (piece) return piece;
  const item = shapeItem(raw, selection, false);
  const included = includedOf([document], selection);
  const omitted = omittedOf(tool, selection, [raw], documents, input);
  // A report is one resource, and can have pages all the same.
  const cursor = nextCursor(document);
  const goesOn = cursor && "page_cursor" in tool.inputSchema.shape && MORE;
  const remarks = remarksOn(tool, input, { items: [raw], ended: !cursor });
  const told = result.kind === "job" && result.whileRunning && isOver(raw) ? undefined : result.hint;
  const hint = [told && fillHint(told, item, input), ...remarks, goesOn].filter(Boolean).join(" ");
  return fitWhole(
    {
      data: item,
      ...(included.length > 0 && { included }),
      ...(cursor && { next_cursor: cursor }),
      ...(hint && { hint }),
      ...(omitted && { omitted }),
    },
    maxChars,
    (names) => inPieces(tool, names),
  );
}

/** How a job's status says that nothing comes of it any more. */
const OVER: ReadonlySet<unknown> = new Set(["complete", "completed", "cancelled", "failed"]);

const isOver = ({ attributes }: Record<string, unknown>): boolean =>
  isObject(attributes) && OVER.has(attributes.status);

/** The call that gives a part that no result has room for. */
function inPieces(tool: OperationTool, [name]: readonly string[]): string {
  if (name === undefined) return 'The tools that read these give them in pieces: fields ["attribute@0"].';
  const fields = `fields ["${name}@0"]`;
  return "fields" in tool.inputSchema.shape
    ? `Each comes in pieces: the same call with ${fields}.`
    : `The tool that reads this one gives each in pieces: ${fields}.`;
}

function shapeEmpty(tool: OperationTool, { status }: Fetched, input: Input): Shaped {
  const { result } = tool;
  const said = result.kind === "empty" && result.hint ? [fillHint(result.hint, {}, input)] : [];
  const hint = [...said, ...remarksOn(tool, input, { items: [], ended: true })].join(" ");
  return { ...accepted(status), ...(hint && { hint }) };
}

/** What is said of an answer without content. */
function accepted(status: number): Shaped {
  return { ok: true, ...(status === 202 && { status: "accepted" }) };
}

/** Fills `{id}` from the answer and `{argument}` from the call. */
function fillHint(hint: string, item: Shaped, input: Input): string {
  return hint.replace(/\{(\w+)\}/g, (_, name: string) => textOf(item[name] ?? input[name] ?? name));
}
