import { meantArguments } from "../check/input.ts";
import { GatewayError, InputError } from "../errors.ts";
import { isAddress } from "../import/rows.ts";
import { isObject, oneLine } from "../text.ts";
import type { DirectTool, Input, OperationTool } from "../tool/tool.ts";
import { argumentAt } from "../wire/argument-at.ts";

/** A row that was not sent, and what is wrong with it. */
export interface LeftOut {
  row: string;
  why: string;
}

/** Rows that were left out of which each is told; of more, only how many there are. */
const MOST_TOLD = 40;
const WHY_CHARS = 160;
/** How often a request is sent again without what it was refused for. */
const MOST_TRIES = 3;

/**
 * The rows of a call that says skip_bad: those that are refused by themselves are left out, the others go. Knows which
 * place in the call each of them had, since Klaviyo and its jobs count what they got.
 */
export class Skipping {
  readonly #argument: string;
  /** The places of the rows that are left, in their order. */
  #kept: number[] | undefined;
  readonly #leftOut: LeftOut[] = [];

  constructor(argument: string) {
    this.#argument = argument;
  }

  /** What a tool's call may leave rows out of; undefined where it has none, or does not say so. */
  static of(tool: DirectTool, given: unknown): Skipping | undefined {
    const { counts } = tool.judgement;
    if (tool.kind !== "operation" || counts === undefined || !("skip_bad" in tool.inputSchema.shape))
      return undefined;
    const args = meantArguments(tool, given);
    return args.skip_bad === true && Array.isArray(args[counts]) ? new Skipping(counts) : undefined;
  }

  /** What was left out so far, for the answer; undefined where nothing was. */
  get told(): { left_out: number; bad_rows: LeftOut[] } | undefined {
    const all = this.#leftOut;
    return all.length > 0 ? { left_out: all.length, bad_rows: all.slice(0, MOST_TOLD) } : undefined;
  }

  /**
   * Does something with the arguments; where they are refused, with those rows alone that are not by themselves. Throws
   * what the whole of them throws where none would be left, or the rows are not what is wrong.
   */
  async with<A extends Record<string, unknown>>(args: A, act: (args: A) => Promise<Input>): Promise<Input> {
    try {
      return await act(args);
    } catch (error) {
      const rows = args[this.#argument];
      if (!(error instanceof InputError) || !Array.isArray(rows)) throw error;
      const kept: number[] = [];
      for (const at of rows.keys()) {
        const why = await this.#flawOf(args, rows[at], act);
        if (why === undefined) kept.push(at);
        else this.#leaveOut(at, why);
      }
      if (kept.length === 0) throw error;
      return act(this.#keep(args, rows, kept));
    }
  }

  /** Throws InputError for an e-mail address that is none: as an argument it is taken as it stands. */
  check(input: Input): Input {
    const rows = input[this.#argument];
    const at = Array.isArray(rows) ? rows.findIndex((row) => isObject(row) && !isAddress(row.email)) : -1;
    if (at < 0) return input;
    const argument = `${this.#argument}[${at}].email`;
    throw new InputError(`${argument} is no address`, { argument });
  }

  /** Sends a call, and again without the rows that Klaviyo refuses it for: of what it refuses it takes nothing. */
  async sent<T>(tool: OperationTool, input: Input, send: (input: Input) => Promise<T>): Promise<T> {
    let left = input;
    for (let tries = 0; ; tries += 1) {
      try {
        return await send(left);
      } catch (error) {
        const fewer = tries < MOST_TRIES ? this.#without(tool, left, error) : undefined;
        if (!fewer) throw error;
        left = fewer;
      }
    }
  }

  /** An argument as the call has it, of one that counts the rows that were sent. */
  inCall(argument: string): string {
    const at = this.#rowIn(argument);
    return at === undefined ? argument : argument.replace(/\d+/, String(this.#placeOf(at)));
  }

  /** What a request has without the rows that are all that an error objects to; undefined where it is about more. */
  #without(tool: OperationTool, input: Input, error: unknown): Input | undefined {
    const rows = input[this.#argument];
    if (!(error instanceof GatewayError) || error.status !== 400 || !Array.isArray(rows)) return undefined;
    const whys = new Map<number, string>();
    for (const objection of [error, ...error.others]) {
      const at = this.#rowIn(argumentAt(tool, objection, input) ?? "");
      if (at === undefined || at >= rows.length) return undefined;
      whys.set(at, objection.detail);
    }
    const kept = [...rows.keys()].filter((at) => !whys.has(at));
    if (kept.length === 0) return undefined;
    for (const [at, why] of whys) this.#leaveOut(at, why);
    return this.#keep(input, rows, kept);
  }

  #keep<A extends object>(args: A, rows: readonly unknown[], kept: readonly number[]): A {
    this.#kept = kept.map((at) => this.#placeOf(at));
    return { ...args, [this.#argument]: kept.map((at) => rows[at]) };
  }

  /** The place of the row that an argument is of. */
  #rowIn(argument: string): number | undefined {
    const [start, place] = /^(\w+)\[(\d+)\]/.exec(argument)?.slice(1) ?? [];
    return start === this.#argument ? Number(place) : undefined;
  }

  #placeOf(at: number): number {
    return this.#kept?.[at] ?? at;
  }

  #leaveOut(at: number, why: string): void {
    const row = `${this.#argument}[${this.#placeOf(at)}]`;
    this.#leftOut.push({ row, why: oneLine(why.replaceAll(`${this.#argument}[0]`, row), WHY_CHARS) });
  }

  /** What a row is refused for by itself. */
  async #flawOf<A extends Record<string, unknown>>(
    args: A,
    row: unknown,
    act: (args: A) => Promise<Input>,
  ): Promise<string | undefined> {
    try {
      await act({ ...args, [this.#argument]: [row] });
      return undefined;
    } catch (error) {
      if (error instanceof InputError) return error.message;
      throw error;
    }
  }
}
