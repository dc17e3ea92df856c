import type { Config } from "../config/config.ts";
import { isBearer } from "../serve/bearer.ts";
import {
  byHeader,
  type EndSessions,
  type Guest,
  type Guests,
  type Sender,
  type Shown,
} from "../serve/guests.ts";
import { type MakeService, OwnKeys } from "./own-keys.ts";

/** Fewer sessions than would fill a server, for each of the keys. */
const EACH = 20;
const MOST = 1000;
const MOST_KEYS = 500;

/** Everybody who has the token, or everybody where there is none, each apart by the Maton key that they bring. */
export class KeyCallers implements Guests {
  readonly guarded: boolean;
  readonly shown: Shown;
  readonly sessions = { each: EACH, most: MOST };
  readonly #token: string | undefined;
  readonly #services: OwnKeys;
  #end: EndSessions = () => undefined;

  constructor(config: Config, shown: Shown, makeService: MakeService, drainMs: number) {
    const { token } = config.http;
    this.guarded = token !== undefined;
    this.shown = shown;
    this.#token = token;
    this.#services = new OwnKeys({
      config,
      who: undefined,
      version: "",
      most: MOST_KEYS,
      makeService,
      drainMs,
      end: (owner) => this.#end(owner),
    });
  }

  readonly admits = (authorization: string | undefined): boolean =>
    this.#token === undefined || isBearer(authorization, this.#token);

  guestOf({ authorization, key }: Sender): Guest | { refused: string } {
    if (key !== undefined) return this.#services.withKey(key);
    const base = this.#services.base();
    return "refused" in base ? base : { ...base, ...byHeader(authorization) };
  }

  onGone(end: EndSessions): void {
    this.#end = end;
  }

  drain(ms: number): Promise<void> {
    return this.#services.leave(ms);
  }
}
