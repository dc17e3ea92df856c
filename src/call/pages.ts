import { BusyError, GatewayError, NetworkError } from "../errors.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import type { Selection } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { cursorIn } from "../wire/collection.ts";
import { pagePlan } from "../wire/paging.ts";
import { type Place, shownOf } from "../wire/place.ts";
import { type Fetched, shapeResult } from "../wire/result.ts";
import type { CallSession } from "./session.ts";
import { Walk } from "./walks.ts";

/** A page more is not begun when less than this is left of the call. */
const PAGE_MS = 3000;
const ROUND = "Klaviyo's next cursor is one that it gave before: its pages go round, so the list ends here.";
const OUT_OF_TIME = "The call ran out of time before the limit; go on with next_cursor.";

/**
 * Fetches as many pages as the call asks for. What is there when time or room runs out, or a later page fails, is
 * kept with its cursor; throws what the first page throws. `place` says where in the first page the call goes on: that
 * page is read as it was. `walk` knows the pages that earlier calls read.
 */
export async function fetchPages(
  session: CallSession,
  tool: OperationTool,
  input: Input,
  shown: Selection,
  maxChars: number,
  { place, walk = new Walk() }: { place?: Place | undefined; walk?: Walk } = {},
): Promise<Fetched> {
  const { size, pages } = pagePlan(tool, input);
  const limit = input.limit ?? 0;
  const documents: unknown[] = [];
  const fetched = { documents, ...(size && { size }), ...(place && { place }) };
  let status = 0;
  let cursor = cursorIn(input);
  let round = false;
  do {
    if (documents.length > 0 && session.remaining() < PAGE_MS) {
      return { ...fetched, status, stopped: OUT_OF_TIME };
    }
    const pageSize = documents.length === 0 && place ? place.size : size;
    try {
      const page = { ...(pageSize && { size: pageSize }), ...(cursor && { cursor }) };
      const answer = await session.sendOperation(tool, input, { page, shown });
      status = answer.status;
      documents.push(answer.document);
      const next = nextCursor(answer.document);
      round = next !== undefined && walk.leadsBack(cursor, next);
      cursor = next;
    } catch (error) {
      if (documents.length === 0 || !isFailure(error)) throw error;
      return { ...fetched, status, stopped: `The next page failed: ${error.message.slice(0, 200)}` };
    }
    if (limit) {
      const done = Math.min(countItems(documents, place), limit);
      session.client.progress(done, limit, `page ${documents.length}`);
    }
    if (documents.length > 1 && !fits({ ...fetched, status }, tool, input, shown, maxChars)) {
      // The result is cut inside this page, and its cursor goes on from there.
      return { ...fetched, status };
    }
    if (round) return { ...fetched, status, stopped: ROUND, round };
  } while (cursor && countItems(documents, place) < limit && documents.length < pages + (place ? 1 : 0));
  return { ...fetched, status };
}

/** What may befall a later page and leaves the earlier ones good. */
export function isFailure(error: unknown): error is Error {
  return error instanceof BusyError || error instanceof GatewayError || error instanceof NetworkError;
}

function fits(
  fetched: Fetched,
  tool: OperationTool,
  input: Input,
  shown: Selection,
  maxChars: number,
): boolean {
  const { data } = shapeResult(tool, fetched, input, maxChars, shown);
  const wanted = Math.min(countItems(fetched.documents, fetched.place), Number(input.limit ?? 0));
  return Array.isArray(data) && data.length >= wanted;
}

function countItems(documents: readonly unknown[], place: Place | undefined): number {
  const pages = documents.map(primaryData);
  const before = place ? shownOf(pages[0] ?? [], place).shown : 0;
  return pages.reduce((count, page) => count + page.length, -before);
}
