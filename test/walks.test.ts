import { describe, expect, it } from "vitest";
import { Walk, Walks } from "../src/call/walks.ts";

// When pages go round, over all the calls that read them.

describe("a walk through pages", () => {
  it.each<[string, [string | undefined, string][], boolean[]]>([
    [
      "that leads on",
      [
        [undefined, "A"],
        ["A", "B"],
        ["B", "C"],
      ],
      [false, false, false],
    ],
    ["whose page names itself", [["A", "A"]], [true]],
    [
      "that comes back to its first page's next",
      [
        [undefined, "A"],
        ["A", "B"],
        ["B", "A"],
      ],
      [false, false, true],
    ],
    [
      "read twice over at once",
      [
        ["A", "B"],
        ["B", "C"],
        ["A", "B"],
        ["C", "D"],
        ["B", "C"],
      ],
      Array(5).fill(false),
    ],
    [
      "whose pages were changed meanwhile",
      [
        ["A", "B"],
        ["B", "C"],
        ["A", "C"],
        ["C", "D"],
      ],
      Array(4).fill(false),
    ],
    // A ring that does not hold the page itself ends where it is met.
    [
      "that runs into a ring",
      [
        ["B", "C"],
        ["C", "B"],
        ["A", "B"],
      ],
      [false, true, false],
    ],
  ])("%s", (_, steps, back) => {
    const walk = new Walk();
    expect(steps.map(([from, to]) => walk.leadsBack(from, to))).toEqual(back);
  });

  it("is forgotten with its session, and of many the one not used for longest", () => {
    const walks = new Walks();
    const first = walks.of("s", "0");
    for (let at = 1; at < 20; at += 1) walks.of("s", String(at));
    expect(walks.of("s", "0")).toBe(first);
    const second = walks.of("s", "1");
    walks.of("s", "20");
    expect(walks.of("s", "0")).toBe(first);
    expect(walks.of("s", "1")).toBe(second);
    walks.end("s");
    expect(walks.of("s", "0")).not.toBe(first);
  });

  it("keeps to a bounded number of pages", () => {
    const walk = new Walk();
    for (let at = 0; at <= 2000; at += 1) walk.leadsBack(String(at), String(at + 1));
    expect(walk.leadsBack("2001", "2")).toBe(true);
    expect(walk.leadsBack("2001", "1")).toBe(false);
  });
});
