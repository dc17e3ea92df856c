import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { ErrorCode, isInitializeRequest } from "@modelcontextprotocol/sdk/types.js";
import type { HttpConfig } from "../config/config.ts";
import type { Log } from "../log.ts";
import { isLoopbackName } from "../text.ts";
import { Bearer } from "./bearer.ts";
import type { Guest, Guests, Service } from "./guests.ts";
import { PAGE_HEADERS, pageOf } from "./page/page.ts";
import { Standing } from "./page/standing.ts";
import { Sessions } from "./sessions.ts";

/** Klaviyo's 5 MB body, with room for the JSON-RPC around it. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;
/** How long the last answers may take to be received. */
const LAST_ANSWERS_MS = 2000;
export const SESSIONS = { idleMs: 30 * 60_000 };

interface Session {
  transport: StreamableHTTPServerTransport;
  server: Server;
}

export interface HttpServing {
  /** Where clients connect, e.g. http://127.0.0.1:3333/mcp. */
  url: string;
  /** Takes no new connection, has `drain` end what is running, hands out the last answers, and is over. */
  close(drain?: () => Promise<void>): Promise<void>;
}

/**
 * Serves MCP over Streamable HTTP, a session for each client: asking a person needs the way back to the client that
 * made the call, which only a session has. `guests` says who may call and what each of them is served with. A session
 * belongs to the owner who began it. A browser that opens the address is shown a page. `now` gives milliseconds that
 * never go back.
 */
export async function serveHttp(
  config: HttpConfig,
  guests: Guests,
  log: Log,
  now = () => performance.now(),
): Promise<HttpServing> {
  const limits = { ...SESSIONS, ...guests.sessions };
  const sessions = new Sessions<Session>(limits, ({ server }) => void server.close(), now);
  guests.onGone(async (owner) => {
    await sessions.atRest(LAST_ANSWERS_MS, owner);
    sessions.endOf(owner);
  });
  const bearer = new Bearer(guests.admits, log, now);
  const standings = new WeakMap<Service, Standing>();
  const http = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: 10_000 },
    (request, response) => {
      handle(request, response).catch(() => refuse(response, 500, "the request could not be handled"));
    },
  );
  // A call may take its time to answer; receiving it may not.
  http.requestTimeout = 60_000;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "/").split("?")[0];
    const wrong = checkHost(request, config);
    if (wrong) return refuse(response, 403, wrong);
    if (path === "/healthz") return answer(response, 200, { ok: true });
    const asksForPage = isBrowser(request) && (path === "/" || path === config.path);
    if (path !== config.path && !asksForPage) return refuse(response, 404, `the endpoint is ${config.path}`);
    // A browser sends no token: the page has nothing that takes one, and tells who has none less.
    if (asksForPage && guests.guarded && request.headers.authorization === undefined)
      return show(request, response, undefined);
    const met = bearer.meet(request.headers.authorization, request.socket.remoteAddress);
    if (met !== "in") return turnAway(request, response, met);
    const guest = guests.guestOf({
      authorization: request.headers.authorization,
      key: oneOf(request.headers["x-maton-api-key"]),
    });
    if (asksForPage) return show(request, response, "refused" in guest ? undefined : guest.service);
    if ("refused" in guest) return refuse(response, 400, guest.refused);
    const body = request.method === "POST" ? await readJson(request) : undefined;
    if (body === TOO_LARGE) {
      response.setHeader("connection", "close");
      return refuse(response, 413, `a request has at most ${MAX_BODY_BYTES} bytes`);
    }
    if (body === MALFORMED) return refuse(response, 400, "the body is no JSON", ErrorCode.ParseError);
    const session = await sessionOf(request, response, body, guest);
    await session?.transport.handleRequest(request, response, body);
  }

  /** The page, with the accounts of who may know of them. */
  async function show(
    request: IncomingMessage,
    response: ServerResponse,
    service: Service | undefined,
  ): Promise<void> {
    const { version, sandbox, readOnly, hasKey } = (service ?? guests).shown;
    const page = pageOf({
      version,
      sandbox,
      readOnly,
      hasKey,
      url: `${originOf(request, url())}${config.path}`,
      guarded: guests.guarded,
      accounts: service && (hasKey || sandbox) ? await standingOf(service).look() : undefined,
    });
    response.writeHead(200, PAGE_HEADERS).end(page);
  }

  function standingOf(service: Service): Standing {
    const { send, pinned } = service.shown;
    const standing = standings.get(service) ?? new Standing(send, pinned, now);
    standings.set(service, standing);
    return standing;
  }

  async function turnAway(
    request: IncomingMessage,
    response: ServerResponse,
    how: "out" | "cut" | { waitMs: number },
  ): Promise<void> {
    // What it sent is not wanted, and is not kept.
    request.resume();
    if (how === "cut") return void response.destroy();
    if (how !== "out") {
      await new Promise((resolve) => setTimeout(resolve, how.waitMs).unref());
      bearer.waited();
    }
    response.setHeader("www-authenticate", "Bearer");
    return refuse(response, 401, "a bearer token is required");
  }

  async function sessionOf(request: IncomingMessage, response: ServerResponse, body: unknown, guest: Guest) {
    const id = request.headers["mcp-session-id"];
    const known = typeof id === "string" ? sessions.find(id, guest.owner) : undefined;
    if (known && typeof id === "string") {
      // A stream that only listens is no work; a message that has its answer to come is.
      if (request.method === "POST") response.once("close", sessions.hold(id));
      return known;
    }
    // As the protocol has it: an unknown session is 404, which tells a client to begin anew.
    if (id !== undefined) return refuse(response, 404, "there is no such session");
    if (!isInitializeRequest(body)) return refuse(response, 400, "initialize first: a session id is missing");
    if (!sessions.makeRoom(guest.among)) return refuse(response, 503, "too many sessions are at work");
    return begin(guest, config.replicated ? proposedId(request) : undefined);
  }

  async function begin(guest: Guest, proposed: string | undefined): Promise<Session> {
    const server = guest.service.makeServer();
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => (proposed && !sessions.has(proposed) ? proposed : crypto.randomUUID()),
      onsessioninitialized: (id) => sessions.add(id, guest, { transport, server }),
      onsessionclosed: (id) => sessions.end(id),
    });
    await server.connect(transport);
    return { transport, server };
  }

  function url(): string {
    const { port } = http.address() as AddressInfo;
    const host = config.host.includes(":") ? `[${config.host}]` : config.host;
    return `http://${host}:${port}`;
  }

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(config.port, config.host, resolve);
  });
  return {
    url: `${url()}${config.path}`,
    close: async (drain) => {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      await drain?.();
      await sessions.atRest(LAST_ANSWERS_MS);
      sessions.endAll();
      http.closeAllConnections();
      await closed;
    },
  };
}

