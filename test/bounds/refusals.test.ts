import { describe, expect, it } from "vitest";
import { parseInput } from "../../src/check/input.ts";
import { resolveConfig } from "../../src/config/config.ts";
import { wholeNumber } from "../../src/config/read.ts";
import { ConfigError, InputError } from "../../src/errors.ts";
import { FilterSyntaxError, parseFilter } from "../../src/jsonapi/filter.ts";
import { parseShape } from "../../src/operations/signature.ts";
import { Zods } from "../../src/operations/zods.ts";
import { Registry } from "../../src/registry.ts";
import { allTools } from "../../tools/index.ts";

// How much of a wrong call is told, how deep what is read may be nested, and between what a setting lies: n and n + 1.

const registry = Registry.whole(allTools);
const letters = (count: number) => "x".repeat(count);

/** Why a call is refused. */
function refusal(name: string, args: Record<string, unknown>): string {
  const tool = registry.find(name) ?? expect.fail(`no tool ${name}`);
  try {
    parseInput(tool, args);
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return expect.fail("it was taken");
}

describe("what is told of a refusal", () => {
  it("is the first twelve problems, and how many more there are", () => {
    const wrong = (count: number) =>
      refusal("bulk_import_profiles", { profiles: Array.from({ length: count }, () => ({ email: {} })) });
    expect(wrong(12)).not.toContain("more)");
    expect(wrong(12).split("; ")).toHaveLength(12);
    expect(wrong(13)).toBe(`${wrong(12)} (and 1 more)`);
  });

  it("shows 40 letters of a filter from where it is wrong", () => {
    const field = (count: number) => `equals(${letters(count)},"a")`;
    const said = (count: number) => refusal("get_lists", { filter: field(count) });
    expect(said(33)).toContain(`(${JSON.stringify(`equals(${letters(33)}`)})`);
    expect(said(32)).toContain(`(${JSON.stringify(`equals(${letters(32)},`)})`);
  });

  it.each([64, 65])("names a tool that is not there with its first 64 letters: %i", (count) => {
    const shown = count > 64 ? `${letters(64)}…` : letters(64);
    expect(registry.refusal(letters(count)).message).toBe(`there is no tool ${shown} here.`);
  });

  it("looks at the last 64 letters of an argument's name for who lists its values", () => {
    expect(registry.listerOf(`${"x_".repeat(28)}list_id`)).toBe("get_lists");
    expect(registry.listerOf(`list_ids[${"0".repeat(54)}]`)).toBe("get_lists");
    expect(registry.listerOf(`list_ids[${"0".repeat(55)}]`)).toBeUndefined();
  });
});

it("a filter is mended as often as it takes: its field, its operator, its form and its values", () => {
  const filter = "eq(emial,[a@example.com,b@example.com])";
  expect(() => parseInput(registry.find("get_profiles") ?? expect.fail(), { filter })).toThrow(
    expect.objectContaining({
      next: expect.stringContaining('Write any(email,["a@example.com","b@example.com"]). It takes'),
    }),
  );
});

it("a property is listed whose name has 64 letters, and one of more is taken unlisted", () => {
  const shaped = (count: number) => {
    const name = letters(count);
    const shape = parseShape(`{a?: string; ${name}?: number}`);
    return new Zods(() => undefined).of(shape).safeParse({ [name]: "no number" }).success;
  };
  expect([shaped(64), shaped(65)]).toEqual([false, true]);
});

describe("nesting", () => {
  it("of a filter goes to twenty levels", () => {
    const nested = (levels: number) => `${"and(".repeat(levels)}has(a)${")".repeat(levels)}`;
    expect(parseFilter(nested(20))).toHaveLength(1);
    expect(() => parseFilter(nested(21))).toThrow(FilterSyntaxError);
  });

  it("of a signature goes to sixty", () => {
    const nested = (levels: number) => `${"(".repeat(levels)}string${")".repeat(levels)}`;
    expect(parseShape(nested(60))).toEqual({ is: "string" });
    expect(() => parseShape(nested(61))).toThrow("nested too deeply");
  });
});

describe("a setting", () => {
  const set = (name: string, value: number) =>
    resolveConfig({ [name]: String(value) }, {}, () => "", name === "httpPort" ? "http" : "stdio");
  it.each([
    ["timeoutMs", 100, 45_000],
    ["maxResultChars", 2000, 10_000_000],
    ["httpPort", 0, 65_535],
  ])("%s is from %i to %i", (name, least, most) => {
    expect(() => [set(name, least), set(name, most)]).not.toThrow();
    for (const value of [least - 1, most + 1, least + 0.5])
      expect(() => set(name, value)).toThrow(ConfigError);
  });

  it("that is a whole number holds both of its bounds", () => {
    const read = wholeNumber(2, 3);
    expect([read("2", "x"), read("3", "x")]).toEqual([2, 3]);
    for (const value of ["1", "4", "2.5", "two", undefined])
      expect(() => read(value, "x")).toThrow(ConfigError);
  });
});
