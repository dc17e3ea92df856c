import { BusyError, GatewayError, NetworkError } from "../errors.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import type { Selection } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { pagePlan } from "../wire/paging.ts";
import { type Fetched, shapeResult } from "../wire/result.ts";
import type { CallSession } from "./session.ts";

/** A page more is not begun when less than this is left of the call. */
const PAGE_MS = 3000;
const OUT_OF_TIME = "The call ran out of time before the limit; go on with next_cursor.";

/**
 * Fetches as many pages as the call asks for. What is there when time or room runs out, or a later page fails, is
 * kept with its cursor; throws what the first page throws.
 */
export async function fetchPages(
  session: CallSession,
  tool: OperationTool,
  input: Input,
  shown: Selection,
  maxChars: number,
): Promise<Fetched> {
  const { size, pages } = pagePlan(tool, input);
  const limit = input.limit ?? 0;
  const documents: unknown[] = [];
  let status = 0;
  let cursor = input.page_cursor;
  do {
    if (documents.length > 0 && session.remaining() < PAGE_MS) {
      return { status, documents, stopped: OUT_OF_TIME };
    }
    try {
      const page = { ...(size && { size }), ...(cursor && { cursor }) };
      const answer = await session.sendOperation(tool, input, { page, shown });
      status = answer.status;
      documents.push(answer.document);
      cursor = nextCursor(answer.document);
    } catch (error) {
      if (documents.length === 0 || !isFailure(error)) throw error;
      return { status, documents, stopped: `The next page failed: ${error.message.slice(0, 200)}` };
    }
    if (documents.length > 1 && !fits({ status, documents }, tool, input, shown, maxChars)) {
      // One page too many to show is given back, so that the cursor before it stays good.
      return { status, documents: documents.slice(0, -1) };
    }
    if (limit) {
      session.client.progress(Math.min(countItems(documents), limit), limit, `page ${documents.length}`);
    }
  } while (cursor && countItems(documents) < limit && documents.length < pages);
  return { status, documents };
}

/** What may befall a later page and leaves the earlier ones good. */
function isFailure(error: unknown): error is Error {
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
  const wanted = Math.min(countItems(fetched.documents), Number(input.limit ?? 0));
  return Array.isArray(data) && data.length >= wanted;
}

function countItems(documents: readonly unknown[]): number {
  return documents.reduce<number>((count, document) => count + primaryData(document).length, 0);
}
