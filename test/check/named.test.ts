import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type IdText,
  idsIn,
  isNoId,
  kindsOf,
  mayBeName,
  textClauses,
  withIds,
} from "../../src/check/named.ts";
import { checkNames, findsId, kindOfId, refuseName } from "../../src/check/names.ts";
import { InputError } from "../../src/errors.ts";
import { thingTool } from "./things.ts";

// Where an id is due, and what is told of a name that stands there.

describe("an argument holds the id of", () => {
  it.each<[name: string, kind: string | undefined]>([
    ["list_id", "list"],
    ["list_ids", "list"],
    ["source_profile_id", "profile"],
    ["a_b_segment_ids", "segment"],
    ["campaign_id", "campaign"],
    ["campaign_message_id", "campaign_message"],
    ["tag_group_id", "tag_group"],
    ["included_audiences", "list"],
    ["excluded_audiences", "list"],
    ["id", undefined],
    ["list", undefined],
    ["list_id_of", undefined],
    ["coupon_id", undefined],
    ["playlist_id", undefined],
    ["2nd_list_id", undefined],
    ["audiences", undefined],
  ])("%s: %s", (name, kind) => {
    expect(kindOfId(name)).toBe(kind);
  });
});

it.each(["toString", "constructor", "__proto__"])("%s is an argument of no kind", (name) => {
  expect(kindsOf(name)).toEqual([]);
});

describe("what finds an id by its name", () => {
  it.each<[kind: string, name: string, next: string]>([
    ["profile", " ann@x.y ", 'get_profiles with filter equals(email,"ann@x.y") finds the id.'],
    [
      "profile",
      "Ann",
      'get_customer with name "Ann" finds who is called so; get_profiles by an address or number.',
    ],
    ["list", 'A "b"', String.raw`get_lists with filter equals(name,"A \"b\"") finds the id of a list.`],
    ["segment", "A", 'get_segments with filter equals(name,"A") finds the id.'],
    ["metric", "A", "get_metrics lists all with their ids; they cannot be found by name."],
    ["tag", "A", 'get_tags with filter equals(name,"A") finds the id.'],
    ["tag_group", "A", 'get_tag_groups with filter equals(name,"A") finds the id.'],
    ["flow", "A", 'get_flows with filter contains(name,"A") finds the id.'],
    ["campaign", "A", 'get_campaigns with filter contains(name,"A") finds the id.'],
    ["template", "A", 'get_templates with filter contains(name,"A") finds the id.'],
    ["form", "A", ""],
    ["toString", "A", ""],
  ])("of a %s, %s", (kind, name, next) => {
    expect(findsId(kind, name)).toBe(next);
  });
});

/** Arguments of each kind: an id, a list of them, structures open and closed, and a text of the account's own. */
const TOOL = thingTool({
  takes: {
    list_id: z.string().optional(),
    profile_ids: z.array(z.string()).optional(),
    coupon_id: z.string().optional(),
    note: z.string().optional(),
    group_ids: z.array(z.string()).optional(),
    filter: z.string().optional(),
    properties: z.record(z.unknown()).optional(),
    definition: z.record(z.unknown()).optional(),
    steps: z.array(z.unknown()).optional(),
    categories: z.array(z.strictObject({ id: z.string() })).optional(),
    list: z.strictObject({ id: z.string() }).optional(),
    class: z.strictObject({ ids: z.array(z.strictObject({ id: z.string() })) }).optional(),
    of: z.strictObject({ segment_id: z.string(), note: z.string().optional() }).optional(),
  },
  says: { structures: { definition: {}, steps: {} } as never },
  result: { kind: "collection", resource: { type: "catalog-category", attributes: [], summary: [] } },
});

