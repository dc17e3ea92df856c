import { describe, expect, it } from "vitest";
import { InputError } from "../src/errors.ts";
import type { DirectTool, Input, OperationTool } from "../src/tool/tool.ts";
import { begin, cursorOf, type Place, shownOf } from "../src/wire/place.ts";

// A cursor of our own: what it brings back, whose it is, and where it goes on.

const tool = (method: string, path: string) =>
  ({ kind: "operation", request: { method, path } }) as unknown as OperationTool;
const GET = tool("GET", "/api/lists");
const INPUT: Input = { filter: "a", fields: ["b", "c"], deep: { x: 1, y: { z: null } } };

describe("a cursor of our own", () => {
  it.each<[what: string, place: Place, cursor: string | undefined]>([
    ["a position alone", { position: 3 }, undefined],
    ["all of a place", { cursor: "bmV4dA", size: 20, after: "L1", position: 7 }, "bmV4dA"],
    ["an id in any letters", { after: "Ü~😀:::+/?", position: 0 }, undefined],
    ["an id that takes all of base64", { after: "¿¿¿>>>???ûïþ", position: 1 }, undefined],
  ])("brings back %s", (_, place, cursor) => {
    const given = cursorOf(GET, INPUT, place);
    expect(given).toMatch(/^~[\w-]+$/);
    const begun = { input: { ...INPUT, ...(cursor && { page_cursor: cursor }) }, place };
    expect(begin(GET, { ...INPUT, page_cursor: given })).toEqual(begun);
  });

  it("stands in a native query, and Klaviyo's is put back there", () => {
    const given = cursorOf(GET, { a: 1 }, { cursor: "abc", position: 2 });
    expect(begin(GET, { a: 1, "page[cursor]": given })).toEqual({
      input: { a: 1, "page[cursor]": "abc" },
      place: { cursor: "abc", position: 2 },
    });
  });

  it.each<[what: string, input: Input]>([
    ["none", {}],
    ["one of Klaviyo's", { page_cursor: "abc~" }],
    ["an argument that looks like one", { filter: "~abc" }],
  ])("is not taken for %s", (_, input) => {
    expect(begin(GET, input)).toEqual({ input });
  });

  it("is the same in every version, so that an update spoils none", () => {
    const given = "~W251bGwsMjAsIkwxIiw3LCJkcHpkYndzOTkzIl0";
    expect(cursorOf(GET, { filter: "a" }, { size: 20, after: "L1", position: 7 })).toBe(given);
  });

  it.each<[what: string, input: Input]>([
    ["its arguments in another order", { deep: { y: { z: null }, x: 1 }, fields: ["b", "c"], filter: "a" }],
    ["an argument that was not given", { ...INPUT, sort: undefined }],
    [
      "another limit, size and confirmation",
      { ...INPUT, limit: 3, page_size: 2, "page[size]": 1, confirmation: "t" },
    ],
  ])("is good with %s", (_, input) => {
    const given = cursorOf(GET, INPUT, { position: 3 });
    expect(begin(GET, { ...input, page_cursor: given }).place).toEqual({ position: 3 });
  });

  it.each<[what: string, of: OperationTool, input: Input]>([
    ["another value", GET, { ...INPUT, filter: "b" }],
    ["another list", GET, { ...INPUT, fields: ["c", "b"] }],
    ["a value deep down", GET, { ...INPUT, deep: { x: 1, y: { z: 0 } } }],
    ["one argument more", GET, { ...INPUT, sort: "name" }],
    ["one argument less", GET, { filter: "a" }],
    ["another path", tool("GET", "/api/segments"), INPUT],
    ["another method", tool("POST", "/api/lists"), INPUT],
  ])("is refused with %s", (_, of, input) => {
    const given = cursorOf(GET, INPUT, { position: 3 });
    expect(refusalOf(of, { ...input, page_cursor: given })).toEqual({
      message: "page_cursor is of a call with other arguments",
      argument: "page_cursor",
      next: "Repeat the arguments of the call that gave it, or begin again without it.",
    });
  });

  const text = (value: unknown) => `~${btoa(JSON.stringify(value))}`;
  it.each<[what: string, given: string]>([
    ["empty", "~"],
    ["no base64", "~{}"],
    ["no JSON", `~${btoa("no")}`],
    ["no list", text({ length: 5 })],
    ["too short", text([null, null, null, 3])],
    ["too long", text([null, null, null, 3, "h", 1])],
    ["without a position", text([null, null, null, "3", "h"])],
    ["cut at its end", cursorOf(GET, INPUT, { position: 3 }).slice(0, -4)],
  ])("that is %s is refused as not ours", (_, given) => {
    for (const name of ["page_cursor", "page[cursor]"]) {
      expect(refusalOf(GET, { [name]: given })).toEqual({
        message: `${name} is not as it was given`,
        argument: name,
        next: "Give next_cursor as the last answer has it, or begin again without it.",
      });
    }
  });

  it("that somebody wrote with other kinds in it has none of them", () => {
    const [, , , , hash] = JSON.parse(atob(cursorOf(GET, {}, { position: 0 }).slice(1))) as unknown[];
    expect(begin(GET, { page_cursor: text([1, "2", 3, 4, hash]) })).toEqual({
      input: {},
      place: { position: 4 },
    });
  });
});

function refusalOf(of: DirectTool, input: Input): Pick<InputError, "message" | "argument" | "next"> {
  try {
    begin(of, input);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { message: error.message, argument: error.argument, next: error.next };
  }
  return expect.fail("it was taken");
}

it("a cursor of what is put together is good for its own tool alone", () => {
  const named = (name: string) => ({ kind: "workflow", name }) as unknown as DirectTool;
  const page_cursor = cursorOf(named("list_all"), INPUT, { position: 3 });
  expect(begin(named("list_all"), { ...INPUT, page_cursor }).place).toEqual({ position: 3 });
  expect(refusalOf(named("list_some"), { ...INPUT, page_cursor }).message).toBe(
    "page_cursor is of a call with other arguments",
  );
});

describe("what was shown of a page", () => {
  it.each<[what: string, ids: string, place: Place, shown: number, gone: boolean]>([
    ["up to the last item", "abcd", { after: "b", position: 2 }, 2, false],
    ["up to it where it moved on", "xabcd", { after: "b", position: 2 }, 3, false],
    ["up to it where it moved back", "bcd", { after: "b", position: 2 }, 1, false],
    ["up to it where it comes twice", "abab", { after: "b", position: 2 }, 2, false],
    ["up to the last of it where it moved and comes twice", "abcb", { after: "b", position: 1 }, 4, false],
    ["up to the position where it is gone", "acd", { after: "b", position: 2 }, 2, true],
    ["no more than there is", "a", { after: "b", position: 2 }, 1, true],
    ["up to the position where nothing has an id", "abcd", { position: 2 }, 2, false],
    ["nothing of an empty page", "", { position: 2 }, 0, false],
  ])("is %s", (_, ids, place, shown, gone) => {
    expect(
      shownOf(
        Array.from(ids, (id) => ({ id })),
        place,
      ),
    ).toEqual({ shown, gone });
  });

  it("is the position where items have no ids at all", () => {
    expect(shownOf([{}, {}, {}], { position: 1 })).toEqual({ shown: 1, gone: false });
  });
});
