import { z } from "zod";
import { InputError } from "../errors.ts";
import { didYouMean, isObject, oneLine } from "../text.ts";
import type { Table } from "../tool/files.ts";
import type { Input, OperationTool } from "../tool/tool.ts";

/** An argument that holds rows, each of which a line of a file can be. */
export interface Rows {
  argument: string;
  /** Items that one request takes. */
  most: number;
  /** What one of them is; a text where it is no object. */
  item: z.ZodTypeAny;
  /** What an item may have; undefined where it is a text. */
  shape: z.ZodRawShape | undefined;
}

export interface BadRow {
  line: number;
  why: string;
}

/** A line of the file as the operation takes it. */
export interface GoodRow {
  line: number;
  item: unknown;
}

/** Objects of an account's own: a path into them may be any. */
const OPEN = /(^|\.)(properties|custom_metadata|metadata)$/;
/** What people call a column. */
const ALSO: Readonly<Record<string, string>> = {
  e_mail: "email",
  email_address: "email",
  mail: "email",
  phone: "phone_number",
  mobile: "phone_number",
  firstname: "first_name",
  lastname: "last_name",
  surname: "last_name",
  code: "unique_code",
  coupon_code: "unique_code",
};
/** A number that a spreadsheet rounded: what stood there before is lost. */
const ROUNDED = /^\s*[+-]?\d+([.,]\d+)?e\+?\d+\s*$/i;
const ADDRESS = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>"]{2,}$/;
/** Whether an e-mail address can be one; a row without one has none that is wrong. */
export function isAddress(email: unknown): boolean {
  return typeof email !== "string" || ADDRESS.test(email);
}

/** Numbers as they are written everywhere; 007 is none. */
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;

/** The rows that an operation takes many of in the background; undefined where it takes none. */
export function rowsOf(tool: OperationTool): Rows | undefined {
  const { counts: argument, startedBy = {} } = tool.judgement;
  const { method, path } = tool.request;
  // What each of them starts is told of calls that name them.
  if (Object.values(startedBy).some((one) => one.startsWith(`${argument}.`))) return undefined;
  if (argument === undefined || method !== "POST" || !/-bulk-(create|import|update)-jobs$/.test(path))
    return undefined;
  const field = tool.inputSchema.shape[argument];
  const list = field instanceof z.ZodOptional ? field.unwrap() : field;
  if (!(list instanceof z.ZodArray)) return undefined;
  const item: z.ZodTypeAny = list.element;
  const inner = withoutChecks(item);
  const most = list._def.maxLength?.value ?? 1;
  if (inner instanceof z.ZodObject) return { argument, most, item, shape: inner.shape };
  return inner instanceof z.ZodString ? { argument, most, item, shape: undefined } : undefined;
}

/** A schema without what is asked of its values, and given where it may be left out. */
export function withoutChecks(schema: z.ZodTypeAny): z.ZodTypeAny {
  if (schema instanceof z.ZodEffects) return withoutChecks(schema.innerType());
  return schema instanceof z.ZodOptional ? withoutChecks(schema.unwrap()) : schema;
}

/**
 * Where each column goes: by its name, or as `columns` says (a path, or "" for nowhere). Throws InputError where one
 * goes nowhere unsaid, or two go to the same place.
 */
export function placesOf(
  { shape }: Rows,
  { header }: Table,
  columns: Readonly<Record<string, string>>,
): string[] {
  const unknown = Object.keys(columns).find((name) => !header.includes(name));
  if (unknown !== undefined) {
    throw new InputError(`the file has no column ${told(unknown)}`, {
      argument: "columns",
      next: `It has ${header.map(told).join(", ")}.`,
    });
  }
  const names = shape ? Object.keys(shape) : ["unique_code"];
  const mended = ERRORS.every((name, index) => header[index] === name);
  const places = header.map((name, index) => {
    const said = columns[name];
    if (said !== undefined) return said;
    if (mended && index < ERRORS.length) return "";
    const plain = snake(name);
    const meant = Object.hasOwn(ALSO, plain) ? (ALSO[plain] ?? plain) : plain;
    if (!shape && header.length === (mended ? ERRORS.length : 0) + 1) return "unique_code";
    return names.find((one) => one === meant) ?? (isPlace(shape, name) ? name : undefined);
  });
  const lost = header.filter((_, index) => places[index] === undefined);
  if (lost.length > 0) {
    const example = Object.hasOwn(shape ?? {}, "properties") ? `properties.${snake(lost[0] ?? "")}` : "";
    throw new InputError(
      `no argument is known for ${lost.length > 1 ? "the columns" : "the column"} ${lost.map(told).join(", ")}`,
      {
        argument: "columns",
        next: `Say where each goes, or "" for nowhere: columns ${JSON.stringify({ [lost[0] ?? ""]: example })}. There are ${names.join(", ")}.`,
      },
    );
  }
  const found = places as string[];
  for (const place of found) {
    if (place !== "" && !isPlace(shape, place)) {
      throw new InputError(
        `columns leads to ${told(place)}, which is no argument.${didYouMean(place, names)}`,
        {
          argument: "columns",
          next: `There are ${names.join(", ")}.`,
        },
      );
    }
  }
  const twice = found.find((place, index) => place !== "" && found.indexOf(place) !== index);
  if (twice !== undefined)
    throw new InputError(`two columns go to ${twice}`, {
      argument: "columns",
      next: 'Give one of them "" in columns.',
    });
  return found;
}

