import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { table } from "../scripts/demo/drawn.ts";
import { type Called, type Paper, paperOf, Raw, Readable } from "../scripts/demo/telling.ts";

const ESCAPE = "\u001b";
const WIDEST = 100;

interface Ran {
  code: number;
  out: string;
  err: string;
}

/** The demo as a person starts it, its output not on a terminal. */
function demo(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "scripts/demo.ts", ...args],
      { maxBuffer: 10_000_000 },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

describe("the demo", () => {
  let shown: Ran;
  let raw: Ran;
  let refused: Ran;
  beforeAll(async () => {
    [shown, raw, refused] = await Promise.all([demo(), demo("--raw"), demo("--json")]);
  });
  const rawLines = () =>
    raw.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("ends well, and says nothing beside it", () => {
    for (const { code, err } of [shown, raw]) expect({ code, err }).toEqual({ code: 0, err: "" });
  });

  it("is a conversation: every question has its calls and then an answer", () => {
    const [, ...scenes] = shown.out.split(/^You {5}(?!Yes\.)/m);
    expect(scenes.length).toBeGreaterThanOrEqual(10);
    for (const scene of scenes) {
      expect(scene).toMatch(/\n {8}> \w+/);
      expect(scene).toMatch(/\n {8}< [\d,]+ tokens came, the model reads [\d,]+\n/);
      expect(scene.indexOf("\nAgent   ")).toBeGreaterThan(scene.indexOf("\n        > "));
    }
  });

  it("has tables, bars, how far a call has come, and the question before the send", () => {
    expect(shown.out).toMatch(/\n {8}campaign +sent +people +opened +revenue\n/);
    expect(shown.out).toMatch(/ █{14} +\$[\d,.]+\n/);
    expect(shown.out).toContain("\n        … ");
    expect(shown.out).toMatch(
      /┌─+┐\n {8}│ Send a campaign\. [^┘]+estimated recipient count \d+[^┘]+┘\nYou {5}Yes\./,
    );
  });

  it("shows an error as the model reads it", () => {
    expect(shown.out).toMatch(/\n {8}get_lists: the filter is wrong[^>]*\n {8}Argument: filter\n/);
  });

  it("writes no colours where there is no terminal, and no line that is too wide", () => {
    expect(shown.out).not.toContain(ESCAPE);
    const wide = shown.out.split("\n").filter((line) => [...line].length > WIDEST);
    expect(wide).toEqual([]);
  });

  it("ends with what to do next, by files that are there", () => {
    const [, next = ""] = shown.out.split("\nWhat to do next\n");
    expect(next).toContain("maton.ai/settings");
    expect(next).toContain("--sandbox");
    const named = [...new Set(next.match(/\b(?:docs|dist)\/[\w.]+\w/g))].sort();
    expect(named.sort()).toEqual(["dist/cli.js", "docs/clients.md"]);
    for (const file of named) expect(existsSync(file), file).toBe(true);
  });

  it("with --raw is JSON alone: who said what, each call with its answer, and what the person was asked", () => {
    const lines = rawLines();
    expect(lines[0]).toEqual({ person: expect.any(String) });
    for (const line of lines) {
      const kind = Object.keys(line)[0];
      expect(["person", "agent", "asked", "tool"]).toContain(kind);
      if (kind === "tool")
        expect(line).toMatchObject({
          arguments: expect.any(Object),
          answer: expect.anything(),
          isError: expect.any(Boolean),
          tokens: { came: expect.any(Number), read: expect.any(Number) },
        });
    }
    const send = lines.findIndex(({ tool }) => tool === "send_campaign");
    expect(lines[send]).toMatchObject({ answer: { data: { status: "queued" } } });
    expect(lines[send - 1]).toMatchObject({ asked: expect.stringContaining("First snow"), answered: "yes" });
  });

  it("with --raw tells the same calls, and their sums", () => {
    const calls = rawLines().filter(({ tool }) => tool !== undefined);
    const names = [...shown.out.matchAll(/^ {8}> (\w+)/gm)].map(([, name]) => name);
    expect(calls.map(({ tool }) => tool)).toEqual(names);
    const [, count, came, read] =
      shown.out.match(/: (\d+) calls\. ([\d,]+) tokens came back, the model read ([\d,]+)/) ?? [];
    const number = (text = "") => Number(text.replaceAll(",", ""));
    expect(number(count)).toBe(calls.length);
    const each = [...shown.out.matchAll(/< ([\d,]+) tokens came, the model reads ([\d,]+)/g)];
    const sum = (at: number) => each.reduce((all, found) => all + number(found[at]), 0);
    expect([number(came), number(read)]).toEqual([sum(1), sum(2)]);
  });

  it("takes no other word", () => {
    const { code, out, err } = refused;
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("--json");
    expect(err).toContain("--raw");
  });
});

