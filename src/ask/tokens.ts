import type { Plan } from "./plan.ts";

/** A token is good for one call within this time. */
export const TOKEN_MS = 5 * 60_000;
/** More plans than a person would ever leave open in one session; its oldest goes first. */
export const MAX_TOKENS = 50;

interface Issued {
  session: string;
  plan: Plan;
  until: number;
  /** What anybody may read of it, by which a page asks for it; undefined where none may, or one has it. */
  id: string | undefined;
  forPage: boolean;
}

/** A token that was issued, and the id of its plan, which anybody may read. */
export interface Issue {
  token: string;
  id: string;
}

/** What a token was issued for: what must hold still when the change leaves. */
export interface Redeemed {
  plan: Pick<Plan, "state" | "reach">;
  /** It went to a page, for its button, and not to the model. */
  forPage: boolean;
}

/** Where confirmations are issued and redeemed, as Tokens has it: in this process, or in what several share. */
export interface Confirmations extends Omit<Tokens, "issue" | "redeem"> {
  issue(session: string, plan: Plan, forPage?: boolean): Issue | Promise<Issue>;
  redeem(token: string, session: string, hash: string): Redeemed | undefined | Promise<Redeemed | undefined>;
}

/** Hears which tokens there are. */
interface Listener {
  opened(token: string, plan: Plan, forPage: boolean): void;
  /** It confirms nothing any more. What a session's end or time closes is not told. */
  closed(token: string): void;
}

/**
 * Tokens of plans that were shown and not yet carried out. A token proves that a preview of exactly this plan was
 * made, and no more: that a person saw it is for the host to see to.
 */
export class Tokens {
  readonly #open = new Map<string, Issued>();
  readonly #now: () => number;
  readonly #listener: Listener | undefined;

  /** `now` in milliseconds, of a clock that nobody can set back. */
  constructor(now: () => number, listener?: Listener) {
    this.#now = now;
    this.#listener = listener;
  }

  /**
   * A new token for this plan in this session, base64url, and with `forPage` an id that a page of the session may give for
   * it. What other sessions have open is not touched.
   */
  issue(session: string, plan: Plan, forPage = false): Issue {
    this.#forgetOld();
    const own = [...this.#open].filter(([, issued]) => issued.session === session);
    if (own.length >= MAX_TOKENS && own[0]) this.#close(own[0][0]);
    const [token, id] = [random(), random()];
    const until = this.#now() + TOKEN_MS;
    this.#issue(token, { session, plan, until, id: forPage ? id : undefined, forPage });
    return { token, id };
  }

  /**
   * A page is there in this session: what the model has read of it confirms nothing any more, and is the id by which a
   * page may ask for another.
   */
  takeFromModel(session: string): void {
    this.#forgetOld();
    for (const [token, issued] of [...this.#open]) {
      if (issued.session !== session || issued.forPage) continue;
      this.#close(token);
      this.#issue(random(), { ...issued, id: token, forPage: true });
    }
  }

  /** The token of the plan with this id, if it is for a page of this session; it is told once. */
  tell(id: string, session: string): string | undefined {
    const [token, issued] = this.#byId(id, session) ?? [];
    if (issued) issued.id = undefined;
    return token;
  }

  /** The plan with this id, if it is for a page of this session: it and what asks the same there are closed. */
  close(id: string, session: string): Plan | undefined {
    const [, { plan } = { plan: undefined }] = this.#byId(id, session) ?? [];
    for (const [token, issued] of this.#open) {
      if (issued.session === session && issued.plan.hash === plan?.hash) this.#close(token);
    }
    return plan;
  }

  /**
   * The plan that was shown, if the token was issued in this session for a plan with the same hash; it is used up
   * either way, unless it belongs to another session, whom a guess must not cost it.
   */
  redeem(token: string, session: string, hash: string): Redeemed | undefined {
    this.#forgetOld();
    const issued = this.#open.get(token);
    if (issued?.session !== session) return undefined;
    this.#open.delete(token);
    return issued.plan.hash === hash ? issued : undefined;
  }

  /** Whether another session has it, whom a guess must not cost it. */
  isAnothers(token: string, session: string): boolean {
    const issued = this.#open.get(token);
    return issued !== undefined && issued.session !== session;
  }

  /** Forgets what is open in a session; it is over. */
  end(session: string): void {
    for (const [token, issued] of this.#open) if (issued.session === session) this.#open.delete(token);
  }

  #issue(token: string, issued: Issued): void {
    this.#open.set(token, issued);
    this.#listener?.opened(token, issued.plan, issued.forPage);
  }

  #close(token: string): void {
    this.#open.delete(token);
    this.#listener?.closed(token);
  }

  #byId(id: string, session: string): [token: string, issued: Issued] | undefined {
    this.#forgetOld();
    return [...this.#open].find(([, issued]) => issued.id === id && issued.session === session);
  }

  #forgetOld(): void {
    const now = this.#now();
    for (const [token, { until }] of this.#open) if (until <= now) this.#open.delete(token);
  }
}

function random(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64url");
}
