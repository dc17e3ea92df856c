import type { Plan } from "./plan.ts";

/** A token is good for one call within this time. */
export const TOKEN_MS = 5 * 60_000;
/** More plans than a person would ever leave open in one session; its oldest goes first. */
export const MAX_TOKENS = 50;

interface Issued {
  session: string;
  plan: Plan;
  until: number;
}

/**
 * Tokens of plans that were shown and not yet carried out. A token proves that a preview of exactly this plan was
 * made, and no more: that a person saw it is for the host to see to.
 */
export class Tokens {
  readonly #open = new Map<string, Issued>();
  readonly #now: () => number;

  /** `now` in milliseconds, of a clock that nobody can set back. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** A new token for this plan in this session, base64url. What other sessions have open is not touched. */
  issue(session: string, plan: Plan): string {
    this.#forgetOld();
    const own = [...this.#open].filter(([, issued]) => issued.session === session);
    if (own.length >= MAX_TOKENS && own[0]) this.#open.delete(own[0][0]);
    const token = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64url");
    this.#open.set(token, { session, plan, until: this.#now() + TOKEN_MS });
    return token;
  }

  /**
   * The plan that was shown, if the token was issued in this session for a plan with the same hash; it is used up
   * either way, unless it belongs to another session, whom a guess must not cost it.
   */
  redeem(token: string, session: string, hash: string): Plan | undefined {
    this.#forgetOld();
    const issued = this.#open.get(token);
    if (issued?.session !== session) return undefined;
    this.#open.delete(token);
    return issued.plan.hash === hash ? issued.plan : undefined;
  }

  /** Forgets what is open in a session; it is over. */
  end(session: string): void {
    for (const [token, issued] of this.#open) if (issued.session === session) this.#open.delete(token);
  }

  #forgetOld(): void {
    const now = this.#now();
    for (const [token, { until }] of this.#open) if (until <= now) this.#open.delete(token);
  }
}
