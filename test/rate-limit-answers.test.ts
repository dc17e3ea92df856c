import { describe, expect, it, vi } from "vitest";
import type { Bucket } from "../src/gateway/buckets.ts";
import { bucket, M, MINUTE, next, S, SECOND, startPace, steadyHeaders, useTestClock } from "./pace-clock.ts";

useTestClock();

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

  it.each(["ratelimit-remaining", "ratelimit-reset"])(
    "need both numbers: without %s nothing changes",
    async (name) => {
      const { pace, take, finish, times } = startPace();
      await take("", [M]);
      const { headers, ...answer } = steadyHeaders(150, 0, 60);
      pace.learn([M], { ...answer, headers: { ...headers, [name]: undefined } });
      await finish(take("", [M]));
      expect(times()).toEqual([0, 0]);
    },
  );

  it("without the limit, or with one that none of them has, are about the operation's own", async () => {
    for (const limit of [undefined, "77"]) {
      const { pace, take, finish, clock } = startPace();
      const since = clock();
      const stricter = bucket("a:include=lists", 1, 15);
      await take("", [M, stricter]);
      const answer = steadyHeaders(150, 0, 40);
      pace.learn([M, stricter], { ...answer, headers: { ...answer.headers, "ratelimit-limit": limit } });
      await finish(take("own", [M]));
      expect(clock() - since).toBe(40 * SECOND);
    }
  });

  it("of the burst of any bucket are over already", async () => {
    const { pace, take, finish, times } = startPace();
    const stricter = bucket("a:include=lists", 7, 15);
    await take("", [M, stricter]);
    pace.learn([M, stricter], steadyHeaders(7, 0, 40));
    await finish(take("", [M, stricter]));
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
