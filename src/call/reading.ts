import { BusyError, GatewayError, NetworkError } from "../errors.ts";
import { bucketsOf } from "../gateway/buckets.ts";
import { nextCursor, primaryData } from "../jsonapi/document.ts";
import type { Registry } from "../registry.ts";
import { isObject } from "../text.ts";
import { selectionOf, withAdditional } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import type { CallServices } from "./given.ts";
import { originOf } from "./masking.ts";
import type { Range, Splitting } from "./ranges.ts";
import { readIfPossible } from "./read.ts";
import { CallSession } from "./session.ts";

/** What is left of a call when it answers with what was read so far. */
const RESERVE_MS = 5000;
/** How often a call that waits says how far the reading is. */
const LOOK_MS = 500;
/** Maton's own limit: 10 requests a second. */
const MATON_A_MINUTE = 600;

/** One chain of pages. */
export interface Lane {
  input: Input;
  cursor: string | undefined;
  done: boolean;
  /** Where it is in its part of a date, where several lanes share that. */
  range?: Range;
}

/** What is made of pages as they come; resolves when the next one may come. */
export type Taking = (items: readonly Record<string, unknown>[], document: unknown) => void | Promise<void>;

/** What is read, and how. */
export interface Plan {
  tool: OperationTool;
  input: Input;
  /** These select between them what `input` selects. */
  lanes: Lane[];
  /** Makes more lanes of them while it is read. */
  splitting?: Splitting | undefined;
  /** Nobody waits for each page: a busy limit or an upset gateway is waited for, and other calls go first. */
  background?: true;
}

/** How often a background reading tries a page that failed, and after how long at first. */
const TRIES = 5;
const TRY_AGAIN_MS = 2000;
/** A turn that would come later is looked for again after so long. */
const MAX_BUSY_MS = 60_000;

/** A collection that is read whole, page after page, across the calls that ask for it. */
export class Reading {
  readonly tool: OperationTool;
  readonly input: Input;
  readonly lanes: Lane[];
  /** What its requests are sent with: nobody cancels it but whoever ends it. */
  readonly session: CallSession;
  pages = 0;
  /** Items that were taken. */
  read = 0;
  /** How many items there are, where that is known. */
  size: number | undefined;
  /** What ended it before the end: the next call goes on from there. */
  failure: unknown;
  /** Until when it goes on without a call that waits for it. */
  until = 0;
  /** Resolves when nothing is read any more; undefined while nothing is. */
  running: Promise<void> | undefined;
  readonly #services: CallServices;
  readonly #take: Taking;
  readonly #splitting: Splitting | undefined;
  readonly #background: boolean;
  readonly #seen = new Map<Lane, Set<string>>();

  /** Reads for whoever asks in `session`. */
  constructor({ client, connection }: CallSession, services: CallServices, plan: Plan, take: Taking) {
    this.tool = plan.tool;
    this.input = plan.input;
    this.lanes = plan.lanes;
    this.#splitting = plan.splitting;
    this.#background = plan.background ?? false;
    this.#services = services;
    this.#take = take;
    const { signal } = new AbortController();
    const own = { signal, progress: () => undefined, caller: client.caller };
    this.session = new CallSession(own, services);
    this.session.connection = connection;
    this.session.background = this.#background;
    this.session.mask = undefined;
  }

  get done(): boolean {
    return this.lanes.every((lane) => lane.done);
  }

  get idle(): boolean {
    return this.running === undefined;
  }

  /** Whether as many items were taken as the call wants. */
  get enough(): boolean {
    return this.input.limit !== undefined && this.read >= this.input.limit;
  }

  /** Reads the next page of a lane. */
  async page(lane: Lane): Promise<void> {
    const { session, tool } = this;
    session.restartClock();
    const size = sizeOfPages(tool, lane.input);
    const page = { ...(size && { size }), ...(lane.cursor && { cursor: lane.cursor }) };
    const shown = selectionOf(tool, lane.input);
    const answer = await session.sendOperation(tool, lane.input, { page, shown });
    const { mask } = this.#services;
    const document = mask
      ? mask.document(answer.document, session.connection.id, originOf(tool, session.raw))
      : answer.document;
    this.pages += 1;
    const next = nextCursor(document);
    const seen = this.#seen.get(lane) ?? new Set();
    this.#seen.set(lane, seen);
    // A cursor that comes again leads round.
    lane.done = next === undefined || seen.has(next);
    seen.add(next ?? "");
    lane.cursor = next;
    const items = this.#splitting?.keep(lane, primaryData(document)) ?? primaryData(document);
    this.read += items.length;
    // What is taken and where the lane is belong together: nothing comes between them.
    await this.#take(items, document);
  }

