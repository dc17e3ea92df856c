import type { Fault } from "../sandbox/index.ts";

const JSON_API = "application/vnd.api+json";

/** One error of Klaviyo's, as its answers are. */
export const klaviyo = (status: number, detail: string, more: Record<string, unknown> = {}): Fault => ({
  status,
  contentType: JSON_API,
  body: JSON.stringify({
    errors: [{ id: "1", status, code: "x", title: "T", detail, source: { pointer: "/data" }, ...more }],
  }),
});
/** Several, each at its place. */
export const klaviyoAll = (
  status: number,
  errors: readonly (readonly [detail: string, pointer: string])[],
): Fault => ({
  status,
  contentType: JSON_API,
  body: JSON.stringify({
    errors: errors.map(([detail, pointer]) => ({
      status,
      code: "invalid",
      title: "T",
      detail,
      source: { pointer },
    })),
  }),
});
const json = (status: number, document: unknown, headers: Record<string, string> = {}): Fault => ({
  status,
  contentType: "application/json",
  headers,
  body: JSON.stringify(document),
});
const page = (status: number, html: string, headers: Record<string, string> = {}): Fault => ({
  status,
  contentType: "text/html; charset=UTF-8",
  headers,
  body: html,
});
const REQUEST = { "x-request-id": "req-7f3a" };
/** An answer as it comes, and the lines that a model reads of it; parts of a line where … stands at its end. */
export interface Answered {
  what: string;
  fault: Fault;
  tool: string;
  args?: Record<string, unknown>;
  reads: readonly string[];
}

const NO_ACCOUNT =
  "No Klaviyo account is connected to this key. create_connection gives a url: open it, sign in, then call again. list_connections shows what is connected.";
const SIGN_IN =
  "The connection's sign-in has probably expired: create a new connection, authorise it, use it, then delete the old one. create_connection starts that.";
const SCOPE =
  "This operation needs the scope lists:read: grant it by signing in anew. create_connection starts that. Where it is granted, the account's plan lacks this.";

