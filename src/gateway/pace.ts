import type { IncomingHttpHeaders } from "node:http";
import type { Bucket } from "./buckets.ts";
import { MARGIN_MS, SlidingLog } from "./sliding-log.ts";

/**
 * Klaviyo's two windows, and a day for its daily caps. When Klaviyo's day begins is not documented, so any 24 hours
 * hold no more than the cap.
 */
const SPANS = { burst: 1000, steady: 60_000, daily: 24 * 60 * 60_000 } as const;
/** How long a 429 closes its bucket when Retry-After is absent or rounded down to 0. */
const UNSAID_CLOSED_MS = 1000;
/** No answer closes the key for longer: what Maton's limit counts is a second. */
const MAX_KEY_CLOSED_MS = 2 * 60_000;
const SWEEP_EVERY_MS = 60_000;

/** What a reading in the background takes of the key while anybody else calls. */
export const BEHIND: Bucket = { name: "key behind", rate: { burst: 6 } };
/** Somebody who called so long ago may call again. */
const CALLS_MS = 10_000;
/** Maton's limit of a key, whatever is asked and of whichever account: 10 requests a second. */
export const KEY: Bucket = { name: "key", rate: { burst: 10 } };

export interface TakeOptions {
  /** Milliseconds in which the turn must come; leave out what the request itself will need. */
  remaining(): number;
  signal: AbortSignal;
  /** Nobody waits for it: while anybody else calls, a third of the key's rate and more is left to them. */
  background?: boolean;
}

/** How the wait for a turn ended: it came, the signal aborted, or it would come in `retryAfter` seconds, too late. */
export type Turn = "come" | "cancelled" | { retryAfter: number };

/** What an answer tells of the limits; an Answer and a GatewayError both have it. `retryAfter` is in seconds. */
export interface LimitSigns {
  status: number;
  headers?: IncomingHttpHeaders;
  source?: "gateway" | "klaviyo" | "cloudflare" | "unknown";
  retryAfter?: number | undefined;
}

interface Waiter {
  logs: readonly SlidingLog[];
  remaining(): number;
  settle(turn: Turn): void;
  settled: boolean;
}

/**
 * Keeps one key's requests within Maton's and Klaviyo's published limits. Each call gets, in order of arrival, the
 * first moment that all its windows allow; one that waits for its own window does not hold up the others. Kept in
 * memory, of this process only.
 */
export class Pace {
  readonly #now: () => number;
  readonly #logs = new Map<string, SlidingLog>();
  #waiting: Waiter[] = [];
  /** When the first of those who wait may go. */
  #next = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #sweepAt = 0;
  /** When somebody last called for whom a person may wait. */
  #calledAt = Number.NEGATIVE_INFINITY;

  /** `now` gives milliseconds that never go back. */
  constructor(now: () => number = () => performance.now()) {
    // Whole milliseconds: sums of fractions could miss the end of a window for ever.
    this.#now = () => Math.floor(now());
  }

  /** How many windows are kept: those that still remember a request. */
  get size(): number {
    return this.#logs.size;
  }

