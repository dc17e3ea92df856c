import { type Behaviour, type Call, readData } from "../klaviyo/operation.ts";
import { Refusal, refuseConflict } from "../refusal.ts";
import type { Link, Resource, Values } from "../resource.ts";
import { readChanges, readLinks } from "./resources.ts";
import { createJob, filled } from "./stored.ts";

/** One thing of the catalog as a body has it. */
interface Entry {
  type: string;
  id?: string;
  attributes?: Values;
  relationships?: Record<string, { data: Link | Link[] }>;
}

/** Creates one thing of the catalog; its id is made of integration, catalog and external id. */
function add(call: Call, { type, attributes = {}, relationships }: Entry): Resource {
  const { integration_type, catalog_type, ...given } = attributes;
  const id = `${integration_type ?? "$custom"}:::${catalog_type ?? "$default"}:::${given.external_id}`;
  if (call.store.find(type, id))
    throw refuseConflict("/data/attributes/external_id", `A ${type} with id ${id} already exists.`);
  const links = readLinks(call, relationships);
  const values = filled(type, undefined, {
    ...(type !== "catalog-category" && { published: true }),
    ...given,
  });
  const made = call.store.create(type, values, {}, id);
  relate(call, made, links);
  return made;
}

function change(call: Call, { type, id = "", attributes, relationships }: Entry): Resource {
  const resource = call.store.get(type, id);
  const links = readLinks(call, relationships);
  Object.assign(resource.attributes, readChanges(attributes));
  relate(call, resource, links);
  return call.store.touch(resource);
}

function relate({ store }: Call, resource: Resource, links: Resource["relationships"]): void {
  for (const [relation, held] of Object.entries(links)) {
    const wanted = [held ?? []].flat();
    const ids = new Set(wanted.map(({ id }) => id));
    const gone = store.linked(resource, relation).filter(({ id }) => !ids.has(id));
    store.unrelate(resource, relation, new Set(gone.map(({ id }) => id)));
    store.relate(resource, relation, wanted);
  }
}

/** Creates a variant or a category. */
export const createEntry: Behaviour = (call) => add(call, readData<Entry>(call));

/** Changes a variant or a category, and what it belongs to. */
export const updateEntry: Behaviour = (call) => change(call, readData<Entry>(call));

type Step = (call: Call, entry: Entry) => Resource | undefined;

const drop: Step = ({ store }, { type, id = "" }) => {
  store.remove(store.get(type, id));
  return undefined;
};

/** The things of a job are done at once; the job tells of it when it has been read to its end. */
function job(step: Step): Behaviour {
  return (call) => {
    const { attributes } = readData<{ attributes: Record<string, { data: Entry[] }> }>(call);
    const [[relation = "", { data }] = ["", { data: [] }]] = Object.entries(attributes);
    const done: Resource[] = [];
    const errors: Values[] = [];
    data.forEach((entry, index) => {
      try {
        const resource = step(call, entry);
        if (resource) done.push(resource);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const pointer = `/data/attributes/${relation}/data/${index}`;
        const [first] = error.problems;
        errors.push({
          id: call.store.newId("error"),
          code: first?.code ?? "invalid",
          title: "Invalid input.",
          detail: error.message,
          source: { pointer },
        });
      }
    });
    const made = createJob(call) as Resource;
    const result = made.attributes._result as Values;
    Object.assign(result, {
      failed_count: errors.length,
      completed_count: data.length - errors.length,
      errors,
    });
    if (done.length > 0) made.relationships[relation] = done.map(({ type, id }) => ({ type, id }));
    return made;
  };
}

/** Creating, changing and deleting many at once. */
export const createEntries = job(add);
export const updateEntries = job(change);
export const deleteEntries = job(drop);