  /** Has it go on until `until()`, and answers when it is at its end or the call's time is over. */
  async wait(session: CallSession, until: () => number): Promise<void> {
    this.until = until();
    this.running ??= this.#go().finally(() => {
      this.running = undefined;
    });
    try {
      while (!this.idle && session.remaining() > RESERVE_MS) {
        await Promise.race([this.running, session.wait(LOOK_MS)]);
        session.client.progress(this.read, this.size, `${this.tool.name}: page ${this.pages}`);
      }
    } catch (error) {
      // Who cancels wants no more of it.
      this.until = 0;
      throw error;
    }
    this.until = until();
  }

  async #go(): Promise<void> {
    this.failure = undefined;
    const busy = new Map<Lane, Promise<void>>();
    const goesOn = () => this.#services.now() < this.until && !this.enough && this.failure === undefined;
    const work = async () => {
      while (goesOn()) {
        const free = this.lanes.find((lane) => !lane.done && !busy.has(lane));
        const lane = free ?? this.#splitting?.split(this.lanes, this.#lanesWanted());
        if (!lane && busy.size === 0) return;
        if (!lane) {
          await Promise.race(busy.values());
          continue;
        }
        const turn = this.#background ? this.#patiently(lane, goesOn) : this.page(lane);
        const over = turn.catch((error: unknown) => {
          this.failure ??= error;
        });
        busy.set(lane, over);
        await over;
        busy.delete(lane);
      }
    };
    const workers = this.#splitting?.most ?? this.lanes.length;
    await Promise.all(Array.from({ length: workers }, work));
  }

  /** How many lanes it takes to read as fast as the limits allow: more only cut it into more last pages, half empty. */
  #lanesWanted(): number {
    const { answeredIn } = this.session;
    if (!this.#services.pace || answeredIn === undefined) return Number.POSITIVE_INFINITY;
    return Math.floor(answeredIn / costOf(this.tool, this.input, 1).ms) + 1;
  }

  /** A page that nobody waits for: what may pass is waited for. */
  async #patiently(lane: Lane, goesOn: () => boolean): Promise<void> {
    for (let tried = 1; ; ) {
      try {
        return await this.page(lane);
      } catch (error) {
        if (!mayPass(error) || (tried === TRIES && !(error instanceof BusyError))) throw error;
        const busy = error instanceof BusyError;
        await this.session.wait(
          busy ? Math.min(error.retryAfter * 1000, MAX_BUSY_MS) : TRY_AGAIN_MS * 2 ** (tried - 1),
        );
        if (!busy) tried += 1;
        if (!goesOn()) return;
      }
    }
  }

  /** Adds what it sent so far to the call that asked for it. */
  charge(session: CallSession): void {
    session.requests += this.session.requests;
    session.bytes += this.session.bytes;
    this.session.requests = 0;
    this.session.bytes = 0;
  }
}

/** How many items there are, where the resource that the collection belongs to says so and nothing is filtered. */
export async function sizeOf(
  session: CallSession,
  registry: Registry,
  tool: OperationTool,
  input: Input,
): Promise<number | undefined> {
  const type = "resource" in tool.result ? tool.result.resource.type : "";
  const parent = tool.request.path.replace(/\/[^/]+$/, "");
  const path = parent.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(input[name] ?? "")),
  );
  const read = input.filter === undefined ? registry.locate("GET", path) : undefined;
  const count = `${type.replaceAll("-", "_")}_count`;
  if (!read?.tool.request.query.additionalFields?.includes(count)) return undefined;
  const asked: Input = { ...read.ids, fields: [count] };
  const document = await readIfPossible(session, read.tool, asked);
  const attributes = primaryData(document)[0]?.attributes;
  const size = isObject(attributes) ? attributes[count] : undefined;
  return typeof size === "number" ? size : undefined;
}

function mayPass(error: unknown): boolean {
  if (error instanceof GatewayError) return error.status === 429 || error.status >= 500;
  return error instanceof BusyError || error instanceof NetworkError;
}

function sizeOfPages(tool: OperationTool, { limit }: Input): number | undefined {
  const most = tool.request.query.page?.size;
  return most && Math.min(most, limit ?? most);
}

export interface Cost {
  size: number;
  pages: number;
  ms: number;
}

/** What reading so many items takes by the limits alone. */
export function costOf(tool: OperationTool, input: Input, size: number): Cost {
  const most = sizeOfPages(tool, input) ?? 1;
  const wanted = Math.min(size, input.limit ?? size);
  const rates = bucketsOf(tool, withAdditional(tool, input), "").map(
    ({ rate }) => rate.steady ?? MATON_A_MINUTE,
  );
  const pages = Math.ceil(wanted / most);
  return { size, pages, ms: (pages / Math.min(MATON_A_MINUTE, ...rates)) * 60_000 };
}
