import { readFileSync } from "node:fs";
import { wholeOffer } from "../src/offer.ts";
import { parseRows, type Row } from "../src/operations/rows.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { allCases } from "./cases/index.ts";
import { filterOf, sampleOf } from "./samples.ts";

// A call of every operation that there is: of a tool in words its first case, of a row alone what its signature needs.

/** Every row, of beta too, and the types of the largest. */
export const everyRow = parseRows(
  ...["klaviyo", "klaviyo-beta", "klaviyo-shapes"].map((name) =>
    readFileSync(new URL(`../tools/operations/${name}.jsonl`, import.meta.url), "utf8"),
  ),
);

const { firstClass, rows } = wholeOffer(true);

/** Every operation of Klaviyo's once: the tool in words, or the row where there is none. */
export const everyOperation: readonly OperationTool[] = [...firstClass, ...rows].filter(
  (tool): tool is OperationTool => tool.kind === "operation" && tool.request.host === "gateway",
);

/** The row of an operation. */
export function rowOf(name: string): Row {
  const row = everyRow.find(name);
  if (!row) throw new Error(`no row ${name}`);
  return row;
}

/** Arguments with which an operation can be called. */
export function leastCall(name: string): Record<string, unknown> {
  const one = allCases.find(({ tool }) => tool === name);
  if (one) return one.args;
  const row = rowOf(name);
  // A change that changes nothing is refused.
  const own = sampleOf(row, everyRow, row.method === "PATCH");
  return { ...own, ...(row.filter_required && { filter: filterOf(row) }) };
}

/** A document such as a success of an operation has. */
export function documentOf({ result, request }: OperationTool): unknown {
  if (result.kind === "empty") return undefined;
  if (result.kind === "collection") return { data: [], links: {} };
  const type = "resource" in result ? result.resource.type : "report";
  const results = "resource" in result ? {} : { results: [], dates: [], data: [] };
  return { data: { type, id: "1", attributes: results }, links: { self: request.path } };
}
