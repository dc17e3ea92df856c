import { isObject } from "../text.ts";
import type { Tool } from "../tool/tool.ts";

/** JSON Schema of one tool's arguments, as tools/list shows it. */
export type Schema = Readonly<Record<string, unknown>>;

/** What every operation may take and the instructions explain once: a line leaves it out. */
const UNSAID: ReadonlySet<string> = new Set([
  "connection_id",
  "accounts",
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
/** Of more choices than one takes in, a few tell what kind they are. */
const MANY = 10;
const FEW = 6;

/**
 * A tool as one callable line: `get_lists(filter?; sort?) → list[]`. Needed arguments come first and are never left out;
 * of the others as many as fit, and … for the rest.
 */
export function lineOf(tool: Tool, schema: Schema, most = MOST_LETTERS): string {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : [];
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const mustHave = properties.filter(([name]) => required.has(name));
  const inFull = mustHave.map(([name, one]) => argument(name, one));
  const needed =
    inFull.join("; ").length > most ? mustHave.map(([name, one]) => argument(name, one, true)) : inFull;
  const others = properties
    .filter(([name]) => !required.has(name) && !UNSAID.has(name))
    // Where room is short, many choices are told by a few.
    .map(([name, one]) => argument(`${name}?`, one, most < Number.POSITIVE_INFINITY));
  const shown: string[] = [...needed];
  for (const one of others) {
    if ([...shown, one].join("; ").length > most) break;
    shown.push(one);
  }
  if (shown.length < needed.length + others.length) shown.push("…");
  return `${tool.name}(${shown.join("; ")})${resultOf(tool)}`;
}

function argument(name: string, schema: unknown, short = false): string {
  const type = typeText(schema, 0, short);
  return type === "string" ? name : `${name}: ${type}`;
}

/** A schema as TypeScript would write it, to three levels. */
function typeText(schema: unknown, depth: number, short: boolean): string {
  if (!isObject(schema)) return "any";
  if (Array.isArray(schema.enum))
    return choicesText(
      schema.enum.map((one) => JSON.stringify(one)),
      short,
    );
  const choices = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(choices)) {
    return choicesText(
      choices.map((one) => typeText(one, depth, short)),
      short,
    );
  }
  if (schema.type === "array") {
    const item = typeText(schema.items, depth, short);
    return /[|{]/.test(item) && !item.startsWith("{") ? `(${item})[]` : `${item}[]`;
  }
  if (schema.type !== "object" || !isObject(schema.properties)) return String(schema.type ?? "any");
  if (depth > 1) return "{…}";
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const inner = Object.entries(schema.properties).map(([name, one]) => {
    const type = typeText(one, depth + 1, short);
    return `${name}${required.has(name) ? "" : "?"}${type === "string" ? "" : `: ${type}`}`;
  });
  const some = inner.length > 6 ? [...inner.slice(0, 6), "…"] : inner;
  return `{${some.join("; ")}}`;
}

/** Choices that read alike are said once. */
function choicesText(choices: readonly string[], short: boolean): string {
  const distinct = [...new Set(choices)];
  return (short && distinct.length > MANY ? [...distinct.slice(0, FEW), "…"] : distinct).join("|");
}

function resultOf(tool: Tool): string {
  if (tool.kind !== "operation") return "";
  const { result } = tool;
  if (result.kind === "rows" || result.kind === "report") return " → rows";
  if (!("resource" in result)) return "";
  if (result.kind === "job") return " → job";
  return ` → ${result.resource.type}${result.kind === "collection" ? "[]" : ""}`;
}
