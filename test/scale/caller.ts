import { Agent, request } from "node:http";

/** What a tool answered. */
export interface Answered {
  isError: boolean;
  text: string;
  json: Record<string, unknown>;
}

/** No answer came: the replica is gone, or the connection. Whether a change was made is unknown. */
export class Unanswered extends Error {}
/** The session is no more; nothing was done. */
class Forgotten extends Error {}

const PROTOCOL = "2025-06-18";
const TIMEOUT_MS = 60_000;

interface Reply {
  status: number;
  session: string | undefined;
  message: Record<string, unknown> | undefined;
}

/** One caller over HTTP, as a client is: it begins anew where its session is gone, and repeats what only reads. */
export class ScaleCaller {
  readonly #url: string;
  readonly #token: string;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #session: string | undefined;
  #asked = 0;
  /** How often it had to begin anew. */
  begun = 0;

  constructor(url: string, token: string) {
    this.#url = url;
    this.#token = token;
  }

  /** Calls a tool; what only reads is repeated until there is an answer. Throws Unanswered for a change that has none. */
  async call(name: string, args: Record<string, unknown>, reads: boolean): Promise<Answered> {
    for (;;) {
      try {
        if (this.#session === undefined) await this.#begin();
        const result = await this.#ask("tools/call", { name, arguments: args });
        const [{ text = "" } = {}] = (result.content ?? []) as { text?: string }[];
        const json = (result.structuredContent ?? {}) as Record<string, unknown>;
        return { isError: result.isError === true, text, json };
      } catch (error) {
        if (!(error instanceof Forgotten || error instanceof Unanswered)) throw error;
        if (error instanceof Unanswered) await new Promise((resolve) => setTimeout(resolve, 100));
        if (error instanceof Unanswered && !reads) throw error;
      }
    }
  }

  end(): void {
    this.#agent.destroy();
  }

  async #begin(): Promise<void> {
    this.begun += 1;
    await this.#ask("initialize", {
      protocolVersion: PROTOCOL,
      capabilities: {},
      clientInfo: { name: "scale", version: "1" },
    });
    await this.#send({ jsonrpc: "2.0", method: "notifications/initialized" });
  }

  async #ask(method: string, params: unknown): Promise<Record<string, unknown>> {
    this.#asked += 1;
    const { status, session, message } = await this.#send({
      jsonrpc: "2.0",
      id: this.#asked,
      method,
      params,
    });
    if (status === 404) {
      this.#session = undefined;
      throw new Forgotten();
    }
    if (status !== 200 || !message) throw new Unanswered(`${status}`);
    this.#session = session ?? this.#session;
    if (message.error) throw new Error(JSON.stringify(message.error));
    return message.result as Record<string, unknown>;
  }

  #send(body: unknown): Promise<Reply> {
    const text = JSON.stringify(body);
    const headers = {
      authorization: `Bearer ${this.#token}`,
      accept: "application/json, text/event-stream",
      "content-type": "application/json",
      "content-length": Buffer.byteLength(text),
      "mcp-protocol-version": PROTOCOL,
      ...(this.#session !== undefined && { "mcp-session-id": this.#session }),
    };
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(new Unanswered(error.message));
      const outgoing = request(this.#url, { method: "POST", agent: this.#agent, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", fail);
        incoming.on("aborted", () => fail(new Error("cut off")));
        incoming.on("end", () => {
          const session = incoming.headers["mcp-session-id"];
          resolve({
            status: incoming.statusCode ?? 0,
            session: typeof session === "string" ? session : undefined,
            message: messageIn(Buffer.concat(chunks).toString("utf8")),
          });
        });
      });
      outgoing.setTimeout(TIMEOUT_MS, () => outgoing.destroy(new Error("no answer in time")));
      outgoing.on("error", fail);
      outgoing.end(text);
    });
  }
}

/** The answer in a body that is JSON, or a stream of events of which the last is it. */
function messageIn(body: string): Record<string, unknown> | undefined {
  const lines = body.split("\n").filter((line) => line.startsWith("data: "));
  const last = lines.at(-1)?.slice("data: ".length) ?? (body.startsWith("{") ? body : undefined);
  return last === undefined ? undefined : JSON.parse(last);
}
