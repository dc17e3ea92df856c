import { readFileSync } from "node:fs";
import { wholeOffer } from "../src/offer.ts";
import { parseRows, type Row } from "../src/operations/rows.ts";
import type { BodySpec, OperationTool } from "../src/tool/tool.ts";
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

/** What an operation sends and what comes back, in the words of no single operation: `POST attributes → job`. */
export function kindOf({ name, request: { method, body, revision }, result }: OperationTool): string {
  const [ids] = /^ids\b/.exec(rowOf(name).result ?? "") ?? [];
  return [method, ...(body ? [bodyKind(body)] : []), "→", ids, result.kind, revision]
    .filter(Boolean)
    .join(" ");
}

function bodyKind(body: BodySpec): string {
  if ("build" in body) return "built";
  if ("multipart" in body) return "form";
  if ("identifiers" in body) return "identifiers";
  return body.each ? "resources" : body.relationships ? "links" : "attributes";
}

/** The first operation of each kind, for laws that take their time. */
export const oneOfEachKind: readonly (readonly [kind: string, tool: OperationTool])[] = [
  ...new Map(everyOperation.toReversed().map((tool) => [kindOf(tool), tool])),
];

/** Arguments with which an operation can be called. */
export function leastCall(name: string): Record<string, unknown> {
  const one = allCases.find(({ tool }) => tool === name);
  if (one) return one.args;
  const row = rowOf(name);
  // A change that changes nothing is refused.
  const own = sampleOf(row, everyRow, row.method === "PATCH");
  return { ...own, ...(row.filter_required && { filter: filterOf(row) }) };
}

/** All that an operation takes, as far as it goes together; of what can be cleared, the first is. */
export function wholeCall({
  name,
  request: { body },
  following = [],
}: OperationTool): Record<string, unknown> {
  const cases = allCases.filter(({ tool }) => tool === name).map(({ args }) => args);
  const most = cases.toSorted((a, b) => Object.keys(b).length - Object.keys(a).length)[0];
  const given = most ?? sampleOf(rowOf(name), everyRow, true);
  // What asks for another change is of test/following.test.ts.
  const asking = following.flatMap((step) => step.given);
  const args = Object.fromEntries(Object.entries(given).filter(([argument]) => !asking.includes(argument)));
  const [cleared] = body && "clearable" in body ? (body.clearable ?? []) : [];
  if (cleared === undefined || most) return args;
  return { ...args, [cleared]: undefined, clear: [cleared] };
}

/** A document such as a success of an operation has. */
export function documentOf({ result, request }: OperationTool): unknown {
  if (result.kind === "empty") return undefined;
  const type = "resource" in result ? result.resource.type : "report";
  const attributes =
    "resource" in result ? { name: "n", status: "complete" } : { results: [], dates: [], data: [] };
  const data = { type, id: "1", attributes };
  return { data: result.kind === "collection" ? [data] : data, links: { self: request.path } };
}
