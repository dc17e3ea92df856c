import type { Changed } from "./call/outcome.ts";
import {
  BusyError,
  ConnectionError,
  GatewayError,
  InputError,
  NetworkError,
  StoppedError,
  Told,
} from "./errors.ts";
import { oneLine } from "./text.ts";
import type { OperationTool, Tool } from "./tool/tool.ts";

/** What a text of advice may name, as `{name}`, and what stands there. */
export const FACTS = {
  own: "what the error itself says to do",
  argument: "the argument that the answer speaks of",
  lister: "the tool that lists valid values of the argument",
  scopes: "the scopes of the operation",
  missing: "what a 404 of the tool can mean besides a wrong id",
  wait: "the seconds of Retry-After, or a minute",
  existing: "the id of the profile that is there already",
  repeat: "the unique_id that was made up for the call",
  settledBy: "the read that shows whether a change was made",
} as const;
type Facts = { readonly [N in keyof typeof FACTS]?: string | undefined };

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
  /** Of an answer: only from Maton. */
  source?: "gateway" | "klaviyo";
  /** Only of calls whose requests changed nothing, something, or nobody knows what. */
  changed?: Changed;
  /** The argument at fault, where the answer does not say it. */
  argument?: string;
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
/** Whatever Retry-After says: no limit of theirs counts longer than this. */
const MOST_WAIT_S = { gateway: 120, klaviyo: 24 * 60 * 60, unknown: 120 } as const;
const SIGN_IN = { came: "failed", status: 500, source: "gateway" } as const;

