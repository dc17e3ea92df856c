import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseInput } from "../../src/check/input.ts";
import { EDITS, moment, said, thingTool } from "./things.ts";

// Arguments as hosts and models write them, and as they are read: what can mean one thing alone is taken, and whatever
// else is left as it was, to be refused.

const TAKES = {
  count: z.number().optional(),
  flag: z.boolean().optional(),
  kind: z.enum(["a", "b"]).optional(),
  name: z.string().optional(),
  at: moment.optional(),
  names: z.array(z.string()).optional(),
  kinds: z.array(z.enum(["a", "b"])).optional(),
  counts: z.array(z.number()).optional(),
  things: z.array(z.strictObject({ first_name: z.string(), when: moment.optional() })).optional(),
  thing: z.strictObject({ first_name: z.string(), more: z.string().optional() }).optional(),
  open: z.record(z.unknown()).optional(),
  five: z.literal(5).optional(),
  yes: z.literal(true).optional(),
  word: z.literal("w").optional(),
  either: z
    .union([z.strictObject({ is: z.literal("n"), n: z.number() }), z.array(z.string()), z.number()])
    .optional(),
  clauses: z.array(z.string()).optional(),
};
const READ = thingTool({
  takes: TAKES,
  query: { page: { size: 10 }, filter: { name: { type: "string", operators: ["equals"] } } },
  result: { kind: "collection", resource: { type: "thing", attributes: [], summary: [] } },
});
const CHANGE = thingTool({
  takes: { ...TAKES, filter: z.array(z.string()).optional() },
  judgement: EDITS,
  request: { method: "POST" },
});

