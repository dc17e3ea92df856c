import { appendFileSync, closeSync, fsyncSync, openSync } from "node:fs";
import type { GateEvent } from "./ask/gate.ts";
import type { Verdict } from "./ask/policy.ts";
import { ConfigError, InputError } from "./errors.ts";
import type { Effect } from "./tool/effects.ts";

/** By whose word a change leaves: a person's, a button's on a page, a token's, or what the policy says of it. */
export type Decider = "person" | "button" | "token" | Extract<Verdict, { asks: false }>["by"];

/** What every line says of the change that it is about: no body, no e-mail address, no phone number. */
export interface Audited {
  /** The same on every line of one call, and on its line in the log. */
  call: string;
  session: string;
  /** Name and version of the client. */
  client: string;
  /** The name under which the server knows whose call it is; absent where it tells nobody apart. */
  caller?: string | undefined;
  /** The connection; null where a call is about none. */
  account: string | null;
  operation: string;
  method: string | null;
  /** The path as the operation has it, its ids in `targets`. */
  path: string | null;
  targets: readonly string[];
  effects: readonly Effect[];
  /** The hash of the plan. */
  plan: string;
}

/** What happened. A change is told before it leaves, and its outcome after it, so that a crash between them shows. */
export type AuditEvent =
  | GateEvent
  | { event: "change"; by: Decider }
  | {
      event: "outcome";
      by: Decider;
      changed: "yes" | "no" | "unknown";
      status?: number;
      error?: string;
      ms: number;
    }
  | { event: "withdrawn" };

/** Writes one line; throws InputError when it cannot, and then nothing may leave. */
export type Audit = (about: Audited, event: AuditEvent) => void;

/**
 * Opens the log that a person asked for, to append to it; it is made with mode 0600. Throws ConfigError when that
 * fails. `date` gives the time of a line.
 */
export function openAudit(file: string, date: () => Date = () => new Date()): Audit & { close(): void } {
  const log = opened(file);
  const audit: Audit = (about, event) => {
    const line = {
      time: date().toISOString(),
      ...event,
      ...about,
      path: about.path && withoutPeople(about.path),
      targets: about.targets.map(withoutPeople),
    };
    try {
      appendFileSync(log, `${JSON.stringify(line)}\n`);
      fsyncSync(log);
    } catch (error) {
      throw new InputError(`the audit log could not be written (${codeOf(error)})`, {
        next: "No change leaves without it. Make room for it, or start the server without --audit-log.",
      });
    }
  };
  return Object.assign(audit, { close: () => closeSync(log) });
}

function opened(file: string): number {
  try {
    return openSync(file, "a", 0o600);
  } catch (error) {
    throw new ConfigError(`--audit-log cannot be opened (${codeOf(error)}): ${JSON.stringify(file)}.`);
  }
}

/** An id that is an address or a number of a person says who they are: the log keeps neither. */
export function withoutPeople(target: string): string {
  return target
    .replace(/[^\s"/]*(?:@|%40)[^\s"/]*/gi, "(e-mail)")
    .replace(/\+\d[\d\s().-]{5,}\d|(?<!\d)\d{10,15}(?!\d)|\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}/g, "(number)");
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
