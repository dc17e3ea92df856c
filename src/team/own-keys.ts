import type { Config } from "../config/config.ts";
import { key as keyIn } from "../config/read.ts";
import { ConfigError } from "../errors.ts";
import { digestOf, type EndSessions, type Guest, type Service } from "../serve/guests.ts";
import type { Scope } from "./scope.ts";

/** Whom a service is for. */
export interface Who {
  /** As logs name them. */
  name: string;
  /** The folder of their own under that of --files. */
  folder: string;
  /** The same on every server for as long as nothing of what they may do changes. */
  owner: string;
  scope: Scope;
}

/** Makes a service of settings. Throws ConfigError where they leave nothing. */
export type MakeService = (config: Config, who: Who) => Service;

export interface KeysOf {
  config: Config;
  /** Whom it is all for; undefined where everybody is known by their key alone. */
  who: Who | undefined;
  /** Tells owners apart from those before. */
  version: string;
  /** So many keys are remembered; with the next, what the one has that was used least lately ends. */
  most: number;
  makeService: MakeService;
  /** How long a write that is on its way may take when its sessions end, in milliseconds. */
  drainMs: number;
  /** Ends the sessions of an owner. */
  end: EndSessions;
}

/** What is served by one key that is the server's to give, and by each key that callers bring. */
export class OwnKeys {
  readonly #of: KeysOf;
  readonly #base: Guest | undefined;
  readonly #brought = new Map<string, Guest>();

  /** The key of the settings is the one that is used where none is brought. */
  constructor(of: KeysOf) {
    this.#of = of;
    const { config, who, version, makeService } = of;
    const isServed = config.key !== undefined || config.sandbox;
    // What is wrong with the settings is said at the start, although nobody is served by them as they stand.
    const service = makeService(isServed ? config : { ...config, files: undefined }, who ?? SERVERS);
    this.#base = isServed ? { owner: digestOf(version), among: version, service } : undefined;
  }

  /** By the key that stands for who brings none. */
  base(): Guest | { refused: string } {
    return this.#base ?? { refused: "send your Maton key as X-Maton-Api-Key: this server has none for you" };
  }

  /** By a key that the caller sent. */
  withKey(sent: string): Guest | { refused: string } {
    const key = read(sent);
    if (key === undefined)
      return { refused: "X-Maton-Api-Key holds no key: copy it again from maton.ai/settings" };
    const owner = digestOf(`${this.#of.version} ${key}`);
    const guest = this.#brought.get(owner) ?? {
      owner,
      among: this.#of.who ? this.#of.version : owner,
      service: this.#serviceOf(key),
    };
    this.#brought.delete(owner);
    this.#brought.set(owner, guest);
    const [oldest] = this.#brought.values();
    if (oldest !== undefined && this.#brought.size > this.#of.most) {
      this.#brought.delete(oldest.owner);
      void this.#end(oldest, this.#of.drainMs);
    }
    return guest;
  }

  /** Ends everything: what only reads at once, a write when it says what came of it, or after `ms`. */
  async leave(ms: number): Promise<void> {
    const all = [...(this.#base ? [this.#base] : []), ...this.#brought.values()];
    await Promise.all(all.map((guest) => this.#end(guest, ms)));
  }

  async #end({ owner, service }: Guest, ms: number): Promise<void> {
    await service.drain(ms);
    await this.#of.end(owner);
  }

  #serviceOf(key: string): Service {
    const { config, who, makeService } = this.#of;
    const digest = digestOf(key);
    const byKey = {
      name: `key-${digest.slice(0, NAMED)}`,
      folder: `key-${digest.slice(0, APART)}`,
      owner: digest,
      scope: EVERY,
    };
    return makeService({ ...config, key }, who ?? byKey);
  }
}

/** Enough of a digest to know one again in a log. */
const NAMED = 8;
/** Enough of it that nobody finds a key that begins alike. */
const APART = 32;
const EVERY = { only: undefined, names: new Map() };
/** Whoever calls by the server's own key. */
const SERVERS: Who = { name: "server-key", folder: "server-key", owner: "server-key", scope: EVERY };

function read(sent: string): string | undefined {
  try {
    return keyIn(sent, "X-Maton-Api-Key");
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}
