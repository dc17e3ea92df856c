import type { Shared } from "../call/shared.ts";
import type { Log } from "../log.ts";
import { SharedAnswers } from "./answers.ts";
import { SharedBudget } from "./budget.ts";
import { SharedConfirmations } from "./confirmations.ts";
import { Connection, type RedisState } from "./connection.ts";
import { keysOf } from "./keys.ts";
import type { Link } from "./link.ts";
import { SharedPace } from "./pace.ts";
import { Seal } from "./sealed.ts";

/** What the processes that are given the same Redis share. */
export class Replicas {
  readonly #connection: Connection;
  readonly #paces = new WeakMap<Link, Promise<SharedPace>>();

  private constructor(connection: Connection) {
    this.#connection = connection;
  }

  /**
   * Connects; where Redis cannot be reached yet, this goes on without and heals by itself. Throws ConfigError where Redis
   * refuses what the url says.
   */
  static async join(url: string, log: Log): Promise<Replicas> {
    return new Replicas(await Connection.connect(url, log));
  }

  /** How Redis is, for the keys that are in use. */
  get state(): RedisState {
    return this.#connection.state;
  }

  /** The limits of a Maton key, of `keyRate` requests a second. */
  paceOf(matonKey: string, keyRate: number): Promise<SharedPace> {
    const keys = keysOf(matonKey);
    const link = this.#connection.link(keys("key"));
    const pace = this.#paces.get(link) ?? SharedPace.over(link, { keys, keyRate });
    this.#paces.set(link, pace);
    return pace;
  }

  /** What one caller of a Maton key has in common with itself on other replicas. */
  sharedBy(matonKey: string, caller: string): Shared {
    const keys = keysOf(matonKey);
    const key = (kind: string, name: string) => keys(kind, caller, name);
    const seal = new Seal(matonKey);
    const link = this.#connection.link(keys("key"));
    return {
      isAway: () => link.away !== undefined,
      confirmations: (now) => new SharedConfirmations(link, key, seal, now),
      budgetOf: (most) => new SharedBudget(link, key, most),
      answers: new SharedAnswers(link, key, seal),
    };
  }

  /** Says that this process goes, and lets go of Redis. */
  leave(): Promise<void> {
    return this.#connection.close();
  }
}
