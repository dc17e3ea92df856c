import { describe, expect, it } from "vitest";
import { targetsOf } from "../src/ask/targets.ts";

// What is no thing, though it looks like one; test/plan.test.ts has what is.

describe("the things that a call names", () => {
  it.each<
    [why: string, input: Record<string, unknown>, targets: [types: string, id: string, argument: string][]]
  >([
    [
      "under the first of two names",
      { list_id: "L", lists: { list_ids: ["L"] } },
      [["list", "L", "list_id"]],
    ],
    [
      "of two types both",
      { list_id: "X", segment_id: "X" },
      [
        ["list", "X", "list_id"],
        ["segment", "X", "segment_id"],
      ],
    ],
    ["no id that is no text", { list_id: 3, tag_ids: [null, true] }, []],
    ["no resource without an id", { body: { data: { type: "flow", name: "n" } } }, []],
    ["no resource without a type", { body: { data: { id: "F", name: "n" } } }, []],
    [
      "no resource of which type or id is no text",
      {
        a: [
          { type: 1, id: "x" },
          { type: "flow", id: 1 },
        ],
      },
      [],
    ],
    ["no person in a body", { body: { data: [{ type: "profile", id: "P" }] } }, []],
    ["no input as a whole", { type: "flow", id: "F" }, []],
    [
      "what lies below a resource",
      { data: { type: "flow", id: "F", list_id: "L" } },
      [
        ["flow", "F", "data"],
        ["list", "L", "data.list_id"],
      ],
    ],
    [
      "every audience",
      { included_audiences: ["A"], excluded_audiences: ["B"] },
      [
        ["list,segment", "A", "included_audiences"],
        ["list,segment", "B", "excluded_audiences"],
      ],
    ],
    ["an id with a role as its own type", { parent_tag_id: "T" }, [["parent-tag", "T", "parent_tag_id"]]],
    ["no person with a role", { destination_profile_id: "P", profile_id: "Q" }, []],
    [
      "no name that only holds an id",
      { list_id_hint: "x", list_idea: "x", "2_list_id": "x", "my list_id": "x", _id: "x", id: "x" },
      [],
    ],
  ])("%s", (_, input, targets) => {
    expect(targetsOf(input).map(({ types, id, argument }) => [types.join(), id, argument])).toEqual(targets);
  });
});
