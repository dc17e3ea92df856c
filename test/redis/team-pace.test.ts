import { afterEach, describe, expect, it } from "vitest";
import { keysOf } from "../../src/redis/keys.ts";
import { KEY } from "../client.ts";
import { most } from "../scale/windows.ts";
import { ALPINE, BOREAL, callerOf, connect, type TeamClient, tokenOf } from "../team/serving.ts";
import { CEDAR, OTHER_KEY, serveReplicas, type TeamReplicas, watchPlaces } from "./team-serving.ts";

// What callers on two replicas have of the rate of their Maton key: those who share one share its limits and closures, in
// turns, and those of another key notice nothing. Limits are looked at by Redis' clock: a machine that is busy with
// something else sends late.

let serving: TeamReplicas | undefined;
afterEach(() => serving?.close());

const TEAM = {
  connections: { Alpine: ALPINE, Boreal: BOREAL, Cedar: CEDAR },
  callers: [
    callerOf("anna", { connections: ["Alpine"] }),
    callerOf("ben", { connections: ["Boreal"] }),
    callerOf("cleo", { connections: ["Alpine"] }),
    callerOf("dora", { connections: ["Alpine"], key: { variable: OTHER_KEY.variable } }),
  ],
};
/** Requests a second of a key. */
const RATE = 10;
const logOf = (key: string) => keysOf(key)("log", "key burst");

async function begin() {
  serving = await serveReplicas(TEAM, { args: [] });
  const { a, b, sandbox } = serving;
  const at = (url: URL) => async (name: string) => {
    const who = await connect(url, tokenOf(name));
    await read(who);
    return who;
  };
  const places = await watchPlaces(serving);
  return { here: at(a.url), there: at(b.url), sandbox, places };
}

async function read(who: TeamClient): Promise<void> {
  const { isError, text } = await who.call("get_profiles", { page_size: 1 });
  expect(isError, text).toBeFalsy();
}
const readMany = (who: TeamClient, times: number) => Array.from({ length: times }, () => read(who));
const count = (order: readonly string[], one = "") => order.filter((who) => who === one).length;
const settled = () => new Promise((resolve) => setTimeout(resolve, 200));

describe("the rate of a Maton key", () => {
  it("is one for all callers who share it, over both replicas, and not that of another key's", async () => {
    const { here, there, sandbox, places } = await begin();
    const shared = await Promise.all([here("anna"), there("anna"), here("ben"), there("ben")]);
    const own = await Promise.all([here("dora"), there("dora")]);
    await Promise.all([...shared, ...own].flatMap((one) => readMany(one, 12)));
    await settled();
    places.end();
    const [ours, doras] = [KEY, OTHER_KEY.value].map((key) => places.of(logOf(key)));
    const sentBy = (key: string) =>
      sandbox.requests.filter(({ headers }) => headers.authorization === `Bearer ${key}`).length;
    // Whatever left had a place, and there are two who gave them.
    expect([ours?.length, doras?.length]).toEqual([KEY, OTHER_KEY.value].map(sentBy));
    const times = (all: typeof ours = []) => all.map(([, at]) => at);
    for (const all of [ours, doras]) {
      expect(new Set(all?.map(([who]) => who)).size).toBe(2);
      expect(most(times(all), 1000)).toBe(RATE);
    }
    expect(most([...times(ours), ...times(doras)], 1000)).toBeGreaterThan(1.5 * RATE);
  });

  it("goes round among those who call, whichever replica each of them is at", async () => {
    const { here, there, places } = await begin();
    const [anna, ben] = await Promise.all([here("anna"), there("ben")]);
    const annas = readMany(anna, 80);
    // Long enough for all of them to be there, of whom 10 a second go.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const gone = new Set(places.of(logOf(KEY)).map(([, at]) => at));
    await Promise.all(readMany(ben, 8));
    await Promise.all(annas);
    places.end();
    const since = places.of(logOf(KEY)).filter(([, at]) => !gone.has(at));
    const order = since.sort(([, one], [, other]) => one - other).map(([who]) => who);
    const [bens] = [...new Set(order)].sort((one, other) => count(order, one) - count(order, other));
    expect(count(order, bens)).toBe(8);
    // All of Anna's asked before him: hers that come before his last are about as many as his, and far from all.
    const before = order.slice(0, order.lastIndexOf(bens ?? ""));
    expect(before.length - count(before, bens)).toBeLessThanOrEqual(25);
    expect(order.length).toBeGreaterThan(45);
  });
});

describe("a closure after a 429", () => {
  const SECONDS = 4;
  /** Milliseconds that this read takes. */
  const took = async (who: TeamClient, name: string) => {
    const began = performance.now();
    const { isError, text } = await who.call(name);
    expect(isError, text).toBeFalsy();
    return performance.now() - began;
  };

  it.each([
    ["of Klaviyo's is shared for that operation and account", "klaviyo", ["cleo"], ["dora", "ben"]],
    ["of Maton's is shared for the key", "gateway", ["cleo", "ben"], ["dora"]],
  ] as const)("%s, by those of the same key alone", async (_, source, closed, open) => {
    serving = await serveReplicas(TEAM, { args: [] });
    const { a, b, sandbox } = serving;
    const names = [...closed, ...open];
    const here = await connect(a.url, tokenOf("anna"));
    const there = await Promise.all(names.map((name) => connect(b.url, tokenOf(name))));
    await Promise.all([here, ...there].map((one) => one.call("get_segments")));
    const errors = {
      errors: [{ code: "throttled", title: "Request was throttled.", detail: "Expected later." }],
    };
    sandbox.addFault({
      status: 429,
      headers: { "retry-after": String(SECONDS) },
      contentType: "application/json",
      body: JSON.stringify(source === "klaviyo" ? errors : { message: "Too many requests" }),
      match: { operation: "get_segments" },
    });
    const done: string[] = [];
    const ended = async (name: string, who: TeamClient) => {
      const ms = await took(who, "get_segments");
      done.push(name);
      return ms;
    };
    const hers = ended("anna", here);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const times = await Promise.all(there.map((one, index) => ended(names[index] ?? "", one)));
    expect(await hers).toBeGreaterThan(SECONDS * 1000);
    expect(done.slice(0, open.length).sort()).toEqual([...open].sort());
    for (const ms of times.slice(0, closed.length)) expect(ms).toBeGreaterThan((SECONDS - 2) * 1000);
  });
});
