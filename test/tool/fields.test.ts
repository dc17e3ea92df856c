import { describe, expect, it } from "vitest";
import { calledBy, nameIn } from "../../src/tool/called.ts";
import {
  askable,
  fieldNames,
  isField,
  pick,
  shapedAttributes,
  topLevel,
  unshown,
} from "../../src/tool/fields.ts";
import { fieldsParameters, pieceOf, selectionOf, splitField, withAdditional } from "../../src/tool/shown.ts";
import type { OperationTool, ResourceType } from "../../src/tool/tool.ts";
import { thingTool } from "../check/things.ts";

// Which attributes of a resource a call shows, what is asked of Klaviyo for them, and what is picked of an answer.

/** A type of its own for each test: what is worked out of one is kept with it. */
const thing = (more: Partial<ResourceType> = {}): ResourceType => ({
  type: "thing",
  attributes: ["name", "html", "stats.{opens,clicks}", "at.a.b", "definition.*", "properties"],
  summary: ["name", "stats.opens"],
  ...more,
});

describe("the names of a resource", () => {
  it("are written out, with those above them", () => {
    const THING = thing();
    expect([...fieldNames(THING)]).toEqual([
      ...["id", "name", "html", "stats", "stats.opens", "stats.clicks", "at", "at.a", "at.a.b"],
      ...["definition", "definition.*", "properties"],
    ]);
    expect(fieldNames(THING)).toBe(fieldNames(THING));
    expect(topLevel(THING)).toEqual(["name", "html", "stats", "at", "definition", "properties"]);
    expect([...shapedAttributes(THING)]).toEqual(["stats", "at", "definition"]);
    expect(shapedAttributes(THING)).toBe(shapedAttributes(THING));
  });

  it.each<[name: string, field: boolean]>([
    ["id", true],
    ["name", true],
    ["stats", true],
    ["stats.opens", true],
    ["stats.bounces", false],
    ["at.a", true],
    ["at.a.c", false],
    ["definition.any.thing", true],
    ["definition.*", false],
    ["definitions.any", false],
    // An account's own names.
    ["properties.size", true],
    ["properties.size.eu", true],
    ["gone.properties.size", false],
    ["properties.*", false],
    ["name.first", false],
    ["size", false],
    ["", false],
  ])("%s is one: %s", (name, field) => {
    expect(isField(thing(), name)).toBe(field);
  });

  it.each<[attribute: string, own: boolean]>([
    ["event_properties", true],
    ["meta.kv_pairs", true],
    ["metadata", true],
    ["payload", true],
    ["tracking_params", true],
    ["myproperties", false],
    ["properties_of", false],
  ])("what is below %s is an account's own: %s", (attribute, own) => {
    expect(isField(thing({ attributes: [attribute] }), `${attribute}.any`)).toBe(own);
  });
});

it.each<[paths: string[], additional: string[], asked: string[]]>([
  [["name", "id"], [], ["name"]],
  [["stats.opens", "stats.clicks"], [], ["stats.opens", "stats.clicks"]],
  [["stats.bounces", "stats"], [], ["stats"]],
  [["properties.size.eu"], [], ["properties"]],
  [["definition.a.b"], [], ["definition.a.b"]],
  [["nothing.at.all"], [], ["nothing"]],
  [["stats.opens", "name"], ["stats"], ["stats", "name"]],
])("to show %o, with %o on request, is asked for %o", (paths, additional, asked) => {
  expect(askable(thing(), paths, additional)).toEqual(asked);
});

it.each<[paths: string[], hidden: string[]]>([
  [[], ["name", "html", "stats", "at", "definition", "properties"]],
  [
    ["name", "stats.opens", "at"],
    ["html", "stats.clicks", "definition", "properties"],
  ],
  [
    ["html", "name", "stats", "properties"],
    ["at", "definition"],
  ],
  [["name", "html", "stats", "at.a.b", "definition", "properties"], []],
  [["name", "html", "stats", "at.a.c", "definition", "properties"], ["at.a.b"]],
])("beside %o there is %o", (paths, hidden) => {
  expect(unshown(thing(), paths)).toEqual(hidden);
});

