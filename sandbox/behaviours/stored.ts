import { kindOf, relationOf, relationsOf } from "../klaviyo/kind.ts";
import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { refuseBody } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { example } from "./example.ts";
import { readLinks, readParent, type Write } from "./resources.ts";

// What an operation does that has no behaviour of its own: one store of resources and the links between them.

/** The last part of the path: the relationship that it names. */
const relationIn = ({ operation }: Call): string => operation.route.split("/").at(-1) ?? "";

/** The resources at the other end of the relationship in the path, or the one. */
export const related: Behaviour = (call) => {
  const found = call.store.linkedResources(readParent(call), relationIn(call));
  return call.operation.many ? found : (found[0] ?? null);
};

/** What a new resource holds: what the body says, and the rest as Klaviyo would fill it in. */
export function filled(type: string, edition: string | undefined, given: Values): Values {
  const { attributes } = kindOf(type, edition);
  if (typeof attributes !== "object" || Array.isArray(attributes)) return given;
  const rest = Object.entries(attributes)
    .filter(([name]) => given[name] === undefined)
    .map(([name, tree]) => [name, example(tree, name, { isNew: true })]);
  return { ...Object.fromEntries(rest), ...given };
}

type Embedded = Write & { type: string };

/** What a body gives as attributes, and the whole resources among them that belong to a relationship. */
function takeApart(
  type: string,
  attributes: Values,
): { plain: Values; embedded: Record<string, Embedded[]> } {
  const plain: Values = {};
  const embedded: Record<string, Embedded[]> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const held = (value as { data?: Embedded | Embedded[] } | null)?.data;
    if (held && name in relationsOf(type)) embedded[name] = [held].flat();
    else plain[name] = value;
  }
  return { plain, embedded };
}

/** Stores a new resource of a type with the links that the body gives it. */
export function store(
  call: Call,
  type: string,
  { attributes = {}, relationships }: Write,
  id?: string,
): Resource {
  const links = readLinks(call, relationships);
  const { plain, embedded } = takeApart(type, attributes);
  const made = call.store.create(type, filled(type, call.operation.edition, plain), {}, id);
  for (const [relation, writes] of Object.entries(embedded)) {
    const parts = writes.map((write) => store(call, write.type, write));
    call.store.relate(
      made,
      relation,
      parts.map((part) => ({ type: part.type, id: part.id })),
    );
  }
  for (const [relation, held] of Object.entries(links)) {
    if (relation in relationsOf(type)) call.store.relate(made, relation, [held ?? []].flat());
  }
  return made;
}

/** Creates a resource of the body's type, or of the answer's. */
export const createStored: Behaviour = (call) => {
  const data = readData<Write & { type: string }>(call);
  return answered(call, store(call, call.operation.type || data.type, data));
};

/** Changes what the body names: attributes as a whole, relationships at both ends. */
export const updateStored: Behaviour = (call) => {
  const resource = readParent(call);
  const { attributes = {}, relationships } = readData<Write>(call);
  const links = readLinks(call, relationships);
  for (const [name, value] of Object.entries(attributes))
    resource.attributes[name] = changed(resource.attributes[name], value);
  for (const [relation, held] of Object.entries(links))
    setLinks(call, resource, relation, [held ?? []].flat());
  return answered(call, call.store.touch(resource));
};

const isObject = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** An object is changed by the names that are given; everything else is replaced. */
const changed = (old: unknown, value: unknown): unknown =>
  isObject(old) && isObject(value) ? { ...old, ...value } : value;

const answered = ({ operation }: Call, resource: Resource) => (operation.empty ? undefined : resource);

function setLinks({ store: all }: Call, resource: Resource, relation: string, links: Link[]): void {
  const kept = new Set(links.map(({ id }) => id));
  const gone = all.linked(resource, relation).filter(({ id }) => !kept.has(id));
  all.unrelate(resource, relation, new Set(gone.map(({ id }) => id)));
  all.relate(resource, relation, links);
}

/** The identifiers of a body, each of which must lead to something. */
function readIdentifiers(call: Call): Link[] {
  const data = readData<Link | Link[] | null>(call);
  const links = [data ?? []].flat();
  links.forEach(({ type, id }, index) => {
    if (!call.store.find(type, id))
      throw refuseBody(
        Array.isArray(data) ? `/data/${index}/id` : "/data/id",
        `A ${type} with id ${id} does not exist.`,
      );
  });
  return links.map(({ type, id, meta }) => ({ type, id, ...(meta && { meta }) }));
}

/** Adds to the relationship in the path. */
export const addRelated: Behaviour = (call) => {
  const resource = readParent(call);
  call.store.relate(resource, relationIn(call), readIdentifiers(call));
  return undefined;
};

/** Replaces the relationship in the path. */
export const replaceRelated: Behaviour = (call) => {
  const resource = readParent(call);
  setLinks(call, resource, relationIn(call), readIdentifiers(call));
  return undefined;
};

/** Takes out of the relationship in the path. */
export const removeRelated: Behaviour = (call) => {
  const resource = readParent(call);
  const ids = readIdentifiers(call).map(({ id }) => id);
  call.store.unrelate(resource, relationIn(call), new Set(ids));
  return undefined;
};

/** A job is queued, with as many things to do as the body has, and moves on when it is read. */
export const createJob: Behaviour = (call) => {
  const data = readData<Write & { type: string }>(call);
  const type = call.operation.type || data.type;
  const { relations = {} } = kindOf(type, call.operation.edition);
  const total_count = countIn(data.attributes);
  const job = store(call, type, { ...data, attributes: {} });
  const done = { completed_count: total_count, failed_count: 0, completed_at: job.attributes.created_at };
  Object.assign(job.attributes, {
    total_count,
    completed_count: 0,
    failed_count: 0,
    errors: [],
    _result: done,
  });
  // A job of the catalog is at work at once, in recorded answers; all others wait first.
  if ("status" in job.attributes)
    job.attributes.status = type.startsWith("catalog-") ? "processing" : "queued";
  for (const [relation, notation] of Object.entries(relations)) {
    if (!relationOf(notation).many) job.relationships[relation] ??= null;
  }
  return answered(call, job);
};

/** How many resources a job's body holds. */
export function countIn(attributes: Values = {}): number {
  const lists = Object.values(attributes).map((value) => (value as { data?: unknown } | null)?.data ?? value);
  return lists.find(Array.isArray)?.length ?? 1;
}
