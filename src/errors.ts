import { oneLine } from "./text.ts";
import type { OperationTool, Tool } from "./tool/tool.ts";

/** An argument that cannot be right: found before any request left. */
export class InputError extends Error {
  override readonly name = "InputError";
  readonly argument: string | undefined;
  readonly next: string | undefined;

  constructor(problem: string, { argument, next }: { argument?: string; next?: string } = {}) {
    super(problem);
    this.argument = argument;
    this.next = next;
  }
}

/** A setting that cannot be right. Its message says what to set; the server does not start. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** No connection, or no telling which: nothing was sent to Klaviyo. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly next: string;

  constructor(problem: string, next: string) {
    super(problem);
    this.next = next;
  }
}

/** The client cancelled the call, or it ran out of the time that a client waits. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
  readonly reason: "cancelled" | "deadline";

  constructor(reason: "cancelled" | "deadline") {
    super(reason === "cancelled" ? "cancelled by the client" : "ran out of time");
    this.reason = reason;
  }
}

/** No answer came: the connection failed. `sent` says whether the request may have arrived. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
  readonly sent: boolean;

  constructor(problem: string, sent: boolean) {
    super(problem);
    this.sent = sent;
  }
}

/** No turn comes within the rate limits before the call must answer. `retryAfter` is in seconds. */
export class BusyError extends Error {
  override readonly name = "BusyError";
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`busy, retry after ${retryAfter} s`);
    this.retryAfter = retryAfter;
  }
}

export interface GatewayErrorDetails {
  status: number;
  source: "gateway" | "klaviyo" | "unknown";
  code?: string | undefined;
  detail: string;
  pointer?: string | undefined;
  parameter?: string | undefined;
  meta?: Record<string, unknown> | undefined;
  retryAfter?: number | undefined;
}

/** An answer that is an error: Maton's or Klaviyo's, told apart by its body. `retryAfter` is in seconds. */
export class GatewayError extends Error implements GatewayErrorDetails {
  override readonly name = "GatewayError";
  readonly status: number;
  readonly source: GatewayErrorDetails["source"];
  readonly code: string | undefined;
  readonly detail: string;
  readonly pointer: string | undefined;
  readonly parameter: string | undefined;
  readonly meta: Record<string, unknown> | undefined;
  readonly retryAfter: number | undefined;

  constructor(details: GatewayErrorDetails) {
    super(`${details.status} ${details.detail}`);
    this.status = details.status;
    this.source = details.source;
    this.code = details.code;
    this.detail = details.detail;
    this.pointer = details.pointer;
    this.parameter = details.parameter;
    this.meta = details.meta;
    this.retryAfter = details.retryAfter;
  }
}

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
  /** What was made up for the call: with it a repetition is done once. */
  generated: Record<string, string>;
  /** Leaves out each sentence that names a tool which the settings hide. */
  visible(text: string): string;
}

/** The text of an error as a model reads it: what failed, where, what next; at most three lines. */
export function errorText(error: unknown, context: ErrorContext): string {
  const name = context.tool?.name ?? "The call";
  const { failed, where, next } = explain(error, context);
  const lines = [
    `${name}: ${context.visible(failed)}`,
    where && `Argument: ${where}`,
    next && context.visible(next),
  ];
  return lines
    .filter(Boolean)
    .map((line) => oneLine(String(line)))
    .join("\n");
}

interface Explanation {
  failed: string;
  where?: string | undefined;
  next?: string | undefined;
}

function explain(error: unknown, context: ErrorContext): Explanation {
  const reads = context.operation
    ? context.operation.annotations.readOnlyHint
    : context.tool?.annotations.readOnlyHint !== false;
  if (error instanceof InputError) {
    return {
      failed: error.message,
      where: error.argument,
      next: error.next ?? listed(error.argument, context),
    };
  }
  if (error instanceof ConnectionError) return { failed: error.message, next: error.next };
  if (error instanceof StoppedError)
    return { failed: error.message, next: reads ? "Call again." : unknown(context) };
  if (error instanceof BusyError)
    return { failed: error.message, next: "The rate limits have no turn sooner; this request was not sent." };
  if (error instanceof NetworkError) {
    const failed = `no answer from the gateway (${error.message})`;
    if (!error.sent)
      return { failed, next: "Nothing was sent. Check the network and the gateway's address." };
    return { failed, next: reads ? "Nothing was changed. Call again." : unknown(context) };
  }
  if (error instanceof GatewayError) return explainAnswer(error, context, reads);
  return {
    failed: "failed inside the server",
    next: reads ? "This is a defect of klaviyo-mcp; its log on stderr has more." : unknown(context),
  };
}

