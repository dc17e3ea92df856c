import { expect, it } from "vitest";
import { FilterSyntaxError, parseFilter, printFilter, quote } from "../../src/jsonapi/filter.ts";

// Klaviyo's filter language: what is read of it, what is told of a text that is none, and where.

it.each<[text: string, problem: string, at: number]>([
  ["", "operator(field,value) is expected, not the end", 0],
  ["name", 'operator(field,value) is expected, not "name"', 0],
  ["equals()", 'a field is expected, not ")"', 7],
  ["equals(name", ") is expected, not the end", 11],
  ["equals(name,)", 'a value is expected, not ")"', 12],
  ["equals(name,“a”)", 'a value is expected, not "“a”)"', 12],
  ['equals(name,"a)', 'this " is not closed', 12],
  ["equals(name,'a)", "this ' is not closed", 12],
  ['any(name,["a"', "] is expected, not the end", 13],
  ['any(name,["a" "b"])', String.raw`] is expected, not " \"b\"])"`, 13],
  ["has(a) has(b)", 'a comma or the end is expected, not "has(b)"', 7],
  ["has(a),", "operator(field,value) is expected, not the end", 7],
  [`has(a)${"x".repeat(30)}`, `a comma or the end is expected, not "${"x".repeat(20)}"`, 6],
  [`${"and(".repeat(21)}has(a)${")".repeat(21)}`, "nested too deeply", 84],
])("%s: %s at %i", (text, problem, at) => {
  const error = (() => {
    try {
      return parseFilter(text);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toBeInstanceOf(FilterSyntaxError);
  expect(error).toMatchObject({ name: "FilterSyntaxError", message: problem, at });
});

it.each<[text: string, printed?: string]>([
  ["has(a)"],
  [`${"and(".repeat(20)}has(a)${")".repeat(20)}`, "has(a)"],
  ["  equals( first name , 'it''s' )".replace("''", String.raw`\'`), 'equals(first name,"it\'s")'],
  ["equals(two  names,1)".replace("  ", " ")],
  ['equals(a,"b\\"c\\\\d")'],
  ['equals(a,"b\\nc")', String.raw`equals(a,"b\\nc")`],
  ["any(a,[ ])", "any(a,[])"],
  ["any(a,[ 1 , null , true , 2026-01-02 , word ])", "any(a,[1,null,true,2026-01-02,word])"],
  ["or(equals(a,1),not(has(b)))"],
  ["or( equals(a,1) , and(has(b),has(c)) )", "or(equals(a,1),has(b),has(c))"],
])("%s is read, and written again", (text, printed = text) => {
  expect(printFilter(parseFilter(text))).toBe(printed);
});

it.each<[value: string, kind: string]>([
  ["null", "null"],
  ["true", "boolean"],
  ["false", "boolean"],
  ["nullable", "word"],
  ["untrue", "word"],
  ["5", "number"],
  ["-5.25", "number"],
  ["5.", "word"],
  ["1e5", "word"],
  ["2026-01-02", "datetime"],
  ["2026-01-02T03:04", "datetime"],
  ["2026-01-02T03:04:05.678Z", "datetime"],
  ["2026-01-02T03:04:05+02:00", "datetime"],
  ["2026-01-02T03", "word"],
  ["'5'", "string"],
])("the value %s is a %s", (value, kind) => {
  expect(parseFilter(` equals(a,${value})`)).toMatchObject([{ field: "a", at: 1, value: { kind } }]);
});

it("a text stands in quotes, with its own escaped", () => {
  expect(quote(String.raw`a"b\c`)).toBe(String.raw`"a\"b\\c"`);
});
