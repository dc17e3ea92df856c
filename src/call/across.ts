import { errorText } from "../error-text.ts";
import { InputError, StoppedError, Told } from "../errors.ts";
import type { Connections } from "../gateway/connections.ts";
import type { Registry } from "../registry.ts";
import { isObject, oneLine } from "../text.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import { fitAny, type Shaped, sizeOf } from "../wire/budget.ts";
import type { AccountBook } from "./accounts.ts";
import { chooseAccounts, type NamedConnection } from "./choice.ts";
import { inLanes } from "./lanes.ts";
import type { CallSession } from "./session.ts";
import { errorContext } from "./telling.ts";

/** Accounts that are read side by side: a request takes a third of a second, and Maton takes ten a second of a key. */
export const ABREAST = 4;
/** With less than this left of the call no further account is begun. */
const RESERVE_MS = 5000;
/** What takes longer than this is told when one account was read, and goes on when the call comes again. */
export const TOLD_MS = 60_000;
const MATON_A_SECOND = 10;
/** What was read of accounts is kept so long for the call that goes on, and of so many calls. */
export const KEPT_MS = 10 * 60_000;
const MAX_KEPT = 20;
/** Room for what stands beside the rows, and in each row for the account and its connection. */
const BESIDE = 1500;
const OF_ROW = 160;
const LEAST_ROW = 300;
const WHY_CHARS = 400;

/** Reads one account: the call's own, with the connection chosen. */
type ReadOne = (session: CallSession, input: Input) => Promise<Shaped>;

/** What was read so far of a call that is not at its end. */
interface Kept {
  rows: Map<string, Shaped>;
  until: number;
}

/** Asks the same of several accounts: a row each, and beside them those of which there is none. */
export class Across {
  readonly #registry: Registry;
  readonly #from: { connections: Connections; accounts: AccountBook };
  readonly #now: () => number;
  /** By session and call, the one asked for last at the end. */
  readonly #kept = new Map<string, Kept>();

  constructor(
    registry: Registry,
    from: { connections: Connections; accounts: AccountBook },
    now: () => number,
  ) {
    this.#registry = registry;
    this.#from = from;
    this.#now = now;
  }

