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
  impactFrom,
  type Judgement,
  possibleEffects,
} from "../src/tool/effects.ts";
import type { Condition, Input } from "../src/tool/vocabulary.ts";
import { allTools } from "../tools/index.ts";
import { operationsWithBeta, operationsWithShapes } from "../tools/operations/index.ts";
import { judged } from "../tools/operations/judged.ts";

const shapes = operationsWithShapes();
const rows = operationsWithBeta();
const changing = rows.all.filter(({ method }) => method !== "GET");
const judgements = [...judged];

/** Tools whose own impact is another than follows from judged, by why that is so until one gate asks for all. */
const OTHERWISE = {
  "replacing or renaming a person's record is free until a gate tells what is in use": [
    "update_profile",
    "create_or_update_profile",
    "create_event",
    "update_template",
    "update_catalog_item",
    "update_segment",
    "update_campaign",
    "update_campaign_message",
    "assign_template_to_campaign_message",
  ],
  "stopping is free, so that it is quick": ["update_flow", "cancel_campaign_send"],
  "only the address of a webhook asks": ["update_webhook"],
  "only the number of people asks, not the channel or the way they opted in": [
    "bulk_import_profiles",
    "bulk_subscribe_profiles",
    "bulk_unsubscribe_profiles",
    "update_list",
  ],
  "it is announced as destructive because many ask": ["add_profiles_to_list", "remove_profiles_from_list"],
  "its list of things has another name than the row's, or no bound": [
    "bulk_create_events",
    "bulk_create_coupon_codes",
    "tag_campaigns",
    "tag_flows",
  ],
};

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

  it.each(judgements)("%s depends only on arguments that its row takes", (name, { when = [], counts }) => {
    const row = rows.find(name);
    const inputs = when.flatMap((one) => [one.input, ...("with" in one ? (one.with ?? []) : [])]);
    for (const path of [...inputs, ...(counts ? [counts] : [])]) {
      // `clear` is no part of the body.
      expect([path, path === "clear" || (row && takes(row, path))]).toEqual([path, true]);
    }
  });

  it("leaves nothing that deletes free, and nothing that reads asking", () => {
    for (const { name, method, path } of changing) {
      const judgement = judged.get(name);
      const unlinks = path.includes("/relationships/");
      if (method === "DELETE" && !unlinks)
        expect([name, judgement?.effects]).toEqual([name, expect.arrayContaining(["deletes"])]);
      if (judgement?.effects.includes("reads")) expect(impactFrom(judgement)).toBe("read");
    }
  });
});

describe("tools that a person declared", () => {
  const declared = allTools.filter(({ name }) => judged.has(name));
  const differing = declared.filter(({ name, impact, annotations }) => {
    const { readOnlyHint, destructiveHint } = annotations;
    const judgement = judged.get(name);
    return (
      JSON.stringify([impact, { readOnlyHint, destructiveHint }]) !==
      JSON.stringify([impactFrom(judgement), hintsOf(judgement)])
    );
  });

  it("have the impact and the hints that follow from effects, or are named", () => {
    expect(differing.map(({ name }) => name).sort()).toEqual(Object.values(OTHERWISE).flat().sort());
  });

  it("never read where their operation changes something, or the other way round", () => {
    for (const { name, impact } of declared) {
      expect([name, impact === "read"]).toEqual([name, impactFrom(judged.get(name)) === "read"]);
    }
  });

  it("never are free where the same call of a row would delete, send or make a webhook", () => {
    for (const { name, impact } of declared) {
      const effects: readonly Effect[] = judged.get(name)?.effects ?? [];
      if (effects.some((effect) => ["deletes", "sends", "forwards"].includes(effect))) {
        expect([name, impact]).toEqual([name, "dangerous"]);
      }
    }
  });
});

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
  it.each<[string, Judgement | undefined, unknown, boolean, boolean]>([
    ["nobody's judgement", undefined, "dangerous", false, true],
    ["reads", { effects: ["reads"], why }, "read", true, false],
    ["adds", { effects: ["adds"], why }, "write", false, false],
    ["consent that always asks", { effects: ["consent"], why, asks: true }, "dangerous", false, false],
    ["stops", { effects: ["stops"], why }, "dangerous", false, false],
    ...(["sends", "publishes", "deletes", "forwards", "identity", "replaces"] as const).map(
      (effect): [string, Judgement, unknown, boolean, boolean] => [
        effect,
        { effects: [effect], why },
        "dangerous",
        false,
        true,
      ],
    ),
    [
      "more people than go unasked",
      { effects: ["starts"], why, counts: "profile_ids" },
      { default: "write", dangerousWhen: [{ input: "profile_ids", moreThan: 100 }] },
      false,
      false,
    ],
    [
      "an argument that publishes",
      { effects: ["edits"], why, when: [{ input: "status", equals: "live", effects: ["publishes"] }] },
      { default: "write", dangerousWhen: [{ input: "status", equals: "live" }] },
      false,
      true,
    ],
    [
      "an argument that only starts",
      { effects: ["edits"], why, when: [{ input: "is_active", equals: true, effects: ["starts"] }] },
      "write",
      false,
      false,
    ],
    [
      "a read that an argument makes a message",
      { effects: ["reads"], why, when: [{ input: "mode", equals: "live", effects: ["sends"] }] },
      { default: "read", dangerousWhen: [{ input: "mode", equals: "live" }] },
      false,
      true,
    ],
    [
      "a read that an argument makes an edit",
      { effects: ["reads"], why, when: [{ input: "save", equals: true, effects: ["edits"] }] },
      "write",
      false,
      false,
    ],
  ])("of %s", (_, judgement, impact, readOnlyHint, destructiveHint) => {
    expect(impactFrom(judgement)).toEqual(impact);
    expect(hintsOf(judgement)).toEqual({ readOnlyHint, destructiveHint });
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
    [{ input: "a", moreThan: 1 }, { a: [1] }, false],
    [{ input: "a.b", moreThan: 1 }, { a: [{ b: [1] }, { b: [2] }] }, true],
    [{ input: "a", moreThan: 1 }, { a: [[1, 2]] }, false],
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
    expect(conditionInWords({ input: "a", moreThan: 100 })).toBe("more than 100 a");
  });
});
