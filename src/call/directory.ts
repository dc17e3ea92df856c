import { z } from "zod";
import { unwrap } from "../check/alternatives.ts";
import { isNotThere } from "../errors.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import { quote } from "../jsonapi/filter.ts";
import { segmentsOf } from "../operations/paths.ts";
import type { Registry } from "../registry.ts";
import { isObject, nearest, oneLine, textOf } from "../text.ts";
import { calledBy, nameIn } from "../tool/called.ts";
import { isField, topLevel } from "../tool/fields.ts";
import { selectionOf } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { Known } from "./known.ts";
import { isFailure } from "./pages.ts";
import { readerOf } from "./read.ts";
import type { CallSession } from "./session.ts";

/** What tells things of one name apart. */
const TELLING = ["status", "created", "created_at"];
/** So many requests at most look for a name. */
const MOST_READS = 20;
/** Names are believed for so long, except by what changes something. */
const KEPT_MS = 60_000;
/** So many things are told of those that may be meant. */
const MOST_TOLD = 5;

/** A thing by its name. */
export interface Entry {
  kind: string;
  id: string;
  name: string;
  /** Status and date, where it has them. */
  telling: string;
}

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

/** The requests that a look-up may still make. */
interface Budget {
  left: number;
}

/** The names of an account's lists, segments, metrics …: looked up without case, kept a minute. */
export class Directory {
  /** The ids that are no names, because somebody read them. */
  readonly known = new Known();
  readonly #registry: Registry;
  readonly #now: () => number;
  readonly #kept = new Map<string, { entries: readonly Entry[]; whole: boolean; until: number }>();

  constructor(registry: Registry, now: () => number) {
    this.#registry = registry;
    this.#now = now;
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

  /** The things that a filter finds by name, as far as the operation has one. */
  async #filtered(session: CallSession, kind: string, lister: Lister, text: string, budget: Budget) {
    const { operators = [] } = lister.tool.request.query.filter?.[lister.name ?? ""] ?? {};
    const operator = ["contains", "equals"].find((one) => operators.includes(one));
    if (!operator) return { entries: [], whole: false };
    const filter = `${operator}(${lister.name},${quote(text.trim())})`;
    return readAll(session, kind, lister, budget, filter);
  }

  async #all(session: CallSession, kind: string, lister: Lister, anew: boolean, budget: Budget) {
    const key = JSON.stringify([session.connection.id, kind]);
    const now = this.#now();
    for (const [old, { until }] of this.#kept) if (until <= now) this.#kept.delete(old);
    const known = this.#kept.get(key);
    if (known && !anew) return known;
    const kept = { ...(await readAll(session, kind, lister, budget)), until: now + KEPT_MS };
    this.#kept.set(key, kept);
    return kept;
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

/** A thing as an error or a hint names it. */
export function told({ id, name, telling }: Entry): string {
  return `${JSON.stringify(oneLine(name, 80))} (${[id, telling].filter(Boolean).join(", ")})`;
}

/** Several things, so that one of them can be chosen. */
export function allTold(entries: readonly Entry[]): string {
  const rest = entries.length - MOST_TOLD;
  return `${entries.slice(0, MOST_TOLD).map(told).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

/** All that an operation lists, or as much as the look-up has requests for. */
async function readAll(
  session: CallSession,
  kind: string,
  lister: Lister,
  budget: Budget,
  filter?: string,
): Promise<{ entries: readonly Entry[]; whole: boolean }> {
  const entries: Entry[] = [];
  for (const input of lister.inputs) {
    let cursor: string | undefined;
    do {
      if (budget.left === 0) return { entries, whole: false };
      budget.left -= 1;
      const { document } = await read(session, lister, { ...input, ...(filter && { filter }) }, cursor);
      entries.push(...entriesOf(document, kind, lister.name));
      cursor = nextCursor(document);
    } while (cursor);
  }
  return { entries, whole: true };
}

function read(session: CallSession, { tool }: Lister, input: Input, cursor?: string) {
  session.client.progress(session.requests + 1, undefined, `names: ${tool.name}`);
  const size = tool.request.query.page?.size;
  const page = { ...(size && { size }), ...(cursor && { cursor }) };
  return session.sendOperation(tool, input, { page, shown: selectionOf(tool, input) });
}

/** One input for each value of the arguments that an operation cannot do without. */
function choicesOf({ inputSchema }: OperationTool): Record<string, unknown>[] {
  const [needed] = Object.entries(inputSchema.shape).filter(([, schema]) => !schema.isOptional());
  if (!needed) return [{}];
  const [argument, schema] = needed;
  const inner = unwrap(schema);
  return inner instanceof z.ZodEnum ? inner.options.map((value: unknown) => ({ [argument]: value })) : [{}];
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

function same(name: string, text: string): boolean {
  return folded(name) === folded(text);
}

function folded(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, " ");
}

/** Those whose name is a letter or two away, holds the text, or has a word of it; the nearest first. */
function nearTo(text: string, entries: readonly Entry[]): Entry[] {
  const wanted = folded(text);
  const words = wordsOf(text);
  const long = entries.filter(({ name }) => name.trim().length > 2);
  const close = nearest(
    text,
    long.map(({ name }) => name),
  );
  const word = nearest(
    text,
    long.flatMap(({ name }) => wordsOf(name)).filter((one) => Math.abs(one.length - wanted.length) <= 2),
  );
  const rank = ({ name }: Entry) => {
    const own = folded(name);
    if (name === close) return 3;
    if (own.includes(wanted) || wanted.includes(own)) return 2;
    return wordsOf(name).some((one) => one === word || words.includes(one)) ? 1 : 0;
  };
  return long.filter((one) => rank(one) > 0).sort((a, b) => rank(b) - rank(a));
}

/** The words of a name that tell something. */
function wordsOf(text: string): string[] {
  return folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((one) => one.length > 2);
}
