import type { IncomingMessage, ServerResponse } from "node:http";
import type { Fault } from "./fault.ts";
import type { Answer } from "./klaviyo/klaviyo.ts";

/** Reads a body. What goes beyond `most` bytes is read too, so that the peer can finish, and thrown away. */
export async function readBody(request: IncomingMessage, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size < most) chunks.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, most).toString("utf8");
}

/** An answer with the parts that a fault replaces. */
export function applyFault(answer: Answer, { status, body, headers, contentType }: Fault): Answer {
  const merged = { ...answer.headers, ...headers };
  if (contentType) merged["content-type"] = contentType;
  if (contentType === "") delete merged["content-type"];
  return { status: status ?? answer.status, headers: merged, body: body ?? answer.body };
}

/** Waits; resolves early when the peer has gone, so that a closing server keeps no timer. */
export function delay(milliseconds: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      response.off("close", done);
      resolve();
    }
    response.on("close", done);
  });
}

/** Sends an answer whole. */
export function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.from(body);
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, bodiless ? headers : { ...headers, "content-length": String(bytes.length) });
  response.end(bodiless ? undefined : bytes);
}

/** Sends half of what it announces, then closes the connection. */
export function sendCut(response: ServerResponse, { status, headers, body }: Answer): void {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, "content-length": String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

/** Sends the body and then blanks until the peer goes away, no faster than it reads. */
export function sendEndless(response: ServerResponse, { status, headers, body }: Answer): void {
  const blanks = Buffer.alloc(65_536, " ");
  response.writeHead(status, headers);
  response.write(body);
  const more = () => {
    while (!response.destroyed && response.write(blanks));
  };
  response.on("drain", more);
  more();
}
