import { InputError } from "../errors.ts";
import { primaryData } from "../jsonapi/document.ts";
import { isObject, textOf } from "../text.ts";
import { DEFAULT_PAGE_SIZE } from "../tool/arguments.ts";
import type { Selection } from "../tool/shown.ts";
import type { Apart, Input, OperationTool } from "../tool/tool.ts";
import type { Fetched } from "./collection.ts";
import type { Place } from "./place.ts";

type Item = Readonly<Record<string, unknown>>;

/** Of each part so many items are read at most, for one list of them. */
export const MOST_READ = 500;

/** A list that is made of parts which Klaviyo gives apart: the calls that read them, and how they become one. */
export interface Parts {
  /** A call for each value of the argument, in the values' order. */
  calls: readonly { value: string; input: Input }[];
  apart: Apart;
  /** What the list is sorted by, with a - in front for the largest first. */
  order: string;
  /** Klaviyo gives each part in that order already. */
  sorted: boolean;
}

/** The parts that a call's list is made of; undefined where Klaviyo gives it as it is asked for. */
export function partsOf({ request: { query } }: OperationTool, input: Input): Parts | undefined {
  const { apart } = query;
  if (!apart) return undefined;
  const order = input.sort ?? apart.order;
  const given = input[apart.input];
  const own = given === undefined ? [...apart.sorts, ...apart.gaps] : apart.sorts;
  const sorted = !own.includes(fieldOf(order));
  if (given !== undefined && sorted) return undefined;
  const values = given === undefined ? apart.values : [textOf(given)];
  const { page_size: _, limit: __, page_cursor: ___, ...rest } = input;
  const sort = sorted ? order : apart.order;
  return {
    calls: values.map((value) => ({ value, input: { ...rest, [apart.input]: value, sort } })),
    apart,
    order,
    sorted,
  };
}

/**
 * The calls between which a whole list is read where its order does not count. Throws InputError where the call wants a
 * piece of it: which one that is, only an order tells.
 */
export function wholeParts(tool: OperationTool, input: Input): readonly Input[] {
  const parts = partsOf(tool, input);
  if (!parts) return [input];
  const piece = ["page_cursor", "limit"].find((name) => input[name] !== undefined);
  if (piece === undefined) return parts.calls.map((call) => call.input);
  throw new InputError(`${piece} takes a part of a list in one order, which Klaviyo has not here`, {
    argument: piece,
    next: `Give ${parts.apart.input} and no sort by ${parts.apart.sorts.join(", ")}, or leave ${piece} out.`,
  });
}

/** How many items a call shows, and how many of each part it takes to know them and whether there are more. */
export function neededOf(
  { sorted }: Parts,
  input: Input,
  place: Place | undefined,
): { shown: number; read: number } {
  const shown = input.limit ?? input.page_size ?? DEFAULT_PAGE_SIZE;
  const read = sorted ? (place?.position ?? 0) + shown + 1 : MOST_READ;
  return { shown, read: Math.min(read, MOST_READ) };
}

/** What is asked for so that the parts can be sorted: what is shown, and what the order goes by. */
export function askedFor({ order }: Parts, tool: OperationTool, shown: Selection): Selection {
  const { type } = "resource" in tool.result ? tool.result.resource : { type: "" };
  const own = shown.get(type);
  const field = fieldOf(order);
  if (!own || own.paths === "all" || own.paths.includes(field) || field === "id") return shown;
  return new Map([...shown, [type, { ...own, paths: [...own.paths, field] }]]);
}

/** The parts as one page in order, each item with the value that it is of; what could not be read of them is told. */
export function joined(parts: Parts, fetched: readonly Fetched[], place: Place | undefined): Fetched {
  const each = fetched.map((one, at) =>
    one.documents
      .flatMap(primaryData)
      .map((item): Item => ({ ...item, [parts.apart.input]: parts.calls[at]?.value })),
  );
  const items = parts.sorted ? merged(each, parts.order) : inOrder(each.flat(), parts.order);
  const documents = fetched.flatMap((one) => one.documents);
  const included = documents.flatMap((one) =>
    isObject(one) && Array.isArray(one.included) ? one.included : [],
  );
  const stopped = fetched.flatMap((one) => one.stopped ?? [])[0];
  return {
    status: fetched.at(-1)?.status ?? 0,
    documents: [{ data: items, ...(included.length > 0 && { included }) }],
    ...(place && { place }),
    ...(stopped !== undefined && { stopped }),
  };
}

/**
 * Lists that are in order already as one: each stays in its own order, whatever Klaviyo's is of texts and of what is
 * equal, and a longer piece of each begins with the same items.
 */
export function merged(lists: readonly (readonly Item[])[], order: string): Item[] {
  const left = lists.map((items) =>
    items.map((item) => ({ item, key: keyOf(item, fieldOf(order)) })).reverse(),
  );
  const all: Item[] = [];
  for (;;) {
    const [first, ...others] = left.filter((one) => one.length > 0);
    if (!first) return all;
    const next = others.reduce(
      (best, one) => (isBefore(one.at(-1)?.key, best.at(-1)?.key, order) ? one : best),
      first,
    );
    all.push(...next.splice(-1).map(({ item }) => item));
  }
}

/** Items by what they are sorted by; those without it come last in either direction, and what is equal stays as it was. */
export function inOrder(items: readonly Item[], order: string): Item[] {
  const field = fieldOf(order);
  const keyed = items.map((item) => ({ item, key: keyOf(item, field) }));
  const given = keyed.filter(({ key }) => key !== undefined);
  const none = keyed.filter(({ key }) => key === undefined);
  const by = (one: Key, other: Key) =>
    isBefore(one, other, order) ? -1 : isBefore(other, one, order) ? 1 : 0;
  return [...given.sort((one, other) => by(one.key, other.key)), ...none].map(({ item }) => item);
}

type Key = number | string | undefined;

const fieldOf = (order: string): string => order.replace(/^-/, "");

/** A date as the moment that it stands for, however it is written. */
function keyOf({ id, attributes }: Item, field: string): Key {
  const value = field === "id" ? id : isObject(attributes) ? attributes[field] : undefined;
  if (!/_(at|time)$/.test(field)) return typeof value === "string" ? value : undefined;
  const time = Date.parse(textOf(value));
  return Number.isNaN(time) ? undefined : time;
}

function isBefore(one: Key, other: Key, order: string): boolean {
  if (one === undefined || other === undefined) return one === undefined && other !== undefined;
  return order.startsWith("-") ? one > other : one < other;
}