  /**
   * Answers with a row an account. What takes long is told before it is begun; a call whose time is over says what is
   * left, and the same call again goes on with that. Throws what every account failed with, where that is one thing.
   */
  async run(
    session: CallSession,
    tool: DirectTool,
    { accounts: asked, input }: { accounts: readonly string[]; input: Input },
    room: number,
    one: ReadOne,
  ): Promise<Shaped> {
    refuseBeside(input);
    session.background = true;
    const chosen = await chooseAccounts(session, asked, this.#from);
    const key = JSON.stringify([session.client.caller.session, tool.name, input, session.wanted]);
    const known = this.#find(key);
    const round = new Round(session, tool, input, { chosen, rows: known?.rows ?? new Map(), room });
    const read = (account: NamedConnection) =>
      round.read(account, one, (error, child) => this.#why(error, tool, input, child));
    const waiting = chosen.filter(({ id }) => !round.rows.has(id));
    const begins = known === undefined && waiting.length > 1;
    const cost = begins && waiting[0] ? await this.#first(round, waiting[0], read) : undefined;
    if (!cost) {
      await inLanes(begins ? waiting.slice(1) : waiting, ABREAST, async (account) => {
        if (session.remaining() > RESERVE_MS) await read(account);
      });
    }
    if (cost || round.left().length > 0) this.#keep(key, round.rows);
    else this.#kept.delete(key);
    return round.answer(cost);
  }

  /** Lets go of what is kept for a session; it is over. */
  end(session: string): void {
    const own = JSON.stringify([session]).slice(0, -1);
    for (const key of this.#kept.keys()) if (key.startsWith(own)) this.#kept.delete(key);
  }

  /** Reads one account; what all others take, where that is long. */
  async #first(
    round: Round,
    account: NamedConnection,
    read: (account: NamedConnection) => Promise<number>,
  ): Promise<Cost | undefined> {
    const began = this.#now();
    const others = round.chosen.length - 1;
    round.tell(`${round.chosen.length} accounts`);
    const requests = (await read(account)) * others;
    const byRate = (requests / MATON_A_SECOND) * 1000;
    const ms = Math.max(byRate, ((this.#now() - began) * others) / ABREAST);
    round.tell(`about ${requests} more requests for the other ${others} accounts`);
    return ms > TOLD_MS && round.rows.size > 0 ? { requests, ms } : undefined;
  }

  #why(error: Told, tool: DirectTool, input: Input, child: CallSession): string {
    const text = errorText(error, errorContext(tool, input, child, this.#registry));
    const told = child.mask?.text(text, child.connection.id) ?? text;
    return oneLine(told.replace(`${tool.name}: `, "").replaceAll("\n", " "), WHY_CHARS);
  }

  #find(key: string): Kept | undefined {
    const known = this.#kept.get(key);
    return known && known.until > this.#now() ? known : undefined;
  }

  #keep(key: string, rows: Kept["rows"]): void {
    this.#kept.delete(key);
    this.#kept.set(key, { rows, until: this.#now() + KEPT_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

interface Cost {
  requests: number;
  ms: number;
}

/** One call over several accounts. */
class Round {
  readonly chosen: readonly NamedConnection[];
  /** What each account came to, by its connection. */
  readonly rows: Map<string, Shaped>;
  readonly #session: CallSession;
  readonly #tool: DirectTool;
  readonly #input: Input;
  readonly #share: number;
  readonly #failed = new Map<string, { why: string; error: Told }>();

  constructor(
    session: CallSession,
    tool: DirectTool,
    input: Input,
    { chosen, rows, room }: { chosen: readonly NamedConnection[]; rows: Map<string, Shaped>; room: number },
  ) {
    this.#session = session;
    this.#tool = tool;
    this.#input = input;
    this.chosen = chosen;
    this.rows = rows;
    this.#share = Math.max(LEAST_ROW, Math.floor((room - BESIDE) / chosen.length) - OF_ROW);
  }

  /** Reads one account, and answers with how many requests that took; a failure of its own is noted. */
  async read(
    { id, name }: NamedConnection,
    one: ReadOne,
    why: (error: Told, child: CallSession) => string,
  ): Promise<number> {
    const session = this.#session;
    const child = session.beside({ id, several: true });
    child.room = this.#share;
    try {
      const shaped = await one(child, { ...this.#input, connection_id: id });
      this.rows.set(id, fitAny(shaped, this.#share));
    } catch (error) {
      if (!(error instanceof Told) || session.signal.aborted) throw error;
      if (!(error instanceof StoppedError)) this.#failed.set(id, { why: why(error, child), error });
    } finally {
      child.finish();
      if (child.mask) session.mask?.also(child.mask);
      session.requests += child.requests;
      session.retries += child.retries;
      session.bytes += child.bytes;
      session.operation = child.operation;
    }
    this.tell(name ?? id);
    return child.requests;
  }

  tell(what: string): void {
    this.#session.client.progress(this.rows.size + this.#failed.size, this.chosen.length, what);
  }

  /** Those of which nothing came yet, and nothing failed. */
  left(): readonly NamedConnection[] {
    return this.chosen.filter(({ id }) => !this.rows.has(id) && !this.#failed.has(id));
  }

  answer(cost: Cost | undefined): Shaped {
    const left = this.left();
    const failures = [...this.#failed.values()];
    const [first] = failures;
    if (this.rows.size === 0) {
      if (left.length > 0 && !first) throw new StoppedError("deadline");
      const isOne = failures.every(({ why }) => why === first?.why);
      if (first && isOne && left.length === 0) throw first.error;
    }
    const found = this.chosen.flatMap(({ id, name }) => {
      const shaped = this.rows.get(id);
      return shaped ? [{ ...(name !== undefined && { account: name }), connection: id, ...shaped }] : [];
    });
    const { rows, shared } = sharedBy(found);
    const failed = this.chosen.flatMap(({ id, name }) => {
      const failure = this.#failed.get(id);
      return failure
        ? [{ ...(name !== undefined && { account: name }), connection: id, why: failure.why }]
        : [];
    });
    const hints = [cost ? toldFirst(cost, left.length) : leftInWords(left), shared.hint, this.#goesOn(rows)];
    const hint = hints.filter(Boolean).join(" ");
    return { data: rows, ...shared, ...(failed.length > 0 && { failed }), ...(hint && { hint }) };
  }

  /** How a row that is not whole goes on. */
  #goesOn(rows: readonly Shaped[]): string | undefined {
    const isCut = rows.some(({ next_cursor }) => next_cursor !== undefined);
    return isCut
      ? `A row's next_cursor goes on in its account: ${this.#tool.name} with page_cursor, and connection_id instead of accounts.`
      : undefined;
  }
}

function toldFirst({ requests, ms }: Cost, others: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return `Only one account was read: the other ${others} take about ${requests} requests, ${minutes} ${minutes === 1 ? "minute" : "minutes"}. The same call again goes on; accounts with some names reads less.`;
}

function leftInWords(left: readonly NamedConnection[]): string | undefined {
  if (left.length === 0) return undefined;
  return `The call's time was over before ${left.length} ${left.length === 1 ? "account was" : "accounts were"} read: the same call again goes on with them.`;
}

/** What all rows say alike is said once: of the basis, and what comes next. */
function sharedBy(rows: readonly Shaped[]): { rows: readonly Shaped[]; shared: Shaped } {
  const [first] = rows;
  if (!first || rows.length < 2) return { rows, shared: {} };
  const alike = (of: (row: Shaped) => unknown) => {
    const text = JSON.stringify(of(first));
    return text !== undefined && rows.every((row) => JSON.stringify(of(row)) === text);
  };
  const basisOf = ({ basis }: Shaped) => (isObject(basis) ? basis : {});
  const names = Object.keys(basisOf(first)).filter((name) => alike((row) => basisOf(row)[name]));
  const hint = alike((row) => row.hint);
  const without = (row: Shaped) => {
    const { basis: _, hint: own, ...rest } = row;
    const basis = Object.entries(basisOf(row)).filter(([name]) => !names.includes(name));
    return {
      ...rest,
      ...(basis.length > 0 && { basis: Object.fromEntries(basis) }),
      ...(!hint && own !== undefined && { hint: own }),
    };
  };
  const basis = Object.fromEntries(names.map((name) => [name, basisOf(first)[name]]));
  return {
    rows: rows.map(without),
    shared: { ...(sizeOf(basis) > 2 && { basis }), ...(hint && { hint: first.hint }) },
  };
}

function refuseBeside({ connection_id, page_cursor }: Input): void {
  if (connection_id !== undefined) {
    throw new InputError("connection_id and accounts both say which account", {
      argument: "accounts",
      next: "Give one of them.",
    });
  }
  if (page_cursor === undefined) return;
  throw new InputError("page_cursor goes on in one account", {
    argument: "page_cursor",
    next: "Give the connection_id of that row instead of accounts.",
  });
}
