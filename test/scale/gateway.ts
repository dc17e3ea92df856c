import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Arrival, CONNECTIONS, type Seen } from "./seen.ts";

// Maton's gateway as test:scale needs it, in a process of its own: it answers at once, sets no limits, and keeps when each
// request came and for whom. Coupons exist under whatever id until they are deleted.

const arrivals: Arrival[] = [];
const changes = new Map<string, number>();
const coupons = new Map<string, string | undefined>();

function json(response: ServerResponse, status: number, body: unknown): void {
  const text = body === undefined ? "" : JSON.stringify(body);
  const headers = { "content-type": "application/vnd.api+json", "content-length": Buffer.byteLength(text) };
  response.writeHead(status, headers).end(text);
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function changed(connection: string, what: string): void {
  const key = `${connection} ${what}`;
  changes.set(key, (changes.get(key) ?? 0) + 1);
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = (request.url ?? "").split("?")[0] ?? "";
  const connection = String(request.headers["maton-connection"] ?? "");
  const coupon = /^\/klaviyo\/api\/coupons\/([^/]+)$/.exec(path)?.[1];
  const operation = `${request.method} ${coupon === undefined ? path : "/api/coupons/{coupon_id}"}`;
  arrivals.push([performance.now(), connection, operation]);
  if (path === "/connections") {
    const connections = CONNECTIONS.map(({ id }) => ({
      connection_id: id,
      status: "ACTIVE",
      creation_time: "2026-01-01T00:00:00.000000Z",
      last_updated_time: "2026-01-01T00:00:00.000000Z",
      url: "",
      app: "klaviyo",
      method: "OAUTH2",
      metadata: {},
    }));
    return json(response, 200, { connections });
  }
  if (path === "/klaviyo/api/accounts") {
    const attributes = { contact_information: { organization_name: connection }, timezone: "Europe/Berlin" };
    return json(response, 200, { data: [{ type: "account", id: connection.slice(-6), attributes }] });
  }
  if (coupon === undefined) return json(response, 200, { data: [], links: {} });
  const key = `${connection} ${coupon}`;
  const name = coupons.has(key) ? coupons.get(key) : "as it was";
  const body = request.method === "PATCH" ? JSON.parse(await read(request)) : undefined;
  if (name === undefined) {
    const error = { status: 404, code: "not_found", title: "Not found.", detail: "There is no such coupon." };
    return json(response, 404, { errors: [{ id: "1", ...error, source: {} }] });
  }
  if (request.method === "DELETE") {
    coupons.set(key, undefined);
    changed(connection, `delete ${coupon}`);
    response.writeHead(204).end();
    return;
  }
  const now = body ? String(body.data.attributes.description) : name;
  if (body) {
    coupons.set(key, now);
    changed(connection, `name ${coupon} ${now}`);
  }
  const data = { type: "coupon", id: coupon, attributes: { external_id: coupon, description: now } };
  return json(response, 200, { data: { ...data, links: { self: path } } });
}

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  answer(request, response).catch((error) => json(response, 500, { error: String(error) }));
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", () => {
  const seen: Seen = { arrivals: arrivals.splice(0), changes: [...changes] };
  changes.clear();
  process.send?.(seen);
});
process.on("disconnect", () => process.exit());
