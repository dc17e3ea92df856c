import type { Changed } from "./call/outcome.ts";

/** What a text of advice may name, as `{name}`, and what stands there. */
export const FACTS = {
  own: "what the error itself says to do",
  argument: "the argument that the answer speaks of",
  lister: "the tool that lists valid values of the argument",
  scopes: "the scopes of the operation",
  undone: "what a change of many does with each, as its name says: imported, subscribed",
  wait: "the seconds of Retry-After, or a minute",
  existing: "the id of the profile that is there already",
  repeat: "the unique_id that was made up for the call",
  settledBy: "the read that shows whether a change was made",
  network: "what to do about a network, where its fault says that",
} as const;
/** What is known of them where an error is told. */
export type Facts = { readonly [N in keyof typeof FACTS]?: string | undefined };

/**
 * What came, as advice tells it apart. Of answers: `refused` is 4xx, `failed` 5xx or 408, and `unreadable` one that would
 * be a success if its body could be read.
 */
export type Came =
  | "input"
  | "connection"
  | "stopped"
  | "busy"
  | "unsent"
  | "no answer"
  | "refused"
  | "failed"
  | "unreadable"
  | "defect";

/** One row: the advice of the first that fits is given. */
export interface Advice {
  came: Came | readonly Came[];
  /** Of an answer: its status. */
  status?: number;
  /** Of an answer: who gave it. */
  source?: "gateway" | "klaviyo" | "cloudflare";
  /** Of an answer: what its code, its text or the argument that it speaks of has in it. */
  says?: RegExp;
  /** Only of calls whose requests changed nothing, something, or nobody knows what. */
  changed?: Changed;
  /** The argument at fault, where the answer does not say it; null where none is. */
  argument?: string | null;
  /** What the connection lacks that an answer like this speaks of. */
  lacks?: "scope" | "plan";
  /** What the model reads next. A row whose text names a fact that is not known does not fit. */
  next: string;
}

const EXPIRED =
  "The connection's sign-in has probably expired: create a new connection, authorise it, use it, then delete the old one. create_connection starts that.";
/** What leaves open whether a change was made. */
const OPEN = ["stopped", "no answer", "failed", "unreadable", "defect"] as const;
const UNKNOWN_REPEAT =
  "Whether the change was made is unknown. The same call with {repeat} is done once at most.";
const UNKNOWN_READ =
  "Whether the change was made is unknown, and it was not repeated. {settledBy} shows whether it was.";
const UNKNOWN = "Whether the change was made is unknown, and it was not repeated. Look before repeating it.";
const DONE = "The change was made before this failed: do not make it again, look how it stands.";
const DONE_READ =
  "The change was made before this failed: do not make it again. {settledBy} shows how it stands.";
/** What ends every text on an argument of which a tool lists the values. */
export const LISTED = "{lister} lists valid ones.";
const SIGN_IN = { came: "failed", status: 500, source: "gateway" } as const;

