import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BusyError, StoppedError } from "../src/errors.ts";
import { type Bucket, bucketsOf, type LimitSigns, Pace } from "../src/gateway/rate-limit.ts";
import { getList } from "../tools/lists.ts";
import { getProfile, getProfiles } from "../tools/profiles.ts";
import { getSegment } from "../tools/segments.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
/** A window and the margin that its neighbour keeps from it. */
const next = (window: number) => window + 25;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  // A command-line program ends by itself: nothing may be left to wait for.
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

interface TakeOptions {
  within?: number;
  signal?: AbortSignal;
}

/** A pace, the clock since it began, and what went when. */
function startPace() {
  const start = performance.now();
  let slept = 0;
  const clock = () => Math.round(performance.now() - start + slept);
  const pace = new Pace(clock);
  /** Time passes and no timer runs. */
  const sleep = (ms: number) => {
    slept += ms;
  };
  const log: { label: string; buckets: readonly Bucket[]; at: number }[] = [];
  const take = async (label: string, buckets: readonly Bucket[], options: TakeOptions = {}) => {
    const ends = clock() + (options.within ?? DAY * 3);
    const signal = options.signal ?? new AbortController().signal;
    await pace.take(buckets, { remaining: () => ends - clock(), signal });
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

const bucket = (name: string, burst: number, steady: number, daily?: number): Bucket => ({
  name,
  rate: { burst, steady, ...(daily && { daily }) },
});
const XS = bucket("a:xs", 1, 15);
const S = bucket("a:s", 3, 60);
const M = bucket("a:m", 10, 150);
const steadyHeaders = (limit: number, remaining: number, reset: number): LimitSigns => ({
  status: 200,
  headers: {
    "ratelimit-limit": String(limit),
    "ratelimit-remaining": String(remaining),
    "ratelimit-reset": String(reset),
  },
});

/** The failure of a call that must fail at once, on a clock that stands still. */
async function failureOf(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => expect.fail("the call got a turn"),
    (error: unknown) => error,
  );
}

describe("windows", () => {
  it("lets a burst through at once and the next one a second later", async () => {
    const { takeMany, finish, times } = startPace();
    await finish(takeMany(7, [S]));
    expect(times()).toEqual([0, 0, 0, next(SECOND), next(SECOND), next(SECOND), 2 * next(SECOND)]);
  });

  it("holds the steady window over bursts", async () => {
    const { takeMany, finish, times } = startPace();
    await finish(takeMany(16, [XS]));
    expect(times()[14]).toBe(14 * next(SECOND));
    expect(times()[15]).toBe(next(MINUTE));
  });

  it("holds a daily cap over any 24 hours", async () => {
    const { takeMany, finish, times } = startPace();
    await finish(takeMany(5, [bucket("a:report", 1, 2, 4)]));
    expect(times()[3]).toBe(next(MINUTE) + next(SECOND));
    expect(times()[4]).toBe(next(DAY));
  });

  it("charges both the operation and its stricter bucket", async () => {
    const { take, takeMany, finish, order, times } = startPace();
    const stricter = bucket("a:include=lists", 1, 15);
    await finish(
      take("both", [S, stricter]),
      take("other operation, same pair", [M, stricter]),
      takeMany(3, [S]),
    );
    expect(order()).toEqual(["both", "0", "1", "other operation, same pair", "2"]);
    expect(times()).toEqual([0, 0, 0, next(SECOND), next(SECOND)]);
  });

  it("gives a key 10 requests a second over all connections and operations", async () => {
    const { take, finish, times } = startPace();
    const calls = Array.from({ length: 25 }, (_, index) =>
      take("", [bucket(`connection${index}:m`, 10, 150)]),
    );
    await finish(...calls);
    expect(times().filter((at) => at === 0)).toHaveLength(10);
    expect(times().filter((at) => at === next(SECOND))).toHaveLength(10);
    expect(times().filter((at) => at === 2 * next(SECOND))).toHaveLength(5);
  });

  it("is not fooled by a burst at the end of one window and the start of another", async () => {
    const { takeMany, finish, times } = startPace();
    await finish(takeMany(1, [S]));
    await vi.advanceTimersByTimeAsync(900);
    await finish(takeMany(5, [S]));
    expect(times()).toEqual([0, 900, 900, next(SECOND), 900 + next(SECOND), 900 + next(SECOND)]);
  });
});

describe("order", () => {
  it("is that of arrival within an operation, and another operation does not wait for it", async () => {
    const { take, finish, order } = startPace();
    await finish(take("1", [XS]), take("2", [XS]), take("3", [XS]), take("other", [S]));
    expect(order()).toEqual(["1", "other", "2", "3"]);
  });

  it("is that of arrival for the key", async () => {
    const { take, finish, order } = startPace();
    const names = Array.from({ length: 30 }, (_, index) => String(index));
    await finish(...names.map((name) => take(name, [bucket(name, 1, 15)])));
    expect(order()).toEqual(names);
  });

  it("keeps the place of one who waits for a stricter window among those who come later", async () => {
    const { take, takeMany, finish, log } = startPace();
    const stricter = bucket("a:include=lists", 1, 15);
    const waits = [take("first", [S, stricter]), take("second", [S, stricter])];
    await finish(...waits, takeMany(20, [S]));
    expect(log.find(({ label }) => label === "second")?.at).toBe(next(SECOND));
  });

  it("gives up the place of a call that is cancelled", async () => {
    const { take, finish, order, times } = startPace();
    const client = new AbortController();
    const first = take("first", [XS]);
    const cancelled = failureOf(take("cancelled", [XS], { signal: client.signal }));
    const last = take("last", [XS]);
    await vi.advanceTimersByTimeAsync(500);
    client.abort();
    expect(await cancelled).toBeInstanceOf(StoppedError);
    await finish(first, last);
    expect(order()).toEqual(["first", "last"]);
    expect(times()).toEqual([0, next(SECOND)]);
  });

  it("gives a place that was given up to the next who comes, and keeps no timer for it", async () => {
    const { take, finish } = startPace();
    const client = new AbortController();
    await take("", [XS]);
    const cancelled = failureOf(take("", [XS], { signal: client.signal }));
    client.abort();
    await cancelled;
    expect(vi.getTimerCount()).toBe(0);
    await finish(take("", [XS], { within: 1.5 * SECOND }));
  });

  it("lets go of the signal when the turn has come", async () => {
    const { takeMany, finish } = startPace();
    const { signal } = new AbortController();
    const calls = takeMany(2, [XS], { signal });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await finish(calls);
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("keeps a window free of those who come later and would be too close before a planned turn", async () => {
    const { pace, take, finish, log } = startPace();
    const stricter = bucket("a:include=lists", 1, 15);
    pace.learn([S], { status: 429, source: "klaviyo", retryAfter: 0.7 });
    await finish(take("planned", [S, stricter]), take("later", [M, stricter]));
    expect(log.map(({ label, at }) => [label, at])).toEqual([
      ["planned", next(700)],
      ["later", next(700) + next(SECOND)],
    ]);
  });

  it("counts nothing for a call that was cancelled before it came", async () => {
    const { take, finish, times } = startPace();
    const error = await failureOf(take("", [XS], { signal: AbortSignal.abort() }));
    expect(error).toMatchObject({ name: "StoppedError", reason: "cancelled" });
    await finish(take("", [XS]));
    expect(times()).toEqual([0]);
  });

  it("survives an answer that comes after a sleep and before the turns that it delayed", async () => {
    const { pace, takeMany, finish, sleep, times } = startPace();
    const calls = takeMany(5, [S]);
    sleep(10 * MINUTE);
    pace.learn([S], steadyHeaders(60, 1, 30));
    await finish(calls);
    expect(times().slice(3)).toEqual([10 * MINUTE, 10 * MINUTE + 30 * SECOND]);
  });

  it("and the windows hold when the machine slept through every turn", async () => {
    const { take, takeMany, finish, sleep, order, times } = startPace();
    const calls = takeMany(7, [S]);
    sleep(10 * MINUTE);
    await finish(calls, take("late", [S]));
    expect(order().at(-1)).toBe("late");
    const woken = 10 * MINUTE;
    expect(times().slice(3)).toEqual([...Array(3).fill(woken), ...Array(2).fill(woken + next(SECOND))]);
  });
});

describe("a deadline", () => {
  it("that cannot be met is refused at once, with the time to wait, and costs nobody a place", async () => {
    const { take, takeMany, finish, times } = startPace();
    const first = takeMany(15, [XS]);
    const error = await failureOf(take("", [XS], { within: 45 * SECOND }));
    expect(error).toBeInstanceOf(BusyError);
    expect(error).toMatchObject({ retryAfter: 61, message: "busy, retry after 61 s" });
    await finish(first, take("", [S], { within: 1 }));
    expect(times()).toHaveLength(16);
  });

  it("counts those who wait already", async () => {
    const { takeMany, take, finish } = startPace();
    const waiting = takeMany(5, [XS]);
    expect(await failureOf(take("", [XS], { within: 4 * SECOND }))).toMatchObject({ retryAfter: 6 });
    await finish(waiting, take("", [XS], { within: 6 * SECOND }));
  });

  it("that a 429 puts out of reach is refused when the 429 comes", async () => {
    const { pace, take, finish, clock } = startPace();
    await take("", [XS]);
    const waits = failureOf(take("", [XS], { within: 20 * SECOND }));
    pace.learn([XS], { status: 429, source: "klaviyo", retryAfter: 30 });
    expect(await waits).toMatchObject({ name: "BusyError", retryAfter: 31 });
    expect(clock()).toBe(0);
    await finish();
  });
});

describe("corrections", () => {
  it("wait when Klaviyo has fewer left than we know of, until its window ends", async () => {
    const { pace, take, takeMany, finish, times } = startPace();
    await take("", [M]);
    pace.learn([M], steadyHeaders(150, 2, 40));
    await finish(takeMany(3, [M]));
    expect(times().slice(0, 3)).toEqual([0, 0, 0]);
    // The margin is on our side of the reset: Klaviyo rounds it to a second.
    expect(times()[3]).toBe(40 * SECOND);
  });

  it("move those who wait already", async () => {
    const { pace, takeMany, finish, times } = startPace();
    const calls = takeMany(4, [S]);
    pace.learn([S], steadyHeaders(60, 0, 20));
    await finish(calls);
    expect(times()).toEqual([0, 0, 0, 20 * SECOND]);
  });

  it("count what was sent in this window only", async () => {
    const { pace, takeMany, finish, times } = startPace();
    await finish(takeMany(40, [S]));
    await vi.advanceTimersByTimeAsync(2 * MINUTE);
    const calls = takeMany(1, [S]);
    pace.learn([S], steadyHeaders(60, 0, 30));
    await finish(calls, takeMany(1, [S]));
    expect(Number(times()[41]) - Number(times()[40])).toBe(30 * SECOND);
  });

  it("change nothing when we know of as many, and nobody who waits loses a place", async () => {
    const { pace, takeMany, finish, times } = startPace();
    const calls = takeMany(5, [S]);
    pace.learn([S], steadyHeaders(60, 57, 59));
    pace.learn([S], steadyHeaders(60, 59, 59));
    const more = takeMany(2, [S]);
    await finish(calls, more);
    expect(times()).toEqual([0, 0, 0, ...Array(3).fill(next(SECOND)), 2 * next(SECOND)]);
  });

  it("apply to the bucket whose steady limit the answer names", async () => {
    const { pace, take, takeMany, finish, log } = startPace();
    const stricter = bucket("a:include=lists", 10, 15);
    await take("", [M, stricter]);
    pace.learn([M, stricter], steadyHeaders(15, 0, 30));
    await finish(take("stricter", [M, stricter]), takeMany(3, [M]));
    expect(log.map(({ label, at }) => [label, at]).slice(1)).toEqual([
      ["0", 0],
      ["1", 0],
      ["2", 0],
      ["stricter", 30 * SECOND],
    ]);
  });

  it("ignore what is said of the burst window, and answers without the headers", async () => {
    const { pace, take, finish, times } = startPace();
    await take("", [M]);
    pace.learn([M], {
      status: 200,
      headers: {
        "ratelimit-limit": "10, 10;w=1, 150;w=60",
        "ratelimit-remaining": "0",
        "ratelimit-reset": "1",
      },
    });
    pace.learn([M], { status: 200, headers: {} });
    pace.learn([M], { status: 404 });
    pace.learn([], steadyHeaders(150, 0, 60));
    await finish(take("", [M]));
    expect(times()).toEqual([0, 0]);
  });

  it("close the operation for Retry-After, and no other", async () => {
    const { pace, take, finish, log } = startPace();
    pace.learn([S], { status: 429, source: "klaviyo", retryAfter: 7 });
    await finish(take("closed", [S]), take("other", [M]));
    expect(log.map(({ label, at }) => [label, at])).toEqual([
      ["other", 0],
      ["closed", next(7 * SECOND)],
    ]);
  });

  it("open several operations at once no faster than the key allows", async () => {
    const { pace, takeMany, finish, times } = startPace();
    const other = bucket("b:m", 10, 150);
    pace.learn([M, other], { status: 429, source: "klaviyo", retryAfter: 7 });
    await finish(takeMany(10, [M]), takeMany(1, [other]));
    expect(times().slice(9)).toEqual([next(7 * SECOND), next(7 * SECOND) + next(SECOND)]);
  });

  it("close the key when the gateway said it", async () => {
    const { pace, take, finish, times } = startPace();
    pace.learn([S], { status: 429, source: "gateway", retryAfter: 7 });
    await finish(take("", [S]), take("", [bucket("b:m", 10, 150)]), take("", []));
    expect(times()).toEqual(Array(3).fill(next(7 * SECOND)));
  });

  it("close for a second when Retry-After is missing or 0", async () => {
    for (const retryAfter of [undefined, 0]) {
      const { pace, take, finish, times } = startPace();
      pace.learn([S], { status: 429, source: "klaviyo", retryAfter });
      await finish(take("", [S]));
      expect(times()).toEqual([next(SECOND)]);
    }
  });
});

describe("many calls", () => {
  const kinds = ["connection1", "connection2"].flatMap((connection) => {
    const named = (name: string, burst: number, steady: number) =>
      bucket(`${connection}:${name}`, burst, steady);
    const predictions = named("additional-fields[profile]=predictive_analytics", 10, 150);
    const large = named("large", 75, 700);
    return [
      { share: 3, buckets: [named("xs", 1, 15)] },
      { share: 12, buckets: [named("small", 3, 60)] },
      { share: 20, buckets: [named("medium", 10, 150)] },
      { share: 40, buckets: [large] },
      { share: 12, buckets: [large, predictions] },
      { share: 12, buckets: [named("extra", 350, 3500), predictions] },
    ];
  });

  /** The same mixture each time: a small generator of its own, no chance. */
  function mix(count: number): Bucket[][] {
    const drawn = kinds.flatMap(({ share, buckets }) => Array<Bucket[]>(share).fill(buckets));
    let state = 7;
    return Array.from({ length: count }, () => {
      state = (state * 16807) % (2 ** 31 - 1);
      return drawn[state % drawn.length] ?? [];
    });
  }

  /** Sends all of them with so many in flight, as agents do that await their calls. */
  async function run(calls: readonly (readonly Bucket[])[], parallel: number) {
    const started = startPace();
    const queue = [...calls];
    const work = async () => {
      for (let buckets = queue.shift(); buckets; buckets = queue.shift()) await started.take("", buckets);
    };
    await started.finish(...Array.from({ length: parallel }, work));
    return started;
  }

  const limitsOf = (calls: readonly (readonly Bucket[])[]) =>
    [...new Set(calls.flat())].flatMap(({ name, rate }) => [
      { name, limit: rate.burst ?? 0, window: SECOND },
      { name, limit: rate.steady ?? 0, window: MINUTE },
    ]);
  const KEY_LIMIT = { name: "key", limit: 10, window: SECOND };

  it("reach at least 95 % of what the limits allow and never exceed a window", async () => {
    const calls = mix(2000);
    const { log, times } = await run(calls, 300);
    expect(log).toHaveLength(2000);

    const bounds = [KEY_LIMIT, ...limitsOf(calls)];
    const shareOf = (name: string) =>
      log.filter(({ buckets }) => name === "key" || buckets.some((one) => one.name === name));
    const least = bounds.map(({ name, limit, window }) => {
      const at = shareOf(name).map((entry) => entry.at);
      // Brute force: between any call and the one `limit` places later lies a whole window.
      for (const [index, time] of at.entries()) {
        const later = at[index + limit];
        if (later !== undefined)
          expect(later - time, `${name} per ${window} ms`).toBeGreaterThanOrEqual(window);
      }
      return Math.floor((at.length - 1) / limit) * window;
    });
    expect(times().at(-1)).toBeLessThanOrEqual(Math.max(...least) / 0.95);
    // The key's window is the narrowest of this mixture; the others must have mattered too.
    expect(Math.max(...least)).toBe(least[0]);
  });

  it.each([
    ["XS", 1, 15],
    ["S", 3, 60],
    ["M", 10, 150],
  ])("of tier %s get at least 95 %% of its steady window", async (_, burst, steady) => {
    const minutes = 4;
    const calls = Array.from({ length: steady * minutes + 1 }, () => [bucket("a:one", burst, steady)]);
    const { times } = await run(calls, 40);
    expect(times().at(-1)).toBeLessThanOrEqual((minutes * MINUTE) / 0.95);
  });

  it("are all let through by fixed windows that begin at any time", async () => {
    const { log } = await run(mix(600), 100);
    for (const phase of [0, 137, 500, 999]) {
      const counts = new Map<string, number>();
      for (const { at } of log) {
        const window = String(Math.floor((at + phase) / SECOND));
        counts.set(window, (counts.get(window) ?? 0) + 1);
      }
      expect(Math.max(...counts.values())).toBeLessThanOrEqual(10);
    }
  });

  it("leave nothing behind once their windows are over", async () => {
    const { pace, take, finish } = startPace();
    for (let index = 0; index < 50; index += 1) await finish(take("", [bucket(`c${index}:m`, 10, 150)]));
    expect(pace.size).toBeGreaterThan(50);
    await vi.advanceTimersByTimeAsync(2 * next(MINUTE));
    await finish(take("", []));
    expect(pace.size).toBe(1);
  });
});

describe("bucketsOf", () => {
  const names = (buckets: Bucket[]) => buckets.map(({ name }) => name);

  it("names the endpoint, and the pairs that the input holds", () => {
    expect(
      names(bucketsOf(getProfile, { profile_id: "1", include: ["lists", "conversations"] }, "c")),
    ).toEqual(["c:GET /api/profiles/{profile_id}", "c:include=lists"]);
    expect(names(bucketsOf(getProfiles, { additional_fields: ["predictive_analytics"] }, "c"))).toEqual([
      "c:GET /api/profiles",
      "c:additional-fields[profile]=predictive_analytics",
    ]);
    expect(names(bucketsOf(getProfiles, {}, "c"))).toEqual(["c:GET /api/profiles"]);
  });

  it("keeps the pairs of lists and of segments apart", () => {
    const counted = { additional_fields: ["profile_count"] };
    expect(names(bucketsOf(getList, counted, "c")).at(-1)).toBe("c:additional-fields[list]=profile_count");
    expect(names(bucketsOf(getSegment, counted, "c")).at(-1)).toBe(
      "c:additional-fields[segment]=profile_count",
    );
  });
});
