import type { Tool } from "../src/tool/tool.ts";
import { CORE } from "./core.ts";
import { allTools } from "./index.ts";
import { rowTools } from "./operations/tools.ts";

/** Every tool there is: in words, as rows alone (without those that have words), and which of them are core. */
export function offerOf(beta: boolean): {
  firstClass: readonly Tool[];
  rows: readonly Tool[];
  core: readonly string[];
} {
  const worded = new Set(allTools.map(({ name }) => name));
  return { firstClass: allTools, rows: rowTools(beta).filter(({ name }) => !worded.has(name)), core: CORE };
}
