import type { Readable, Writable } from "node:stream";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { ErrorCode, type JSONRPCMessage, JSONRPCMessageSchema } from "@modelcontextprotocol/sdk/types.js";
import { isObject } from "../text.ts";

/** The longest line that is read, in bytes: Klaviyo's 5 MB body twice over. */
const MAX_LINE_BYTES = 10 * 1024 * 1024;
/** So much of the end of a line that is dropped is kept to look for its id. */
const END_BYTES = 300;
const NEWLINE = 0x0a;

/** An id where it must be the request's own: before anything is nested, or after everything that is. */
const ID_FIRST = /^\s*\{\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,15}|"[^"\\]{1,200}")\s*,/;
const ID_LAST =
  /[\]}"\d]\s*,\s*(?:"jsonrpc"\s*:\s*"2\.0"\s*,\s*)?"id"\s*:\s*(\d{1,15}|"[^"\\]{1,200}")\s*(?:,\s*"jsonrpc"\s*:\s*"2\.0"\s*)?\}\s*$/;

/**
 * JSON-RPC over two streams, a message a line. What is no message is answered with the error that JSON-RPC has for it,
 * and the lines after it are read all the same: the SDK's own transport is silent on the one, and ends at a line that is
 * too long.
 */
export class LineTransport implements Transport {
  onmessage?: (message: JSONRPCMessage) => void;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  readonly #input: Readable;
  readonly #output: Writable;
  /** The beginning of a line whose end has not come yet; of one that is too long, its first part alone. */
  #parts: Buffer[] = [];
  #bytes = 0;
  #end = Buffer.alloc(0);

  constructor(input: Readable, output: Writable) {
    this.#input = input;
    this.#output = output;
  }

  async start(): Promise<void> {
    this.#input.on("data", this.#read);
  }

  send(message: JSONRPCMessage): Promise<void> {
    return this.#write(message);
  }

  async close(): Promise<void> {
    this.#input.off("data", this.#read);
    this.#input.pause();
    this.onclose?.();
  }

  readonly #read = (chunk: Buffer): void => {
    let rest = chunk;
    for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE)) {
      this.#take(rest.subarray(0, at));
      this.#finish();
      rest = rest.subarray(at + 1);
    }
    this.#take(rest);
  };

  #take(part: Buffer): void {
    if (part.length === 0) return;
    this.#bytes += part.length;
    if (this.#bytes <= MAX_LINE_BYTES) {
      this.#parts.push(part);
      return;
    }
    // Enough of it to say whose request it was; the rest is not kept.
    this.#parts.length = Math.min(1, this.#parts.length);
    if (this.#parts.length === 0) this.#parts.push(part.subarray(0, END_BYTES));
    this.#end = Buffer.concat([this.#end, part.subarray(-END_BYTES)]).subarray(-END_BYTES);
  }

  #finish(): void {
    const bytes = this.#bytes;
    const whole = Buffer.concat(this.#parts);
    const end = this.#end.toString("utf8");
    this.#parts = [];
    this.#bytes = 0;
    this.#end = Buffer.alloc(0);
    if (bytes > MAX_LINE_BYTES) {
      const begin = whole.subarray(0, END_BYTES).toString("utf8");
      const id: unknown = JSON.parse((ID_LAST.exec(end) ?? ID_FIRST.exec(begin))?.[1] ?? "null");
      this.#refuse(ErrorCode.InvalidRequest, `a line has at most ${MAX_LINE_BYTES} bytes, not ${bytes}`, id);
      return;
    }
    const line = whole.toString("utf8");
    if (line.trim() !== "") this.#parse(line);
  }

  #parse(line: string): void {
    let given: unknown;
    try {
      given = JSON.parse(line);
    } catch {
      this.#refuse(ErrorCode.ParseError, "this line is no JSON", null);
      return;
    }
    const message = JSONRPCMessageSchema.safeParse(given);
    if (message.success) {
      this.onmessage?.(message.data);
      return;
    }
    // An answer to an answer could go on for ever.
    if (isObject(given) && ("result" in given || "error" in given)) return;
    const id = isObject(given) ? given.id : null;
    this.#refuse(ErrorCode.InvalidRequest, "this is no message of JSON-RPC 2.0", id);
  }

  #refuse(code: ErrorCode, message: string, id: unknown): void {
    const known = typeof id === "string" || typeof id === "number" ? id : null;
    void this.#write({ jsonrpc: "2.0", id: known, error: { code, message } });
  }

  #write(message: object): Promise<void> {
    return new Promise((resolve) => {
      if (this.#output.write(`${JSON.stringify(message)}\n`)) resolve();
      else this.#output.once("drain", resolve);
    });
  }
}
