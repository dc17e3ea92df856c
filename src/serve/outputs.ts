import type { Tool } from "../tool/tool.ts";

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

const BY_KIND: Record<"collection" | "one" | "rows" | "empty" | "workflow", OutputSchema> = {
  collection: open({ data: objects, included: objects, next_cursor: more, stopped: text }),
  one: open({ data: object, included: objects }),
  rows: open({ data: objects, basis: object, next_cursor: more }),
  empty: open({ ok: { type: "boolean" } }),
  workflow: open({}),
};

function open(properties: Record<string, object>): OutputSchema {
  return { type: "object", properties: { ...properties, ...common } };
}

/** The JSON Schema of a tool's structuredContent: one for each kind of result. */
export function outputSchemaOf(tool: Tool): OutputSchema {
  if (tool.kind !== "operation") return BY_KIND.workflow;
  const { kind } = tool.result;
  return BY_KIND[kind === "collection" || kind === "rows" || kind === "empty" ? kind : "one"];
}
