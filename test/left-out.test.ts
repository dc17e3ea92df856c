import { describe, expect, it } from "vitest";
import type { Shown } from "../src/tool/shown.ts";
import type { Input, OperationTool, ResourceType } from "../src/tool/tool.ts";
import { linkedFrom, shapeItem } from "../src/wire/item.ts";
import { nowhereOf } from "../src/wire/nowhere.ts";
import { omittedOf } from "../src/wire/omitted.ts";

// What of a resource a result shows and what it leaves out, each told to the letter.

const type = (name: string, attributes: readonly string[], heavy?: readonly string[]): ResourceType => ({
  type: name,
  attributes,
  summary: [],
  ...(heavy && { heavy }),
});
const THING = type("thing", ["name", "html", "size.{x,y}"], ["html", "tree"]);
const selection = (resource: ResourceType, paths: Shown["paths"], asked = false) =>
  new Map([[resource.type, { resource, paths, asked, short: new Map() }]]);
const thing = (attributes: object = {}) => ({ type: "thing", id: "a", attributes });

describe("what is left out of what was asked for", () => {
  const told = (
    kind: string,
    shown: ReadonlyMap<string, Shown>,
    more: {
      method?: string;
      attributes?: object;
      input?: Input;
      raw?: object[];
      resource?: ResourceType;
    } = {},
  ) => {
    const { method = "GET", attributes = {}, input = {}, raw = [thing(attributes)], resource = THING } = more;
    const tool = { request: { method }, result: { kind, resource } } as unknown as OperationTool;
    return omittedOf(tool, shown, raw as Record<string, unknown>[], [], input);
  };
  const SUMMARY = 'Only a summary is shown: detail "full" or fields show more.';
  const light = selection(THING, ["name"]);
  const shortened = new Map(
    [...selection(THING, "all")].map(([name, shown]) => [
      name,
      { ...shown, short: new Map([["size", String]]) },
    ]),
  );

  it.each<[what: string, said: () => string | undefined, expected: string | undefined]>([
    ["of a list, a summary is told", () => told("collection", light), SUMMARY],
    ["of a list shown whole, nothing", () => told("collection", selection(THING, "all")), undefined],
    [
      "of a list whose summary is all, nothing",
      () => told("collection", selection(THING, ["name", "html", "size"])),
      undefined,
    ],
    [
      "of what is shown in short, its name",
      () => told("resource", shortened, { attributes: { size: { x: 1 } } }),
      'In short: size. detail "full" shows it whole.',
    ],
    ["of what would be in short and is not there, nothing", () => told("resource", shortened), undefined],
    [
      "of what would be in short and is not shown, nothing",
      () => told("resource", selection(THING, ["name"], true), { attributes: { name: "n", size: { x: 1 } } }),
      undefined,
    ],
    ["of an empty list, nothing", () => told("collection", light, { raw: [] }), undefined],
    ["of what nobody declared, nothing", () => told("collection", new Map()), undefined],
    ["of what the caller chose, nothing", () => told("resource", selection(THING, ["id"], true)), undefined],
    [
      "of a thing, what is heavy",
      () => told("resource", light),
      'Not shown: html, tree. detail "full" or fields show them.',
    ],
    [
      "of a thing without anything heavy, nothing",
      () =>
        told("resource", selection(type("thing", ["name"]), ["name"]), { resource: type("thing", ["name"]) }),
      undefined,
    ],
    [
      "of a thing that was changed, what came of it",
      () => told("resource", light, { method: "PATCH", attributes: { html: "h", tree: null, name: "n" } }),
      "Not shown: html. A read with fields shows them.",
    ],
    [
      "of a thing that was changed as it was sent, the same",
      () =>
        told("resource", light, {
          method: "PATCH",
          attributes: { html: "h", tree: { a: [1] } },
          input: { html: "h", tree: { a: [1] } },
        }),
      "Not shown: html, tree. A read with fields shows them.",
    ],
    [
      "of a thing that became another, that it did",
      () =>
        told("resource", light, {
          method: "POST",
          attributes: { html: "<p>" },
          input: { html: "<p", tree: {} },
        }),
      "Not shown: html (not as it was sent: Klaviyo changed it). A read with fields shows them.",
    ],
    [
      "of a thing that was changed and has nothing heavy, nothing",
      () => told("resource", light, { method: "POST" }),
      undefined,
    ],
    [
      "of a thing without attributes, nothing",
      () => told("resource", light, { method: "POST", raw: [{ type: "thing", attributes: "none" }] }),
      undefined,
    ],
  ])("%s", (_, said, expected) => {
    expect(said()).toBe(expected);
  });

  it("is nothing where no resource is declared", () => {
    const tool = { request: { method: "GET" }, result: { kind: "empty" } } as unknown as OperationTool;
    expect(omittedOf(tool, light, [thing()], [], {})).toBeUndefined();
  });
});

