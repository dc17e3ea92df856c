import { Redis } from "ioredis";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Plan } from "../../src/ask/plan.ts";
import { TOKEN_MS } from "../../src/ask/tokens.ts";
import { KEEP_MS, KeptAnswers } from "../../src/call/report/kept-answers.ts";
import { Connection } from "../../src/redis/connection.ts";
import { AWAY } from "../../src/redis/link.ts";
import { Replicas } from "../../src/redis/replicas.ts";
import { type RedisServer, startRedis } from "./server.ts";

// What replicas share besides limits: confirmations, budgets and reports, each of one caller and one Maton key.

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function two(options = {}): Promise<{ server: RedisServer; a: Replicas; b: Replicas }> {
  const server = await startRedis(options);
  ends.push(server.end);
  const [a, b] = [
    await Replicas.join(server.url, () => undefined),
    await Replicas.join(server.url, () => undefined),
  ];
  ends.push(
    () => a.leave(),
    () => b.leave(),
  );
  return { server, a, b };
}

const clock = () => performance.now();

const plan = (over: Partial<Plan> = {}) =>
  ({
    hash: "the hash",
    state: new Map([["campaign 01.name", '"Planted name"']]),
    reach: 1200,
    ...over,
  }) as Plan;

const KEY = "a-key-of-maton";

describe("a confirmation", () => {
  test("that one replica issued is good at another, once, in whatever session", async () => {
    const { a, b } = await two();
    const { token } = await a.sharedBy(KEY, "Ada").confirmations(clock).issue("session 1", plan());
    const elsewhere = b.sharedBy(KEY, "Ada").confirmations(clock);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => elsewhere.redeem(token, `session ${n}`, "the hash")),
    );
    expect(answers.filter((answer) => answer !== undefined)).toEqual([
      { plan: { state: new Map([["campaign 01.name", '"Planted name"']]), reach: 1200 }, forPage: false },
    ]);
  });

  test.each([
    ["another caller", KEY, "Bob"],
    ["another key", "another-key", "Ada"],
  ])("is nothing to %s, whom a guess does not let spend it", async (_, key, caller) => {
    const { a, b } = await two();
    const confirmations = a.sharedBy(KEY, "Ada").confirmations(clock);
    const { token } = await confirmations.issue("s", plan());
    expect(await b.sharedBy(key, caller).confirmations(clock).redeem(token, "s", "the hash")).toBeUndefined();
    expect(await confirmations.redeem(token, "s", "the hash")).toBeDefined();
  });

  test("of another change is spent for nothing", async () => {
    const { a } = await two();
    const confirmations = a.sharedBy(KEY, "Ada").confirmations(clock);
    const { token } = await confirmations.issue("s", plan());
    expect(await confirmations.redeem(token, "s", "another hash")).toBeUndefined();
    expect(await confirmations.redeem(token, "s", "the hash")).toBeUndefined();
  });

  test("for a page is good at another replica for who has it", async () => {
    const { a, b } = await two();
    const here = a.sharedBy(KEY, "Ada").confirmations(clock);
    const { token, id } = await here.issue("s", plan(), true);
    expect(here.tell(id, "s")).toBe(token);
    const there = b.sharedBy(KEY, "Ada").confirmations(clock);
    expect(await there.redeem(token, "t", "the hash")).toMatchObject({ forPage: true });
    expect(await here.redeem(token, "s", "the hash")).toBeUndefined();
  });

  test("that a page took from the model, or a no closed, is nothing to another replica either", async () => {
    const { a, b } = await two();
    const here = a.sharedBy(KEY, "Ada").confirmations(clock);
    const there = b.sharedBy(KEY, "Ada").confirmations(clock);
    const { token } = await here.issue("s", plan());
    here.takeFromModel("s");
    const { token: other, id } = await here.issue("s", plan({ hash: "another" }), true);
    here.close(id, "s");
    // What this one sent is done when it is answered something later.
    await here.redeem("nothing", "s", "");
    expect(await there.redeem(token, "t", "the hash")).toBeUndefined();
    expect(await there.redeem(other, "t", "another")).toBeUndefined();
    const again = here.tell(token, "s") ?? "";
    expect(await there.redeem(again, "t", "the hash")).toMatchObject({ forPage: true });
  });

  test("of a session that is there is not another session's", async () => {
    const { a } = await two();
    const confirmations = a.sharedBy(KEY, "Ada").confirmations(clock);
    const { token } = await confirmations.issue("s", plan());
    expect(await confirmations.redeem(token, "t", "the hash")).toBeUndefined();
    confirmations.end("s");
    expect(await confirmations.redeem(token, "t", "the hash")).toBeDefined();
  });

  test.each([undefined, Number.NaN, 0])("keeps how many people it reaches: %s", async (reach) => {
    const { a } = await two();
    const confirmations = a.sharedBy(KEY, "Ada").confirmations(clock);
    const { token } = await confirmations.issue("s", plan({ reach }));
    expect((await confirmations.redeem(token, "s", "the hash"))?.plan.reach).toBe(reach);
  });

  test("that was closed while Redis was away is nothing to the others once it is back", async () => {
    const { server, a, b } = await two({ keeps: true });
    const here = a.sharedBy(KEY, "Ada").confirmations(clock);
    const [{ token }, { id, token: other }] = [
      await here.issue("s", plan()),
      await here.issue("s", plan({ hash: "another" }), true),
    ];
    const are = [a, b].map((one) => one.sharedBy(KEY, "Ada"));
    const away = () => are.map((one) => one.isAway());
    await server.stop();
    await vi.waitFor(() => expect(away()).toEqual([true, true]), 5000);
    here.close(id, "s");
    here.takeFromModel("s");
    await server.start();
    await vi.waitFor(() => expect(away()).toEqual([false, false]), 5000);
    // Whoever is first to find Redis there again may be another.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const there = b.sharedBy(KEY, "Ada").confirmations(clock);
    expect(await there.redeem(token, "t", "the hash")).toBeUndefined();
    expect(await there.redeem(other, "t", "another")).toBeUndefined();
  });

  test("while Redis is away is neither issued nor redeemed, and the reason is said", async () => {
    const { server, a } = await two();
    const shared = a.sharedBy(KEY, "Ada");
    const confirmations = shared.confirmations(clock);
    const { token } = await confirmations.issue("s", plan());
    await server.stop();
    const said = /Redis, by which the replicas .* is away/;
    await expect(confirmations.redeem(token, "s", "the hash")).rejects.toThrow(said);
    await expect(confirmations.issue("s", plan())).rejects.toThrow(said);
    expect(shared.isAway()).toBe(true);
    expect(a.state).toBe("away");
  });
});

