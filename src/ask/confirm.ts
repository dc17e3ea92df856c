import { isObject } from "../text.ts";
import { holds } from "../tool/effects.ts";
import type { Input, Tool } from "../tool/tool.ts";

export const CONFIRM_MODES = ["dangerous", "writes", "elicit-only", "never"] as const;
export type ConfirmMode = (typeof CONFIRM_MODES)[number];
export type CallImpact = "read" | "write" | "dangerous";

/** A token is good for one call within this time. */
const TOKEN_MS = 5 * 60_000;
/** More tokens than a person would ever leave open; the oldest goes first. */
const MAX_TOKENS = 100;

/** What this very call can do, from the tool's declaration and the input. */
export function impactOf(tool: Tool, input: Input): CallImpact {
  if (typeof tool.impact === "string") return tool.impact;
  return tool.impact.dangerousWhen.some((condition) => holds(condition, input))
    ? "dangerous"
    : tool.impact.default;
}

/** Whether a call with this impact has to be confirmed in this mode. */
export function needsConfirmation(impact: CallImpact, mode: ConfirmMode): boolean {
  if (mode === "never" || impact === "read") return false;
  return mode === "writes" || impact === "dangerous";
}

/**
 * Tokens of calls that were shown and not yet made. A token proves that a preview of exactly this call was made, and
 * no more: that a person saw it is for the host to see to.
 */
export class Confirmations {
  readonly #open = new Map<string, { call: string; until: number }>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A new token for this call, base64url. */
  async issue(tool: Tool, input: Input, connectionId: string | undefined): Promise<string> {
    const call = await fingerprint(tool, input, connectionId);
    const [oldest] = this.#open.keys();
    if (this.#open.size >= MAX_TOKENS && oldest) this.#open.delete(oldest);
    const token = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString("base64url");
    this.#open.set(token, { call, until: this.#now() + TOKEN_MS });
    return token;
  }

  /** Whether the token was issued for exactly this call; it is used up either way. */
  async redeem(token: string, tool: Tool, input: Input, connectionId: string | undefined): Promise<boolean> {
    const issued = this.#open.get(token);
    this.#open.delete(token);
    if (issued === undefined || issued.until <= this.#now()) return false;
    return issued.call === (await fingerprint(tool, input, connectionId));
  }
}

/** A hash, so that open tokens of large calls hold no memory. */
async function fingerprint(tool: Tool, input: Input, connectionId: string | undefined): Promise<string> {
  const { confirmation: _, ...call } = input;
  const text = JSON.stringify([tool.name, connectionId ?? null, sorted(call)]);
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(digest).toString("base64url");
}

/** The same value with its keys in order: a client may send them in another one the second time. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, sorted(one)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
