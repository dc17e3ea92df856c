import { isObject } from "../text.ts";

/** The arguments of a tool as JSON Schema. */
export interface InputSchema {
  type: "object";
  properties: Record<string, unknown>;
  required?: string[];
  additionalProperties?: boolean;
  [key: string]: unknown;
}

/** What the server checks anyway and says in full when it refuses: in the list it would only cost tokens. */
const CHECKED: ReadonlySet<string> = new Set(["minLength", "maxLength", "minItems", "minimum", "pattern"]);
/** How a moment is written does not follow from its name; an address or a url is plain. */
const WORTH_SAYING: ReadonlySet<string> = new Set(["date-time"]);
/** How large a page can be differs from tool to tool, and is worth knowing before the call. */
const BOUNDED = "page_size";
/** A schema of fewer letters is as well shown again. */
const SHORT = 200;

/** An input schema as the list shows it: what there is and what is required, without bounds. */
export function briefSchema({ properties, required }: InputSchema): InputSchema {
  return { type: "object", properties: briefProperties(properties), ...(required && { required }) };
}

/**
 * Tools that are listed together, each large schema shown once, a shape or a long choice: where an argument of the same
 * name has it again, it says which tool shows it.
 */
export function shapesOnce<Listed extends { name: string; inputSchema: InputSchema }>(
  tools: readonly Listed[],
): Listed[] {
  const shownBy = new Map<string, string>();
  return tools.map((tool) => {
    const properties = withoutSeen(tool.inputSchema.properties, tool.name, shownBy);
    return { ...tool, inputSchema: { ...tool.inputSchema, properties } };
  });
}

function briefProperties(properties: object): Record<string, unknown> {
  const shown = Object.entries(properties).map(([name, schema]) => [name, briefArgument(name, schema)]);
  return Object.fromEntries(shown);
}

/** A summary comes anyway, and the instructions say what `detail` is besides. */
function briefArgument(name: string, schema: unknown): unknown {
  const isDetail = name === "detail" && isObject(schema) && String(schema.enum) === "summary,full";
  return isDetail ? { type: "string" } : brief(schema, name === BOUNDED);
}

function brief(schema: unknown, bounded = false): unknown {
  if (Array.isArray(schema)) return schema.map((one) => brief(one));
  if (!isObject(schema)) return schema;
  const shown = Object.entries(schema).filter(([key, value]) => isShown(key, value, bounded));
  return Object.fromEntries(
    shown.map(([key, value]) => [
      key,
      key === "properties" && isObject(value) ? briefProperties(value) : brief(value),
    ]),
  );
}

/** That unknown names are refused is a bound; which values an open object takes is not. */
function isShown(key: string, value: unknown, bounded: boolean): boolean {
  if (key === "format") return WORTH_SAYING.has(String(value));
  if (key === "maximum") return bounded;
  if (key === "additionalProperties") return isObject(value);
  return !CHECKED.has(key);
}

function withoutSeen(
  properties: object,
  tool: string,
  shownBy: Map<string, string>,
): Record<string, unknown> {
  const shown = Object.entries(properties).map(([name, schema]) => {
    const text = `${name} ${JSON.stringify(schema)}`;
    const other = shownBy.get(text);
    if (other && other !== tool) return [name, { ...kindOf(schema), description: `as in ${other}` }];
    if (text.length > SHORT && kindOf(schema)) shownBy.set(text, tool);
    return [name, withoutSeenWithin(schema, tool, shownBy)];
  });
  return Object.fromEntries(shown);
}

/** What a value is at the outside: hosts want a type, and of a list what is in it. Undefined where it has none. */
function kindOf(schema: unknown): Record<string, unknown> | undefined {
  if (!isObject(schema) || typeof schema.type !== "string") return undefined;
  const { type, items } = schema;
  const inside = kindOf(items);
  return type === "array" ? inside && { type, items: inside } : { type };
}

/** Shapes come again inside the items of a list, too. */
function withoutSeenWithin(schema: unknown, tool: string, shownBy: Map<string, string>): unknown {
  if (!isObject(schema)) return schema;
  if (isObject(schema.items)) return { ...schema, items: withoutSeenWithin(schema.items, tool, shownBy) };
  return isShape(schema) ? { ...schema, properties: withoutSeen(schema.properties, tool, shownBy) } : schema;
}

function isShape(schema: unknown): schema is { type: "object"; properties: object } {
  return isObject(schema) && schema.type === "object" && isObject(schema.properties);
}
