import { describe, expect, it } from "vitest";
import { BUDGET_MS, Budget } from "../src/ask/budget.ts";
import { admit, allowsAWhile, type ConfirmMode, decide, type Facts, POLICY } from "../src/ask/policy.ts";
import type { InputError } from "../src/errors.ts";
import { EFFECTS, type Effect, type Judgement } from "../src/tool/effects.ts";
import type { Input } from "../src/tool/tool.ts";

// The one table of what asks: each effect, each mode, and each fact that decides.

const judgement = (more: Partial<Judgement> = {}): Judgement => ({
  effects: ["edits"],
  why: "Why.",
  ...more,
});

/** Nothing known, and room for nothing. */
const facts = (known: Partial<Facts> = {}): Facts => ({
  own: () => false,
  standing: () => false,
  agreedBefore: () => false,
  inUse: async () => false,
  vacant: async () => false,
  keepable: async () => true,
  liveFlow: async () => false,
  sizeOf: async () => 10,
  take: () => true,
  ...known,
});

const decided = async (
  effects: Effect[],
  known: Partial<Facts> = {},
  {
    mode = "dangerous",
    input = {},
    more = {},
  }: { mode?: ConfirmMode; input?: Input; more?: Partial<Judgement> } = {},
) => {
  const verdict = await decide(
    { judgement: judgement({ effects, ...more }), input, effects },
    mode,
    facts(known),
  );
  return verdict.asks ? "asks" : verdict.by;
};

it("has a rule of every effect, in their order", () => {
  expect(POLICY.map(({ effect }) => effect)).toEqual(EFFECTS);
});

describe("a change with one effect", () => {
  const changing = EFFECTS.filter((effect) => effect !== "reads");
  const always = ["sends", "publishes", "stops", "deletes", "forwards", "identity"];

  it.each(changing)("%s, in every mode", async (effect) => {
    const byTable = always.includes(effect) ? "asks" : "budget";
    expect(await decided([effect])).toBe(byTable);
    expect(await decided([effect], {}, { mode: "elicit-only" })).toBe(byTable);
    expect(await decided([effect], {}, { mode: "writes" })).toBe("asks");
    expect(await decided([effect], {}, { mode: "never" })).toBe("mode");
  });

  it.each(changing)("%s beyond the budget, or where one asks beside it", async (effect) => {
    expect(await decided([effect], { take: () => false })).toBe("asks");
    expect(await decided([effect, "sends"])).toBe("asks");
    expect(await decided([effect], {}, { more: { asks: true } })).toBe("asks");
  });

  it.each(changing)("%s of what this session made", async (effect) => {
    const free = ["deletes", "replaces", "edits", "adds"].includes(effect);
    const known = { own: () => true, take: () => false };
    expect(await decided([effect], known)).toBe(free ? "own session" : "asks");
  });

  it.each(changing)("%s where a person allowed such changes", async (effect) => {
    const known = { standing: () => true, take: () => false };
    expect(await decided([effect], known)).toBe(always.includes(effect) ? "asks" : "standing");
    const allows = ["adds", "edits", "replaces", "starts"].includes(effect);
    expect(allowsAWhile({ judgement: judgement(), input: {}, effects: [effect] })).toBe(allows);
  });
});

describe("of two effects both count", () => {
  it("for what a session made", async () => {
    const own = { own: () => true, take: () => false };
    expect(await decided(["edits", "adds"], own)).toBe("own session");
    expect(await decided(["deletes", "consent"], own)).toBe("asks");
    expect(await decided(["consent", "deletes"], own)).toBe("asks");
  });

  it.each<[effects: Effect[], allows: boolean]>([
    [["adds", "starts"], true],
    [["adds", "sends"], false],
    [["sends", "adds"], false],
  ])("for what is allowed for a while: %o", (effects, allows) => {
    expect(allowsAWhile({ judgement: judgement(), input: {}, effects })).toBe(allows);
    expect(allowsAWhile({ judgement: judgement({ asks: true }), input: {}, effects })).toBe(false);
  });

  it("where one of them replaces, and where none does", async () => {
    const inUse = { inUse: async () => true };
    expect(await decided(["edits", "replaces"], inUse)).toBe("asks");
    expect(await decided(["edits", "adds"], inUse)).toBe("budget");
  });
});