describe("what lies in Redis", () => {
  test("is not to be read without the key, names no key and no caller, and ends by itself", async () => {
    const { server, a } = await two();
    const shared = a.sharedBy(KEY, "Ada Planted");
    await shared.confirmations(clock).issue("s", plan(), true);
    shared.answers.keep("a planted question", { documents: [{ planted: "Planted" }], at: 1 });
    await shared.budgetOf({ people: 25, items: 100 }).take("planted account", { people: 1, items: 0 });
    const redis = new Redis(server.url);
    ends.push(async () => redis.disconnect());
    const names = await redis.keys("*");
    expect(names).toHaveLength(3);
    for (const name of names) {
      const value = name.includes(":budget:") ? await redis.zrange(name, "0", "-1") : await redis.get(name);
      expect(`${name} ${String(value)}`).not.toMatch(/planted|a-key-of-maton/i);
      expect(await redis.pttl(name)).toBeGreaterThan(0);
      expect(await redis.pttl(name)).toBeLessThanOrEqual(KEEP_MS + 1000);
      if (name.includes(":confirmation:")) expect(await redis.pttl(name)).toBeLessThanOrEqual(TOKEN_MS);
    }
  });

  test("that somebody else put there counts for nothing", async () => {
    const { server, a } = await two();
    const shared = a.sharedBy(KEY, "Ada");
    shared.answers.keep("question", { documents: [1], at: 1 });
    expect(await shared.answers.find("question")).toMatchObject({ answer: { documents: [1], at: 1 } });
    const redis = new Redis(server.url);
    ends.push(async () => redis.disconnect());
    const [name = ""] = await redis.keys("*:answer:*");
    await redis.set(
      name,
      Buffer.from(JSON.stringify({ documents: ["forged"], at: 2 })).toString("base64"),
      "PX",
      9000,
    );
    expect(await shared.answers.find("question")).toBeUndefined();
  });

  test("that was another's, or of another question, counts for nothing", async () => {
    const { server, a } = await two();
    const [adas, bobs] = [a.sharedBy(KEY, "Ada"), a.sharedBy(KEY, "Bob")];
    adas.answers.keep("question", { documents: [1], at: 1 });
    expect(await adas.answers.find("question")).toBeDefined();
    const redis = new Redis(server.url);
    ends.push(async () => redis.disconnect());
    const [from = ""] = await redis.keys("*:answer:*");
    bobs.answers.keep("question", { documents: [2], at: 2 });
    expect(await bobs.answers.find("question")).toBeDefined();
    const to = (await redis.keys("*:answer:*")).find((name) => name !== from) ?? "";
    await redis.copy(from, to, "REPLACE");
    expect(await bobs.answers.find("question")).toBeUndefined();
  });
});

