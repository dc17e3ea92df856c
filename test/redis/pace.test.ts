import { afterEach, describe, expect, test } from "vitest";
import type { Bucket } from "../../src/gateway/buckets.ts";
import { keysOf } from "../../src/redis/keys.ts";
import { SharedPace } from "../../src/redis/pace.ts";
import { forever, mostInSecond, pacesOf, retryAfterOf, takeMany, until } from "./paces.ts";
import { type RedisServer, startRedis } from "./server.ts";

const LISTS: Bucket = { name: "a:GET /lists", rate: { burst: 3, steady: 60 } };
const DAILY: Bucket = { name: "a:POST /reports", rate: { burst: 1, steady: 2, daily: 225 } };

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function redis(options?: { keeps?: boolean }): Promise<RedisServer> {
  const server = await startRedis(options);
  ends.push(server.end);
  return server;
}

async function paces(url: string, count: number, keyRate?: number) {
  const found = await pacesOf(url, count, { keyRate });
  for (const one of found.all) ends.push(() => one.close());
  return found;
}

describe("a key's rate", () => {
  test("is kept over all that share it", async () => {
    const { url } = await redis();
    const { paces: three } = await paces(url, 3);
    const times = await takeMany(three, 45);
    expect(mostInSecond(times)).toBeLessThanOrEqual(10);
  });

  test("is kept although a process is too busy to hear of its first places in time", async () => {
    const { url } = await redis();
    const { links, paces: both } = await paces(url, 2);
    await Promise.all(links.map((link) => link.tick()));
    const busy = takeMany(both.slice(0, 1), 10);
    await new Promise((resolve) => setTimeout(resolve, 5));
    for (const until = performance.now() + 500; performance.now() < until; );
    const times = (await Promise.all([busy, takeMany(both.slice(1), 10)])).flat();
    expect(mostInSecond(times)).toBeLessThanOrEqual(10);
  });

  test("is not touched by what another key sends", async () => {
    const { url } = await redis();
    const { all, paces: own } = await paces(url, 1);
    const [one] = all;
    if (!one) return expect.fail();
    const keys = keysOf("another");
    const other = await SharedPace.over(one.link(keys("key")), { keys });
    await other.take([], forever());
    await own[0]?.take([DAILY], forever());
    expect(retryAfterOf(await own[0]?.take([DAILY], { ...forever(), remaining: () => 1 }))).toBeGreaterThan(
      0,
    );
    expect(await other.take([DAILY], { ...forever(), remaining: () => 1 })).toBe("come");
  });

  test("of an operation holds over all too, and a 429 that one hears closes it to the others", async () => {
    const { url } = await redis();
    const { paces: both } = await paces(url, 2);
    expect(mostInSecond(await takeMany(both, 6, [LISTS]))).toBeLessThanOrEqual(3);
    both[0]?.learn([LISTS], { status: 429, source: "klaviyo", retryAfter: 30 });
    await both[0]?.take([], forever());
    const turn = await both[1]?.take([LISTS], { ...forever(), remaining: () => 5000 });
    expect(retryAfterOf(turn)).toBeGreaterThan(20);
    expect(await both[1]?.take([], forever())).toBe("come");
  });

  test("of a day is known to the others with the next sign of life", async () => {
    const { url } = await redis();
    const { links, paces: both } = await paces(url, 2);
    await both[0]?.take([DAILY], forever());
    expect(both[0]?.leftToday(DAILY)).toBe(224);
    await links[1]?.tick();
    expect(both[1]?.leftToday(DAILY)).toBe(224);
  });

  test("gives back the place of one who waits no more", async () => {
    const { url } = await redis();
    const { paces: both } = await paces(url, 2);
    await takeMany(both, 1, [DAILY]);
    const stop = new AbortController();
    const waiting = both[0]?.take([DAILY], { remaining: () => 60_000, signal: stop.signal });
    await both[0]?.take([], forever());
    stop.abort();
    expect(await waiting).toBe("cancelled");
    expect(await takeMany(both, 1, [DAILY])).toHaveLength(1);
  });
});

