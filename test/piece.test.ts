import { describe, expect, it } from "vitest";
import { shapePiece } from "../src/wire/piece.ts";

// A long attribute in pieces: which characters are had, and how to go on.

const ROOM = Number.POSITIVE_INFINITY;
const item = (attributes: unknown) => ({ type: "template", id: "T", attributes });
const piece = (attributes: unknown, name: string, from: number, most = ROOM) =>
  shapePiece(item(attributes), { name, from }, most);

describe("a piece of an attribute", () => {
  it.each<[what: string, attributes: unknown, name: string, from: number, had: string, hint: string]>([
    ["is its end", { html: "abcdef" }, "html", 4, "ef", "Characters 4 to 6 of 6. Nothing comes after it."],
    ["is all of it", { html: "abc" }, "html", 0, "abc", "Characters 0 to 3 of 3. Nothing comes after it."],
    [
      "is nothing past its end",
      { html: "abc" },
      "html",
      9,
      "",
      "Characters 9 to 9 of 3. Nothing comes after it.",
    ],
    [
      "is of its JSON",
      { tree: [1, 2] },
      "tree",
      1,
      "1,2]",
      "Characters 1 to 5 of 5. Nothing comes after it.",
    ],
    [
      "is of what stands deeper",
      { a: { b: { c: "xyz" } } },
      "a.b.c",
      1,
      "yz",
      "Characters 1 to 3 of 3. Nothing comes after it.",
    ],
    [
      "is of a name with dots",
      { a: { "b.c": "xyz" } },
      "a.b.c",
      1,
      "yz",
      "Characters 1 to 3 of 3. Nothing comes after it.",
    ],
  ])("%s", (_, attributes, name, from, had, hint) => {
    expect(piece(attributes, name, from)).toEqual({ data: { id: "T", [name]: had }, hint });
  });

  it.each<[what: string, attributes: unknown, name: string]>([
    ["is not there", { a: 1 }, "html"],
    ["is null", { html: null }, "html"],
    ["would stand below a text", { a: "text" }, "a.length"],
    ["is only the beginning of a name", { a: { b: 1 } }, "a.c"],
    ["is what every object has", {}, "constructor.name"],
    ["is of no attributes", "text", "length"],
    ["is of null", null, "html"],
  ])("is none where it %s", (_, attributes, name) => {
    expect(piece(attributes, name, 0)).toBeUndefined();
  });

  it("has no id where the resource has none", () => {
    const had = shapePiece({ attributes: { html: "a" } }, { name: "html", from: 0 }, ROOM);
    expect(had?.data).toStrictEqual({ html: "a" });
  });

  it("that is as long as fits says where the next begins", () => {
    const html = Array.from({ length: 500 }, (_, at) => at % 10).join("");
    const had = piece({ html }, "html", 7, 300) as { data: { html: string }; hint: string };
    const to = 7 + had.data.html.length;
    expect(had.data.html).toBe(html.slice(7, to));
    expect(had.hint).toBe(
      `Characters 7 to ${to} of 500. The next piece: the same call with fields ["html@${to}"].`,
    );
    expect(JSON.stringify(had)).toHaveLength(300);
  });

  it("keeps letters of two halves whole, and loses none of them", () => {
    const html = `a${"😀".repeat(60)}`;
    for (const most of [200, 201]) {
      let text = "";
      while (text.length < html.length) {
        const { data } = piece({ html }, "html", text.length, most) as { data: { html: string } };
        expect(data.html.isWellFormed()).toBe(true);
        expect(data.html.length).toBeGreaterThan(0);
        text += data.html;
      }
      expect(text).toBe(html);
    }
  });
});
