import { goOnSending } from "../behaviours/sends.ts";
import { operations } from "../operations/index.ts";
import { storedOperations } from "../operations/stored.ts";
import { type Bucket, Counters } from "../rate.ts";
import { Refusal, refuseBody } from "../refusal.ts";
import { toDocument } from "./document.ts";
import { editionOf } from "./editions.ts";
import { readForm } from "./form.ts";
import { checkId } from "./kind.ts";
import { bucketsOf } from "./limits.ts";
import type { Call, Operation } from "./operation.ts";
import { readQuery } from "./query.ts";
import { checkRevision } from "./revision.ts";
import { type Match, Router } from "./router.ts";
import { checkBody } from "./schema.ts";
import type { Store } from "./store.ts";

/** A request as the gateway hands it on: `path` starts with /api. */
export interface KlaviyoRequest {
  method: string;
  path: string;
  search: string;
  headers: Record<string, string>;
  body: string;
  connection: string;
}

/** An answer before it is written. */
export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** Klaviyo's limit for a request body, in bytes. */
export const MAX_BODY = 5 * 1024 * 1024;

const THROTTLING = "https://developers.klaviyo.com/en/docs/rate_limits_and_error_handling#rate-limits";
const MEDIA_TYPE = "application/vnd.api+json";

/** Reads the body of a write; only JSON:API documents are taken. */
function readBody(operation: Operation, parentId: string, request: KlaviyoRequest): unknown {
  if (operation.form !== undefined) return readForm(operation, operation.form, request);
  if (operation.body === undefined) {
    if (request.body !== "") throw refuseBody("/data", "This endpoint does not take a body.");
    return undefined;
  }
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase();
  if ((type !== MEDIA_TYPE && type !== "application/json") || request.headers["content-encoding"])
    throw new Refusal(415, [
      { detail: `Unsupported media type "${type}" in request; ${MEDIA_TYPE} is expected.` },
    ]);
  if (Buffer.byteLength(request.body) > MAX_BODY)
    throw new Refusal(413, [{ detail: "The body exceeds 5 MB." }]);
  let body: unknown;
  try {
    body = JSON.parse(request.body);
  } catch {
    throw refuseBody("/", "The body is not valid JSON.");
  }
  const problems = checkBody(operation.body, body);
  if (problems.length > 0) throw new Refusal(400, problems.slice(0, 10));
  const { data } = body as { data: { id?: string } };
  // Jobs are posted to a collection with the id of what they work on, so only a PATCH names its resource twice.
  if (/^PATCH .*\}$/.test(operation.route) && data.id !== parentId)
    throw refuseBody("/data/id", "The id in the body does not match the id in the path.");
  return data;
}

/** The Klaviyo side of the sandbox: one set of operations over the account of each connection. */
export class Klaviyo {
  readonly #router = new Router([...operations, ...storedOperations()]);
  readonly #counters: Counters;

  constructor(limits: number | "off") {
    this.#counters = new Counters(limits);
  }

  reset(): void {
    this.#counters.clear();
  }

  /** The id of the operation that a method and path name. */
  operationOf(method: string, path: string, revision: string | undefined): string | undefined {
    try {
      return this.#router.match(method, path, editionOf(revision)).operation.id;
    } catch {
      return undefined;
    }
  }

  /** Answers one request, refusals included. */
  serve(request: KlaviyoRequest, store: Store): Answer {
    const headers: Record<string, string> = { "content-type": MEDIA_TYPE };
    try {
      checkRevision(request.headers);
      const match = this.#router.match(request.method, request.path, editionOf(request.headers.revision));
      Object.assign(headers, this.#charge(bucketsOf(match.operation, request.search, request.connection)));
      const { status, body, more } = this.#answer(match, request, store);
      if (body === "") delete headers["content-type"];
      return { status, headers: { ...headers, ...more }, body };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = JSON.stringify(error.toDocument(() => store.newId("error")));
      // Klaviyo's edge throttles, which says nothing of the type of what it sends.
      if (error.status === 429) delete headers["content-type"];
      return { status: error.status, headers: { ...headers, ...error.headers }, body };
    }
  }

  #charge(buckets: Bucket[]): Record<string, string> {
    const charge = this.#counters.charge(buckets);
    if (charge.retryAfter !== undefined) {
      const detail = `Request was throttled. Expected available in ${charge.retryAfter} second${charge.retryAfter === 1 ? "" : "s"}.`;
      throw new Refusal(429, [{ detail, links: { type: THROTTLING } }], {
        "retry-after": String(charge.retryAfter),
      });
    }
    if (charge.limit === "") return {};
    return {
      "ratelimit-limit": charge.limit,
      "ratelimit-remaining": String(charge.remaining),
      "ratelimit-reset": String(charge.reset),
    };
  }

  #answer({ operation, path, parent }: Match, request: KlaviyoRequest, store: Store) {
    const query = readQuery(operation, path, request.search);
    const data = readBody(operation, parent.id, request);
    checkId(parent);
    const call: Call = { operation, store, parent, data, query, reply: { status: operation.success } };
    goOnSending(store);
    const outcome = operation.does(call);
    const body =
      outcome === undefined || operation.empty ? "" : JSON.stringify(toDocument(call, path, outcome));
    return { status: call.reply.status, body, more: call.reply.headers };
  }
}
