import { isObject } from "../text.ts";
import type { InputSchema } from "./listing.ts";

/** What the server checks anyway and says in full when it refuses: in the list it would only cost tokens. */
const CHECKED = new Set([
  "minLength",
  "maxLength",
  "minItems",
  "minimum",
  "maximum",
  "pattern",
]);
/** How a moment is written is not in its name; of a page, how large it can be is worth knowing before the call. */
const WORTH_SAYING = new Set(["date-time"]);
const BOUNDED = new Set(["page_size"]);

/** An input schema as the list shows it: what there is and what is required, without bounds. */
export function briefSchema({ properties, required }: InputSchema): InputSchema {
  return {
    type: "object",
    properties: briefProperties(properties),
    ...(required && { required }),
  };
}

function briefProperties(properties: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, EXPLAINED[name] ?? brief(schema, BOUNDED.has(name))]),
  );
}

/** `summary` is what happens anyway, and `full` stands in the instructions. */
const EXPLAINED: Readonly<Record<string, object>> = { detail: { type: "string" } };
/** A shape shorter than this, in letters, is as well shown again. */
const SHORT_SHAPE = 200;

/**
 * Schemas of tools that are listed together, each large shape shown once: where an argument of the same name has it
 * again, it says which tool shows it.
 */
export function shapesOnce<Listed extends { name: string; inputSchema: InputSchema }>(
  tools: readonly Listed[],
): Listed[] {
  const shownBy = new Map<string, string>();
  return tools.map((tool) => {
    const properties = once(tool.inputSchema.properties, tool.name, shownBy);
    return { ...tool, inputSchema: { ...tool.inputSchema, properties } };
  });
}

function once(properties: object, tool: string, shownBy: Map<string, string>): Record<string, unknown> {
  const shown = Object.entries(properties).map(([name, schema]) => {
    const text = `${name} ${JSON.stringify(schema)}`;
    const other = shownBy.get(text);
    if (other && other !== tool) return [name, { type: "object", description: `as in ${other}` }];
    if (isShape(schema) && text.length > SHORT_SHAPE) shownBy.set(text, tool);
    return [name, within(schema, tool, shownBy)];
  });
  return Object.fromEntries(shown);
}

/** Shapes also repeat inside the items of a list. */
function within(schema: unknown, tool: string, shownBy: Map<string, string>): unknown {
  if (!isObject(schema)) return schema;
  if (isObject(schema.items)) return { ...schema, items: within(schema.items, tool, shownBy) };
  if (!isShape(schema)) return schema;
  return { ...schema, properties: once(schema.properties, tool, shownBy) };
}

function isShape(schema: unknown): schema is { properties: object } {
  return isObject(schema) && schema.type === "object" && isObject(schema.properties);
}

function brief(schema: unknown, bounded: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((one) => brief(one, false));
  if (typeof schema !== "object" || schema === null) return schema;
  const shown = Object.entries(schema).filter(([key, value]) => isShown(key, value, bounded));
  return Object.fromEntries(
    shown.map(([key, value]) => [key, key === "properties" ? briefProperties(value) : brief(value, false)]),
  );
}

/** Whether unknown names are refused is a bound; which values an open object takes is not. */
function isShown(key: string, value: unknown, bounded: boolean): boolean {
  if (key === "format") return WORTH_SAYING.has(String(value));
  if (key === "maximum" && bounded) return true;
  if (key === "additionalProperties") return typeof value === "object";
  return !CHECKED.has(key);
}
