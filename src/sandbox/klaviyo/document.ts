import type { Resource } from "../resource.ts";
import { matchesClause } from "./filter.ts";
import { type Kind, kindOf, relationOf } from "./kinds.ts";
import type { Call, Operation } from "./operation.ts";
import { type Query, writeCursor } from "./query.ts";
import type { Store } from "./store.ts";
import { unfoldNames } from "./tree.ts";

/** Where Klaviyo says its resources are. Not here: whoever follows such a link has left the gateway. */
const ORIGIN = "https://a.klaviyo.com";

/** Everything at a dotted path; a list on the way stands for each of its items. */
function valuesAt(value: unknown, path: string[]): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => valuesAt(item, path));
  const [key, ...rest] = path;
  if (key === undefined) return [value];
  if (typeof value !== "object" || value === null) return [];
  return valuesAt((value as Record<string, unknown>)[key], rest);
}

/** What a resource has under a filter or sort name. */
function valuesOf(resource: Resource, name: string, store: Store): unknown[] {
  const where = kindOf(resource.type).names?.[name] ?? name;
  if (where === "#id") return [resource.id];
  if (!where.startsWith(">")) return valuesAt(resource.attributes, where.split("."));
  const [relation = "", path] = where.slice(1).split("/");
  if (path === undefined) return store.linked(resource, relation).map((link) => link.id);
  return store
    .linkedResources(resource, relation)
    .flatMap((linked) => valuesAt(linked.attributes, path.split(".")));
}

function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return -1;
  if (b === null || b === undefined) return 1;
  return a < b ? -1 : 1;
}

function select(resources: Resource[], query: Query, store: Store): Resource[] {
  const kept = query.clauses.reduce(
    (left, clause) =>
      left.filter((resource) => matchesClause(clause, valuesOf(resource, clause.field, store))),
    resources,
  );
  const { sort } = query;
  if (!sort) return kept;
  const keyed = kept.map((resource) => ({ resource, key: valuesOf(resource, sort.name, store)[0] }));
  const turn = sort.descending ? -1 : 1;
  keyed.sort((a, b) => turn * (compare(a.key, b.key) || compare(a.resource.id, b.resource.id)));
  return keyed.map(({ resource }) => resource);
}

/** Cuts an address down to its host: Klaviyo does not show the rest of a webhook's, which may hold a secret. */
const shorten = (value: unknown) =>
  typeof value === "string" ? value.replace(/^(https:\/\/[^/]+\/).+$/, "$1...") : value;

function attributeOf(resource: Resource, kind: Kind, name: string, store: Store): unknown {
  const counted = kind.counts?.[name];
  if (counted) return store.linked(resource, counted).length;
  const value = resource.attributes[name] ?? null;
  return kind.shortened?.includes(name) ? shorten(value) : value;
}

/** Puts `value` at a dotted path; a parent that is null stays null. */
function pick(into: Record<string, unknown>, from: unknown, path: string[]): void {
  const [key = "", ...rest] = path;
  const value =
    typeof from === "object" && from !== null ? (from as Record<string, unknown>)[key] : undefined;
  if (rest.length === 0 || typeof value !== "object" || value === null || Array.isArray(value)) {
    into[key] = value ?? null;
    return;
  }
  const child = (into[key] ?? {}) as Record<string, unknown>;
  into[key] = child;
  pick(child, value, rest);
}

interface View {
  query: Query;
  store: Store;
  operation: Operation;
}

function attributesOf(
  resource: Resource,
  kind: Kind,
  { query, store, operation }: View,
): Record<string, unknown> {
  const own = resource.type === operation.type;
  const roots = unfoldNames((own && operation.fields) || (kind.fields ?? "")).filter(
    (name) => !name.includes("."),
  );
  const shown = own ? [...roots, ...query.additional, ...(operation.extra?.split(" ") ?? [])] : roots;
  const all = Object.fromEntries(shown.map((name) => [name, attributeOf(resource, kind, name, store)]));
  const chosen = query.fields.get(resource.type);
  if (!chosen) return all;
  const picked: Record<string, unknown> = {};
  for (const name of chosen) {
    const path = name.split(".");
    if (path[0] !== undefined && path[0] in all) pick(picked, all, path);
  }
  return picked;
}

/** One resource as a JSON:API resource object. */
function present(resource: Resource, view: View): Record<string, unknown> {
  const kind = kindOf(resource.type);
  const self = `${ORIGIN}/api/${kind.path}/${encodeURIComponent(resource.id)}/`;
  const object: Record<string, unknown> = { type: resource.type, id: resource.id };
  if (kind.fields) object.attributes = attributesOf(resource, kind, view);
  const included = resource.type === view.operation.type ? view.query.include : [];
  const relationships = Object.entries(kind.relations ?? {}).map(([name, notation]) => {
    const { many, linked } = relationOf(notation);
    const links = { self: `${self}relationships/${name}/`, related: `${self}${name}/` };
    if (!linked && !included.includes(name)) return [name, { links }];
    const data = view.store.linked(resource, name).map(({ type, id }) => ({ type, id }));
    return [name, { data: many ? data : (data[0] ?? null), links }];
  });
  if (relationships.length > 0) object.relationships = Object.fromEntries(relationships);
  object.links = { self };
  return object;
}

function includedOf(resources: Resource[], view: View): unknown[] {
  const found = new Map<string, Resource>();
  for (const resource of resources)
    for (const relation of view.query.include)
      for (const linked of view.store.linkedResources(resource, relation))
        found.set(`${linked.type} ${linked.id}`, linked);
  return [...found.values()].map((resource) => present(resource, view));
}

/** The document that answers a call: what its behaviour returned, filtered, sorted, cut to a page and presented. */
export function toDocument(call: Call, path: string, outcome: Resource | Resource[]): unknown {
  const { query, store } = call;
  const view: View = { query, store, operation: call.operation };
  const at = (offset: number) => {
    const search = new URLSearchParams([...query.parameters].filter(([name]) => name !== "page[cursor]"));
    search.set("page[cursor]", writeCursor(path, query.parameters, offset));
    return `${ORIGIN}${path}?${search}`;
  };
  const search = new URLSearchParams([...query.parameters]).toString();
  const self = `${ORIGIN}${path}${search && `?${search}`}`;
  const asked = query.include.length > 0;
  if (!Array.isArray(outcome)) {
    const links = { self, ...(call.reply.next && { next: call.reply.next }) };
    return { data: present(outcome, view), ...(asked && { included: includedOf([outcome], view) }), links };
  }
  const kept = select(outcome, query, store);
  const page = kept.slice(query.offset, query.offset + query.size);
  const end = query.offset + page.length;
  const links = {
    self,
    next: end < kept.length ? at(end) : null,
    prev: query.offset > 0 ? at(Math.max(0, query.offset - query.size)) : null,
  };
  const data = page.map((resource) => present(resource, view));
  return { data, ...(asked && { included: includedOf(page, view) }), links };
}
