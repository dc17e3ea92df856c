import type { Bucket } from "./buckets.ts";
import { type LimitSigns, readSigns } from "./signs.ts";
import { SlidingLog } from "./sliding-log.ts";
import { behindBucket, CALLS_MS, keyBucket, type Window, windowsOf } from "./windows.ts";

/** No answer closes the key for longer: what Maton's limit counts is a second. */
export const MAX_KEY_CLOSED_MS = 2 * 60_000;
const SWEEP_EVERY_MS = 60_000;

export interface TakeOptions {
  /** Milliseconds in which the turn must come; leave out what the request itself will need. */
  remaining(): number;
  signal: AbortSignal;
  /** Nobody waits for it: while anybody else calls, a third of the key's rate and more is left to them. */
  background?: boolean;
  /** Who calls, where several share the key: their turns alternate, however many each of them waits for. */
  who?: string | undefined;
}

/** How the wait for a turn ended: it came, the signal aborted, or it would come in `retryAfter` seconds, too late. */
export type Turn = "come" | "cancelled" | { retryAfter: number };

/** What keeps the requests of one key within Maton's and Klaviyo's published limits. */
export interface Pacing {
  /**
   * Resolves when a request may go, and counts it; or as soon as its turn cannot come in time or the signal aborts: its
   * place then goes to others. Never rejects.
   */
  take(buckets: readonly Bucket[], options: TakeOptions): Promise<Turn>;
  /**
   * Corrects the windows by what an answer says. Klaviyo counts requests of the same app that other processes sent,
   * and a 429 means that somebody's count was wrong. No answer closes the key for more than two minutes, or an
   * operation for more than its longest window: what asks for more is believed for so long, and then one request tries.
   */
  learn(buckets: readonly Bucket[], signs: LimitSigns): void;
  /** A request that had its turn got no answer: where it was to find out whether a window is open, another one must. */
  unanswered(buckets: readonly Bucket[]): void;
  /** How many more requests a bucket's day allows; undefined where it has no daily cap, or nobody knows. */
  leftToday(bucket: Bucket): number | undefined;
}

/** What one of several has of a window. */
export interface Part {
  limit: number;
  span: number;
  /** Until so many milliseconds from now no more than `most` may go. */
  at?: { most: number; for: number };
}

export interface PaceOptions {
  /** Milliseconds that never go back. */
  now?: () => number;
  /** Requests a second of the key. */
  keyRate?: number | undefined;
  /** What of a window is this pace's own; all of it when left out. Asked when the window is first met. */
  part?: (window: Window) => Part;
}

interface Waiter {
  who: string | undefined;
  logs: readonly SlidingLog[];
  remaining(): number;
  settle(turn: Turn): void;
  settled: boolean;
}

/**
 * Keeps one key's requests within Maton's and Klaviyo's published limits. Each call gets, in order of arrival and
 * each caller in turn, the first moment that all its windows allow; one that waits for its own window does not hold up
 * the others. Kept in memory, of this process only.
 */
export class Pace implements Pacing {
  readonly #key: Bucket;
  readonly #behind: Bucket;
  readonly #part: (window: Window) => Part;
  readonly #now: () => number;
  readonly #logs = new Map<string, SlidingLog>();
  #waiting: Waiter[] = [];
  /** When the first of those who wait may go. */
  #next = Number.POSITIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #sweepAt = 0;
  /** When somebody last called for whom a person may wait. */
  #calledAt = Number.NEGATIVE_INFINITY;

  constructor({ now = () => performance.now(), keyRate, part = (window) => window }: PaceOptions = {}) {
    this.#key = keyBucket(keyRate);
    this.#behind = behindBucket(keyRate);
    this.#part = part;
    // Whole milliseconds: sums of fractions could miss the end of a window for ever.
    this.#now = () => Math.floor(now());
  }

  /** How many windows are kept: those that still remember a request. */
  get size(): number {
    return this.#logs.size;
  }

