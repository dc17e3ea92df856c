import type { Config } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import type { Log } from "../log.ts";
import {
  digestOf,
  type EndSessions,
  type Guest,
  type Guests,
  NO_KEYS,
  type Sender,
  type Shown,
} from "../serve/guests.ts";
import { keyOf, type ReadKey } from "./keys.ts";
import { type MakeService, OwnKeys } from "./own-keys.ts";
import { readTeam, type TeamCaller } from "./reading.ts";
import { settingsOf } from "./settings.ts";

/** What of the process a team needs. */
export interface Surroundings {
  config: Config;
  /** The text of the team's file as it is now. Throws ConfigError where it cannot be read. */
  readFile(): string;
  readKey: ReadKey;
  makeService: MakeService;
  shown: Shown;
  log: Log;
  /** How long a write that is on its way may take once its caller is gone, in milliseconds. */
  drainMs: number;
}

/** A caller as the file in force has one. */
interface Known {
  caller: TeamCaller;
  /** The same as long as nothing of what the caller may do changed, the key included. */
  version: string;
  services: OwnKeys;
}

/** More sessions than the clients of one person have at once. */
const EACH = 20;
/** More keys than one person has. */
const MOST_KEYS = 10;
const TOKEN = /^Bearer (\S+)$/;

/**
 * The callers of a team's file. `reload` reads it anew: it is taken whole or not at all, and whoever it speaks of as it did
 * before goes on undisturbed; the sessions of all others end.
 */
export class Callers implements Guests {
  readonly guarded = true;
  readonly shown: Shown;
  readonly sessions = { each: EACH, most: Number.POSITIVE_INFINITY };
  readonly #around: Surroundings;
  /** By the digest of the bearer. */
  #known: ReadonlyMap<string, Known> = new Map();
  #end: EndSessions = () => undefined;

  /** Throws ConfigError for a file that cannot be taken. */
  constructor(around: Surroundings) {
    this.#around = around;
    this.shown = around.shown;
    this.#known = this.#read();
  }

  readonly admits = (authorization: string | undefined): boolean => this.#find(authorization) !== undefined;

  guestOf({ authorization, key }: Sender): Guest | { refused: string } {
    const services = this.#find(authorization)?.services;
    if (!services) return { refused: "this bearer token is nobody's" };
    if (key === undefined) return services.base();
    return this.#around.config.callerKeys ? services.withKey(key) : { refused: NO_KEYS };
  }

  onGone(end: EndSessions): void {
    this.#end = end;
  }

  /** Reads the file anew, and lets go of those who are not in it as they were. Resolves when their writes are done. */
  readonly reload = async (): Promise<void> => {
    const { log, drainMs } = this.#around;
    let next: ReadonlyMap<string, Known>;
    try {
      next = this.#read();
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      log("error", "the team's file is refused, the one before stays in force", { why: error.message });
      return;
    }
    const kept = new Set(next.values());
    const gone = [...this.#known.values()].filter((known) => !kept.has(known));
    this.#known = next;
    const ended = gone.map(({ caller }) => caller.name);
    log("info", "the team's file was read", { callers: next.size, ended });
    await Promise.all(gone.map(({ services }) => services.leave(drainMs)));
  };

  async drain(ms: number): Promise<void> {
    await Promise.all([...this.#known.values()].map(({ services }) => services.leave(ms)));
  }

  #find(authorization: string | undefined): Known | undefined {
    const [, token] = TOKEN.exec(authorization ?? "") ?? [];
    // Found by the digest, how far a guess is right takes no longer to say than how far it is wrong.
    return token === undefined ? undefined : this.#known.get(digestOf(token));
  }

  #read(): ReadonlyMap<string, Known> {
    const callers = readTeam(this.#around.readFile());
    return new Map(callers.map((caller, index) => [caller.tokenSha256, this.#knownOf(caller, index)]));
  }

  #knownOf(caller: TeamCaller, index: number): Known {
    try {
      return this.#asBefore(caller, keyOf(caller, this.#around.config, this.#around.readKey));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      throw new ConfigError(
        `The team's file is refused:\n  callers[${index}] (${caller.name}): ${error.message}`,
      );
    }
  }

  #asBefore(caller: TeamCaller, key: string | undefined): Known {
    const { config, makeService, drainMs } = this.#around;
    const version = digestOf(JSON.stringify([{ ...caller, names: [...caller.names] }, key]));
    const before = this.#known.get(caller.tokenSha256);
    if (before?.version === version) return before;
    const { name, only, names } = caller;
    const services = new OwnKeys({
      config: settingsOf(config, caller, key),
      who: { name, folder: name, owner: digestOf(version), scope: { only, names } },
      version,
      most: MOST_KEYS,
      makeService,
      drainMs,
      end: (owner) => this.#end(owner),
    });
    return { caller, version, services };
  }
}
