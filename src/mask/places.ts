import { InputError } from "../errors.ts";
import { type FilterNode, type FilterValue, parseFilter, printFilter } from "../jsonapi/filter.ts";
import type { RowBody } from "../operations/rows.ts";
import { isObject, oneLine } from "../text.ts";
import type { BodySpec, DirectTool, ResourceBody } from "../tool/tool.ts";
import { refuseConditions, saidByCondition } from "./conditions.ts";
import { type Said, saidBy, saidByKey, takesBack } from "./people.ts";
import { holdsToken, tokenInCursor } from "./tokens.ts";

/** What the row of an operation says of its body. */
export type RowBodyOf = (operation: string) => RowBody | undefined;
/** Makes of a token what it stands for. `path` is the argument's; `email` what it is of a person. */
export type Opening = (token: string, path: string, attribute: string) => string;

/** Arguments that are the ids of persons, which may be said by their e-mail addresses. */
const PERSON_ID = /^(?:\w+_)?profile_ids?$/;
/** What a filter's field is of a person. */
const FIELD =
  /^(?:profile\.|profile_)?(email|phone_number|push_token|id|external_id|first_name|last_name|_kx)$/;
/** What a filter may do with what is masked: it is the same or not. */
const WHOLE: readonly string[] = ["equals", "any"];
/** What `Opening` is told of a cursor: it is nothing of a person. */
export const CURSOR = "cursor";
/** Where a list goes on: its cursor says the value that it is sorted by. */
const CURSORS = /^page(?:_cursor|\[cursor\])$/;
const NEXT =
  "A token stands for a person's value only where an argument is that person's e-mail, phone number, name, address, push token or id, or in equals and any of a filter on it.";

/**
 * The arguments of a call with each token opened where it may stand. Throws InputError, before anything is sent, for one
 * that stands anywhere else, and for a filter or an order by which what is masked could be found out piece by piece.
 */
export function withTokens(
  tool: DirectTool,
  args: Readonly<Record<string, unknown>>,
  rowBodyOf: RowBodyOf,
  open: Opening,
  hidesTexts = true,
): Record<string, unknown> {
  if (tool.kind === "operation" && holdsToken(tool.request.path)) throw refused("path");
  const isMasked = maskedOf(tool, hidesTexts);
  const entries = Object.entries(args).map(([name, value]): [string, unknown] => {
    if (holdsToken(name)) throw refused(name);
    if (name === "filter" && isFilter(value)) return [name, filtersWith(value, open, isMasked)];
    if (name === "body") refuseFilters(value, isMasked);
    if (name === "sort" && typeof value === "string") refuseOrder(value, isMasked);
    if (CURSORS.test(name) && typeof value === "string") return [name, cursorIn(value, name, open)];
    refuseConditions(value, name, hidesTexts);
    return [name, holdsToken(value) ? opened(tool, name, value, rowBodyOf, open) : value];
  });
  return Object.fromEntries(entries);
}

function cursorIn(value: string, name: string, open: Opening): string {
  if (holdsToken(value)) throw refused(name);
  const token = tokenInCursor(value);
  return token === undefined ? value : open(token, name, CURSOR);
}

/** What an argument's leaf is of a person; undefined where it is nothing, or the argument may not say. */
type AttributeAt = (path: readonly string[]) => string | undefined;

