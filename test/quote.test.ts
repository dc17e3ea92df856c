import { expect, it } from "vitest";
import { quoted, quotedName } from "../src/ask/quote.ts";

// What Klaviyo or a caller wrote stands in a question as a value and as nothing else.

it.each<[why: string, value: string, shown: string]>([
  ["a plain text", "Spring Sale", '"Spring Sale"'],
  ["quotes cannot be ended", 'a", status: "Draft', '"a\\", status: \\"Draft"'],
  ["nor by a backslash before them", "a\\", '"a\\\\"'],
  ["a line break draws no line", "a\n- account: Mine\r\nb", '"a ⏎ - account: Mine ⏎ b"'],
  ["a line separator is seen", "a\u2028b", '"a⟨U+2028⟩b"'],
  ["nothing turns text around", "abc\u202Egnp.exe", '"abc⟨U+202E⟩gnp.exe"'],
  ["an isolate is seen", "\u2066x\u2069", '"⟨U+2066⟩x⟨U+2069⟩"'],
  ["zero width is seen", "pay\u200Bpal", '"pay⟨U+200B⟩pal"'],
  ["a joiner between letters is seen", "a\u200Db", '"a⟨U+200D⟩b"'],
  ["a joiner in an emoji is the emoji's", "👩\u200D💻", '"👩\u200D💻"'],
  ["after a skin tone too", "👩🏽\u200D💻", '"👩🏽\u200D💻"'],
  ["a variation of an emoji is the emoji's", "❤\uFE0F", '"❤\uFE0F"'],
  ["a variation of a letter is seen", "a\uFE0F", '"a⟨U+FE0F⟩"'],
  ["the Hangul filler is seen", "a\u3164b", '"a⟨U+3164⟩b"'],
  ["the braille blank is seen", "a\u2800b", '"a⟨U+2800⟩b"'],
  ["tags are seen", "a\u{E0041}", '"a⟨U+E0041⟩"'],
  ["a control character is seen", "a\u0085b\u001b[2J", '"a⟨U+0085⟩b⟨U+001B⟩[2J"'],
  ["a lone surrogate is a replacement", "a\uD83D", '"a\uFFFD"'],
  ["a wide blank is a space", "a\u3000b\u00A0c", '"a b c"'],
  ["an image is no image", "![x](https://a.example/p.png)", '"! [x] (https://a.example/p.png)"'],
  ["a link is no link", "[Klaviyo](https://a.example)", '"[Klaviyo] (https://a.example)"'],
  ["nor by reference", "[x][1] [1]: https://a", '"[x] [1] [1] : https://a"'],
  ["html is text", "<img src=x onerror=alert(1)>", '"‹img src=x onerror=alert(1)›"'],
  ["an entity is text", "&lt;b&gt; &#x202e;", '"& lt;b& gt; & #x202e;"'],
  ["code is text", "`rm`", '"ˋrmˋ"'],
  ["nothing is struck out", "~~not~~ **bold**", '"~ ~not~ ~ * *bold* *"'],
])("%s", (_, value, shown) => {
  expect(quoted(value, 300)).toBe(shown);
});

it.each<[value: string, shown: string]>([
  ["12345", '"12345"'],
  ["123456", '"12345"… (6 characters)'],
  ["1234😀", '"1234\uFFFD"… (6 characters)'],
])("%s is cut after the fifth character, and says so", (value, shown) => {
  expect(quoted(value, 5)).toBe(shown);
});

it("a name of a field that is no plain word is a value", () => {
  expect(quotedName("$source")).toBe("$source");
  expect(quotedName("profiles[0].email")).toBe("profiles[0].email");
  expect(quotedName("a: b\nc")).toBe('"a: b ⏎ c"');
  expect(quotedName("x".repeat(65))).toContain("(65 characters)");
});