describe("a name where an id is due", () => {
  it.each<[input: Record<string, unknown>, said: string]>([
    [{ list_id: "My list" }, 'list_id is an id, not a name such as "My list"'],
    [{ list_id: "ann@x.y" }, 'list_id is an id, not an address such as "ann@x.y"'],
    [{ profile_ids: ["p", "ann@x.y"] }, 'profile_ids[1] is an id, not an address such as "ann@x.y"'],
    [
      { definition: { steps: [{ list_id: "My list" }] } },
      'definition.steps[0].list_id is an id, not a name such as "My list"',
    ],
    [
      { steps: [{ a: { list_ids: ["L", "b c"] } }] },
      'steps[0].a.list_ids[1] is an id, not a name such as "b c"',
    ],
  ])("%o is refused", (input, said) => {
    expect(() => checkNames(TOOL, input)).toThrow(InputError);
    expect(() => checkNames(TOOL, input)).toThrow(said);
  });

  it.each<Record<string, unknown>>([
    {},
    { list_id: "L", profile_ids: ["p", "q"] },
    // Not two words, and no address: not judged here.
    { list_id: "@ann" },
    { list_id: "ann@" },
    { list_id: " L " },
    // Steps of a path and control characters are judged where a path is filled.
    { list_id: "a b/c" },
    { list_id: "a b\\c" },
    { list_id: "a b%c" },
    { list_id: "a b\u0000c" },
    { list_id: 5 },
    // The account's own.
    { note: "My list", coupon_id: "10 off", properties: { list_id: "My list" } },
    { definition: { note: "My list", coupon_id: "10 off", list_id: 5 } },
  ])("%o is not", (input) => {
    expect(() => checkNames(TOOL, input)).not.toThrow();
  });

  it.each<[path: string, name: string, argument: string, next: string | undefined]>([
    ["list_id", "A", "list_id", 'get_lists with filter equals(name,"A") finds the id of a list.'],
    ["tag_ids[12]", "A", "tag_ids[12]", 'get_tags with filter equals(name,"A") finds the id.'],
    ["a[0].b.flow_id", "A", "a[0].b.flow_id", 'get_flows with filter contains(name,"A") finds the id.'],
    ["form_id", "A", "form_id", undefined],
    ["coupon_id", "A", "coupon_id", undefined],
  ])("%s %s tells how to find the id", (path, name, argument, next) => {
    expect(refuseName(path, name)).toMatchObject({ argument });
    expect(refuseName(path, name).next).toBe(next);
  });
});

it.each<[text: string, noId: boolean, maybe: boolean]>([
  ["VIP", false, true],
  ["My list", true, true],
  ["ann@x.y", true, true],
  ["+15551234567", true, true],
  ["1+1", false, true],
  ["+a", false, true],
  ["@ann", false, true],
  [" ", false, false],
  ["", false, false],
  ["1234", false, true],
  ["12345", false, false],
  ["12345a", false, true],
  ["a12345", false, true],
  ["01HZX3V9K2M4N6P8Q0R2S4T6V8", false, false],
  ["01HZX3V9K2M4N6P8Q0R2S4T6V", false, true],
  ["01HZX3V9K2M4N6P8Q0R2S4T6V8W", false, true],
  ["123e4567-e89b-12d3-a456-426614174000", false, false],
  ["a123e4567-e89b-12d3-a456-426614174000", false, true],
  ["123e4567-e89b-12d3-a456-426614174000a", false, true],
  ["a".repeat(200), false, true],
  ["a".repeat(201), false, false],
])("%s: can be no id %s, may be a name %s", (text, noId, maybe) => {
  expect([isNoId(text), mayBeName(text, "list")]).toEqual([noId, maybe]);
});

it.each([
  ["12345", "profile", true],
  ["123e4567-e89b-12d3-a456-426614174000", "profile", true],
  ["01HZX3V9K2M4N6P8Q0R2S4T6V8", "profile", false],
  ["", "profile", false],
])("%s may be what a shop calls a %s: %s", (text, kind, maybe) => {
  expect(mayBeName(text, kind)).toBe(maybe);
});

/** Every place in an input where an id is due, as `argument kinds: text`. */
const placesIn = (input: Record<string, unknown>) =>
  idsIn(TOOL, input).map(({ argument, kinds, text }) => `${argument} ${kinds.join("|")}: ${text}`);

