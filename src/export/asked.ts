import { InputError } from "../errors.ts";
import { fieldNames, isField, nothingAt, topLevel } from "../tool/fields.ts";
import type { Input, OperationTool, ResourceType } from "../tool/tool.ts";

/** What a call wants written to a file, instead of read by a model. */
export interface Exported {
  file: string;
  format: "csv" | "jsonl";
  /** The paths of a file's columns; a file of JSON lines without them has whole items. */
  columns: readonly string[] | undefined;
  /** Those of which nobody spoke: they stay where the first page has something in them. */
  unasked: readonly string[];
}

/** Columns of one file. */
const MAX_COLUMNS = 200;
/** Arguments of the operation that say how much of it a model reads. */
const SHOWING = ["fields", "detail", "page_size"];

/**
 * Reads the arguments of an export of `tool`'s collection; `own` are those of the operation. Answers with what is
 * written, and the operation's input that brings just that. Throws InputError where a column leads to nothing.
 */
export function exportOf(
  tool: OperationTool,
  given: { file?: unknown; columns?: unknown },
  own: Record<string, unknown>,
): { exported: Exported; args: Record<string, unknown> } {
  if (tool.result.kind !== "collection" || tool.request.method !== "GET") {
    throw new InputError(`${tool.name} lists nothing that could be exported`, {
      argument: "name",
      next: "Name an operation that lists resources; search_operations finds one.",
    });
  }
  if (own.page_cursor !== undefined) {
    throw new InputError("an export begins at the beginning", {
      argument: "page_cursor",
      next: "Leave page_cursor out; a filter selects what is exported.",
    });
  }
  const { resource } = tool.result;
  const file = String(given.file ?? "");
  const format = formatOf(file);
  const columns = given.columns === undefined ? undefined : columnsOf(tool, resource, given.columns);
  const args = Object.fromEntries(Object.entries(own).filter(([name]) => !SHOWING.includes(name)));
  if (!columns) {
    const standard = format === "csv" ? standardColumns(tool, resource, args) : undefined;
    const unasked = Object.keys(relationsOf(tool)).filter((name) => !listOf(args.include).includes(name));
    return { exported: { file, format, columns: standard, unasked }, args: { ...args, detail: "full" } };
  }
  const include = [
    ...new Set([...listOf(args.include), ...columns.flatMap((path) => relationOf(tool, path) ?? [])]),
  ];
  return {
    exported: { file, format, columns, unasked: [] },
    args: {
      ...args,
      fields: fieldsOf(tool, resource, columns),
      ...(include.length > 0 && { include }),
    },
  };
}

function formatOf(file: string): Exported["format"] {
  const ending = /\.(csv|jsonl)$/i.exec(file)?.[1]?.toLowerCase();
  if (ending === "csv" || ending === "jsonl") return ending;
  throw new InputError("file must end with .csv or .jsonl", {
    argument: "file",
    next: 'For example file "profiles.csv".',
  });
}

function columnsOf(tool: OperationTool, resource: ResourceType, given: unknown): string[] {
  const columns = [...new Set(listOf(given))];
  if (columns.length === 0 || columns.length > MAX_COLUMNS) {
    throw new InputError(`columns takes 1 to ${MAX_COLUMNS} paths`, { argument: "columns" });
  }
  for (const path of columns) {
    const related = relationOf(tool, path);
    const type = related === undefined ? undefined : relationsOf(tool)[related];
    const inner = related === undefined ? "" : path.slice(related.length + 1);
    if (path === "id" || isField(resource, path) || path === related) continue;
    if (type && (inner === "id" || isField(type, inner))) continue;
    const { problem, next } = nothingAt(resource, Object.keys(relationsOf(tool)), path);
    throw new InputError(problem, { argument: "columns", next });
  }
  return columns;
}

/** All that an item has, each thing in a column of its own; what comes only when asked for, where it is asked for. */
function standardColumns(
  tool: OperationTool,
  resource: ResourceType,
  args: Record<string, unknown>,
): string[] {
  const asked = listOf(args.additional_fields);
  const unasked = (tool.request.query.additionalFields ?? []).filter((name) => !asked.includes(name));
  const names = [...fieldNames(resource)].map((name) => name.replace(/\.\*$/, ""));
  const parents = new Set(
    names.flatMap((name) => (name.includes(".") ? [name.slice(0, name.lastIndexOf("."))] : [])),
  );
  const leaves = names.filter((name) => !parents.has(name) && !unasked.includes(name.split(".")[0] ?? ""));
  return [...new Set(["id", ...leaves, ...Object.keys(relationsOf(tool))])];
}

function fieldsOf(tool: OperationTool, resource: ResourceType, columns: readonly string[]): string[] {
  const own = columns.filter((path) => path !== "id" && isField(resource, path));
  const related = columns.flatMap((path) => {
    const name = isField(resource, path) ? undefined : relationOf(tool, path);
    const type = name === undefined ? undefined : relationsOf(tool)[name];
    const inner = name === undefined ? "" : path.slice(name.length + 1);
    return type && inner && inner !== "id" ? [`${type.type}:${inner}`] : [];
  });
  const fewest = own.length > 0 ? own : topLevel(resource).slice(0, 1);
  return [...new Set([...fewest, ...related])];
}

/** The relationship that a path leads through. */
function relationOf(tool: OperationTool, path: string): string | undefined {
  const name = path.split(".")[0] ?? "";
  return Object.hasOwn(relationsOf(tool), name) ? name : undefined;
}

function relationsOf(tool: OperationTool): Readonly<Record<string, ResourceType>> {
  return tool.request.query.include ?? {};
}

function listOf(value: unknown): string[] {
  return [(value ?? []) as Input[string]].flat().filter((one): one is string => typeof one === "string");
}
