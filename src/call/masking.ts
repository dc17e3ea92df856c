import { type Change, hashOf } from "../ask/plan.ts";
import { MAX_TOKENS } from "../ask/tokens.ts";
import type { Origin } from "../mask/documents.ts";
import type { CallMask } from "../mask/mask.ts";
import type { OperationTool } from "../tool/tool.ts";
import type { CallSession } from "./session.ts";

/** Of whose making the answer of an operation is: what a POST brings may be a rendering, a download may hold anything. */
export function originOf({ request, result }: OperationTool, raw: CallSession["raw"]): Origin {
  const undeclared = raw?.declared === false && raw.path === request.path;
  const isBare = "resource" in result && result.resource.attributes.length === 0;
  return { rendered: request.method === "POST", unknown: undeclared || isBare };
}

/** What the last question about a change read of persons: where it differs by now, the next answer tells of it. */
export class Shown {
  /** By session and change. */
  readonly #masks = new Map<string, CallMask>();

  /** Has a call know what the one before it, about the same change, was shown. */
  recall(change: Change, { mask, client }: CallSession): void {
    if (!mask) return;
    const key = JSON.stringify([client.caller.session, hashOf(change)]);
    const earlier = this.#masks.get(key);
    if (earlier) mask.also(earlier);
    this.#masks.delete(key);
    this.#masks.set(key, mask);
    const [oldest] = this.#masks.keys();
    if (this.#masks.size > MAX_TOKENS && oldest !== undefined) this.#masks.delete(oldest);
  }

  /** Lets go of what a session was shown; it is over. */
  end(session: string): void {
    const own = JSON.stringify([session]).slice(0, -1);
    for (const key of this.#masks.keys()) if (key.startsWith(own)) this.#masks.delete(key);
  }
}
