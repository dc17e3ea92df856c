import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  choiceIn,
  cursorIn,
  filterIn,
  listIn,
  numberIn,
  parsedAs,
  timeIn,
  yesOrNoIn,
} from "../../src/check/written.ts";

// What texts say: read where they can mean one thing alone, left as they are where they cannot.

describe("a list or an object in a text", () => {
  it.each<[kind: "list" | "object", text: unknown, read: unknown]>([
    ["list", ' [1,"a"]', [1, "a"]],
    ["list", "['a', \"b\"]", ["a", "b"]],
    ["list", " [ 'it is' , 'b,c', ] ", ["it is", "b,c"]],
    ["list", `["it's", '"so"']`, ["it's", '"so"']],
    ["list", "['']", [""]],
    ["list", "['a' 'b']", "['a' 'b']"],
    ["list", String.raw`['a\'b']`, String.raw`['a\'b']`],
    ["list", "['a', 5]", "['a', 5]"],
    ["list", "['a'] and", "['a'] and"],
    ["list", "see ['a']", "see ['a']"],
    ["list", "[]", []],
    ["list", "[", "["],
    ["list", '{"a":1}', '{"a":1}'],
    ["list", ["[1]"], ["[1]"]],
    ["object", ' {"a":1}', { a: 1 }],
    ["object", "[1]", "[1]"],
    ["object", "['a']", "['a']"],
    ["object", "{'a':1}", "{'a':1}"],
    ["object", 5, 5],
  ])("a %s: %o is %o", (kind, text, read) => {
    expect(parsedAs(kind, text)).toEqual(read);
  });
});

describe("one of several names", () => {
  const NAMES = ["last_month", "last_year", "Draft", "a-b", "A_B"];
  it.each<[written: unknown, read: unknown]>([
    ["last_month", "last_month"],
    ["Last  Month", "last_month"],
    [" last-year ", "last_year"],
    ["DRAFT", "Draft"],
    // Either of two is neither.
    ["a b", "a b"],
    ["A_B", "A_B"],
    ["lastmonth", "lastmonth"],
    ["next_month", "next_month"],
    [{ key: "last month" }, "last_month"],
    ['{"key":"Draft"}', "Draft"],
    [
      { key: "Draft", more: 1 },
      { key: "Draft", more: 1 },
    ],
    [{ value: "Draft" }, { value: "Draft" }],
    [{ key: 5 }, 5],
    [undefined, undefined],
    [null, null],
  ])("%o is %o", (written, read) => {
    expect(choiceIn(NAMES, written)).toEqual(read);
  });
});

describe("a list", () => {
  const text = z.string();
  const choice = z.enum(["a", "b"]);
  const thing = z.object({ a: z.string() });
  it.each<[element: z.ZodTypeAny, given: unknown, read: unknown, name?: string]>([
    [text, undefined, undefined],
    [text, null, null],
    [text, "", []],
    [text, "a", ["a"]],
    [text, " a , b, ", ["a", "b"]],
    [text, "one two", ["one two"]],
    [text, "one two, three", "one two, three"],
    [text, { a: 1 }, { a: 1 }],
    [text, 5, [5]],
    [choice, "a b, c d", ["a b", "c d"]],
    [choice, { a: 1 }, { a: 1 }],
    [z.number(), { a: 1 }, { a: 1 }],
    [z.number(), "1,2", ["1,2"]],
    [thing, { a: "x" }, [{ a: "x" }]],
    [thing, '{"a":"x"}', ['{"a":"x"}']],
    [text, 'equals(a,"b"), equals(c,1)', ['equals(a,"b")', "equals(c,1)"], "filter"],
    [text, "a is b, c", ["a is b, c"], "filter"],
  ])("%# of what is given", (element, given, read, name = "names") => {
    expect(listIn(element, given, name)).toEqual(read);
  });
});

it.each<[given: unknown, read: unknown]>([
  [["equals(a,1)", "  ", "equals(b,2)"], "equals(a,1),equals(b,2)"],
  ['["equals(a,1)"]', "equals(a,1)"],
  [[], ""],
  [
    ["equals(a,1)", 5],
    ["equals(a,1)", 5],
  ],
  ["equals(a,1)", "equals(a,1)"],
  [undefined, undefined],
])("a filter as a list of clauses: %o", (given, read) => {
  expect(filterIn(given)).toEqual(read);
});

it.each<[given: unknown, number: unknown, flag: unknown]>([
  ["5", 5, "5"],
  [" -5.25 ", -5.25, " -5.25 "],
  ["9007199254740991", 9_007_199_254_740_991, "9007199254740991"],
  ["-9007199254740992", "-9007199254740992", "-9007199254740992"],
  ["5.", "5.", "5."],
  ["five 5", "five 5", "five 5"],
  ["5 five", "5 five", "5 five"],
  [" True ", " True ", true],
  ["FALSE", "FALSE", false],
  ["", "", ""],
  [1, 1, 1],
])("%o as a number and as yes or no", (given, number, flag) => {
  expect([numberIn(given), yesOrNoIn(given)]).toEqual([number, flag]);
});

it.each<[text: string, cursor: string]>([
  [" https://a.klaviyo.com/api/things?page%5Bcursor%5D=abc ", "abc"],
  ["https://a.klaviyo.com/api/things", "https://a.klaviyo.com/api/things"],
  [" abc ", " abc "],
])("the cursor in %o", (text, cursor) => {
  expect(cursorIn(text)).toBe(cursor);
});

it.each<[text: string, read: string, inAChange?: string]>([
  ["2026-01-02", "2026-01-02T00:00:00-00:00", "2026-01-02"],
  ["2026-01-02T03:04", "2026-01-02T03:04:00-00:00"],
  [" 2026-01-02 03:04:05.678 +0200 ", "2026-01-02T03:04:05.678+0200"],
  ["2026-01-02T03:04z", "2026-01-02T03:04:00Z"],
  ["on 2026-01-02", "on 2026-01-02"],
  ["2026-01-02T03", "2026-01-02T03"],
  ["2026-01-02 03:04 CET", "2026-01-02 03:04 CET"],
])("the moment %o", (text, read, inAChange = read) => {
  expect([timeIn(text, true), timeIn(text, false)]).toEqual([read, inAChange]);
});
