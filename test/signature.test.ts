import { describe, expect, it } from "vitest";
import { z } from "zod";
import {
  type Field,
  parseShape,
  parseSignature,
  printFields,
  printShape,
  type Shape,
  SignatureError,
} from "../src/operations/signature.ts";
import { Zods } from "../src/operations/zods.ts";
import { jsonSchemaOf } from "../src/serve/entries.ts";
import { expectAccepted } from "./hosts.ts";

const string: Shape = { is: "string" };
const field = (name: string, shape: Shape, optional = false): Field => ({ name, optional, shape });

describe("a signature", () => {
  it.each<[string, Field[]]>([
    ["", []],
    ["list_id: string", [field("list_id", string)]],
    ["a: string; b?: integer", [field("a", string), field("b", { is: "integer" }, true)]],
    ['"$default"?: boolean', [field("$default", { is: "boolean" }, true)]],
    ["_kx?: string", [field("_kx", string, true)]],
  ])("%s", (text, fields) => {
    expect(parseSignature(text)).toEqual(fields);
    expect(printFields(fields)).toBe(text);
  });

  it.each([
    ["a", '": " is expected, not the end at 1'],
    ["a:string", '": " is expected, not ":string" at 1'],
    ["a: ", "a type is expected, not the end at 3"],
    ["a: text", 'a type is expected, not "text" at 3'],
    ["a: string, b: string", 'the end is expected, not ", b: string" at 9'],
    ["a: string; ", "a name is expected, not the end at 11"],
    ["a: string; a: string", "a name stands twice before at 20"],
    ["a: (string", ") is expected, not the end at 10"],
    ["a: {b: string", "} is expected, not the end at 13"],
    ['a: "x', 'a type is expected, not "\\"x" at 3'],
    ['a: "\\q"', "a string that is no JSON stands at 3"],
    [`a: ${"(".repeat(100)}`, "nested too deeply at 63"],
  ])("is refused: %s", (text, problem) => {
    expect(() => parseSignature(text)).toThrow(SignatureError);
    expect(() => parseSignature(text)).toThrow(problem);
  });
});

describe("a type", () => {
  it.each<[string, Shape]>([
    ["string", string],
    ["any", { is: "any" }],
    ["datetime", { is: "datetime" }],
    ['"draft"', { is: "value", value: "draft" }],
    ['"a\\"b"', { is: "value", value: 'a"b' }],
    ["-1.5", { is: "value", value: -1.5 }],
    ["true", { is: "value", value: true }],
    ["ProfileMeta", { is: "name", name: "ProfileMeta" }],
    ["string[]", { is: "list", of: string }],
    ["string[]<=1000", { is: "list", of: string, most: 1000 }],
    ["string[][]<=2", { is: "list", of: { is: "list", of: string }, most: 2 }],
    ["string|null", { is: "one of", of: [string, { is: "null" }] }],
    [
      '("a"|"b")[]',
      {
        is: "list",
        of: {
          is: "one of",
          of: [
            { is: "value", value: "a" },
            { is: "value", value: "b" },
          ],
        },
      },
    ],
    ["{}", { is: "fields", fields: [] }],
    ["{a: string; b?: {c: date}}", parseShape("{a: string; b?: {c: date}}")],
    ["{[string]: number[]}", { is: "map", of: { is: "list", of: { is: "number" } } }],
  ])("%s", (text, shape) => {
    expect(parseShape(text)).toEqual(shape);
    expect(printShape(shape)).toBe(text);
  });
});

describe("as zod and as JSON Schema", () => {
  const zods = new Zods((name) =>
    name === "Meta" ? parseShape("{append?: object; next?: Meta}") : undefined,
  );
  const id = "6f2e";

  it.each<[text: string, good: unknown[], bad: unknown[], schema: unknown]>([
    ["string", ["", "a"], [1, null], { type: "string" }],
    ["integer", [1], [1.5, "1"], { type: "integer" }],
    ["boolean", [true], ["true"], { type: "boolean" }],
    ["object", [{}, { a: null }], [[], "a"], { type: "object" }],
    ["datetime", ["2026-11-01T09:00:00Z"], ["2026-11-01"], { type: "string", format: "date-time" }],
    ["date", ["2026-11-01"], ["1.11.2026"], { type: "string", format: "date" }],
    ["time", ["09:00:00"], ["nine"], { type: "string", format: "time" }],
    ['"a"', ["a"], ["b"], { type: "string", enum: ["a"] }],
    ['"a"|"b"', ["a", "b"], ["c"], { type: "string", enum: ["a", "b"] }],
    ["1|2", [1, 2], [3, "1"], { type: "number", enum: [1, 2] }],
    ["true", [true], [false], { type: "boolean", enum: [true] }],
    ["string|number", ["a", 1], [true], { anyOf: [{ type: "string" }, { type: "number" }] }],
    ["string|null", ["a", null], [1], { anyOf: [{ type: "string" }, { type: "null" }] }],
    [
      "string[]<=2",
      [[], ["a", "b"]],
      [["a", "b", "c"]],
      { type: "array", items: { type: "string" }, maxItems: 2 },
    ],
    [
      "{[string]: number}",
      [{ a: 1 }],
      [{ a: "1" }],
      { type: "object", additionalProperties: { type: "number" } },
    ],
    ["Unknown", [{ a: 1 }], [1], { type: "object" }],
    ["Meta", [{ append: { a: 1 }, next: { any: 1 } }], [{ other: 1 }], undefined],
    ["{a: string}", [{ a: id }], [{}, { a: id, b: 1 }], undefined],
    ['{a: string; "$b"?: number}', [{ a: id, $b: 1 }], [{ $b: 1 }], undefined],
    ["any", ["a", 1, true, {}, ["a", {}]], [undefined], undefined],
  ])("%s", (text, good, bad, expected) => {
    const of = parseShape(text);
    const zod = zods.of(of);
    for (const value of good) expect(zod.safeParse(value).success, JSON.stringify(value)).toBe(true);
    for (const value of bad) expect(zod.safeParse(value).success, JSON.stringify(value)).toBe(false);
    const schema = jsonSchemaOf(z.strictObject({ it: zods.of(of) }));
    expectAccepted(schema);
    if (expected) expect((schema.properties as Record<string, unknown>).it).toEqual(expected);
  });
});
