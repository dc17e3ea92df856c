import { describe, expect, it } from "vitest";
import type { Input, OperationTool } from "../src/tool/tool.ts";
import { type Fetched, shapeCollection } from "../src/wire/collection.ts";
import { begin, type Place } from "../src/wire/place.ts";

// Where a list of several pages goes on after a cut at any of its items, and what is told of it.

const ROOM = Number.POSITIVE_INFINITY;
const MORE = "There is more: the same call with next_cursor as page_cursor.";
const GONE =
  "The item that was shown last is no longer there: this goes on from its position, so one may be missing or come twice.";
const asFits = (count: number) => `${count} are shown, as many as fit here.`;

const tool = (kind: string, query: object) =>
  ({
    kind: "operation",
    request: { method: "GET", path: "/api/things", query },
    result: { kind },
    inputSchema: { shape: {} },
  }) as unknown as OperationTool;
const PAGED = tool("collection", { page: { size: 100 } });

const page = (ids: string, cursor?: string) => ({
  data: Array.from(ids, (id) => ({ type: "thing", id, attributes: {} })),
  links: { next: cursor ? `https://a.klaviyo.com/api/things?page[cursor]=${cursor}` : null },
});
const PAGES = [page("abc", "c1"), page("def", "c2"), page("gh", "c3")];

function shape(fetched: Partial<Fetched>, input: Input, maxChars = ROOM, of = PAGED) {
  const shaped = shapeCollection(
    of,
    { status: 200, documents: PAGES, ...fetched },
    input,
    maxChars,
    undefined,
  );
  const { data, next_cursor, ...rest } = shaped as { data: { id?: string }[]; next_cursor?: string };
  // One of our own is read back, as the next call does.
  const place =
    next_cursor?.startsWith("~") === true
      ? begin(of, { ...input, page_cursor: next_cursor }).place
      : next_cursor;
  return { ids: data.map(({ id }) => id ?? "-").join(""), place, ...rest };
}

describe("a list that ends after", () => {
  it.each<[limit: number, place: Place | string]>([
    [1, { size: 3, after: "a", position: 1 }],
    [2, { size: 3, after: "b", position: 2 }],
    [3, "c1"],
    [4, { cursor: "c1", size: 3, after: "d", position: 1 }],
    [6, "c2"],
    [7, { cursor: "c2", size: 3, after: "g", position: 1 }],
    [8, "c3"],
  ])("%i items goes on there", (limit, place) => {
    const ids = "abcdefgh".slice(0, limit);
    expect(shape({ size: 3 }, { limit })).toEqual({ ids, place, hint: MORE });
  });

  it.each(["page_cursor", "page[cursor]"])(
    "an item of its first page has the %s that it began with",
    (name) => {
      const place = { cursor: "c0", after: "a", position: 1 };
      expect(shape({}, { limit: 1, [name]: "c0" }).place).toEqual(place);
    },
  );

  it.each<[what: string, place: Place, limit: number, ids: string, next: Place | string]>([
    ["the same page", { size: 2, after: "a", position: 1 }, 1, "b", { size: 2, after: "b", position: 2 }],
    ["it, of no size", { after: "a", position: 1 }, 1, "b", { after: "b", position: 2 }],
    ["its end", { size: 2, after: "a", position: 1 }, 2, "bc", "c1"],
    [
      "the next page",
      { size: 2, after: "a", position: 1 },
      3,
      "bcd",
      { cursor: "c1", size: 3, after: "d", position: 1 },
    ],
  ])("an item beyond a cut goes on in %s", (_, place, limit, ids, next) => {
    expect(shape({ size: 3, place }, { limit })).toMatchObject({ ids, place: next });
  });

  it("the last before an empty page goes on behind that", () => {
    const documents = [page("a", "c1"), page("", "c2"), page("bc", "c3")];
    expect(shape({ documents }, { limit: 1 }).place).toBe("c2");
  });

  it("one without an id goes on by its position", () => {
    const documents = [{ data: [{ type: "thing" }, { type: "thing", id: 7 }, { type: "thing" }] }];
    expect(shape({ documents }, { limit: 1 }).place).toEqual({ position: 1 });
    expect(shape({ documents }, { limit: 2 }).place).toEqual({ position: 2 });
  });

  it("any of what a native operation lists goes on there, too", () => {
    expect(shape({}, { limit: 1 }, ROOM, tool("document", {})).place).toEqual({ after: "a", position: 1 });
  });
});

