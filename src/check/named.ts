import {
  type FilterNode,
  FilterSyntaxError,
  type FilterValue,
  parseFilter,
  printFilter,
} from "../jsonapi/filter.ts";
import { isObject } from "../text.ts";
import type { Input, Tool } from "../tool/tool.ts";
import { withLeaves } from "./leaves.ts";
import { kindOfId } from "./names.ts";

/** A text of a call that stands where an id is due, or the id of something in a filter. */
export interface IdText {
  /** What kinds of resources may have it as id, the likeliest first. */
  kinds: readonly string[];
  text: string;
  /** The argument it stands in. */
  argument: string;
}

/** Where an id of either of several kinds may stand: under a name, or as what a flow begins by. */
const EITHER: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    ["included_audiences", "excluded_audiences", "included", "excluded", "group_ids"].map((name) => [
      name,
      ["list", "segment"],
    ]),
  ),
  trigger_id: ["metric", "list", "segment"],
};
/** Things whose ids people give, which are found by name all the same. */
const PEOPLES_OWN = /(?:^|_)(coupon|category|topic)_ids?$/;
const AS_TYPE: Readonly<Record<string, string>> = {
  category: "catalog_category",
  topic: "webhook_topic",
};
/** Ids that nobody would call a thing by: a ULID, a catalog's with three colons, a webhook topic's. */
const NO_NAME = /^0[0-9A-Z]{25}$|:::|^event:/i;
/** Nor by these; but a shop may well number people so. */
const UUID_OR_NUMBER = /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{5,})$/i;

/** Whether a text can be no id of Klaviyo's: it has a space, an address' sign or a number's plus. */
export function isNoId(text: string): boolean {
  return /\S[ @]\S|^\+\d/.test(text);
}

/** Whether something of a kind may be called so, as against an id that is never a name. */
export function mayBeName(text: string, kind: string): boolean {
  return (
    text.trim() !== "" &&
    text.length <= 200 &&
    !NO_NAME.test(text) &&
    (kind === "profile" || !UUID_OR_NUMBER.test(text))
  );
}

/** The input with each text where an id is due as `idOf` has it; one in which nothing changes comes back as it is. */
export function withIds(tool: Tool, input: Input, idOf: (at: IdText) => string): Input {
  const shaped = withLeaves(tool.inputSchema, input, ({ name, path, text }) => {
    if (name === "filter") return filterWithIds(text, ownKind(tool), idOf);
    const kinds = kindsOf(name === "id" ? idIn(path) : name);
    return kinds.length > 0 ? idOf({ kinds, text, argument: path }) : text;
  }) as Input;
  const inner = Object.keys(tool.structures).filter((name) => shaped[name] === input[name]);
  const entries = inner.map((name) => [name, below(name, shaped[name], name, idOf)] as const);
  const changed = entries.filter(([name, value]) => value !== shaped[name]);
  return changed.length > 0 ? { ...shaped, ...Object.fromEntries(changed) } : shaped;
}

/** The same below an argument of which the schema shows the outside alone: a key says what its text is. */
function below(name: string, value: unknown, path: string, idOf: (at: IdText) => string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((one, at) => below(name, one, `${path}[${at}]`, idOf));
    return items.every((one, at) => one === value[at]) ? value : items;
  }
  if (isObject(value)) {
    // A flow begins by `{ type: "metric", id }`.
    const own = typeof value.type === "string" ? `${value.type}_id` : "id";
    const entries = Object.entries(value).map(
      ([key, one]) => [key, below(key === "id" ? own : key, one, `${path}.${key}`, idOf)] as const,
    );
    return entries.every(([key, one]) => one === value[key]) ? value : Object.fromEntries(entries);
  }
  const kinds = typeof value === "string" ? kindsOf(name) : [];
  return kinds.length > 0 ? idOf({ kinds, text: String(value), argument: path }) : value;
}

/** Every text of an input that stands where an id is due. */
export function idsIn(tool: Tool, input: Input): IdText[] {
  const found: IdText[] = [];
  withIds(tool, input, (at) => {
    found.push(at);
    return at.text;
  });
  return found;
}

/** Clauses that select by a text, with the texts. */
export function textClauses(filter: unknown): { field: string; operator: string; texts: string[] }[] {
  return clausesOf(filter).flatMap((node) => {
    if ("group" in node || !node.value) return [];
    const values = node.value.kind === "array" ? node.value.items : [node.value];
    const texts = values.flatMap((one) => (one.kind === "string" ? [one.text] : []));
    return texts.length > 0 ? [{ field: node.field, operator: node.operator, texts }] : [];
  });
}

/** The kinds of things of which an argument, a key or a field of a filter holds ids; none where it holds none. */
export function kindsOf(name: string): readonly string[] {
  const either = Object.hasOwn(EITHER, name) ? EITHER[name] : undefined;
  if (either) return either;
  const kind = kindOfId(name) ?? PEOPLES_OWN.exec(name)?.[1];
  if (kind === undefined) return [];
  return [(Object.hasOwn(AS_TYPE, kind) ? AS_TYPE[kind] : undefined) ?? kind];
}

/** `categories[0].id` → category_id: whose id an item's own is. */
function idIn(path: string): string {
  const [, owner = ""] = /(\w+?)(?:\[\d+\])?\.id$/.exec(path) ?? [];
  return `${owner.replace(/ies$/, "y").replace(/s$/, "")}_id`;
}

/** What `id` in a filter is the id of: what the operation lists. */
function ownKind(tool: Tool): string {
  const resource = tool.kind === "operation" && "resource" in tool.result ? tool.result.resource.type : "";
  return resource.replaceAll("-", "_");
}

function filterWithIds(filter: string, own: string, idOf: (at: IdText) => string): string {
  let changed = false;
  const valueIn = (kinds: readonly string[], value: FilterValue): FilterValue => {
    if (value.kind === "array") return { ...value, items: value.items.map((one) => valueIn(kinds, one)) };
    if (value.kind !== "string") return value;
    const text = idOf({ kinds, text: value.text, argument: "filter" });
    changed ||= text !== value.text;
    return { ...value, text };
  };
  const inNode = (node: FilterNode): FilterNode => {
    // Alternatives are refused: what stands in one is not looked up.
    if ("group" in node) return node.group === "not" ? { ...node, clauses: node.clauses.map(inNode) } : node;
    if (!node.value || !/^(equals|any|contains-any|contains-all)$/.test(node.operator)) return node;
    const kinds = kindsOf(fieldName(node.field, own));
    return kinds.length > 0 ? { ...node, value: valueIn(kinds, node.value) } : node;
  };
  const nodes = clausesOf(filter).map(inNode);
  return changed ? printFilter(nodes) : filter;
}

/** What a field of a filter is called as an argument: `category.id`, `ids` of what is listed, `$attributed_flow`. */
function fieldName(field: string, own: string): string {
  if (field === "id" || field === "ids") return `${own}_id`;
  const flow = /^\$(?:attributed_)?(flow)$/.exec(field)?.[1];
  return flow ? `${flow}_id` : field.replaceAll(".", "_").replace(/^\$/, "");
}

function clausesOf(filter: unknown): FilterNode[] {
  try {
    return typeof filter === "string" ? parseFilter(filter) : [];
  } catch (error) {
    if (error instanceof FilterSyntaxError) return [];
    throw error;
  }
}