describe("an id is due at", () => {
  it.each<[input: Record<string, unknown>, places: string[]]>([
    [{ list_id: "L", note: "n", properties: { list_id: "x" } }, ["list_id list: L"]],
    [{ profile_ids: ["p", "q"] }, ["profile_ids[0] profile: p", "profile_ids[1] profile: q"]],
    [{ coupon_id: "C" }, ["coupon_id coupon: C"]],
    [{ group_ids: ["g"] }, ["group_ids[0] list|segment: g"]],
    [{ of: { segment_id: "s", note: "n" } }, ["of.segment_id segment: s"]],
    [
      { definition: { a: [{ category_ids: ["c", 5], name: "n" }], list_id: null } },
      ["definition.a[0].category_ids[0] catalog_category: c"],
    ],
    [
      { definition: { triggers: [{ type: "metric", id: "m" }, { id: "x" }], trigger_id: "t" } },
      ["definition.triggers[0].id metric: m", "definition.trigger_id metric|list|segment: t"],
    ],
    [
      { categories: Array.from({ length: 11 }, () => ({ id: "c" })) },
      expect.arrayContaining(["categories[10].id catalog_category: c"]) as never,
    ],
    [{ list: { id: "l" }, class: { ids: [{ id: "x" }] } }, ["list.id list: l"]],
    [{ steps: ["a", { excluded_audiences: ["x"] }] }, ["steps[1].excluded_audiences[0] list|segment: x"]],
    [{ filter: 'equals(list_id,"L"),equals(name,"n")' }, ["filter list: L"]],
    [{ filter: 'any(list_id,["L","M"])' }, ["filter list: L", "filter list: M"]],
    [{ filter: 'equals($attributed_flow,"F"),equals($flow,"G")' }, ["filter flow: F", "filter flow: G"]],
    [{ filter: 'any(ids,["c"])' }, ["filter catalog_category: c"]],
    [{ filter: 'not(equals(list_id,"L"))' }, ["filter list: L"]],
    [{ filter: 'contains-any(messages.tag.id,["T"])' }, ["filter tag: T"]],
    [{ filter: 'equals(id,"c")' }, ["filter catalog_category: c"]],
    [{ filter: "equals(list_id,5)" }, []],
    // What only seems to select by an id.
    [{ filter: 'contains(list_id,"L")' }, []],
    [{ filter: 'not-equals(list_id,"L")' }, []],
    [{ filter: 'anyone(list_id,"L")' }, []],
    [{ filter: "has(list_id)" }, []],
    [{ filter: 'equals($flows,"F"),equals(my$flow,"F")' }, []],
    [{ filter: "list_id is L" }, []],
  ])("%o: %o", (input, places) => {
    expect(placesIn(input)).toEqual(places);
  });

  it("what `id` in a filter is of depends on what the operation lists", () => {
    const kinds = (tool: typeof TOOL, input = { filter: 'equals(id,"x")' }) =>
      idsIn(tool, input).flatMap((one) => one.kinds);
    const takes = { filter: z.string().optional() };
    const listing = (type: string) =>
      thingTool({ takes, result: { kind: "collection", resource: { type, attributes: [], summary: [] } } });
    expect(kinds(listing("tag-group"))).toEqual(["tag_group"]);
    expect(kinds(listing("thing"))).toEqual([]);
    expect(kinds(thingTool({ takes, result: { kind: "nothing" } as never }))).toEqual([]);
    expect(kinds({ ...listing("list"), kind: "workflow" } as never)).toEqual([]);
  });
});

describe("each of them gets its id", () => {
  const upper = ({ text }: IdText) => text.toUpperCase();
  it.each<[input: Record<string, unknown>, changed: Record<string, unknown>]>([
    [
      { list_id: "l", note: "n" },
      { list_id: "L", note: "n" },
    ],
    [{ profile_ids: ["P", "q"] }, { profile_ids: ["P", "Q"] }],
    [
      { definition: { a: [1, { list_id: "l", n: "n" }] }, of: { segment_id: "s" } },
      { definition: { a: [1, { list_id: "L", n: "n" }] }, of: { segment_id: "S" } },
    ],
    [
      { definition: { list_id: "l" }, steps: [{ list_id: "L" }] },
      { definition: { list_id: "L" }, steps: [{ list_id: "L" }] },
    ],
    [
      { filter: 'equals(name,"n"),any(list_id,["L","m",5])' },
      { filter: 'equals(name,"n"),any(list_id,["L","M",5])' },
    ],
    [{ filter: "equals( list_id , 'l' )" }, { filter: 'equals(list_id,"L")' }],
  ])("%o", (input, changed) => {
    expect(withIds(TOOL, input, upper)).toEqual(changed);
  });

  it.each<Record<string, unknown>>([
    { list_id: "L", definition: { a: [{ list_id: "L" }] }, steps: ["a", { b: "c" }] },
    { filter: "equals( list_id , 'L' )", of: { segment_id: "S" } },
    { filter: "none" },
  ])("one in which nothing changes comes back as it is: %o", (input) => {
    expect(withIds(TOOL, input, upper)).toBe(input);
  });

  it("what did not change beside it comes back as it is", () => {
    const input = { definition: { a: { list_id: "L" }, b: [{ list_id: "l" }] }, steps: [{ list_id: "L" }] };
    const changed = withIds(TOOL, input, upper) as typeof input;
    expect(changed.steps).toBe(input.steps);
    expect(changed.definition.a).toBe(input.definition.a);
    expect(changed.definition.b).toEqual([{ list_id: "L" }]);
  });
});

it.each<[filter: unknown, clauses: [field: string, operator: string, ...texts: string[]][]]>([
  ['equals(name,"a")', [["name", "equals", "a"]]],
  [
    'any(name,["a",5,"b"]),contains(note,"c")',
    [
      ["name", "any", "a", "b"],
      ["note", "contains", "c"],
    ],
  ],
  ["equals(count,5),any(count,[5]),has(profile)", []],
  ['or(equals(name,"a"))', []],
  ["name is a", []],
  [undefined, []],
  [5, []],
])("clauses of %s that select by a text", (filter, clauses) => {
  const found = textClauses(filter).map(({ field, operator, texts }) => [field, operator, ...texts]);
  expect(found).toEqual(clauses);
});
