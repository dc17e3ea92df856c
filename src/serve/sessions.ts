interface Kept<T> {
  session: T;
  /** Who began it; nobody else may use it. */
  owner: string;
  usedAt: number;
  /** Calls that are running in it. */
  running: number;
}

export interface SessionLimits {
  most: number;
  /** Milliseconds after which one that nobody uses is over. */
  idleMs: number;
}

/** The sessions of many clients, of which the one that was not used for longest makes room for a new one. */
export class Sessions<T> {
  readonly #limits: SessionLimits;
  readonly #end: (session: T) => void;
  readonly #now: () => number;
  readonly #kept = new Map<string, Kept<T>>();

  /** `end` is called with each that is over; `now` gives milliseconds that never go back. */
  constructor(limits: SessionLimits, end: (session: T) => void, now: () => number) {
    this.#limits = limits;
    this.#end = end;
    this.#now = now;
  }

  get size(): number {
    return this.#kept.size;
  }

  /** The session of this id that this owner began; undefined also where it is another's, who is not told so. */
  find(id: string, owner: string): T | undefined {
    const kept = this.#kept.get(id);
    if (kept?.owner !== owner) return undefined;
    kept.usedAt = this.#now();
    return kept.session;
  }

  /** Keeps a session from being ended until what this answers with is called: a call is running in it. */
  hold(id: string): () => void {
    const kept = this.#kept.get(id);
    if (!kept) return () => undefined;
    kept.running += 1;
    return () => {
      kept.running -= 1;
      kept.usedAt = this.#now();
    };
  }

  /** Ends what is over, and, where all places are taken, who was away for longest; false when all of them are at work. */
  makeRoom(): boolean {
    const idle = [...this.#kept]
      .filter(([, { running }]) => running === 0)
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    const over = this.#now() - this.#limits.idleMs;
    for (const [id, { usedAt }] of idle) {
      if (usedAt < over || this.#kept.size >= this.#limits.most) this.end(id);
    }
    return this.#kept.size < this.#limits.most;
  }

  /** Keeps a new session. Where others began at the same time, too many for all, it makes room once more. */
  add(id: string, owner: string, session: T): void {
    this.makeRoom();
    this.#kept.set(id, { session, owner, usedAt: this.#now(), running: 0 });
  }

  end(id: string): void {
    const kept = this.#kept.get(id);
    this.#kept.delete(id);
    if (kept) this.#end(kept.session);
  }

  endAll(): void {
    for (const id of [...this.#kept.keys()]) this.end(id);
  }
}