it.each<[why: string, effects: Effect[], known: Partial<Facts>, mode: ConfirmMode, because: string]>([
  ["every change", ["adds"], {}, "writes", "every change asks here"],
  ["nobody judged it", [], {}, "dangerous", "nobody judged what it does"],
  ["what it does", ["edits", "sends"], {}, "dangerous", "it sends"],
  ["it is in use", ["replaces"], { inUse: async () => true }, "dangerous", "what it overwrites is in use"],
  [
    "that cannot be read",
    ["replaces"],
    { inUse: async () => undefined },
    "dangerous",
    "whether what it overwrites is in use cannot be read",
  ],
  [
    "it cannot be kept",
    ["replaces"],
    { keepable: async () => false },
    "dangerous",
    "what it overwrites could not be put back",
  ],
  ["the budget", ["adds"], { take: () => false }, "dangerous", "it is more than may change unasked"],
])("says why it asks: %s", async (_, effects, known, mode, because) => {
  const call = { judgement: judgement({ effects }), input: {}, effects };
  expect(await decide(call, mode, facts(known))).toEqual({ asks: true, because });
});

describe("what nobody judged", () => {
  it("asks, and is not allowed for a while", async () => {
    expect(await decided([], { own: () => true, standing: () => true })).toBe("asks");
    expect(allowsAWhile({ judgement: judgement(), input: {}, effects: [] })).toBe(false);
  });
});

it("what asks although its effects would not is not allowed for a while", () => {
  const edits = { judgement: judgement({ asks: true }), input: {}, effects: ["edits"] as const };
  expect(allowsAWhile(edits)).toBe(false);
});

describe("what replaces", () => {
  it.each<[why: string, known: Partial<Facts>, verdict: string]>([
    ["in use", { inUse: async () => true }, "asks"],
    ["its use cannot be read", { inUse: async () => undefined }, "asks"],
    ["it could not be put back", { keepable: async () => false }, "asks"],
    ["nothing stands there yet", { inUse: async () => true, vacant: async () => true }, "budget"],
    ["neither", {}, "budget"],
    ["beyond the budget", { take: () => false }, "asks"],
  ])("%s", async (_, known, verdict) => {
    expect(await decided(["replaces"], known)).toBe(verdict);
  });
});

describe("what a change takes of the budget", () => {
  const whole = {
    when: [{ input: "list_id", given: true, effects: [], whole: { is: "list", input: "list_id" } }],
  } as const;
  it.each<[why: string, effects: Effect[], known: Partial<Facts>, input: Input, spent: object]>([
    ["an edit", ["edits"], {}, { rows: [1, 2] }, { people: 0, items: 2 }],
    ["consent", ["consent"], {}, { rows: [1, 2, 3] }, { people: 3, items: 0 }],
    [
      "starts where a flow is live",
      ["starts"],
      { liveFlow: async () => true },
      { rows: [1] },
      { people: 1, items: 0 },
    ],
    [
      "starts where that cannot be read",
      ["starts"],
      { liveFlow: async () => undefined },
      { rows: [1] },
      { people: 1, items: 0 },
    ],
    ["starts where none is live", ["starts", "adds"], {}, { rows: [1] }, { people: 0, items: 1 }],
    ["a whole list", ["consent"], {}, { rows: [1], list_id: "L" }, { people: 11, items: 0 }],
    [
      "a list whose size cannot be read",
      ["consent"],
      { sizeOf: async () => undefined },
      { rows: [1], list_id: "L" },
      { people: Number.POSITIVE_INFINITY, items: 0 },
    ],
  ])("%s", async (_, effects, known, input, spent) => {
    const taken: unknown[] = [];
    const take = (one: unknown) => taken.push(one) > 0;
    await decided(
      effects,
      { ...known, take },
      { input, more: { counts: "rows", ...whole } as Partial<Judgement> },
    );
    expect(taken).toEqual([spent]);
  });
});

