import { describe, expect, it } from "vitest";
import type { Row } from "../src/operations/rows.ts";
import type { Field, Shape } from "../src/operations/signature.ts";
import {
  conditionInWords,
  type Effect,
  effectsInWords,
  effectsOf,
  hintsOf,
  holds,
  type Judgement,
  ofWholeBody,
  onlyReads,
  possibleEffects,
  touchedBy,
  UNJUDGED,
} from "../src/tool/effects.ts";
import type { Condition, Input } from "../src/tool/vocabulary.ts";
import { allTools } from "../tools/index.ts";
import { operationsWithBeta, operationsWithShapes } from "../tools/operations/index.ts";
import { judged } from "../tools/operations/judged.ts";

const shapes = operationsWithShapes();
const rows = operationsWithBeta();
const changing = rows.all.filter(({ method }) => method !== "GET");
const judgements = [...judged];

describe("what is judged", () => {
  it("is every operation that is no GET, and nothing else", () => {
    expect(changing.length).toBeGreaterThan(200);
    expect([...judged.keys()].sort()).toEqual(changing.map(({ name }) => name).sort());
  });

  it("stands in one group alone", () => {
    expect(judged.size).toBe(judgements.length);
  });

  it.each(judgements)("%s has a reason, which is one short sentence", (_, { why, effects }) => {
    expect(why).toMatch(/^[A-Z][^\n]*\.$/);
    expect(why.length).toBeLessThan(140);
    expect(effects.length).toBeGreaterThan(0);
    expect(effects.includes("reads") ? effects : ["reads"]).toEqual(["reads"]);
  });

  it("has no reason twice but where a beta operation became stable", () => {
    const becameStable = (name: string) =>
      name.endsWith("_beta") && ["", "_2026_10"].some((ending) => judged.has(name.replace(/_beta$/, ending)));
    const reasons = judgements.filter(([name]) => !becameStable(name)).map(([name, { why }]) => [name, why]);
    const doubles = reasons.filter(([, why], at) => reasons.findIndex(([, other]) => other === why) !== at);
    expect(doubles).toEqual([]);
  });

  it.each(judgements)(
    "%s depends only on arguments that its row takes",
    (name, { when = [], counts, once, startedBy = {} }) => {
      const row = rows.find(name);
      const inputs = when.flatMap((one) => [one.input, ...("with" in one ? (one.with ?? []) : [])]);
      const others = [counts, once, ...Object.values(startedBy)].filter((path) => path !== undefined);
      for (const path of [...inputs, ...others]) {
        // `clear` is no part of the body.
        expect([path, path === "clear" || (row && takes(row, path))]).toEqual([path, true]);
      }
    },
  );

  it("leaves nothing that deletes free, and nothing that reads asking", () => {
    for (const { name, method, path } of changing) {
      const judgement = judged.get(name);
      const unlinks = path.includes("/relationships/");
      if (method === "DELETE" && !unlinks)
        expect([name, judgement?.effects]).toEqual([name, expect.arrayContaining(["deletes"])]);
      if (judgement?.effects.includes("reads")) expect(onlyReads({ judgement })).toBe(true);
    }
  });
});

describe("tools that a person put into words", () => {
  const declared = allTools.flatMap((tool) => {
    const judgement = judged.get(tool.name);
    return judgement ? [[tool.name, tool, judgement] as const] : [];
  });

  it.each(declared)("%s does what its row does", (_, tool, judgement) => {
    const { effects, why, asks } = tool.judgement;
    expect([effects, why, asks]).toEqual([judgement.effects, judgement.why, judgement.asks]);
    // Its own arguments may leave out one of those that decide, and never add what the row does not do.
    expect(possibleEffects(judgement)).toEqual(expect.arrayContaining(possibleEffects(tool.judgement)));
    expect(tool.annotations).toMatchObject(hintsOf(tool.judgement));
  });

  it.each(declared)("%s decides by arguments that it takes", (name, { judgement, inputSchema }) => {
    const { when = [], counts, startedBy = {}, once } = judgement;
    const paths = [
      ...when.flatMap((one) => [one.input, ...("with" in one ? (one.with ?? []) : [])]),
      ...[counts, once, ...Object.values(startedBy)].filter((path) => path !== undefined),
    ];
    // What no row of its own has the model cannot give either.
    const taken = paths.filter((path) => (path.split(".")[0] ?? "") in inputSchema.shape);
    expect(paths.length - taken.length).toBeLessThanOrEqual(UNTAKEN[name] ?? 0);
  });
});

