import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InputError } from "../src/errors.ts";
import { flawOfId, MAX_ID_BYTES } from "../src/tool/id.ts";
import { nativePath, segment } from "../src/wire/path.ts";

/** Each value that cannot be one segment, and why. */
const NONE: [value: string, why: string][] = [
  [" ", "is empty"],
  ["\ud800", "half a character"],
  ["a\nb", "control character"],
  ["a%00b", "control character"],
  ["a%2500b", "control character"],
  ["..", "path step"],
  ["a/../b", "path step"],
  ["a\\..\\b", "path step"],
  ["..;x", "path step"],
  ["%2e%2e", "path step"],
  ["%252e%252e%252fb", "path step"],
  ["a\\b", "backslash"],
  ["a%5cb", "backslash"],
  ["a%255cb", "backslash"],
];

describe("a segment", () => {
  it.each(NONE)("is not %j, as an id or in a path", (value, why) => {
    expect(() => segment("list_id", value)).toThrow(InputError);
    expect(() => segment("list_id", value)).toThrow(/^list_id /);
    expect(() => segment("list_id", value)).toThrow(why);
    expect(() => nativePath(`/api/lists/${value}/profiles`)).toThrow(InputError);
    expect(() => nativePath(`/api/lists/${value}/profiles`)).toThrow(why);
  });

  it.each(["a/b", "https://evil.example", "100%", "a..b", "…", "$custom:::$default:::SKU/1"])(
    "is %j, and reads the same in a path",
    (value) => {
      const encoded = segment("list_id", value);
      expect(encoded).not.toContain("/");
      expect(nativePath(`/klaviyo/api/lists/${encoded}/`)).toBe(`/api/lists/${encoded}`);
    },
  );
});

it.each([
  ["/connections", "must start with /api/"],
  ["https://a.klaviyo.com/api/lists", "must start with /api/"],
  ["/api/", "ends at /api/"],
  ["/api//lists", "empty segment"],
  ["/api/lists?page=1", "a ? or #"],
  ["/api/lists/100%", "encodes nothing"],
])("%s is no native path: %s", (path, why) => {
  expect(() => nativePath(path)).toThrow(InputError);
  expect(() => nativePath(path)).toThrow(why);
});

describe("an id of many bytes", () => {
  it.each([
    ["letters", "x".repeat(MAX_ID_BYTES), true],
    ["one letter more", "x".repeat(MAX_ID_BYTES + 1), false],
    ["letters of two bytes", "é".repeat(MAX_ID_BYTES / 2), true],
    ["and one more of them", `${"é".repeat(MAX_ID_BYTES / 2)}x`, false],
    ["escapes of escapes", `%${"25".repeat(80_000)}2e`, false],
  ])("%s: fits %s", (_, value, fits) => {
    if (fits) expect(segment("list_id", value)).toBe(encodeURIComponent(value));
    else expect(() => segment("list_id", value)).toThrow(`and none has more than ${MAX_ID_BYTES}`);
  });

  it("is none in a path either, nor is the path around it", () => {
    const least = "/api/lists/";
    const longest = `${least}${"x".repeat(MAX_ID_BYTES - least.length)}`;
    expect(nativePath(longest)).toBe(longest);
    expect(() => nativePath(`${longest}x`)).toThrow(`has ${MAX_ID_BYTES + 1} bytes`);
    expect(() => nativePath(`/api/${"%25".repeat(53_000)}`)).toThrow("none has more than");
  });
});

/** The plain way: decode everything, and again, until nothing changes; and look each time. */
function slowFlaw(value: string): boolean {
  for (let now = value, before = ""; now !== before; ) {
    before = now;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    if (/[\u0000-\u001f\u007f\\]|(?:^|[/\\])\.\.?(?:[/\\;]|$)/.test(now)) return true;
    now = before.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
  return false;
}

it("one pass finds what decoding again and again finds", () => {
  const part = fc.constantFrom(
    "%",
    "2",
    "5",
    "e",
    "E",
    "f",
    "c",
    "0",
    "d",
    "3",
    "b",
    ".",
    "/",
    ";",
    "x",
    "é",
    "%25",
    "%2e",
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 14 }), (parts) => {
      const value = parts.join("");
      expect(flawOfId(value) !== undefined, value).toBe(slowFlaw(value));
    }),
    { numRuns: 3000 },
  );
});
