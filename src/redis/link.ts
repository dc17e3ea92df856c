import { Cluster, type ClusterNode, Redis } from "ioredis";
import type { Log } from "../log.ts";
import { SCRIPTS, type Script } from "./scripts.ts";

/** Redis is asked for a sign of life so often, in milliseconds. */
export const BEAT_MS = 1000;
/** An answer that takes longer counts as none, in milliseconds. */
const ANSWER_MS = 2000;
/** How long a start waits for the first connection, in milliseconds. */
const CONNECT_MS = 3000;
const MAX_RECONNECT_MS = 500;

/** Redis gave no answer. */
export const AWAY = Symbol("away");

type Client = Redis | Cluster;

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

/** The connection to Redis, which heals by itself: what is asked of it while it is away is answered so at once. */
export class Link {
  readonly #client: Client;
  readonly #log: Log;
  readonly #watchers: Watcher[] = [];
  readonly #timer: NodeJS.Timeout;
  #away = true;
  #beating: Promise<void> | undefined;
  #why = "it was not reached yet";
  /** Which process of Redis it is. */
  #process: string | undefined;

  private constructor(client: Client, log: Log) {
    this.#client = client;
    this.#log = log;
    client.on("error", (error: Error) => {
      this.#why = error.message;
    });
    client.on("close", () => this.#lose("the connection ended"));
    client.on("ready", () => void this.tick());
    this.#timer = setInterval(() => void this.tick(), BEAT_MS);
    this.#timer.unref();
  }

  /** Connects to one server, or to a cluster of which the addresses of some nodes stand in the text, by commas. */
  static async connect(url: string, log: Log): Promise<Link> {
    const options = {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: ANSWER_MS,
      connectTimeout: ANSWER_MS,
    };
    const retry = (times: number) => Math.min(MAX_RECONNECT_MS, 50 * times);
    const nodes = url.split(",");
    const client =
      nodes.length > 1
        ? new Cluster(nodes.map(nodeOf), {
            enableOfflineQueue: false,
            clusterRetryStrategy: retry,
            redisOptions: { ...options, ...accessOf(nodes[0] ?? "") },
          })
        : new Redis(url, { ...options, retryStrategy: retry });
    const link = new Link(client, log);
    const ready = new Promise<void>((resolve) => client.once("ready", () => resolve()));
    const late = new Promise<void>((resolve) => setTimeout(resolve, CONNECT_MS).unref());
    await Promise.race([ready, late]);
    await link.tick();
    if (link.away) log("warning", "redis is away", { why: link.away });
    return link;
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
        await watcher.beat(true, false);
      } catch (error) {
        this.#lose(reasonOf(error));
      }
    }
    if (this.#away) watcher.lost();
  }

  unwatch(watcher: Watcher): void {
    const at = this.#watchers.indexOf(watcher);
    if (at >= 0) this.#watchers.splice(at, 1);
  }

  /** What Redis answers, or AWAY. */
  async ask<T>(work: (client: Client) => Promise<T>): Promise<T | typeof AWAY> {
    if (this.#away) return AWAY;
    try {
      return await work(this.#client);
    } catch (error) {
      this.#lose(reasonOf(error));
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
    try {
      return await this.#client.evalsha(sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return this.#client.eval(lua, keys.length, ...keys, ...args);
    }
  }

  /** Looks whether Redis is there. */
  tick(): Promise<void> {
    this.#beating ??= this.#beat().finally(() => {
      this.#beating = undefined;
    });
    return this.#beating;
  }

  async #beat(): Promise<void> {
    if (this.#client.status !== "ready") return;
    const back = this.#away;
    try {
      const before = this.#process;
      if (back) {
        this.#process = processOf(await this.#client.info("server"));
        for (const { lua } of SCRIPTS) await this.#client.script("LOAD", lua);
      }
      const anew = before !== undefined && before !== this.#process;
      for (const watcher of [...this.#watchers]) await watcher.beat(back, anew);
      if (this.#watchers.length === 0) await this.#client.echo("here");
      if (!back || this.#client.status !== "ready") return;
      this.#away = false;
      this.#log("info", "redis is here");
    } catch (error) {
      this.#lose(reasonOf(error));
    } finally {
      if (back && this.#away) for (const watcher of this.#watchers) watcher.lost();
    }
  }

  /** Says that this process goes, and lets go of the connection. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#away) await Promise.allSettled(this.#watchers.map((watcher) => watcher.leave()));
    this.#away = true;
    this.#client.disconnect();
  }

  #lose(why: string): void {
    this.#why = why;
    if (this.#away) return;
    this.#away = true;
    this.#log("warning", "redis is away", { why });
    for (const watcher of this.#watchers) watcher.lost();
  }
}

function processOf(info: string): string | undefined {
  return /^run_id:(\w+)/m.exec(info)?.[1];
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function nodeOf(url: string): ClusterNode {
  const { hostname, port } = new URL(url.trim());
  return { host: hostname, port: Number(port || 6379) };
}

function accessOf(url: string) {
  const { protocol, username, password } = new URL(url.trim());
  return {
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    ...(protocol === "rediss:" && { tls: {} }),
  };
}