describe("is read", () => {
  it.each<[given: Record<string, unknown>, read: Record<string, unknown>]>([
    // Numbers and flags in quotes, and in a list of one.
    [{ count: "5" }, { count: 5 }],
    [{ count: " -1.50 " }, { count: -1.5 }],
    [{ count: ["7"] }, { count: 7 }],
    [{ count: "9007199254740991" }, { count: 9_007_199_254_740_991 }],
    [{ flag: "True" }, { flag: true }],
    [{ flag: " FALSE " }, { flag: false }],
    [{ flag: ["false"] }, { flag: false }],
    [{ five: "5" }, { five: 5 }],
    [{ yes: "true" }, { yes: true }],
    [{ word: ["w"] }, { word: "w" }],
    // Text.
    [{ kind: ["a"] }, { kind: "a" }],
    [{ name: 5 }, { name: "5" }],
    [{ name: [5] }, { name: "5" }],
    [{ name: ["n"] }, { name: "n" }],
    [{ name: "[1]" }, { name: "[1]" }],
    // Lists.
    [{ names: "a" }, { names: ["a"] }],
    [{ names: "a, b ,c," }, { names: ["a", "b", "c"] }],
    [{ names: " $a:1.x@b+c-d " }, { names: ["$a:1.x@b+c-d"] }],
    [{ names: "a b" }, { names: ["a b"] }],
    [{ names: ' ["a","b c"]' }, { names: ["a", "b c"] }],
    [{ names: "[a" }, { names: ["[a"] }],
    [{ names: 5 }, { names: ["5"] }],
    [{ names: [1, "b"] }, { names: ["1", "b"] }],
    [{ kinds: "a,b" }, { kinds: ["a", "b"] }],
    [{ kinds: "a" }, { kinds: ["a"] }],
    [{ counts: "[1,2]" }, { counts: [1, 2] }],
    [{ counts: "5" }, { counts: [5] }],
    [{ counts: 5 }, { counts: [5] }],
    [{ counts: ["5", 6] }, { counts: [5, 6] }],
    [{ things: { first_name: "A" } }, { things: [{ first_name: "A" }] }],
    [{ things: '[{"first_name":"A"}]' }, { things: [{ first_name: "A" }] }],
    [{ things: '{"first_name":"A"}' }, { things: [{ first_name: "A" }] }],
    // Objects, and the names in them.
    [{ thing: '{"firstName":"A"}' }, { thing: { first_name: "A" } }],
    [{ thing: { FirstName: 5, more: null } }, { thing: { first_name: "5" } }],
    [{ open: ' {"firstName":null,"n":"5"}' }, { open: { firstName: null, n: "5" } }],
    [{ open: { a: { b: null }, c: [] } }, { open: { a: { b: null }, c: [] } }],
    // What is null is not given, and in a list it is for the schema.
    [
      { count: null, thing: { first_name: "A" }, things: [{ first_name: "A", when: null }] },
      { thing: { first_name: "A" }, things: [{ first_name: "A" }] },
    ],
    // Of several shapes the first that fits as it stands, then the first that fits as it is meant.
    [{ either: 5 }, { either: 5 }],
    [{ either: ["5"] }, { either: ["5"] }],
    [{ either: "5" }, { either: ["5"] }],
    [{ either: { is: "n", n: "5" } }, { either: { is: "n", n: 5 } }],
    // Moments.
    [{ at: "2026-01-02T03:04:05Z" }, { at: "2026-01-02T03:04:05Z" }],
    [{ at: "2026-01-02 03:04" }, { at: "2026-01-02T03:04:00-00:00" }],
    [{ at: "2026-01-02T03:04:05.5" }, { at: "2026-01-02T03:04:05.5-00:00" }],
    [{ at: "2026-01-02 03:04:05 z" }, { at: "2026-01-02T03:04:05Z" }],
    [{ at: " 2026-01-02T03:04+02:00 " }, { at: "2026-01-02T03:04:00+02:00" }],
    // What hosts add of their own.
    [{ count: 1, toolCallId: "x", tool: "y", sessionId: "s", action: "a", chatInput: "i" }, { count: 1 }],
  ])("%o in a read and in a change", (given, read) => {
    for (const tool of [READ, CHANGE]) expect(parseInput(tool, given)).toEqual(read);
  });

  it.each<[given: Record<string, unknown>, read: Record<string, unknown>]>([
    [{ at: "2026-01-02" }, { at: "2026-01-02T00:00:00-00:00" }],
    [{ name: "", names: [], kinds: "", thing: { first_name: "" } }, { thing: { first_name: "" } }],
    [
      { pageSize: "5", pageCursor: " c " },
      { page_size: 5, page_cursor: " c " },
    ],
    [{ page_cursor: " https://a.klaviyo.com/api/things?page[cursor]=bmV4dA " }, { page_cursor: "bmV4dA" }],
    [
      { filter: ['equals(name,"a")', " ", 'equals(name,"b")'] },
      { filter: 'equals(name,"a"),equals(name,"b")' },
    ],
    [{ filter: '["equals(name,\\"a\\")"]' }, { filter: 'equals(name,"a")' }],
    [{ detail: null, fields: null }, {}],
  ])("%o in a read", (given, read) => {
    expect(parseInput(READ, given)).toEqual(read);
  });

  it.each<[given: Record<string, unknown>, read: Record<string, unknown>]>([
    [{ filter: 'equals(a,"b"), equals(c,"d")' }, { filter: ['equals(a,"b")', 'equals(c,"d")'] }],
    [{ name: "n", connection_id: "", confirmation: "" }, { name: "n" }],
    [{ name: "n", kind: "", at: "" }, { name: "n" }],
    [
      { name: "n", names: [] },
      { name: "n", names: [] },
    ],
    [{ dryRun: "true" }, { dry_run: true }],
  ])("%o in a change", (given, read) => {
    expect(parseInput(CHANGE, given)).toEqual(read);
  });

  it.each([undefined, null, "text", 5, ["a"]])("no arguments in %o", (given) => {
    expect(parseInput(READ, given)).toEqual({});
  });
});

it("null is taken where the schema says that it is a value of its own", () => {
  const tool = thingTool({ takes: { thing: z.strictObject({ name: z.string().nullable() }) } });
  expect(parseInput(tool, { thing: { name: null } })).toEqual({ thing: { name: null } });
});

