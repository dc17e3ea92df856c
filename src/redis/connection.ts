import { ConfigError } from "../errors.ts";
import type { Log } from "../log.ts";
import { type Client, clientOf, clusterOf, faultOf, isOfCluster } from "./client.ts";
import { adviceOf, reasonOf } from "./faults.ts";
import { Link, type Wire } from "./link.ts";

/** Redis is asked for a sign of life so often, in milliseconds. */
export const BEAT_MS = 1000;
/** How long a start waits for the first connection, in milliseconds. */
const CONNECT_MS = 3000;
/** More Maton keys than the callers of a server use at once. */
const MOST_LINKS = 1000;
/** Where it is looked whether Redis is there while no key is in use yet. */
const SIGN = "klaviyo-mcp:sign";

/**
 * How Redis is: `partly away` where nodes of a cluster are that keys in use stand on, `refused` where it stays away until
 * somebody sets another url, user, password or authority.
 */
export type RedisState = "there" | "partly away" | "away" | "refused";

/** The connection to one Redis or to a cluster of them, and the links that go over it, one for each Maton key. */
export class Connection {
  readonly #url: string;
  readonly #log: Log;
  readonly #links = new Map<string, Link>();
  readonly #timer: NodeJS.Timeout;
  readonly #wire: Wire;
  /** What tells whether Redis is there before any key is in use. */
  readonly #own: Link;
  #client: Client;
  #open = false;
  #why = "it was not reached yet";
  #advice: string | undefined;
  /** What was said last of how Redis is; undefined before the start is over. */
  #told: RedisState | undefined;
  #begun: () => void = () => undefined;

  private constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
    this.#client = this.#attach(clientOf(url));
    const connection = this;
    this.#wire = {
      get client() {
        return connection.#client;
      },
      get open() {
        return connection.#open;
      },
      changed: (error) => this.#changed(error),
    };
    this.#own = new Link(this.#wire, SIGN);
    this.#timer = setInterval(() => void this.tick(), BEAT_MS);
    this.#timer.unref();
  }

  /**
   * Connects to one server, or to a cluster, which the answer of a server or several addresses by commas say. Goes on
   * where nobody answers; throws ConfigError for what only another setting mends.
   */
  static async connect(url: string, log: Log): Promise<Connection> {
    const connection = new Connection(url, log);
    const begun = new Promise<void>((resolve) => {
      connection.#begun = resolve;
    });
    const late = new Promise<void>((resolve) => setTimeout(resolve, CONNECT_MS).unref());
    await Promise.race([begun, late]);
    if (connection.#advice !== undefined) {
      await connection.close();
      throw new ConfigError(connection.#advice);
    }
    connection.#tell();
    return connection;
  }

  get state(): RedisState {
    if (!this.#open) return this.#advice === undefined ? "away" : "refused";
    const links = this.#looked();
    const away = links.filter((link) => link.away !== undefined).length;
    if (away === 0) return "there";
    return away < links.length ? "partly away" : "away";
  }

  /** What asks for what stands where this key does. */
  link(key: string): Link {
    const link = this.#links.get(key) ?? new Link(this.#wire, key);
    this.#links.delete(key);
    this.#links.set(key, link);
    const [oldest] = this.#links;
    if (oldest && this.#links.size > MOST_LINKS) {
      this.#links.delete(oldest[0]);
      oldest[1].drop();
    }
    return link;
  }

  /** Looks whether Redis is there, for each key in use. */
  async tick(): Promise<void> {
    await Promise.all(this.#looked().map((link) => link.tick()));
  }

  /** Says that this process goes, and lets go of the connection. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#told = undefined;
    await Promise.all([...this.#links.values()].map((link) => link.leave()));
    this.#open = false;
    this.#client.disconnect();
  }

  #looked(): Link[] {
    return this.#links.size > 0 ? [...this.#links.values()] : [this.#own];
  }

  #attach(client: Client): Client {
    client.on("error", (error: Error) => void this.#fail(client, error));
    // One node of several; what is said of it holds for all that are set up alike.
    client.on("node error", (error: Error) => {
      if (adviceOf(error)) void this.#fail(client, error);
    });
    client.on("close", () => {
      if (client === this.#client) this.#lose();
    });
    client.on("ready", () => void this.#arrive(client));
    return client;
  }

  async #arrive(client: Client): Promise<void> {
    try {
      if (await isOfCluster(client)) {
        this.#client = this.#attach(clusterOf(this.#url));
        return client.disconnect();
      }
    } catch (error) {
      this.#changed(error);
    }
    if (client !== this.#client || client.status !== "ready") return;
    this.#open = true;
    await this.tick();
    this.#begun();
  }

  async #fail(client: Client, error: Error): Promise<void> {
    // Of a cluster none of whose nodes is reached it is not said why.
    const why = "lastNodeError" in error && !adviceOf(error) ? await faultOf(this.#url) : error;
    if (client === this.#client) this.#changed(why ?? error);
  }

  #lose(): void {
    this.#open = false;
    const ended = new Error("the connection ended");
    for (const link of [this.#own, ...this.#links.values()]) link.lose(ended);
  }

  /** What was thrown says more of why Redis is away, or it is here again. */
  #changed(error?: unknown): void {
    this.#advice = error === undefined ? undefined : adviceOf(error);
    if (error !== undefined) this.#why = reasonOf(error);
    if (this.#advice !== undefined) this.#begun();
    if (this.#told !== undefined) this.#tell();
  }

  #tell(): void {
    const { state } = this;
    if (state === this.#told) return;
    this.#told = state;
    if (state === "there") this.#log("info", "redis is here");
    else this.#log("warning", `redis is ${state}`, { why: this.#why });
  }
}
