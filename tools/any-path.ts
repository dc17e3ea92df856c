import { z } from "zod";
import { type Input, type Json, job, type Method, type RawRequest, section } from "../src/tool/tool.ts";
import { freeObject } from "./params.ts";

/** POSTs that change nothing: they ask. Klaviyo guards them with read scopes only. */
const READING_POSTS: ReadonlySet<string> = new Set([
  "/api/metric-aggregates",
  "/api/campaign-values-reports",
  "/api/flow-values-reports",
  "/api/flow-series-reports",
  "/api/form-values-reports",
  "/api/form-series-reports",
  "/api/segment-values-reports",
  "/api/segment-series-reports",
  "/api/template-render",
]);

/** Paths that guides to Klaviyo speak of and no revision has, for no method; and the tool that does their job. */
const DEAD_PATHS: readonly (readonly [path: RegExp, tool: string])[] = [
  [/^\/api\/campaign-recipient-estimations$/, "estimate_campaign_recipients"],
  [/^\/api\/flows\/[^/]+\/flow-messages$/, "get_messages_for_flow"],
  [/^\/api\/tag-campaign-relationships$/, "tag_campaigns"],
  [/^\/api\/tag-flow-relationships$/, "tag_flows"],
];

export type NativePath = { path: string } | { problem: string };

/**
 * The one spelling of a native path: no /klaviyo before it, no slash after it, each segment percent-encoded once.
 * Or a sentence that says why it is none: whoever decodes it on the way, it must stay below /api/, since Maton's
 * control API lies beside it.
 */
export function nativePath(given: string): NativePath {
  const path = given.replace(/^\/klaviyo(?=\/)/, "");
  if (!path.startsWith("/api/")) {
    return { problem: "The path must start with /api/, e.g. /api/profiles, without a host." };
  }
  if (/[?#]/.test(path)) return { problem: "The path holds a ? or #: parameters go in query." };
  for (const decoded of decodings(path)) {
    const problem = problemOf(decoded);
    if (problem) return { problem };
  }
  try {
    const segments = path.replace(/\/$/, "").split("/").map(decodeURIComponent);
    if (segments.length < 3) return { problem: "The path ends at /api/: name what is below it." };
    return { path: segments.map(encodeURIComponent).join("/") };
  } catch {
    return { problem: "The path holds a % that encodes nothing; a % itself is written %25." };
  }
}

/** A path as it is written, as it reads decoded once, twice, … until there is nothing left to decode. */
function* decodings(path: string): Generator<string> {
  for (let now = path, before = ""; now !== before; ) {
    yield now;
    before = now;
    // Byte by byte, so that one wrong % does not hide what the rest would turn into.
    now = before.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
}

function problemOf(path: string): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  if (/[\u0000-\u001f\u007f]/.test(path)) return "The path holds a control character.";
  if (!path.isWellFormed()) return "The path holds half a character (a lone surrogate).";
  if (path.includes("\\")) return "The path holds a backslash.";
  if (path.includes("//")) return "The path holds an empty segment (//).";
  // Some servers take off what follows a ; before they look at a segment.
  if (/\/\.\.?(?:[/;]|$)/.test(path)) return "The path holds a step (. or ..).";
  return undefined;
}

/** Why a path cannot be called, as far as the path alone can tell. */
function refusalOf(given: string): string | undefined {
  const native = nativePath(given);
  if ("problem" in native) return native.problem;
  const dead = DEAD_PATHS.find(([pattern]) => pattern.test(native.path));
  return dead && `Klaviyo has no path ${native.path}. ${dead[1]} does its job.`;
}

const path = z.string().superRefine((given, context) => {
  const message = refusalOf(given);
  if (message) context.addIssue({ code: z.ZodIssueCode.custom, message });
});

/** Klaviyo takes lists joined by commas. A model that says 20 or ["a","b"] means the string of it. */
const queryValue = z.preprocess(
  (value) => (["number", "boolean"].includes(typeof value) || Array.isArray(value) ? String(value) : value),
  z.string(),
);

function requestOf(input: Input): RawRequest {
  const { method, path, query, body } = input as {
    method: Method;
    path: string;
    query?: Record<string, unknown>;
    body?: Json;
  };
  const native = nativePath(path);
  if ("problem" in native) throw new Error(native.problem);
  return {
    method,
    path: native.path,
    query: Object.entries(query ?? {}).map(([name, value]) => [name, String(value)] as const),
    ...(body !== undefined && method !== "GET" && { body }),
    // What is not known to read is taken to change something.
    reads: method === "GET" || (method === "POST" && READING_POSTS.has(native.path)),
  };
}

export const anyPath = section("any-path", {
  klaviyo_request: job({
    title: "Call any Klaviyo path",
    description:
      'Calls any native path, for what no other tool does, e.g. GET /api/forms with query {"page[size]":"20"}. body is the whole JSON:API document.',
    inputSchema: {
      method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
      path,
      query: z.record(queryValue).optional(),
      body: freeObject.optional(),
    },
    settledBy: "klaviyo_request",
    impact: { default: "read", dangerousWhen: [] },
    impactOf: (input) => (requestOf(input).reads ? "read" : "dangerous"),
    onKlaviyo: true,
    uses: [],
    firstRequest: requestOf,
    async run(context, input) {
      const { status, document } = await context.raw(requestOf(input));
      const shaped = context.shape(status, document);
      if (input.method !== "GET" || input.body === undefined) return shaped;
      const unsent = "A GET takes no body: it was not sent.";
      return { ...shaped, hint: shaped.hint ? `${unsent} ${shaped.hint}` : unsent };
    },
  }),
});
