import { describe, expect, it } from "vitest";
import { readPreviews } from "../src/ask/preview.ts";
import { InputError } from "../src/errors.ts";
import type { DirectTool, Input, Preview } from "../src/tool/tool.ts";

// Line by line what the previews of a call show of what they read, and what must still hold afterwards.

type Answer = Record<string, unknown> | "missing" | undefined;
/** What each read answers, by its tool or by its tool and arguments. */
type Answers = Record<string, Answer>;

const LIST: Preview = { label: "list", tool: "get_list", arguments: { list_id: "$list_id" }, show: ["name"] };
const NAMED: Input = { list_id: "L" };

async function seen(preview: readonly Preview[], answers: Answers, input: Input = NAMED) {
  const read: [tool: string, input: Input][] = [];
  const found = await readPreviews({ preview } as unknown as DirectTool, input, async (tool, args) => {
    read.push([tool, args]);
    const whole = `${tool} ${JSON.stringify(args)}`;
    return whole in answers ? answers[whole] : answers[tool];
  });
  return { ...found, read, lines: found.shown.map(([label, says]) => `${label}: ${says}`) };
}

const item = (more: object) => ({ get_list: { data: { id: "L", ...more } } });

describe("a preview shows", () => {
  it.each<[what: string, preview: Partial<Preview>, answers: Answers, lines: string[]]>([
    ["a name and an id", {}, item({ name: "VIP" }), ['list: name "VIP" ("L")']],
    ["an id alone", {}, item({}), ['list: ("L")']],
    ["the id once", { show: ["id", "name"] }, item({ name: "VIP" }), ['list: name "VIP" ("L")']],
    ["what has no id", {}, { get_list: { data: { name: "VIP" } } }, ['list: name "VIP"']],
    ["no null and nothing that is not there", { show: ["a", "b"] }, item({ a: null }), ['list: ("L")']],
    [
      "several values, by the last word of their paths",
      { show: ["opt_in_process", "a.b.from-email", "n"] },
      item({ opt_in_process: "double", a: { b: { "from-email": "a@b.c" } }, n: 3 }),
      ['list: opt in process "double", from email "a@b.c", n 3 ("L")'],
    ],
    [
      "a comma before a bracket as it was written",
      {},
      item({ name: "A, (B)" }),
      ['list: name "A, (B)" ("L")'],
    ],
    [
      "a list in lines of its own",
      { show: ["name", "web_topics"] },
      item({ name: "A", web_topics: ["x", 2, ["y", "z"], { a_b: "c", d: 1 }] }),
      [
        'list: name "A" ("L")',
        'list, web topics: "x"',
        "list, web topics: 2",
        'list, web topics: "y"; "z"',
        'list, web topics: a b "c", d 1',
      ],
    ],
    ["an empty list as none", { show: ["a"] }, item({ a: [] }), ['list: a none ("L")']],
    [
      "a long value by its beginning",
      {},
      item({ name: "x".repeat(301) }),
      [`list: name "${"x".repeat(300)}"… (301 characters) ("L")`],
    ],
    [
      "each of a collection",
      {},
      { get_list: { data: [{ id: "1", name: "A" }, "no item", { id: "2", name: "B" }] } },
      ['list: name "A" ("1")', 'list: name "B" ("2")'],
    ],
    ["an empty collection as none", {}, { get_list: { data: [] } }, ["list: none"]],
    ["an answer without data as unread", {}, { get_list: {} }, ["list: could not be read"]],
    [
      "that there is more than was read",
      {},
      { get_list: { data: [], next_cursor: "c" } },
      ["list: none", "list, not read: there are more than these"],
    ],
    [
      "what it did not look at",
      { note: "SMS campaigns" },
      { get_list: { data: [] } },
      ["list: none", "list, not searched: SMS campaigns"],
    ],
    ["what cannot be read as that", {}, {}, ["list: could not be read"]],
    ["what stands instead of what cannot be read", { otherwise: "new" }, {}, ["list: new"]],
    [
      "what stands instead of what is not there",
      { otherwise: "new" },
      { get_list: "missing" },
      ["list: new"],
    ],
    [
      "what is included by name",
      { show: ["tags"] },
      {
        get_list: {
          data: { id: "L", tags: "no tag", relationships: { tags: ["T1", "T2"], flows: "F" } },
          included: ["no item", { id: "T2", name: "Sale" }],
        },
      },
      ['list: ("L")', 'list, tags: ("T1")', 'list, tags: "Sale" ("T2")'],
    ],
    [
      "one that is included by name",
      { show: ["flow"] },
      { get_list: { data: { id: "L", relationships: { flow: "F" } }, included: [{ id: "F", name: "W" }] } },
      ['list: ("L")', 'list, flow: "W" ("F")'],
    ],
    [
      "what is not included by id",
      { show: ["flow"] },
      { get_list: { data: { id: "L", relationships: { flow: "F" } } } },
      ['list: ("L")', 'list, flow: ("F")'],
    ],
    [
      "a relationship to nothing not at all",
      { show: ["flow"] },
      { get_list: { data: { id: "L", relationships: { flow: null } } } },
      ['list: ("L")'],
    ],
    [
      "a name of a hundred letters",
      { show: ["flow"] },
      {
        get_list: {
          data: { id: "L", relationships: { flow: "F" } },
          included: [{ id: "F", name: "x".repeat(101) }],
        },
      },
      ['list: ("L")', `list, flow: "${"x".repeat(100)}"… (101 characters) ("F")`],
    ],
  ])("%s", async (_, more, answers, lines) => {
    expect((await seen([{ ...LIST, ...more }], answers)).lines).toEqual(lines);
  });

  it("of a collection only what holds the value, by itself or in a list", async () => {
    const data = [
      { id: "1", a: { b: ["K", "L"] } },
      { id: "2", c: "L" },
      { id: "3", c: "LL", a: { b: ["K"] } },
      { id: "4" },
    ];
    const only = (holds: string) => ({ ...LIST, only: { paths: ["a.b", "c"], holds } });
    const answers = { get_list: { data } };
    expect((await seen([only("$list_id")], answers)).lines).toEqual(['list: ("1")', 'list: ("2")']);
    expect((await seen([only("LL")], answers)).lines).toEqual(['list: ("3")']);
    expect([...(await seen([only("LL")], answers)).state.keys()]).toEqual([
      "list 3",
      "list 3.c",
      "list 3.a.b",
    ]);
  });

  it("ids by the name that the first read knows which has one", async () => {
    const named = {
      paths: ["groups"],
      by: [
        { tool: "get_a_list", argument: "list_id" },
        { tool: "get_segment", argument: "segment_id" },
      ],
    };
    const { lines, read } = await seen([{ ...LIST, show: ["groups", "others"], named }], {
      ...item({ groups: ["A", "B", "C"], others: ["A"] }),
      'get_a_list {"list_id":"A"}': { data: { name: "First" } },
      'get_a_list {"list_id":"B"}': "missing",
      'get_segment {"segment_id":"B"}': { data: { name: "Second" } },
      'get_a_list {"list_id":"C"}': { data: "no item" },
    });
    expect(lines).toEqual([
      'list: ("L")',
      'list, groups: "First" ("A")',
      'list, groups: "Second" ("B")',
      'list, groups: ("C")',
      'list, others: "A"',
    ]);
    expect(read.map(([tool, input]) => [tool, ...Object.values(input)].join(" "))).toEqual([
      "get_list L",
      "get_a_list A",
      "get_a_list B",
      "get_segment B",
      "get_a_list C",
      "get_segment C",
    ]);
  });
});

