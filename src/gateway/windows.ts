import type { Bucket } from "./buckets.ts";
import { MARGIN_MS } from "./sliding-log.ts";

/**
 * Klaviyo's two windows, and a day for its daily caps. When Klaviyo's day begins is not documented, so any 24 hours
 * hold no more than the cap.
 */
const SPANS = { burst: 1000, steady: 60_000, daily: 24 * 60 * 60_000 } as const;
/** Maton's limit of a key, in requests a second, whatever is asked and of whichever account. */
export const KEY_RATE = 10;
/** Of ten, six: a third of the key's rate and more is left to whoever waits. */
const BEHIND_SHARE = 0.6;

/** A stretch of time in which no more than `limit` requests may go. */
export interface Window {
  /** The bucket's name and which of its windows it is: the same for everybody who counts in it. */
  name: string;
  over: keyof typeof SPANS;
  limit: number;
  /** Milliseconds, the margin included. */
  span: number;
  /** How many of the bucket may go in a second; undefined where that is not said. */
  burst: number | undefined;
}

/** All windows of some buckets, in the order of these. */
export function windowsOf(buckets: readonly Bucket[]): Window[] {
  return buckets.flatMap(({ name, rate }) =>
    (["burst", "steady", "daily"] as const).flatMap((over) => {
      const limit = rate[over];
      if (limit === undefined) return [];
      return [{ name: `${name} ${over}`, over, limit, span: SPANS[over] + MARGIN_MS, burst: rate.burst }];
    }),
  );
}

/** What every request of a key is charged to. `rate` is in requests a second. */
export function keyBucket(rate: number = KEY_RATE): Bucket {
  return { name: "key", rate: { burst: rate } };
}

/** What a reading in the background takes of a key while anybody else calls. */
export function behindBucket(rate: number = KEY_RATE): Bucket {
  return { name: "key behind", rate: { burst: Math.max(1, Math.floor(rate * BEHIND_SHARE)) } };
}

/** Somebody who called so long ago, in milliseconds, may call again. */
export const CALLS_MS = 10_000;