  take(buckets: readonly Bucket[], { remaining, signal, background, who }: TakeOptions): Promise<Turn> {
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
        who,
        logs: this.#logsOf([this.#key, ...(behind ? [this.#behind] : []), ...buckets]),
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
      if (comesBetween(who, this.#waiting)) {
        this.#waiting.push(waiter);
        this.#planAll();
        return;
      }
      if (this.#place(waiter, now)) this.#waiting.push(waiter);
      this.#rest(now);
    });
  }

  learn(buckets: readonly Bucket[], answer: LimitSigns): void {
    const now = this.#now();
    const signs = readSigns(buckets, answer);
    if (signs.is === "full") {
      const byKey = signs.whose === "key";
      // Which of an operation's buckets was full is not said.
      const full = this.#logsOf(byKey ? [this.#key] : buckets);
      const most = byKey ? MAX_KEY_CLOSED_MS : Math.max(...full.map(({ span }) => span));
      for (const log of full) log.close(now, signs.wait, most);
      for (const log of this.#logsOf(byKey ? buckets : [this.#key]))
        log.endTrial(byKey ? "unanswered" : "passed");
      this.#planAll();
      return;
    }
    const logs = this.#logsOf([this.#key, ...buckets]);
    // All of them have to hear of it: no `some`.
    if (logs.filter((log) => log.endTrial("passed")).length > 0) this.#planAll();
    const { left } = signs;
    if (left && this.#logs.get(left.window)?.leave(left.most, now + left.for, now)) this.#planAll();
  }

  leftToday(bucket: Bucket): number | undefined {
    if (bucket.rate.daily === undefined) return undefined;
    const log = this.#logs.get(`${bucket.name} daily`);
    log?.expire(this.#now());
    return bucket.rate.daily - (log?.size ?? 0);
  }

  unanswered(buckets: readonly Bucket[]): void {
    const logs = this.#logsOf([this.#key, ...buckets]);
    if (logs.filter((log) => log.endTrial("unanswered")).length > 0) this.#planAll();
  }

  /** Gives everybody who waits a turn anew, in order of arrival and each caller in turn. */
  #planAll(): void {
    const now = this.#now();
    for (const { logs } of this.#waiting) {
      for (const log of logs) log.forgetPlans(now);
    }
    this.#next = Number.POSITIVE_INFINITY;
    this.#waiting = inTurn(this.#waiting).filter((waiter) => !waiter.settled && this.#place(waiter, now));
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
    return windowsOf(buckets).map((window) => {
      const known = this.#logs.get(window.name);
      if (known) return known;
      const { limit, span, at } = this.#part(window);
      const log = new SlidingLog(limit, span);
      const now = this.#now();
      if (at) log.leave(at.most, now + at.for, now);
      this.#logs.set(window.name, log);
      return log;
    });
  }
}

/** How many wait of each caller. */
function counted(waiting: readonly Waiter[]): Map<string | undefined, number> {
  const counts = new Map<string | undefined, number>();
  for (const { who } of waiting) counts.set(who, (counts.get(who) ?? 0) + 1);
  return counts;
}

/** Whether somebody waits for more than a caller who comes now, who is not to wait for all of that. */
function comesBetween(who: string | undefined, waiting: readonly Waiter[]): boolean {
  const counts = counted(waiting);
  const own = counts.get(who) ?? 0;
  return [...counts.values()].some((count) => count > own + 1);
}

/** The first of each caller in order of arrival, then the second of each, and so on. */
function inTurn(waiting: readonly Waiter[]): readonly Waiter[] {
  const places = new Map<string | undefined, number>();
  const placed = waiting.map((waiter) => {
    const place = places.get(waiter.who) ?? 0;
    places.set(waiter.who, place + 1);
    return { waiter, place };
  });
  return placed.sort((a, b) => a.place - b.place).map(({ waiter }) => waiter);
}
