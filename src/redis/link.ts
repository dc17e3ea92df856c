import type { Client } from "./client.ts";
import { reasonOf } from "./faults.ts";
import { PROCESS, SCRIPTS, type Script } from "./scripts.ts";

/** Redis gave no answer. */
export const AWAY = Symbol("away");

/** What hears of Redis going away and coming back. */
export interface Watcher {
  /** Redis is away; said again where it came back and did not stay. */
  lost(): void;
  /**
   * Every second while Redis answers. `back` when it did not before, `anew` when it is another process than before, which
   * may have forgotten what the last one knew. Throws where it fails.
   */
  beat(back: boolean, anew: boolean): Promise<void>;
  /** The process ends. */
  leave(): Promise<void>;
}

/** The connection that links go over. */
export interface Wire {
  readonly client: Client;
  /** Whether anything can be asked. */
  readonly open: boolean;
  /** A link came or went, by what was thrown. */
  changed(error?: unknown): void;
}

/**
 * What asks Redis for what is of one Maton key, all of which stands on one node of a cluster. It heals by itself: what is
 * asked while that node is away is answered so at once, and other keys do not notice.
 */
export class Link {
  readonly #wire: Wire;
  readonly #key: string;
  readonly #watchers: Watcher[] = [];
  #away: boolean;
  #beating: Promise<void> | undefined;
  #why = "it was not reached yet";
  /** Which process of Redis it is. */
  #process: string | undefined;
  #kept = true;

  /** `key` stands where all that is asked for does. */
  constructor(wire: Wire, key: string) {
    this.#wire = wire;
    this.#key = key;
    this.#away = !wire.open;
  }

  /** Why Redis cannot be asked now; undefined where it can. */
  get away(): string | undefined {
    return this.#away ? this.#why : undefined;
  }

  /** Has somebody hear of Redis from now on, of how it is at once. */
  async watch(watcher: Watcher): Promise<void> {
    await this.#beating;
    this.#watchers.push(watcher);
    if (!this.#away) {
      try {
        this.#process ??= await this.#begin();
        await watcher.beat(true, false);
      } catch (error) {
        this.lose(error);
      }
    }
    if (this.#away) watcher.lost();
  }

  /** What Redis answers, or AWAY. */
  async ask<T>(work: (client: Client) => Promise<T>): Promise<T | typeof AWAY> {
    if (this.#away) return AWAY;
    try {
      return await work(this.#wire.client);
    } catch (error) {
      this.lose(error);
      return AWAY;
    }
  }

  /** What a script answers, or AWAY. */
  async run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.ask(() => this.evaluate(script, keys, args));
  }

  /** What a script answers, also while Redis counts as away. Throws what the client does. */
  async evaluate(
    { sha, lua }: Script,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> {
    const { client } = this.#wire;
    try {
      return await client.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return client.eval(lua, keys.length, ...keys, ...args);
    }
  }

  /** Looks whether Redis is there. */
  tick(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = undefined;
    });
    return this.#beating;
  }

  /** Says that this process goes. */
  async leave(): Promise<void> {
    if (!this.#away) await Promise.allSettled(this.#watchers.map((watcher) => watcher.leave()));
    this.#away = true;
  }

  /** Nobody ticks it any more: each time that it is asked finds out anew whether Redis is there. */
  drop(): void {
    this.#kept = false;
    this.#watchers.length = 0;
    this.#away = false;
  }

  /** Redis is away. */
  lose(error: unknown): void {
    this.#why = reasonOf(error);
    if (this.#away || !this.#kept) return;
    this.#away = true;
    for (const watcher of this.#watchers) watcher.lost();
    this.#wire.changed(error);
  }

  async #beat(): Promise<void> {
    if (!this.#wire.open) return;
    const back = this.#away;
    try {
      const before = this.#process;
      if (back) this.#process = await this.#begin();
      const anew = before !== undefined && before !== this.#process;
      for (const watcher of [...this.#watchers]) await watcher.beat(back, anew);
      if (this.#watchers.length === 0 && !back) await this.evaluate(PROCESS, [this.#key], []);
      if (!back || !this.#wire.open) return;
      this.#away = false;
      this.#wire.changed();
    } catch (error) {
      if (back) this.#wire.changed(error);
      this.lose(error);
    } finally {
      if (back && this.#away) for (const watcher of this.#watchers) watcher.lost();
    }
  }

  /** Has Redis know all scripts before they are asked for, so that what is sent later comes later; which process it is. */
  async #begin(): Promise<string | undefined> {
    for (const script of SCRIPTS) await this.evaluate(script, [this.#key], ["load"]);
    const info = await this.evaluate(PROCESS, [this.#key], []);
    return /^run_id:(\w+)/m.exec(String(info))?.[1];
  }
}