/** What to do next, by what came. docs/errors.md is written from it, and every row has a test. */
export const ADVICE: readonly Advice[] = [
  { came: ["input", "connection"], next: "{own}" },
  { came: "input", next: "{lister} lists valid ones." },
  { came: ["busy", "unsent", ...OPEN], changed: "yes", next: DONE_READ },
  { came: ["busy", "unsent", ...OPEN], changed: "yes", next: DONE },
  { came: "busy", next: "The rate limits have no turn sooner; this request was not sent." },
  { came: "unsent", next: "Nothing was sent. Check the network and the gateway's address." },

  {
    came: "refused",
    status: 400,
    source: "gateway",
    next: "No Klaviyo account is connected to this key. create_connection gives a url: open it, sign in, then call again. list_connections shows what is connected.",
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
    next: "This operation needs the scope {scopes}: grant it by signing in anew. create_connection starts that.",
  },
  {
    came: "refused",
    status: 403,
    next: "A scope or a plan is missing: grant it by signing in anew. create_connection starts that.",
  },
  {
    came: "refused",
    status: 404,
    source: "gateway",
    argument: "connection_id",
    next: "No such connection. list_connections shows the ids.",
  },
  { came: "refused", status: 404, next: "Check {argument}. {missing}" },
  { came: "refused", status: 404, next: "Check {argument}. {lister} lists valid ones." },
  { came: "refused", status: 404, next: "Check {argument}." },
  { came: "refused", status: 404, next: "Check the path and the ids in it." },
  { came: "refused", status: 405, next: "Klaviyo has this path for other methods only." },
  {
    came: "refused",
    status: 409,
    next: "The existing profile is {existing}. update_profile changes it. create_or_update_profile does either.",
  },
  {
    came: "refused",
    status: 410,
    next: "The API revision is retired: set KLAVIYO_REVISION to a current one.",
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

/** What an error text may draw on besides the error. */
export interface ErrorContext {
  tool: Tool | undefined;
  /** The operation that failed, when a workflow called it. */
  operation?: OperationTool | undefined;
  /** The argument that an error's pointer or parameter speaks of. */
  argumentOf(error: GatewayError): string | undefined;
  /** The tool that lists valid values of an id argument. */
  listerOf(argument: string): string | undefined;
  /** The read that shows whether a write happened. */
  settledBy: string | undefined;
  /** What the call's requests changed. */
  changed: Changed;
  /** What was made up for the call: with it a repetition is done once. */
  generated: Record<string, string>;
  /** Leaves out each sentence that names a tool which the settings hide. */
  visible(text: string): string;
}

/** The text of an error as a model reads it: what failed, where, what next; at most three lines. */
export function errorText(error: unknown, context: ErrorContext): string {
  const facts = factsOf(error, context);
  const advice = adviceOn(error, context, facts);
  const argument = advice?.argument ?? placeOf(error, facts);
  const lines = [
    `${context.tool?.name ?? "The call"}: ${context.visible(whatFailed(error))}`,
    argument && `Argument: ${argument}`,
    advice && context.visible(fill(advice.next, facts)),
  ];
  return lines
    .filter(Boolean)
    .map((line) => oneLine(String(line)))
    .join("\n");
}

/** The row of ADVICE that an error is answered with; undefined when what failed says it all. */
export function adviceOn(
  error: unknown,
  context: ErrorContext,
  facts: Facts = factsOf(error, context),
): Advice | undefined {
  const came = cameOf(error);
  const { status, source } = error instanceof GatewayError ? error : {};
  return ADVICE.find(
    (row) =>
      [row.came].flat().includes(came) &&
      (row.status ?? status) === status &&
      (row.source ?? source) === source &&
      (row.changed ?? context.changed) === context.changed &&
      factsIn(row.next).every((name) => facts[name]),
  );
}

function cameOf(error: unknown): Came {
  if (error instanceof InputError) return "input";
  if (error instanceof ConnectionError) return "connection";
  if (error instanceof StoppedError) return "stopped";
  if (error instanceof BusyError) return "busy";
  if (error instanceof NetworkError) return error.sent ? "no answer" : "unsent";
  if (!(error instanceof GatewayError)) return "defect";
  if (error.status >= 500 || error.status === 408) return "failed";
  return error.status < 400 ? "unreadable" : "refused";
}

const WHO = { gateway: "Maton", klaviyo: "Klaviyo", unknown: "the gateway" };

function whatFailed(error: unknown): string {
  if (error instanceof GatewayError) return `${error.status} from ${WHO[error.source]}: ${error.detail}`;
  if (error instanceof NetworkError) return `no answer from the gateway (${error.message})`;
  return error instanceof Told ? error.message : "failed inside the server";
}

/** Where the fault is: of a 400 also as the answer has it, when it is no argument of ours. */
function placeOf(error: unknown, { argument }: Facts): string | undefined {
  if (argument || !(error instanceof GatewayError) || error.status !== 400) return argument;
  return error.parameter ?? error.pointer;
}

function factsOf(error: unknown, context: ErrorContext): Facts {
  const { tool, operation = tool?.kind === "operation" ? tool : undefined, settledBy } = context;
  const [made] = Object.entries(context.generated).map(([name, value]) => `${name} "${value}"`);
  const { request, missing } = operation ?? {};
  const facts = { settledBy, repeat: made, scopes: request?.scopes.join(" and "), missing };
  if (error instanceof InputError) return { ...facts, own: error.next, ...placed(error.argument, context) };
  if (error instanceof ConnectionError) return { ...facts, own: error.next };
  if (!(error instanceof GatewayError)) return facts;
  const existing = error.meta?.duplicate_profile_id;
  return {
    ...facts,
    ...placed(context.argumentOf(error), context),
    wait:
      error.retryAfter === undefined
        ? "a minute"
        : `${Math.min(error.retryAfter, MOST_WAIT_S[error.source])} s`,
    existing: typeof existing === "string" ? JSON.stringify(existing) : undefined,
  };
}

/** An argument, and which tool lists valid ones; of alternatives, for the first. */
function placed(argument: string | undefined, { listerOf }: ErrorContext): Facts {
  return { argument, lister: argument && listerOf(argument.replace(/ or .*/, "")) };
}

function factsIn(text: string): (keyof Facts)[] {
  return Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name as keyof Facts);
}

function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (_, name: keyof Facts) => facts[name] ?? "");
}
