import { describe, expect, it } from "vitest";
import { type Carrying, carry, type Reference } from "../tools/structures/carried.ts";

// A definition for another account: every id is its counterpart's, none goes over silently.

const THERE: Readonly<Record<string, string>> = {
  "metric M1": "m1",
  "list L1": "l1",
  "group L1": "l1",
  "group S1": "s1",
  "template T1": "t1",
};
const becomes = ({ is, id }: Reference) => THERE[`${is} ${id}`];
const over = (of: Carrying["of"], definition: Record<string, unknown>, sender: [string, string][] = []) =>
  carry(definition, { of, becomes, sender: new Map(sender) });

describe("references", () => {
  it.each<[what: string, of: Carrying["of"], given: object, carried: object]>([
    ["a metric", "segment", { metric_id: "M1" }, { metric_id: "m1" }],
    ["that of a goal", "flow", { conversion_metric_id: "M1" }, { conversion_metric_id: "m1" }],
    ["lists and segments", "segment", { group_ids: ["L1", "S1"] }, { group_ids: ["l1", "s1"] }],
    ["a list that a step changes", "flow", { list_id: "L1" }, { list_id: "l1" }],
    ["a template", "flow", { message: { template_id: "T1" } }, { message: { template_id: "t1" } }],
    [
      "a trigger's metric",
      "flow",
      { triggers: [{ type: "metric", id: "M1" }] },
      { triggers: [{ type: "metric", id: "m1" }] },
    ],
    [
      "a trigger's segment",
      "flow",
      { triggers: [{ type: "segment", id: "S1" }] },
      { triggers: [{ type: "segment", id: "s1" }] },
    ],
    [
      "what a split looks at",
      "flow",
      { trigger_id: "M1", trigger_type: "metric" },
      { trigger_id: "m1", trigger_type: "metric" },
    ],
    [
      "nothing where there is none",
      "flow",
      { list_id: null, template_id: null },
      { list_id: null, template_id: null },
    ],
    ["deep down", "segment", { a: [{ b: [{ metric_id: "M1" }] }] }, { a: [{ b: [{ metric_id: "m1" }] }] }],
  ])("%s", (_, of, given, carried) => {
    const { definition, missing, foreign } = over(of, { ...given });
    expect(definition).toEqual(carried);
    expect([missing, foreign]).toEqual([[], []]);
  });

  it("of which there is no counterpart are told, each once, and the given definition stays as it is", () => {
    const given = { conditions: [{ metric_id: "M9" }, { metric_id: "M9" }, { group_ids: ["L1", "X9"] }] };
    const before = structuredClone(given);
    const { missing } = over("segment", given);
    expect(missing).toEqual([
      { is: "metric", id: "M9" },
      { is: "group", id: "X9" },
    ]);
    expect(given).toEqual(before);
  });

  it.each<[path: string, of: Carrying["of"], given: Record<string, unknown>]>([
    ["filters.property_id", "segment", { filters: [{ property_id: 7 }] }],
    ["object_type_id", "segment", { object_type_id: "O1" }],
    ["data.report_id", "flow", { data: { report_id: "R1" } }],
    ["trigger_id", "flow", { trigger_id: "D1", trigger_type: "date" }],
    ["block.coupon_id", "template", { block: { coupon_id: "C1" } }],
    ["something_new_id", "flow", { something_new_id: "N1" }],
    ["some_ids", "flow", { some_ids: ["N1"] }],
  ])("an id of which nothing is known is told as foreign: %s", (path, of, given) => {
    expect(over(of, given).foreign).toEqual([path]);
  });
});

describe("a flow", () => {
  const flow = {
    triggers: [],
    entry_action_id: "1",
    actions: [
      {
        id: "1",
        type: "send-email",
        links: { next: "2" },
        data: {
          status: "live",
          message: {
            id: "W1",
            name: "Hello",
            from_email: "a@x.example",
            from_label: "X",
            image_id: null,
            template_id: "T1",
          },
        },
      },
      { id: "2", type: "update-profile", links: { next: null }, data: { status: "manual" } },
      { id: "3", type: "send-sms", data: { status: "disabled", message: { image_id: "I1", body: "b" } } },
    ],
  };

  it("has temporary ids for its steps, none for its messages, and nothing that is live", () => {
    const { definition, without } = over("flow", flow);
    expect(definition).toEqual({
      triggers: [],
      entry_action_id: "1",
      actions: [
        {
          temporary_id: "1",
          type: "send-email",
          links: { next: "2" },
          data: {
            status: "draft",
            message: {
              name: "Hello",
              from_email: "a@x.example",
              from_label: "X",
              image_id: null,
              template_id: "t1",
            },
          },
        },
        { temporary_id: "2", type: "update-profile", links: { next: null }, data: { status: "draft" } },
        { temporary_id: "3", type: "send-sms", data: { status: "disabled", message: { body: "b" } } },
      ],
    });
    expect(without).toEqual(["actions.data.message.image_id"]);
  });

  it("is sent by who sends there; another address stays, and is told", () => {
    const { definition, addresses } = over("flow", flow, [
      ["a@x.example", "b@y.example"],
      ["X", "Y"],
    ]);
    expect(JSON.stringify(definition)).toContain('"from_email":"b@y.example","from_label":"Y"');
    expect(addresses).toEqual([]);
    const webhook = { message: { url: "https://x.example/hook", to_emails: ["c@x.example", "d@x.example"] } };
    expect(over("flow", webhook).addresses).toEqual(["https://x.example/hook", "c@x.example", "d@x.example"]);
    expect(over("flow", flow).addresses).toEqual(["a@x.example"]);
  });
});

it("a template leaves its own ids and those of its images behind, and says which it is without", () => {
  const { definition, without, foreign } = over("template", {
    id: "9",
    template_id: "T1",
    body: {
      id: "8",
      sections: [{ id: "7", data_id: "6", universal_id: "U1", asset_id: 5, src: "https://x/y.png" }],
    },
  });
  expect(definition).toEqual({ body: { sections: [{ src: "https://x/y.png" }] } });
  expect(without).toEqual(["body.sections.universal_id", "body.sections.asset_id"]);
  expect(foreign).toEqual([]);
});

it("ends on what nests without end, and lets none of it go over", () => {
  let deep: Record<string, unknown> = { metric_id: "M1" };
  for (let at = 0; at < 5000; at += 1) deep = { deep };
  expect(over("segment", deep).foreign).toEqual(["deep.deep.deep … (nested too deep)"]);
});

it("a webhook's headers stay behind: they may be what it proves itself by", () => {
  const hook = { data: { message: { url: "https://x.example", headers: { Authorization: "secret" } } } };
  const { definition, without } = over("flow", hook);
  expect(JSON.stringify(definition)).not.toContain("secret");
  expect(without).toEqual(["data.message.headers"]);
  expect(over("flow", { data: { message: { headers: {} } } }).without).toEqual([]);
});