describe("what is left out of what is included", () => {
  const tool = {
    request: { method: "GET" },
    result: { kind: "resource", resource: type("thing", []) },
  } as unknown as OperationTool;
  const told = (
    resource: ResourceType,
    paths: Shown["paths"],
    asked = false,
    included: unknown = undefined,
  ) =>
    omittedOf(
      tool,
      selection(resource, paths, asked),
      [thing()],
      [
        { included: included ?? [{ type: "other" }, "none", { type: "other" }] },
        { included: "none" },
        "none",
      ],
      {},
    );
  const other = type("other", ["c.{d,e}", "f.g.{h,i}", "a", "b"]);

  it("is told by name once, the shortest first, what stands together in braces", () => {
    expect(told(other, ["c.d", "f.g.h"])).toBe(
      'Not shown of each other: a, b, c.e, f.g.i. detail "full" or fields such as "other:a" show them.',
    );
    expect(told(type("other", ["z.{a,b,c}", "y"]), ["z.a"])).toBe(
      'Not shown of each other: y, z.{b,c}. detail "full" or fields such as "other:y" show them.',
    );
  });

  it("is nothing where it is shown whole, or chosen, or not there", () => {
    expect(told(other, "all")).toBeUndefined();
    expect(told(other, ["a", "b", "c", "f"])).toBeUndefined();
    expect(told(other, ["id"], true)).toBeUndefined();
    expect(told(other, ["a"], false, [{ type: "another" }])).toBeUndefined();
  });

  it.each([
    [40, ""],
    [41, " and 1 more"],
  ])("is forty of %i names%s", (count, more) => {
    const names = Array.from({ length: count }, (_, at) => `n${at}`);
    expect(told(type("other", [...names, "shown"]), ["shown"])).toBe(
      `Not shown of each other: ${names.slice(0, 40).join(", ")}${more}. detail "full" or fields such as "other:n0" show them.`,
    );
  });

  it("stands beside what of the thing itself is, and what none has", () => {
    const own = { request: { method: "GET" }, result: { kind: "collection", resource: THING } };
    const shown = new Map([...selection(THING, ["name"]), ...selection(other, ["nothing"], true)]);
    expect(
      omittedOf(own as unknown as OperationTool, shown, [thing()], [{ included: [{ type: "other" }] }], {}),
    ).toBe('Only a summary is shown: detail "full" or fields show more. No other here has nothing.');
  });
});

