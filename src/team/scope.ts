import { ConnectionError, GatewayError, InputError } from "../errors.ts";
import type { Answer, Send } from "../gateway/client.ts";
import { isObject } from "../text.ts";
import { readConnection } from "../tool/connection.ts";

/** Which connections a caller may use, and what their accounts are called. */
export interface Scope {
  /** The ids; undefined is every connection of the key. */
  only: readonly string[] | undefined;
  names: ReadonlyMap<string, string>;
}

const ASK = "Ask the person who runs this server.";
const ONE = /^\/connections\/([^/]+)$/;

/**
 * The wall around one caller, where requests leave: whatever a call came by, nothing of it reaches a connection that is
 * not the caller's, and no list names one. Such a connection is answered as the gateway answers for one that there is not.
 */
export function scoped(send: Send, { only, names }: Scope): Send {
  const mayUse = (id: string) => only === undefined || only.includes(id);
  return async (request, options) => {
    if (request.host === "control") {
      if (request.method === "GET" && request.path === "/connections")
        return listed(await send(request, options), mayUse, names);
      const [, written] = ONE.exec(request.path) ?? [];
      const id = written === undefined ? undefined : decodeURIComponent(written);
      if (id !== undefined && !mayUse(id)) throw notFound(id);
      if (only !== undefined && (id === undefined || request.method !== "GET")) throw fixed();
      return oneOf(await send(request, options), names);
    }
    const { connectionId } = options;
    if (connectionId !== undefined && !mayUse(connectionId)) throw notFound(connectionId);
    if (connectionId !== undefined || only === undefined) return send(request, options);
    // Left out, the gateway would take the oldest connection of the key, whoever's it is.
    const [first, ...others] = only;
    if (first !== undefined && others.length === 0) return send(request, { ...options, connectionId: first });
    if (first === undefined) throw new ConnectionError("no account is yours yet: nothing was sent", ASK);
    throw new ConnectionError("which account is meant is not known", "Say it with connection_id.");
  };
}

/** The list with what the caller may use alone, each with what its account is called. */
function listed(answer: Answer, mayUse: (id: string) => boolean, names: ReadonlyMap<string, string>): Answer {
  const { document } = answer;
  const all = isObject(document) && Array.isArray(document.connections) ? document.connections : [];
  const connections = all.flatMap((one: unknown) => {
    const id = readConnection(one)?.id;
    return id !== undefined && mayUse(id) ? [called(one, names)] : [];
  });
  return { ...answer, document: { connections } };
}

/** A single connection, which Maton wraps, or what it answers instead. */
function oneOf(answer: Answer, names: ReadonlyMap<string, string>): Answer {
  const { document } = answer;
  if (!isObject(document)) return answer;
  const { connection } = document;
  const named = isObject(connection)
    ? { ...document, connection: called(connection, names) }
    : called(document, names);
  return { ...answer, document: named };
}

/** A connection with what the team calls its account, and with no other name. */
function called(connection: unknown, names: ReadonlyMap<string, string>): unknown {
  const id = readConnection(connection)?.id;
  if (!isObject(connection) || id === undefined) return connection;
  const { name: _, ...rest } = connection;
  return { ...rest, ...(names.has(id) && { name: names.get(id) }) };
}

/** In the words of the gateway for an id that it does not know. */
function notFound(id: string): GatewayError {
  return new GatewayError({ status: 404, source: "gateway", detail: `Connection \`${id}\` not found` });
}

function fixed(): InputError {
  return new InputError("which accounts there are for you is not yours to change", {
    next: ASK,
  });
}
