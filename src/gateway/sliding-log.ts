/** Requests sent a whole window apart may arrive a little closer together. */
export const MARGIN_MS = 25;
/** When those who wait for a trial are looked at again: about as long as an answer takes. */
const TRIAL_MS = 1000;

/**
 * The requests of one window, sent and planned. Klaviyo's windows are fixed, but where they begin is unknown; when no
 * stretch of that length anywhere holds more than the limit, none of theirs does.
 */
export class SlidingLog {
  /** Milliseconds of the window, the margin included. */
  readonly span: number;
  readonly #limit: number;
  #opensAt = 0;
  /**
   * The window opens before what a 429 asked for: one request tries, and the others wait for what it finds. `at` is
   * when it goes, once there is one; `sent` that it went.
   */
  #trial: { at: number | undefined; sent: boolean } | undefined;
  /** In ascending order: first what was sent, then the plans. */
  #times: number[] = [];
  #sent = 0;

  constructor(limit: number, span: number) {
    this.#limit = limit;
    this.span = span;
  }

  /** The first moment from `time` on at which one more fits between those before and those after it. */
  firstFit(time: number): number {
    const tried = this.#trial?.at === undefined ? 0 : this.#trial.at + TRIAL_MS;
    for (let fit = Math.max(time, this.#opensAt, tried); ; ) {
      const crowd = this.#crowdAround(fit);
      if (crowd === undefined) return fit;
      fit = crowd + this.span;
    }
  }

  /** Where `limit` neighbours begin that would share a window with one at `time`. */
  #crowdAround(time: number): number | undefined {
    const at = this.#countUntil(time);
    for (let first = Math.max(0, at - this.#limit); first <= at; first += 1) {
      const begin = this.#times[first];
      const end = this.#times[first + this.#limit - 1];
      if (begin === undefined || end === undefined) return undefined;
      if (Math.max(end, time) - Math.min(begin, time) < this.span) return begin;
    }
    return undefined;
  }

  add(time: number, now: number): void {
    this.#times.splice(this.#countUntil(time), 0, time);
    if (time <= now) this.#sent += 1;
    if (this.#trial && !this.#trial.sent) this.#trial = { at: time, sent: time <= now };
  }

  /** Lets nothing go for `wait` milliseconds, or `most` if that is less: then one request tries. */
  close(now: number, wait: number, most: number): void {
    const until = now + Math.min(wait + MARGIN_MS, most);
    if (until <= this.#opensAt) return;
    this.#opensAt = until;
    this.#trial = wait > most || this.#trial ? { at: undefined, sent: false } : undefined;
  }

  /** What came of a request: true when that was the one that tried, and others may have waited for it. */
  endTrial(how: "passed" | "unanswered"): boolean {
    if (!this.#trial?.sent) return false;
    this.#trial = how === "passed" ? undefined : { at: undefined, sent: false };
    return true;
  }

  /** Lets no more than `left` go before `until`; true when that is news. */
  leave(left: number, until: number, now: number): boolean {
    this.expire(now);
    const unseen = this.#limit - left - this.#sent;
    if (unseen <= 0) return false;
    // What others spent is logged so that it drops out when Klaviyo's window ends.
    const time = Math.min(until - this.span, now);
    // Before every plan, also before one that is overdue.
    const at = Math.min(this.#countUntil(time), this.#sent);
    this.#times.splice(at, 0, ...Array<number>(unseen).fill(time));
    this.#sent += unseen;
    return true;
  }

  /** How many requests the window remembers. */
  get size(): number {
    return this.#sent;
  }

  forgetPlans(now: number): void {
    this.#times.length = this.#sent;
    if (this.#trial && !this.#trial.sent) this.#trial.at = undefined;
    this.expire(now);
  }

  expire(now: number): void {
    const kept = this.#times.findIndex((time) => time > now - this.span);
    // A plan can be overdue, after a sleep of the machine: it is still a plan.
    const gone = kept < 0 ? this.#sent : Math.min(kept, this.#sent);
    this.#times.splice(0, gone);
    this.#sent -= gone;
    // Whoever waits for a trial waits as long as it takes: it ends with its own time at the latest.
    if (this.#trial?.sent) this.#trial.at = now;
  }

  isIdle(now: number): boolean {
    return (
      (this.#times.at(-1) ?? Number.NEGATIVE_INFINITY) <= now - this.span &&
      this.#opensAt <= now &&
      !this.#trial
    );
  }

  #countUntil(time: number): number {
    return this.#times.findLastIndex((one) => one <= time) + 1;
  }
}
