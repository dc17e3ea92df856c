import { describe, expect, it } from "vitest";
import type { Input, OperationTool, ResourceType, ResultSpec } from "../src/tool/tool.ts";
import { begin, type Place } from "../src/wire/place.ts";
import { type Fetched, shapeDocument, shapeResult, shapeRows } from "../src/wire/result.ts";

// What a model reads of each kind of answer, whole: test/result.test.ts has the same of tools.

const ROOM = Number.POSITIVE_INFINITY;
const MORE = "There is more: the same call with next_cursor as page_cursor.";
const THING = { type: "thing", fields: {}, summary: [], filters: [] } as unknown as ResourceType;

const tool = (result: object, shape: object = {}) =>
  ({
    kind: "operation",
    request: { method: "GET", path: "/api/things", query: {} },
    result,
    inputSchema: { shape },
  }) as unknown as OperationTool;
const links = (cursor: string) => ({ next: `https://a.klaviyo.com/api/x?page[cursor]=${cursor}` });
const thing = (id: string, attributes: object = {}) => ({ type: "thing", id, attributes });

function shape(
  of: OperationTool,
  document: unknown,
  more: Partial<Fetched> & { input?: Input; most?: number } = {},
) {
  const { input = {}, most = ROOM, ...fetched } = more;
  return shapeResult(of, { status: 200, documents: [document], ...fetched }, input, most, new Map());
}

describe("any document", () => {
  it.each<[what: string, status: number, document: unknown, shaped: object]>([
    ["none", 204, undefined, { ok: true }],
    ["none yet", 202, undefined, { ok: true, status: "accepted" }],
    ["a text", 200, "text", { data: "text" }],
    ["null", 200, null, { data: null }],
    ["a list without a document", 200, [1], { data: [1] }],
    ["an object without data", 200, { meta: 1 }, { data: { meta: 1 } }],
    ["nothing as its data", 200, { data: null }, { data: null }],
    ["one thing", 200, { data: thing("a", { n: 1 }) }, { data: { id: "a", type: "thing", n: 1 } }],
    ["a list of them", 200, { data: [thing("a")] }, { data: [{ id: "a", type: "thing" }] }],
    ["an empty list", 200, { data: [] }, { data: [] }],
    [
      "what is included, and a next page",
      200,
      { data: [thing("a")], included: [thing("b")], links: links("c1") },
      { data: [{ id: "a", type: "thing" }], included: [{ id: "b", type: "thing" }], next_cursor: "c1" },
    ],
  ])("that is %s", (_, status, document, shaped) => {
    expect(shapeDocument(status, document, ROOM)).toEqual(shaped);
  });

  it.each<[what: string, result: ResultSpec, document: unknown, shaped: object]>([
    ["whole", { kind: "document" }, { data: thing("a") }, { data: { id: "a", type: "thing" } }],
    [
      "as what was read in it",
      { kind: "document", read: () => ({ b: 1 }) },
      { data: [] },
      { data: { b: 1 } },
    ],
    [
      "as it came where nothing was read",
      { kind: "document", read: () => undefined },
      { data: [thing("a")] },
      { data: [{ id: "a", type: "thing" }] },
    ],
    ["as a text where it is one", { kind: "document" }, "text", { data: "text" }],
    ["as no list where its data is none", { kind: "document" }, { data: "text" }, { data: "text" }],
  ])("is shown %s", (_, result, document, shaped) => {
    expect(shape(tool(result), document)).toEqual(shaped);
  });

  it("that is a list ends after a limit, and goes on there", () => {
    const of = tool({ kind: "document" });
    const shaped = shape(of, { data: [thing("a"), thing("b")] }, { input: { limit: 1 } });
    expect(shaped).toEqual({
      data: [{ id: "a", type: "thing" }],
      next_cursor: expect.stringMatching(/^~/),
      hint: MORE,
    });
  });

  it("is accepted where it has none yet", () => {
    const status = { status: 202, documents: [undefined] };
    expect(shape(tool({ kind: "document" }), undefined, status)).toEqual({ ok: true, status: "accepted" });
  });
});