/** What to do next, by what came. docs/errors.md is written from it, and every row has a test. */
export const ADVICE: readonly Advice[] = [
  { came: ["input", "connection"], next: "{own}" },
  { came: ["busy", "unsent", ...OPEN], changed: "yes", next: DONE_READ },
  { came: ["busy", "unsent", ...OPEN], changed: "yes", next: DONE },
  { came: "busy", next: "The rate limits have no turn sooner; this request was not sent." },
  { came: "unsent", next: "Nothing was sent. {network}" },
  { came: "unsent", next: "Nothing was sent. Check the network and the gateway's address." },

  {
    came: "refused",
    status: 400,
    source: "gateway",
    says: /\b(?:missing|no)\b.*\bconnection\b|\bconnection\b.*\b(?:missing|required|not found)\b/i,
    next: "No Klaviyo account is connected to this key. create_connection gives a url: open it, sign in, then call again. list_connections shows what is connected.",
  },
  {
    came: "refused",
    status: 400,
    source: "gateway",
    next: "Maton refused the request itself, and Klaviyo never saw it: mend what it names.",
  },
  {
    came: "refused",
    status: 400,
    says: /cursor/i,
    argument: "page_cursor",
    next: "The cursor is none, or is one no more: begin again without page_cursor.",
  },
  {
    came: "refused",
    status: 400,
    changed: "no",
    next: "Nothing was {undone}: mend what is named, then send all of it again.",
  },
  // Maton passes Klaviyo's own 401 on unchanged: it speaks of the connection, and the key was taken.
  { came: "refused", status: 401, source: "klaviyo", next: EXPIRED },
  {
    came: "refused",
    status: 401,
    next: "MATON_API_KEY is missing or wrong: copy it from maton.ai/settings. list_connections tests it.",
  },
  {
    came: "refused",
    status: 403,
    source: "cloudflare",
    next: "Cloudflare, which stands before Klaviyo, let the request not pass: no scope is missing. Wait a minute, then call again; if it stays so, it mistrusts the network that the request comes from.",
  },
  {
    came: "refused",
    status: 403,
    source: "gateway",
    next: "MATON_API_KEY is right, but may not do this: maton.ai/settings shows what it may.",
  },
  {
    came: "refused",
    status: 403,
    says: /\bK?DP\b|\bplans?\b|\badd-?on\b|\bupgrade\b|\bnot (?:enabled|available|included)\b/i,
    lacks: "plan",
    next: "The plan of this Klaviyo account does not have it: signing in anew gives no more, its owner would have to book it.",
  },
  {
    came: "refused",
    status: 403,
    lacks: "scope",
    next: "This operation needs the scope {scopes}: grant it by signing in anew. create_connection starts that. Where it is granted, the account's plan lacks this.",
  },
  {
    came: "refused",
    status: 403,
    lacks: "scope",
    next: "A scope or a plan is missing: grant it by signing in anew. create_connection starts that.",
  },
  {
    came: "refused",
    status: 404,
    source: "gateway",
    says: /\bconnection\b/i,
    argument: "connection_id",
    next: "No such connection. list_connections shows the ids.",
  },
  { came: "refused", status: 404, next: "Check {argument}." },
  { came: "refused", status: 404, next: "Check the path and the ids in it." },
  { came: "refused", status: 405, next: "Klaviyo has this path for other methods only." },
  {
    came: "refused",
    status: 409,
    next: "Profile {existing} holds one of the identifiers: leave that one out. merge_profiles makes the two one.",
  },
  {
    came: "refused",
    status: 410,
    says: /^(?!.*\b(?:path|endpoint)\b).*\brevision\b/i,
    next: "The API revision is retired: set KLAVIYO_REVISION to a current one.",
  },
  {
    came: "refused",
    status: 410,
    says: /^(?!.*\brevision\b).*\b(?:path|endpoint|api)\b/i,
    next: "Klaviyo has retired this path, and no other revision brings it back. search_operations finds what does its job.",
  },
  {
    came: "refused",
    status: 410,
    next: "The API revision or this path is retired: set KLAVIYO_REVISION to a current one. search_operations finds what does the job of a path.",
  },
  {
    came: "refused",
    status: 412,
    source: "gateway",
    next: "The connection cannot be resolved. list_connections shows which are ACTIVE.",
  },
  {
    came: "refused",
    status: 429,
    source: "gateway",
    next: "Wait {wait}, then call again: Maton's limit of 10 requests a second was reached, nothing was done.",
  },
  {
    came: "refused",
    status: 429,
    next: "Wait {wait}, then call again: Klaviyo's limit of this operation was reached, nothing was done.",
  },

  { ...SIGN_IN, changed: "no", next: EXPIRED },
  { ...SIGN_IN, changed: "unknown", next: `${UNKNOWN_REPEAT} ${EXPIRED}` },
  { ...SIGN_IN, changed: "unknown", next: `${UNKNOWN_READ} ${EXPIRED}` },
  { ...SIGN_IN, changed: "unknown", next: `${UNKNOWN} ${EXPIRED}` },
  { came: OPEN, changed: "unknown", next: UNKNOWN_REPEAT },
  { came: OPEN, changed: "unknown", next: UNKNOWN_READ },
  { came: OPEN, changed: "unknown", next: UNKNOWN },

  { came: "failed", next: "Nothing was changed. Call again later." },
  { came: ["stopped", "no answer"], next: "Nothing was changed. Call again." },
  { came: "defect", next: "This is a defect of klaviyo-mcp; its log on stderr has more." },
];
