import type { Connection, Connections } from "./connections.ts";
import type { Answer } from "./klaviyo/klaviyo.ts";

/** An error of the gateway itself: its code is a number, and it is not Klaviyo's shape. */
export function toGatewayError(code: number, message: string, headers: Record<string, string> = {}): Answer {
  return toJson(code, { error: { message, code } }, headers);
}

/** The shape in which Maton says that something does not exist. */
export function toNotFound(message: string): Answer {
  return toJson(404, { message, type: "Not Found", code: 404 });
}

/** A JSON answer. */
export function toJson(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Connected</title>
<body><h1>Connected</h1><p>The sandbox's Klaviyo account is connected. You can close this page.</p></body></html>`;

/** The sign-in page: opening it is what a person would do there, so it signs in at once. */
export function serveSignIn(connections: Connections, search: string): Answer {
  const secret = new URLSearchParams(search).get("session_token") ?? "";
  if (!connections.authorise(secret)) return toNotFound("Session not found or expired.");
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: PAGE };
}

/** Maton's control API, /connections and below. Its answer to a method that it has not is an assumption. */
export function serveControl(
  connections: Connections,
  method: string,
  path: string,
  search: string,
  body: unknown,
): Answer {
  const [id, ...rest] = path.split("/").slice(2);
  if (rest.length > 0) return toNotFound(`Path ${path} not found`);
  if (id === undefined) return serveCollection(connections, method, search, body);
  const connection = connections.find(id);
  if (!connection) return toNotFound(`Connection \`${id}\` not found`);
  if (method === "GET") return toJson(200, { connection });
  if (method !== "DELETE") return toGatewayError(405, "Method not allowed");
  connections.remove(id);
  return toJson(200, {});
}

function serveCollection(connections: Connections, method: string, search: string, body: unknown): Answer {
  if (method === "GET") {
    const query = new URLSearchParams(search);
    return toJson(200, { connections: connections.list(query.get("app"), query.get("status")) });
  }
  if (method !== "POST") return toGatewayError(405, "Method not allowed");
  const { app } = (typeof body === "object" && body !== null ? body : {}) as { app?: unknown };
  if (app !== "klaviyo") return toGatewayError(400, `Unknown app ${JSON.stringify(app)}`);
  return toJson(200, { connection_id: connections.create().connection_id });
}

/** The connection that a request goes through, or the gateway's refusal. Without a header the oldest active one. */
export function chooseConnection(connections: Connections, wanted: string | undefined): Connection | Answer {
  if (wanted === undefined) {
    const [oldest] = connections.list("klaviyo", "ACTIVE");
    return (
      oldest ??
      toGatewayError(400, "Missing connection for app klaviyo. Create one and complete its sign-in.")
    );
  }
  const connection = connections.find(wanted);
  if (!connection) return toNotFound(`Connection \`${wanted}\` not found`);
  if (connection.status !== "ACTIVE")
    return toGatewayError(
      400,
      `Connection \`${wanted}\` is ${connection.status}: its sign-in is not complete.`,
    );
  return connection;
}
