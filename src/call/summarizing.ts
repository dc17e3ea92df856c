import { bucketsOf } from "../gateway/buckets.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import type { Registry } from "../registry.ts";
import { namesIn } from "../tally/asked.ts";
import { spansOf } from "../tally/spans.ts";
import { Tally, type Wanted } from "../tally/tally.ts";
import { isObject, oneLine } from "../text.ts";
import { selectionOf, withAdditional } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import type { Shaped } from "../wire/result.ts";
import { readIfPossible } from "./read.ts";
import { type CallServices, CallSession } from "./session.ts";

/** What is left of a call when it answers with what was read so far. */
const RESERVE_MS = 5000;
/** How often a call that waits says how far the reading is. */
const LOOK_MS = 500;
/** Reading goes on for so long after the last call that asked for it: nothing is read for nobody. */
const GOES_ON_MS = 2 * 60_000;
/** What was read is kept for so long for a call that asks again. */
const KEPT_MS = 10 * 60_000;
/** Summaries kept for a session; the one that nobody asked for the longest goes. */
const MAX_KEPT = 8;
/** A reading that takes longer by the limits is told before it begins. */
const TOLD_MS = 60_000;
/** Ranges of a date that are read side by side: pages take a third of a second, and Maton takes ten a second. */
const LANES = 4;
/** Maton's own limit: 10 requests a second. */
const MATON_A_MINUTE = 600;

/** One chain of pages. */
interface Lane {
  input: Input;
  cursor: string | undefined;
  seen: Set<string>;
  done: boolean;
}

/** A collection while it is read, and what was worked out of it. */
class Reading {
  readonly tally: Tally;
  readonly lanes: readonly Lane[];
  readonly session: CallSession;
  pages = 0;
  /** How many items there are, where that is known. */
  size: number | undefined;
  /** What ended it before the end: the next call goes on from there. */
  failure: unknown;
  /** Until when it goes on without a call that waits for it. */
  until = 0;
  /** Resolves when nothing is read any more; undefined while nothing is. */
  running: Promise<void> | undefined;

  constructor(wanted: Wanted, inputs: readonly Input[], session: CallSession) {
    this.tally = new Tally(wanted);
    this.lanes = inputs.map((input) => ({ input, cursor: input.page_cursor, seen: new Set(), done: false }));
    this.session = session;
  }

  get done(): boolean {
    return this.lanes.every((lane) => lane.done);
  }

  get idle(): boolean {
    return this.running === undefined;
  }
}

/**
 * Works out of whole collections what a person wants to know. What takes longer than a call goes on in the process: the
 * same call again waits for the rest, and the last one has the total.
 */
export class Summarizing {
  readonly #services: CallServices;
  readonly #registry: Registry;
  /** By session, account, operation and question, the one asked for last at the end. */
  readonly #kept = new Map<string, Reading>();

  constructor(registry: Registry, services: CallServices) {
    this.#registry = registry;
    this.#services = services;
  }

  /** Answers with a summary, or with what is known of it when the call's time is over. */
  async run(session: CallSession, tool: OperationTool, input: Input, wanted: Wanted): Promise<Shaped> {
    const { caller } = session.client;
    const key = JSON.stringify([caller.session, session.connection.id, tool.name, input, wanted]);
    const known = this.#find(key);
    const reading = known ?? this.#begin(session, tool, input, wanted);
    session.operation = tool;
    try {
      const cost = known ? undefined : await this.#firstPage(reading, session, tool, input);
      this.#keep(key, reading);
      if (cost) return answerOf(reading, tool, input, cost);
      await this.#wait(reading, session, tool, input);
    } finally {
      session.requests += reading.session.requests;
      session.bytes += reading.session.bytes;
      reading.session.requests = 0;
      reading.session.bytes = 0;
    }
    if (reading.done) this.#kept.delete(key);
    return answerOf(reading, tool, input);
  }

