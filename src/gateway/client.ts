import type { Agent, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { GatewayError, InputError, NetworkError, StoppedError, stopReasonOf } from "../errors.ts";
import { isJsonType, MEDIA_TYPE } from "../jsonapi/document.ts";
import { isObject } from "../text.ts";
import { encodeQuery, type GatewayRequest } from "../wire/request.ts";

/** No page that Klaviyo documents comes near this; an answer that never ends must not fill the memory. */
const MAX_ANSWER_BYTES = 20 * 1024 * 1024;
/** Errors of one answer that are told besides the first. */
const MAX_TOLD = 2;
/** Klaviyo's limit of a request body, decompressed. */
const MAX_BODY_BYTES = 5 * 1000 * 1000;
/** Quicker than Buffer's own toString, and leaves out a byte order mark, which no JSON may have. */
const UTF8 = new TextDecoder();

export interface ClientSettings {
  gatewayUrl: string;
  controlUrl: string;
  key: string;
  revision: string;
  timeoutMs: number;
  userAgent: string;
}

export interface SendOptions {
  connectionId?: string | undefined;
  signal: AbortSignal;
  /** Milliseconds for this request. */
  timeoutMs: number;
}

/** An answer of 2xx. `document` is undefined when the body was empty. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  document: unknown;
  bytes: number;
}

export type Send = (request: GatewayRequest, options: SendOptions) => Promise<Answer>;

interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/**
 * The only HTTP client. Sends one request, once, to one of the two configured hosts: no redirect is followed and no
 * answer can choose where a request goes. Throws GatewayError for anything but a 2xx that can be read, NetworkError
 * when no answer came, StoppedError when the signal aborted it.
 */
export class GatewayClient {
  readonly #settings: ClientSettings;
  readonly #agents = new Map<string, Agent>();

  constructor(settings: ClientSettings) {
    this.#settings = settings;
  }

  readonly send: Send = async (request, options) => {
    const raw = await this.#exchange(request, options);
    if (raw.status < 200 || raw.status >= 300) throw toGatewayError(raw);
    return { status: raw.status, headers: raw.headers, document: readDocument(raw), bytes: raw.body.length };
  };

  /** Lets go of the sockets that reads keep open. */
  close(): void {
    for (const agent of this.#agents.values()) agent.destroy();
  }

  async #exchange(
    request: GatewayRequest,
    { connectionId, signal, timeoutMs }: SendOptions,
  ): Promise<RawAnswer> {
    const url = this.#url(request);
    const body = request.body === undefined ? undefined : Buffer.from(JSON.stringify(request.body));
    if (body && body.length > MAX_BODY_BYTES) {
      const problem = `the request has ${body.length} bytes, and Klaviyo takes at most ${MAX_BODY_BYTES}`;
      throw new InputError(problem, { next: "Send less in one call." });
    }
    const secure = url.protocol === "https:";
    // Asked for here and not imported: a good part of the time to start, and listing tools needs neither.
    const http = process.getBuiltinModule(secure ? "node:https" : "node:http");
    // Reads share sockets. A write opens its own: had the server closed an idle one, its outcome would be unknown.
    const agent = request.method === "GET" && this.#agentOf(url.protocol, http);
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(new StoppedError(stopReasonOf(signal)));
        return;
      }
      let connected = false;
      const outgoing = http.request(url, {
        method: request.method,
        headers: this.#headers(request, body, connectionId),
        agent,
      });
      const timer = setTimeout(
        () => fail(new NetworkError(`none within ${timeoutMs} ms`, connected)),
        timeoutMs,
      );
      const onAbort = () => fail(new StoppedError(stopReasonOf(signal), connected));
      signal.addEventListener("abort", onAbort, { once: true });
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", onAbort);
      };
      const fail = (error: Error) => {
        settle();
        reject(error);
        outgoing.destroy();
      };
      outgoing.on("socket", (socket) => {
        const ready = () => {
          connected = true;
        };
        if (socket.connecting) socket.once(secure ? "secureConnect" : "connect", ready);
        else ready();
      });
      outgoing.on("error", (error) => fail(new NetworkError(reason(error), connected)));
      outgoing.on("response", (incoming) => {
        readBody(incoming).then((bytes) => {
          settle();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: bytes });
        }, fail);
      });
      outgoing.end(body);
    });
  }

  #agentOf(protocol: string, { Agent }: { Agent: new (options: { keepAlive: true }) => Agent }): Agent {
    const agent = this.#agents.get(protocol) ?? new Agent({ keepAlive: true });
    this.#agents.set(protocol, agent);
    return agent;
  }

  #url(request: GatewayRequest): URL {
    const { gatewayUrl, controlUrl } = this.#settings;
    const base = request.host === "control" ? controlUrl : `${gatewayUrl}/klaviyo`;
    return new URL(`${base}${request.path}${encodeQuery(request.query)}`);
  }

  #headers(request: GatewayRequest, body: Buffer | undefined, connectionId: string | undefined) {
    const { key, userAgent } = this.#settings;
    // What an operation names is what its facts are of: a revision of the settings replaces the usual one alone.
    const revision = request.revision ?? this.#settings.revision;
    const control = request.host === "control";
    const mediaType = control ? "application/json" : MEDIA_TYPE;
    return {
      authorization: `Bearer ${key}`,
      accept: mediaType,
      "user-agent": userAgent,
      ...(body && { "content-type": mediaType, "content-length": body.length }),
      // Without the opt-out a retired revision would silently be another contract.
      ...(!control && { revision, "x-klaviyo-revision-fall-forward-opt-out": "1" }),
      ...(connectionId && { "maton-connection": connectionId }),
    };
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const encoding = incoming.headers["content-encoding"];
  if (encoding && encoding !== "identity") {
    incoming.destroy();
    throw new NetworkError(
      `an answer in an encoding that was not asked for (${encoding.slice(0, 20)})`,
      true,
    );
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      size += (chunk as Buffer).length;
      if (size > MAX_ANSWER_BYTES)
        throw new NetworkError(`an answer of more than ${MAX_ANSWER_BYTES} bytes`, true);
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    throw error instanceof NetworkError ? error : new NetworkError("the answer was cut off", true);
  }
  return Buffer.concat(chunks);
}

