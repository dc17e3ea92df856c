import type { IncomingHttpHeaders } from "node:http";
import { GatewayError, type Objection } from "../errors.ts";
import { isJsonType } from "../jsonapi/document.ts";
import { isObject, textOf } from "../text.ts";

/** So many faults of one of Maton's answers are told. */
const MAX_TOLD = 3;
/** So much of a page is looked into for who wrote it: its head, and what it begins with. */
const MAX_HEAD = 8192;
/** What an answer's head may say in an error text. */
const REQUEST_ID = /^[\w.:/+=-]{1,100}$/;
/** Quicker than Buffer's own toString, and leaves out a byte order mark, which no JSON may have. */
const UTF8 = new TextDecoder();

/** An answer as it came, its body read to the end. */
export interface RawAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The document of a success, undefined of an empty one. Throws GatewayError for what is no JSON. */
export function readDocument({ status, headers, body }: RawAnswer): unknown {
  if (body.length === 0) return undefined;
  const contentType = headers["content-type"];
  const refuse = (detail: string) =>
    new GatewayError({ status, source: "unknown", detail, requestId: requestIdOf(headers) });
  // Some answers have no type at all, and are JSON: what announces something else is not looked into.
  if (contentType !== undefined && !isJsonType(contentType)) {
    throw refuse(`the answer is ${contentType}, not JSON: ${firstLine(body)}`);
  }
  try {
    return JSON.parse(UTF8.decode(body));
  } catch {
    throw refuse(`the answer is JSON that cannot be read: ${firstLine(body)}`);
  }
}

/** An answer that is no success as an error: who gave it, what it objects to and where, as its body tells. */
export function toGatewayError({ status, headers, body }: RawAnswer): GatewayError {
  // Klaviyo's 429 has no content-type, and its body says which limit it was.
  const type = headers["content-type"];
  const document = type === undefined || isJsonType(type) ? parseOrUndefined(body) : undefined;
  const retryAfter = Number.parseInt(String(headers["retry-after"] ?? ""), 10);
  const requestId = requestIdOf(headers);
  const common = { status, requestId, ...(retryAfter >= 0 && { retryAfter }) };
  const errors = isObject(document) ? document.errors : undefined;
  const [first, ...others] = Array.isArray(errors) ? errors.filter(isObject) : [];
  if (first) {
    return new GatewayError({
      ...common,
      ...objectionOf(first),
      source: "klaviyo",
      code: text(first.code),
      others: others.map(objectionOf),
      meta: isObject(first.meta) ? first.meta : undefined,
    });
  }
  const gateway = isObject(document) ? (isObject(document.error) ? document.error : document) : undefined;
  const message = text(gateway?.message) ?? detailOf(gateway?.detail);
  if (message) return new GatewayError({ ...common, source: "gateway", detail: message });
  const source = isCloudflare(headers, body) ? "cloudflare" : "unknown";
  return new GatewayError({ ...common, source, detail: whatCame(body) });
}

function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  const id = String(headers["x-request-id"] ?? "");
  return REQUEST_ID.test(id) ? id : undefined;
}

/** A page of Cloudflare's own, which its head says of a challenge, and its text of a block. */
function isCloudflare(headers: IncomingHttpHeaders, body: Buffer): boolean {
  const isPage = /^text\/html\b/i.test(headers["content-type"] ?? "");
  return (
    isPage &&
    (headers["cf-mitigated"] !== undefined || /cloudflare/i.test(UTF8.decode(body.subarray(0, MAX_HEAD))))
  );
}

/** Maton's answers of validation: `{detail: "…"}` or `{detail: [{loc, msg}]}`. */
function detailOf(detail: unknown): string | undefined {
  if (!Array.isArray(detail)) return text(detail);
  const told = detail.filter(isObject).map(({ msg, loc }) => {
    return `${text(msg) ?? "no reason given"}${Array.isArray(loc) ? ` at ${loc.map(textOf).join(".")}` : ""}`;
  });
  return text(told.slice(0, MAX_TOLD).join("; "));
}

function objectionOf(error: Record<string, unknown>): Objection {
  const source = isObject(error.source) ? error.source : {};
  return {
    detail: text(error.detail) ?? text(error.title) ?? "no reason given",
    pointer: text(source.pointer),
    parameter: text(source.parameter),
  };
}

/** Of a page its title, of anything else how it begins. */
function whatCame(body: Buffer): string {
  if (body.length === 0) return "an empty answer";
  const [, title] =
    /<title>\s*([^<]{1,120}?)\s*<\/title>/i.exec(UTF8.decode(body.subarray(0, MAX_HEAD))) ?? [];
  return title ? `a page, ${JSON.stringify(title)}` : firstLine(body);
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
