import { DEFAULT_PAGE_SIZE } from "../tool/arguments.ts";
import type { Input, OperationTool } from "../tool/tool.ts";

/** How the pages of one call are fetched: the size of each, and when to stop. */
export function pagePlan(tool: OperationTool, input: Input): { size?: number; pages: number } {
  const max = tool.request.query.page?.size;
  const limit = input.limit;
  if (!max) return { pages: limit === undefined ? 1 : Number.POSITIVE_INFINITY };
  if (limit === undefined) {
    return { size: input.page_size ?? Math.min(DEFAULT_PAGE_SIZE, max), pages: 1 };
  }
  const largest = input.page_size ?? max;
  const fewest = Math.ceil(limit / largest);
  // A page that ends just on the limit keeps its cursor good for the next call; nearly twice the pages are worth that.
  for (let pages = fewest; pages < fewest * 2; pages += 1) {
    if (limit % pages === 0) return { size: limit / pages, pages };
  }
  return { size: Math.ceil(limit / fewest), pages: fewest };
}
