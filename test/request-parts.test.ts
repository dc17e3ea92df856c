import { describe, expect, it } from "vitest";
import { InputError } from "../src/errors.ts";
import type { Input, OperationTool } from "../src/tool/tool.ts";
import { buildRequest } from "../src/wire/request.ts";

// Each part of a declaration, and what of the request it makes: test/request.test.ts has the same of tools.

const tool = (request: object, result: object = { kind: "empty" }) =>
  ({
    kind: "operation",
    name: "change_thing",
    request: { host: "gateway", method: "POST", path: "/api/things", query: {}, ...request },
    result,
    judgement: { effects: ["edits"], why: "" },
  }) as unknown as OperationTool;
const bodyOf = (body: object, input: Input) => buildRequest(tool({ body }), input).body;
const queryOf = (query: object, input: Input, result?: object) =>
  Object.fromEntries(buildRequest(tool({ query }, result), input, { size: 5, cursor: "c" }).query);

function refusalOf(run: () => unknown): Pick<InputError, "message" | "argument" | "next"> {
  try {
    run();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { message: error.message, argument: error.argument, next: error.next };
  }
  return expect.fail("it was taken");
}

describe("a request", () => {
  it("has a body and a revision of its own only where they are declared", () => {
    const bare = { host: "gateway", method: "POST", path: "/api/things", query: [] };
    expect(buildRequest(tool({}), {})).toStrictEqual(bare);
    expect(buildRequest(tool({ revision: "2026-10-15" }), {})).toStrictEqual({
      ...bare,
      revision: "2026-10-15",
    });
  });

  it("is none without what its path takes", () => {
    const path = "/api/things/{thing_id}";
    expect(() => buildRequest(tool({ path }), {})).toThrow(/^thing_id is empty/);
    expect(buildRequest(tool({ path }), { thing_id: 7 }).path).toBe("/api/things/7");
  });
});

describe("a query", () => {
  const clauses = { channel: { operator: "equals", field: "c" }, ids: { operator: "any", field: "id" } };
  it.each<[what: string, query: object, input: Input, parameters: object]>([
    ["has what is given alone", { params: { a: "x[a]", b: "b" } }, { a: 0 }, { "x[a]": "0" }],
    ["joins a list by commas", { params: { a: "a" } }, { a: ["x", 1] }, { a: "x,1" }],
    [
      "makes clauses of arguments",
      { clauses },
      { channel: 'a"b', ids: ["1", "2"] },
      { filter: 'equals(c,"a\\"b"),any(id,["1","2"])' },
    ],
    ["has any of one", { clauses }, { ids: "1" }, { filter: 'any(id,["1"])' }],
    [
      "has a filter behind its clauses",
      { clauses, filter: {} },
      { channel: "a", filter: "f" },
      { filter: 'equals(c,"a"),f' },
    ],
    ["has no filter that is not declared", { clauses }, { filter: "f" }, {}],
    ["has no sort and include that are not declared", {}, { sort: "a", include: ["b"] }, {}],
    [
      "has those that are",
      { sort: [], include: {} },
      { sort: "a", include: ["b", "c"] },
      { sort: "a", include: "b,c" },
    ],
    [
      "has a page of the size that it may have",
      { page: { size: 9 } },
      {},
      { "page[size]": "5", "page[cursor]": "c" },
    ],
    ["has a cursor alone where a page has no size", { page: {} }, {}, { "page[cursor]": "c" }],
    ["has no page that is not declared", {}, {}, {}],
  ])("%s", (_, query, input, parameters) => {
    expect(queryOf(query, input)).toEqual(parameters);
  });

  it("asks for additional fields of the resource that it is about", () => {
    const query = { additionalFields: ["a"] };
    const input = { additional_fields: ["a"] };
    const resource = { kind: "resource", resource: { type: "thing", attributes: [], summary: [] } };
    expect(queryOf(query, input, resource)).toEqual({ "additional-fields[thing]": "a" });
    expect(queryOf(query, input)).toEqual({});
    expect(queryOf({}, input, resource)).toEqual({});
  });

  it("has a cursor of a list that has no pages, where Klaviyo gave one after all", () => {
    const list = { kind: "collection", resource: { type: "thing", attributes: [], summary: [] } };
    expect(queryOf({}, {}, list)).toEqual({ "page[cursor]": "c" });
  });

  it("holds no half characters", () => {
    expect(refusalOf(() => queryOf({ params: { a: "a" } }, { a: "\ud800" })).message).toBe(
      "a holds half a character (a lone surrogate)",
    );
  });
});

