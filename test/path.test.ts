import { describe, expect, it } from "vitest";
import { InputError } from "../src/errors.ts";
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
