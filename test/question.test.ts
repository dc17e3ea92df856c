import { describe, expect, it } from "vitest";
import { argumentLines, hostsOf } from "../src/ask/argument-lines.ts";
import { type Change, hashOf, type Line, type Plan } from "../src/ask/plan.ts";
import { MAX_QUESTION, previewOf, questionLines, questionText } from "../src/ask/question.ts";
import { InputError } from "../src/errors.ts";
import type { DirectTool } from "../src/tool/tool.ts";

// A question to the letter, and to its last character: test/plan.test.ts has the change that it is about.

const x = (count: number) => "x".repeat(count);

const TOOL = { name: "change_it", title: "Change it", secrets: [] as readonly string[] } as DirectTool;
const plan = (more: Partial<Plan> = {}): Plan => ({
  tool: TOOL,
  input: {},
  effects: ["edits"],
  why: "Why.",
  raw: undefined,
  account: { id: "c", name: "N" },
  targets: [],
  shown: [],
  state: new Map(),
  reach: undefined,
  hash: "",
  ...more,
});
const linesOf = (more: Partial<Plan>) =>
  questionLines(plan(more)).map(([label, says]) => `${label}: ${says}`);

/** What was refused, as its parts. */
function refusalOf(run: () => unknown): Pick<InputError, "message" | "argument" | "next"> {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError)
      return { message: error.message, argument: error.argument, next: error.next };
    throw error;
  }
  return expect.fail("it was not refused");
}

