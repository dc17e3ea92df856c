import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Plan } from "../../src/ask/plan.ts";
import { KeptAnswers } from "../../src/call/report/kept-answers.ts";
import type { Bucket } from "../../src/gateway/buckets.ts";
import { Connection } from "../../src/redis/connection.ts";
import { Replicas } from "../../src/redis/replicas.ts";
import { SCRIPTS } from "../../src/redis/scripts.ts";
import { type ClusterServer, keysByNode, startCluster } from "./cluster.ts";
import { forever, mostInSecond, type PacesOptions, pacesOf, retryAfterOf, takeMany, until } from "./paces.ts";
import { startRedis } from "./server.ts";

// Three nodes, each with a third of the slots: what one Maton key has stands on one of them.

const LISTS: Bucket = { name: "a:GET /lists", rate: { burst: 3, steady: 60 } };
const TAGS: Bucket = { name: "a:GET /tags", rate: { burst: 3 } };
const DAILY: Bucket = { name: "a:POST /reports", rate: { burst: 1, steady: 2, daily: 225 } };

let cluster: ClusterServer;
let keys: readonly string[];
beforeAll(async () => {
  cluster = await startCluster();
  keys = await keysByNode(cluster);
});
afterAll(() => cluster.end());

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
  for (const node of [0, 1, 2]) await cluster.to(node).flushall();
});

async function paces(url: string, count: number, options?: PacesOptions) {
  const found = await pacesOf(url, count, options);
  for (const one of found.all) ends.push(() => one.close());
  return found;
}

async function two(url: string) {
  const [a, b] = [await Replicas.join(url, () => undefined), await Replicas.join(url, () => undefined)];
  ends.push(
    () => a.leave(),
    () => b.leave(),
  );
  return { a, b };
}

const clock = () => performance.now();
const plan = () => ({ hash: "the hash", state: new Map([["a", "b"]]), reach: 12 }) as unknown as Plan;

describe("a cluster", () => {
  test.each([
    ["one of its nodes", () => cluster.nodes[1]?.url ?? ""],
    ["all of them", () => cluster.urls],
  ])(
    "is known by the address of %s, and keys on every node keep their rate over two replicas",
    async (_, url) => {
      const each = keys.map(async (key) => {
        const { all, paces: both } = await paces(url(), 2, { key });
        expect(mostInSecond(await takeMany(both, 25))).toBe(10);
        expect(all.map((one) => one.state)).toEqual(["there", "there"]);
      });
      await Promise.all(each);
      const sizes = await Promise.all([0, 1, 2].map((node) => cluster.to(node).dbsize()));
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    },
  );

  test("keeps an operation's limit, a day's count and a closure for all who share", async () => {
    const { links, paces: both } = await paces(cluster.urls, 2);
    expect(mostInSecond(await takeMany(both, 6, [LISTS]))).toBeLessThanOrEqual(3);
    both[0]?.learn([LISTS], { status: 429, source: "klaviyo", retryAfter: 30 });
    await both[0]?.take([DAILY], forever());
    expect(
      retryAfterOf(await both[1]?.take([LISTS], { ...forever(), remaining: () => 5000 })),
    ).toBeGreaterThan(20);
    await links[1]?.tick();
    expect(both[1]?.leftToday(DAILY)).toBe(224);
  });

  test("keeps confirmations, each good once, budgets and reports for all who share", async () => {
    const { a, b } = await two(cluster.urls);
    for (const key of keys) {
      const [here, there] = [a.sharedBy(key, "Ada"), b.sharedBy(key, "Ada")];
      const { token } = await here.confirmations(clock).issue("s", plan());
      const elsewhere = there.confirmations(clock);
      const found = await Promise.all(
        Array.from({ length: 10 }, (_, n) => elsewhere.redeem(token, `t${n}`, "the hash")),
      );
      expect(found.filter((one) => one !== undefined)).toHaveLength(1);
      const most = { people: 25, items: 100 };
      const spent = await Promise.all(
        [here, there, here, there].map((one) => one.budgetOf(most).take("X", { people: 10, items: 0 })),
      );
      expect(spent.filter(Boolean)).toHaveLength(2);
      new KeptAnswers(clock, here.answers).keep("question", { documents: [{ a: 1 }], at: 42 });
      await until(async () => (await there.answers.find("question")) !== undefined);
    }
    expect(a.state).toBe("there");
  });

  test("gets no call whose keys stand on two nodes, and no script touches what it was not given", async () => {
    const calls: { sha: string; keys: string[] }[] = [];
    const touched: string[][] = [];
    for (const node of [0, 1, 2]) {
      const monitor = await cluster.to(node).monitor();
      ends.push(async () => monitor.disconnect());
      monitor.on("monitor", (_: string, [name = "", sha = "", count, ...rest]: string[], source: string) => {
        if (source === "lua") touched.push([name, sha]);
        else if (name === "evalsha" && rest.at(-1) !== "load")
          calls.push({ sha, keys: rest.slice(0, Number(count)) });
      });
    }
    await useEveryScript();
    const used = () => SCRIPTS.filter(({ sha }) => calls.some((call) => call.sha === sha));
    await until(() => used().length === SCRIPTS.length);
    for (const call of calls) {
      const slots = await Promise.all(call.keys.map(cluster.slotOf));
      expect(new Set(slots).size, call.keys.join(" ")).toBe(1);
    }
    const given = new Set(calls.flatMap((call) => call.keys));
    expect(
      touched.filter(([name = "", key = ""]) => !/^(time|info)$/i.test(name) && !given.has(key)),
    ).toEqual([]);
    expect(touched.length).toBeGreaterThan(calls.length);
  });

  test("has one database, and several servers that are none are refused", async () => {
    const said = (url: string) => Connection.connect(url, () => undefined).then(() => "nothing", String);
    expect(await said(`${cluster.nodes[0]?.url}/2`)).toMatch(/names a database of a cluster/);
    const alone = [await startRedis(), await startRedis()];
    ends.push(...alone.map(({ end }) => end));
    expect(await said(alone.map(({ url }) => url).join(","))).toMatch(/several servers which are no cluster/);
  });
});

/** Has two replicas call each script at least once. */
async function useEveryScript(): Promise<void> {
  const { links, paces: both } = await paces(cluster.urls, 2);
  const [here, there] = both;
  // It closes for longer than anybody is believed, and one tries.
  here?.learn([TAGS], { status: 429, source: "klaviyo", retryAfter: 4 });
  const stop = new AbortController();
  await takeMany(both, 3, [LISTS]);
  const late = there?.take([LISTS], { ...forever(), signal: stop.signal });
  await takeMany(both, 1);
  stop.abort();
  await late;
  here?.learn([LISTS], {
    status: 200,
    headers: { "ratelimit-limit": "60", "ratelimit-remaining": "20", "ratelimit-reset": "30" },
  });
  await takeMany(both, 1, [TAGS]);
  here?.learn([TAGS], { status: 200 });
  links[0]?.lose(new Error("as if it had been away"));
  await Promise.all(links.map((link) => link.tick()));
  const { a } = await two(cluster.urls);
  await a.sharedBy("key", "Ada").budgetOf({ people: 1, items: 1 }).take("X", { people: 1, items: 0 });
}
