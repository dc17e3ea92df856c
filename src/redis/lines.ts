/** Resolves after so many milliseconds, or as soon as the signal aborts. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}

/**
 * A line for each of several callers who share a key: only its first holds a place in time to come, so that places
 * alternate between callers, however many requests each of them has.
 */
export class Lines {
  readonly #last = new Map<string, Promise<void>>();

  /** Resolves when it is its turn in its line, or the signal aborts, with what lets the next one come. */
  async enter(who: string | undefined, signal: AbortSignal): Promise<() => void> {
    if (who === undefined) return () => undefined;
    const before = this.#last.get(who);
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const gone = Promise.all([before, left]).then(() => {
      if (this.#last.get(who) === gone) this.#last.delete(who);
    });
    this.#last.set(who, gone);
    if (before) {
      const over = new AbortController();
      const stopped = pause(MOST_MS, AbortSignal.any([signal, over.signal]));
      await Promise.race([before, stopped]);
      over.abort();
    }
    return leave;
  }
}

/** Longer than any call waits for a turn, in milliseconds. */
const MOST_MS = 10 * 60_000;
