import { refuseParameter } from "../refusal.ts";
import type { Resource } from "../resource.ts";
import { type Clause, matchesClause } from "./filter.ts";
import { kindOf, relationOf } from "./kind.ts";
import type { Kind } from "./kinds.ts";
import { isMultitude, type Multitude, stretchOf } from "./multitude.ts";
import type { Call } from "./operation.ts";
import { writeCursor } from "./query.ts";
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

/** Where the values of a filter or sort name are: its row says, or else the name does. */
function whereOf(kind: Kind, name: string): string {
  const said = kind.names?.[name];
  if (said !== undefined) return said;
  if (name === "id" || name === "ids") return "#id";
  const roots = unfoldNames(kind.fields ?? "");
  if (roots.includes(name.split(".")[0] ?? "")) return name;
  const relation = name.replace(/[._]id$/, "").replaceAll("_", "-");
  if (relation in { ...kind.relations, ...kind.routes }) return `>${relation}`;
  return roots.includes("definition") ? `definition.${name}` : name;
}

/** What a resource has under a filter or sort name. */
function valuesOf(resource: Resource, name: string, store: Store, edition = ""): unknown[] {
  const where = whereOf(kindOf(resource.type, edition), name);
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

/** The clauses that are applied, and whether a resource meets one. */
function clausesOf({ query, store, operation: { edition, ignores } }: Call) {
  const ignored = ignores?.split(" ") ?? [];
  const clauses = query.clauses.filter(({ field }) => !ignored.includes(field));
  const meets = (clause: Clause, resource: Resource) =>
    matchesClause(clause, valuesOf(resource, clause.field, store, edition));
  return { clauses, meets };
}

function select(resources: Resource[], call: Call): Resource[] {
  const { query, store, operation } = call;
  const { edition } = operation;
  const { clauses, meets } = clausesOf(call);
  const kept = clauses.reduce(
    (left, clause) => left.filter((resource) => meets(clause, resource)),
    resources,
  );
  const { sort } = query;
  if (!sort) return kept;
  const keyed = kept.map((resource) => ({ resource, key: valuesOf(resource, sort.name, store, edition)[0] }));
  const turn = sort.descending ? -1 : 1;
  keyed.sort((a, b) => turn * (compare(a.key, b.key) || compare(a.resource.id, b.resource.id)));
  return keyed.map(({ resource }) => resource);
}

/** Cuts an address down to its host: Klaviyo does not show the rest of a webhook's, which may hold a secret. */
const shorten = (value: unknown) =>
  typeof value === "string" ? value.replace(/^(https:\/\/[^/]+\/).+$/, "$1...") : value;

function attributeOf(resource: Resource, kind: Kind, name: string, store: Store): unknown {
  const counted = kind.counts?.[name];
  if (counted) return store.count(resource, counted);
  const value = kind.derived?.[name]?.(resource) ?? resource.attributes[name] ?? null;
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

/** How the resources of one type are shown in one answer. */
interface Shape {
  kind: Kind;
  /** The attributes that are there at all; a sparse fieldset can only take some away. */
  attributes: string[];
  chosen: string[] | undefined;
  included: string[];
}

const roots = (notation: string) => unfoldNames(notation).filter((name) => !name.includes("."));

/** An additional field has to be asked for with additional-fields and, where there is a sparse fieldset, in it too. */
function shapeOf(type: string, { query, operation }: Call): Shape {
  const kind = kindOf(type, operation.edition);
  const chosen = query.fields.get(type);
  if (type !== operation.type) return { kind, attributes: roots(kind.fields ?? ""), chosen, included: [] };
  const attributes = roots(operation.fields ?? kind.fields ?? "");
  const extra = operation.extra?.split(" ") ?? [];
  return {
    kind,
    attributes: [...attributes, ...query.additional, ...extra],
    chosen,
    included: query.include,
  };
}

function attributesOf(
  resource: Resource,
  { kind, attributes, chosen }: Shape,
  store: Store,
): Record<string, unknown> {
  const whole = chosen ? attributes : [...attributes, ...(kind.unlisted ?? [])];
  const all = Object.fromEntries(whole.map((name) => [name, attributeOf(resource, kind, name, store)]));
  if (!chosen) return all;
  const picked: Record<string, unknown> = {};
  for (const name of chosen) {
    const path = name.split(".");
    if (path[0] !== undefined && path[0] in all) pick(picked, all, path);
  }
  return picked;
}

/** One resource as a JSON:API resource object. */
function present(resource: Resource, shape: Shape, store: Store): Record<string, unknown> {
  const { kind, attributes, included } = shape;
  const { type, id } = resource;
  const self = `${ORIGIN}/api/${kind.path}/${encodeURIComponent(id)}/`;
  if (attributes.length === 0 && kind.fields) return { type, id, attributes: {}, links: { self } };
  const relationships = Object.entries(kind.relations ?? {}).flatMap(([name, notation]) => {
    const { many, linked, elusive } = relationOf(notation);
    if (elusive && store.linked(resource, name).length === 0) return [];
    const links = { self: `${self}relationships/${name}/`, related: `${self}${name}/` };
    if (!linked && !included.includes(name)) return [[name, { links }]];
    const data = store.linked(resource, name).map((link) => ({ type: link.type, id: link.id }));
    return [[name, { data: many ? data : (data[0] ?? null), links }]];
  });
  return {
    type,
    id,
    ...(kind.fields && { attributes: attributesOf(resource, shape, store) }),
    ...(relationships.length > 0 && { relationships: Object.fromEntries(relationships) }),
    ...(!kind.isUnlinked && { links: { self } }),
  };
}

/** Who they are, and what the link to them says where it says anything. */
function presentIds(resources: Resource[], { store, parent, operation }: Call): unknown[] {
  const relation = operation.route.split("/").at(-1) ?? "";
  const links = store.linked(store.get(parent.type, parent.id), relation);
  const metas = new Map(links.flatMap(({ id, meta }) => (meta ? [[id, meta]] : [])));
  return resources.map(({ type, id }) => ({ type, id, ...(metas.has(id) && { meta: metas.get(id) }) }));
}

function presentAll(resources: Resource[], call: Call): unknown[] {
  if (call.operation.ids) return presentIds(resources, call);
  const shapes = new Map<string, Shape>();
  return resources.map((resource) => {
    const shape = shapes.get(resource.type) ?? shapeOf(resource.type, call);
    shapes.set(resource.type, shape);
    return present(resource, shape, call.store);
  });
}

function includedOf(resources: Resource[], call: Call): unknown[] {
  const found = new Map<string, Resource>();
  for (const resource of resources)
    for (const relation of call.query.include)
      for (const linked of call.store.linkedResources(resource, relation))
        found.set(`${linked.type} ${linked.id}`, linked);
  return presentAll([...found.values()], call);
}

/** A page of more than is kept; only what its order is by can it be sorted by. */
function pageOf(multitude: Multitude, call: Call) {
  const { sort, offset: from, size: count } = call.query;
  if (sort && sort.name !== multitude.dated)
    throw refuseParameter("sort", `The sandbox does not sort so many by ${sort.name}.`);
  const { clauses, meets } = clausesOf(call);
  const turned = sort?.descending ?? false;
  return stretchOf(multitude, { clauses, from, count, turned }, (resource) =>
    clauses.every((clause) => meets(clause, resource)),
  );
}

/** The document that answers a call: what its behaviour returned, filtered, sorted, cut to a page and presented. */
export function toDocument(
  call: Call,
  path: string,
  outcome: Resource | Resource[] | Multitude | null,
): unknown {
  const { query, reply } = call;
  const linkTo = (parameters: Iterable<[string, string]>) => {
    const search = new URLSearchParams([...parameters]).toString();
    return `${ORIGIN}${path}${search && `?${search}`}`;
  };
  const at = (offset: number) =>
    linkTo(new Map(query.parameters).set("page[cursor]", writeCursor(path, query.parameters, offset)));
  const self = linkTo(query.parameters);
  if (outcome === null) return { data: null, links: { self } };
  if (isMultitude(outcome)) {
    const { found, next } = pageOf(outcome, call);
    return {
      data: presentAll(found, call),
      links: { self, next: next === undefined ? null : at(next), prev: null },
    };
  }
  const includes = (shown: Resource[]) => query.include.length > 0 && { included: includedOf(shown, call) };
  if (!Array.isArray(outcome)) {
    const [data] = presentAll([outcome], call);
    return {
      data,
      ...includes([outcome]),
      links: { self, ...(reply.next !== undefined && { next: reply.next, prev: null }) },
    };
  }
  const kept = select(outcome, call);
  const page = kept.slice(query.offset, query.offset + query.size);
  const end = query.offset + page.length;
  const next = end < kept.length ? at(end) : null;
  const prev = query.offset > 0 ? at(Math.max(0, query.offset - query.size)) : null;
  return { data: presentAll(page, call), ...includes(page), links: { self, next, prev } };
}
