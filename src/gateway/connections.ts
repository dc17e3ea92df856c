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

  /** `describe` turns the candidates into what a model can choose from, for the refusal. */
  async choose(
    requested: string | undefined,
    reads: boolean,
    fetchActive: () => Promise<unknown>,
    describe: (candidates: Connection[]) => Promise<string>,
  ): Promise<Choice> {
    // Empty counts as absent, as it does of every argument; blank does not.
    const flaw = requested ? flawOfConnection(requested) : undefined;
    if (flaw) throw new InputError(`connection_id ${flaw}`, { argument: "connection_id" });
    if (this.#pinned) {
      if (requested && requested !== this.#pinned) {
        throw new InputError(`connection_id ${requested} is not the one this server is pinned to`, {
          argument: "connection_id",
          next: "Leave connection_id out, or start the server without --connection.",
        });
      }
      return { id: this.#pinned, several: false };
    }
    if (requested) return { id: requested, several: true };
    const active = await this.#list(reads, fetchActive);
    if (active.length > 1 && !reads) {
      throw new ConnectionError(
        `${active.length} Klaviyo accounts are connected and none was chosen: nothing was sent`,
        `Choose one with connection_id: ${await describe(active)}.`,
      );
    }
    return { id: active[0]?.id, several: active.length > 1 };
  }

  /** All ACTIVE connections, oldest first. Throws InputError where the server is pinned to one. */
  async active(fetchActive: () => Promise<unknown>): Promise<readonly Connection[]> {
    if (this.#pinned) {
      throw new InputError("this server is pinned to one account", {
        argument: "accounts",
        next: "Leave accounts out, or start the server without --connection.",
      });
    }
    return this.#list(false, fetchActive);
  }

  async #list(reads: boolean, fetchActive: () => Promise<unknown>): Promise<Connection[]> {
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
