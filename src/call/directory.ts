import { isNotThere } from "../errors.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import { quote } from "../jsonapi/filter.ts";
import { segmentsOf } from "../operations/paths.ts";
import type { Registry } from "../registry.ts";
import { isObject, oneLine, textOf } from "../text.ts";
import { calledBy, nameIn } from "../tool/called.ts";
import { isField, topLevel } from "../tool/fields.ts";
import { selectionOf } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import type { Mention } from "../wire/mentions.ts";
import { type Entry, MOST_TOLD, nearTo, same } from "./entries.ts";
import { Known } from "./known.ts";
import { isFailure } from "./pages.ts";
import { readerOf } from "./read.ts";
import type { CallSession, Reading } from "./session.ts";

/** What tells things of one name apart. */
const TELLING = ["status", "created", "created_at"];
/** So many requests at most look for a name. */
const MOST_READS = 20;
/** So many requests at most find the names of what a result mentions. */
const MOST_NAMING = 6;
/** Names are believed for so long, except by what changes something. */
const KEPT_MS = 60_000;
/** What was found of a name: those that are called so, those that are called nearly so, and whether all were seen. */
export interface Found {
  called: readonly Entry[];
  near: readonly Entry[];
  whole: boolean;
  /** The text is the id of one of those that were seen. */
  isId: boolean;
}

interface Lister {
  tool: OperationTool;
  /** The attribute that has the name; absent where the id is all that there is. */
  name: string | undefined;
  /** The calls that list all of them between them: one, or one for each value of an argument that must be given. */
  inputs: readonly Input[];
}

/** All things of a kind, as far as they were read. */
interface Kept {
  entries: readonly Entry[];
  whole: boolean;
  until: number;
}

/** The requests that a look-up may still make. */
interface Budget {
  left: number;
}

/** The names of an account's lists, segments, metrics …: looked up without case, kept a minute. */
export class Directory {
  /** The ids that are no names, because somebody read them. */
  readonly known = new Known();
  /** Learns the ids of an answer; after a change the names that were read before are believed no more. */
  readonly read: Reading = (session, document) => {
    if (session.writing) this.#forget(session);
    this.known.read(session, document);
  };
  readonly #registry: Registry;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept>();
  readonly #named = new Map<string, { entry: Entry | undefined; until: number }>();

  constructor(registry: Registry, now: () => number) {
    this.#registry = registry;
    this.#now = now;
  }