function opened(
  tool: DirectTool,
  name: string,
  value: unknown,
  rowBodyOf: RowBodyOf,
  open: Opening,
): unknown {
  const attributeAt = attributesOf(tool, name, rowBodyOf);
  const visit = (one: unknown, path: readonly string[], written: string, at: AttributeAt): unknown => {
    if (typeof one === "string" && holdsToken(one)) {
      const attribute = at(path);
      if (attribute === undefined || !/^person_[^\s"'@]*@masked$/i.test(one.trim())) throw refused(written);
      return open(one.trim(), written, attribute);
    }
    if (Array.isArray(one)) return one.map((each, index) => visit(each, path, `${written}[${index}]`, at));
    if (!isObject(one)) return one;
    // A body that is given whole says itself of what its attributes are.
    const { type, attributes } = one;
    const isResource = typeof type === "string" && isObject(attributes) && name === "body";
    const compared = saidByCondition(one);
    const entries = Object.entries(one).map(([key, inner]) => {
      const where = `${written}.${key}`;
      if (holdsToken(key)) throw refused(where);
      if (compared && key === "filter") return [key, visit(inner, [], where, inCondition(compared))];
      if (isResource && key === "attributes") return [key, visit(inner, [], where, typed(type))];
      return [key, visit(inner, [...path, key], where, at)];
    });
    return Object.fromEntries(entries);
  };
  return visit(value, [], name, attributeAt);
}

const typed =
  (type: string): AttributeAt =>
  (path) =>
    takesBack(type, path.join(".")) ? path.join(".") : undefined;
const nowhere: AttributeAt = () => undefined;
/** What a condition compares with; its attribute is only what it says. */
const inCondition =
  (said: Said): AttributeAt =>
  (path) =>
    path.join() === "value" ? said : undefined;
const always =
  (attribute: string): AttributeAt =>
  (path) =>
    path.length === 0 ? attribute : undefined;

function attributesOf(tool: DirectTool, name: string, rowBodyOf: RowBodyOf): AttributeAt {
  if (PERSON_ID.test(name)) return always("email");
  if (tool.kind !== "operation") return nowhere;
  const { body } = tool.request;
  const row = rowBodyOf(tool.name);
  const known = (body && inBody(body, name)) ?? inRow(row, name);
  if (known || !row || !body || !("build" in body)) return known ?? nowhere;
  // Items of its own making have a person's identifiers beside the rest.
  return ([key = "", ...rest]) =>
    withId(key, rest) ?? (isOfProfile(row, key) ? typed("profile")([key, ...rest]) : undefined);
}

function inBody(body: BodySpec, name: string): AttributeAt | undefined {
  if ("identifiers" in body || "multipart" in body || "build" in body) return undefined;
  return inResource(body, name);
}

function inResource(body: ResourceBody, name: string): AttributeAt | undefined {
  const { type, attributes = [], paths = {}, each = {} } = body;
  const inner = each[name];
  if (inner) return ([key = "", ...rest]) => withId(key, rest) ?? inResource(inner.item, key)?.(rest);
  if (attributes.includes(name)) return (path) => typed(type)([name, ...path]);
  const path = paths[name];
  return path === undefined ? undefined : below(type, path);
}

/** The attribute of the innermost resource that a path below data leads to. */
function below(type: string, place: string): AttributeAt {
  const inner = /^(?:.*\.)?([\w-]+)\.data\.attributes\.(.+)$/.exec(place);
  const own = inner?.[1] ?? type;
  const within = inner?.[2] ?? /^attributes\.(.+)$/.exec(place)?.[1] ?? "";
  return (path) => typed(own)([...within.split("."), ...path]);
}

function inRow(body: RowBody | undefined, name: string): AttributeAt | undefined {
  if (!body) return undefined;
  const { type = "", attributes = "", each = {} } = body;
  const inner = each[name];
  if (inner) return ([key = "", ...rest]) => withId(key, rest) ?? inRow(inner, key)?.(rest);
  return attributes.split(" ").includes(name) ? (path) => typed(type)([name, ...path]) : undefined;
}

/** Whether a profile that is sent has an attribute. */
function isOfProfile({ type, attributes = "", each = {} }: RowBody, name: string): boolean {
  if (type === "profile" && attributes.split(" ").includes(name)) return true;
  return Object.values(each).some((one) => isOfProfile(one, name));
}

function withId(key: string, rest: readonly string[]): string | undefined {
  return PERSON_ID.test(key) && rest.length === 0 ? "email" : undefined;
}

/** The refusal of a token where none may stand. */
export function refused(argument: string): InputError {
  return new InputError(`${oneLine(argument, 100)} takes no token of a person (person_…@masked)`, {
    argument: oneLine(argument, 100),
    next: NEXT,
  });
}

/** A filter, or the clauses of one. */
function isFilter(value: unknown): value is string | string[] {
  return typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
}

function filtersWith(value: string | string[], open: Opening, isMasked: IsMasked): string | string[] {
  if (typeof value === "string") return filterWith(value, open, isMasked);
  return value.map((one) => filterWith(one, open, isMasked));
}

/** The same of a filter in a body that is given whole, in which a token is refused where it is found. */
function refuseFilters(value: unknown, isMasked: IsMasked): void {
  if (Array.isArray(value)) for (const one of value) refuseFilters(one, isMasked);
  if (!isObject(value)) return;
  for (const [key, one] of Object.entries(value)) {
    if (key === "filter" && isFilter(one)) filtersWith(one, (token) => token, isMasked);
    else refuseFilters(one, isMasked);
  }
}

function filterWith(text: string, open: Opening, isMasked: IsMasked): string {
  const nodes = nodesOf(text);
  if (nodes.length === 0 && holdsToken(text)) throw refused("filter");
  let changed = false;
  const valueIn = (value: FilterValue, field: string): FilterValue => {
    if (value.kind === "array") return { ...value, items: value.items.map((one) => valueIn(one, field)) };
    if (!holdsToken(value.text)) return value;
    changed = true;
    return { kind: "string", text: open(value.text.trim(), "filter", field) };
  };
  const nodeOf = (node: FilterNode): FilterNode => {
    if ("group" in node) return { ...node, clauses: node.clauses.map(nodeOf) };
    const [, field] = FIELD.exec(node.field) ?? [];
    const isWhole = WHOLE.includes(node.operator);
    if (isMasked(field ?? node.field) && !isWhole && node.operator !== "has") throw byPart(node.field);
    if (!node.value || !holdsTokenIn(node.value)) return node;
    if (field === undefined || !isWhole) throw refused("filter");
    return { ...node, value: valueIn(node.value, field) };
  };
  const given = nodes.map(nodeOf);
  return changed ? printFilter(given) : text;
}

function holdsTokenIn(value: FilterValue): boolean {
  return value.kind === "array" ? value.items.some(holdsTokenIn) : holdsToken(value.text);
}

/** Nothing where the text is no filter: whoever takes it says so. */
function nodesOf(text: string): FilterNode[] {
  try {
    return parseFilter(text);
  } catch {
    return [];
  }
}

/** Whether a field of what a tool lists is masked. */
type IsMasked = (field: string) => boolean;

function maskedOf(tool: DirectTool, hidesTexts: boolean): IsMasked {
  const type = tool.kind === "operation" && "resource" in tool.result ? tool.result.resource.type : "profile";
  return (field) => {
    // Events are counted by what their properties are called.
    const said = saidBy("profile", field) ?? saidBy(type, field) ?? saidByKey(field, false);
    return field === "push_token" || (said !== undefined && (said !== "text" || hidesTexts));
  };
}

function byPart(field: string): InputError {
  return new InputError(`filter: ${field} is masked, and is found whole or not at all`, {
    argument: "filter",
    next: `It takes equals(${field},…) and any(${field},[…]), with the value or its token.`,
  });
}

/** Where a page ends, its cursor says the value by which the list is sorted. */
function refuseOrder(sort: string, isMasked: IsMasked): void {
  const field = sort.replace(/^-/, "");
  if (!isMasked(field)) return;
  throw new InputError(`sort: ${field} is masked, and an order by it would tell it`, {
    argument: "sort",
    next: "Sort by created or updated, or leave sort out.",
  });
}
