import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  describeFields,
  describeFieldsBriefly,
  namesBriefly,
  ORDER_OPERATORS,
} from "../../src/check/filterable.ts";
import {
  checkClear,
  checkCursor,
  checkFields,
  checkSizes,
  checkSort,
  checkStructures,
  checkTimeframe,
} from "../../src/check/values.ts";
import { InputError } from "../../src/errors.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import { EDITS, THING, thingTool } from "./things.ts";

// What is said of a value that has the right kind and is wrong all the same.

type Check = (tool: OperationTool, input: Record<string, unknown>) => void;
type Said = [problem: string, argument?: string | undefined, next?: string | undefined];

/** What an input is refused with; undefined where it is taken. */
function said(check: Check, tool: OperationTool, input: Record<string, unknown>): Said | undefined {
  try {
    check(tool, input);
    return undefined;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return [error.message, error.argument, error.next];
  }
}

const LIST = { type: "list", attributes: ["name", "definition.*"], summary: ["name"] };
const reading = (kind: "resource" | "collection") =>
  thingTool({
    query: { include: { list: LIST }, sort: ["name", "created", "-count"] },
    result: { kind, resource: THING },
  });
const ONE = reading("resource");
const MANY = reading("collection");
const HAS_THING = "It has id, name, email, stats, properties.";

describe("fields", () => {
  it.each<[fields: string[] | undefined, refused: Said | undefined]>([
    [undefined, undefined],
    [[], undefined],
    [["name", "stats.opens", "list:name", "list:definition.a.b", "properties.own"], undefined],
    [["nam"], ['thing has no attribute nam. Did you mean "name"?', "fields", HAS_THING]],
    [["stats.open"], ['thing has no attribute stats.open. Did you mean "stats.opens"?', "fields", HAS_THING]],
    [
      ["list:definition.*"],
      [
        'list has no attribute definition.*. Did you mean "definition"?',
        "fields",
        "It has id, name, definition.",
      ],
    ],
    [
      ["lists:name"],
      [
        'fields names lists, which this tool does not show. Did you mean "list"?',
        "fields",
        "It takes attributes of list, thing (type:attribute).",
      ],
    ],
    [
      ["xyzzy", "list:qqqqqqqq", "zzzz:name", "plugh"],
      [
        "thing has no attribute xyzzy.; list has no attribute qqqqqqqq.; fields names zzzz, which this tool does not show.; thing has no attribute plugh.",
        "fields",
        `${HAS_THING} It has id, name, definition. It takes attributes of list, thing (type:attribute).`,
      ],
    ],
  ])("%o", (fields, refused) => {
    for (const tool of [ONE, MANY]) expect(said(checkFields, tool, { fields })).toEqual(refused);
  });

  it("a piece of an attribute is had of one resource, and alone", () => {
    const asks = "fields asks for a piece of name (@40)";
    expect(said(checkFields, ONE, { fields: ["name@40"] })).toBeUndefined();
    expect(said(checkFields, ONE, { fields: ["name@40", "email"] })).toEqual([
      asks,
      "fields",
      "A piece comes alone: leave the other fields out.",
    ]);
    expect(said(checkFields, MANY, { fields: ["name@40"] })).toEqual([
      asks,
      "fields",
      "A list has no pieces: read the one that has it by its id.",
    ]);
  });

  it("nothing is held against types where no resource comes back", () => {
    const tool = thingTool({ result: { kind: "nothing" } as never });
    expect(said(checkFields, tool, { fields: ["any"] })).toBeUndefined();
    expect(said(checkFields, { ...ONE, kind: "workflow" } as never, { fields: ["any"] })).toBeUndefined();
    expect(said(checkFields, thingTool({}), { fields: ["list:name"] })?.[2]).toBe(
      "It takes attributes of thing (type:attribute).",
    );
  });
});

describe("sort", () => {
  const NEXT = "It takes name, created, -count; with - in front for the newest or largest first.";
  it.each<[sort: unknown, refused: Said | undefined]>([
    [undefined, undefined],
    ["name", undefined],
    ["-name", undefined],
    ["-count", undefined],
    ["count", ['cannot sort by count. Did you mean "-count"?', "sort", NEXT]],
    ["-creatd", ['cannot sort by creatd. Did you mean "created"?', "sort", NEXT]],
    ["xyzzy", ["cannot sort by xyzzy.", "sort", NEXT]],
    ["--name", ['cannot sort by -name. Did you mean "name"?', "sort", NEXT]],
  ])("%o", (sort, refused) => {
    expect(said(checkSort, MANY, { sort })).toEqual(refused);
  });

  it("is not looked at where none is declared", () => {
    expect(said(checkSort, thingTool({}), { sort: "any" })).toBeUndefined();
    expect(said(checkSort, { ...MANY, kind: "workflow" } as never, { sort: "any" })).toBeUndefined();
  });
});

it.each<[timeframe: unknown, refused: Said | undefined]>([
  [undefined, undefined],
  ["last_month", undefined],
  [{ start: "2026-01-01", end: "2026-02-01" }, undefined],
  [
    { start: "2026-02-01", end: "2026-01-01" },
    ["timeframe.end is not after timeframe.start", "timeframe.end", undefined],
  ],
  [
    { start: "2026-01-01", end: "2027-06-01" },
    [
      "timeframe.start to timeframe.end is more than a year",
      "timeframe.end",
      "Ask for a year at most, e.g. until 2027-01-01, and for the rest in another call.",
    ],
  ],
])("a timeframe %o", (timeframe, refused) => {
  expect(said(checkTimeframe, ONE, { timeframe })).toEqual(refused);
});

