import { valuesAt } from "../tally/value.ts";
import { isObject } from "../text.ts";

type Item = Record<string, unknown>;

/** What a spreadsheet reads as the beginning of a formula, after blanks too; the wide forms are read so as well. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;
/** Numbers, and phone numbers as people write them: nothing in them can be carried out. */
const NUMBER = /^\s*[+-]?(?:\d[\d ().,/-]*(?:e[+-]?\d+)?|\(\d[\d ().,/-]*)$/i;
const QUOTED = /[",;\r\n\t]|^\s|\s$/;
/** Spreadsheets take a file for UTF-8 by it. */
export const BOM = "\ufeff";
const END = "\r\n";

/** A cell: a formula is turned into text with an apostrophe, a number or a phone number stays as it is. */
export function cellOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of CSV as RFC 4180 has it. */
export function lineOf(values: readonly unknown[]): string {
  return `${values.map(cellOf).join(",")}${END}`;
}

/**
 * What an item has at a path: one value, or the list of several. `profile.email` is the attribute of a resource that
 * came along; `included` knows these by type and id.
 */
export function valueAt(item: Item, path: string, included: ReadonlyMap<string, Item>): unknown {
  const own = valuesAt(item, path);
  const values = own.length > 0 ? own : throughRelation(item, path, included);
  return values.length > 1 ? values : values[0];
}

function throughRelation(item: Item, path: string, included: ReadonlyMap<string, Item>): unknown[] {
  const dot = path.indexOf(".");
  const { relationships } = item;
  const name = path.slice(0, dot);
  if (dot < 0 || !isObject(relationships) || !Object.hasOwn(relationships, name)) return [];
  const relationship = relationships[name];
  const linked = isObject(relationship) ? [relationship.data].flat().filter(isObject) : [];
  return linked.flatMap(({ type, id }) => {
    const one = included.get(`${String(type)} ${String(id)}`);
    return one ? valuesAt(one, path.slice(dot + 1)) : [];
  });
}

/** What came along with a page, by type and id. */
export function includedIn(document: unknown): Map<string, Item> {
  const included = isObject(document) && Array.isArray(document.included) ? document.included : [];
  return new Map(included.filter(isObject).map((one) => [`${String(one.type)} ${String(one.id)}`, one]));
}
