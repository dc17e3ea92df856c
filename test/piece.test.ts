import { describe, expect, it } from "vitest";
import { shapePiece } from "../src/wire/piece.ts";

// A long attribute in pieces: which characters are had, and how to go on.

const ROOM = Number.POSITIVE_INFINITY;
const item = (attributes: unknown) => ({ type: "template", id: "T", attributes });
const piece = (attributes: unknown, name: string, from: number, most = ROOM) =>
  shapePiece(item(attributes), { name, from }, most);

describe("a piece of an attribute", () => {
  it.each<[what: string, attributes: unknown, name: string, from: number, had: string]>([
    ["is its end", { html: "abcdef" }, "html", 4, "ef"],
    ["is all of it", { html: "abc" }, "html", 0, "abc"],
    ["is all of nothing", { html: "" }, "html", 0, ""],
    ["is of its JSON", { tree: [1, 2] }, "tree", 1, "1,2]"],
    ["is of what stands deeper", { a: { b: { c: "xyz" } } }, "a.b.c", 1, "yz"],
    ["is of a name with dots", { a: { "b.c": "xyz" } }, "a.b.c", 1, "yz"],
  ])("%s, and asks for nothing more", (_, attributes, name, from, had) => {
    expect(piece(attributes, name, from)).toEqual({ data: { id: "T", [name]: had } });
  });

  it.each([3, 9])("from %i on is nothing of three characters, and says so", (from) => {
    expect(piece({ html: "abc" }, "html", from)).toEqual({
      data: { id: "T", html: "" },
      hint: `It has 3 characters: nothing stands at ${from}.`,
    });
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
