import { named } from "../behaviours/named.ts";
import { list, read, readJob, remove } from "../behaviours/resources.ts";
import {
  addRelated,
  createJob,
  createStored,
  related,
  removeRelated,
  replaceRelated,
  updateStored,
} from "../behaviours/stored.ts";
import { facts, type OperationFact } from "../facts/facts.ts";
import type { Behaviour, Operation } from "../klaviyo/operation.ts";

const NEXT_STEP = readJob();

/** What each kind of path does: a collection, one of it, and a relationship of that. */
const BY_PATH: Record<string, Record<string, Behaviour>> = {
  collection: { GET: list, POST: createStored },
  jobs: { GET: list, POST: createJob },
  one: { GET: read, PATCH: updateStored, DELETE: remove },
  job: { GET: NEXT_STEP, PATCH: updateStored },
  relation: { GET: related, POST: addRelated, PATCH: replaceRelated, DELETE: removeRelated },
};

function behaviourOf({ operation, route }: OperationFact): Behaviour {
  const own = named[operation.replace(/_beta$/, "")];
  if (own) return own;
  const [method = "", path = ""] = route.split(" ");
  const [, , collection = "", id, relation] = path.split("/");
  const isJob = collection.endsWith("-jobs");
  const where = relation ? "relation" : id ? (isJob ? "job" : "one") : isJob ? "jobs" : "collection";
  const does = BY_PATH[where]?.[method];
  if (!does) throw new Error(`The sandbox has no behaviour for ${operation}.`);
  return does;
}

/** The operations of the table of facts, each with what it does. */
export function storedOperations(): Operation[] {
  return facts().operations.map((fact) => {
    const { operation: id, ...row } = fact;
    const isPaged = row.page !== undefined && row.sparse !== "";
    return {
      ...row,
      id,
      // A list that the document shows as one resource takes pages all the same.
      many: row.many === true || isPaged,
      ids: row.route.includes("/relationships/") && row.route.startsWith("GET"),
      does: behaviourOf(fact),
    };
  });
}
