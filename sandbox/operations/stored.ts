import { named } from "../behaviours/named.ts";
import { list, read, readJob, remove, type Write } from "../behaviours/resources.ts";
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
import { type Behaviour, type Operation, readData } from "../klaviyo/operation.ts";
import { refuseBody } from "../refusal.ts";

const NEXT_STEP = readJob();

/** What each kind of path does: a collection, one of it, and a relationship of that. */
const BY_PATH: Record<string, Record<string, Behaviour>> = {
  collection: { GET: list, POST: createStored },
  jobs: { GET: list, POST: createJob },
  one: { GET: read, PATCH: updateStored, DELETE: remove },
  job: { GET: NEXT_STEP, PATCH: updateStored },
  relation: { GET: related, POST: addRelated, PATCH: replaceRelated, DELETE: removeRelated },
};

/** How much of a kind one call may hold, by a part of its name: Klaviyo says it in prose alone. */
const MOST: [RegExp, number][] = [
  [/^bulk_(create|update|delete)_catalog_/, 100],
  [/^bulk_(un)?suppress_profiles$/, 100],
  [/^bulk_create_data_source_records$/, 500],
  [/^bulk_delete_object_records$/, 500],
];

/** Refuses a body that holds more than its operation takes. */
function bounded(operation: string, does: Behaviour): Behaviour {
  const most = MOST.find(([pattern]) => pattern.test(operation))?.[1];
  if (most === undefined) return does;
  return (call) => {
    const data = readData<Write>(call);
    for (const part of ["attributes", "relationships"] as const) {
      for (const [name, value] of Object.entries(data[part] ?? {})) {
        const items = (value as { data?: unknown } | null)?.data;
        if (Array.isArray(items) && items.length > most)
          throw refuseBody(
            `/data/${part}/${name}/data`,
            `'${name}' may hold at most ${most} items, not ${items.length}.`,
          );
      }
    }
    return does(call);
  };
}

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
      does: bounded(id, behaviourOf(fact)),
    };
  });
}
