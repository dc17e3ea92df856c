import { expect, it } from "vitest";
import { selectionOf } from "../../src/tool/shown.ts";
import type { Input, Remark } from "../../src/tool/tool.ts";
import { cursorIn, shapeCollection } from "../../src/wire/collection.ts";
import { thingTool } from "../check/things.ts";

// What is told of a list of resources beside its items.

const TOOL = {
  ...thingTool({
    query: { include: { lists: { type: "list", attributes: ["name"], summary: [] } } },
    result: {
      kind: "collection",
      resource: { type: "thing", attributes: ["name", "size"], summary: ["name"] },
    },
  }),
  remarks: [
    { empty: true, says: "Nothing came." },
    { shows: { attribute: "name", is: "draft" }, says: "One is a draft." },
  ] as unknown as readonly Remark[],
};
const SUMMARY = 'Only a summary is shown: detail "full" or fields show more.';
const MORE = "There is more: the same call with next_cursor as page_cursor.";
const thing = (id: string, name = "n", of: string[] = []) => ({
  type: "thing",
  id,
  attributes: { name },
  ...(of.length > 0 && { relationships: { lists: { data: of.map((one) => ({ type: "list", id: one })) } } }),
});
const links = { next: "https://a.klaviyo.com/api/things?page[cursor]=c" };

function shaped(documents: object[], input: Input = {}, more = {}) {
  const fetched = { status: 200, documents, ...more };
  return shapeCollection(TOOL, fetched, input, 100_000, selectionOf(TOOL, input));
}

it("remarks stand before how it goes on, and tell of nothing only where nothing follows", () => {
  expect(shaped([{ data: [] }])).toStrictEqual({ data: [], hint: "Nothing came." });
  expect(shaped([{ data: [], links }])).toStrictEqual({ data: [], next_cursor: "c", hint: MORE });
  expect(shaped([{ data: [thing("a", "draft")], links }])).toStrictEqual({
    data: [{ id: "a", name: "draft" }],
    next_cursor: "c",
    hint: `One is a draft. ${MORE}`,
    omitted: SUMMARY,
  });
  expect(shaped([{ data: [thing("a")] }])).toStrictEqual({
    data: [{ id: "a", name: "n" }],
    omitted: SUMMARY,
  });
});

it("fewer than the limit are told of, where more follow", () => {
  const documents = [{ data: [thing("a"), thing("b")], links }];
  expect(shaped(documents, { limit: 3 }).hint).toBe(`2 are shown, as many as fit here. ${MORE}`);
  expect(shaped(documents, { limit: 2 }).hint).toBe(MORE);
  expect(shaped(documents).hint).toBe(MORE);
  expect(shaped([{ data: [thing("a")] }], { limit: 3 }).hint).toBeUndefined();
});

it("items of several types show theirs", () => {
  const other = { type: "other", id: "o", attributes: { a: 1 } };
  expect(shaped([{ data: [thing("a"), other] }]).data).toEqual([
    { id: "a", type: "thing", name: "n" },
    { id: "o", type: "other", a: 1 },
  ]);
});

it("what is included comes with the items that lead to it, and what none leads to with the first", () => {
  const list = (id: string) => ({ type: "list", id, attributes: { name: id } });
  const documents = [
    {
      data: [thing("a", "n", ["A"]), thing("b", "n", ["B"])],
      included: [list("A"), list("B"), list("C")],
      links,
    },
  ];
  const ids = (input: Input, more = {}) => {
    const { included } = shaped(documents, input, more) as { included?: { id: string }[] };
    return included?.map(({ id }) => id);
  };
  expect(ids({})).toEqual(["A", "B", "C"]);
  expect(ids({ limit: 1 })).toEqual(["A", "C"]);
  expect(ids({}, { place: { position: 1, after: "a" } })).toEqual(["B"]);
  expect("included" in shaped([{ data: [thing("a")], included: [] }])).toBe(false);
});

it.each<[input: Input, cursor: string | undefined]>([
  [{ page_cursor: "a" }, "a"],
  [{ "page[cursor]": "b" }, "b"],
  [{ page_cursor: "a", "page[cursor]": "b" }, "a"],
  [{ "page[cursor]": 5 }, undefined],
  [{}, undefined],
])("a call with %o began at %s", (input, cursor) => {
  expect(cursorIn(input)).toBe(cursor);
});
