import { describe, expect, test } from "vitest";
import { CLOSE, LEAVE, TRIED, UNSEEN } from "../../src/redis/scripts.ts";
import { KEY, LISTS, many, REPORTS, useRedis } from "./script-clock.ts";

const { clock, at, later, run, place, waits, size, set } = useRedis();

describe("a place", () => {
  test("is at once until the window is full, then a window behind the first, and so on", async () => {
    const found = await waits(many(25), [KEY]);
    expect(found).toEqual([...Array(10).fill(0), ...Array(10).fill(1025), ...Array(5).fill(2050)]);
  });

  test.each([
    [1024, 1],
    [1025, 0],
  ])("is free again after the window: %i ms later it waits %i", async (ms, wait) => {
    await waits(many(10), [KEY]);
    await later(ms);
    expect((await place("next", [KEY])).wait).toBe(wait);
  });

  test("is one in all windows of the request, and one who waits for its own holds up no other", async () => {
    expect(await waits(many(5), [KEY, LISTS])).toEqual([0, 0, 0, 1025, 1025]);
    expect(await waits(many(7, "other"), [KEY])).toEqual(Array(7).fill(0));
    expect(await waits(many(1, "more"), [KEY])).toEqual([1025]);
    // Three of the ten that are free by then are taken.
    expect(await waits(many(7, "later"), [KEY])).toEqual(Array(7).fill(1025));
    expect(await waits(many(1, "last"), [KEY])).toEqual([2050]);
  });

  test("that would come too late is none, and the seconds are said", async () => {
    await waits(many(2), [KEY, REPORTS]);
    expect(await place("late", [KEY, REPORTS], { may: 60_025 })).toMatchObject({ is: "late", wait: 60_025 });
    expect(await size("log:reports")).toBe(2);
    expect(await size("log:key")).toBe(2);
    expect(await place("in time", [KEY, REPORTS], { may: 60_026 })).toMatchObject({ is: "place" });
  });

  test("that is given back is another's", async () => {
    await waits(many(3), [KEY, LISTS]);
    await run(LEAVE, ["log:key", "log:lists"], ["r1"]);
    expect((await place("next", [KEY, LISTS])).wait).toBe(0);
  });

  test("of one who comes late to it is kept, as long as what was sent leaves room", async () => {
    await waits(many(10), [KEY]);
    expect((await place("slow", [KEY])).wait).toBe(1025);
    expect(await waits(many(3, "behind"), [KEY])).toEqual([1025, 1025, 1025]);
    await later(1100);
    expect((await place("slow", [KEY], { how: "go" })).wait).toBe(0);
    expect((await place("behind0", [KEY], { how: "go" })).wait).toBe(0);
  });

  test("waits anew when its time came and others went late", async () => {
    const one = { name: "one", limit: 1, span: 1025 };
    expect(await waits(["a", "b", "c"], [one])).toEqual([0, 1025, 2050]);
    await later(1225);
    expect((await place("b", [one], { how: "go" })).wait).toBe(0);
    await later(825);
    expect((await place("c", [one], { how: "go" })).wait).toBe(200);
  });

  test("is nobody's before all who share are ready", async () => {
    await set("ready", clock.now + 700);
    expect(await place("a", [KEY])).toMatchObject({ is: "unready", wait: 700 });
    await set("ready", undefined);
    expect(await place("a", [KEY])).toMatchObject({ is: "unready" });
    expect(await size("log:key")).toBe(0);
  });

  test("in the background is in a window of its own while anybody else calls", async () => {
    const behind = [KEY, { name: "behind", limit: 2, span: 1025 }];
    const asked = () => place(crypto.randomUUID(), behind, { background: true });
    expect([(await asked()).wait, (await asked()).wait, (await asked()).wait]).toEqual([0, 0, 0]);
    await place("somebody", [KEY]);
    await later(2000);
    expect([(await asked()).wait, (await asked()).wait, (await asked()).wait]).toEqual([0, 0, 1025]);
  });

  test("whatever comes when: no stretch of a window holds more than its limit, and hardly less", async () => {
    // Seeded, so that what fails fails again.
    let seed = 7;
    const random = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return Math.floor(seed / 65_536) % most;
    };
    const begun = clock.now;
    const sent: { at: number; lists: boolean }[] = [];
    const queue = Array.from({ length: 400 }, (_, n) => ({
      id: `q${n}`,
      due: begun + random(20_000),
      how: "first",
      lists: n % 2 === 0,
    }));
    while (queue.length > 0) {
      queue.sort((a, b) => a.due - b.due);
      const next = queue.shift();
      if (!next) break;
      await at(next.due);
      const windows = next.lists ? [KEY, { ...LISTS, limit: 6 }] : [KEY];
      const { wait } = await place(next.id, windows, { how: next.how, may: 1e9 });
      // Timers are late, by a little and sometimes by much.
      const late = random(20) === 0 ? random(300) : random(5);
      if (wait === 0) sent.push({ at: next.due, lists: next.lists });
      else queue.push({ ...next, due: next.due + wait + late, how: "go" });
    }
    const most = (times: readonly number[], span: number) =>
      Math.max(...times.map((from) => times.filter((one) => one >= from && one < from + span).length));
    const all = sent.map((one) => one.at);
    const lists = sent.filter((one) => one.lists).map((one) => one.at);
    expect(most(all, 1025)).toBe(10);
    expect(most(lists, 1025)).toBeLessThanOrEqual(6);
    const last = Math.max(...all);
    expect(400 / ((last - begun) / 1000)).toBeGreaterThan(9);
  });
});

