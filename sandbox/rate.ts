/** One bucket of a rate limit: so many requests in each of its fixed windows. */
export interface Bucket {
  key: string;
  windows: { limit: number; seconds: number }[];
}

/** What a charge came to: `retryAfter` seconds when it was refused, else what is told of the first bucket. */
export interface Charge {
  retryAfter?: number;
  /** The burst limit, then all windows: `75, 75;w=1, 750;w=60`; empty where there are no limits. */
  limit: string;
  /** What is left of the burst window, and the whole seconds that it still runs. */
  remaining: number;
  reset: number;
}

const UNLIMITED: Charge = { limit: "", remaining: 0, reset: 0 };

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

  /** Charges all buckets, or none when a window of one of them is full. */
  charge(buckets: Bucket[]): Charge {
    const now = performance.now();
    const windows = buckets.map(({ key, windows }) => windows.map((window) => this.#enter(key, window, now)));
    const full = windows.flat().filter(({ state, limit }) => state.count >= limit);
    if (full.length > 0) {
      const ends = Math.max(...full.map(({ state }) => state.ends));
      return { ...UNLIMITED, retryAfter: Math.max(1, Math.ceil((ends - now) / 1000)) };
    }
    for (const { state } of windows.flat()) state.count += 1;
    const [told = []] = windows;
    const [burst] = told;
    if (!burst || !Number.isFinite(burst.limit)) return UNLIMITED;
    return {
      limit: [burst.limit, ...told.map(({ limit, seconds }) => `${limit};w=${seconds}`)].join(", "),
      remaining: burst.limit - burst.state.count,
      reset: Math.floor((burst.state.ends - now) / 1000),
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
