import type { Shared } from "../call/shared.ts";
import type { Log } from "../log.ts";
import { SharedAnswers } from "./answers.ts";
import { SharedBudget } from "./budget.ts";
import { SharedConfirmations } from "./confirmations.ts";
import { keysOf } from "./keys.ts";
import { Link } from "./link.ts";
import { SharedPace } from "./pace.ts";
import { Seal } from "./sealed.ts";

/** More Maton keys than the callers of a server use at once. */
const MOST_PACES = 1000;

/** What the processes that are given the same Redis share. */
export class Replicas {
  readonly #link: Link;
  readonly #paces = new Map<string, Promise<SharedPace>>();

  private constructor(link: Link) {
    this.#link = link;
  }

  /** Connects; where Redis cannot be reached yet, this goes on without and heals by itself. */
  static async join(url: string, log: Log): Promise<Replicas> {
    return new Replicas(await Link.connect(url, log));
  }

  /** Why Redis cannot be asked now; undefined where it can. */
  get away(): string | undefined {
    return this.#link.away;
  }

  /** The limits of a Maton key, of `keyRate` requests a second. */
  paceOf(matonKey: string, keyRate: number): Promise<SharedPace> {
    const keys = keysOf(matonKey);
    const tag = keys("key");
    const pace = this.#paces.get(tag) ?? SharedPace.over(this.#link, { keys, keyRate });
    this.#paces.delete(tag);
    this.#paces.set(tag, pace);
    const [oldest] = this.#paces;
    if (oldest && this.#paces.size > MOST_PACES) {
      this.#paces.delete(oldest[0]);
      void oldest[1].then((one) => this.#link.unwatch(one));
    }
    return pace;
  }

  /** What one caller of a Maton key has in common with itself on other replicas. */
  sharedBy(matonKey: string, caller: string): Shared {
    const keys = keysOf(matonKey);
    const key = (kind: string, name: string) => keys(kind, caller, name);
    const seal = new Seal(matonKey);
    const link = this.#link;
    return {
      isAway: () => link.away !== undefined,
      confirmations: (now) => new SharedConfirmations(link, key, seal, now),
      budgetOf: (most) => new SharedBudget(link, key, most),
      answers: new SharedAnswers(link, key, seal),
    };
  }

  /** Says that this process goes, and lets go of Redis. */
  leave(): Promise<void> {
    return this.#link.close();
  }
}
