import { describe, expect, it } from "vitest";
import { z } from "zod";
import { firstFitting, issuesIn, unwrap } from "../../src/check/alternatives.ts";

// Of a value that fits none of several shapes, what is told: where it is wrong as the shape that was likeliest meant.

/** The issues as `place: what is wrong there`. */
function told(schema: z.ZodTypeAny, value: unknown): string[] {
  const { error } = schema.safeParse(value);
  return (error ? issuesIn(error) : []).map((issue) => `${issue.path.join(".")}: ${wrong(issue)}`);
}

function wrong(issue: z.ZodIssue): string {
  if (issue.code === "invalid_type") return `${issue.received} for ${issue.expected}`;
  if (issue.code === "invalid_literal") return `not ${issue.expected}`;
  if (issue.code !== "invalid_enum_value") return issue.code;
  return `${issue.received} is not ${issue.options.join("|")}`;
}

const text = z.string();
const number = z.number();
const cat = z.object({ is: z.literal("cat"), lives: number });
const dog = z.object({ is: z.literal("dog"), name: text, age: number });
const fish = z.object({ is: z.enum(["carp", "eel"]), deep: number });
const seeks = z.object({ seeks: z.literal("food") });
const pets = z.union([cat, dog]);

it.each<[schema: z.ZodTypeAny, value: unknown, told: string[]]>([
  [text, 1, [": number for string"]],
  [z.object({ a: text, b: number }), {}, ["a: undefined for string", "b: undefined for number"]],
  [pets, { is: "cat", lives: 9 }, []],
])("beside no choice of shapes each issue is told as it is: %#", (schema, value, issues) => {
  expect(told(schema, value)).toEqual(issues);
});

describe("of another kind than every shape", () => {
  it.each<[schema: z.ZodTypeAny, value: unknown, told: string[]]>([
    [z.union([text, number]), true, [": boolean for string or number"]],
    [pets, "cat", [": string for object"]],
    [z.union([cat, z.array(cat), dog]), null, [": null for object or array"]],
    [z.object({ pet: z.union([cat, z.array(cat)]) }), { pet: 5 }, ["pet: number for object or array"]],
    [z.object({ pet: pets }), {}, ["pet: undefined for object"]],
  ])("all kinds are told, each once: %#", (schema, value, issues) => {
    expect(told(schema, value)).toEqual(issues);
  });
});

describe("of the kind of some shapes", () => {
  it.each<[schema: z.ZodTypeAny, value: unknown, told: string[]]>([
    [z.union([cat, z.array(number)]), [1, "a"], ["1: string for number"]],
    [z.union([z.array(number), cat]), { is: "cat" }, ["lives: undefined for number"]],
    [z.union([number, text.min(3)]), "a", [": too_small"]],
    // The wrong kind of a key is not the wrong kind of the whole.
    [z.union([z.object({ a: text }), number]), { a: 1 }, ["a: number for string"]],
    [z.object({ pet: z.union([cat, text]) }), { pet: { is: "cat" } }, ["pet.lives: undefined for number"]],
  ])("the others are not told: %#", (schema, value, issues) => {
    expect(told(schema, value)).toEqual(issues);
  });
});

describe("of shapes that a key tells apart", () => {
  it.each<[schema: z.ZodTypeAny, value: unknown, told: string[]]>([
    // The one that it names, although another has fewer flaws.
    [pets, { is: "dog" }, ["name: undefined for string", "age: undefined for number"]],
    [pets, { is: "cat" }, ["lives: undefined for number"]],
    [z.union([dog, fish]), { is: "eel" }, ["deep: undefined for number"]],
    [z.object({ pet: pets }), { pet: { is: "cat" } }, ["pet.lives: undefined for number"]],
    // One that is named by a text alone.
    [z.union([z.literal("all"), z.literal("none")]), "some", [": some is not all|none"]],
    [z.union([z.enum(["a", "b"]), z.literal("c")]), "d", [": d is not a|b|c"]],
  ])("the shape that is named: %#", (schema, value, issues) => {
    expect(told(schema, value)).toEqual(issues);
  });

  it.each<[schema: z.ZodTypeAny, value: unknown, told: string[]]>([
    [pets, { is: "cow" }, ["is: cow is not cat|dog"]],
    [
      z.union([cat.extend({ of: z.literal("Ann") }), dog]),
      { is: "cow", of: "Bob" },
      ["is: cow is not cat|dog"],
    ],
    [pets, {}, ["is: undefined is not cat|dog"]],
    [z.union([fish, dog, fish]), { is: "cow" }, ["is: cow is not carp|eel|dog"]],
    [z.object({ pet: pets }), { pet: { is: 5 } }, ["pet.is: 5 is not cat|dog"]],
    [z.object({ at: z.array(pets) }), { at: [{ is: "cow" }] }, ["at.0.is: cow is not cat|dog"]],
  ])("what all of them take, where none is named: %#", (schema, value, issues) => {
    expect(told(schema, value)).toEqual(issues);
  });

  it.each<[schema: z.ZodTypeAny, value: unknown, told: string[]]>([
    // Keys of two names: neither says which shape it is.
    [z.union([dog, seeks]), { is: "cow", seeks: "rest", name: "n", age: "1" }, ["seeks: not food"]],
    // One that any text may be, beside a word.
    [z.union([z.literal("all"), text.min(3)]), "a", [": too_small"]],
    // A choice further inside tells no shapes apart.
    [
      z.union([z.object({ of: cat }), z.object({ of: dog })]),
      { of: { is: "cow" } },
      ["of.is: not cat", "of.lives: undefined for number"],
    ],
  ])("the shape with the fewest flaws, where nothing tells: %#", (schema, value, issues) => {
    expect(told(schema, value)).toEqual(issues);
  });

  it("of shapes that are not told apart the one with the fewest flaws, wherever it stands", () => {
    const more = z.object({ a: text, b: text, c: text });
    const fewer = z.object({ a: text, d: text });
    const one = ["d: undefined for string"];
    expect(told(z.union([more, fewer]), { a: "x" })).toEqual(one);
    expect(told(z.union([fewer, more]), { a: "x" })).toEqual(one);
  });

  it("a choice among a choice is told as if it stood there", () => {
    const inner = z.union([z.literal("a"), z.literal("b")]);
    expect(told(z.union([inner, z.literal("c")]), "d")).toEqual([": d is not a|b|c"]);
    expect(told(z.union([z.object({ in: inner, x: number }), number]), { in: "a" })).toEqual([
      "x: undefined for number",
    ]);
  });
});

it("the first shape that fits gives its value, and the value stays as it is where none does", () => {
  const read = (schema: z.ZodTypeAny, value: unknown) => (schema === number ? Number(value) : value);
  expect(firstFitting(z.union([number, text]), "5", read)).toEqual({ value: 5, fits: true });
  expect(firstFitting(z.union([number, text]), "a", read)).toEqual({ value: "a", fits: true });
  expect(firstFitting(z.union([number, cat]), "a", read)).toEqual({ value: "a", fits: false });
});

it.each<[says: string, schema: z.ZodTypeAny]>([
  ["optional", text.optional()],
  ["nullable", text.nullable()],
  ["with a default", text.default("a")],
  ["with a rule of its own", text.refine(() => true)],
  ["all of it", text.nullable().default(null).refine(Boolean).optional()],
  ["as it is", text],
])("the schema of what is given is looked at without what wraps it: %s", (_, schema) => {
  expect(unwrap(schema)).toBe(text);
});
