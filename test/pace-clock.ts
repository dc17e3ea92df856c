import { afterEach, beforeEach, expect, vi } from "vitest";
import { takeTurn } from "../src/call/turn.ts";
import type { Bucket } from "../src/gateway/buckets.ts";
import { Pace } from "../src/gateway/pace.ts";
import type { LimitSigns } from "../src/gateway/signs.ts";

// A pace on a clock of the test's own, for the tests of rate limits.

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;
/** A window and the margin that its neighbour keeps from it. */
export const next = (window: number) => window + 25;

/** Has time pass only when a test says so. */
export function useTestClock(): void {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    // A command-line program ends by itself: nothing may be left to wait for.
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
}

interface TakeOptions {
  within?: number;
  signal?: AbortSignal;
  who?: string;
}

/** A pace, the clock since it began, and what went when. */
export function startPace() {
  const start = performance.now();
  let slept = 0;
  const clock = () => Math.round(performance.now() - start + slept);
  const pace = new Pace({ now: clock });
  /** Time passes and no timer runs. */
  const sleep = (ms: number) => {
    slept += ms;
  };
  const log: { label: string; buckets: readonly Bucket[]; at: number }[] = [];
  const take = async (label: string, buckets: readonly Bucket[], options: TakeOptions = {}) => {
    const ends = clock() + (options.within ?? DAY * 3);
    const signal = options.signal ?? new AbortController().signal;
    await takeTurn(pace, buckets, { remaining: () => ends - clock(), signal, who: options.who });
    log.push({ label, buckets, at: clock() });
  };
  const takeMany = (count: number, buckets: readonly Bucket[], options?: TakeOptions) =>
    Promise.all(Array.from({ length: count }, (_, index) => take(String(index), buckets, options)));
  /** Lets the clock run until everybody had a turn. */
  const finish = async (...calls: Promise<unknown>[]) => {
    const done = Promise.all(calls);
    await vi.runAllTimersAsync();
    await done;
  };
  const times = () => log.map(({ at }) => at);
  const order = () => log.map(({ label }) => label);
  return { pace, clock, sleep, log, take, takeMany, finish, times, order };
}

export const bucket = (name: string, burst: number, steady: number, daily?: number): Bucket => ({
  name,
  rate: { burst, steady, ...(daily && { daily }) },
});
export const XS = bucket("a:xs", 1, 15);
export const S = bucket("a:s", 3, 60);
export const M = bucket("a:m", 10, 150);
export const steadyHeaders = (limit: number, remaining: number, reset: number): LimitSigns => ({
  status: 200,
  headers: {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(reset),
  },
});

/** The failure of a call that must fail at once, on a clock that stands still. */
export async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail("the call got a turn"),
    (error: unknown) => error,
  );
}