describe("the lines of a question", () => {
  it.each<[why: string, more: Partial<Plan>, lines: string[]]>([
    ["what happens and where", {}, ["what happens: Change it. Why.", 'account: "N" (connection "c")']],
    ["no account where there is none", { account: undefined }, ["what happens: Change it. Why."]],
    [
      "an account without a name",
      { account: { id: "c", name: undefined } },
      ["what happens: Change it. Why.", 'account: its name could not be read (connection "c")'],
    ],
    [
      "an account without a connection",
      { account: { id: undefined, name: "N" } },
      ["what happens: Change it. Why.", 'account: "N"'],
    ],
    [
      "a long name by its beginning",
      { account: { id: undefined, name: x(101) } },
      ["what happens: Change it. Why.", `account: "${x(100)}"… (101 characters)`],
    ],
  ])("%s", (_, more, lines) => {
    expect(linesOf(more)).toEqual(lines);
  });

  it.each<[why: string, target: Plan["targets"][number], line: string]>([
    ["a thing by its argument", { types: ["list"], id: "L", argument: "list_id" }, 'list_id: list ("L")'],
    [
      "with its name",
      { types: ["list"], id: "L", argument: "list_id", name: "VIP" },
      'list_id: list "VIP" ("L")',
    ],
    [
      "with its type in words",
      { types: ["catalog-item-bulk"], id: "L", argument: "a" },
      'a: catalog item bulk ("L")',
    ],
    [
      "of what may be either",
      { types: ["list", "segment"], id: "L", argument: "audiences.included" },
      'audiences.included: list or segment ("L")',
    ],
    [
      "by its type where its argument is an id",
      { types: ["web-feed"], id: "L", argument: "body.data.id" },
      'web feed: web feed ("L")',
    ],
    [
      "by its argument where that only ends so",
      { types: ["flow"], id: "L", argument: "grid" },
      'grid: flow ("L")',
    ],
  ])("%s", (_, target, line) => {
    expect(linesOf({ targets: [target] }).slice(2)).toEqual([line]);
  });

  it("shows no thing twice", () => {
    const targets = [
      { types: ["list"], id: "L", argument: "list_id" },
      { types: ["tag"], id: "T", argument: "tag_id" },
    ];
    const shown: Line[] = [["list", 'name "VIP" ("L")']];
    expect(linesOf({ targets, shown, input: { list_id: "L", tag_id: "T", name: "n" } }).slice(2)).toEqual([
      'list: name "VIP" ("L")',
      'tag_id: tag ("T")',
      'name: "n"',
    ]);
  });

  it.each<[why: string, more: Partial<Plan>, shown: string[]]>([
    ["on an account no connection and no confirmation", {}, ['name: "n"']],
    [
      "on none the connection, which is the thing",
      { account: undefined },
      ['connection_id: "c"', 'name: "n"'],
    ],
  ])("%s", (_, more, shown) => {
    const input = { connection_id: "c", confirmation: "t", name: "n" };
    const lines = linesOf({ ...more, input });
    expect(lines.slice(lines.length - shown.length)).toEqual(shown);
    expect(lines.join()).not.toContain("confirmation");
    expect(lines.filter((line) => line.startsWith("connection_id"))).toHaveLength(shown.length - 1);
  });

  it("hides what the tool calls secret", () => {
    const tool = { ...TOOL, secrets: ["code"] } as DirectTool;
    expect(linesOf({ tool, input: { code: "s3cret" } }).slice(2)).toEqual(['code: "(hidden)"']);
  });

  it("has what matters up to the last character, and refuses one more with what to do", () => {
    const targets = [{ types: ["list"], id: "L", argument: "list_id" }];
    // Of each line its label, what it says and five characters more count.
    const filled = (count: number) => plan({ targets, shown: [["note", x(count)]] });
    const lengthOf = (made: Plan) =>
      questionLines(made).reduce((sum, [label, says]) => sum + label.length + says.length + 5, 0);
    const room = MAX_QUESTION - lengthOf(filled(0));
    expect(lengthOf(filled(room))).toBe(MAX_QUESTION);
    expect(refusalOf(() => questionLines(filled(room + 1)))).toEqual({
      message: "what a person has to see before this change does not fit a question of 4000 characters",
      argument: "list_id",
      next: "Split it: fewer things, addresses or fields in one call.",
    });
  });

  it("counts the hosts to what matters", () => {
    const url = `https://${"a.".repeat(1000)}example`;
    const other = `https://${"b.".repeat(1000)}example`;
    expect(() => questionLines(plan({ input: { url } }))).not.toThrow();
    expect(refusalOf(() => questionLines(plan({ input: { url, other } }))).argument).toBeUndefined();
  });

  it("has an argument where there is room for it and for the line that tells of more", () => {
    // What happens, account and the argument's label with five each; sixty are kept for the last line.
    const used = questionLines(plan()).reduce(
      (sum, [label, says]) => sum + label.length + says.length + 5,
      0,
    );
    const room = MAX_QUESTION - used - 60;
    const rows = Array.from({ length: 5 }, (_, at) => [`a${at}`, x(300)]);
    const fixed = rows.length * (2 + 302 + 5);
    const filler = (count: number) => {
      const many = Object.fromEntries(Array.from({ length: 7 }, (_, at) => [`b${at}`, x(300)]));
      return { ...Object.fromEntries(rows), ...many, z: x(count) };
    };
    const last = room - fixed - 7 * (2 + 302 + 5) - (1 + 2 + 5);
    expect(last).toBeGreaterThan(0);
    expect(last).toBeLessThan(300);
    expect(linesOf({ input: filler(last) }).at(-1)).toBe(`z: "${x(last)}"`);
    expect(linesOf({ input: filler(last + 1) }).at(-1)).toBe("and: 1 more arguments, too long to show here");
    expect(linesOf({ input: { ...filler(last + 1), y: 1, w: 2 } }).at(-1)).toBe(
      "and: 3 more arguments, too long to show here",
    );
  });

  it("of too many things says how many, where, and what to do", () => {
    const targets = (argument: string) =>
      Array.from({ length: 51 }, (_, at) => ({ types: ["tag"], id: `T${at}`, argument }));
    expect(refusalOf(() => questionLines(plan({ targets: targets("tag_ids") })))).toEqual({
      message: "51 things in one change are more than a person can be asked about",
      argument: "tag_ids",
      next: "Make calls of at most 50 each.",
    });
    expect(refusalOf(() => questionLines(plan({ targets: targets("") }))).argument).toBeUndefined();
  });

  it("is read by a model with lists where a label has several lines", () => {
    expect(
      previewOf([
        ["a", "1"],
        ["b", "2"],
        ["a", "3"],
        ["a", "4"],
      ]),
    ).toEqual({ a: ["1", "3", "4"], b: "2" });
    expect(
      questionText([
        ["what happens", "It."],
        ["a", "1"],
      ]),
    ).toBe("It.\n- a: 1");
    expect(questionText([])).toBe("");
  });
});

