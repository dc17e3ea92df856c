import type { AuditEvent } from "./audit.ts";

/**
 * Told of calls while they run, by whoever wants to count them. It hears names of tools and operations, words of this
 * project and numbers: nothing that a call was given, nothing that Klaviyo answered, and of nobody whose call it was.
 */
export interface Watch {
  /** A session began; what it answers with is called once, when that is over. */
  began(): () => void;
  /** A call ended after so many milliseconds; `tool` is a name that is offered, or "unknown". */
  called(tool: string, ended: Ended, ms: number): void;
  /** A change of which nobody knows whether it was made. */
  unknown(tool: string): void;
  /** A request was answered with this status; undefined where no answer came. */
  sent(operation: string, status: number | undefined): void;
  /** A request had its turn after so many milliseconds, or would have had it too late. */
  waited(ms: number, turn: "come" | "late"): void;
  /** What happened to a change between the call and its sending. */
  asked(event: AuditEvent): void;
  /** An operation of an account has a cap a day; `left` says how many requests are left of it, undefined where nobody counts. */
  capped(operation: string, account: string, left: () => number | undefined): void;
}

/** How a call ended, in words of which there are few: a result by its status, or the kind of error. */
export type Ended = (typeof ENDINGS)[number];
export const ENDINGS = [
  "ok",
  "needs_confirmation",
  "declined",
  "changed",
  "InputError",
  "ConnectionError",
  "GatewayError",
  "NetworkError",
  "BusyError",
  "StoppedError",
  "defect",
] as const;

/** The word for how a call ended: by what was thrown, or by the status of what the model reads. */
export function endedBy(failure: unknown, status: unknown): Ended {
  const word = failure === undefined ? (status ?? "ok") : failure instanceof Error ? failure.name : undefined;
  const found = ENDINGS.find((one) => one === word);
  return found ?? (failure === undefined ? "ok" : "defect");
}
