import type { Spent } from "./policy.ts";

/** What may change unasked counts over this time. */
export const BUDGET_MS = 10 * 60_000;

/** Where it is counted what changed unasked: in this process, or in what several share. */
export interface Budgeting {
  /** Takes so many of an account's; false where that would be too many, and then none are taken. */
  take(account: string | undefined, spent: Spent): boolean | Promise<boolean>;
}

/** How many people and items of each account may change unasked, over all calls and sessions of the process. */
export class Budget implements Budgeting {
  readonly #most: Spent;
  readonly #now: () => number;
  readonly #spent = new Map<string, (Spent & { at: number })[]>();

  /** `now` in milliseconds, of a clock that nobody can set back. */
  constructor(most: Spent, now: () => number) {
    this.#most = most;
    this.#now = now;
  }

  take(account: string | undefined, spent: Spent): boolean {
    const key = account ?? "";
    const since = this.#now() - BUDGET_MS;
    const recent = (this.#spent.get(key) ?? []).filter(({ at }) => at > since);
    this.#spent.set(key, recent);
    const left = {
      people: this.#most.people - sum(recent, "people"),
      items: this.#most.items - sum(recent, "items"),
    };
    if (spent.people > left.people || spent.items > left.items) return false;
    recent.push({ ...spent, at: this.#now() });
    return true;
  }
}

function sum(recent: readonly Spent[], of: keyof Spent): number {
  return recent.reduce((all, one) => all + one[of], 0);
}