describe("of attributes is picked", () => {
  const GIVEN = {
    name: "n",
    stats: { opens: 1, clicks: 0, deep: { a: null, b: [1] } },
    "a.b": "dotted",
    list: [{ a: 1 }],
    empty: {},
    none: null,
  };
  it.each<[paths: string[], picked: [string, unknown][]]>([
    [
      ["stats.clicks", "name"],
      [
        ["stats", { clicks: 0 }],
        ["name", "n"],
      ],
    ],
    [["stats.opens", "stats.deep.a"], [["stats", { opens: 1, deep: { a: null } }]]],
    [["stats.opens", "stats"], [["stats", GIVEN.stats]]],
    [["a.b"], [["a.b", "dotted"]]],
    [["stats.deep", "stats.deep.a"], [["stats", { deep: { a: null, b: [1] } }]]],
    // Below what is no object all of it is shown.
    [["list.a"], [["list", [{ a: 1 }]]]],
    [["none.a"], [["none", null]]],
    // What leads nowhere adds nothing.
    [["stats.bounces", "size", "empty", "toString", "stats.opens.more.x"], [["stats", { opens: 1 }]]],
  ])("for %o: %o", (paths, picked) => {
    expect(pick(GIVEN, [...paths])).toEqual(picked);
  });
});

describe("an entry of fields", () => {
  it.each<[field: string, parts: [string, string], piece?: { name: string; from: number }]>([
    ["name", ["thing", "name"]],
    ["list:name", ["list", "name"]],
    ["list:a:b", ["list", "a:b"]],
    [":name", ["", "name"]],
    ["html@40000", ["thing", "html"], { name: "html", from: 40_000 }],
    ["list:html@0", ["list", "html"], { name: "html", from: 0 }],
    ["html@123456789", ["thing", "html"], { name: "html", from: 123_456_789 }],
    ["html@1234567890", ["thing", "html@1234567890"]],
    ["html@", ["thing", "html@"]],
    ["a@1@2", ["thing", "a@1"], { name: "a@1", from: 2 }],
    ["html@1x", ["thing", "html@1x"]],
  ])("%s is %o", (field, parts, piece) => {
    expect(splitField(field, "thing")).toEqual(parts);
    expect(pieceOf({ fields: ["name", field] })).toEqual(piece);
  });

  it("asks for no piece where there is none", () => {
    expect(pieceOf({})).toBeUndefined();
  });
});

const LIST: ResourceType = { type: "list", attributes: ["name", "count", "stats.opens"], summary: ["name"] };
const BARE: ResourceType = { type: "bare", attributes: [], summary: [] };
const reading = (kind: "resource" | "collection", resource = thing(), more = {}): OperationTool =>
  thingTool({
    query: { include: { lists: LIST, bare: BARE }, additionalFields: ["properties", "html"], ...more },
    result: { kind, resource },
  });

/** What is shown of each type, and with which parameters it is asked for. */
function shown(tool: OperationTool, input: Record<string, unknown>) {
  const selection = selectionOf(tool, input);
  const paths = Object.fromEntries([...selection].map(([type, one]) => [type, one.paths]));
  const asked = [...selection.values()].filter((one) => one.asked).map((one) => one.resource.type);
  return { paths, asked, parameters: fieldsParameters(tool, selection, input) };
}

const SUMMARIES = { list: ["name"], bare: [] };

