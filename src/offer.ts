import { CORE, STEPS } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";
import { rowTools } from "../tools/operations/tools.ts";
import type { Offer } from "./catalog.ts";
import type { OperationTool, Tool } from "./tool/tool.ts";

/** Every declaration there is: those in words, the operations that are rows alone, and what a native path may mean. */
export interface WholeOffer extends Offer<Tool> {
  /** Every operation as its row alone has it, those in words too. */
  operations: readonly OperationTool[];
}

/** What calls run and the build writes the list from; operations that are beta only where they are wanted. */
export function wholeOffer(beta: boolean): WholeOffer {
  const operations = rowTools(beta);
  const worded = new Set(allTools.map(({ name }) => name));
  return {
    firstClass: allTools,
    rows: operations.filter(({ name }) => !worded.has(name)),
    core: CORE,
    steps: STEPS,
    operations,
  };
}
