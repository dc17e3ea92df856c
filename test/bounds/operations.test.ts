import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Catalog, everything } from "../../src/catalog.ts";
import { InputError, StoppedError } from "../../src/errors.ts";
import { operationBook } from "../../src/operations/book.ts";
import { toolOf } from "../../src/operations/declare.ts";
import { indexOf } from "../../src/operations/findable.ts";
import { parseRows } from "../../src/operations/rows.ts";
import { searchOver } from "../../src/operations/search.ts";
import { Guide } from "../../src/serve/guide/guide.ts";
import { GUIDE } from "../../tools/guide/texts.ts";
import { allTools } from "../../tools/index.ts";
import { connectionsOf, startInProcess } from "../in-process.ts";

// How many operations a search shows, and how much of a name that there is not is told: each limit at n and at n + 1.

const letters = (count: number) => "x".repeat(count);
const lists = allTools.filter((tool) => tool.kind !== "indirect").slice(0, 20);

const documents = lists.map(({ name }) => {
  return { name, section: "s", path: "/api/x", method: "GET", line: name, words: "zulu" };
});
const found = searchOver(indexOf(documents, {}));
const book = operationBook({
  callable: lists,
  isListed: () => true,
  searchAmong: () => found,
  schemaOf: () => ({}),
  toolOf: (name) => lists.find((tool) => tool.name === name) ?? expect.fail(name),
  lineOf: (name) => name,
  effectsOf: () => "reads",
  refusal: () => new InputError("none"),
});

describe("a search", () => {
  const shown = (question: string, limit?: number) =>
    (book.search(question, limit === undefined ? {} : { limit }).data as string[]).length;

  it("shows eight operations, or as many as were asked for", () => {
    expect([shown("zulu"), shown("zulu", 1), shown("zulu", 9), shown("zulu", 20)]).toEqual([8, 1, 9, 20]);
    expect(found("zulu")).toHaveLength(8);
  });

  it("reads a thousand letters of a question", () => {
    expect(shown(`${" ".repeat(996)}zulu`)).toBe(8);
    expect(shown(`${" ".repeat(1000)}zulu`)).toBe(0);
    expect(shown(`${" ".repeat(997)}zulu`)).toBe(0);
  });
});

/** What is told of a name that there is not, of so many letters. */
const ofNames: readonly [what: string, told: (name: string) => unknown][] = [
  ["section", (section) => failure(() => book.search("zulu", { section }))],
  ["part", (part) => failure(() => book.describe(lists[0]?.name ?? "", { schema: true, part }))],
  ["argument of a path", (name) => callFailure({ path: "/api/lists", [name]: 1 })],
  [
    "argument beside arguments",
    (name) => callFailure({ name: "get_lists", arguments: { page_size: 1 }, [name]: 1 }),
  ],
  ["prompt", (name) => failure(() => guide.prompt(name, {}))],
  [
    "argument of a prompt",
    (name) => failure(() => guide.prompt(GUIDE.prompts[0]?.name ?? "", { [name]: "1" })),
  ],
  ["prompt that is completed", (name) => failure(() => completion({ type: "ref/prompt", name }))],
  ["template that is completed", (uri) => failure(() => completion({ type: "ref/resource", uri }))],
  ["resource", (uri) => failure(() => guide.resource(uri, new AbortController().signal))],
];
const guide = new Guide(GUIDE, new Catalog(allTools, everything(allTools)), vi.fn(), Date.now);
const completion = (ref: { type: "ref/prompt"; name: string } | { type: "ref/resource"; uri: string }) =>
  guide.completion(ref, { name: "id", value: "" });

async function failure(run: () => unknown): Promise<string> {
  try {
    await run();
  } catch (error) {
    return (error as Error).message;
  }
  return expect.fail("it was found");
}

async function callFailure(args: Record<string, unknown>): Promise<string> {
  const { text } = await startInProcess(() => connectionsOf("c1")).call("read_operation", args);
  return text;
}

describe("a name that there is not", () => {
  it.each(ofNames)("is told with 64 letters of it: a %s", async (_, told) => {
    const [whole, cut] = [await told(letters(64)), await told(letters(65))];
    expect(whole).toContain(letters(64));
    expect(cut).toContain(letters(64));
    expect(cut).not.toContain(letters(65));
  });
});

describe("a type that nobody looked at", () => {
  const attributes = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`).join(" ");
  const summaryOf = (names: string) => {
    const row = {
      name: "get_things",
      section: "things",
      method: "GET",
      path: "/api/things",
      revision: "2026-07-15",
      scopes: "things:read",
      rate: "S",
      status: [200],
      result: "thing[]",
    };
    const type = { resource: "thing", revision: row.revision, attributes: names };
    const rows = parseRows(`${JSON.stringify(type)}\n${JSON.stringify(row)}`);
    const tool = toolOf(rows.find("get_things") ?? expect.fail("no row"), rows);
    return "resource" in tool.result ? tool.result.resource.summary : [];
  };
  it("is shown by eight attributes", () => {
    expect(summaryOf(attributes(8))).toHaveLength(8);
    expect(summaryOf(attributes(9))).toEqual(attributes(8).split(" "));
    expect(summaryOf(`${attributes(9)} name`)).toEqual(["name", ...attributes(7).split(" ")]);
  });
});

describe("stopping", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** A server whose gateway answers nothing until the call is stopped. */
  const pending = () =>
    startInProcess(({ host }, { signal }) => {
      if (host === "control") return connectionsOf("c1");
      return new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new StoppedError("cancelled")));
      });
    });

  it("gives a change that is on its way as long as it was told, and not a millisecond more", async () => {
    const server = pending();
    const call = server.call("create_list", { name: "x" });
    await vi.advanceTimersByTimeAsync(0);
    const drained = server.drain(100);
    await vi.advanceTimersByTimeAsync(99);
    expect(server.options.at(-1)?.signal.aborted).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(server.options.at(-1)?.signal.aborted).toBe(true);
    expect((await call).text).toContain("cancelled");
    await vi.runAllTimersAsync();
    await drained;
  });

  it("gives a read no time at all", async () => {
    const server = pending();
    const call = server.call("get_list", { list_id: "L" });
    await vi.advanceTimersByTimeAsync(0);
    const drained = server.drain(100);
    expect(server.options.at(-1)?.signal.aborted).toBe(true);
    await vi.runAllTimersAsync();
    await drained;
    expect((await call).text).toBe("get_list: cancelled by the client\nNothing was changed. Call again.");
  });
});
