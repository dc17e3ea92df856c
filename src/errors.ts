/** What is expected to go wrong, and is told to the model with what to do next. An error that is none is a defect. */
export abstract class Told extends Error {}

/** An argument that cannot be right: found before any request left. */
export class InputError extends Told {
  override readonly name = "InputError";
  readonly argument: string | undefined;
  readonly next: string | undefined;
  /** It names something that is not there. */
  readonly missing: boolean;
  /** What was called or given has no such name, be it a tool or an argument: nothing lists values of it. */
  readonly unknown: boolean;

  constructor(
    problem: string,
    {
      argument,
      next,
      missing = false,
      unknown = false,
    }: { argument?: string; next?: string; missing?: boolean; unknown?: boolean } = {},
  ) {
    super(problem);
    this.argument = argument;
    this.next = next;
    this.missing = missing;
    this.unknown = unknown;
  }
}

/** A setting that cannot be right. Its message says what to set; the server does not start. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** No connection, or no telling which: nothing was sent to Klaviyo. */
export class ConnectionError extends Told {
  override readonly name = "ConnectionError";
  readonly next: string;

  constructor(problem: string, next: string) {
    super(problem);
    this.next = next;
  }
}

const STOPPED = {
  cancelled: "cancelled by the client",
  deadline: "ran out of time",
  stopping: "the server is stopping",
} as const;
/** Who ended a call: the client, the time that a client waits, or the server itself. */
export type StopReason = keyof typeof STOPPED;

/** A call ended before its answer came. `sent` says whether its request may have arrived. */
export class StoppedError extends Told {
  override readonly name = "StoppedError";
  readonly reason: StopReason;
  readonly sent: boolean;

  constructor(reason: StopReason, sent = false) {
    super(STOPPED[reason]);
    this.reason = reason;
    this.sent = sent;
  }
}

/** Why a signal was aborted: what `abort` was told, where it was the server. */
export function stopReasonOf({ reason }: AbortSignal): StopReason {
  return reason === "stopping" ? reason : "cancelled";
}

/** No answer came: the connection failed. `sent` says whether the request may have arrived. */
export class NetworkError extends Told {
  override readonly name = "NetworkError";
  readonly sent: boolean;

  constructor(problem: string, sent: boolean) {
    super(problem);
    this.sent = sent;
  }
}

/** No turn comes within the rate limits before the call must answer. `retryAfter` is in seconds. */
export class BusyError extends Told {
  override readonly name = "BusyError";
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super(`busy, retry after ${retryAfter} s`);
    this.retryAfter = retryAfter;
  }
}

/** One thing that an answer objects to, and where: a pointer into the body, or a query parameter. */
export interface Objection {
  detail: string;
  pointer?: string | undefined;
  parameter?: string | undefined;
}

export interface GatewayErrorDetails extends Objection {
  status: number;
  /** Who answered; `cloudflare` stands before Klaviyo and answers with pages. */
  source: "gateway" | "klaviyo" | "cloudflare" | "unknown";
  code?: string | undefined;
  /** What the same answer objects to besides. */
  others?: readonly Objection[] | undefined;
  meta?: Record<string, unknown> | undefined;
  retryAfter?: number | undefined;
  /** By which a support desk finds the request. */
  requestId?: string | undefined;
}

/** An answer that is an error: Maton's or Klaviyo's, told apart by its body. `retryAfter` is in seconds. */
export class GatewayError extends Told implements GatewayErrorDetails {
  override readonly name = "GatewayError";
  readonly status: number;
  readonly source: GatewayErrorDetails["source"];
  readonly code: string | undefined;
  readonly detail: string;
  readonly pointer: string | undefined;
  readonly parameter: string | undefined;
  readonly others: readonly Objection[];
  readonly meta: Record<string, unknown> | undefined;
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;

  constructor(details: GatewayErrorDetails) {
    super(`${details.status} ${details.detail}`);
    this.status = details.status;
    this.source = details.source;
    this.code = details.code;
    this.detail = details.detail;
    this.pointer = details.pointer;
    this.parameter = details.parameter;
    this.others = details.others ?? [];
    this.meta = details.meta;
    this.retryAfter = details.retryAfter;
    this.requestId = details.requestId;
  }
}

/** Whether an error is Klaviyo's word that it has no such thing. */
export function isNotThere(error: unknown): boolean {
  return error instanceof GatewayError && error.status === 404 && error.source === "klaviyo";
}
