import type { IncomingHttpHeaders } from "node:http";
import type { Bucket } from "./buckets.ts";

/** How long a 429 closes its bucket when Retry-After is absent or rounded down to 0. */
const UNSAID_CLOSED_MS = 1000;

/** What an answer tells of the limits; an Answer and a GatewayError both have it. `retryAfter` is in seconds. */
export interface LimitSigns {
  status: number;
  headers?: IncomingHttpHeaders;
  source?: "gateway" | "klaviyo" | "cloudflare" | "unknown";
  retryAfter?: number | undefined;
}

/** What follows from them. Milliseconds; `window` is a window's name. */
export type Signs =
  | { is: "full"; whose: "key" | "operation"; wait: number }
  | { is: "open"; left?: { window: string; most: number; for: number } };

/** Reads what an answer to a request in these buckets says. */
export function readSigns(
  buckets: readonly Bucket[],
  { status, headers, source, retryAfter }: LimitSigns,
): Signs {
  if (status === 429) {
    const wait = retryAfter ? Math.ceil(retryAfter * 1000) : UNSAID_CLOSED_MS;
    return { is: "full", whose: source === "gateway" ? "key" : "operation", wait };
  }
  const most = wholeNumber(headers?.["ratelimit-remaining"]);
  const reset = wholeNumber(headers?.["ratelimit-reset"]);
  if (most === undefined || reset === undefined) return { is: "open" };
  // By the documentation they tell of the steady window, but real answers lead with the burst limit
  // ("10, 10;w=1, 150;w=60"): what those say is over by the time it arrives.
  const limit = wholeNumber(headers?.["ratelimit-limit"]);
  const steady = buckets.find(({ rate }) => rate.steady === limit);
  if (!steady && buckets.some(({ rate }) => rate.burst === limit)) return { is: "open" };
  const bucket = steady ?? buckets[0];
  if (bucket?.rate.steady === undefined) return { is: "open" };
  return { is: "open", left: { window: `${bucket.name} steady`, most, for: reset * 1000 } };
}

/** The number a header begins with. */
function wholeNumber(header: string | string[] | undefined): number | undefined {
  const number = Number.parseInt(String(header ?? ""), 10);
  return number >= 0 ? number : undefined;
}
