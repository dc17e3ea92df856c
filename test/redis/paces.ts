import { expect } from "vitest";
import type { Bucket } from "../../src/gateway/buckets.ts";
import type { Turn } from "../../src/gateway/pace.ts";
import { Connection } from "../../src/redis/connection.ts";
import { keysOf } from "../../src/redis/keys.ts";
import { SharedPace } from "../../src/redis/pace.ts";

// Several processes' paces over one Redis: here each has a connection of its own.

export interface PacesOptions {
  keyRate?: number | undefined;
  /** The Maton key. */
  key?: string;
}

/** So many paces of one key, as if they had begun long ago: else all wait for each other first. */
export async function pacesOf(url: string, count: number, { keyRate, key = "key" }: PacesOptions = {}) {
  const all = await Promise.all(
    Array.from({ length: count }, () => Connection.connect(url, () => undefined)),
  );
  const keys = keysOf(key);
  const links = all.map((one) => one.link(keys("key")));
  await links[0]?.ask((client) => client.set(keys("ready"), "1"));
  const paces = await Promise.all(links.map((link) => SharedPace.over(link, { keys, keyRate })));
  return { all, links, paces, keys };
}

export const forever = () => ({ remaining: () => 60_000, signal: new AbortController().signal });

/** Takes so many turns over all paces at once, and says when each came. */
export async function takeMany(of: readonly SharedPace[], count: number, buckets: readonly Bucket[] = []) {
  const times: number[] = [];
  const take = async (pace: SharedPace | undefined) => {
    expect(await pace?.take(buckets, forever())).toBe("come");
    times.push(performance.now());
  };
  await Promise.all(Array.from({ length: count }, (_, at) => take(of[at % of.length])));
  return times;
}

/** The most that came within any second. */
export function mostInSecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

export function retryAfterOf(turn: Turn | undefined): number {
  return typeof turn === "object" ? turn.retryAfter : 0;
}
