import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { refuseBody } from "../refusal.ts";
import type { Link, Resource } from "../resource.ts";

/** `data` of a body that creates or changes a resource. */
export interface Write {
  id?: string;
  attributes?: Record<string, unknown>;
  relationships?: Record<string, { data: Link | Link[] }>;
}

/** The resource that the path names. */
export function readParent({ store, parent }: Call): Resource {
  return store.get(parent.type, parent.id);
}

/** What a list leaves out unless its filter speaks of it. */
const ASIDE: Record<string, string> = { campaign: "archived", flow: "archived", image: "hidden" };

/** Identifiers that a filter may look for people by. */
const IDENTIFIERS = ["id", "profile_id", "email", "phone_number", "external_id"];

/** Whoever a filter names by an identifier; undefined where it names nobody. */
function namedBy({ store, query }: Call): Resource[] | undefined {
  const clause = query.clauses.find(({ field }) => IDENTIFIERS.includes(field));
  if (!clause) return undefined;
  const name = clause.field.replace("profile_", "");
  const found = clause.literals.flatMap(({ value }) =>
    name === "id"
      ? (store.find("profile", String(value)) ?? [])
      : (store.findProfile({ [name]: value }) ?? []),
  );
  return [...new Set(found)];
}

/** Every profile; where there are more than are kept, those that the filter names, or all of them one by one. */
export const listPeople: Behaviour = (call) => {
  const multitude = call.store.multitude();
  return multitude ? (namedBy(call) ?? multitude) : list(call);
};

/** Every resource of the operation's type, the ones that Klaviyo does not list left out. */
export const list: Behaviour = ({ store, operation, query }) => {
  const aside = ASIDE[operation.type];
  const isAsked = query.clauses.some(({ field }) => field === aside);
  return store
    .all(operation.type)
    .filter(({ attributes }) => attributes._listed !== false && (isAsked || !aside || !attributes[aside]));
};

/** The resource of the path. */
export const read: Behaviour = readParent;

/** The resources of one relationship of the resource in the path. */
export function listRelated(relation: string): Behaviour {
  return (call) => call.store.linkedResources(readParent(call), relation);
}

/** The one resource at the other end of a relationship. */
export function readRelated(relation: string): Behaviour {
  return (call) => call.store.linkedResources(readParent(call), relation)[0];
}

/** The profiles of a list or segment, with the time they joined it. */
export const listMembers: Behaviour = (call) => {
  const { store, parent } = call;
  const group = store.get(parent.type, parent.id);
  const multitude = store.multitude(group);
  // Who is named is looked at alone.
  const named = multitude && namedBy(call);
  if (multitude && !named) return multitude;
  const since = new Map(
    store.linked(group, "profiles").map((link) => [link.id, link.joined_group_at ?? null]),
  );
  const members = named ?? [...since.keys()].flatMap((id) => store.find("profile", id) ?? []);
  return members.flatMap((profile) => {
    const isMember =
      since.has(profile.id) || store.linked(profile, `${group.type}s`).some(({ id }) => id === group.id);
    const joined_group_at = since.get(profile.id) ?? (named ? profile.attributes.created : null);
    return isMember ? { ...profile, attributes: { ...profile.attributes, joined_group_at } } : [];
  });
};

/** The links of a body's relationships, each of which must lead to something. */
export function readLinks(call: Call, relationships: Write["relationships"] = {}): Resource["relationships"] {
  const checked = Object.entries(relationships).map(([name, { data }]) => {
    for (const { type, id } of [data].flat()) {
      if (!call.store.find(type, id))
        throw refuseBody(`/data/relationships/${name}`, `A ${type} with id ${id} does not exist.`);
    }
    return [name, data];
  });
  return Object.fromEntries(checked);
}

/** Creates a resource from the body, over the attributes that Klaviyo would fill in. */
export function create(defaults: Record<string, unknown> = {}): Behaviour {
  return (call) => {
    const { attributes, relationships } = readData<Write>(call);
    return call.store.create(
      call.operation.type,
      { ...defaults, ...attributes },
      readLinks(call, relationships),
    );
  };
}

/** Attributes that a resource never loses: null in an update leaves them as they are. */
const LASTING = new Set(
  "name title opt_in_process audiences send_strategy send_options html definition enabled endpoint_url is_active is_starred published".split(
    " ",
  ),
);

/** The attributes that an update changes. */
export function readChanges(attributes: Record<string, unknown> = {}): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes).filter(([name, value]) => value !== null || !LASTING.has(name)),
  );
}

/** Replaces the attributes and relationships that the body names. */
export const update: Behaviour = (call) => {
  const resource = readParent(call);
  const { attributes, relationships } = readData<Write>(call);
  const links = readLinks(call, relationships);
  Object.assign(resource.attributes, readChanges(attributes));
  Object.assign(resource.relationships, links);
  return call.store.touch(resource);
};

/** Deletes the resource of the path. */
export const remove: Behaviour = (call) => {
  call.store.remove(readParent(call));
  return undefined;
};

/** A job moves one step whenever it is read, so that a test or demo never waits for a clock. */
const NEXT: Record<string, string> = { queued: "processing", processing: "complete" };

/** Reads a job after moving it on; `step` lets the status have its effect. */
export function readJob(step?: (call: Call, job: Resource) => void): Behaviour {
  return (call) => {
    const job = readParent(call);
    const next = NEXT[String(job.attributes.status)];
    if (next) {
      job.attributes.status = next;
      if (next === "complete") Object.assign(job.attributes, job.attributes._result);
      step?.(call, job);
    }
    return job;
  };
}