describe("a preview reads", () => {
  it("with what the call gave and what it always gives", async () => {
    const args = { list_id: "$list_id", page: 2, include: ["flows", "$more"], deep: { id: "$list_id" } };
    const { read } = await seen([{ ...LIST, arguments: args }], {}, { list_id: "L", more: "tags" });
    expect(read).toEqual([
      ["get_list", { list_id: "L", page: 2, include: ["flows", "tags"], deep: { id: "L" } }],
    ]);
  });

  it("nothing for an argument that was not given, and the next all the same", async () => {
    const absent = { ...LIST, arguments: { list_id: "$other_id" } };
    const { read, lines } = await seen([absent, LIST], item({ name: "A" }));
    expect(read).toHaveLength(1);
    expect(lines).toEqual(['list: name "A" ("L")']);
  });

  it.each<[what: string, answer: Answer, state: [string, string][]]>([
    [
      "what is there",
      { data: { id: "L", name: "A", updated: "1" } },
      [
        ["list L", "there"],
        ["list L.name", '"A"'],
      ],
    ],
    ["what cannot be read", undefined, [["list", "could not be read"]]],
    [
      "what is included",
      { data: { id: "L" }, included: [{ id: "T", html: "x" }] },
      [
        ["list L", "there"],
        ["list T", "there"],
        ["list T.html", '"x"'],
      ],
    ],
  ])("%s, to be compared", async (_, answer, state) => {
    expect([...(await seen([LIST], { get_list: answer })).state]).toEqual(state);
  });
});