describe("one resource", () => {
  const resource = (more: object = {}, own: object = {}) =>
    tool({ kind: "resource", resource: THING, ...more }, own);
  it.each<[what: string, of: OperationTool, document: unknown, input: Input, shaped: object]>([
    ["its attributes", resource(), { data: thing("a", { n: 1 }) }, {}, { data: { id: "a", n: 1 } }],
    ["a job's, too", tool({ kind: "job", resource: THING }), { data: thing("a") }, {}, { data: { id: "a" } }],
    [
      "what is included",
      resource(),
      { data: thing("a"), included: [thing("b")] },
      {},
      { data: { id: "a" }, included: [{ id: "b", type: "thing" }] },
    ],
    [
      "a hint about it",
      resource({ hint: "{id} of {list_id}: {none} { } {long_name}." }),
      { data: thing("a") },
      { id: "input", list_id: "L", long_name: 7 },
      { data: { id: "a" }, hint: "a of L: none { } 7." },
    ],
    [
      "a next page, and how to get it",
      resource({}, { page_cursor: {} }),
      { data: thing("a"), links: links("c1") },
      {},
      { data: { id: "a" }, next_cursor: "c1", hint: MORE },
    ],
    [
      "both hints",
      resource({ hint: "Hint." }, { page_cursor: {} }),
      { data: thing("a"), links: links("c1") },
      {},
      { data: { id: "a" }, next_cursor: "c1", hint: `Hint. ${MORE}` },
    ],
    [
      "a next page that this tool cannot ask for",
      resource(),
      { data: thing("a"), links: links("c1") },
      {},
      { data: { id: "a" }, next_cursor: "c1" },
    ],
    [
      "no hint where none is next",
      resource({}, { page_cursor: {} }),
      { data: thing("a") },
      {},
      { data: { id: "a" } },
    ],
    [
      "a piece of it",
      resource(),
      { data: thing("a", { html: "abcdef" }), included: [thing("b")] },
      { fields: ["html@4"] },
      { data: { id: "a", html: "ef" } },
    ],
    [
      "all of it where it has no such part",
      resource(),
      { data: thing("a", { n: 1 }) },
      { fields: ["html@4"] },
      { data: { id: "a", n: 1 } },
    ],
    [
      "that there is none",
      resource(),
      { data: null, meta: 1 },
      {},
      { hint: "There is none: Klaviyo answers that nothing stands here (data is null)." },
    ],
    ["an object that is no document", resource(), { meta: 1 }, {}, { data: { meta: 1 } }],
    ["what is no object", resource(), [1], {}, { data: { value: [1] } }],
  ])("shows %s", (_, of, document, input, shaped) => {
    expect(shape(of, document, { input })).toEqual(shaped);
  });

  it("that is not there yet is accepted, without its hint", () => {
    const none = { status: 202, documents: [] };
    expect(shape(resource({ hint: "Hint." }), undefined, none)).toEqual({ ok: true, status: "accepted" });
    expect(shape(resource({ hint: "Hint." }), undefined, { status: 200 })).toEqual({ ok: true });
  });

  it.each<[what: string, own: object, name: string, next: string]>([
    ["by this tool", { fields: {} }, "html", 'Each comes in pieces: the same call with fields ["html@0"].'],
    ["by another", {}, "html", 'The tool that reads this one gives each in pieces: fields ["html@0"].'],
    [
      "by tools that read it",
      { fields: {} },
      "n".repeat(81),
      'The tools that read these give them in pieces: fields ["attribute@0"].',
    ],
  ])("that is too long comes in pieces %s", (_, own, name, next) => {
    const shaped = shape(resource({}, own), { data: thing("a", { [name]: "x".repeat(900) }) }, { most: 500 });
    const omitted = `Too long to show: ${name.slice(0, 80)} (902 characters). ${next}`;
    expect(shaped).toEqual({ data: { id: "a" }, omitted });
  });
});

describe("no resource", () => {
  it.each<[what: string, result: ResultSpec, status: number, input: Input, shaped: object]>([
    ["that it is done", { kind: "empty" }, 204, {}, { ok: true }],
    ["that it is accepted", { kind: "empty" }, 202, {}, { ok: true, status: "accepted" }],
    [
      "a hint about it",
      { kind: "empty", hint: "{list_id} is gone." },
      204,
      { list_id: "L" },
      { ok: true, hint: "L is gone." },
    ],
  ])("tells %s", (_, result, status, input, shaped) => {
    expect(shape(tool(result), undefined, { status, input })).toEqual(shaped);
  });
});

