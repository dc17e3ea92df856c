import type { Agent, IncomingHttpHeaders, IncomingMessage } from "node:http";
import { InputError, NetworkError, StoppedError, stopReasonOf } from "../errors.ts";
import { MEDIA_TYPE } from "../jsonapi/document.ts";
import { encodeQuery, type GatewayRequest } from "../wire/request.ts";
import { type RawAnswer, readDocument, toGatewayError } from "./answer.ts";
import { bodyOf } from "./body.ts";
import { proxyOf, tunnelTo } from "./proxy.ts";

/** No page that Klaviyo documents comes near this; an answer that never ends must not fill the memory. */
export const MAX_ANSWER_BYTES = 20 * 1024 * 1024;
/** Klaviyo's limit of a request body, decompressed. */
export const MAX_BODY_BYTES = 5 * 1000 * 1000;

export interface ClientSettings {
  gatewayUrl: string;
  controlUrl: string;
  key: string;
  revision: string;
  timeoutMs: number;
  userAgent: string;
  /** What the process was started with: HTTPS_PROXY and NO_PROXY say which way requests take. */
  env: Readonly<Record<string, string | undefined>>;
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
    const body = await bodyOf(request);
    if (body && body.bytes.length > MAX_BODY_BYTES) {
      const problem = `the request has ${body.bytes.length} bytes, and Klaviyo takes at most ${MAX_BODY_BYTES}`;
      throw new InputError(problem, { next: "Send less in one call." });
    }
    const secure = url.protocol === "https:";
    // Asked for here and not imported: a good part of the time to start, and listing tools needs neither.
    const http = process.getBuiltinModule(secure ? "node:https" : "node:http");
    const agent = await this.#agentOf(url, request.method === "GET", http);
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
        // Through a proxy the socket is there before its TLS is.
        const isOpening = socket.connecting || ("secureConnecting" in socket && socket.secureConnecting);
        if (isOpening) socket.once(secure ? "secureConnect" : "connect", ready);
        else ready();
      });
      // Node knows nothing of it: what the proxy says where it opens no tunnel would pass for the gateway's answer.
      outgoing.on("proxyConnect", ({ statusCode }: { statusCode: number }) => {
        if (statusCode !== 200) fail(new NetworkError(`the proxy answered ${statusCode}`, false));
      });
      outgoing.on("error", (error) => fail(new NetworkError(reason(error), connected)));
      outgoing.on("response", (incoming) => {
        readBody(incoming).then((bytes) => {
          settle();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: bytes });
        }, fail);
      });
      outgoing.end(body?.bytes);
    });
  }

  /** Reads share sockets. A write opens its own: had the server closed an idle one, its outcome would be unknown. */
  async #agentOf(
    url: URL,
    shares: boolean,
    { Agent }: { Agent: new (options: { keepAlive: true }) => Agent },
  ): Promise<Agent | false> {
    const proxy = await proxyOf(url, this.#settings.env);
    if (!shares) return proxy ? tunnelTo(proxy, false) : false;
    const key = proxy?.href ?? url.protocol;
    const agent =
      this.#agents.get(key) ?? (proxy ? await tunnelTo(proxy, true) : new Agent({ keepAlive: true }));
    this.#agents.set(key, agent);
    return agent;
  }

  #url(request: GatewayRequest): URL {
    const { gatewayUrl, controlUrl } = this.#settings;
    const base = request.host === "control" ? controlUrl : `${gatewayUrl}/klaviyo`;
    return new URL(`${base}${request.path}${encodeQuery(request.query)}`);
  }

  #headers(
    request: GatewayRequest,
    body: { bytes: Buffer; type: string } | undefined,
    connectionId: string | undefined,
  ) {
    const { key, userAgent } = this.#settings;
    // What an operation names is what its facts are of: a revision of the settings replaces the usual one alone.
    const revision = request.revision ?? this.#settings.revision;
    const control = request.host === "control";
    const mediaType = control ? "application/json" : MEDIA_TYPE;
    return {
      authorization: `Bearer ${key}`,
      accept: mediaType,
      "user-agent": userAgent,
      ...(body && { "content-type": body.type, "content-length": body.bytes.length }),
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

function reason(error: Error & { code?: string }): string {
  return error.code ?? error.message;
}
