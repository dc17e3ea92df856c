import type { Plan } from "../../report/plan.ts";
import { type Cut, NONE, type Row, type Thing, thingsIn } from "../../report/rows.ts";
import { isObject, textOf } from "../../text.ts";
import type { Input } from "../../tool/tool.ts";
import { readIfPossible } from "../read.ts";
import { questionOf, type Reporting } from "./reporting.ts";

/** So many reads of names a call may make; what was read is kept, and the same call goes on behind it. */
const MOST_READS = 20;
/** A read of names is not begun when less than this is left of the call. */
export const RESERVE_MS = 4000;
/** Lists and segments come ten a page. */
const AUDIENCES_AT_ONCE = 10;
const BY_ID = "are shown by their ids";
/** What is kept out of a list unless its filter speaks of it, and has a name all the same. */
const ASIDE = "archived";

/** What rows are named and cut by, and sentences on the names that are not there. */
export interface Named {
  cut: Cut;
  omitted: string[];
  /** The same call reads the names that this one had no room for. */
  goesOn: boolean;
}

/** What the rows are named and cut by: reads whose failure costs a name, not the call. */
export async function cutOf(given: Reporting, plan: Plan, rows: readonly Row[]): Promise<Named> {
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
  const reading = new Reading(given);
  const documents = needs ? await thingsOf(reading, rows, wanted.has("tags")) : [];
  const things = thingsIn(documents, account?.timezone);
  const audiences = wanted.has("audiences") ? await audiencesOf(reading, things) : new Map<string, string>();
  const left = reading.left > 0;
  const so =
    plan.name !== undefined && !isNamed ? "are left out" : wanted.size > 0 ? `count as ${NONE}` : BY_ID;
  const omitted = needs ? unknown(given, rows, things, { unread: left || reading.failed > 0, so }) : [];
  const nameless = [...things.values()].flatMap((one) => one.audiences).filter((id) => !audiences.has(id));
  if (wanted.has("audiences") && nameless.length > 0) {
    omitted.push(
      `${new Set(nameless).size} audiences stand by their ids: no list or segment was read by them.`,
    );
  }
  return { cut: { groups: plan.groups, things, audiences }, omitted, goesOn: left };
}

/** How many things were not found, why, and what becomes of them. */
function unknown(
  { spec: { thing, naming } }: Reporting,
  rows: readonly Row[],
  things: ReadonlyMap<string, Thing>,
  { unread, so }: { unread: boolean; so: string },
): string[] {
  const ids = new Set(rows.map(({ groupings }) => textOf(groupings[thing.id])).filter((id) => id !== ""));
  const without = [...ids].filter((id) => !things.has(id)).length;
  if (without === 0) return [];
  const why = unread ? "not all could be read" : `${naming.tool} does not list them`;
  return [
    `${without} of ${ids.size} ${thing.id.replace(/_id$/, "s")} are not known by name (${why}) and ${so}.`,
  ];
}

/** The names of what rows are of; what was not found is looked for among what is archived. */
async function thingsOf(reading: Reading, rows: readonly Row[], tags: boolean): Promise<unknown[]> {
  const { naming, thing } = reading.given.spec;
  const ids = new Map<string, Set<string>>();
  for (const { groupings } of rows) {
    const id = textOf(groupings[thing.id]);
    const value = naming.by?.values[textOf(groupings[naming.by.grouping])];
    if (id === "" || (naming.by && value === undefined)) continue;
    ids.set(value ?? "", (ids.get(value ?? "") ?? new Set()).add(id));
  }
  const readsOf = (value: string, some: readonly string[], clause = "") =>
    chunksOf(some, naming.atOnce).map((chunk) => ({
      name: naming.tool,
      input: {
        ...naming.arguments,
        ...(naming.by && { [naming.by.argument]: value }),
        filter: `any(id,[${chunk.map((one) => JSON.stringify(one)).join(",")}])${clause}`,
        ...(tags && naming.tags && { include: ["tags"] }),
      },
    }));
  const documents = await reading.all([...ids].flatMap(([value, some]) => readsOf(value, [...some])));
  const { filter } = reading.given.surroundings.registry.operation(naming.tool).request.query;
  if (reading.left > 0 || reading.failed > 0 || !filter?.[ASIDE]) return documents;
  const found = thingsIn(documents, undefined);
  const others = [...ids].flatMap(([value, some]) => {
    const missing = [...some].filter((id) => !found.has(id));
    return readsOf(value, missing, `,equals(${ASIDE},true)`);
  });
  return [...documents, ...(await reading.all(others))];
}

/** Names of lists and segments by id: which of the two an id is, only a read tells. */
async function audiencesOf(
  reading: Reading,
  things: ReadonlyMap<string, Thing>,
): Promise<Map<string, string>> {
  const ids = [...new Set([...things.values()].flatMap(({ audiences }) => audiences))];
  const reads = chunksOf(ids, AUDIENCES_AT_ONCE).flatMap((chunk) =>
    ["get_lists", "get_segments"].map((name) => ({
      name,
      input: { filter: `any(id,[${chunk.map((one) => JSON.stringify(one)).join(",")}])`, fields: ["name"] },
    })),
  );
  const named = thingsIn(await reading.all(reads), undefined);
  return new Map([...named].flatMap(([id, { name }]) => (name === undefined ? [] : [[id, name]])));
}

/** The reads of names of one call: each is kept, so that another call of the same period reads none again. */
class Reading {
  readonly given: Reporting;
  /** How many reads there was no room for, and how many failed. */
  left = 0;
  failed = 0;
  #made = 0;

  constructor(given: Reporting) {
    this.given = given;
  }

  async all(reads: readonly { name: string; input: Input }[]): Promise<unknown[]> {
    const documents: unknown[] = [];
    for (const { name, input } of reads) {
      const document = await this.#one(name, input);
      if (isObject(document)) documents.push(document);
    }
    return documents;
  }

  async #one(name: string, input: Input): Promise<unknown> {
    const { session, surroundings, steps, fresh } = this.given;
    const tool = surroundings.registry.operation(name);
    const question = questionOf({ session, tool }, input);
    const known = fresh ? undefined : await surroundings.reports.find(question);
    if (known) return known.documents[0];
    // What is there is told, with ids instead of names, before the time is up.
    if (this.#made >= MOST_READS || session.remaining() < RESERVE_MS) {
      this.left += 1;
      return undefined;
    }
    this.#made += 1;
    steps.next(name);
    const document = await readIfPossible(session, tool, input);
    if (isObject(document))
      surroundings.reports.keep(question, { documents: [document], at: session.date() });
    else this.failed += 1;
    return document;
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, (at + 1) * size),
  );
}