describe("what fields names and nothing has", () => {
  const told = (paths: Shown["paths"], raw: object[], asked = true) =>
    nowhereOf(selection(THING, paths, asked), raw as Record<string, unknown>[]);
  it.each<[what: string, said: () => string | undefined, expected: string | undefined]>([
    ["is told", () => told(["name", "title"], [thing({ name: "n" })]), "No thing here has title."],
    ["is nothing where one has it", () => told(["title"], [thing(), thing({ title: 0 })]), undefined],
    ["is never the id", () => told(["id"], [thing()]), undefined],
    ["is told of what was asked for alone", () => told(["title"], [thing()], false), undefined],
    ["is nothing where all is shown", () => told("all", [thing()]), undefined],
    ["is nothing where there is no such resource", () => told(["title"], [{ type: "other" }]), undefined],
    ["is no attribute whose name is taken", () => told(["type"], [thing({ type: "t" })]), undefined],
    [
      "is told with what stands beside it, once",
      () =>
        told(
          ["size.z", "size.q", "a.b.c"],
          [thing({ size: { x: 1 }, a: { b: { d: 1 } } }), thing({ size: { x: 2, y: 1 }, a: {} })],
        ),
      "No thing here has size.z, size.q, a.b.c. size has x, y. a.b has d.",
    ],
    [
      "is told alone where nothing stands there",
      () => told(["size.z"], [thing({ size: {} })]),
      "No thing here has size.z.",
    ],
    [
      "is told by the beginning of a long name",
      () => told(["n".repeat(60), "m".repeat(61)], [thing()]),
      `No thing here has ${"n".repeat(60)}, ${"m".repeat(60)}….`,
    ],
  ])("%s", (_, said, expected) => {
    expect(said()).toBe(expected);
  });

  it.each([
    [10, ""],
    [11, " and 1 more"],
  ])("is ten of %i names%s", (count, more) => {
    const names = Array.from({ length: count }, (_, at) => `n${at}`);
    expect(told(names, [thing()])).toBe(`No thing here has ${names.slice(0, 10).join(", ")}${more}.`);
  });
});

describe("an item", () => {
  it.each<[what: string, item: object, shown: ReadonlyMap<string, Shown> | undefined, shaped: object]>([
    ["has its attributes beside its id", thing({ n: 1, z: null }), undefined, { id: "a", n: 1 }],
    ["has no id where it has none", { type: "thing" }, undefined, {}],
    [
      "keeps what has a name that is taken where it was",
      thing({ id: 1, type: "t", relationships: "r", attributes: "x", n: 2 }),
      undefined,
      { id: "a", n: 2, attributes: { id: 1, type: "t", relationships: "r", attributes: "x" } },
    ],
    [
      "has what was chosen",
      thing({ name: "n", html: "h" }),
      selection(THING, ["name"]),
      { id: "a", name: "n" },
    ],
    [
      "has all where all is shown",
      thing({ name: "n", q: 1 }),
      selection(THING, "all"),
      { id: "a", name: "n", q: 1 },
    ],
    [
      "has no nulls and nothing empty where Klaviyo has the shape",
      thing({ size: { x: null, y: { a: null }, z: { b: 0 } } }),
      selection(THING, "all"),
      { id: "a", size: { z: { b: 0 } } },
    ],
    [
      "has the nulls of an account's own data",
      thing({ own: { x: null, y: {} }, size: [null] }),
      selection(THING, "all"),
      { id: "a", own: { x: null, y: {} }, size: [null] },
    ],
    [
      "has the ids that it is linked to, and that there is none",
      {
        ...thing(),
        relationships: {
          one: { data: { type: "x", id: "1" } },
          many: { data: [{ id: "2" }, "none", { id: "3" }] },
          empty: { data: [] },
          none: { data: null },
          links: { links: {} },
          odd: "odd",
        },
      },
      undefined,
      { id: "a", relationships: { one: "1", many: ["2", "3"], none: null } },
    ],
    [
      "has what else it came with, but for links and what is empty",
      { ...thing(), links: { self: "x" }, meta: { a: 1 }, empty: {}, none: null, list: [] },
      undefined,
      { id: "a", meta: { a: 1 }, list: [] },
    ],
  ])("%s", (_, item, shown, shaped) => {
    expect(shapeItem(item as Record<string, unknown>, shown, false)).toEqual(shaped);
  });

  it("has its type where several come together", () => {
    expect(shapeItem(thing(), undefined, true)).toEqual({ id: "a", type: "thing" });
  });

  it("is linked to what its relationships name, one or many", () => {
    const items = [{ relationships: { one: "1", many: ["2", "3"] } }, {}];
    const included = ["1", "3", "4"].map((id) => ({ id }));
    expect(linkedFrom(items, included).map(({ id }) => id)).toEqual(["1", "3"]);
  });
});
