import { describe, expect, it } from "vitest";
import type { Input } from "../../src/tool/tool.ts";
import { refusalOf, rowsOf, saidOf, TAKES, text, toolOf } from "./filtered.ts";

// Filters in other languages, of operations that publish no fields, and of bodies.

describe("a filter in the language of another", () => {
  it.each(
    rowsOf(`
      name = "a b" → equals(name,"a b")
      name=a → equals(name,"a")
      (name == 'it''s') → equals(name,"it''s")
      name === a → equals(name,"a")
      name : a → equals(name,"a")
      name is a → equals(name,"a")
      name LIKE '%a%' → contains(name,"a")
      title contains a → contains(title,"a")
      name = 100% → equals(name,"100%")
      name in ("a", b) → any(name,["a","b"])
      name in [a, "b"] → any(name,["a","b"])
      count > 5 → greater-than(count,5)
      count = -1.5 → equals(count,-1.5)
      updated >= 2026-01-01 → greater-or-equal(updated,2026-01-01)
      updated <= 2026-01-01T09:30:00Z → less-or-equal(updated,2026-01-01T09:30:00Z)
      created < 2026-01-01T09:30:00+02:00 → less-than(created,2026-01-01T09:30:00+02:00)
      archived = true → equals(archived,true)
      name = a and archived = false → equals(name,"a"),equals(archived,false)
      name = a AND count > 1 && archived=true → equals(name,"a"),greater-than(count,1),equals(archived,true)
      nam = a → equals(name,"a")
      equals(name,“a”) → equals(name,"a")
      equals(name,‘a’) → equals(name,"a")
      equals(name,"a') → equals(name,"a")
      equals(nam,“a”),eq(nickname,‘b’) → equals(name,"a"),equals(nickname,"b")
    `),
  )("%s: %s", (filter, instead) => {
    expect(refusalOf({ filter })?.next).toBe(`Write ${instead}. ${TAKES}`);
  });

  it.each([
    ["no clause", "everything"],
    ["one of two that is none", "name = a and everything"],
    ["a field that is not there", "shoe = 9"],
    ["a list that is none", "name in a"],
    ["longer than any slip of a model", `name = ${"a".repeat(1994)}`],
    ["nothing", ""],
    ["a mark without a value", "name ="],
  ])("is not guessed at where it is %s", (_, filter) => {
    expect(refusalOf({ filter })?.next).toBe(TAKES);
  });

  it("is read up to 2,000 characters", () => {
    const letters = "a".repeat(1993);
    expect(refusalOf({ filter: `name = ${letters}` })?.next).toBe(
      `Write equals(name,"${letters}"). ${TAKES}`,
    );
  });
});

describe("where fields of a filter are not published", () => {
  const anyFields = toolOf({});
  it.each([
    ['equals(anything,"a"),has(b),any(c,[1])', undefined],
    ['eq(anything,"a")', 'Write equals(anything,"a")'],
    ['any(anything,"a")', 'Write any(anything,["a"])'],
    ["equals(anything)", undefined],
    ["anything = 5", "Write equals(anything,5)"],
  ])("the language alone is checked: %s", (filter, next) => {
    expect(refusalOf({ filter }, anyFields)?.next).toBe(next);
  });
});

describe("a filter of a body", () => {
  const once = toolOf(
    {},
    {
      fields: { flow: text("equals", "contains-any"), list: text("equals") },
      once: true,
      negated: ["flow"],
      arguments: { datetime: "start and end" },
    },
  );
  it.each([
    [{ filter: ['equals(flow,"a")', 'equals(list,"b")'] }, undefined],
    [{ filter: 'not(equals(flow,"a"))' }, undefined],
    [{ filter: [5, 'equals(flow,"a")'] }, undefined],
    [{}, undefined],
  ])("%o passes", (input, said) => {
    expect(refusalOf(input as unknown as Input, once)?.message).toBe(said);
  });

  it("takes one clause a field", () => {
    const error = refusalOf({ filter: ['equals(flow,"a")', 'equals(flow,"b")'] } as unknown as Input, once);
    expect(error).toMatchObject({
      message: "the filter has two clauses on flow, and here it takes one",
      argument: "filter",
      next: 'Put all values into one: contains-any(flow,["a","b"]).',
    });
  });

  const NO_NOT =
    "there is no not(…): clauses are joined by commas, and any(field,[…]) takes one of several values";
  it.each([
    ['not(equals(list,"a"))', NO_NOT],
    ['not(equals(flow,"a"),equals(list,"b"))', NO_NOT],
    ['not(not(equals(flow,"a")))', NO_NOT],
    ['or(equals(flow,"a"))', NO_NOT.replace("not(", "or(")],
    ["not(equals(flow,5))", "text stands in quotes, not 5"],
    [
      "less-than(datetime,2026-11-08)",
      "datetime is the argument start and end: give it there, not in the filter",
    ],
  ])("says of %s what is wrong", (filter, problem) => {
    expect(saidOf(filter, once).problem).toBe(problem);
  });
});

it("a filter is mended in six steps at most, each clause for itself", () => {
  const next = refusalOf({ filter: 'eq(nam,a),eq(cuont,"5"),gte(created,2026-01-01)' })?.next;
  expect(next).toBe(
    `Write equals(name,"a"),equals(count,5),greater-than(created,2025-12-31T23:59:59Z). ${TAKES}`,
  );
});

it("a clause that is wrong later on is shown from where it begins", () => {
  const error = refusalOf({ filter: 'equals(name,"a"), equals(count,"x")' });
  expect(error?.message).toBe(
    'the filter is wrong at position 18 ("equals(count,\\"x\\")"): a number stands bare, not "x"',
  );
  expect(error?.argument).toBe("filter");
});
