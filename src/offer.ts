import { CORE } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";
import type { Offer } from "./catalog.ts";
import type { Tool } from "./tool/tool.ts";

/** Every declaration there is: what calls run, and what the build writes the list from. */
export function wholeOffer(): Offer<Tool> {
  return { firstClass: allTools, rows: [], core: CORE };
}