describe("arguments in a question", () => {
  const shownOf = (input: Record<string, unknown>) =>
    argumentLines(input).map(([label, says]) => `${label}: ${says}`);
  it.each<[why: string, input: Record<string, unknown>, lines: string[]]>([
    ["an empty object", { o: {} }, ["o: (empty)"]],
    ["one row as its fields", { rows: [{ a: 1 }] }, ["rows: a 1"]],
    [
      "rows among which one is none",
      { rows: [{ a: 1 }, "b"] },
      ["rows: 2; a on 1", "rows 1: a 1", 'rows 2: "b"'],
    ],
    ["what is neither text nor object", { a: null, b: true, c: 1.5 }, ["a: null", "b: true", "c: 1.5"]],
    ["long values of a field by their beginning", { o: { f: x(81) } }, [`o: f "${x(80)}"… (81 characters)`]],
    [
      "the first field, however long it is",
      { rows: [{ ["f".repeat(125)]: x(99), b: 1 }, 2] },
      [
        `rows: 2; "${"f".repeat(64)}"… (125 characters) on 1, b on 1`,
        `rows 1: "${"f".repeat(64)}"… (125 characters) "${x(80)}"… (99 characters), and 1 more fields`,
        "rows 2: 2",
      ],
    ],
  ])("%s", (_, input, lines) => {
    expect(shownOf(input)).toEqual(lines);
  });

  it("has as many fields as there is room for, with two characters between", () => {
    // Fields of 10 characters: `f000 12345`; of a row 160 characters are shown.
    const row = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, at) => [`f${String(at).padStart(3, "0")}`, 12345]),
      );
    const lastOf = (count: number) => shownOf({ rows: [row(count), row(1)] })[1];
    expect(lastOf(13)).toMatch(/f012 12345$/);
    expect(lastOf(14)).toMatch(/f012 12345, and 1 more fields$/);
    expect(lastOf(20)).toMatch(/f012 12345, and 7 more fields$/);
    // Exactly full: 13 fields of 10 and one of 2 characters, with two behind each, are 160.
    expect(shownOf({ rows: [{ ...row(13), a: "" }, row(1)] })[1]).toMatch(/, and 1 more fields$/);
    expect(shownOf({ rows: [{ ...row(12), f: 12345678 }, row(1)] })[1]).toMatch(/, f 12345678$/);
  });
  it.each<[value: unknown, hosts: string[]]>([
    ["http://a.example", ["a.example"]],
    ["ws://a.example and", []],
    ["ws://a.example", ["a.example"]],
    ["wss://a.example", ["a.example"]],
    ["ftp://a.example", ["a.example"]],
    ["mailto:a@b.example", []],
    ["data:text/html,x", []],
    ["xhttp://a.example", []],
    ["ftps://a.example", []],
    ["https+x://a.example", []],
    [{ a: null, b: 3, c: undefined }, []],
  ])("the hosts of %j", (value, hosts) => {
    expect(hostsOf(value)).toEqual(hosts);
  });
});

describe("the hash of a change", () => {
  const change = (input: Record<string, unknown>, more: Partial<Change> = {}) =>
    hashOf({ ...plan({ input }), ...more });
  it("knows no order of keys, at any depth", () => {
    expect(change({ b: { d: 1, c: 2, e: 0 }, a: [{ y: 1, x: 2 }] })).toBe(
      change({ a: [{ x: 2, y: 1 }], b: { e: 0, c: 2, d: 1 } }),
    );
  });

  it.each<[why: string, one: Record<string, unknown>, other: Record<string, unknown>]>([
    ["an order of a list", { a: [1, 2] }, { a: [2, 1] }],
    ["a list from an object", { a: ["x"] }, { a: { 0: "x" } }],
    ["a text from a number", { a: "1" }, { a: 1 }],
  ])("knows %s", (_, one, other) => {
    expect(change(one)).not.toBe(change(other));
  });

  it("knows a connection where there is no account", () => {
    const nowhere = { account: undefined };
    expect(change({ connection_id: "a" }, nowhere)).not.toBe(change({ connection_id: "b" }, nowhere));
    expect(change({ connection_id: "a" })).toBe(change({ connection_id: "b" }));
  });
});
