import { errorText } from "../error-text.ts";
import { InputError, type Told } from "../errors.ts";
import type { Connections } from "../gateway/connections.ts";
import type { Registry } from "../registry.ts";
import { oneLine } from "../text.ts";
import type { DirectTool, Input, Making } from "../tool/tool.ts";
import type { Shaped } from "../wire/budget.ts";
import type { AccountBook } from "./accounts.ts";
import { chooseAccounts, chooseConnection, type NamedConnection } from "./choice.ts";
import type { CallServices } from "./given.ts";
import { inLanes } from "./lanes.ts";
import { make, placeFor } from "./making.ts";
import { type Cost, type ReadOne, Round } from "./round.ts";
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
const WHY_CHARS = 400;

interface From {
  registry: Registry;
  connections: Connections;
  accounts: AccountBook;
}

/** What was read so far of a call that is not at its end. */
interface Kept {
  rows: Map<string, Shaped>;
  until: number;
}

/** Asks the same of several accounts: a row each, and beside them those of which there is none. */
export class Across {
  readonly #from: From;
  readonly #services: Pick<CallServices, "now" | "date" | "files">;
  /** By session and call, the one asked for last at the end. */
  readonly #kept = new Map<string, Kept>();

  constructor(from: From, services: Pick<CallServices, "now" | "date" | "files">) {
    this.#from = from;
    this.#services = services;
  }

  /**
   * Answers with a row an account, or with the file that the tool makes of them. What takes long is told before it is
   * begun; a call whose time is over says what is left, and the same call again goes on with that. Throws what every
   * account failed with, where that is one thing.
   */
  async run(
    session: CallSession,
    tool: DirectTool,
    { accounts: asked, input }: { accounts: readonly string[] | undefined; input: Input },
    room: number,
    one: ReadOne,
  ): Promise<Shaped> {
    const making = makingOf(tool);
    const files = making && (await placeFor(this.#services.files, making, input));
    if (asked) refuseBeside(input);
    session.background = asked !== undefined;
    const chosen = asked
      ? await chooseAccounts(session, asked, this.#from)
      : [await this.#own(session, input)];
    const key = JSON.stringify([session.client.caller.session, tool.name, input, session.wanted]);
    const known = this.#find(key);
    const rows = known?.rows ?? new Map();
    const round = new Round(session, tool, input, {
      chosen,
      rows,
      room: making ? Number.POSITIVE_INFINITY : room,
    });
    const cost = await this.#read(round, session, one, known === undefined, (error, child) =>
      this.#why(error, tool, input, child),
    );
    if (cost || round.left().length > 0) this.#keep(key, round.rows);
    else this.#kept.delete(key);
    const answer = round.answer(cost);
    if (!making || !files) return answer;
    const gathered = round.gathered();
    if (gathered) return make(files, making, gathered, input, this.#services.date());
    const hint = `Nothing is written yet. ${answer.hint}`;
    return { data: { read: rows.size, left: round.left().length }, failed: answer.failed, hint };
  }

  /** Reads what is left of them; answers with what that takes where it is long, and read is one then. */
  async #read(
    round: Round,
    session: CallSession,
    one: ReadOne,
    anew: boolean,
    why: (error: Told, child: CallSession) => string,
  ): Promise<Cost | undefined> {
    const read = (account: NamedConnection) => round.read(account, one, why);
    const waiting = round.left();
    const begins = anew && waiting.length > 1;
    const cost = begins && waiting[0] ? await this.#first(round, waiting[0], read) : undefined;
    if (cost) return cost;
    await inLanes(begins ? waiting.slice(1) : waiting, ABREAST, async (account) => {
      if (session.remaining() > RESERVE_MS) await read(account);
    });
    return undefined;
  }

  /** The one account that a call speaks of which names none. */
  async #own(session: CallSession, input: Input): Promise<NamedConnection> {
    const { id = "" } = await chooseConnection(session, input, true, this.#from);
    const name = (await this.#from.accounts.findIfPossible(session, id || undefined))?.name;
    return { id, ...(name !== undefined && { name }) };
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
    const began = this.#services.now();
    const others = round.chosen.length - 1;
    round.tell(`${round.chosen.length} accounts`);
    const requests = (await read(account)) * others;
    const byRate = (requests / MATON_A_SECOND) * 1000;
    const ms = Math.max(byRate, ((this.#services.now() - began) * others) / ABREAST);
    round.tell(`about ${requests} more requests for the other ${others} accounts`);
    return ms > TOLD_MS && round.rows.size > 0 ? { requests, ms } : undefined;
  }

  #why(error: Told, tool: DirectTool, input: Input, child: CallSession): string {
    const text = errorText(error, errorContext(tool, input, child, this.#from.registry));
    const told = child.mask?.text(text, child.connection.id) ?? text;
    return oneLine(told.replace(`${tool.name}: `, "").replaceAll("\n", " "), WHY_CHARS);
  }

  #find(key: string): Kept | undefined {
    const known = this.#kept.get(key);
    return known && known.until > this.#services.now() ? known : undefined;
  }

  #keep(key: string, rows: Kept["rows"]): void {
    this.#kept.delete(key);
    this.#kept.set(key, { rows, until: this.#services.now() + KEPT_MS });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
  }
}

/** What a tool makes of the rows, if it does. */
export function makingOf(tool: DirectTool): Making | undefined {
  return tool.kind === "workflow" ? tool.makes : undefined;
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
