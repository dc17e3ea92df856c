import type { Tool } from "../tool/tool.ts";

/** Which of the few shapes of a result a tool answers with. */
export type OutputKind = "collection" | "one" | "rows" | "empty" | "workflow";

export interface OutputSchema {
  type: "object";
  properties: Record<string, object>;
}

const text = { type: "string" };
const object = { type: "object" };
const objects = { type: "array", items: object };

/** What any result may hold besides its data. Open and without required keys: a dry run or a preview has none. */
const common = {
  hint: { ...text, description: "What to know or to do next" },
  omitted: { ...text, description: "What was left out, and how to get it" },
  connection: { ...text, description: "The account that was used" },
  environment: text,
  status: text,
  dry_run: { ...object, description: "The request that was not sent" },
  preview: { ...object, description: "What would happen, to show to the person" },
  confirmation: { ...text, description: "Confirms the same call, once" },
};
const more = { ...text, description: "page_cursor of the next page; none on the last" };

/** The JSON Schema of structuredContent, for each kind of result. */
export const OUTPUTS: Readonly<Record<OutputKind, OutputSchema>> = {
  collection: open({ data: objects, included: objects, next_cursor: more, stopped: text }),
  one: open({ data: object, included: objects }),
  rows: open({ data: objects, basis: object, totals: object, missing: objects, next_cursor: more }),
  empty: open({ ok: { type: "boolean" } }),
  workflow: open({}),
};

function open(properties: Record<string, object>): OutputSchema {
  return { type: "object", properties: { ...properties, ...common } };
}

/** Which of the schemas a tool's results satisfy. */
export function outputKindOf(tool: Tool): OutputKind {
  if (tool.kind !== "operation") return "workflow";
  const { kind } = tool.result;
  if (kind === "report") return "rows";
  return kind === "collection" || kind === "rows" || kind === "empty" ? kind : "one";
}
