import type { Plan } from "../../report/plan.ts";
import { type Cut, type Row, type Thing, thingsIn } from "../../report/rows.ts";
import { isObject, textOf } from "../../text.ts";
import type { Input } from "../../tool/tool.ts";
import { readIfPossible } from "../read.ts";
import type { Reporting } from "./reporting.ts";

/** So many reads of names a call may make. */
const MOST_READS = 10;
/** A read of names is not begun when less than this is left of the call. */
export const RESERVE_MS = 4000;
/** Lists and segments come ten a page. */
const AUDIENCES_AT_ONCE = 10;

/** What the rows are named and cut by: reads whose failure costs a name, not the call. */
export async function cutOf(given: Reporting, plan: Plan, rows: readonly Row[]): Promise<Cut> {
  const { spec, account } = given;
  const wanted = new Set(
    plan.groups.map((name) => spec.groups[name]).flatMap((one) => (one && "from" in one ? one.from : [])),
  );
  const isNamed = spec.row.includes(spec.thing.name);
  const grouped = plan.groups.length > 0 || spec.series === true;
  const byName = plan.groups.some((name) => {
    const one = spec.groups[name];
    return one && "by" in one && one.by.includes(spec.thing.id);
  });
  const needs = wanted.size > 0 || (!isNamed && (!grouped || byName || plan.name !== undefined));
  const documents = needs ? await thingsOf(given, rows, wanted.has("tags")) : [];
  const things = thingsIn(documents, account?.timezone);
  const audiences = wanted.has("audiences") ? await audiencesOf(given, things) : new Map<string, string>();
  return { groups: plan.groups, things, audiences };
}

async function thingsOf(given: Reporting, rows: readonly Row[], tags: boolean): Promise<unknown[]> {
  const { spec } = given;
  const { naming, thing } = spec;
  const ids = new Map<string, Set<string>>();
  for (const { groupings } of rows) {
    const id = textOf(groupings[thing.id]);
    const value = naming.by?.values[textOf(groupings[naming.by.grouping])];
    if (id === "" || (naming.by && value === undefined)) continue;
    ids.set(value ?? "", (ids.get(value ?? "") ?? new Set()).add(id));
  }
  const reads = [...ids].flatMap(([value, some]) =>
    chunksOf([...some], naming.atOnce).map((chunk) => ({
      ...naming.arguments,
      ...(naming.by && { [naming.by.argument]: value }),
      filter: `any(id,[${chunk.map((one) => JSON.stringify(one)).join(",")}])`,
      ...(tags && naming.tags && { include: ["tags"] }),
    })),
  );
  return readAll(
    given,
    reads.map((input) => ({ name: naming.tool, input })),
  );
}

/** Names of lists and segments by id: which of the two an id is, only a read tells. */
async function audiencesOf(
  given: Reporting,
  things: ReadonlyMap<string, Thing>,
): Promise<Map<string, string>> {
  const ids = [...new Set([...things.values()].flatMap(({ audiences }) => audiences))];
  const reads = chunksOf(ids, AUDIENCES_AT_ONCE).flatMap((chunk) =>
    ["get_lists", "get_segments"].map((name) => ({
      name,
      input: { filter: `any(id,[${chunk.map((one) => JSON.stringify(one)).join(",")}])`, fields: ["name"] },
    })),
  );
  const named = thingsIn(await readAll(given, reads), undefined);
  return new Map([...named].flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name]])));
}

async function readAll(
  { session, surroundings, steps }: Reporting,
  reads: readonly { name: string; input: Input }[],
): Promise<unknown[]> {
  const documents: unknown[] = [];
  for (const { name, input } of reads.slice(0, MOST_READS)) {
    // What is there is told, with ids instead of names, before the time is up.
    if (session.remaining() < RESERVE_MS) break;
    steps.next(name);
    documents.push(await readIfPossible(session, surroundings.registry.operation(name), input));
  }
  return documents.filter(isObject);
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