  /**
   * Resolves when a request may go, and counts it; or as soon as its turn cannot come in time or the signal aborts: its
   * place then goes to those behind it. Never rejects.
   */
  take(buckets: readonly Bucket[], { remaining, signal, background }: TakeOptions): Promise<Turn> {
    const now = this.#now();
    if (!background) this.#calledAt = now;
    const behind = background && now - this.#calledAt < CALLS_MS;
    // A turn that is overdue comes before this one and may move the turns after it.
    if (this.#next <= now) this.#planAll();
    return new Promise((resolve) => {
      const cancel = () => {
        waiter.settle("cancelled");
        this.#planAll();
      };
      const waiter: Waiter = {
        logs: this.#logsOf([KEY, ...(behind ? [BEHIND] : []), ...buckets]),
        remaining,
        settled: false,
        settle(turn) {
          waiter.settled = true;
          signal.removeEventListener("abort", cancel);
          resolve(turn);
        },
      };
      if (signal.aborted) return cancel();
      signal.addEventListener("abort", cancel, { once: true });
      for (const log of waiter.logs) log.expire(now);
      if (this.#place(waiter, now)) this.#waiting.push(waiter);
      this.#rest(now);
    });
  }

  /**
   * Corrects the windows by what an answer says. Klaviyo counts requests of the same app that other processes sent,
   * and a 429 means that somebody's count was wrong. No answer closes the key for more than two minutes, or an
   * operation for more than its longest window: what asks for more is believed for so long, and then one request tries.
   */
  learn(buckets: readonly Bucket[], { status, headers, source, retryAfter }: LimitSigns): void {
    const now = this.#now();
    if (status === 429) {
      const wait = retryAfter ? Math.ceil(retryAfter * 1000) : UNSAID_CLOSED_MS;
      const byKey = source === "gateway";
      // Which of an operation's buckets was full is not said.
      const full = this.#logsOf(byKey ? [KEY] : buckets);
      const most = byKey ? MAX_KEY_CLOSED_MS : Math.max(...full.map(({ span }) => span));
      for (const log of full) log.close(now, wait, most);
      for (const log of this.#logsOf(byKey ? buckets : [KEY])) log.endTrial(byKey ? "unanswered" : "passed");
      this.#planAll();
      return;
    }
    const logs = this.#logsOf([KEY, ...buckets]);
    // All of them have to hear of it: no `some`.
    if (logs.filter((log) => log.endTrial("passed")).length > 0) this.#planAll();
    const left = wholeNumber(headers?.["ratelimit-remaining"]);
    const reset = wholeNumber(headers?.["ratelimit-reset"]);
    if (left === undefined || reset === undefined) return;
    // By the documentation they tell of the steady window, but real answers lead with the burst limit
    // ("10, 10;w=1, 150;w=60"): what those say is over by the time it arrives.
    const limit = wholeNumber(headers?.["ratelimit-limit"]);
    const steady = buckets.find(({ rate }) => rate.steady === limit);
    if (!steady && buckets.some(({ rate }) => rate.burst === limit)) return;
    const log = this.#logs.get(`${(steady ?? buckets[0])?.name} steady`);
    if (log?.leave(left, now + reset * 1000, now)) this.#planAll();
  }

  /** How many more requests a bucket's day allows; undefined where it has no daily cap. */
  leftToday(bucket: Bucket): number | undefined {
    if (bucket.rate.daily === undefined) return undefined;
    const log = this.#logs.get(`${bucket.name} daily`);
    log?.expire(this.#now());
    return bucket.rate.daily - (log?.size ?? 0);
  }

  /** A request that had its turn got no answer: where it was to find out whether a window is open, another one must. */
  unanswered(buckets: readonly Bucket[]): void {
    const logs = this.#logsOf([KEY, ...buckets]);
    if (logs.filter((log) => log.endTrial("unanswered")).length > 0) this.#planAll();
  }

  /** Gives everybody who waits a turn anew, in order of arrival. */
  #planAll(): void {
    const now = this.#now();
    for (const { logs } of this.#waiting) {
      for (const log of logs) log.forgetPlans(now);
    }
    this.#next = Number.POSITIVE_INFINITY;
    this.#waiting = this.#waiting.filter((waiter) => !waiter.settled && this.#place(waiter, now));
    this.#rest(now);
  }

  /** Gives a waiter its turn in all its windows; false when that settled it. */
  #place(waiter: Waiter, now: number): boolean {
    const { logs } = waiter;
    let time = now;
    // What one window puts off may be too early for another again.
    for (let tried = -1; tried !== time; ) {
      tried = time;
      for (const log of logs) time = log.firstFit(time);
    }
    if (time - now >= waiter.remaining()) {
      waiter.settle({ retryAfter: Math.max(1, Math.ceil((time - now) / 1000)) });
      return false;
    }
    for (const log of logs) log.add(time, now);
    if (time > now) {
      this.#next = Math.min(this.#next, time);
      return true;
    }
    waiter.settle("come");
    return false;
  }

  /** Sleeps until the next turn; with nobody waiting there is no timer. */
  #rest(now: number): void {
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0) this.#timer = setTimeout(() => this.#planAll(), this.#next - now);
    if (now < this.#sweepAt) return;
    this.#sweepAt = now + SWEEP_EVERY_MS;
    for (const [name, log] of this.#logs) {
      if (log.isIdle(now)) this.#logs.delete(name);
    }
  }

  #logsOf(buckets: readonly Bucket[]): SlidingLog[] {
    return buckets.flatMap(({ name, rate }) =>
      (["burst", "steady", "daily"] as const).flatMap((window) => {
        const limit = rate[window];
        if (limit === undefined) return [];
        const key = `${name} ${window}`;
        const log = this.#logs.get(key) ?? new SlidingLog(limit, SPANS[window] + MARGIN_MS);
        this.#logs.set(key, log);
        return [log];
      }),
    );
  }
}

/** The number a header begins with. */
function wholeNumber(header: string | string[] | undefined): number | undefined {
  const number = Number.parseInt(String(header ?? ""), 10);
  return number >= 0 ? number : undefined;
}
