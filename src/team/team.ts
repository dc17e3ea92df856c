import type { Config } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import { openFolderIn } from "../files/folder.ts";
import { Pace } from "../gateway/pace.ts";
import { digestOf, type Guests } from "../serve/guests.ts";
import { type Around, serviceOf } from "../service.ts";
import { VERSION } from "../version.ts";
import { Callers } from "./callers.ts";
import { KeyCallers } from "./key-callers.ts";
import { keyReader } from "./keys.ts";
import type { MakeService } from "./own-keys.ts";
import { scoped } from "./scope.ts";

interface Surroundings extends Around {
  /** A file's text. Throws where it cannot be read. */
  readFile(path: string): string;
  drainMs: number;
}

/** Everybody who may call where callers are told apart, by a team's file or by the keys that they bring. Throws ConfigError. */
export function callersOf(config: Config, around: Surroundings): Guests {
  const { team, readOnly, sandbox, key } = config;
  const shown = {
    version: VERSION,
    sandbox,
    readOnly,
    hasKey: key !== undefined,
    pinned: undefined,
    // Whoever says nothing of who they are is shown no account.
    send: () => Promise.reject(new Error("nobody's accounts")),
  };
  const paces = new Paces(config.keyRate);
  const makeService: MakeService = (settings, { name, folder, owner, scope }) =>
    serviceOf(
      settings,
      around,
      settings.files === undefined ? undefined : openFolderIn(settings.files, folder),
      {
        name,
        owner,
        wall: (send) => scoped(send, scope),
        pace: settings.pace ? paces.of(settings.key ?? "") : undefined,
      },
    );
  if (team === undefined) return new KeyCallers(config, shown, makeService, around.drainMs);
  const read = (path: string, what: string) => {
    try {
      return around.readFile(path);
    } catch {
      throw new ConfigError(`${what} cannot be read: ${JSON.stringify(path)}.`);
    }
  };
  return new Callers({
    config,
    readFile: () => read(team, "--team"),
    readKey: keyReader(around.env, read),
    makeService,
    shown,
    log: around.log,
    drainMs: around.drainMs,
  });
}

/** More keys than the callers of a server use at once. */
const MOST_PACES = 1000;

/** The limits of each key, which all who call by it share. */
class Paces {
  readonly #known = new Map<string, Pace>();
  readonly #keyRate: number;

  constructor(keyRate: number) {
    this.#keyRate = keyRate;
  }

  of(key: string): Pace {
    const digest = digestOf(key);
    const pace = this.#known.get(digest) ?? new Pace({ keyRate: this.#keyRate });
    this.#known.delete(digest);
    this.#known.set(digest, pace);
    const [oldest] = this.#known.keys();
    if (oldest !== undefined && this.#known.size > MOST_PACES) this.#known.delete(oldest);
    return pace;
  }
}
