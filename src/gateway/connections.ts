import { ConnectionError, InputError } from "../errors.ts";
import { APP, type Connection, readConnections } from "../tool/connection.ts";
import { flawOfConnection } from "../tool/id.ts";
import type { GatewayRequest } from "../wire/request.ts";

/** How old the list of connections may be for a read, and before a write, which lands where nobody looks again. */
const READS_MS = 60_000;
const WRITES_MS = 10_000;

/** Which connection a call goes through. `several` says that a result must name it: there are more, or the call chose it. */
export interface Choice {
  id: string | undefined;
  several: boolean;
}

/** The request for Klaviyo's connections of the key, all or those of one status. */
export function connectionsRequest(status?: string): GatewayRequest {
  const query: [string, string][] = [["app", APP]];
  if (status) query.push(["status", status]);
  return { host: "control", method: "GET", path: "/connections", query };
}

/** An id as Maton makes them: what has this shape is looked up nowhere. */
const AN_ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** What no account is called: nothing but blanks, a line that breaks, a whole text. */
const NO_NAME = /^[\s./\\]*$|\p{Cc}|^.{201}/u;
/** So many accounts are named to choose from. */
const MOST_NAMED = 20;

/**
 * The connection that a text means among these: by its id, by what the team's file calls its account, or by the
 * account's own name, in any case of the letters. `nameOf` reads the last of them and is asked only where nothing else
 * fits. Undefined where nothing is called so; throws InputError where several are.
 */
export async function connectionNamed(
  text: string,
  among: readonly Connection[],
  nameOf: (id: string) => Promise<string | undefined>,
  argument = "connection_id",
): Promise<string | undefined> {
  const wanted = text.trim().toLowerCase();
  const given = among.find(({ id, name }) => id === text || name?.toLowerCase() === wanted);
  if (given || NO_NAME.test(text)) return given?.id;
  const names = await Promise.all(among.map(({ id }) => nameOf(id)));
  const [found, ...others] = among.filter((_, index) => names[index]?.trim().toLowerCase() === wanted);
  if (found && others.length > 0) {
    const ids = [found, ...others].map(({ id }) => id).join(", ");
    throw new InputError(`${argument} ${JSON.stringify(text)} is the name of several accounts`, {
      argument,
      next: `Give the id of the one that is meant: ${ids}.`,
    });
  }
  return found?.id;
}

/** What a choice among several accounts draws on. */
export interface Choosing {
  /** The connections as Maton lists those that are ACTIVE. */
  fetchActive(): Promise<unknown>;
  /** What the account behind a connection is called; undefined where that cannot be read. */
  nameOf(id: string): Promise<string | undefined>;
}

/**
 * Decides which connection a call names. A write is never left to the gateway's default: with several ACTIVE ones and
 * none chosen it is refused; a read takes the oldest, as Maton's guide says, and names it.
 */
export class Connections {
  readonly #pinned: string | undefined;
  readonly #now: () => number;
  #active: { connections: Connection[]; readAt: number } | undefined;
  /** How often the list was forgotten: one that was asked for before that is out of date when it comes. */
  #forgotten = 0;

  constructor(pinned: string | undefined, now: () => number) {
    this.#pinned = pinned;
    this.#now = now;
  }

  /** Forgets the list: something changed it, or showed what may be newer. */
  forget(): void {
    this.#forgotten += 1;
    this.#active = undefined;
  }

  /** Throws InputError for what names none, ConnectionError where a write names none and there are several. */
  async choose(requested: string | undefined, reads: boolean, from: Choosing): Promise<Choice> {
    // Empty counts as absent, as it does of every argument; blank does not.
    const given = requested || undefined;
    if (this.#pinned) {
      const meant = given === undefined ? this.#pinned : await this.idOf(given, reads, from);
      if (meant === this.#pinned) return { id: this.#pinned, several: false };
      throw new InputError(`connection_id ${given} is not the one this server is pinned to`, {
        argument: "connection_id",
        next: "Leave connection_id out, or start the server without --connection.",
      });
    }
    if (given !== undefined) return { id: await this.idOf(given, reads, from), several: true };
    const active = await this.#list(reads, from);
    if (active.length > 1 && !reads) {
      throw new ConnectionError(
        `${active.length} Klaviyo accounts are connected and none was chosen: nothing was sent`,
        `Choose one with connection_id: ${await described(active, from)}.`,
      );
    }
    return { id: active[0]?.id, several: active.length > 1 };
  }

  /** All ACTIVE connections, oldest first. Throws InputError where the server is pinned to one. */
  async active(argument: string, from: Choosing): Promise<readonly Connection[]> {
    if (this.#pinned) {
      throw new InputError("this server is pinned to one account", {
        argument,
        next: `Leave ${argument} out, or start the server without --connection.`,
      });
    }
    return this.#list(false, from);
  }

  /**
   * The id of the connection that a call speaks of, by its id or by the name of its account; what is called like none and
   * could be an id stays as it is, for Maton to say. Throws InputError for what can be neither.
   */
  async idOf(requested: string, reads: boolean, from: Choosing): Promise<string> {
    if (AN_ID.test(requested) || requested === this.#pinned) return requested;
    const flaw = flawOfConnection(requested);
    const active = NO_NAME.test(requested) ? [] : await this.#list(reads, from);
    const found = await connectionNamed(requested, active, (id) => from.nameOf(id));
    if (found !== undefined) return found;
    if (!flaw) return requested;
    throw new InputError(`connection_id ${flaw}`, {
      argument: "connection_id",
      ...(active.length > 0 && {
        next: `No account is called so. There are ${await described(active, from)}.`,
      }),
    });
  }

  async #list(reads: boolean, { fetchActive }: Choosing): Promise<Connection[]> {
    const now = this.#now();
    const most = reads ? READS_MS : WRITES_MS;
    if (this.#active && now - this.#active.readAt <= most) return this.#active.connections;
    const forgotten = this.#forgotten;
    try {
      const connections = readConnections(await fetchActive()).filter(({ status }) => status === "ACTIVE");
      // An empty list is not kept: the person may be signing in this very minute.
      if (connections.length > 0 && forgotten === this.#forgotten)
        this.#active = { connections, readAt: now };
      return connections;
    } catch (error) {
      if (!reads) throw error;
      return [];
    }
  }
}

/** Connections as a model can choose from them. */
async function described(connections: readonly Connection[], { nameOf }: Choosing): Promise<string> {
  const named: string[] = [];
  for (const { id, name: given } of connections.slice(0, MOST_NAMED)) {
    const name = given ?? (await nameOf(id));
    named.push(name ? `${id} (${name})` : id);
  }
  const more = connections.length - named.length;
  return [...named, ...(more > 0 ? [`${more} more, which list_connections shows`] : [])].join(", ");
}
