import { refusedWhileAway } from "../ask/away.ts";
import type { Plan } from "../ask/plan.ts";
import { type Confirmations, type Issue, type Redeemed, TOKEN_MS, Tokens } from "../ask/tokens.ts";
import { AWAY, type Link } from "./link.ts";
import type { Seal } from "./sealed.ts";

/** So often it is looked whether Redis, which is away, hears again what is closed, in milliseconds. */
const LOOK_MS = 50;

interface Stored {
  hash: string;
  state: [string, string][];
  /** JSON has no NaN, which says that it could not be counted. */
  reach: number | "unknown" | null;
  forPage: boolean;
}

/**
 * Confirmations that any process of the same caller may redeem, once: a caller whose replica is gone begins a new
 * session, and what they agreed to in the last one holds there. What is open in a session, and what its pages may do, is
 * of this process. Throws InputError while Redis is away.
 */
export class SharedConfirmations implements Confirmations {
  readonly #link: Link;
  readonly #key: (token: string) => string;
  readonly #seal: Seal;
  readonly #tokens: Tokens;
  /** What was closed here, and until when it could be redeemed: Redis may have been away and know nothing of it. */
  readonly #closed = new Map<string, number>();
  readonly #now: () => number;
  /** What is on its way to Redis. */
  #keeping: Promise<unknown> = Promise.resolve();

  /** `key` names what one caller has; `now` gives milliseconds that never go back. */
  constructor(link: Link, key: (kind: string, name: string) => string, seal: Seal, now: () => number) {
    this.#link = link;
    this.#key = (token) => key("confirmation", token);
    this.#seal = seal;
    this.#now = now;
    this.#tokens = new Tokens(now, {
      opened: (token, plan, forPage) => {
        this.#keeping = this.#keep(token, plan, forPage);
      },
      closed: (token) => {
        this.#closed.set(token, now() + TOKEN_MS);
        void this.#forget(token);
      },
    });
  }

  async issue(session: string, plan: Plan, forPage = false): Promise<Issue> {
    const issue = this.#tokens.issue(session, plan, forPage);
    if ((await this.#keeping) === AWAY) throw refusedWhileAway();
    return issue;
  }

  takeFromModel(session: string): void {
    this.#tokens.takeFromModel(session);
  }

  tell(id: string, session: string): string | undefined {
    return this.#tokens.tell(id, session);
  }

  close(id: string, session: string): Plan | undefined {
    return this.#tokens.close(id, session);
  }

  isAnothers(token: string, session: string): boolean {
    return this.#tokens.isAnothers(token, session);
  }

  async redeem(token: string, session: string, hash: string): Promise<Redeemed | undefined> {
    // What is open in another session here is that one's; where its process is gone, nobody knows any more.
    if (this.isAnothers(token, session) || this.#isClosed(token)) return undefined;
    const key = this.#key(token);
    const sealed = await this.#link.ask((client) => client.getdel(key));
    if (sealed === AWAY) throw refusedWhileAway();
    this.#tokens.redeem(token, session, hash);
    const stored = sealed === null ? undefined : (this.#seal.open(sealed, key) as Stored | undefined);
    if (stored?.hash !== hash) return undefined;
    const reach = stored.reach === "unknown" ? Number.NaN : (stored.reach ?? undefined);
    return { plan: { state: new Map(stored.state), reach }, forPage: stored.forPage };
  }

  /** What was agreed to in a session holds for the caller's next one: its process may be the one that ends. */
  end(session: string): void {
    this.#tokens.end(session);
  }

  /** Takes a token from the others, too, who may know it still when Redis was away and comes back. */
  async #forget(token: string): Promise<void> {
    const key = this.#key(token);
    while (this.#isClosed(token) && (await this.#link.ask((client) => client.del(key))) === AWAY)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS).unref());
  }

  #isClosed(token: string): boolean {
    const now = this.#now();
    for (const [one, until] of this.#closed) if (until <= now) this.#closed.delete(one);
    return this.#closed.has(token);
  }

  #keep(token: string, { hash, state, reach }: Plan, forPage: boolean): Promise<unknown> {
    const counted = Number.isNaN(reach) ? "unknown" : (reach ?? null);
    const stored: Stored = { hash, state: [...state], reach: counted, forPage };
    const key = this.#key(token);
    const sealed = this.#seal.close(stored, key);
    return this.#link.ask((client) => client.set(key, sealed, "PX", TOKEN_MS));
  }
}