describe("a budget", () => {
  test("is one over all replicas, for each account and each caller", async () => {
    const { a, b } = await two();
    const most = { people: 25, items: 100 };
    const [here, there] = [a, b].map((one) => one.sharedBy(KEY, "Ada").budgetOf(most));
    expect(await here?.take("X", { people: 20, items: 0 })).toBe(true);
    expect(await there?.take("X", { people: 6, items: 0 })).toBe(false);
    expect(await there?.take("X", { people: 5, items: 0 })).toBe(true);
    expect(await here?.take("Y", { people: 25, items: 0 })).toBe(true);
    expect(await here?.take("Y", { people: Number.POSITIVE_INFINITY, items: 0 })).toBe(false);
    expect(await b.sharedBy(KEY, "Bob").budgetOf(most).take("X", { people: 25, items: 0 })).toBe(true);
  });

  test("has nothing left while Redis is away", async () => {
    const { server, a } = await two();
    const budget = a.sharedBy(KEY, "Ada").budgetOf({ people: 25, items: 100 });
    await server.stop();
    expect(await budget.take("X", { people: 1, items: 0 })).toBe(false);
  });
});

describe("a report", () => {
  test("that one replica asked for is kept at the others as long as at that one", async () => {
    const { a, b } = await two();
    let now = 0;
    const of = (one: Replicas, caller: string) =>
      new KeptAnswers(() => now, one.sharedBy(KEY, caller).answers);
    const [here, there, others] = [of(a, "Ada"), of(b, "Ada"), of(b, "Bob")];
    here.keep("question", { documents: [{ a: 1 }], at: 42 });
    // Of one connection, what is asked later is answered later.
    await here.find("another question");
    expect(await there.find("question")).toEqual({ documents: [{ a: 1 }], at: 42 });
    expect(await others.find("question")).toBeUndefined();
    await a.leave();
    await b.leave();
    expect(await there.find("question")).toMatchObject({ at: 42 });
    now = KEEP_MS;
    expect(await there.find("question")).toBeUndefined();
  });
});

test("a key that was not used for longest is looked after no more, and finds out itself how Redis is", async () => {
  const server = await startRedis();
  ends.push(server.end);
  const connection = await Connection.connect(server.url, () => undefined);
  ends.push(() => connection.close());
  const [first, ...others] = Array.from({ length: 1001 }, (_, at) => connection.link(`klaviyo-mcp:{${at}}`));
  await server.stop();
  expect([first?.away, others.every(({ away }) => away !== undefined)]).toEqual([undefined, true]);
  expect(await first?.ask((client) => client.get("klaviyo-mcp:{0}"))).toBe(AWAY);
  expect(connection.link("klaviyo-mcp:{1000}")).toBe(others.at(-1));
  await server.start();
  await expect
    .poll(() => first?.ask((client) => client.get("klaviyo-mcp:{0}")), { timeout: 5000 })
    .toBeNull();
});