describe("a closure", () => {
  const close = (wait: number, most: number) => run(CLOSE, ["state:lists"], [wait, most]);

  test("lets nobody go for as long as was asked, whoever has a place already", async () => {
    expect(await waits(many(4), [KEY, LISTS])).toEqual([0, 0, 0, 1025]);
    await close(5000, 60_025);
    expect((await place("next", [KEY, LISTS])).wait).toBe(5025);
    await later(1025);
    expect((await place("r3", [KEY, LISTS], { how: "go" })).wait).toBe(4000);
    expect((await place("other", [KEY])).wait).toBe(0);
  });

  test("for longer than anybody is believed ends with one who tries, and the others wait for what it finds", async () => {
    await close(3_600_000, 60_000);
    const first = await place("first", [KEY, LISTS]);
    expect(first.wait).toBe(60_000);
    expect([...first.trials]).toEqual([1]);
    const second = await place("second", [KEY, LISTS]);
    expect(second.wait).toBe(61_000);
    await later(60_000);
    expect((await place("first", [KEY, LISTS], { how: "go" })).wait).toBe(0);
    await later(500);
    await run(TRIED, ["state:lists"], ["passed"]);
    expect((await place("next", [KEY, LISTS])).wait).toBe(0);
    expect((await place("second", [KEY, LISTS], { how: "go" })).wait).toBe(0);
  });

  test("of a trial that got no answer lets another one try", async () => {
    await close(3_600_000, 1000);
    expect((await place("first", [LISTS])).wait).toBe(1000);
    await later(1000);
    expect((await place("first", [LISTS], { how: "go" })).wait).toBe(0);
    await run(TRIED, ["state:lists"], ["unanswered"]);
    const next = await place("next", [LISTS]);
    expect(next.wait).toBe(0);
    expect([...next.trials]).toEqual([0]);
  });

  test("is not shortened by a later one that asks for less", async () => {
    await close(5000, 60_000);
    await close(1000, 60_000);
    expect((await place("next", [LISTS])).wait).toBe(5025);
  });
});

describe("what Klaviyo counted", () => {
  const unseen = (left: number, rest: number) =>
    run(UNSEEN, ["log:reports"], [REPORTS.limit, REPORTS.span, left, rest, "u"]);

  test("and nobody here sent takes its places until Klaviyo's window ends", async () => {
    expect(await unseen(0, 10_000)).toBe(2);
    expect((await place("next", [KEY, REPORTS])).wait).toBe(10_000);
  });

  test("is no news where all of it was sent here", async () => {
    await waits(many(1), [KEY, REPORTS]);
    expect(await unseen(1, 10_000)).toBe(0);
    expect((await place("next", [KEY, REPORTS])).wait).toBe(0);
  });
});
