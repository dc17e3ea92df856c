import { describe, expect, it } from "vitest";
import {
  asksAnyway,
  type Case,
  changes,
  conditionInWords,
  type Effect,
  effectsInWords,
  effectsOf,
  hintsOf,
  holds,
  inOrder,
  type Judgement,
  ofWholeBody,
  onceFor,
  onlyReads,
  onlyWrites,
  possibleEffects,
  READS,
  startsOf,
  touchedBy,
  UNJUDGED,
} from "../../src/tool/effects.ts";
import type { Condition, Input } from "../../src/tool/vocabulary.ts";

// What a judgement says of a call: everything that asks, counts and hints follows from it.

const why = "Because.";
const judged = (effects: readonly Effect[], more: Partial<Judgement> = {}): Judgement => ({
  effects,
  why,
  ...more,
});
const live: Case = { input: "status", equals: "live", effects: ["starts"] };

describe("a condition on arguments holds", () => {
  const CASES: [condition: Condition, words: string, holding: Input[], not: Input[]][] = [
    [
      { input: "status", equals: "live" },
      'status is "live"',
      [{ status: "live" }, { status: " LIVE " }, { status: ["draft", "Live"] }],
      [{}, { status: null }, { status: "lively" }, { status: [] }],
    ],
    [
      { input: "status", equals: ["live", 5] } as Condition,
      'status is "live" or 5',
      [{ status: "live" }, { status: 5 }],
      [{ status: "5" }, { status: "draft" }],
    ],
    [
      { input: "archived", equals: true },
      "archived is true",
      [{ archived: true }],
      [{ archived: "true" }, { archived: false }],
    ],
    [
      { input: "status", otherThan: "draft" },
      'status is not "draft"',
      [{ status: "live" }, { status: ["draft", "live"] }],
      [{}, { status: "Draft" }, { status: null }],
    ],
    [
      { input: "status", otherThan: ["draft", "manual"] } as Condition,
      'status is not "draft" or "manual"',
      [{ status: "live" }],
      [{ status: "manual" }],
    ],
    [
      { input: "name", given: true },
      "name is given",
      [{ name: "" }, { name: false }, { clear: ["name"] }, { name: 0, clear: [] }],
      [{}, { name: null }, { clear: ["other"] }, { name: [] }],
    ],
    [{ input: "name", given: false }, "name is not given", [{}, { name: null }], [{ name: "" }]],
    [
      { input: "name", given: true, with: ["email", "phone"] },
      "name with email or phone",
      [
        { name: "n", email: "e" },
        { clear: ["name"], phone: "p" },
      ],
      [{ name: "n" }, { email: "e" }, { name: "n", email: null }],
    ],
    [
      { input: "items.of.id", given: true },
      "items.of.id is given",
      [{ items: [{}, { of: { id: "i" } }] }, { items: { of: [{ id: "i" }] } }],
      [{ items: [{ of: null }, { of: "id" }, null] }, { items: "of" }, { "items.of.id": "i" }],
    ],
    // Nothing is read off what every object has.
    [{ input: "constructor.name", given: true }, "constructor.name is given", [], [{ a: 1 }]],
  ];
  it.each(CASES)("%o: %s", (condition, words, holding, not) => {
    expect(conditionInWords(condition)).toBe(words);
    for (const input of holding) expect(holds(condition, input), JSON.stringify(input)).toBe(true);
    for (const input of not) expect(holds(condition, input), JSON.stringify(input)).toBe(false);
  });
});

describe("the effects", () => {
  const both = judged(["edits", "reads"], {
    when: [live, { input: "list", given: true, effects: ["sends"] }],
  });
  it("of this call are those of every call and of what its arguments decide, in their order", () => {
    expect(effectsOf(both, {})).toEqual(["reads", "edits"]);
    expect(effectsOf(both, { status: "live" })).toEqual(["reads", "starts", "edits"]);
    expect(effectsOf(both, { status: "live", list: "l" })).toEqual(["reads", "sends", "starts", "edits"]);
    expect(possibleEffects(both)).toEqual(["reads", "sends", "starts", "edits"]);
    expect(possibleEffects(READS)).toEqual(["reads"]);
    expect(inOrder(["edits", "sends", "edits"])).toEqual(["sends", "edits"]);
  });

  it.each<[judgement: Judgement, reads: boolean, writes: boolean, destroys: boolean]>([
    [READS, true, false, false],
    [UNJUDGED, false, true, true],
    [judged(["edits"]), false, true, false],
    [judged(["reads", "adds"]), false, true, false],
    [judged(["reads"], { when: [live] }), false, false, false],
    [judged(["reads"], { when: [{ ...live, effects: ["edits", "deletes"] }] }), false, false, true],
    [judged(["starts", "consent", "stops"]), false, true, false],
    ...(["sends", "publishes", "deletes", "forwards", "identity", "replaces"] as const).map(
      (effect): [Judgement, boolean, boolean, boolean] => [judged([effect]), false, true, true],
    ),
  ])("%o: only reads %s, only writes %s, may destroy %s", (judgement, reads, writes, destroys) => {
    expect([onlyReads({ judgement }), onlyWrites({ judgement })]).toEqual([reads, writes]);
    expect(hintsOf(judgement)).toEqual({ readOnlyHint: reads, destructiveHint: destroys });
    expect(changes(judgement.effects)).toBe(writes);
  });
});