describe("a count of people", () => {
  const COUNT: Preview = { ...LIST, label: "people", tool: "count", show: ["n"], reach: "n" };
  const before = { ...COUNT, before: "last_count" };
  it.each<[why: string, preview: Preview, answers: Answers, reach: number | undefined, reads: number]>([
    ["is what reaches", COUNT, { count: { data: { n: 7 } } }, 7, 1],
    ["of nobody is one", before, { count: { data: { n: 0 } }, last_count: { data: { n: 9 } } }, 0, 1],
    [
      "that is not there yet is the one before",
      before,
      { count: { data: {} }, last_count: { data: { n: 9 } } },
      9,
      2,
    ],
    ["that fails is the one before", before, { last_count: { data: { n: 9 } } }, 9, 2],
    ["that fails is none where there is none before", COUNT, {}, undefined, 1],
    ["that is no number is not one", COUNT, { count: { data: { n: "many" } } }, Number.NaN, 1],
    ["is none where nothing is counted", LIST, item({ n: 7 }), undefined, 1],
  ])("%s", async (_, preview, answers, reach, reads) => {
    const found = await seen([preview], answers);
    expect(found.reach).toBe(reach);
    expect(found.read).toHaveLength(reads);
    if (preview.reach) expect([...found.state]).toEqual([]);
  });
});

describe("what cannot be done is refused before anybody is asked:", () => {
  const never = { path: "a.status", holds: ["Sent", "Sending"], says: "it cannot be sent any more" };
  const next = "Nobody was asked, and nothing was sent.";
  const status = (value: unknown) => item({ a: { status: value } });
  it.each<[what: string, preview: Partial<Preview>, answers: Answers, refusal: object]>([
    [
      "a thing that is not there",
      {},
      { get_list: "missing" },
      { message: 'there is no list "L"', argument: "list_id", next, missing: true },
    ],
    [
      "one that is named by its second argument",
      { arguments: { channel: "email", id: "$list_id" } },
      { get_list: "missing" },
      { message: 'there is no list "L"', argument: "list_id", next, missing: true },
    ],
    [
      "a state in which it cannot be done",
      { never },
      status("Sending"),
      { message: "the list is Sending: it cannot be sent any more", next },
    ],
  ])("%s", async (_, more, answers, refusal) => {
    const error = await seen([{ ...LIST, ...more }], answers).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(InputError);
    const { message, argument, next: then, missing } = error as InputError;
    expect({ message, argument, next: then, missing }).toMatchObject(refusal);
  });

  it.each(["Draft", undefined])("not a state of %j", async (value) => {
    expect((await seen([{ ...LIST, never }], status(value))).lines).toHaveLength(1);
  });
});