/** A header that is there once; sent twice, Node joins what it does not know. */
function oneOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(", ") : header;
}

/**
 * A page in a browser can be made to send requests here under a name of its own (DNS rebinding). On this machine only
 * this machine's names are taken; elsewhere the bearer token guards, and an Origin must be the host itself.
 */
function checkHost(request: IncomingMessage, config: HttpConfig): string | undefined {
  const host = nameOf(`http://${request.headers.host ?? ""}`);
  if (host === undefined) return "the Host header is missing or malformed";
  if (isLoopbackName(config.host) && !isLoopbackName(host)) return "this Host is not served here";
  const { origin } = request.headers;
  if (origin === undefined) return undefined;
  const from = nameOf(origin);
  if (from !== undefined && (from === host || isLoopbackName(from))) return undefined;
  return "this Origin may not call";
}

function nameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname || undefined : undefined;
}

/** Somebody opens the address: an MCP client asks for JSON or a stream of events, and a browser for neither. */
function isBrowser({ method, headers }: IncomingMessage): boolean {
  const { accept = "" } = headers;
  return (
    method === "GET" &&
    headers["mcp-session-id"] === undefined &&
    accept.includes("text/html") &&
    !accept.includes("text/event-stream")
  );
}

/** What of a Host stands in a page for somebody to copy into a shell: names and numbers, and nothing that a shell reads. */
const PLAIN_HOST = /^[\w.-]+(:\d+)?$|^\[[\da-f:]+\](:\d+)?$/i;

/** Where the browser found the server, which may be through a tunnel or behind TLS; `own` where it does not say plainly. */
function originOf({ headers }: IncomingMessage, own: string): string {
  const { host = "" } = headers;
  if (!PLAIN_HOST.test(host)) return own;
  return `${headers["x-forwarded-proto"] === "https" ? "https" : "http"}://${host}`;
}

/**
 * The id that a proxy drew for a session that begins, so that it knows where later requests go; what a client sends itself
 * is replaced there. An id is the session of whoever began it and of nobody else, whoever chose it.
 */
function proposedId({ headers }: IncomingMessage): string | undefined {
  const id = headers["x-session-id"];
  return typeof id === "string" && /^[0-9a-f]{32}$/.test(id) ? id : undefined;
}

const TOO_LARGE = Symbol("too large");
const MALFORMED = Symbol("malformed");

/** The parsed body, MALFORMED when it is no JSON, TOO_LARGE beyond the limit. */
function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      // What is left of it is read and dropped: a caller that is cut off would not see the answer.
      else resolve(TOO_LARGE);
    });
    request.on("end", () => {
      try {
        resolve(JSON.parse(Buffer.concat(chunks).toString("utf8")));
      } catch {
        resolve(MALFORMED);
      }
    });
  });
}

function answer(response: ServerResponse, status: number, body: unknown): undefined {
  if (response.headersSent) {
    response.destroy();
    return undefined;
  }
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  return undefined;
}

/** A refusal as JSON-RPC has it, so that a client shows its sentence. */
function refuse(response: ServerResponse, status: number, message: string, code = -32000): undefined {
  return answer(response, status, { jsonrpc: "2.0", error: { code, message }, id: null });
}
