import type { Bucket } from "../rate.ts";
import type { Operation } from "./operation.ts";

/** Klaviyo's tiers: requests per second and per minute. */
const TIERS: Record<string, string> = { XS: "1 15", S: "3 60", M: "10 150", L: "75 750", XL: "350 3500" };

const SECONDS = [1, 60, 86_400];

function toBucket(key: string, limit: string): Bucket {
  const numbers = (TIERS[limit] ?? limit).split(" ").map(Number);
  return { key, windows: numbers.map((count, index) => ({ limit: count, seconds: SECONDS[index] ?? 60 })) };
}

/**
 * The buckets that a request is charged to. A stricter bucket is shared by all operations that have the same
 * parameter and value, and is charged besides the operation's own.
 */
export function bucketsOf(operation: Operation, search: string, connection: string): Bucket[] {
  const parameters = new URLSearchParams(search);
  const buckets = [toBucket(`${connection} ${operation.id}`, operation.limit)];
  for (const [pair, limit] of Object.entries(operation.stricter ?? {})) {
    const [parameter = "", value = ""] = pair.split("=");
    if (parameters.get(parameter)?.split(",").includes(value))
      buckets.push(toBucket(`${connection} ${pair}`, limit));
  }
  return buckets;
}
