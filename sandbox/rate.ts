/** One bucket of a rate limit: so many requests in each of its fixed windows. */
export interface Bucket {
  key: string;
  windows: { limit: number; seconds: number }[];
}

/** What a charge came to: `retryAfter` seconds when it was refused, else the state of the window reported. */
export interface Charge {
  retryAfter?: number;
  limit: number;
  remaining: number;
  reset: number;
}

/**
 * Fixed-window counters. They run on real time, not on the sandbox's clock: a client that waits for Retry-After waits
 * in real time, however the account's clock is set.
 */
export class Counters {
  readonly #open = new Map<string, { count: number; ends: number }>();
  readonly #factor: number;

  /** `factor` scales every limit; `off` lets everything through. */
  constructor(factor: number | "off") {
    this.#factor = factor === "off" ? Number.POSITIVE_INFINITY : factor;
  }

  clear(): void {
    this.#open.clear();
  }

  /** Charges all buckets, or none when a window of one of them is full. Reports the tightest steady window. */
  charge(buckets: Bucket[]): Charge {
    const now = performance.now();
    const windows = buckets.flatMap(({ key, windows }) =>
      windows.map((window) => this.#enter(key, window, now)),
    );
    const full = windows.filter(({ state, limit }) => state.count >= limit);
    const seconds = (ends: number) => Math.max(1, Math.ceil((ends - now) / 1000));
    if (full.length > 0) {
      const ends = Math.max(...full.map(({ state }) => state.ends));
      return { retryAfter: seconds(ends), limit: 0, remaining: 0, reset: 0 };
    }
    for (const { state } of windows) state.count += 1;
    const steady = windows.filter((window) => window.seconds === 60);
    const shown = (steady.length > 0 ? steady : windows).sort(
      (a, b) => a.limit - a.state.count - (b.limit - b.state.count),
    )[0];
    if (!shown) return { limit: 0, remaining: 0, reset: 0 };
    return {
      limit: shown.limit,
      remaining: shown.limit - shown.state.count,
      reset: seconds(shown.state.ends),
    };
  }

  #enter(key: string, window: { limit: number; seconds: number }, now: number) {
    const name = `${key} ${window.seconds}`;
    let state = this.#open.get(name);
    if (!state || state.ends <= now) {
      state = { count: 0, ends: now + window.seconds * 1000 };
      this.#open.set(name, state);
    }
    const limit =
      this.#factor === Number.POSITIVE_INFINITY
        ? this.#factor
        : Math.max(1, Math.ceil(window.limit * this.#factor));
    return { state, limit, seconds: window.seconds };
  }
}
