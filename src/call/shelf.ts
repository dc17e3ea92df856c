interface Clock {
  now(): number;
  date(): number;
}

/** More than the things that jobs keep of a few accounts; the oldest goes first. */
const MOST = 100;

/** What was read and is kept for a while: by what it is of, with when it was read. */
export class Shelf {
  readonly #clock: Clock;
  readonly #kept = new Map<string, { value: unknown; at: number; readAt: number }>();

  /** `now` of the clock gives milliseconds that never go back, `date` those since the epoch. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What stands under a key and is not older than `ms`; else what `read` reads, which is kept. Without a key it is read. */
  async take<T>(
    key: string | undefined,
    ms: number,
    read: () => Promise<T>,
  ): Promise<{ value: T; at: number }> {
    const now = this.#clock.now();
    const known = key === undefined ? undefined : this.#kept.get(key);
    if (known && now - known.readAt < ms) return { value: known.value as T, at: known.at };
    const at = this.#clock.date();
    const value = await read();
    if (key === undefined) return { value, at };
    this.#kept.delete(key);
    this.#kept.set(key, { value, at, readAt: now });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
    return { value, at };
  }
}
