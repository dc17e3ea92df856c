import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { readPlace } from "../../src/redis/place.ts";
import { PLACE, type Script } from "../../src/redis/scripts.ts";
import { type RedisServer, startRedis } from "./server.ts";

// The scripts as Redis runs them, by a clock of the test's own: each asks for the time once, and here it stands in a key.

const CLOCK = `(function() local ms = tonumber(redis.call('GET', 'clock'))
return {math.floor(ms / 1000), ms % 1000 * 1000} end)()`;

export interface Window {
  name: string;
  limit: number;
  span: number;
}
export const KEY: Window = { name: "key", limit: 10, span: 1025 };
export const REPORTS: Window = { name: "reports", limit: 2, span: 60_025 };
export const LISTS: Window = { name: "lists", limit: 3, span: 1025 };

/** A Redis for the tests of a file, empty before each of them and ready since long. */
export function useRedis() {
  let server: RedisServer;
  let redis: Redis;
  const clock = { now: 0 };
  const at = async (ms: number) => {
    clock.now = ms;
    await redis.set("clock", ms);
  };
  beforeAll(async () => {
    server = await startRedis();
    redis = new Redis(server.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.end();
  });
  beforeEach(async () => {
    await redis.flushall();
    await at(1_000_000);
    await redis.set("ready", "1");
  });
  const run = async ({ lua }: Script, keys: readonly string[], args: readonly (string | number)[]) =>
    redis.eval(lua.replace("redis.call('TIME')", CLOCK), keys.length, ...keys, ...args);
  const place = async (
    id: string,
    windows: readonly Window[],
    { how = "first", may = 100_000, background = false } = {},
  ) => {
    const keys = windows.flatMap(({ name }) => [`log:${name}`, `state:${name}`]);
    const limits = windows.flatMap(({ limit, span }) => [limit, span]);
    const args = [id, may, how, background ? 1 : 0, ...limits];
    return readPlace(await run(PLACE, ["ready", "called", "active", ...keys], args));
  };
  /** How long each of these waits, in milliseconds. */
  const waits = async (ids: readonly string[], windows: readonly Window[]) => {
    const found: number[] = [];
    for (const id of ids) found.push((await place(id, windows)).wait);
    return found;
  };
  return {
    clock,
    at,
    /** Time passes. */
    later: (ms: number) => at(clock.now + ms),
    run,
    place,
    waits,
    size: (log: string) => redis.zcard(log),
    set: (key: string, value: number | undefined) =>
      value === undefined ? redis.del(key) : redis.set(key, value),
  };
}

export const many = (count: number, name = "r") => Array.from({ length: count }, (_, n) => `${name}${n}`);
