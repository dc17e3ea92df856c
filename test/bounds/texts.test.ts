import { describe, expect, it } from "vitest";
import { describeFields, describeFieldsBriefly, namesBriefly } from "../../src/check/filterable.ts";
import { lineOf } from "../../src/operations/line.ts";
import { briefSchema, type InputSchema, shapesOnce } from "../../src/serve/brief.ts";
import { nearest, oneLine } from "../../src/text.ts";
import type { FilterField, Tool } from "../../src/tool/tool.ts";
import { abridged } from "../../src/wire/budget.ts";

// How long what is written and shown may be: each limit at n and at n + 1.

describe("the nearest name", () => {
  it.each([
    ["two letters may be wrong in a short one", "abcd", "abxy", true],
    ["and not three", "abcd", "axyz", false],
    ["two of eight", "abcdefgh", "abcdefyz", true],
    ["not three of eight", "abcdefgh", "abcdexyz", false],
    ["three of nine", "abcdefghi", "abcdefxyz", true],
    ["not four of nine", "abcdefghi", "abcdewxyz", false],
    ["three of eleven", "abcdefghijk", "abcdefghxyz", true],
    ["not four of eleven", "abcdefghijk", "abcdefgwxyz", false],
    ["four of twelve", "abcdefghijkl", "abcdefghwxyz", true],
    ["two letters may be missing", "abcd", "abcdef", true],
    ["a part of four letters is close to a longer name", "list", "get_all_lists_of_it", true],
    ["a part of three is not", "lis", "get_all_lists_of_it", false],
    ["a name of four letters is close to what holds it", "get_all_lists_of_it", "list", true],
  ])("%s: %s → %s", (_, written, known, close) => {
    expect(nearest(written, [known])).toBe(close ? known : undefined);
  });

  it("is one with a wrong letter before one that holds it, and that before one with two", () => {
    expect(nearest("abcd", ["abcdefghi", "abce"])).toBe("abce");
    expect(nearest("abcd", ["abxy", "abcdefghi"])).toBe("abcdefghi");
    expect(nearest("abcd", ["abcx", "abcy"])).toBe("abcx");
  });

  it("is told by the first hundred letters", () => {
    const first = "a".repeat(99);
    expect(nearest(`${first}bc`, [`${first}cx`, `${first}by`])).toBe(`${first}by`);
    expect(nearest(`${first}bc`, [`${first}bx`, `${first}bc`])).toBe(`${first}bx`);
  });
});

it.each([
  [600, undefined],
  [300, 300],
])("one line holds %i letters, and one more is cut", (most, given) => {
  const whole = "x".repeat(most);
  expect(oneLine(whole, given)).toBe(whole);
  expect(oneLine(`${whole}y`, given)).toBe(`${whole}…`);
  expect(oneLine(`${whole.slice(1)}🧵`, given)).toBe(`${whole.slice(1)}\ufffd…`);
});

describe("what is abridged", () => {
  it("is not while its JSON fits", () => {
    const value = { text: "x".repeat(400) };
    const size = JSON.stringify(value).length;
    expect(abridged(value, size)).toBe(value);
    expect(abridged(value, size - 1)).not.toBe(value);
  });

  it.each([
    ["a text of 300 letters is whole", "x".repeat(300), "x".repeat(300)],
    ["of 301 its beginning", "x".repeat(301), `${"x".repeat(300)}… (301 characters)`],
    ["a list of 5 is whole", [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]],
    ["of 6 its beginning", [1, 2, 3, 4, 5, 6], { count: 6, first: [1, 2, 3, 4, 5] }],
  ])("%s", (_, one, shown) => {
    const filler = "y".repeat(3000);
    expect(abridged({ one, filler }, 2000)).toMatchObject({ one: shown });
  });

  it("is told by its size where even the beginning does not fit", () => {
    const value = ["x".repeat(100)];
    expect(abridged([...value, ...value], 104)).toBe("207 characters, too long to show");
    const cut = { text: "x".repeat(301) };
    const shown = { text: `${"x".repeat(300)}… (301 characters)` };
    const room = JSON.stringify(shown).length;
    // The beginning with its note is the longer one here: there is no room for which it is shown.
    expect(abridged(cut, room)).toBe(cut);
    const long = { text: "x".repeat(400) };
    const abbreviated = { text: `${"x".repeat(300)}… (400 characters)` };
    expect(abridged(long, JSON.stringify(abbreviated).length)).toEqual(abbreviated);
    expect(abridged(long, JSON.stringify(abbreviated).length - 1)).toBe("411 characters, too long to show");
  });
});