describe("callers who share a key", () => {
  test("alternate, although one came first with many", async () => {
    const { url } = await redis();
    const { paces: both } = await paces(url, 2, 2);
    const order: string[] = [];
    const take = async (who: string) => {
      expect(await both[order.length % 2]?.take([], { ...forever(), who })).toBe("come");
      order.push(who);
    };
    const annas = Array.from({ length: 8 }, () => take("anna"));
    const bens = Array.from({ length: 2 }, () => take("ben"));
    await Promise.all(bens);
    expect(order.filter((who) => who === "anna").length).toBeLessThanOrEqual(5);
    await Promise.all(annas);
  });

  test("do not wait behind their own request that waits for its operation", async () => {
    const { url } = await redis();
    const { paces: one } = await paces(url, 1);
    await one[0]?.take([DAILY], { ...forever(), who: "anna" });
    const stop = new AbortController();
    await one[0]?.take([DAILY], { ...forever(), who: "anna" });
    const waiting = one[0]?.take([DAILY], { remaining: () => 90_000, signal: stop.signal, who: "anna" });
    const stopped = new AbortController();
    stopped.abort();
    expect(await one[0]?.take([], { ...forever(), signal: stopped.signal, who: "anna" })).toBe("cancelled");
    expect(await one[0]?.take([], { ...forever(), who: "anna" })).toBe("come");
    stop.abort();
    expect(await waiting).toBe("cancelled");
  });
});

describe("while Redis is away", () => {
  test.each([{ keeps: true }, { keeps: false }])(
    "each goes on with its part, and all keep to the limit before, meanwhile and after: %o",
    async (options) => {
      const server = await redis(options);
      const { links, paces: both } = await paces(server.url, 2);
      await Promise.all(links.map((link) => link.tick()));
      const times = await takeMany(both, 10);
      const running = takeMany(both, 30);
      await server.stop();
      await until(() => links.every(({ away }) => away !== undefined));
      times.push(...(await takeMany(both, 12)));
      await server.start();
      await until(() => links.every(({ away }) => away === undefined));
      times.push(...(await takeMany(both, 15)), ...(await running));
      expect(mostInSecond(times)).toBeLessThanOrEqual(10);
    },
  );

  test("from the start on, a part goes as if four shared it, and it heals", async () => {
    const server = await redis();
    await server.stop();
    const { links, paces: one } = await paces(server.url, 1);
    expect(links[0]?.away).toBeDefined();
    expect(mostInSecond(await takeMany(one, 4))).toBeLessThanOrEqual(2);
    await server.start();
    await until(() => links[0]?.away === undefined);
    expect(mostInSecond(await takeMany(one, 20))).toBeLessThanOrEqual(10);
  });

  test("what an operation's minute had left is shared too", async () => {
    const server = await redis();
    const { links, paces: both } = await paces(server.url, 2);
    await takeMany(both, 2, [DAILY]);
    await Promise.all(links.map((link) => link.tick()));
    await server.stop();
    await until(() => links.every(({ away }) => away !== undefined));
    const turn = await both[0]?.take([DAILY], { ...forever(), remaining: () => 10_000 });
    expect(retryAfterOf(turn)).toBeGreaterThan(30);
  });

  test("a closure that was heard of holds for all once it is back", async () => {
    const server = await redis({ keeps: true });
    const { links, paces: both } = await paces(server.url, 2);
    await server.stop();
    await until(() => links.every(({ away }) => away !== undefined));
    both[0]?.learn([LISTS], { status: 429, source: "klaviyo", retryAfter: 45 });
    await server.start();
    await until(() => links.every(({ away }) => away === undefined));
    const turn = await both[1]?.take([LISTS], { ...forever(), remaining: () => 10_000 });
    expect(retryAfterOf(turn)).toBeGreaterThan(20);
  });
});
