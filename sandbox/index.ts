import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { accountOf } from "./account/seed.ts";
import type { ConnectionMode } from "./connections.ts";
import { type Fault, Faults } from "./fault.ts";
import { Gateway, type WireRequest } from "./gateway.ts";
import { applyFault, delay, readBody, send, sendCut, sendEndless } from "./http.ts";
import { type Answer, MAX_BODY } from "./klaviyo/klaviyo.ts";
import { toGatewayError, toJson } from "./maton.ts";

export type { Fault } from "./fault.ts";

/** How to start a sandbox. */
export interface SandboxOptions {
  /** 0, the default, takes a free port. */
  port?: number;
  host?: string;
  /** The account's clock. Rate limits and delays run on real time all the same. */
  now?: () => Date;
  /** Factor on the published rate limits; `off` for none. */
  limits?: number | "off";
  connections?: ConnectionMode;
  /** So many people more than the account's story tells of; they are made page by page, and take no room. */
  crowd?: number;
  /** Keeps what was answered beside each request, for whoever wants to see it. */
  keepAnswers?: boolean;
}

/** One request as the sandbox received it, and the status it answered (0 when the socket was dropped). */
export interface RecordedRequest {
  method: string;
  path: string;
  rawQuery: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: unknown;
  rawBody: string;
  status: number;
  operation?: string;
  answer?: string;
}

/** A running sandbox. */
export interface Sandbox {
  url: string;
  requests: RecordedRequest[];
  clearRequests(): void;
  addFault(fault: Fault): void;
  clearFaults(): void;
  /** Back to the seeded account and the first connections. */
  reset(): void;
  close(): Promise<void>;
}

const EMPTY: Answer = { status: 200, headers: { "content-type": "application/vnd.api+json" }, body: "" };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toHeaders(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
}

/** Starts a local Maton gateway, with its control API, in front of a Klaviyo account with data in it. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    port = 0,
    host = "127.0.0.1",
    now = () => new Date(),
    limits = 1,
    connections = "one",
    crowd = 0,
  } = options;
  const faults = new Faults();
  const requests: RecordedRequest[] = [];
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  const gateway = new Gateway({ now, limits, connections, seed: accountOf, crowd, origin: () => url });
  gateway.reset();

  const sandbox: Sandbox = {
    url,
    requests,
    clearRequests: () => {
      requests.length = 0;
    },
    addFault: (fault) => faults.add(fault),
    clearFaults: () => faults.clear(),
    reset: () => gateway.reset(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  /** The controls for tests that run the sandbox in another process. */
  const controls: Record<string, (body: unknown) => unknown> = {
    "GET /_sandbox/requests": () => requests,
    "DELETE /_sandbox/requests": () => sandbox.clearRequests(),
    "POST /_sandbox/faults": (body) => faults.add(body as Fault),
    "DELETE /_sandbox/faults": () => faults.clear(),
    "POST /_sandbox/reset": () => gateway.reset(),
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? "GET";
    const [path = "/", ...rest] = (request.url ?? "/").split("?");
    const rawQuery = rest.join("?");
    const rawBody = await readBody(request, MAX_BODY + 1);
    const body = parseJson(rawBody);
    if (path.startsWith("/_sandbox/")) {
      const control = controls[`${method} ${path}`];
      send(response, control ? toJson(200, control(body) ?? {}) : toGatewayError(404, "No such control"));
      return;
    }
    const wire: WireRequest = { method, path, rawQuery, headers: toHeaders(request), rawBody, body };
    const record: RecordedRequest = {
      ...wire,
      query: Object.fromEntries(new URLSearchParams(rawQuery)),
      status: 0,
    };
    requests.push(record);
    const operation = gateway.operationOf(wire);
    if (operation) record.operation = operation;
    const fault = faults.take(method, path, operation);
    if (fault?.drop === "before") {
      response.destroy();
      return;
    }
    const answer = serve(wire, fault);
    if (fault?.delayMs) await delay(fault.delayMs, response);
    if (fault?.drop === "after") {
      response.destroy();
      return;
    }
    record.status = answer.status;
    if (options.keepAnswers) record.answer = answer.body;
    if (fault?.cut) sendCut(response, answer);
    else if (fault?.endless) sendEndless(response, answer);
    else send(response, answer);
  }

  /** A fault that says what is answered stands in for the gateway: nothing is processed then. */
  function serve(wire: WireRequest, fault: Fault = {}): Answer {
    const isReplaced = fault.status !== undefined || fault.body !== undefined;
    try {
      return applyFault(isReplaced ? EMPTY : gateway.serve(wire), fault);
    } catch (error) {
      return toGatewayError(500, `The sandbox failed: ${error instanceof Error ? error.stack : error}`);
    }
  }

  return sandbox;
}
