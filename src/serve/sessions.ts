interface Kept<T> {
  session: T;
  /** Who began it; nobody else may use it. */
  owner: string;
  /** Those whose sessions make room for each other. */
  among: string;
  usedAt: number;
  /** Calls that are running in it. */
  running: number;
}

export interface SessionLimits {
  /** Of those whose sessions make room for each other. */
  each: number;
  /** Of all together. */
  most: number;
  /** Milliseconds after which one that nobody uses is over. */
  idleMs: number;
}

const LOOK_MS = 20;

/**
 * The sessions of many clients. The one that was not used for longest makes room for a new one of the same people; nobody's is
 * ended for others, unless nobody used it for so long that it is over.
 */
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

  /** Whether there is a session of this id, whosever it is. */
  has(id: string): boolean {
    return this.#kept.has(id);
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

  /** Ends what is over, and, where there is no place left, who of these was away for longest; false when none is. */
  makeRoom(among: string): boolean {
    const idle = [...this.#kept]
      .filter(([, { running }]) => running === 0)
      .sort(([, a], [, b]) => a.usedAt - b.usedAt);
    const over = this.#now() - this.#limits.idleMs;
    for (const [id, { usedAt }] of idle) if (usedAt < over) this.end(id);
    for (const [id, kept] of idle) if (kept.among === among && !this.#hasRoom(among)) this.end(id);
    return this.#hasRoom(among);
  }

  #hasRoom(among: string): boolean {
    const own = [...this.#kept.values()].filter((kept) => kept.among === among).length;
    return own < this.#limits.each && this.#kept.size < this.#limits.most;
  }

  /** Keeps a new session. Where others began at the same time, too many for all, it makes room once more. */
  add(id: string, { owner, among }: { owner: string; among: string }, session: T): void {
    this.makeRoom(among);
    this.#kept.set(id, { session, owner, among, usedAt: this.#now(), running: 0 });
  }

  /** Ends all sessions of an owner, also those in which a call is running. */
  endOf(owner: string): void {
    for (const [id, kept] of [...this.#kept]) if (kept.owner === owner) this.end(id);
  }

  /** Waits until no call is running in any, or in any of an owner, or so many milliseconds. */
  async atRest(ms: number, of?: string): Promise<void> {
    const until = this.#now() + ms;
    const atWork = () =>
      [...this.#kept.values()].some(
        ({ owner, running }) => running > 0 && (of === undefined || owner === of),
      );
    while (atWork() && this.#now() < until) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
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
