import { timingSafeEqual } from "node:crypto";
import type { Log } from "../log.ts";

const FIRST_WAIT_MS = 100;
const MAX_WAIT_MS = 5000;
/** A minute without a wrong one, and they are counted anew. */
const FORGET_MS = 60_000;
/** So many wrong callers are kept waiting; one more is cut off, so that guessing in parallel costs no memory. */
const MAX_WAITING = 50;

/** How long the answer to the nth wrong bearer in a row waits, in milliseconds. */
export function waitAfter(wrong: number): number {
  return Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (wrong - 1));
}

/** Lets in whoever may come; a wrong bearer is logged, and answered the later the more of them came. */
export class Bearer {
  readonly #admits: (authorization: string | undefined) => boolean;
  readonly #log: Log;
  readonly #now: () => number;
  #wrong = 0;
  #lastAt = Number.NEGATIVE_INFINITY;
  #waiting = 0;

  constructor(admits: (authorization: string | undefined) => boolean, log: Log, now: () => number) {
    this.#admits = admits;
    this.#log = log;
    this.#now = now;
  }

  /**
   * How a caller is to be met: `in` at once; `out` without a token; `wait` with a wrong one, who is answered after so
   * many milliseconds, after which `waited` is called; or `cut` off, where too many wrong ones wait.
   */
  meet(
    authorization: string | undefined,
    from: string | undefined,
  ): "in" | "out" | "cut" | { waitMs: number } {
    if (this.#admits(authorization)) return "in";
    if (authorization === undefined) return "out";
    const now = this.#now();
    this.#wrong = now - this.#lastAt > FORGET_MS ? 1 : this.#wrong + 1;
    this.#lastAt = now;
    // The first, the second, the fourth …: a flood of them is no flood of lines.
    if (Number.isInteger(Math.log2(this.#wrong))) {
      this.#log("warning", "wrong bearer", { from, wrong_in_a_row: this.#wrong });
    }
    if (this.#waiting >= MAX_WAITING) return "cut";
    this.#waiting += 1;
    return { waitMs: waitAfter(this.#wrong) };
  }

  waited(): void {
    this.#waiting -= 1;
  }
}

/** Whether an Authorization is this bearer token, compared in the same time wherever they differ. */
export function isBearer(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
