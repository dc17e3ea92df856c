import { afterEach, describe, expect, test } from "vitest";
import type { Plan } from "../../src/ask/plan.ts";
import { Replicas } from "../../src/redis/replicas.ts";
import { type ClusterOptions, type ClusterServer, keysByNode, startCluster } from "./cluster.ts";
import { mostInSecond, type PacesOptions, pacesOf, takeMany, until } from "./paces.ts";

// What becomes of a Maton key when the node of a cluster that carries it goes, or hands it on.

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function cluster(options?: ClusterOptions): Promise<ClusterServer> {
  const started = await startCluster(options);
  ends.push(started.end);
  return started;
}

/** Paces that know of each other. */
async function paces(url: string, options: PacesOptions) {
  const found = await pacesOf(url, 2, options);
  for (const one of found.all) ends.push(() => one.close());
  await Promise.all(found.links.map((link) => link.tick()));
  return found;
}

const clock = () => performance.now();
const plan = () => ({ hash: "the hash", state: new Map([["a", "b"]]), reach: 12 }) as unknown as Plan;

describe("a node that is gone", () => {
  test("takes away what it carried, and nothing else, until it is back", async () => {
    const started = await cluster({ keeps: true });
    const keys = await keysByNode(started);
    const [gone = "", kept = ""] = keys;
    const [lost, well] = [await paces(started.urls, { key: gone }), await paces(started.urls, { key: kept })];
    const a = await Replicas.join(started.urls, () => undefined);
    ends.push(() => a.leave());
    const budgetOf = (key: string) => a.sharedBy(key, "Ada").budgetOf({ people: 100, items: 0 });
    const spend = (key: string) => budgetOf(key).take("X", { people: 1, items: 0 });
    expect([await spend(gone), await spend(kept)]).toEqual([true, true]);
    const times = await takeMany(lost.paces, 10);
    await started.nodes[0]?.stop();
    await until(() => lost.links.every(({ away }) => away !== undefined));
    const wells = takeMany(well.paces, 30);
    times.push(...(await takeMany(lost.paces, 12)));
    expect(mostInSecond(await wells)).toBe(10);
    expect([await spend(gone), await spend(kept)]).toEqual([false, true]);
    await expect(a.sharedBy(gone, "Ada").confirmations(clock).issue("s", plan())).rejects.toThrow(/is away/);
    expect(well.links.map(({ away }) => away)).toEqual([undefined, undefined]);
    expect([a.state, well.all[0]?.state, lost.all[0]?.state]).toEqual(["partly away", "there", "away"]);
    await started.nodes[0]?.start();
    await until(() => lost.links.every(({ away }) => away === undefined));
    times.push(...(await takeMany(lost.paces, 15)));
    expect(mostInSecond(times)).toBeLessThanOrEqual(10);
    await until(() => a.state === "there");
    expect(await spend(gone)).toBe(true);
  });

  test("of a cluster that serves all or nothing takes everything away, until it is back", async () => {
    const started = await cluster({ keeps: true, serves: "all or nothing" });
    const [, key] = await keysByNode(started);
    const { all, links, paces: both } = await paces(started.urls, { key });
    await started.nodes[0]?.stop();
    await until(() => links.every(({ away }) => away !== undefined));
    expect(all.map(({ state }) => state)).toEqual(["away", "away"]);
    const times = await takeMany(both, 8);
    await started.nodes[0]?.start();
    await until(() => links.every(({ away }) => away === undefined));
    times.push(...(await takeMany(both, 15)));
    expect(mostInSecond(times)).toBeLessThanOrEqual(10);
  });
});

test("a replica that takes a node's place has what was agreed to and spent, and no limit is exceeded", async () => {
  const started = await cluster({ replica: true });
  const [key = ""] = await keysByNode(started);
  const { links, paces: both, keys } = await paces(started.urls, { key });
  const a = await Replicas.join(started.urls, () => undefined);
  ends.push(() => a.leave());
  const shared = a.sharedBy(key, "Ada");
  const confirmations = shared.confirmations(clock);
  const { token } = await confirmations.issue("s", plan());
  const budget = shared.budgetOf({ people: 10, items: 0 });
  expect(await budget.take("X", { people: 6, items: 0 })).toBe(true);
  const times = await takeMany(both, 10);
  expect(await started.to(0).call("WAIT", "1", "2000")).toBe(1);
  await started.nodes[0]?.stop();
  await until(() => links.every(({ away }) => away !== undefined));
  times.push(...(await takeMany(both, 8)));
  await until(() => !shared.isAway() && links.every(({ away }) => away === undefined));
  times.push(...(await takeMany(both, 15)));
  expect(mostInSecond(times)).toBeLessThanOrEqual(10);
  expect(await confirmations.redeem(token, "s", "the hash")).toBeDefined();
  expect(await confirmations.redeem(token, "s", "the hash")).toBeUndefined();
  expect(await budget.take("X", { people: 6, items: 0 })).toBe(false);
  expect(await budget.take("X", { people: 4, items: 0 })).toBe(true);
  expect(await started.to(3).exists(keys("members"))).toBe(1);
});

test("a cluster is found although the first node that is named is gone", async () => {
  const started = await cluster();
  const [, key = ""] = await keysByNode(started);
  await started.nodes[0]?.stop();
  const { all, links } = await pacesOf(started.urls, 1, { key });
  for (const one of all) ends.push(() => one.close());
  await until(() => links[0]?.away === undefined);
});

describe("a slot that is given to another node", () => {
  test("is followed while it is moved and afterwards, and no limit is exceeded", async () => {
    const started = await cluster();
    const [key = ""] = await keysByNode(started);
    const { links, paces: both, keys } = await paces(started.urls, { key });
    const slot = await started.slotOf(keys("key"));
    const times = await takeMany(both, 10);
    const running = takeMany(both, 30);
    await started.move(slot, 2, () => new Promise((resolve) => setTimeout(resolve, 300)));
    times.push(...(await running), ...(await takeMany(both, 10)));
    expect(times).toHaveLength(50);
    expect(mostInSecond(times)).toBeLessThanOrEqual(10);
    expect(links.map(({ away }) => away)).toEqual([undefined, undefined]);
    expect(await started.to(2).cluster("COUNTKEYSINSLOT", slot)).toBeGreaterThan(0);
    expect(await started.to(0).cluster("COUNTKEYSINSLOT", slot)).toBe(0);
  });
});
