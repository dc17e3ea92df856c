import { createHash } from "node:crypto";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import type { Send } from "../gateway/client.ts";
import { isBearer } from "./bearer.ts";

/** What a browser is shown of the settings, and the way to the accounts behind the key. */
export interface Shown {
  version: string;
  sandbox: boolean;
  readOnly: boolean;
  hasKey: boolean;
  /** The connection that is pinned, if one is. */
  pinned: string | undefined;
  send(): Promise<Send>;
}

/** The tools under one set of settings and one key, with all that is kept between calls. */
export interface Service {
  /** A server for one session. */
  makeServer(): Server;
  shown: Shown;
  /** Ends what only reads, and gives a write that is on its way up to `ms` to say what came of it. */
  drain(ms: number): Promise<void>;
}

/** What a request says of who sends it. */
export interface Sender {
  authorization: string | undefined;
  /** A Maton key of their own: X-Maton-Api-Key. */
  key: string | undefined;
}

/** Somebody who was let in. `owner` is whose the sessions are; `among`, which of them make room for each other. */
export interface Guest {
  owner: string;
  among: string;
  service: Service;
}

export type EndSessions = (owner: string) => Promise<void> | void;

/** Who may call, and what each of them is served with. */
export interface Guests {
  /** Whether one who sends this Authorization is let in. */
  admits(authorization: string | undefined): boolean;
  /** One who was let in; or why not in this way after all. */
  guestOf(sender: Sender): Guest | { refused: string };
  /** Whether callers must send a bearer. */
  guarded: boolean;
  /** For a browser that says nothing of who it is. */
  shown: Shown;
  /** How many sessions there may be that make room for each other, and of all together. */
  sessions: { each: number; most: number };
  /** Has `end` called with every owner who may call no more; it resolves when the last answers of theirs are handed out. */
  onGone(end: EndSessions): void;
  /** Reads anew who may call, where that is written down somewhere. */
  reload?: () => Promise<void>;
  /** Ends what only reads of everybody, and gives writes that are on their way up to `ms`. */
  drain(ms: number): Promise<void>;
}

/** More sessions than the clients of one person or one product have at once. */
const MOST_SESSIONS = 100;

/** Everybody who has the token, or everybody where there is none: one service for all, and sessions apart by what they send. */
export function oneService(token: string | undefined, service: Service): Guests {
  return {
    admits: (authorization) => token === undefined || isBearer(authorization, token),
    guestOf: ({ authorization, key }) =>
      key === undefined ? { ...byHeader(authorization), service } : { refused: NO_KEYS },
    guarded: token !== undefined,
    shown: service.shown,
    sessions: { each: MOST_SESSIONS, most: MOST_SESSIONS },
    onGone: () => undefined,
    drain: (ms) => service.drain(ms),
  };
}

/** A key that is not taken would leave its sender in somebody else's account. */
export const NO_KEYS = "this server takes no X-Maton-Api-Key: it is started without --caller-keys";

/** Where nobody says who calls, sessions are apart by what is sent, and anybody's may make room. */
export function byHeader(authorization: string | undefined): Omit<Guest, "service"> {
  return { owner: digestOf(authorization ?? ""), among: "" };
}

/** What tells one text from another without keeping it: a sha-256 in hex. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
