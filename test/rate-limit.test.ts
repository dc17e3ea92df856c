import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { BusyError, StoppedError } from "../src/errors.ts";
import { type Bucket, bucketsOf } from "../src/gateway/buckets.ts";
import { connections } from "../tools/connections.ts";
import { lists } from "../tools/lists.ts";
import { profiles } from "../tools/profiles.ts";
import { segments } from "../tools/segments.ts";
import {
  bucket,
  DAY,
  failureOf,
  M,
  MINUTE,
  next,
  S,
  SECOND,
  startPace,
  steadyHeaders,
  useTestClock,
  XS,
} from "./pace-clock.ts";

useTestClock();

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

describe("bucketsOf", () => {
  const names = (buckets: Bucket[]) => buckets.map(({ name }) => name);

  it("names the endpoint, and the pairs that the input holds", () => {
    expect(
      names(bucketsOf(profiles.get_profile, { profile_id: "1", include: ["lists", "conversations"] }, "c")),
    ).toEqual(["c:GET /api/profiles/{profile_id}", "c:include=lists"]);
    expect(
      names(bucketsOf(profiles.get_profiles, { additional_fields: ["predictive_analytics"] }, "c")),
    ).toEqual(["c:GET /api/profiles", "c:additional-fields[profile]=predictive_analytics"]);
    expect(names(bucketsOf(profiles.get_profiles, {}, "c"))).toEqual(["c:GET /api/profiles"]);
  });

  it("charges nothing for what asks Maton about its connections", () => {
    expect(bucketsOf(connections.get_connection, { connection_id: "c" }, "c")).toEqual([]);
  });

  it("keeps the pairs of lists and of segments apart", () => {
    const counted = { additional_fields: ["profile_count"] };
    expect(names(bucketsOf(lists.get_list, counted, "c")).at(-1)).toBe(
      "c:additional-fields[list]=profile_count",
    );
    expect(names(bucketsOf(segments.get_segment, counted, "c")).at(-1)).toBe(
      "c:additional-fields[segment]=profile_count",
    );
  });
});