describe("rows", () => {
  const data = Array.from({ length: 9 }, (_, at) => ({ at, text: `${at}`.padEnd(30, "x") }));
  const basis = { zone: "UTC" };
  const paged = tool({ kind: "rows" }, { page_cursor: {} });
  const of = (input: Input, place?: Place, by = paged) => ({ tool: by, input, place });
  const LESS = "ask for fewer groups, a shorter time or a longer interval.";
  const ats = (from: number, to: number) => data.slice(from, to);

  it("that fit are shown with their basis, and a next page", () => {
    expect(shapeRows({ data, basis }, ROOM)).toEqual({ data, basis });
    expect(shapeRows({ data, basis, next_cursor: "c" }, ROOM)).toEqual({
      data,
      basis,
      next_cursor: "c",
      hint: MORE,
    });
  });

  it("that were shown before are not shown again", () => {
    expect(shapeRows({ data, basis }, ROOM, of({}, { position: 7 }))).toEqual({ data: ats(7, 9), basis });
  });

  it("come with what else was read", () => {
    expect(shapeRows({ data, basis, more: { totals: { at: 36 } } }, ROOM)).toEqual({
      data,
      basis,
      totals: { at: 36 },
    });
  });

  it("that are cut go on after the last that was shown, whatever its numbers are by then", () => {
    const input = { page_cursor: "p" };
    const cut = shapeRows({ data, basis, next_cursor: "c" }, 370, of(input, { position: 2 }));
    expect(cut).toEqual({
      data: ats(2, 5),
      basis,
      next_cursor: expect.stringMatching(/^~/),
      hint: `3 of 7 rows are shown: ${MORE}`,
    });
    const begun = begin(paged, { page_cursor: String(cut.next_cursor) });
    expect(begun).toEqual({ input, place: { cursor: "p", after: expect.any(String), position: 5 } });
    const grown = [{ at: 0, text: "new" }, ...data.map(({ at, text }) => ({ at: at + 100, text }))];
    const on = shapeRows({ data: grown, basis }, ROOM, of(input, begun.place));
    expect(on).toEqual({ data: grown.slice(6), basis });
    const others = data.map(({ at }) => ({ at, text: "another" }));
    expect(shapeRows({ data: others, basis }, ROOM, of(input, begun.place))).toEqual({
      data: others.slice(5),
      basis,
      hint: "The row that was shown last is no longer there: this goes on from its position, so one may be missing or come twice.",
    });
  });

  it("that are cut on the first page have no cursor of Klaviyo's", () => {
    const { next_cursor } = shapeRows({ data, basis }, 460, of({}));
    const place = { after: expect.any(String), position: 5 };
    expect(begin(paged, { page_cursor: String(next_cursor) }).place).toEqual(place);
  });

  it.each<[what: string, by: OperationTool | undefined]>([
    ["that have no call", undefined],
    ["of a call without pages", tool({ kind: "rows" })],
  ])("%s say what to ask for when they are cut", (_, by) => {
    const cut = shapeRows({ data, basis, next_cursor: "c" }, 350, by && of({}, undefined, by));
    expect(cut).toEqual({ data: ats(0, 4), basis, hint: `4 of 9 rows are shown: ${LESS}` });
  });

  it("of which not one fits have no place to go on from", () => {
    const long = data.map(({ at }) => ({ at, text: "x".repeat(300) }));
    const hint = `0 of 9 rows are shown: ${LESS}`;
    expect(shapeRows({ data: long, basis }, 200, of({}))).toEqual({ data: [], basis, hint });
  });

  it("have a quarter of the room for their basis", () => {
    const long = { zone: "x".repeat(400) };
    const size = JSON.stringify(long).length;
    expect(shapeRows({ data: [], basis: long }, 4 * size).basis).toEqual(long);
    const short = { zone: `${"x".repeat(300)}… (400 characters)` };
    expect(shapeRows({ data: [], basis: long }, 4 * size - 1).basis).toEqual(short);
  });
});