function unknown(context: ErrorContext): string {
  const [[name, value] = []] = Object.entries(context.generated);
  if (name)
    return `Whether the change was made is unknown. The same call with ${name} "${value}" is done once at most.`;
  const settled = context.settledBy
    ? ` ${context.settledBy} shows whether it was.`
    : " Look before repeating it.";
  return `Whether the change was made is unknown, and it was not repeated.${settled}`;
}

function explainAnswer(error: GatewayError, context: ErrorContext, reads: boolean): Explanation {
  const who = { gateway: "Maton", klaviyo: "Klaviyo", unknown: "the gateway" }[error.source];
  const failed = `${error.status} from ${who}: ${error.detail}`;
  const where = context.argumentOf(error);
  const gateway = error.source === "gateway";
  switch (error.status) {
    case 400:
      if (gateway) return { failed, next: NO_CONNECTION };
      return { failed, where: where ?? error.parameter ?? error.pointer };
    case 401:
      return {
        failed,
        next: "MATON_API_KEY is missing or wrong: copy it from maton.ai/settings. list_connections tests it.",
      };
    case 403: {
      const scopes = (context.operation ?? operationOf(context.tool))?.request.scopes.join(" and ");
      const needs = scopes ? `This operation needs the scope ${scopes}` : "A scope or a plan is missing";
      return { failed, next: `${needs}: grant it by signing in anew. create_connection starts that.` };
    }
    case 404:
      if (gateway) {
        return {
          failed,
          where: "connection_id",
          next: "No such connection. list_connections shows the ids.",
        };
      }
      return { failed, where, next: whereToFind(where, context) };
    case 405:
      return { failed, where, next: "Klaviyo has this path for other methods only." };
    case 409:
      return { failed, where, next: duplicate(error) };
    case 410:
      return { failed, next: "The API revision is retired: set KLAVIYO_REVISION to a current one." };
    case 429: {
      const wait = error.retryAfter === undefined ? "a minute" : `${error.retryAfter} s`;
      const whose = gateway ? "Maton's limit of 10 requests a second" : "Klaviyo's limit of this operation";
      return { failed, next: `Wait ${wait}, then call again: ${whose} was reached, nothing was done.` };
    }
    default:
      // A 2xx or 3xx stands here when its body could not be read: of a write, nobody knows what came of it.
      if ((error.status >= 500 || error.status < 400) && !reads) {
        return { failed, next: unknown(context) + (error.status === 500 && gateway ? ` ${EXPIRED}` : "") };
      }
      if (error.status === 500 && gateway) return { failed, next: EXPIRED };
      return {
        failed,
        where,
        next: error.status >= 500 ? "Nothing was changed. Call again later." : undefined,
      };
  }
}

const NO_CONNECTION =
  "No Klaviyo account is connected to this key. create_connection gives a url: open it, sign in, then call again. list_connections shows what is connected.";
const EXPIRED =
  "The connection's sign-in has probably expired: create a new connection, authorise it, use it, then delete the old one. create_connection starts that.";

function operationOf(tool: Tool | undefined): OperationTool | undefined {
  return tool?.kind === "operation" ? tool : undefined;
}

function whereToFind(argument: string | undefined, context: ErrorContext): string {
  if (!argument) return "Check the path and the ids in it.";
  const next = listed(argument, context);
  return `Check ${argument}.${next ? ` ${next}` : ""}`;
}

/** Which tool lists valid ids; of alternatives, for the first. */
function listed(argument: string | undefined, context: ErrorContext): string | undefined {
  const lister = argument && context.listerOf(argument.replace(/ or .*/, ""));
  return lister && `${lister} lists valid ones.`;
}

function duplicate(error: GatewayError): string | undefined {
  const existing = error.meta?.duplicate_profile_id;
  if (typeof existing !== "string") return undefined;
  return `The existing profile is ${JSON.stringify(existing)}. update_profile changes it. create_or_update_profile does either.`;
}