function isPlace(shape: z.ZodRawShape | undefined, path: string): boolean {
  if (!shape) return path === "unique_code";
  const [name = "", ...rest] = path.split(".");
  if (!Object.hasOwn(shape, name) || BAD_KEY.test(path)) return false;
  if (rest.length === 0) return true;
  if (OPEN.test(name)) return true;
  const inner = withoutChecks(shape[name] as z.ZodTypeAny);
  return inner instanceof z.ZodObject && isPlace(inner.shape as z.ZodRawShape, rest.join("."));
}

/** What stands in front of each row of a file of those that failed: once mended, it is sent as it is. */
export const ERRORS: readonly string[] = ["row", "why"];
/** Names that an object has without being given them. */
const BAD_KEY = /(^|\.)(__proto__|constructor|prototype)(\.|$)/;

/** The lines of a table as items, with `every` for what a line does not say; what is wrong with one is told without its values. */
export function itemsOf(
  rows: Rows,
  table: Table,
  places: readonly string[],
  every: Readonly<Record<string, unknown>>,
): { good: GoodRow[]; bad: BadRow[] } {
  const good: GoodRow[] = [];
  const bad: BadRow[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of table.rows) {
    const why = flawOf(cells, table.header.length, places);
    if (why !== undefined) {
      bad.push({ line, why });
      continue;
    }
    const item = rows.shape
      ? { ...every, ...itemIn(rows.shape, cells, places) }
      : cells[places.indexOf("unique_code")]?.trim();
    const parsed = rows.item.safeParse(item);
    if (!parsed.success) {
      bad.push({ line, why: [...new Set(parsed.error.issues.map(issueOf))].join("; ") });
      continue;
    }
    const key =
      typeof parsed.data === "string" ? parsed.data : String((parsed.data as Input).external_id ?? "");
    const before = seen.get(key);
    if (key !== "" && before !== undefined) bad.push({ line, why: `the same as row ${before}` });
    else good.push({ line, item: parsed.data });
    if (key !== "" && before === undefined) seen.set(key, line);
  }
  return { good, bad };
}

/** What is wrong with a line before its cells are given their kinds. */
function flawOf(cells: readonly string[], columns: number, places: readonly string[]): string | undefined {
  if (cells.length !== columns) return `has ${cells.length} cells where the header has ${columns}`;
  for (const [index, place] of places.entries()) {
    const cell = cells[index]?.trim() ?? "";
    if (cell === "") continue;
    if (/(^|\.)(phone_number|external_id|unique_code)$/.test(place) && ROUNDED.test(cell))
      return `${place} is a number that a spreadsheet rounded: format the column as text before saving it`;
    if (place === "email" && !isAddress(cell)) return "email is no address";
  }
  return undefined;
}

function itemIn(
  shape: z.ZodRawShape,
  cells: readonly string[],
  places: readonly string[],
): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  for (const [index, place] of places.entries()) {
    const cell = cells[index]?.trim() ?? "";
    if (place === "" || cell === "") continue;
    const keys = place.split(".");
    const last = keys.pop() ?? "";
    let schema: z.ZodTypeAny | undefined;
    let inside: z.ZodRawShape | undefined = shape;
    let node = item;
    for (const key of keys) {
      if (!isObject(node[key]) || !Object.hasOwn(node, key)) node[key] = {};
      node = node[key] as Record<string, unknown>;
      schema = inside?.[key] && withoutChecks(inside[key]);
      inside = schema instanceof z.ZodObject ? (schema.shape as z.ZodRawShape) : undefined;
    }
    const field = inside?.[last];
    node[last] = field ? typed(withoutChecks(field), cell) : ownValue(cell);
  }
  return item;
}

/** A cell as its argument has it; what cannot be that stays text, and its check tells of it. */
function typed(schema: z.ZodTypeAny, cell: string): unknown {
  if (schema instanceof z.ZodNumber) return NUMBER.test(cell) ? Number(cell) : cell;
  if (schema instanceof z.ZodBoolean) return truthOf(cell);
  if (schema instanceof z.ZodArray)
    return (
      jsonOf(cell) ??
      cell
        .split(/[;|]/)
        .map((one) => one.trim())
        .filter(Boolean)
    );
  if (schema instanceof z.ZodRecord || schema instanceof z.ZodObject) return jsonOf(cell) ?? cell;
  return cell;
}

/** A value of an account's own: numbers and yes or no as what they are, so that segments can compare them. */
function ownValue(cell: string): unknown {
  if (NUMBER.test(cell)) return Number(cell);
  return /^(true|false)$/i.test(cell) ? cell.toLowerCase() === "true" : cell;
}

function truthOf(cell: string): unknown {
  if (/^(true|yes|1)$/i.test(cell)) return true;
  return /^(false|no|0)$/i.test(cell) ? false : cell;
}

function jsonOf(cell: string): unknown {
  if (!/^[[{]/.test(cell)) return undefined;
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
}

/** What an item lacks, in words that repeat nothing of it. */
function issueOf(issue: z.ZodIssue): string {
  const at = issue.path.filter((one) => typeof one === "string").join(".");
  if (issue.code === "invalid_type" && issue.received === "undefined") return `${at} is missing`;
  if (issue.code === "invalid_type") return `${at} is no ${issue.expected}`;
  if (issue.code === "invalid_enum_value") return `${at} is none of ${issue.options.join(", ")}`;
  if (issue.code === "unrecognized_keys")
    return `there is no ${issue.keys.map((key) => oneLine(key, 40)).join(", ")}`;
  if (issue.code === "invalid_string") return `${at || "it"} is not in the form it must have`;
  if (issue.code === "too_small") return `${at || "it"} is empty or too small`;
  if (issue.code === "too_big") return `${at || "it"} is too large`;
  return [at, issue.message].filter(Boolean).join(" ");
}

function snake(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_|_$/g, "");
}

function told(name: string): string {
  return JSON.stringify(oneLine(name, 60));
}
