import { mayBeName } from "../check/named.ts";
import { primaryData } from "../jsonapi/document.ts";
import { isObject } from "../text.ts";
import type { CallSession } from "./session.ts";

/** So many ids are remembered of a session, the latest. */
const MOST = 10_000;

/** The ids that a session read, as far as they might be names as well: they need not be looked at to be believed. */
export class Known {
  readonly #ids = new Map<string, Set<string>>();

  /** Learns the ids of an answer: of its resources, and of what they are linked to. */
  readonly read = (session: CallSession, document: unknown): void => {
    const included = isObject(document) && Array.isArray(document.included) ? document.included : [];
    for (const resource of [...primaryData(document), ...included.filter(isObject)]) {
      this.#learn(session, resource);
      const relations = isObject(resource.relationships) ? Object.values(resource.relationships) : [];
      for (const one of relations) for (const linked of primaryData(one)) this.#learn(session, linked);
    }
  };

  /** Whether a session read that a thing of a type has this id. */
  has(session: CallSession, type: string, id: string): boolean {
    return this.#ids.get(session.client.caller.session)?.has(keyOf(session, type, id)) === true;
  }

  /** Forgets what a session read; it is over. */
  end(session: string): void {
    this.#ids.delete(session);
  }

  #learn(session: CallSession, { type, id }: Record<string, unknown>): void {
    if (typeof type !== "string" || typeof id !== "string" || !mayBeName(id, type)) return;
    const caller = session.client.caller.session;
    const ids = this.#ids.get(caller) ?? new Set();
    this.#ids.set(caller, ids.add(keyOf(session, type, id)));
    const [oldest] = ids;
    if (ids.size > MOST && oldest !== undefined) ids.delete(oldest);
  }
}

function keyOf(session: CallSession, type: string, id: string): string {
  return `${session.connection.id ?? ""} ${type} ${id}`;
}