describe("a call shows", () => {
  it("a summary of each item of a list", () => {
    expect(shown(reading("collection"), {})).toEqual({
      paths: { ...SUMMARIES, thing: ["name", "stats.opens"] },
      asked: [],
      parameters: [["fields[thing]", "name,stats.opens"]],
    });
  });

  it("all of a single resource, but for what is heavy", () => {
    expect(shown(reading("resource"), {})).toEqual({
      paths: { ...SUMMARIES, thing: "all" },
      asked: [],
      parameters: [],
    });
    const heavy = thing({ heavy: ["html", "properties"], summary: ["stats", "stats.opens", "html"] });
    expect(shown(reading("resource", heavy), {})).toMatchObject({
      paths: { thing: ["stats", "name", "at", "definition"] },
      parameters: [["fields[thing]", "stats,name,at,definition"]],
    });
  });

  it("everything in full", () => {
    expect(shown(reading("collection"), { detail: "full", include: ["lists"] })).toEqual({
      paths: { list: "all", bare: "all", thing: "all" },
      asked: [],
      parameters: [],
    });
  });

  it("exactly the fields that are asked for, of each type", () => {
    const input = {
      fields: ["html", "list:count", "html@5"],
      include: ["lists", "bare", "other"],
      detail: "full",
    };
    expect(shown(reading("collection"), input)).toEqual({
      paths: { list: ["count"], bare: "all", thing: ["html"] },
      asked: ["list", "thing"],
      parameters: [
        ["fields[thing]", "html"],
        ["fields[list]", "count"],
      ],
    });
  });

  it("what Klaviyo sends only on request beside the rest", () => {
    expect(
      shown(reading("collection"), { additional_fields: ["properties"], fields: ["properties.a"] }),
    ).toMatchObject({
      paths: { thing: ["properties.a", "properties"] },
      parameters: [["fields[thing]", "properties"]],
    });
    const more = { additionalFields: ["stats"] };
    const fields = ["stats.opens", "list:stats.opens"];
    expect(shown(reading("resource", thing(), more), { fields, include: ["lists"] }).parameters).toEqual([
      ["fields[thing]", "stats"],
      ["fields[list]", "stats.opens"],
    ]);
    expect(shown(reading("resource"), { additional_fields: ["properties"] }).paths.thing).toBe("all");
  });

  it("what is included, by its own parameter, where it has attributes", () => {
    expect(shown(reading("collection"), { include: ["bare", "lists"] }).parameters).toEqual([
      ["fields[thing]", "name,stats.opens"],
      ["fields[list]", "name"],
    ]);
  });

  it("the whole of a type of which Klaviyo takes no fields, and nothing of none", () => {
    expect(shown(reading("collection", thing({ whole: true })), {}).parameters).toEqual([]);
    const nothing = thingTool({ result: { kind: "nothing" } as never });
    expect(shown(nothing, { include: ["lists"] })).toEqual({ paths: {}, asked: [], parameters: [] });
  });
});

describe("what comes only on request is asked for where fields name it", () => {
  const tool = reading("resource");
  it.each<[input: Record<string, unknown>, asked: string[] | undefined]>([
    [{ fields: ["properties.a.b", "name"] }, ["properties"]],
    [{ fields: ["html", "properties"] }, ["properties", "html"]],
    [{ fields: ["thing:html"] }, ["html"]],
    [{ fields: ["html"], additional_fields: ["properties"] }, ["properties", "html"]],
    [{ fields: ["list:html"] }, undefined],
    [{ fields: ["name"] }, undefined],
    [{ fields: ["html"], additional_fields: ["html"] }, undefined],
    [{ additional_fields: ["html"] }, undefined],
    [{}, undefined],
  ])("%o: %o", (input, asked) => {
    const read = withAdditional(tool, input);
    if (asked) expect(read).toEqual({ ...input, additional_fields: asked });
    else expect(read).toBe(input);
  });

  it("and nothing where there is none of it", () => {
    const input = { fields: ["html"] };
    expect(withAdditional(reading("resource", thing(), { additionalFields: undefined }), input)).toBe(input);
    const nothing = thingTool({
      query: { additionalFields: ["html"] },
      result: { kind: "nothing" } as never,
    });
    expect(withAdditional(nothing, input)).toBe(input);
  });
});

it.each<[attributes: Record<string, unknown>, by: string | undefined, called: string | undefined]>([
  [{ email: "e", name: "n" }, "name", "n"],
  [{ phone_number: "p", email: "e" }, "email", "e"],
  [{ title: "t", phone_number: "p" }, "phone_number", "p"],
  [{ label: "l", title: "t" }, "title", "t"],
  [{ subject: "s", label: "l" }, "label", "l"],
  [{ unique_code: "u", subject: "s" }, "subject", "s"],
  [{ external_id: "x", unique_code: "u" }, "unique_code", "u"],
  [{ external_id: "x" }, "external_id", "x"],
  [{ name: null, email: "e" }, "name", "e"],
  [{ size: "s" }, undefined, undefined],
])("what has %o is called by its %s: %s", (attributes, by, called) => {
  expect(calledBy(thing({ attributes: Object.keys(attributes) }))).toBe(by);
  expect(nameIn(attributes)).toBe(called);
  expect(nameIn(JSON.stringify(attributes))).toBeUndefined();
});