it.each<[cursor: unknown, taken: boolean]>([
  [undefined, true],
  ["bmV4dA", true],
  ["a:b//c", true],
  ["not a link://x", true],
  ["1http://x", true],
  ["http://x", false],
  ["HTTPS://x", false],
  ["a+b-1.c://", false],
])("a cursor %o is taken: %s", (page_cursor, taken) => {
  expect(said(checkCursor, MANY, { page_cursor })).toEqual(
    taken
      ? undefined
      : [
          "page_cursor is a link that holds no cursor of Klaviyo's",
          "page_cursor",
          "Give next_cursor as the last answer has it.",
        ],
  );
});

describe("a change that changes nothing", () => {
  const changing = (body: object, method = "PATCH") => {
    const tool = thingTool({ takes: { thing_id: z.string() }, judgement: EDITS });
    return { ...tool, request: { ...tool.request, method, body } } as unknown as OperationTool;
  };
  const BODY = {
    type: "thing",
    id: "thing_id",
    attributes: ["name", "thing_id"],
    paths: { title: "a.b" },
    relationships: { tag_ids: {} },
    each: { items: {} },
  };
  const NEXT = "Give at least one of name, title, tag_ids, items.";
  it.each<[input: Record<string, unknown>, refused: Said | undefined]>([
    [{ thing_id: "t" }, ["nothing to change", undefined, NEXT]],
    [{ thing_id: "t", name: "" }, undefined],
    [{ thing_id: "t", title: "t" }, undefined],
    [{ thing_id: "t", tag_ids: [] }, undefined],
    [{ thing_id: "t", items: [] }, undefined],
    [{ thing_id: "t", other: 1 }, ["nothing to change", undefined, NEXT]],
    [{ thing_id: "t", clear: [] }, ["nothing to change", undefined, NEXT]],
    [{ thing_id: "t", clear: ["name"] }, undefined],
    [
      { thing_id: "t", clear: ["name", "title"], title: "t" },
      ["title is both given and cleared", "clear", undefined],
    ],
  ])("%o", (input, refused) => {
    expect(said(checkClear, changing(BODY), input)).toEqual(refused);
  });

  it.each<[body: object, method: string, next: string | undefined]>([
    [{ type: "thing", id: "thing_id", paths: { a: "a" } }, "PATCH", "Give at least one of a."],
    [BODY, "POST", undefined],
    [{ ...BODY, identifiers: {} }, "PATCH", undefined],
    [{ attributes: ["name"] }, "PATCH", undefined],
  ])("of %o by %s", (body, method, next) => {
    expect(said(checkClear, changing(body, method), { thing_id: "t" })?.[2]).toBe(next);
  });
});

describe("a structure", () => {
  const tool = (guide?: string) =>
    thingTool({
      says: { structures: { of: { is: "list", of: { is: "string" } } }, ...(guide && { guide }) } as never,
    });
  it("is held against what it has inside, where it is given", () => {
    expect(said(checkStructures, tool(), {})).toBeUndefined();
    expect(said(checkStructures, tool(), { of: ["a"] })).toBeUndefined();
    expect(said(checkStructures, tool(), { of: ["a", 5] })).toEqual([
      "of[1] is a string",
      "of[1]",
      undefined,
    ]);
    expect(said(checkStructures, tool("things"), { of: 5 })).toEqual([
      "of is a list",
      "of",
      "get_guide with topic things has every type with an example.",
    ]);
  });
});

describe("bytes", () => {
  const tool = thingTool({ says: { maxBytes: { "*": 60, name: 5, "items[]": 7 } } as never });
  const next = "Leave something out.";
  it.each<[input: Record<string, unknown>, refused: Said | undefined]>([
    [{ name: "abc" }, undefined],
    [{ name: "abcd" }, ["name has 6 bytes, and Klaviyo takes at most 5", "name", next]],
    [{ items: ["abcde", "x"] }, undefined],
    [{ items: ["x", "abcdef"] }, ["items[1] has 8 bytes, and Klaviyo takes at most 7", "items[1]", next]],
    [{ items: "abcdef" }, ["items has 8 bytes, and Klaviyo takes at most 7", "items", next]],
    [{ other: "x".repeat(48) }, undefined],
    [{ other: "x".repeat(49) }, ["this has 61 bytes, and Klaviyo takes at most 60", undefined, next]],
  ])("%o", (input, refused) => {
    expect(said(checkSizes, tool, input)).toEqual(refused);
  });
});

describe("what a filter takes", () => {
  const field = (...operators: string[]) => ({ type: "string", operators }) as const;
  const order = field("equals", ...ORDER_OPERATORS);
  const FIELDS = {
    name: field("contains", "equals"),
    created: order,
    updated: order,
    few: field("less-than"),
  };
  it("in full, and as a list says it", () => {
    expect(describeFields(FIELDS)).toBe(
      "name contains/equals; created, updated equals/greater-or-equal/greater-than/less-or-equal/less-than; few less-than",
    );
    expect(describeFieldsBriefly(FIELDS)).toBe(
      "name contains/equals; created, updated equals/order; few less-than",
    );
    expect(describeFieldsBriefly({ a: field("greater-than", "less-than", "any") })).toBe(
      "a greater-than/less-than/any",
    );
    expect(describeFields({ a: { ...field("equals"), values: ["x", "y"] } })).toBe("a equals of x|y");
  });

  it("names as long as a path far into a resource are left to describe_operation", () => {
    const long = "n".repeat(31);
    expect(namesBriefly(["a", "n".repeat(30)])).toBe(`a, ${"n".repeat(30)}`);
    expect(namesBriefly(["a", long])).toBe("a, …");
    expect(describeFieldsBriefly({ [long]: field("any"), a: field("any") })).toBe("a any; …");
  });
});