describe("a callable line", () => {
  const named = { name: "op", kind: "workflow" } as unknown as Tool;
  const line = (properties: object, required: string[] = [], most?: number) =>
    lineOf(named, { properties, required }, most);
  const text = { type: "string" };

  it("shows what ends on the 160th letter, and … for what would end on the next", () => {
    const first = "a".repeat(100);
    const fits = "b".repeat(160 - `${first}?; ?`.length);
    expect(line({ [first]: text, [fits]: text })).toBe(`op(${first}?; ${fits}?)`);
    expect(line({ [first]: text, [`${fits}b`]: text })).toBe(`op(${first}?; …)`);
    const alone = "c".repeat(159);
    expect(line({ [alone]: text })).toBe(`op(${alone}?)`);
    expect(line({ [`${alone}c`]: text })).toBe("op(…)");
  });

  const choices = (count: number) => ({ enum: Array.from({ length: count }, (_, at) => at) });
  it("shows every choice of a needed argument while its line fits, beyond that ten or six of more", () => {
    const long = { ["x".repeat(160)]: text };
    const needed = (count: number) => line({ ...long, n: choices(count) }, ["x".repeat(160), "n"]);
    expect(needed(10)).toContain("n: 0|1|2|3|4|5|6|7|8|9)");
    expect(needed(11)).toContain("n: 0|1|2|3|4|5|…)");
    expect(line({ n: choices(11) }, ["n"])).toContain("8|9|10)");
  });

  it("shows six fields of an object, and of seven the first six", () => {
    const fields = (count: number) => ({
      type: "object",
      properties: Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, text])),
    });
    expect(line({ o: fields(6) }, ["o"])).toBe("op(o: {f0?; f1?; f2?; f3?; f4?; f5?})");
    expect(line({ o: fields(7) }, ["o"])).toBe("op(o: {f0?; f1?; f2?; f3?; f4?; f5?; …})");
  });

  it("opens objects to the second level, and not to the third", () => {
    const around = (inner: object) => ({ type: "object", properties: { in: inner } });
    const leaf = { type: "number" };
    expect(line({ o: around(around(leaf)) }, ["o"])).toBe("op(o: {in?: {in?: number}})");
    expect(line({ o: around(around(around(leaf))) }, ["o"])).toBe("op(o: {in?: {in?: {…}}})");
  });
});

describe("the fields of a filter, in the list", () => {
  const field = (values?: string[]): FilterField => ({
    type: "string",
    operators: ["equals"],
    ...(values && { values }),
  });
  const values = (count: number) => Array.from({ length: count }, (_, at) => `v${at}`);

  it("are said with six values, and of seven with the first six", () => {
    expect(describeFieldsBriefly({ f: field(values(6)) })).toBe("f equals of v0|v1|v2|v3|v4|v5");
    expect(describeFieldsBriefly({ f: field(values(7)) })).toBe("f equals of v0|v1|v2|v3|v4|v5|…");
    expect(describeFields({ f: field(values(7)) })).toBe("f equals of v0|v1|v2|v3|v4|v5|v6");
  });

  it("are named up to thirty letters", () => {
    const name = "n".repeat(30);
    expect(describeFieldsBriefly({ [name]: field() })).toBe(`${name} equals`);
    expect(describeFieldsBriefly({ a: field(), [`${name}n`]: field() })).toBe("a equals; …");
    expect(namesBriefly([name, "a"])).toBe(`${name}, a`);
    expect(namesBriefly([`${name}n`, "a"])).toBe("a, …");
  });
});

describe("a shape in the list", () => {
  /** An argument `a` whose name and schema together have so many letters. */
  const schemaOf = (letters: number): InputSchema => {
    const shape = (name: string) => ({ type: "object", properties: { [name]: { type: "string" } } });
    const bare = `a ${JSON.stringify(shape(""))}`.length;
    return { type: "object", properties: { a: shape("x".repeat(letters - bare)) } };
  };

  it.each([
    [200, false],
    [201, true],
  ])("of %i letters is shown once for all tools: %s", (letters, once) => {
    const inputSchema = schemaOf(letters);
    const [, second] = shapesOnce([
      { name: "one", inputSchema },
      { name: "two", inputSchema },
    ]);
    const said = { type: "object", description: "as in one" };
    expect(second?.inputSchema.properties.a).toEqual(once ? said : inputSchema.properties.a);
  });

  const choice = (letters: number) => ({ type: "string", enum: ["x".repeat(letters)] });
  it.each<[string, object, object]>([
    ["a choice", choice(300), { type: "string" }],
    [
      "a list of choices",
      { type: "array", items: choice(300) },
      { type: "array", items: { type: "string" } },
    ],
  ])("shows %s once for all tools, and of the others what it is", (_, schema, kind) => {
    const properties = { a: schema, b: schema, c: choice(3) };
    const inputSchema: InputSchema = { type: "object", properties };
    const [first, second, third] = shapesOnce([
      { name: "one", inputSchema },
      { name: "two", inputSchema },
      { name: "three", inputSchema: { type: "object", properties: { b: choice(301) } } },
    ]);
    expect(first?.inputSchema).toEqual(inputSchema);
    const said = { ...kind, description: "as in one" };
    expect(second?.inputSchema.properties).toEqual({ a: said, b: said, c: choice(3) });
    expect(third?.inputSchema.properties).toEqual({ b: choice(301) });
  });

  it.each([
    ["may be two things", { anyOf: [choice(300), { type: "number" }] }],
    ["is a list of such", { type: "array", items: { anyOf: [choice(300)] } }],
  ])("shows what %s wherever it is: hosts refuse what has no type", (_, schema) => {
    const inputSchema: InputSchema = { type: "object", properties: { a: schema } };
    const [, second] = shapesOnce([
      { name: "one", inputSchema },
      { name: "two", inputSchema },
    ]);
    expect(second?.inputSchema).toEqual(inputSchema);
  });

  it("keeps how large a page can be, and no other bound", () => {
    const bounded = { type: "integer", minimum: 1, maximum: 100 };
    const brief = briefSchema({ type: "object", properties: { page_size: bounded, limit: bounded } });
    expect(brief.properties).toEqual({
      page_size: { type: "integer", maximum: 100 },
      limit: { type: "integer" },
    });
  });
});