it("a test e-mail asks once for its addresses", async () => {
  const more: Partial<Judgement> = { once: "recipients" };
  const input = { recipients: ["a@example.com"] };
  expect(await decided(["sends"], {}, { input, more })).toBe("asks");
  expect(await decided(["sends"], { agreedBefore: () => true }, { input, more })).toBe("budget");
  expect(await decided(["sends"], { agreedBefore: () => true }, { input })).toBe("asks");
});

describe("the budget", () => {
  let time = 0;
  const budget = () => new Budget({ people: 25, items: 100 }, () => time);

  it("takes as much as there is, over all calls, and not one more", () => {
    const one = budget();
    expect(one.take("a", { people: 25, items: 0 })).toBe(true);
    expect(one.take("a", { people: 1, items: 0 })).toBe(false);
    expect(one.take("a", { people: 0, items: 99 })).toBe(true);
    expect(one.take("a", { people: 0, items: 2 })).toBe(false);
    expect(one.take("a", { people: 0, items: 1 })).toBe(true);
    expect(one.take("b", { people: 25, items: 100 })).toBe(true);
    expect(budget().take("a", { people: 26, items: 0 })).toBe(false);
  });

  it("of what was refused nothing is taken", () => {
    const one = budget();
    expect(one.take("a", { people: 26, items: 100 })).toBe(false);
    expect(one.take("a", { people: 25, items: 100 })).toBe(true);
  });

  it("forgets what is ten minutes old, and not a millisecond sooner", () => {
    const one = budget();
    one.take("a", { people: 20, items: 0 });
    time += 1000;
    one.take("a", { people: 5, items: 0 });
    time += BUDGET_MS - 1001;
    expect(one.take("a", { people: 1, items: 0 })).toBe(false);
    time += 1;
    expect(one.take("a", { people: 20, items: 0 })).toBe(true);
    expect(one.take("a", { people: 1, items: 0 })).toBe(false);
  });

  it("takes nothing where nothing is allowed", () => {
    const none = new Budget({ people: 0, items: 0 }, () => 0);
    expect(none.take("a", { people: 0, items: 1 })).toBe(false);
    expect(none.take("a", { people: 1, items: 0 })).toBe(false);
  });
});

describe("what the settings refuse", () => {
  const all: readonly Effect[] = ["sends", "edits"];
  it.each<[why: string, effects: readonly Effect[], readOnly: boolean, deny: Effect[], refused: boolean]>([
    ["a read", ["reads"], true, [...EFFECTS], false],
    ["a change where the server only reads", all, true, [], true],
    ["a change", all, false, [], false],
    ["a denied effect beside another", all, false, ["sends"], true],
    ["another that is denied", all, false, ["deletes"], false],
    ["what nobody judged may have it", [], false, ["deletes"], true],
    ["what nobody judged", [], false, [], false],
  ])("%s", (_, effects, readOnly, deny, refused) => {
    const run = () => admit(effects, { readOnly, deny });
    if (refused) expect(run).toThrow(/this server/);
    else expect(run).not.toThrow();
  });

  it.each<[why: string, effects: readonly Effect[], readOnly: boolean, told: Partial<InputError>]>([
    [
      "a change where the server only reads",
      all,
      true,
      {
        message: "this server only reads, and this call would change something",
        next: "Start it without --read-only to change things.",
      },
    ],
    [
      "what is denied",
      all,
      false,
      {
        message: "this server refuses what sends or edits, and this call does",
        next: "Nothing was sent. Make it in Klaviyo, or start the server without that effect in --deny.",
      },
    ],
    [
      "what may be",
      [],
      false,
      { message: "this server refuses what sends or edits or deletes, and this call may" },
    ],
  ])("%s is told with what to do", (_, effects, readOnly, told) => {
    let failure: unknown;
    try {
      admit(effects, { readOnly, deny: ["sends", "edits", "deletes"] });
    } catch (error) {
      failure = error;
    }
    expect(failure).toMatchObject(told);
  });
});
