import { beforeEach, describe, expect, it } from "vitest";
import type { Plan } from "../src/ask/plan.ts";
import { TOKEN_MS } from "../src/ask/tokens.ts";
import { SharedConfirmations } from "../src/redis/confirmations.ts";
import { AWAY, type Link } from "../src/redis/link.ts";
import { Seal } from "../src/redis/sealed.ts";

// What pages may do where confirmations are shared by processes: Redis is a map here, which may be away.

const PLAN = { hash: "h", state: new Map([["a", "1"]]), reach: undefined } as unknown as Plan;
let time = 0;
let away = false;
let kept: Map<string, string>;
const client = {
  set: async (key: string, value: string) => kept.set(key, value),
  getdel: async (key: string) => {
    const value = kept.get(key) ?? null;
    kept.delete(key);
    return value;
  },
  del: async (key: string) => kept.delete(key),
};
const link = {
  ask: async (work: (one: typeof client) => Promise<unknown>) => (away ? AWAY : work(client)),
} as unknown as Link;
const processOf = () =>
  new SharedConfirmations(
    link,
    (kind, name) => `${kind} ${name}`,
    new Seal("key"),
    () => time,
  );

beforeEach(() => {
  time = 0;
  away = false;
  kept = new Map();
});

describe("a confirmation that processes share", () => {
  it("which the model read is good for nothing but as its plan's id once a page is there, in any process", async () => {
    const [one, other] = [processOf(), processOf()];
    const { token } = await one.issue("a", PLAN);
    one.takeFromModel("a");
    const own = String(one.tell(token, "a"));
    for (const process of [one, other]) expect(await process.redeem(token, "a", "h")).toBeUndefined();
    expect(await other.redeem(own, "b", "h")).toMatchObject({ forPage: true });
    expect(await one.redeem(own, "a", "h")).toBeUndefined();
  });

  it.each<[what: string, end: (of: SharedConfirmations, token: string, id: string) => void]>([
    ["is taken from the model", (of) => of.takeFromModel("a")],
    ["is closed by a no", (of, _, id) => of.close(id, "a")],
  ])("which %s while Redis is away is so when it is back", async (what, end) => {
    const one = processOf();
    const { token, id } = await one.issue("a", PLAN, what.includes("no"));
    away = true;
    end(one, token, id);
    away = false;
    expect(kept.size).toBe(1);
    time = TOKEN_MS - 1;
    expect(await one.redeem(token, "a", "h")).toBeUndefined();
  });

  it("is found by its plan in the process of its session alone", async () => {
    const [one, other] = [processOf(), processOf()];
    const { token, id } = await one.issue("a", PLAN, true);
    expect([other.tell(id, "a"), other.close(id, "a"), one.tell(id, "b")]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(one.tell(id, "a")).toBe(token);
    expect(await one.redeem(token, "a", "h")).toMatchObject({ forPage: true });
  });
});
