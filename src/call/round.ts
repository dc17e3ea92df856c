import { StoppedError, Told } from "../errors.ts";
import { isObject } from "../text.ts";
import type { DirectTool, Gathered, Input } from "../tool/tool.ts";
import { fitAny, type Shaped, sizeOf } from "../wire/budget.ts";
import type { NamedConnection } from "./choice.ts";
import type { CallSession } from "./session.ts";

/** Room for what stands beside the rows, and in each row for the account and its connection. */
const BESIDE = 1500;
const OF_ROW = 160;
const LEAST_ROW = 300;

/** Reads one account: the call's own, with the connection chosen. */
export type ReadOne = (session: CallSession, input: Input) => Promise<Shaped>;

/** What the other accounts take: requests, and milliseconds. */
export interface Cost {
  requests: number;
  ms: number;
}

/** One call over several accounts. */
export class Round {
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
    // Whoever else calls goes before.
    child.background = true;
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
    const failed = this.#failures();
    const hints = [cost ? toldFirst(cost, left.length) : leftInWords(left), shared.hint, this.#goesOn(rows)];
    const hint = hints.filter(Boolean).join(" ");
    return { data: rows, ...shared, ...(failed.length > 0 && { failed }), ...(hint && { hint }) };
  }

  /** What came of all of them; undefined while that is not all. */
  gathered(): Gathered | undefined {
    if (this.left().length > 0) return undefined;
    const accounts = this.chosen.flatMap(({ id, name }) => {
      const result = this.rows.get(id);
      return result ? [{ connection: id, ...(name !== undefined && { account: name }), result }] : [];
    });
    return { accounts, failed: this.#failures() };
  }

  #failures(): Gathered["failed"] {
    return this.chosen.flatMap(({ id, name }) => {
      const failure = this.#failed.get(id);
      return failure
        ? [{ ...(name !== undefined && { account: name }), connection: id, why: failure.why }]
        : [];
    });
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