describe("paperOf", () => {
  const write = () => true;
  it.each<[string, { isTTY?: boolean; columns?: number }, Record<string, string>, Partial<Paper>]>([
    ["a terminal", { isTTY: true, columns: 80 }, {}, { colour: true, live: true, width: 80 }],
    ["a terminal with NO_COLOR", { isTTY: true }, { NO_COLOR: "1" }, { colour: false, live: true }],
    ["a terminal with an empty NO_COLOR", { isTTY: true }, { NO_COLOR: "" }, { colour: true }],
    ["a dumb terminal", { isTTY: true }, { TERM: "dumb" }, { colour: false, live: false }],
    ["a pipe", {}, {}, { colour: false, live: false, width: WIDEST }],
    ["a wide terminal", { isTTY: true, columns: 300 }, {}, { width: WIDEST }],
    ["a terminal that knows no width", { isTTY: true, columns: 0 }, {}, { width: WIDEST }],
    ["a narrow terminal", { isTTY: true, columns: 20 }, {}, { width: 40 }],
  ])("%s", (_, stream, env, expected) => {
    expect(paperOf({ write, ...stream }, env)).toMatchObject(expected);
  });
});

describe("telling", () => {
  const call: Called = {
    tool: "t",
    arguments: {},
    answer: {},
    isError: false,
    tokens: { came: 1200, read: 3 },
  };
  const told = (paper: Partial<Paper>, play: (tell: Readable) => void) => {
    let out = "";
    const write = (text: string) => {
      out += text;
    };
    play(new Readable({ write, colour: false, live: false, width: 60, ...paper }));
    return out;
  };

  it("a terminal forgets how far a call had come, anything else keeps the last of it", () => {
    const play = (tell: Readable) => {
      tell.progress("page 1");
      tell.progress("page 2");
      tell.called(call);
    };
    const much = "        < 1,200 tokens came, the model reads 3\n";
    const clear = `\r${ESCAPE}[K`;
    expect(told({ live: true }, play)).toBe(
      `${clear}        … page 1${clear}        … page 2${clear}${much}`,
    );
    expect(told({}, play)).toBe(`        … page 2\n${much}`);
  });

  it("cuts how far a call has come to one line, and lets a question stand below it", () => {
    const long = "x".repeat(200);
    const text = told({ live: true }, (tell) => tell.progress(long));
    expect(text.replace(`\r${ESCAPE}[K`, "").length).toBe(59);
    const asked = told({ live: true }, (tell) => {
      tell.progress("count");
      tell.asked("Send?");
    });
    expect(asked).toContain(`count\r${ESCAPE}[K        ┌`);
  });

  it("has colours where they may be, and the same words without", () => {
    const play = (tell: Readable) => {
      tell.person("Which?");
      tell.calling("get_lists", { filter: "a", fields: ["b", "c"], of: { d: 1 } });
      tell.agent("This.");
    };
    const plain = told({}, play);
    expect(plain).toBe(
      "\nYou     Which?\n        > get_lists  filter: a · fields: b, c · of: d 1\nAgent   This.\n",
    );
    const coloured = told({ colour: true }, play);
    expect(coloured).toContain(`${ESCAPE}[1mYou     ${ESCAPE}[22mWhich?`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control characters
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(plain);
  });

  it.each([40, 60, 80, 100])("writes no line of more than %d columns where there are no more", (width) => {
    const many = "words that go on ".repeat(20);
    const columns = [
      { heading: "what", of: ({ name }: { name: string }) => name },
      { heading: "how many", of: () => "1,234", right: true, bar: () => 1 },
      { heading: "items", of: () => "Harbor Tarp, Cascade Sleeping Pad" },
    ];
    const text = told({ width }, (tell) => {
      tell.person(many);
      tell.calling("query_campaign_values", { filter: "x".repeat(150), statistics: [many, many] });
      tell.progress(many);
      tell.called({ ...call, tokens: { came: 101_022, read: 1_739 } });
      tell.drawn((room) => table(columns, [{ name: many }, { name: "a" }], room));
      tell.drawn((room) => table(columns, [{ name: "a" }], room));
      tell.read(`${many}\n${"y".repeat(150)}`);
      tell.asked(many);
      tell.agent(many);
      tell.aside(`  1. ${many}\n${many}`);
    });
    const longest = Math.max(...text.split("\n").map((line) => [...line].length));
    expect(longest).toBeLessThanOrEqual(width);
    expect(longest).toBeGreaterThan(width - 12);
  });

  it("raw writes what is no part of the talk nowhere", () => {
    let out = "";
    const raw = new Raw((text) => {
      out += text;
    });
    raw.calling();
    raw.progress();
    raw.drawn();
    raw.read();
    raw.aside();
    expect(out).toBe("");
    raw.called(call);
    expect(JSON.parse(out)).toEqual(call);
  });
});