it.each<[judgement: Judgement, input: Input, asks: boolean]>([
  [judged(["edits"]), {}, false],
  [judged(["edits"], { asks: true }), {}, true],
  [judged(["edits"], { when: [live] }), { status: "live" }, false],
  [judged(["edits"], { when: [live, { ...live, asks: true }] }), { status: "live" }, true],
  [judged(["edits"], { when: [{ ...live, asks: true }] }), { status: "draft" }, false],
])("%o for %o asks anyway: %s", (judgement, input, asks) => {
  expect(asksAnyway(judgement, input)).toBe(asks);
});

describe("what a call touches", () => {
  const whole = { is: "list", input: "list_ids" } as const;
  it.each<[more: Partial<Judgement>, input: Input, count: number, wholes?: object[]]>([
    [{}, {}, 1],
    [{ counts: "profiles.id" }, { profiles: [{ id: "a" }, {}, { id: "b" }] }, 2],
    [{ counts: "profiles" }, {}, 0],
    [{ uncounted: true, counts: "profiles" }, { profiles: ["a"] }, Number.POSITIVE_INFINITY],
    [
      { when: [{ ...live, whole }] },
      { status: "live", list_ids: ["L", 5] },
      1,
      [
        { is: "list", id: "L" },
        { is: "list", id: "5" },
      ],
    ],
    [{ when: [{ ...live, whole }] }, { status: "draft", list_ids: ["L"] }, 1],
    [{ when: [live] }, { status: "live" }, 1],
    [
      { uncounted: true, when: [{ ...live, whole }] },
      { status: "live", list_ids: "L" },
      Number.POSITIVE_INFINITY,
      [{ is: "list", id: "L" }],
    ],
  ])("%o for %o", (more, input, count, wholes = []) => {
    expect(touchedBy(judged(["edits"], more), input)).toEqual({ count, wholes });
  });

  it("starts flows and holds once by its own arguments", () => {
    const judgement = judged(["edits"], {
      startedBy: { list: "list_id", metric: "events.metric" },
      once: "emails",
    });
    const input = { list_id: 5, events: [{ metric: "A" }, { metric: "B" }], emails: [" Ann@X.y ", "b@x.y"] };
    expect(startsOf(judgement, input)).toEqual([
      { is: "list", value: "5" },
      { is: "metric", value: "A" },
      { is: "metric", value: "B" },
    ]);
    expect(onceFor(judgement, input)).toEqual(["ann@x.y", "b@x.y"]);
    expect([startsOf(judged(["edits"]), input), onceFor(judged(["edits"]), input)]).toEqual([[], []]);
  });
});

it.each<[more: Partial<Judgement>, whole: Partial<Judgement>]>([
  [{}, {}],
  [{ when: [live] }, { effects: ["starts", "edits"] }],
  [{ when: [live, { ...live, asks: true }] }, { effects: ["starts", "edits"], asks: true }],
  [{ asks: true }, { asks: true }],
  [{ counts: "items" }, { uncounted: true }],
  [{ uncounted: true }, { uncounted: true }],
  [
    { when: [live, { ...live, whole: { is: "file", input: "f" } }] },
    { effects: ["starts", "edits"], uncounted: true },
  ],
  [{ once: "emails", creates: true }, { creates: true }],
])("%o of a body that nobody looks into is %o", (more, whole) => {
  expect(ofWholeBody(judged(["edits"], more))).toEqual(judged(["edits"], whole));
});

it.each<[judgement: Judgement, words: string]>([
  [READS, "reads. Only reads."],
  [UNJUDGED, "Judged by nobody."],
  [
    judged(["edits", "adds"], {
      when: [live, { input: "a", given: true, effects: ["sends", "stops"], asks: true }],
    }),
    'edits, adds; starts if status is "live"; sends, stops if a is given (asks). Because.',
  ],
])("%o in words", (judgement, words) => {
  expect(effectsInWords(judgement)).toBe(words);
});