/** Whose answer it is, and what it says. */
export const OF_WHOM: readonly Answered[] = [
  {
    what: "Maton's 400 without a connection",
    fault: json(400, { error: { message: "Missing connection for app klaviyo", code: 400 } }, REQUEST),
    tool: "get_lists",
    reads: [
      "get_lists: 400 from Maton: Missing connection for app klaviyo",
      `${NO_ACCOUNT} X-Request-Id: req-7f3a`,
    ],
  },
  {
    what: "any other 400 of Maton's",
    fault: json(400, { detail: [{ loc: ["header", "revision"], msg: "bad value" }] }, REQUEST),
    tool: "get_lists",
    reads: [
      "get_lists: 400 from Maton: bad value at header.revision",
      "Maton refused the request itself, and Klaviyo never saw it: mend what it names. X-Request-Id: req-7f3a",
    ],
  },
  {
    what: "Maton's detail in one text",
    fault: json(412, { detail: "Connection could not be resolved" }, REQUEST),
    tool: "get_lists",
    reads: [
      "get_lists: 412 from Maton: Connection could not be resolved",
      "The connection cannot be resolved. list_connections shows which are ACTIVE. X-Request-Id: req-7f3a",
    ],
  },
  {
    what: "Maton's 403 of a key that may not",
    fault: json(403, { message: "Insufficient scope" }, REQUEST),
    tool: "get_lists",
    reads: [
      "get_lists: 403 from Maton: Insufficient scope",
      "MATON_API_KEY is right, but may not do this: maton.ai/settings shows what it may. X-Request-Id: req-7f3a",
    ],
  },
  {
    what: "a 401 of Klaviyo's",
    fault: {
      ...klaviyo(401, "Missing or invalid private key.", { code: "not_authenticated" }),
      headers: REQUEST,
    },
    tool: "get_lists",
    reads: [
      "get_lists: 401 from Klaviyo: Missing or invalid private key.",
      `${SIGN_IN} X-Request-Id: req-7f3a`,
    ],
  },
  {
    what: "a 403 for a scope",
    fault: klaviyo(403, "You do not have permission to perform this action.", { code: "permission_denied" }),
    tool: "get_lists",
    reads: ["get_lists: 403 from Klaviyo: You do not have permission to perform this action.", SCOPE],
  },
  {
    what: "a 403 for a plan",
    fault: klaviyo(403, "This API is only for accounts with Advanced KDP.", { code: "permission_denied" }),
    tool: "get_webhooks",
    reads: [
      "get_webhooks: 403 from Klaviyo: This API is only for accounts with Advanced KDP.",
      "The plan of this Klaviyo account does not have it: signing in anew gives no more, its owner would have to book it.",
    ],
  },
  {
    what: "a 403 that is a challenge of Cloudflare's",
    fault: page(403, "<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>", {
      "cf-mitigated": "challenge",
      ...REQUEST,
    }),
    tool: "get_lists",
    reads: [
      'get_lists: 403 from Cloudflare: a page, "Just a moment..."',
      "Cloudflare, which stands before Klaviyo, let the request not pass: no scope is missing. Wait a minute, then call again; if it stays so, it mistrusts the network that the request comes from. X-Request-Id: req-7f3a",
    ],
  },
  {
    what: "a 403 that is a block of Cloudflare's",
    fault: page(403, "<html><head>\n<title>Attention Required! | Cloudflare</title></head>"),
    tool: "get_lists",
    reads: [
      'get_lists: 403 from Cloudflare: a page, "Attention Required! | Cloudflare"',
      "Cloudflare, which stands before Klaviyo,…",
    ],
  },
  {
    what: "a 403 that is another page",
    fault: page(403, "<html><head><title>Proxy</title></head>"),
    tool: "get_lists",
    reads: ['get_lists: 403 from the gateway: a page, "Proxy"', SCOPE],
  },
  {
    what: "a 404 of Maton's that speaks of no connection",
    fault: json(404, { message: "Not Found" }),
    tool: "get_lists",
    reads: ["get_lists: 404 from Maton: Not Found", "Check the path and the ids in it."],
  },
  {
    what: "a 410 of a revision",
    fault: klaviyo(410, "The revision 2024-10-15 has been retired."),
    tool: "get_lists",
    reads: [
      "get_lists: 410 from Klaviyo: The revision 2024-10-15 has been retired.",
      "The API revision is retired: set KLAVIYO_REVISION to a current one.",
    ],
  },
  {
    what: "a 410 of a path",
    fault: {
      ...json(410, { message: "This API has been retired and is no longer in service." }),
      headers: {},
    },
    tool: "get_lists",
    reads: [
      "get_lists: 410 from Maton: This API has been retired and is no longer in service.",
      "Klaviyo has retired this path, and no other revision brings it back. search_operations finds what does its job.…",
    ],
  },
  {
    what: "a 410 that may be either",
    fault: klaviyo(410, "Gone."),
    tool: "get_lists",
    reads: [
      "get_lists: 410 from Klaviyo: Gone.",
      "The API revision or this path is retired: set KLAVIYO_REVISION to a current one. search_operations finds…",
    ],
  },
  {
    what: "a 429 without a content-type",
    fault: {
      ...klaviyo(429, "Request was throttled. Expected available in 100 seconds.", { code: "throttled" }),
      contentType: "",
      headers: { "retry-after": "100", ...REQUEST },
      times: 9,
    },
    tool: "get_lists",
    reads: [
      "get_lists: 429 from Klaviyo: Request was throttled. Expected available in 100 seconds.",
      "Wait 100 s, then call again: Klaviyo's limit of this operation was reached, nothing was done.",
    ],
  },
  {
    what: "a 501 that a support desk asks about",
    fault: { ...klaviyo(501, "oops"), headers: REQUEST },
    tool: "get_lists",
    reads: [
      "get_lists: 501 from Klaviyo: oops",
      "Nothing was changed. Call again later. X-Request-Id: req-7f3a",
    ],
  },
  {
    what: "a success that is none, which a support desk asks about",
    fault: page(200, "<html>hello", REQUEST),
    tool: "get_lists",
    reads: [
      'get_lists: 200 from the gateway: the answer is text/html; charset=UTF-8, not JSON: "<html>hello"',
      "X-Request-Id: req-7f3a",
    ],
  },
];