describe("is refused, as it can mean several things or none", () => {
  const OBJECT = "must be object, not";
  it.each<[given: Record<string, unknown>, message: string]>([
    [{ count: "5 apples" }, "count must be number, not string"],
    [{ count: "1e3" }, "count must be number, not string"],
    [{ count: "9007199254740993" }, "count must be number, not string"],
    [{ count: ["1", "2"] }, "count must be number, not array"],
    [{ count: true }, "count must be number, not boolean"],
    [{ flag: "yes" }, "flag must be boolean, not string"],
    [{ flag: 1 }, "flag must be boolean, not number"],
    [{ kind: 5 }, "kind must be 'a' | 'b', not number"],
    [{ kind: ["a", "b"] }, "kind must be 'a' | 'b', not array"],
    [{ name: 1.5 }, "name must be string, not number"],
    [{ name: true }, "name must be string, not boolean"],
    [{ name: ["a", "b"] }, "name must be string, not array"],
    [{ names: "a b, c" }, "names must be array, not string"],
    [{ names: { a: 1 } }, "names must be array, not object"],
    [{ counts: { a: 1 } }, "counts must be array, not object"],
    [{ names: [null] }, "names[0] must be string, not null"],
    [{ thing: "{" }, `thing ${OBJECT} string`],
    [{ thing: "[1]" }, `thing ${OBJECT} string`],
    [{ open: 5 }, `open ${OBJECT} number`],
    [{ five: "6" }, "five: Invalid literal value, expected 5"],
    [{ five: true }, "five: Invalid literal value, expected 5"],
    [{ yes: "no" }, "yes: Invalid literal value, expected true"],
    [{ at: "noon" }, "at must be a date and time, e.g. 2026-11-01T09:00:00Z"],
    [{ at: "2026-01-02T03" }, "at must be a date and time, e.g. 2026-11-01T09:00:00Z"],
  ])("%o", (given, message) => {
    for (const tool of [READ, CHANGE]) expect(said(tool, given)[0]).toBe(message);
  });

  it("a date alone in a change, which may be the first or the last moment of the day", () => {
    expect(said(CHANGE, { at: "2026-01-02" })[0]).toMatch("at must be a date and time");
  });

  it.each([
    [{ filter: { name: "a" } }, "filter must be string, not object"],
    [{ filter: ["a", 5] }, "filter must be string, not array"],
  ])("%o as a filter", (given, message) => {
    expect(said(READ, given)[0]).toBe(message);
  });
});

describe("a name in another spelling", () => {
  const IDS = { list_id: z.string(), tag_ids: z.array(z.string()).optional(), name: z.string().optional() };
  const one = thingTool({ takes: IDS });
  it.each<[given: Record<string, unknown>, read: Record<string, unknown>]>([
    [{ listId: "L" }, { list_id: "L" }],
    [{ ListId: "L" }, { list_id: "L" }],
    [{ id: "L" }, { list_id: "L" }],
    [
      { list_id: "L", tagIds: "T" },
      { list_id: "L", tag_ids: ["T"] },
    ],
    [
      { list_id: "L", Name: "n" },
      { list_id: "L", name: "n" },
    ],
  ])("%o is read", (given, read) => {
    expect(parseInput(one, given)).toEqual(read);
  });

  it.each<[given: Record<string, unknown>, message: string]>([
    [{ list_id: "L", listId: "M" }, "listId is no argument here"],
    [{ list_id: "L", id: "M" }, "id is no argument here"],
    [{ list_id: "L", "list-id": "M" }, "list-id is no argument here"],
    [{ list_id: "L", nameX: "M" }, "nameX is no argument here"],
    [{ list_id: "L", constructor: "M" }, "constructor is no argument here"],
  ])("%o is not", (given, message) => {
    expect(said(one, given)[0]).toContain(message);
  });

  it.each<z.ZodRawShape>([
    { list_id: z.string(), tag_id: z.string() },
    { list_ids: z.array(z.string()) },
    { list_id: z.string().optional() },
    { name: z.string() },
  ])("id is no other name where not one id alone must be given: %#", (takes) => {
    expect(said(thingTool({ takes }), { id: "x" })[0]).toContain("id is no argument here");
  });

  it("is not looked for in a name longer than any argument's", () => {
    const long = (letters: number) => ({ [`${"a".repeat(letters - 1)}B`]: z.string().optional() });
    const snake = (letters: number) => `${"a".repeat(letters - 1)}_b`;
    const tool = thingTool({
      takes: { [snake(64)]: z.string().optional(), [snake(65)]: z.string().optional() },
    });
    expect(parseInput(tool, { [Object.keys(long(64))[0] ?? ""]: "x" })).toEqual({ [snake(64)]: "x" });
    expect(said(tool, { [Object.keys(long(65))[0] ?? ""]: "x" })[0]).toContain("is no argument here");
  });
});
