import { describe, expect, test } from "vitest";
import { BEAT, CATCH_UP, COUNT, GONE_MS, HEAL_MS, SPEND } from "../../src/redis/scripts.ts";
import { KEY, many, REPORTS, useRedis } from "./script-clock.ts";

const { later, run, place, waits, size, set } = useRedis();

describe("those who share", () => {
  const beat = (id: string, again = 0, how = "here") =>
    run(BEAT, ["ready", "members", "active"], [id, again, how]);

  test("are counted until they leave or were not heard of for a while", async () => {
    expect(await beat("a")).toEqual([0, 1, []]);
    expect(await beat("b")).toEqual([0, 2, []]);
    await beat("a", 0, "leaving");
    expect(await beat("b")).toEqual([0, 1, []]);
    await beat("c");
    await later(GONE_MS);
    expect(await beat("b")).toEqual([0, 1, []]);
  });

  test("begin at the same moment where Redis knows nothing, and once more where somebody sent without it", async () => {
    await set("ready", undefined);
    expect(await beat("a", 1)).toEqual([HEAL_MS, 1, []]);
    await later(1000);
    expect(await beat("b", 1)).toEqual([HEAL_MS - 1000, 2, []]);
    await later(5000);
    expect(await beat("b")).toEqual([0, 1, []]);
    expect(await beat("b", 1)).toEqual([HEAL_MS, 1, []]);
  });

  test("hear which windows are in use, and how full each is", async () => {
    await waits(many(2), [KEY, REPORTS]);
    const [, , logs] = (await beat("a")) as [number, number, string[]];
    expect([...logs].sort()).toEqual(["log:key", "log:reports"]);
    expect(await run(COUNT, ["log:key", "log:reports"], [])).toEqual([2, 2]);
    await later(2000);
    expect(await beat("a")).toEqual([0, 1, ["log:reports"]]);
  });

  test("tell what they sent meanwhile, and telling it twice changes nothing", async () => {
    const tell = () => run(CATCH_UP, ["active", "log:reports"], [REPORTS.span, "x", 30_000, "y", 10_000]);
    await tell();
    await later(500);
    await tell();
    expect((await place("next", [KEY, REPORTS])).wait).toBe(60_025 - 30_500);
    expect(await size("log:reports")).toBe(3);
  });
});

describe("a budget", () => {
  const spend = (people: number, items: number, id: string) =>
    run(SPEND, ["budget"], [600_000, 25, 100, people, items, id]);

  test("is of people and of items, and what would be too many takes none", async () => {
    expect(await spend(20, 0, "a")).toBe(1);
    expect(await spend(6, 0, "b")).toBe(0);
    expect(await spend(5, 100, "c")).toBe(1);
    expect(await spend(0, 1, "d")).toBe(0);
    await later(599_999);
    expect(await spend(1, 0, "e")).toBe(0);
    await later(1);
    expect(await spend(25, 100, "f")).toBe(1);
  });
});