/** Arguments of the row that decide and that a tool in words does not take, so that they cannot be given. */
const UNTAKEN: Readonly<Record<string, number>> = {
  update_profile: 1,
  create_or_update_profile: 1,
  update_template: 2,
};

/** Whether the row takes something at a dotted path; lists and choices on the way are opened. */
function takes(row: Row, path: string): boolean {
  let found: Shape[] = [{ is: "fields", fields: rows.takes(row) }];
  for (const key of path.split(".")) {
    const fields: Field[] = found.flatMap((shape) => fieldsOf(shape, row));
    found = fields.filter(({ name }) => name === key).map(({ shape }) => shape);
  }
  return found.length > 0;
}

function fieldsOf(shape: Shape, row: Row): readonly Field[] {
  if (shape.is === "fields") return shape.fields;
  if (shape.is === "list") return fieldsOf(shape.of, row);
  if (shape.is === "one of") return shape.of.flatMap((one) => fieldsOf(one, row));
  if (shape.is !== "name") return [];
  const named = rows.shape(shape.name, row.revision) ?? shapes.shape(shape.name, row.revision);
  return named ? fieldsOf(named, row) : [];
}

const why = "A sentence.";

describe("effects", () => {
  it.each<[string, Judgement, readOnlyHint: boolean, destructiveHint: boolean]>([
    ["nobody's judgement", UNJUDGED, false, true],
    ["reads", { effects: ["reads"], why }, true, false],
    ...(["adds", "edits", "consent", "starts", "stops"] as const).map(
      (effect): [string, Judgement, boolean, boolean] => [effect, { effects: [effect], why }, false, false],
    ),
    ...(["sends", "publishes", "deletes", "forwards", "identity", "replaces"] as const).map(
      (effect): [string, Judgement, boolean, boolean] => [effect, { effects: [effect], why }, false, true],
    ),
    [
      "an argument that publishes",
      { effects: ["edits"], why, when: [{ input: "status", equals: "live", effects: ["publishes"] }] },
      false,
      true,
    ],
    [
      "a read that an argument makes a message",
      { effects: ["reads"], why, when: [{ input: "mode", equals: "live", effects: ["sends"] }] },
      false,
      true,
    ],
    [
      "a read that an argument makes an edit",
      { effects: ["reads"], why, when: [{ input: "save", equals: true, effects: ["edits"] }] },
      false,
      false,
    ],
  ])("of %s", (_, judgement, readOnlyHint, destructiveHint) => {
    expect(hintsOf(judgement)).toEqual({ readOnlyHint, destructiveHint });
  });

  it("of a body that is given whole are all that the operation can have", () => {
    const judgement: Judgement = {
      effects: ["edits"],
      why,
      when: [{ input: "status", equals: "live", effects: ["publishes"], asks: true }],
      counts: "items",
    };
    expect(ofWholeBody(judgement)).toEqual({
      effects: ["publishes", "edits"],
      why,
      asks: true,
      uncounted: true,
    });
    expect(ofWholeBody({ effects: ["adds"], why })).toEqual({ effects: ["adds"], why });
  });

  it.each<[string, Judgement, Input, count: number, wholes: unknown[]]>([
    ["one where nothing is counted", { effects: ["edits"], why }, {}, 1, []],
    ["every row", { effects: ["edits"], why, counts: "a.b" }, { a: [{ b: [1, 2] }, { b: [3] }] }, 3, []],
    ["none", { effects: ["edits"], why, counts: "a" }, {}, 0, []],
    ["who knows how many", { effects: ["edits"], why, uncounted: true }, {}, Number.POSITIVE_INFINITY, []],
    [
      "all of a list",
      {
        effects: ["consent"],
        why,
        counts: "profiles",
        when: [
          { input: "list_id", given: true, effects: ["consent"], whole: { is: "list", input: "list_id" } },
        ],
      },
      { list_id: "L" },
      0,
      [{ is: "list", id: "L" }],
    ],
  ])("touch %s", (_, judgement, input, count, wholes) => {
    expect(touchedBy(judgement, input)).toEqual({ count, wholes });
  });

  it.each<[string, Input, Effect[]]>([
    ["update_flow", { status: "live" }, ["publishes", "edits"]],
    ["update_flow", { status: " LIVE" }, ["publishes", "edits"]],
    ["update_flow", { status: "manual" }, ["stops", "edits"]],
    ["update_webhook", { name: "x" }, ["edits"]],
    ["update_webhook", { enabled: false }, ["stops", "edits"]],
    ["update_webhook", { enabled: true }, ["forwards", "edits"]],
    ["update_segment", { is_active: false }, ["stops", "edits"]],
    ["update_profile", { profile_id: "1", first_name: "x" }, ["edits"]],
    ["update_profile", { profile_id: "1", email: "a@b.c" }, ["identity", "edits"]],
    ["update_profile", { profile_id: "1", clear: ["title", "phone_number"] }, ["identity", "edits"]],
    ["create_or_update_profile", { email: "a@b.c" }, ["adds", "edits"]],
    ["create_or_update_profile", { profile_id: "1", email: "a@b.c" }, ["identity", "adds", "edits"]],
    [
      "bulk_import_profiles",
      { profiles: [{ id: "1", title: "x" }], list_ids: ["L"] },
      ["starts", "adds", "edits"],
    ],
    ["update_review", { status: { value: "rejected" } }, ["stops", "edits"]],
    ["update_review", { status: { value: "featured" } }, ["publishes", "edits"]],
    ["update_flow_action", { definition: { data: { status: "draft" } } }, ["stops", "replaces"]],
    ["create_campaign_message", { definition: { status: "draft" } }, ["adds"]],
    ["create_campaign_message", { definition: { status: "scheduled" } }, ["sends", "adds"]],
  ])("%s %j", (name, input, effects) => {
    const judgement = judged.get(name);
    expect(judgement && effectsOf(judgement, input)).toEqual(effects);
    expect(judgement && possibleEffects(judgement)).toEqual(expect.arrayContaining(effects));
  });

  it.each<[Condition, Input, boolean]>([
    [{ input: "a", given: true }, {}, false],
    [{ input: "a", given: true }, { a: null }, false],
    [{ input: "a", given: true }, { a: 0 }, true],
    [{ input: "a", given: true, with: ["b", "c"] }, { a: 1 }, false],
    [{ input: "a", given: true, with: ["b", "c"] }, { a: 1, c: 1 }, true],
    [{ input: "a.b", equals: 1 }, { a: [{ b: 2 }, { b: 1 }] }, true],
    [{ input: "a.b", equals: 1 }, { a: "b" }, false],
    [{ input: "constructor", given: true }, {}, false],
    [{ input: "a", given: false }, {}, true],
    [{ input: "a", given: false }, { a: "x" }, false],
    [{ input: "a", equals: ["x", "y"] }, { a: "Y" }, true],
    [{ input: "a", otherThan: "x" }, {}, false],
    [{ input: "a", otherThan: ["x", "y"] }, { a: "y" }, false],
    [{ input: "a", otherThan: "x" }, { a: true }, true],
  ])("%j of %j is %s", (condition, input, holding) => {
    expect(holds(condition, input)).toBe(holding);
  });

  it("are told in words", () => {
    const judgement = judged.get("update_list");
    expect(judgement && effectsInWords(judgement)).toBe(
      "edits; consent if opt_in_process is given (asks). Another name; another way of opting in decides whether people have to confirm.",
    );
    expect(conditionInWords({ input: "a", given: true, with: ["b", "c"] })).toBe("a with b or c");
    expect(conditionInWords({ input: "a", otherThan: ["b", "c"] })).toBe('a is not "b" or "c"');
    expect(conditionInWords({ input: "a", given: false })).toBe("a is not given");
    expect(conditionInWords({ input: "a", equals: false })).toBe("a is false");
  });
});
