import { describe, expect, it } from "vitest";
import { driftBetween, stateOf, UNREAD } from "../src/ask/drift.ts";

// What people wrote and chose is compared between a question and its change; what moves by itself is not.

describe("drift", () => {
  const item = (attributes: object) => ({ data: { id: "1", ...attributes }, included: [] });
  it.each<[why: string, before: object, now: object, lines: string[]]>([
    ["nothing", { name: "A" }, { name: "A" }, []],
    ["a name", { name: "A" }, { name: "B" }, ['thing 1.name was "A", is "B"']],
    ["deep down", { a: { b: [1] } }, { a: { b: [2] } }, ["thing 1.a.b was [1], is [2]"]],
    ["something that is new", {}, { x: 1 }, ["thing 1.x was not there, is 1"]],
    ["not when it changed", { updated: "1", updated_at: "1" }, { updated: "2", updated_at: "2" }, []],
    [
      "not counts",
      { profile_count: 1, a: [{ count_count: 1 }] },
      { profile_count: 2, a: [{ count_count: 2 }] },
      [],
    ],
    [
      "when it is to go out",
      { scheduled_at: "1" },
      { scheduled_at: "2" },
      ['thing 1.scheduled_at was "1", is "2"'],
    ],
    ["not a signature", { url: "https://a/x?X-Amz-Date=1" }, { url: "https://a/x?X-Amz-Date=2" }, []],
    [
      "where it leads",
      { url: "https://a/x?X-Amz-Date=1" },
      { url: "https://a/y?X-Amz-Date=1" },
      ['thing 1.url was "https://a/x", is "https://a/y"'],
    ],
  ])("%s", (_, before, now, lines) => {
    expect(driftBetween(stateOf("thing", item(before)), stateOf("thing", item(now)))).toEqual(lines);
  });

  it("a long text is compared whole, and told short", () => {
    const long = (end: string) => stateOf("template", item({ html: `${"x".repeat(5000)}${end}` }));
    expect(driftBetween(long("a"), long("a"))).toEqual([]);
    const [line = ""] = driftBetween(long("a"), long("b"));
    expect(line).toContain("(5003 characters");
    expect(line.length).toBeLessThan(500);
  });

  it("a preview that cannot be read again is told as that", () => {
    const before = new Map([
      ["list L", "there"],
      ["list L.name", '"A"'],
      ["lists", "x"],
    ]);
    expect(
      driftBetween(
        before,
        new Map([
          ["list", UNREAD],
          ["lists", "x"],
        ]),
      ),
    ).toEqual(["list could not be read again"]);
    const unread = new Map([["list", UNREAD]]);
    expect(driftBetween(unread, unread)).toEqual([]);
    expect(driftBetween(unread, before)).toContain("list was could not be read, is not there");
  });

  it("a thing that is gone, and one that came", () => {
    const lists = (...ids: string[]) => stateOf("flow", { data: ids.map((id) => ({ id })) });
    expect(driftBetween(lists("1", "2"), lists("2", "3"))).toEqual([
      "flow 1 was there, is not there",
      "flow 3 was not there, is there",
    ]);
  });

  it("knows what is included, and what has no id", () => {
    const state = stateOf("thing", {
      data: { name: "A" },
      included: [{ id: "2", name: "B" }, "text"],
      other: { id: "3" },
    });
    expect([...state]).toEqual([
      ["thing", "there"],
      ["thing.name", '"A"'],
      ["thing 2", "there"],
      ["thing 2.name", '"B"'],
    ]);
  });

  it("has a value of 120 characters whole, and of one more the beginning, its length and sixteen characters", () => {
    const briefOf = (text: string) => stateOf("t", { data: { id: "1", text } }).get("t 1.text");
    const x = "x".repeat(118);
    expect(briefOf(x)).toBe(`"${x}"`);
    expect(briefOf(`${x}y`)).toMatch(new RegExp(`^"${x}y… \\(121 characters, [\\w-]{16}\\)$`));
  });

  it("has what stands in a list, without what moves by itself", () => {
    const value = [{ name: "n", updated: "1", deep: { at: 1, last_seen: 2 } }, null, "https://a/x?Expires=1"];
    expect(stateOf("t", { data: { id: "1", value } }).get("t 1.value")).toBe(
      '[{"name":"n","deep":{"at":1}},null,"https://a/x"]',
    );
    expect(stateOf("t", { data: { id: "1", value: undefined } }).get("t 1.value")).toBe("nothing");
  });

  it("tells of what else changed beside what cannot be read again", () => {
    const before = new Map([
      ["list", "a"],
      ["list L.name", "a"],
      ["listing", "a"],
      ["tag", "a"],
    ]);
    const now = new Map([
      ["list", UNREAD],
      ["listing", "b"],
      ["tag", "b"],
    ]);
    expect(driftBetween(before, now)).toEqual([
      "list could not be read again",
      "listing was a, is b",
      "tag was a, is b",
    ]);
  });
});
