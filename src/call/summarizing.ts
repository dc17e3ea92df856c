import type { Registry } from "../registry.ts";
import { namesIn } from "../tally/asked.ts";
import { boundsOf, spansOf } from "../tally/spans.ts";
import { Tally, type Wanted } from "../tally/tally.ts";
import type { Clock } from "../tally/units.ts";
import { oneLine } from "../text.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import { wholeParts } from "../wire/apart.ts";
import type { Shaped } from "../wire/result.ts";
import type { AccountBook } from "./accounts.ts";
import type { CallServices } from "./given.ts";
import { type Cost, costOf, Reading, sizeOf } from "./reading.ts";
import type { CallSession } from "./session.ts";

/** Reading goes on for so long after the last call that asked for it: nothing is read for nobody. */
export const GOES_ON_MS = 2 * 60_000;
/** What was read is kept for so long for a call that asks again. */
export const KEPT_MS = 10 * 60_000;
/** Summaries kept for a session; the one that nobody asked for the longest goes. */
export const MAX_KEPT = 8;
/** A reading that takes longer by the limits is told before it begins. */
export const TOLD_MS = 60_000;
/** Ranges of a date that are read side by side: pages take a third of a second, and Maton takes ten a second. */
export const LANES = 4;

/** A collection while it is read, and what is worked out of it. */
interface Summary {
  reading: Reading;
  tally: Tally;
  /** What its dates are grouped on, where they are. */
  clock: Clock | undefined;
}

/**
 * Works out of whole collections what a person wants to know. What takes longer than a call goes on in the process: the
 * same call again waits for the rest, and the last one has the total.
 */
export class Summarizing {
  readonly #services: CallServices;
  readonly #registry: Registry;
  readonly #accounts: AccountBook;
  /** By session, account, operation and question, the one asked for last at the end. */
  readonly #kept = new Map<string, Summary>();

  constructor(registry: Registry, accounts: AccountBook, services: CallServices) {
    this.#registry = registry;
    this.#accounts = accounts;
    this.#services = services;
  }

  /** Answers with a summary, or with what is known of it when the call's time is over. */
  async run(session: CallSession, tool: OperationTool, input: Input, wanted: Wanted): Promise<Shaped> {
    const { caller } = session.client;
    const key = JSON.stringify([caller.session, session.connection.id, tool.name, input, wanted]);
    const known = this.#find(key);
    const summary = known ?? (await this.#begin(session, tool, input, wanted));
    const { reading } = summary;
    session.operation = tool;
    try {
      const cost = known ? undefined : await this.#firstPage(reading, session);
      this.#keep(key, summary);
      if (cost) return answerOf(summary, cost);
      await reading.wait(session, () => this.#services.now() + GOES_ON_MS);
    } finally {
      reading.charge(session);
    }
    if (reading.done) this.#kept.delete(key);
    return answerOf(summary);
  }

  /** Reads no more for a session; it is over. */
  end(caller: string): void {
    for (const [key, { reading }] of this.#kept) {
      if (reading.session.client.caller.session === caller) this.#drop(key, reading);
    }
  }

  /** Reads no more at all. */
  stop(): void {
    for (const [key, { reading }] of this.#kept) this.#drop(key, reading);
  }

  #find(key: string): Summary | undefined {
    const now = this.#services.now();
    for (const [old, { reading }] of this.#kept) {
      if (reading.until - GOES_ON_MS + KEPT_MS <= now) this.#drop(old, reading);
    }
    return this.#kept.get(key);
  }

  #keep(key: string, summary: Summary): void {
    const { reading } = summary;
    reading.until = this.#services.now() + GOES_ON_MS;
    const caller = reading.session.client.caller.session;
    this.#kept.delete(key);
    this.#kept.set(key, summary);
    const own = [...this.#kept].filter(([, one]) => one.reading.session.client.caller.session === caller);
    for (const [old, one] of own.slice(0, Math.max(0, own.length - MAX_KEPT))) this.#drop(old, one.reading);
  }

  #drop(key: string, reading: Reading): void {
    reading.session.stop("stopping");
    this.#kept.delete(key);
  }

  async #begin(session: CallSession, tool: OperationTool, input: Input, wanted: Wanted): Promise<Summary> {
    const whole = input.page_cursor === undefined && input.limit === undefined && input.sort === undefined;
    const filter = typeof input.filter === "string" ? input.filter : undefined;
    const spans = whole ? spansOf(tool.request.query, filter, Date.now(), LANES) : undefined;
    const filters = spans?.map((one): Input => ({ ...input, filter: one })) ?? [input];
    const inputs = filters.flatMap((one) => wholeParts(tool, one));
    const lanes = inputs.map((one) => ({ input: one, cursor: one.page_cursor, done: false }));
    const clock = await this.#clockOf(session, wanted, filter);
    const tally = new Tally(wanted, clock);
    const reading = new Reading(session, this.#services, { tool, input, lanes }, (items, document) =>
      tally.add(items, namesIn(document)),
    );
    return { reading, tally, clock };
  }

  /** The account's clock, where dates are grouped; what is read ends with the present. */
  async #clockOf(session: CallSession, { group_by, unit }: Wanted, filter: string | undefined) {
    if (group_by === undefined || unit === undefined) return undefined;
    const account = await this.#accounts.find(session, session.connection.id).catch(() => undefined);
    const { from, to = Number.POSITIVE_INFINITY } = boundsOf(filter, group_by);
    return {
      timezone: account?.timezone ?? "UTC",
      to: Math.min(to, Date.now()),
      ...(from !== undefined && { from }),
    };
  }

  /** Reads a page, and where there are more answers with what all of them take, if that is long. */
  async #firstPage(reading: Reading, session: CallSession): Promise<Cost | undefined> {
    const { lanes, tool, input } = reading;
    if (lanes[0]) await reading.page(lanes[0]);
    if (reading.done) return undefined;
    reading.size = await sizeOf(session, this.#registry, tool, input);
    const cost = reading.size === undefined ? undefined : costOf(tool, input, reading.size);
    return cost && cost.ms > TOLD_MS ? cost : undefined;
  }
}

function answerOf({ reading, tally, clock }: Summary, cost?: Cost): Shaped {
  const { tool, input, done, lanes, failure, size, read } = reading;
  const { limit } = input;
  const minutes = cost && Math.ceil(cost.ms / 60_000);
  const data = {
    ...(done ? { total: read } : { read }),
    all: done,
    ...(!done && size !== undefined && { size }),
    ...(cost && { requests: cost.pages, minutes }),
    ...tally.result(),
    ...(clock && { timezone: clock.timezone }),
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
