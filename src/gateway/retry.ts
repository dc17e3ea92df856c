import { GatewayError, NetworkError } from "../errors.ts";

/** What failed, in the words of the retry table: an HTTP status, or a connection that gave no answer. */
type Failure = number | "network";

/**
 * The one table of retries. A 429 was not processed, so anything may wait and go again. Everything else is repeated
 * for reads only: a write whose outcome is unknown is never repeated on a guess.
 */
export const RETRIES: readonly { failure: Failure; of: "any" | "reads"; wait: "retry-after" | "jitter" }[] = [
  { failure: 429, of: "any", wait: "retry-after" },
  { failure: "network", of: "reads", wait: "jitter" },
  { failure: 408, of: "reads", wait: "jitter" },
  { failure: 500, of: "reads", wait: "jitter" },
  { failure: 502, of: "reads", wait: "jitter" },
  { failure: 503, of: "reads", wait: "jitter" },
  { failure: 504, of: "reads", wait: "jitter" },
  { failure: 524, of: "reads", wait: "jitter" },
];
/** Requests in all, the first included. */
export const TRIES = 3;
const JITTER_BASE_MS = 250;
/** How long a 429 without Retry-After is waited out. */
const UNSAID_WAIT_MS = 1000;

/** Milliseconds to wait before a failed request goes again, or undefined when it must not. */
export function retryDelay(
  error: unknown,
  attempt: number,
  reads: boolean,
  random: () => number,
): number | undefined {
  if (attempt >= TRIES) return undefined;
  const failure = failureOf(error);
  const row = RETRIES.find((retry) => retry.failure === failure && (reads || retry.of === "any"));
  if (!row) return undefined;
  const said = error instanceof GatewayError ? error.retryAfter : undefined;
  if (said !== undefined) return said * 1000;
  return row.wait === "retry-after" ? UNSAID_WAIT_MS : random() * JITTER_BASE_MS * 2 ** attempt;
}

export interface RetryOptions {
  reads: boolean;
  /** Milliseconds left of the call; a wait that does not fit is not begun. */
  remaining(): number;
  wait(ms: number): Promise<void>;
  random?: () => number;
  onRetry?(): void;
}

/** Runs a request, again where the table allows it and the time left suffices; throws the last failure. */
export async function withRetries<T>(send: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await send();
    } catch (error) {
      const delay = retryDelay(error, attempt, options.reads, options.random ?? Math.random);
      if (delay === undefined || delay >= options.remaining()) throw error;
      options.onRetry?.();
      await options.wait(delay);
    }
  }
}

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof GatewayError) return error.status;
  return error instanceof NetworkError ? "network" : undefined;
}
