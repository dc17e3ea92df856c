import { describe, expect, it } from "vitest";
import type { Selection } from "../../src/tool/shown.ts";
import type { ResourceType } from "../../src/tool/tool.ts";
import { includedOf, linkedFrom, shapeItem } from "../../src/wire/item.ts";

// One resource as a model reads it: its attributes beside its id, without what says nothing.

const showing = (paths: readonly string[] | "all", asWritten = false): Selection => {
  const resource: ResourceType = {
    type: "thing",
    attributes: ["name", "size", "stats.{opens,deep}", "properties"],
    summary: [],
  };
  return new Map([["thing", { resource, paths, asked: false, short: new Map(), asWritten }]]);
};
const ALL = showing("all");
const thing = (attributes: unknown, more: object = {}) => ({ type: "thing", id: "t", attributes, ...more });

describe("an item shows", () => {
  it.each<[attributes: unknown, more: object, shown: object]>([
    [{ name: "n", size: 0 }, {}, { name: "n", size: 0 }],
    [{ name: "", size: false, none: null, gone: undefined }, {}, { name: "", size: false }],
    // Nulls in what Klaviyo has a shape for, at any depth; in an account's own data they stay.
    [
      { stats: { opens: null, gone: undefined, deep: { a: null, b: { c: null } }, zero: 0, list: [null] } },
      {},
      { stats: { zero: 0, list: [null] } },
    ],
    [{ stats: { deep: { a: {}, b: 1 } } }, {}, { stats: { deep: { b: 1 } } }],
    [{ stats: [null] }, {}, { stats: [null] }],
    [{ properties: { a: null, b: {} } }, {}, { properties: { a: null, b: {} } }],
    [{ name: { a: null } }, {}, { name: { a: null } }],
    // A name that is taken stays where it was.
    [
      { name: "n", id: "own", type: "kind", relationships: 1, attributes: 2 },
      {},
      { name: "n", attributes: { id: "own", type: "kind", relationships: 1, attributes: 2 } },
    ],
    // A moment on UTC is written short; on another clock, within what is the account's own, and within a text it stays.
    [{ name: "2026-11-23T14:00:00+00:00" }, {}, { name: "2026-11-23T14:00:00Z" }],
    [{ name: "2026-11-23T14:00:00.123456+00:00" }, {}, { name: "2026-11-23T14:00:00.123456Z" }],
    [{ name: "2026-11-23T14:00:00+01:00" }, {}, { name: "2026-11-23T14:00:00+01:00" }],
    [{ name: "at 2026-11-23T14:00:00+00:00" }, {}, { name: "at 2026-11-23T14:00:00+00:00" }],
    [
      { properties: { at: "2026-11-23T14:00:00+00:00" } },
      {},
      { properties: { at: "2026-11-23T14:00:00+00:00" } },
    ],
    ["none", {}, {}],
    // What stands beside the attributes, and links do not.
    [
      {},
      { links: { self: "x" }, meta: { n: 1 }, none: null, empty: {}, list: [] },
      { meta: { n: 1 }, list: [] },
    ],
    // Links to others.
    [
      {},
      {
        relationships: {
          tags: { data: [{ type: "tag", id: "a" }, null, { type: "tag", id: "b" }] },
          list: { data: { type: "list", id: "L" }, links: {} },
          parent: { data: null },
          none: { data: [] },
          unknown: { links: {} },
          odd: "odd",
        },
      },
      { relationships: { tags: ["a", "b"], list: "L", parent: null } },
    ],
    [{}, { relationships: {} }, {}],
    [{}, { relationships: "none" }, {}],
  ])("%o %o: %o", (attributes, more, shown) => {
    expect(shapeItem(thing(attributes, more), ALL, false)).toEqual({ id: "t", ...shown });
  });

  it("just the paths that are chosen", () => {
    const given = thing({ name: "n", size: 1, stats: { opens: 1, deep: null } });
    expect(shapeItem(given, showing(["size", "stats.opens"]), false)).toEqual({
      id: "t",
      size: 1,
      stats: { opens: 1 },
    });
    expect(shapeItem(given, showing([]), false)).toEqual({ id: "t" });
  });

  it("its type where several are mixed, and all of a type that nobody knows", () => {
    const given = { type: "other", id: "o", attributes: { a: 1, stats: { b: null } } };
    expect(shapeItem(given, showing([]), true)).toEqual({ id: "o", type: "other", a: 1, stats: { b: null } });
    expect(shapeItem(given, undefined, false)).toEqual({ id: "o", a: 1, stats: { b: null } });
    expect("id" in shapeItem({ type: "thing", attributes: {} }, ALL, true)).toBe(false);
  });

  it("a moment as it is written where all is shown so, and of a type that nobody knows", () => {
    const given = thing({ name: "2026-11-23T14:00:00+00:00" });
    const shown = { id: "t", name: "2026-11-23T14:00:00+00:00" };
    expect(shapeItem(given, showing("all", true), false)).toEqual(shown);
    expect(shapeItem(given, undefined, false)).toEqual(shown);
  });

  it("its id first, then its type", () => {
    const given = { attributes: { name: "n" }, type: "thing", id: "t" };
    expect(Object.keys(shapeItem(given, ALL, true))).toEqual(["id", "type", "name"]);
  });
});

it("what is included comes once, with its type", () => {
  const [a, b] = [thing({ name: "a" }), { type: "thing", id: "b", attributes: {} }];
  const other = { type: "other", id: "t", attributes: {} };
  const again = thing({ name: "another" });
  expect(includedOf([{ included: [a, null, b] }, "none", {}, { included: [again, other] }], ALL)).toEqual([
    { id: "t", type: "thing", name: "a" },
    { id: "b", type: "thing" },
    { id: "t", type: "other" },
  ]);
  expect(includedOf([{ included: "a" }], ALL)).toEqual([]);
});

it("what items lead to is what they are linked to, and what that is", () => {
  const one = (id: string, ...ids: string[]) => ({
    id,
    ...(ids.length > 0 && { relationships: { of: ids, none: null } }),
  });
  const [a, b, c, d] = [one("a", "b"), one("b", "c", "a"), one("c", "b"), one("d", "a")];
  expect(linkedFrom([one("x", "a")], [d, c, b, a])).toEqual([c, b, a]);
  expect(linkedFrom([{ id: "x", relationships: { of: "d" } }], [a, d])).toEqual([a, d]);
  expect(linkedFrom([one("x")], [a])).toEqual([]);
  expect(linkedFrom([], [a])).toEqual([]);
});