describe("what is told of a list", () => {
  const gone: Place = { after: "z", position: 1 };
  it.each<[what: string, fetched: Partial<Fetched>, input: Input, maxChars: number, told: object]>([
    ["all of it", { documents: [page("abc")] }, {}, ROOM, { ids: "abc" }],
    [
      "all of it, of a limit that is not reached",
      { documents: [page("abc")] },
      { limit: 9 },
      ROOM,
      { ids: "abc" },
    ],
    ["more behind it", {}, {}, ROOM, { ids: "abcdefgh", hint: MORE }],
    ["more behind it, with a limit", {}, { limit: 8 }, ROOM, { ids: "abcdefgh", hint: MORE }],
    ["fewer than the limit", {}, { limit: 9 }, ROOM, { ids: "abcdefgh", hint: `${asFits(8)} ${MORE}` }],
    ["fewer than came", {}, {}, 230, { ids: "abc", hint: `${asFits(3)} ${MORE}` }],
    [
      "why they lead nowhere",
      { round: true, stopped: "Why." },
      {},
      ROOM,
      { ids: "abcdefgh", stopped: "Why." },
    ],
    [
      "nothing of that where it goes on before",
      { round: true, stopped: "Why." },
      { limit: 1 },
      ROOM,
      { ids: "a", hint: MORE },
    ],
    ["pages that lead nowhere", { round: true }, {}, ROOM, { ids: "abcdefgh" }],
    [
      "what stopped it",
      { stopped: "Why." },
      { limit: 8 },
      ROOM,
      { ids: "abcdefgh", hint: MORE, stopped: "Why." },
    ],
    ["a place that is gone", { documents: [page("abc")], place: gone }, {}, ROOM, { ids: "bc", hint: GONE }],
    [
      "a place that is gone, and more",
      { place: gone },
      {},
      375,
      { ids: "bcd", hint: `${GONE} ${asFits(3)} ${MORE}` },
    ],
    [
      "a place on a page of which nothing came",
      { documents: [], place: gone },
      {},
      ROOM,
      { ids: "", hint: GONE },
    ],
  ])("%s", (_, fetched, input, maxChars, told) => {
    const { place: _place, ...shaped } = shape(fetched, input, maxChars);
    expect(shaped).toEqual(told);
  });

  it("is the types of which nothing is known", () => {
    const shaped = shapeCollection(PAGED, { status: 200, documents: [page("a")] }, {}, ROOM, undefined);
    expect(shaped).toEqual({ data: [{ id: "a", type: "thing" }] });
  });
});

describe("what the items of a list are linked to", () => {
  const linked = (id: string) => ({
    type: "thing",
    id,
    attributes: {},
    relationships: { other: { data: { type: "other", id: `o${id}` } } },
  });
  const other = (id: string) => ({ type: "other", id, attributes: {} });
  const documents = [
    { data: [linked("a"), linked("b")], included: [other("oa"), other("ob"), other("free")] },
  ];
  const ids = (fetched: Partial<Fetched>, input: Input) => {
    const { included } = shapeCollection(
      PAGED,
      { status: 200, documents, ...fetched },
      input,
      ROOM,
      undefined,
    );
    return (included as { id: string }[]).map(({ id }) => id);
  };

  it("comes with what is shown of them", () => {
    expect(ids({}, {})).toEqual(["oa", "ob", "free"]);
    expect(ids({}, { limit: 1 })).toEqual(["oa", "free"]);
    expect(ids({ place: { after: "a", position: 1 } }, {})).toEqual(["ob"]);
  });
});

describe("a first item that is longer than a result", () => {
  const long = (name: string) => ({
    data: [
      { type: "thing", id: "a", attributes: { [name]: "x".repeat(900) } },
      { type: "thing", id: "b" },
    ],
  });
  const cut = (document: unknown, maxChars: number) =>
    shapeCollection(PAGED, { status: 200, documents: [document] }, {}, maxChars, undefined);

  it.each<[what: string, name: string, next: string]>([
    [
      "the call that has it",
      "html",
      'The tool that reads this one alone has it in pieces: fields ["html@0"].',
    ],
    ["what to ask where it has no name to ask by", "n".repeat(81), "Ask for less of each with fields."],
  ])("is shown without it, with %s", (_, name, next) => {
    const shaped = cut(long(name), 600);
    expect(shaped).toMatchObject({ data: [{ id: "a", type: "thing" }], hint: `${asFits(1)} ${MORE}` });
    expect(shaped.omitted).toBe(`Too long to show: ${name.slice(0, 80)} (902 characters). ${next}`);
    expect(begin(PAGED, { page_cursor: String(shaped.next_cursor) }).place).toEqual({
      after: "a",
      position: 1,
    });
  });

  it("is told by its size where not even its id fits", () => {
    expect(cut(long("html"), 100)).toEqual({
      omitted: expect.stringMatching(/^The answer has \d+ characters, more than a result may have/),
    });
  });
});
