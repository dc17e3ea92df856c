import { isObject } from "../text.ts";
import type { Tool } from "../tool/tool.ts";

/** JSON Schema of one tool's arguments, as tools/list shows it. */
export type Schema = Readonly<Record<string, unknown>>;

/** What every operation may take and the instructions explain once: a line leaves it out. */
const UNSAID: ReadonlySet<string> = new Set([
  "connection_id",
  "dry_run",
  "confirmation",
  "detail",
  "fields",
  "limit",
  "page_size",
  "page_cursor",
]);
/** A line is to be read at a glance; what does not fit is for describe_operation. */
const MOST_LETTERS = 160;

/**
 * A tool as one callable line: `get_lists(filter?; sort?) → list[]`. Needed arguments come first and are never left out;
 * of the others as many as fit, and … for the rest.
 */
export function lineOf(tool: Tool, schema: Schema, most = MOST_LETTERS): string {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const needed = properties.filter(([name]) => required.has(name)).map(([name, one]) => argument(name, one));
  const others = properties
    .filter(([name]) => !required.has(name) && !UNSAID.has(name))
    .map(([name, one]) => argument(`${name}?`, one));
  const shown: string[] = [...needed];
  const letters = () => shown.join("; ").length;
  for (const one of others) {
    if (letters() + one.length > most) break;
    shown.push(one);
  }
  if (shown.length < needed.length + others.length) shown.push("…");
  return `${tool.name}(${shown.join("; ")})${resultOf(tool)}`;
}

function argument(name: string, schema: unknown): string {
  const type = typeText(schema);
  return type === "string" ? name : `${name}: ${type}`;
}

/** A schema as TypeScript would write it, to three levels. */
function typeText(schema: unknown, depth = 0): string {
  if (!isObject(schema)) return "any";
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => JSON.stringify(one)).join("|");
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) return choices.map((one) => typeText(one, depth)).join("|");
  if (schema.type === "array") {
    const item = typeText(schema.items, depth);
    return /[|{]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type !== "object" || !isObject(schema.properties)) return String(schema.type ?? "any");
  if (depth > 1) return "{…}";
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const inner = Object.entries(schema.properties).map(([name, one]) => {
    const type = typeText(one, depth + 1);
    return `${name}${required.has(name) ? "" : "?"}${type === "string" ? "" : `: ${type}`}`;
  });
  const some = inner.length > 6 ? [...inner.slice(0, 6), "…"] : inner;
  return `{${some.join("; ")}}`;
}

function resultOf(tool: Tool): string {
  if (tool.kind !== "operation") return "";
  const { result } = tool;
  if (result.kind === "rows") return " → rows";
  if (!("resource" in result)) return "";
  if (result.kind === "job") return " → job";
  return ` → ${result.resource.type}${result.kind === "collection" ? "[]" : ""}`;
}
