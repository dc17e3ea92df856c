/** The collections of one session of which it is known how their pages follow; of more the oldest is forgotten. */
const MOST_WALKS = 20;
/** The pages of one collection that are known: more than anybody reads in one go. */
const MOST_PAGES = 2000;

/** How the pages of one collection follow each other: of each cursor the next. */
export class Walk {
  readonly #next = new Map<string, string>();

  /**
   * Notes that the page of cursor `from` (none: the first) names `to` as the next, and tells whether that leads back to
   * `from`: then the pages go round. What other calls read at the same time does no harm, since it leads on.
   */
  leadsBack(from: string | undefined, to: string): boolean {
    const begin = from ?? "";
    this.#next.delete(begin);
    this.#next.set(begin, to);
    for (const oldest of this.#next.keys()) {
      if (this.#next.size <= MOST_PAGES) break;
      this.#next.delete(oldest);
    }
    let at: string | undefined = to;
    for (let pages = 0; at !== undefined && pages <= this.#next.size; pages += 1) {
      if (at === begin) return true;
      at = this.#next.get(at);
    }
    return false;
  }
}

/** The walks through collections of all sessions, kept as long as each session. */
export class Walks {
  readonly #sessions = new Map<string, Map<string, Walk>>();

  /** The walk of a session through one collection: `key` says which. */
  of(session: string, key: string): Walk {
    const own = this.#sessions.get(session) ?? new Map<string, Walk>();
    this.#sessions.set(session, own);
    const walk = own.get(key) ?? new Walk();
    own.delete(key);
    own.set(key, walk);
    for (const oldest of own.keys()) {
      if (own.size <= MOST_WALKS) break;
      own.delete(oldest);
    }
    return walk;
  }

  /** Forgets a session; it is over. */
  end(session: string): void {
    this.#sessions.delete(session);
  }
}