describe("a body", () => {
  it("that is a form has the fields that are given", () => {
    expect(
      bodyOf({ multipart: ["file", "name", "hidden"] }, { file: "a.png", hidden: false, other: 1 }),
    ).toEqual({
      file: "a.png",
      hidden: false,
    });
  });

  const many = { identifiers: "ids", type: "thing" };
  it.each<[what: string, body: object, ids: unknown, data: unknown]>([
    [
      "of many",
      many,
      ["a", 1],
      [
        { type: "thing", id: "a" },
        { type: "thing", id: "1" },
      ],
    ],
    ["of one of many", many, "a", [{ type: "thing", id: "a" }]],
    ["of none of many", many, [], []],
    ["of one", { ...many, one: true }, "a", { type: "thing", id: "a" }],
    ["of none at all", { ...many, one: true }, [], null],
    [
      "with meta",
      { ...many, meta: ["x", "y"] },
      [{ id: 1, x: 0, z: 2 }],
      [{ type: "thing", id: "1", meta: { x: 0 } }],
    ],
    [
      "with meta that none was given of",
      { ...many, meta: ["x"] },
      [{ id: "a" }],
      [{ type: "thing", id: "a" }],
    ],
    ["without meta that is not declared", many, [{ id: "a", x: 1 }], [{ type: "thing", id: "a" }]],
  ])("of identifiers is %s", (_, body, ids, data) => {
    expect(bodyOf(body, { ids } as Input)).toStrictEqual({ data });
  });

  const each = (one: boolean) => ({
    type: "t",
    each: { items: { path: "attributes.items.data", item: { type: "i", attributes: ["n"] }, one } },
  });
  const linked = (name: string, many: boolean) => ({
    type: "t",
    relationships: { ids: { name, type: "x", many } },
  });
  it.each<[what: string, body: object, input: Input, data: object]>([
    [
      "has the attributes that were given",
      { type: "t", attributes: ["a", "b"] },
      { a: 0, c: 1 },
      { type: "t", attributes: { a: 0 } },
    ],
    ["has none where none was given", { type: "t", attributes: ["a"] }, {}, { type: "t", attributes: {} }],
    ["has no attributes where it takes none", { type: "t", id: "i" }, { i: "I" }, { type: "t", id: "I" }],
    ["has no id that was not given", { type: "t", id: "i" }, {}, { type: "t" }],
    ["has none that is not declared", { type: "t" }, { undefined: "I" }, { type: "t" }],
    [
      "takes attributes by their paths",
      { type: "t", paths: { a: "attributes.x.y" } },
      {},
      { type: "t", attributes: {} },
    ],
    [
      "takes none by paths elsewhere",
      { type: "t", paths: { a: "meta.attributes." } },
      { a: 1 },
      { type: "t", meta: { attributes: { "": 1 } } },
    ],
    [
      "has lists where a path has a number",
      { type: "t", paths: { a: "attributes.x.0.y", b: "attributes.x1.1y.z", c: "attributes.l.12" } },
      { a: 1, b: 2 },
      { type: "t", attributes: { x: [{ y: 1 }], x1: { "1y": { z: 2 } } } },
    ],
    [
      "has constants, and what is given over them",
      { type: "t", attributes: ["a"], constants: { "attributes.a": 1, "attributes.b": [2] } },
      { a: 3 },
      { type: "t", attributes: { a: 3, b: [2] } },
    ],
    [
      "has values as they are encoded",
      { type: "t", attributes: ["a", "b"], encode: { a: (one: unknown) => [one] } },
      { a: 1, b: 2 },
      { type: "t", attributes: { a: [1], b: 2 } },
    ],
    [
      "has each of many",
      each(false),
      { items: [{ n: 1 }, {}] },
      {
        type: "t",
        attributes: {
          items: {
            data: [
              { type: "i", attributes: { n: 1 } },
              { type: "i", attributes: {} },
            ],
          },
        },
      },
    ],
    [
      "has an empty list of none",
      each(false),
      { items: [] },
      { type: "t", attributes: { items: { data: [] } } },
    ],
    [
      "has the one",
      each(true),
      { items: { n: 1 } },
      { type: "t", attributes: { items: { data: { type: "i", attributes: { n: 1 } } } } },
    ],
    ["has null for none", each(true), { items: [] }, { type: "t", attributes: { items: { data: null } } }],
    ["has nothing where nothing was given", each(false), {}, { type: "t", attributes: {} }],
    [
      "is linked to many",
      linked("xs", true),
      { ids: "1" },
      { type: "t", relationships: { xs: { data: [{ type: "x", id: "1" }] } } },
    ],
    [
      "is linked to one, at a path of its own",
      linked("meta.x", false),
      { ids: "1" },
      { type: "t", meta: { x: { data: { type: "x", id: "1" } } } },
    ],
    [
      "is linked to nothing",
      linked("xs", false),
      { ids: [] },
      { type: "t", relationships: { xs: { data: null } } },
    ],
    ["is not linked where nothing was given", linked("xs", true), {}, { type: "t" }],
    [
      "has nulls for what is cleared",
      { type: "t", attributes: ["a"], paths: { b: "attributes.x.b" } },
      { clear: ["a", "b"] },
      { type: "t", attributes: { a: null, x: { b: null } } },
    ],
  ])("%s", (_, body, input, data) => {
    expect(bodyOf(body, input)).toStrictEqual({ data });
  });
});