  /** Reads no more for a session; it is over. */
  end(caller: string): void {
    for (const [key, reading] of this.#kept) {
      if (reading.session.client.caller.session === caller) this.#drop(key, reading);
    }
  }

  /** Reads no more at all. */
  stop(): void {
    for (const [key, reading] of this.#kept) this.#drop(key, reading);
  }

  #find(key: string): Reading | undefined {
    const now = this.#services.now();
    for (const [old, reading] of this.#kept) {
      if (reading.until - GOES_ON_MS + KEPT_MS <= now) this.#drop(old, reading);
    }
    return this.#kept.get(key);
  }

  #keep(key: string, reading: Reading): void {
    reading.until = this.#services.now() + GOES_ON_MS;
    const caller = reading.session.client.caller.session;
    this.#kept.delete(key);
    this.#kept.set(key, reading);
    const own = [...this.#kept].filter(([, one]) => one.session.client.caller.session === caller);
    for (const [old, one] of own.slice(0, Math.max(0, own.length - MAX_KEPT))) this.#drop(old, one);
  }

  #drop(key: string, reading: Reading): void {
    reading.session.stop("stopping");
    this.#kept.delete(key);
  }

  #begin(session: CallSession, tool: OperationTool, input: Input, wanted: Wanted): Reading {
    const whole = input.page_cursor === undefined && input.limit === undefined && input.sort === undefined;
    const filter = typeof input.filter === "string" ? input.filter : undefined;
    const spans = whole ? spansOf(tool.request.query, filter, Date.now(), LANES) : undefined;
    // Nobody cancels what goes on between calls, but whoever asked for it last.
    const { caller } = session.client;
    const client = { signal: new AbortController().signal, progress: () => undefined, caller };
    const own = new CallSession(client, this.#services);
    own.connection = session.connection;
    return new Reading(wanted, spans?.map((one): Input => ({ ...input, filter: one })) ?? [input], own);
  }

  /** Reads a page, and where there are more answers with what all of them take, if that is long. */
  async #firstPage(
    reading: Reading,
    session: CallSession,
    tool: OperationTool,
    input: Input,
  ): Promise<Cost | undefined> {
    const [lane] = reading.lanes;
    if (lane) await readPage(reading, lane, tool);
    if (reading.done) return undefined;
    reading.size = await this.#sizeOf(session, tool, input);
    const cost = reading.size === undefined ? undefined : costOf(tool, input, reading.size);
    return cost && cost.ms > TOLD_MS ? cost : undefined;
  }

  async #wait(reading: Reading, session: CallSession, tool: OperationTool, input: Input): Promise<void> {
    reading.running ??= this.#read(reading, tool, input).finally(() => {
      reading.running = undefined;
    });
    try {
      while (!reading.idle && session.remaining() > RESERVE_MS) {
        await Promise.race([reading.running, session.wait(LOOK_MS)]);
        session.client.progress(reading.tally.read, reading.size, `${tool.name}: page ${reading.pages}`);
      }
    } catch (error) {
      // Who cancels wants no more of it.
      reading.until = 0;
      throw error;
    }
    reading.until = this.#services.now() + GOES_ON_MS;
  }

  async #read(reading: Reading, tool: OperationTool, { limit }: Input): Promise<void> {
    reading.failure = undefined;
    const enough = () => limit !== undefined && reading.tally.read >= limit;
    const goesOn = () => this.#services.now() < reading.until && !enough() && reading.failure === undefined;
    await Promise.all(
      reading.lanes.map(async (lane) => {
        try {
          while (!lane.done && goesOn()) await readPage(reading, lane, tool);
        } catch (error) {
          reading.failure ??= error;
        }
      }),
    );
  }

  /** How many items there are, where the resource that the collection belongs to says so and nothing is filtered. */
  async #sizeOf(session: CallSession, tool: OperationTool, input: Input): Promise<number | undefined> {
    const type = "resource" in tool.result ? tool.result.resource.type : "";
    const parent = tool.request.path.replace(/\/[^/]+$/, "");
    const path = parent.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(String(input[name] ?? "")),
    );
    const read = input.filter === undefined ? this.#registry.locate("GET", path) : undefined;
    const count = `${type.replaceAll("-", "_")}_count`;
    if (!read?.tool.request.query.additionalFields?.includes(count)) return undefined;
    const asked: Input = { ...read.ids, fields: [count] };
    const document = await readIfPossible(session, read.tool, asked);
    const attributes = primaryData(document)[0]?.attributes;
    const size = isObject(attributes) ? attributes[count] : undefined;
    return typeof size === "number" ? size : undefined;
  }
}

