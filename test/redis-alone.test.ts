import { describe, expect, test } from "vitest";
import { windowsOf } from "../src/gateway/windows.ts";
import { GRACE_MS, partOf } from "../src/redis/alone.ts";
import { History } from "../src/redis/history.ts";
import { keysOf } from "../src/redis/keys.ts";

const [burst, steady, daily] = windowsOf([{ name: "a", rate: { burst: 10, steady: 150, daily: 225 } }]);
const [few] = windowsOf([{ name: "b", rate: { burst: 1 } }]);

describe("the part of each while Redis is away", () => {
  const part = (window: typeof burst, members: number, counted: number, lostMs: number) =>
    window && partOf(window, { members, keyRate: 10, counted: () => counted }, lostMs);

  test.each([
    [1, 10],
    [3, 3],
    [10, 1],
  ])("is an equal one: of %i who share 10 it is %i", (members, limit) => {
    expect(part(burst, members, 0, GRACE_MS)).toEqual({ limit, span: 1025 });
  });

  test("is one in a longer time where more share than may go", () => {
    expect(part(few, 3, 0, GRACE_MS)).toEqual({ limit: 1, span: 3075 });
    expect(part(burst, 11, 0, GRACE_MS)).toEqual({ limit: 1, span: 2050 });
  });

  test("is nothing of a second until what went before is over", () => {
    expect(part(burst, 2, 0, 0)?.at).toEqual({ most: 0, for: GRACE_MS });
    expect(part(burst, 2, 0, GRACE_MS - 1)?.at).toEqual({ most: 0, for: 1 });
  });

  test.each([
    [0, 60],
    [90, 15],
    [119, 0],
    [150, 0],
  ])("is of what the minute had left: %i of 150 gone leave each of two %i", (counted, most) => {
    expect(part(steady, 2, counted, 25)).toEqual({ limit: 75, span: 60_025, at: { most, for: 60_000 } });
  });

  test("is of what the day had left", () => {
    expect(part(daily, 2, 100, 0)?.at?.most).toBe(47);
    expect(part(daily, 2, 100, 86_400_025)?.at).toBeUndefined();
  });
});

describe("what a process sent", () => {
  test("is remembered for as long as its window is", () => {
    const history = new History();
    history.add(windowsOf([{ name: "a", rate: { burst: 1, steady: 2 } }]), "x", 0);
    history.add(windowsOf([{ name: "a", rate: { burst: 1, steady: 2 } }]), "y", 1000);
    const names = () => [...history].map(({ name, sent }) => [name, sent.map(({ id }) => id)]);
    history.expire(1024);
    expect(names()).toEqual([
      ["a burst", ["x", "y"]],
      ["a steady", ["x", "y"]],
    ]);
    history.expire(1025);
    expect(names()[0]).toEqual(["a burst", ["y"]]);
    history.expire(60_026);
    expect(names()).toEqual([["a steady", ["y"]]]);
  });
});

describe("names in Redis", () => {
  test("of one key stand together in a cluster, and tell neither the key nor what they are of", () => {
    const keys = keysOf("a-key-of-maton");
    const name = keys("log", "x /api/profiles/ada@example.com burst");
    expect(name).toMatch(/^klaviyo-mcp:\{[0-9a-f]{24}\}:log:[0-9a-f]{32}$/);
    expect(keys("log", "y burst")).not.toBe(name);
    expect(keys("ready")).toMatch(/^klaviyo-mcp:\{[0-9a-f]{24}\}:ready$/);
    expect(keysOf("another")("ready")).not.toBe(keys("ready"));
  });
});