function readDocument({ status, headers, body }: RawAnswer): unknown {
  if (body.length === 0) return undefined;
  const contentType = headers["content-type"];
  const refuse = (detail: string) => new GatewayError({ status, source: "unknown", detail });
  if (!isJsonType(contentType)) {
    throw refuse(`the answer is ${contentType ?? "of no type"}, not JSON: ${firstLine(body)}`);
  }
  try {
    return JSON.parse(UTF8.decode(body));
  } catch {
    throw refuse(`the answer is JSON that cannot be read: ${firstLine(body)}`);
  }
}

function toGatewayError({ status, headers, body }: RawAnswer): GatewayError {
  // Klaviyo's 429 has no content-type, and its body says which limit it was.
  const type = headers["content-type"];
  const document = type === undefined || isJsonType(type) ? parseOrUndefined(body) : undefined;
  const retryAfter = Number.parseInt(String(headers["retry-after"] ?? ""), 10);
  const common = { status, ...(retryAfter >= 0 && { retryAfter }) };
  const errors = isObject(document) ? document.errors : undefined;
  const [first, ...others] = Array.isArray(errors) ? errors.filter(isObject) : [];
  if (first) {
    const source = isObject(first.source) ? first.source : {};
    return new GatewayError({
      ...common,
      source: "klaviyo",
      code: text(first.code),
      detail: reasonOf(first) + alsoSaid(others),
      pointer: text(source.pointer),
      parameter: text(source.parameter),
      meta: isObject(first.meta) ? first.meta : undefined,
    });
  }
  const gateway = isObject(document) ? (isObject(document.error) ? document.error : document) : undefined;
  const message = text(gateway?.message) ?? detailOf(gateway?.detail);
  if (message) return new GatewayError({ ...common, source: "gateway", detail: message });
  const detail = body.length > 0 ? firstLine(body) : "an empty answer";
  return new GatewayError({ ...common, source: "unknown", detail });
}

/** Maton's answers of validation: `{detail: "…"}` or `{detail: [{loc, msg}]}`. */
function detailOf(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return text(detail);
  const told = detail.filter(isObject).map(({ msg, loc }) => {
    return `${text(msg) ?? "no reason given"}${Array.isArray(loc) ? ` at ${loc.join(".")}` : ""}`;
  });
  return text(told.slice(0, MAX_TOLD).join("; "));
}

function reasonOf(error: Record<string, unknown>): string {
  return text(error.detail) ?? text(error.title) ?? "no reason given";
}

/** What Klaviyo objects to besides: the first error is explained, the others are at least told. */
function alsoSaid(errors: readonly Record<string, unknown>[]): string {
  if (errors.length === 0) return "";
  const told = errors.slice(0, MAX_TOLD).map((error) => {
    const at = isObject(error.source) ? text(error.source.pointer) : undefined;
    return `${reasonOf(error)}${at ? ` at ${at}` : ""}`;
  });
  return ` (and ${errors.length} more: ${told.join("; ")}${errors.length > told.length ? "; …" : ""})`;
}

function parseOrUndefined(body: Buffer): unknown {
  try {
    return JSON.parse(UTF8.decode(body));
  } catch {
    return undefined;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function firstLine(body: Buffer): string {
  const [line = ""] = body.subarray(0, 400).toString("utf8").trim().split(/\r?\n/);
  return JSON.stringify(line.slice(0, 120));
}

function reason(error: Error & { code?: string }): string {
  return error.code ?? error.message;
}
