import { ConnectionError, InputError } from "../errors.ts";
import { APP, type Connection, readConnections } from "../tool/connection.ts";
import { flawOfConnection } from "../tool/id.ts";
import type { GatewayRequest } from "../wire/request.ts";

/** How long the list of connections is believed. */
const KEEP_MS = 60_000;

/** Which connection a call goes through. `several` says that a result must name it. */
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
  #active: { connections: Connection[]; until: number } | undefined;

  constructor(pinned?: string, now: () => number = Date.now) {
    this.#pinned = pinned;
    this.#now = now;
  }

  /** Forgets the list: something changed it. */
  forget(): void {
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

  async #list(reads: boolean, fetchActive: () => Promise<unknown>): Promise<Connection[]> {
    if (this.#active && this.#active.until > this.#now()) return this.#active.connections;
    try {
      const connections = readConnections(await fetchActive()).filter(({ status }) => status === "ACTIVE");
      // An empty list is not kept: the person may be signing in this very minute.
      if (connections.length > 0) this.#active = { connections, until: this.#now() + KEEP_MS };
      return connections;
    } catch (error) {
      if (!reads) throw error;
      return [];
    }
  }
}