async function readPage(reading: Reading, lane: Lane, tool: OperationTool): Promise<void> {
  const { session, tally } = reading;
  session.restartClock();
  const size = sizeOfPages(tool, lane.input);
  const page = { ...(size && { size }), ...(lane.cursor && { cursor: lane.cursor }) };
  const { document } = await session.sendOperation(tool, lane.input, {
    page,
    shown: selectionOf(tool, lane.input),
  });
  tally.add(primaryData(document), namesIn(document));
  reading.pages += 1;
  const next = nextCursor(document);
  // A cursor that comes again leads round.
  lane.done = next === undefined || lane.seen.has(next);
  lane.seen.add(next ?? "");
  lane.cursor = next;
}

function sizeOfPages(tool: OperationTool, { limit }: Input): number | undefined {
  const most = tool.request.query.page?.size;
  return most && Math.min(most, limit ?? most);
}

interface Cost {
  size: number;
  pages: number;
  ms: number;
}

/** What reading so many items takes by the limits alone. */
function costOf(tool: OperationTool, input: Input, size: number): Cost {
  const most = sizeOfPages(tool, input) ?? 1;
  const wanted = Math.min(size, input.limit ?? size);
  const rates = bucketsOf(tool, withAdditional(tool, input), "").map(
    ({ rate }) => rate.steady ?? MATON_A_MINUTE,
  );
  const pages = Math.ceil(wanted / most);
  return { size, pages, ms: (pages / Math.min(MATON_A_MINUTE, ...rates)) * 60_000 };
}

function answerOf(reading: Reading, tool: OperationTool, { limit }: Input, cost?: Cost): Shaped {
  const { tally, done, lanes, failure, size } = reading;
  const { read } = tally;
  const minutes = cost && Math.ceil(cost.ms / 60_000);
  const data = {
    ...(done ? { total: read } : { read }),
    all: done,
    ...(!done && size !== undefined && { size }),
    ...(cost && { requests: cost.pages, minutes }),
    ...tally.result(),
  };
  const instead = tool.instead ? ` ${tool.instead}` : "";
  const hints: string[] = [];
  if (!done && limit !== undefined && read >= limit) {
    const hint = `The limit of ${limit} ended it; next_cursor goes on after it.`;
    return { data, ...(lanes[0]?.cursor && { next_cursor: lanes[0].cursor }), hint };
  }
  if (cost) {
    hints.push(
      `Only the first page was read: all ${size} take ${cost.pages} requests, ${minutes} minutes at the limits. The same call again goes on; a filter or limit reads less.${instead}`,
    );
  } else if (failure instanceof Error) {
    hints.push(`Reading stopped: ${oneLine(failure.message, 200)}. The same call again goes on from there.`);
  } else if (!done) {
    hints.push(
      `Only ${read}${size === undefined ? "" : ` of ${size}`} were read so far. The same call again waits for the rest and answers with the total of all, so add nothing up; it goes on for ${GOES_ON_MS / 60_000} minutes unasked.${instead}`,
    );
  }
  if (!tally.telling) hints.push(`Nothing that was read has a value there.${instead}`);
  return { data, ...(hints.length > 0 && { hint: hints.join(" ") }) };
}