  #forget({ connection }: CallSession): void {
    const own = JSON.stringify([connection.id]).slice(0, -1);
    for (const kept of [this.#kept, this.#named])
      for (const key of kept.keys()) if (key.startsWith(own)) kept.delete(key);
  }

  /** Whether things of a kind have names that can be looked up. */
  knows(kind: string): boolean {
    return this.#listerOf(kind) !== undefined;
  }

  /**
   * Whether something of these kinds has the id: its session read it, or it is read now. Undefined where that cannot be
   * seen. Throws what stops a call.
   */
  async has(session: CallSession, kinds: readonly string[], id: string): Promise<boolean | undefined> {
    const types = kinds.map((kind) => kind.replaceAll("_", "-"));
    if (types.some((type) => this.known.has(session, type, id))) return true;
    for (const type of types) {
      const reader = readerOf(this.#registry, type, id);
      if (reader?.tool.result.kind !== "resource") return undefined;
      const name = calledBy(reader.tool.result.resource);
      session.client.progress(session.requests + 1, undefined, `ids: ${reader.tool.name}`);
      try {
        const input: Input = { ...reader.ids, ...(name && { fields: [name] }) };
        const { document } = await session.sendOperation(reader.tool, input);
        session.checked.set(`${type} ${id}`, nameIn(primaryData(document)[0]?.attributes));
        return true;
      } catch (error) {
        if (!isFailure(error)) throw error;
        if (!isNotThere(error)) return undefined;
        session.checked.set(`${type} ${id}`, undefined);
      }
    }
    return false;
  }

  /** What of these kinds is called so; `anew` believes nothing that was read before. Throws what a request throws. */
  async find(session: CallSession, kinds: readonly string[], text: string, anew: boolean): Promise<Found> {
    const called: Entry[] = [];
    const near: Entry[] = [];
    const budget: Budget = { left: MOST_READS };
    let whole = true;
    let isId = false;
    for (const kind of kinds) {
      const lister = this.#listerOf(kind);
      if (!lister) continue;
      const filtered = await this.#filtered(session, kind, lister, text, budget);
      const exact = filtered.entries.filter(({ name }) => same(name, text));
      // Of a page that was not the last another of the name may follow.
      if (exact.length > 0 && filtered.whole) {
        called.push(...exact);
        continue;
      }
      const all = await this.#all(session, kind, lister, anew, budget);
      whole &&= all.whole;
      isId ||= all.entries.some(({ id }) => id === text);
      called.push(...all.entries.filter(({ name }) => same(name, text)));
      near.push(...nearTo(text, all.entries));
    }
    const exact = called.filter(({ name }) => name === text);
    return { called: exact.length === 1 ? exact : called, near: near.slice(0, MOST_TOLD), whole, isId };
  }

  /**
   * The names of things by id, those that were read within a minute and those that a few requests find. Throws what a
   * request throws.
   */
  async names(
    session: CallSession,
    mentions: readonly Mention[],
  ): Promise<(one: Mention) => Entry | undefined> {
    const budget: Budget = { left: MOST_NAMING };
    const found = new Map<string, Entry>();
    for (const kinds of new Set(mentions.map((one) => one.kinds.join()))) {
      const some = mentions.filter((one) => one.kinds.join() === kinds).map(({ id }) => id);
      let left = [...new Set(some)];
      for (const kind of kinds.split(",")) {
        const entries = await this.#byId(session, kind, left, budget);
        for (const entry of entries) found.set(`${kinds} ${entry.id}`, entry);
        left = left.filter((id) => !found.has(`${kinds} ${id}`));
      }
    }
    return ({ kinds, id }) => found.get(`${kinds.join()} ${id}`);
  }

  /** Those of a kind that have these ids: out of what is kept, by a filter, or out of all where there is none. */
  async #byId(session: CallSession, kind: string, ids: readonly string[], budget: Budget): Promise<Entry[]> {
    const lister = ids.length > 0 ? this.#listerOf(kind) : undefined;
    if (lister?.name === undefined) return [];
    const { filter = {}, page } = lister.tool.request.query;
    const field = ["id", "ids"].find((one) => filter[one]?.operators.includes("any"));
    const isWanted = ({ id }: Entry) => ids.includes(id);
    const kept = this.#keptOf(session, kind);
    const all = kept?.whole ? kept : undefined;
    if (all || !field)
      return (all ?? (await this.#all(session, kind, lister, false, budget))).entries.filter(isWanted);
    const size = page?.size ?? ids.length;
    const now = this.#now();
    const keyOf = (id: string) => JSON.stringify([session.connection.id, kind, id]);
    for (const [old, { until }] of this.#named) if (until <= now) this.#named.delete(old);
    const unread = ids.filter((id) => !this.#named.has(keyOf(id)));
    for (let at = 0; at < unread.length && budget.left > 0; at += size) {
      const some = unread.slice(at, at + size);
      const read = await readAll(
        session,
        kind,
        lister,
        budget,
        `any(${field},[${some.map(quote).join(",")}])`,
      );
      const entries = new Map(read.entries.map((one) => [one.id, one]));
      // That there is none is known, too: an audience that is no list is a segment.
      for (const id of read.whole ? some : entries.keys()) {
        this.#named.set(keyOf(id), { entry: entries.get(id), until: now + KEPT_MS });
      }
    }
    return ids.flatMap((id) => this.#named.get(keyOf(id))?.entry ?? []);
  }

  /** The things that a filter finds by name, as far as the operation has one. */
  async #filtered(session: CallSession, kind: string, lister: Lister, text: string, budget: Budget) {
    const { operators = [] } = lister.tool.request.query.filter?.[lister.name ?? ""] ?? {};
    const operator = ["contains", "equals"].find((one) => operators.includes(one));
    if (!operator) return { entries: [], whole: false };
    const filter = `${operator}(${lister.name},${quote(text.trim())})`;
    return readAll(session, kind, lister, budget, filter);
  }

  async #all(session: CallSession, kind: string, lister: Lister, anew: boolean, budget: Budget) {
    const known = this.#keptOf(session, kind);
    if (known && !anew) return known;
    const kept = { ...(await readAll(session, kind, lister, budget)), until: this.#now() + KEPT_MS };
    this.#kept.set(JSON.stringify([session.connection.id, kind]), kept);
    return kept;
  }

  #keptOf(session: CallSession, kind: string): Kept | undefined {
    const now = this.#now();
    for (const [old, { until }] of this.#kept) if (until <= now) this.#kept.delete(old);
    return this.#kept.get(JSON.stringify([session.connection.id, kind]));
  }

  #listerOf(kind: string): Lister | undefined {
    const noun = kind.replaceAll("_", "-");
    const tool = segmentsOf(noun)
      .map((one) => this.#registry.locate("GET", `/api/${one}`)?.tool.name)
      // A tool in words over the row says which arguments it cannot do without.
      .map((name) => (name === undefined ? undefined : this.#registry.operation(name)))
      .find((one) => one?.result.kind === "collection" && one.result.resource.type === noun);
    if (tool?.result.kind !== "collection") return undefined;
    const { resource } = tool.result;
    const name = calledBy(resource);
    if (name === undefined && topLevel(resource).length > 0) return undefined;
    // A webhook topic has nothing but its id: what that ends with is its name.
    const fields = [...(name ? [name] : []), ...TELLING.filter((one) => isField(resource, one))];
    const inputs = choicesOf(tool).map((choice): Input => ({ ...choice, ...(name && { fields }) }));
    return { tool, name, inputs };
  }
}

/** All that an operation lists, or as much as the look-up has requests for. */
async function readAll(
  session: CallSession,
  kind: string,
  lister: Lister,
  budget: Budget,
  filter?: string,
): Promise<{ entries: readonly Entry[]; whole: boolean }> {
  const entries = new Map<string, Entry>();
  const all = (whole: boolean) => ({ entries: [...entries.values()], whole });
  for (const input of lister.inputs) {
    let cursor: string | undefined;
    do {
      if (budget.left === 0) return all(false);
      budget.left -= 1;
      const { document } = await read(session, lister, { ...input, ...(filter && { filter }) }, cursor);
      // What moves from page to page while they are read is one all the same.
      for (const entry of entriesOf(document, kind, lister.name)) entries.set(entry.id, entry);
      cursor = nextCursor(document);
    } while (cursor);
  }
  return all(true);
}

function read(session: CallSession, { tool }: Lister, input: Input, cursor?: string) {
  session.client.progress(session.requests + 1, undefined, `names: ${tool.name}`);
  const size = tool.request.query.page?.size;
  const page = { ...(size && { size }), ...(cursor && { cursor }) };
  return session.sendOperation(tool, input, { page, shown: selectionOf(tool, input) });
}

/** A call for each part of a list that Klaviyo gives apart. */
function choicesOf({ request: { query } }: OperationTool): Record<string, unknown>[] {
  const { input, values } = query.apart ?? { input: "", values: [] };
  return values.length > 0 ? values.map((value) => ({ [input]: value })) : [{}];
}

function entriesOf(document: unknown, kind: string, field: string | undefined): Entry[] {
  return primaryData(document).flatMap(({ id, attributes }) => {
    const own = isObject(attributes) ? attributes : {};
    const name = field === undefined ? textOf(id).replace(/^.*[.:]/, "") : own[field];
    if (typeof id !== "string" || typeof name !== "string") return [];
    const telling = TELLING.flatMap((one) => (typeof own[one] === "string" ? [oneLine(own[one], 40)] : []));
    return [{ kind, id, name, telling: telling.join(", ") }];
  });
}
