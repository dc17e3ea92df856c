import { describe, expect, it, vi } from "vitest";
import type { Turn } from "../../src/gateway/pace.ts";
import { bucket, DAY, S, SECOND, startPace, useTestClock, XS } from "../pace-clock.ts";

// What a reading in the background leaves to others, and what is left of a day.

useTestClock();

describe("a reading in the background", () => {
  /** Ten turns at once, and how many of them came within the first second. */
  async function comesAtOnce(background: boolean, before: (run: ReturnType<typeof startPace>) => unknown) {
    const run = startPace();
    await before(run);
    const began = run.clock();
    const options = { remaining: () => DAY, signal: new AbortController().signal, background };
    const came: number[] = [];
    const turns = Array.from({ length: 10 }, async (): Promise<Turn> => {
      const turn = await run.pace.take([], options);
      came.push(run.clock() - began);
      return turn;
    });
    await run.finish(...turns);
    return came.filter((at) => at < SECOND).length;
  }

  it("has the key's whole rate while nobody calls", async () => {
    expect(await comesAtOnce(true, () => undefined)).toBe(10);
  });

  it.each([
    [9999, 6],
    [10_000, 10],
  ])("leaves a third and more of it to who called %i ms ago: %i", async (ago, turns) => {
    const called = async (run: ReturnType<typeof startPace>) => {
      await run.take("a call", []);
      run.sleep(ago);
    };
    expect(await comesAtOnce(true, called)).toBe(turns);
    expect(await comesAtOnce(false, called)).toBe(10);
  });

  it("is nobody who calls", async () => {
    const read = async ({ pace }: ReturnType<typeof startPace>) => {
      const { signal } = new AbortController();
      await pace.take([], { remaining: () => DAY, signal, background: true });
      await vi.advanceTimersByTimeAsync(2 * SECOND);
    };
    expect(await comesAtOnce(true, read)).toBe(10);
  });
});

describe("what is left of a day", () => {
  const DAILY = bucket("a:daily", 3, 60, 5);

  it("is unknown where a day has no cap", () => {
    expect(startPace().pace.leftToday(S)).toBeUndefined();
  });

  it("is less by what was sent, until that is a day old", async () => {
    const { pace, takeMany, take, finish, sleep } = startPace();
    expect(pace.leftToday(DAILY)).toBe(5);
    await finish(takeMany(2, [DAILY]));
    expect(pace.leftToday(DAILY)).toBe(3);
    sleep(DAY / 2);
    await finish(take("later", [DAILY]));
    expect(pace.leftToday(DAILY)).toBe(2);
    sleep(DAY / 2 + SECOND);
    expect(pace.leftToday(DAILY)).toBe(4);
    await finish(take("another", [XS]));
    expect(pace.leftToday(DAILY)).toBe(4);
  });
});
