import { BUDGET_MS, type Budgeting } from "../ask/budget.ts";
import type { Spent } from "../ask/policy.ts";
import type { Link } from "./link.ts";
import { SPEND } from "./scripts.ts";

/** What may change unasked of each account, over all processes of a caller; nothing while Redis is away. */
export class SharedBudget implements Budgeting {
  readonly #link: Link;
  readonly #key: (kind: string, name: string) => string;
  readonly #most: Spent;

  constructor(link: Link, key: (kind: string, name: string) => string, most: Spent) {
    this.#most = most;
    this.#link = link;
    this.#key = key;
  }

  async take(account: string | undefined, spent: Spent): Promise<boolean> {
    const most = this.#most;
    if (spent.people > most.people || spent.items > most.items) return false;
    const args = [BUDGET_MS, most.people, most.items, spent.people, spent.items, crypto.randomUUID()];
    return (await this.#link.run(SPEND, [this.#key("budget", account ?? "")], args)) === 1;
  }
}
