import { type ScaleCaller, Unanswered } from "./caller.ts";

/** What the callers of a run have done. */
export interface Tally {
  /** Calls of tools that were answered. */
  calls: number;
  /** Changes that were carried through, as the gateway names them. */
  done: string[];
  /** Changes that were refused because Redis was away. */
  refused: number;
  /** Calls that were answered with what nobody expected. */
  wrong: string[];
  /** Milliseconds of each call that only reads. */
  latencies: number[];
}

export const emptyTally = (): Tally => ({ calls: 0, done: [], refused: 0, wrong: [], latencies: [] });

const PAUSE_MS = 500;
const AWAY = /Redis.*is away/;

/** One caller's work: reads, and among them edits and deletions that a person agrees to, each of which must be made once. */
export class Work {
  readonly #caller: ScaleCaller;
  readonly #connection: string;
  readonly #tally: Tally;
  #turn = 0;

  /** `turn` is where it begins, so that not all change something at the same time. */
  constructor(caller: ScaleCaller, connection: string, tally: Tally, turn: number) {
    this.#turn = turn;
    this.#caller = caller;
    this.#connection = connection;
    this.#tally = tally;
  }

  /** The next piece: of forty, one deletes and two edit. */
  async next(changes: boolean): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn % 40;
    const coupon = `L${this.#turn}`;
    if (changes && turn === 7) return this.#remove(coupon);
    if (changes && (turn === 17 || turn === 27)) return this.#rename(coupon);
    await this.#nameOf("Lread");
  }

  async #rename(coupon: string): Promise<void> {
    const name = `named ${this.#turn}`;
    for (;;) {
      try {
        const answer = await this.#call("update_coupon", { coupon_id: coupon, description: name }, false);
        if (!answer.isError) break;
        if (!(await this.#wasRefused(answer.text))) return;
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        // As a model would: whether it was made is looked at before it is made again.
        if ((await this.#nameOf(coupon)) === name) break;
      }
    }
    this.#tally.done.push(`${this.#connection} name ${coupon} ${name}`);
  }

  async #remove(coupon: string): Promise<void> {
    let confirmation: string | undefined;
    for (;;) {
      try {
        const answer = await this.#call("delete_coupon", { coupon_id: coupon, confirmation }, false);
        if (answer.isError) {
          if (!(await this.#wasRefused(answer.text))) return;
          continue;
        }
        if (answer.json.status !== "needs_confirmation") break;
        confirmation = String(answer.json.confirmation);
      } catch (error) {
        if (!(error instanceof Unanswered)) throw error;
        if ((await this.#nameOf(coupon)) === undefined) break;
      }
    }
    this.#tally.done.push(`${this.#connection} delete ${coupon}`);
  }

  /** True after a while, where Redis is away and it may be tried again. */
  async #wasRefused(text: string): Promise<boolean> {
    if (!AWAY.test(text)) {
      this.#tally.wrong.push(text.slice(0, 300));
      return false;
    }
    this.#tally.refused += 1;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return true;
  }

  /** What a coupon is called; undefined where it is not there. */
  async #nameOf(coupon: string): Promise<string | undefined> {
    const asked = performance.now();
    const { isError, text, json } = await this.#call("get_coupon", { coupon_id: coupon }, true);
    this.#tally.latencies.push(performance.now() - asked);
    if (!isError) return String((json.data as { description?: unknown }).description);
    if (!text.includes("404")) this.#tally.wrong.push(text.slice(0, 300));
    return undefined;
  }

  async #call(name: string, args: Record<string, unknown>, reads: boolean) {
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const answer = await this.#caller.call(name, given, reads);
    this.#tally.calls += 1;
    return answer;
  }
}
