import { describe, expect, it } from "vitest";
import { refusalOf, rowsOf, saidOf, TAKES } from "./filtered.ts";

// A filter as models write it, and what they read of it, to the letter: what is wrong and what to write instead.

describe("is written instead", () => {
  it.each(
    rowsOf(`
      EQ(name,"a") → equals(name,"a")
      equal(name,"a") → equals(name,"a")
      is(name,"a") → equals(name,"a")
      in(name,["a","b"]) → any(name,["a","b"])
      one_of(name,["a"]) → any(name,["a"])
      gt(created,2026-01-01) → greater-than(created,2026-01-01)
      after(created,2026-01-01) → greater-than(created,2026-01-01)
      GTE(updated,2026-01-01) → greater-or-equal(updated,2026-01-01)
      ge(updated,2026-01-01) → greater-or-equal(updated,2026-01-01)
      greater_than_or_equal(updated,2026-01-01) → greater-or-equal(updated,2026-01-01)
      lt(created,2026-01-01) → less-than(created,2026-01-01)
      before(created,2026-01-01) → less-than(created,2026-01-01)
      lte(updated,2026-01-01) → less-or-equal(updated,2026-01-01)
      le(updated,2026-01-01) → less-or-equal(updated,2026-01-01)
      less_than_or_equal(updated,2026-01-01) → less-or-equal(updated,2026-01-01)
      like(name,"a") → contains(name,"a")
      includes(name,"a") → contains(name,"a")
      startswith(title,"a") → contains(title,"a")
      Starts_With(title,"a") → contains(title,"a")
      ends-with(title,"a") → contains(title,"a")
      ends-With(title,"a") → contains(title,"a")
      exists(profile) → has(profile)
      greater-or-equal(created,2026-01-01T09:30:00.5Z) → greater-than(created,2026-01-01T09:29:59.500Z)
      greater-or-equal(created,"2026-01-01") → greater-than(created,2025-12-31T23:59:59Z)
      greater-or-equal(created,2026-01-01T09:30:00) → greater-than(created,2026-01-01T09:29:59)
      greater-or-equal(created,2026-01-01T09:30:00+02:00) → greater-than(created,2026-01-01T07:29:59Z)
      less-or-equal(created,2026-01-01) → less-than(created,2026-01-01T00:00:01Z)
      greater-than(updated,2026-01-01) → greater-or-equal(updated,2026-01-01)
      less-than(updated,2026-01-01) → less-or-equal(updated,2026-01-01)
      equals(tag,"a") → contains-any(tag,["a"])
      any(tag,["a","b"]) → contains-any(tag,["a","b"])
      contains-any(name,["a"]) → any(name,["a"])
      contains-any(phone_number,["1"]) → equals(phone_number,"1")
      equals(nam,"a") → equals(name,"a")
      equals(Name,"a") → equals(name,"a")
      equals(list,"a") → equals(list_id,"a")
      equals(joined,2026-01-01) → equals(joined_group_at,2026-01-01)
      equals(cuont,5) → equals(count,5)
      has(profil) → has(profile)
      has(profile,"x") → has(profile)
      equals(cnt,5) → equals(count,5)
      or(equals(name,"a"),any(name,["b","c"])) → any(name,["a","b","c"])
      or(eq(name,"a")) → any(name,["a"])
      any(name,"a") → any(name,["a"])
      equals(name,["a"]) → equals(name,"a")
      contains(name,["a","b"]) → any(name,["a","b"])
      equals(name,a) → equals(name,"a")
      equals(name,5) → equals(name,"5")
      contains(name,null) → contains(name,"null")
      any(name,[a,"b",5]) → any(name,["a","b","5"])
      equals(status,"draft") → equals(status,"Draft")
      equals(status,"Drft") → equals(status,"Draft")
      equals(status,sent) → equals(status,"Sent")
      any(status,["sent","Draft"]) → any(status,["Sent","Draft"])
      greater-than(created,"2026-01-01 09:30:00") → greater-than(created,2026-01-01T09:30:00)
      greater-than(created," 2026-01-01 ") → greater-than(created,2026-01-01)
      equals(count," 5 ") → equals(count,5)
      equals(archived,"TRUE") → equals(archived,true)
    `),
  )("for %s: %s", (filter, instead) => {
    expect(saidOf(filter).next).toBe(`Write ${instead}. ${TAKES}`);
    expect(refusalOf({ filter: instead })).toBeUndefined();
  });
});

describe("is wrong, without a filter that would do", () => {
  const READS_MORE = "Without that clause it reads more: look through the answer";
  const FINDS = "get_lists with filter equals(name,";
  it.each<[filter: string, problem: string, next?: string]>([
    ['equals(title,"a")', "title takes contains, not equals", READS_MORE],
    ['contains-all(tag,["a"])', "tag takes contains-any, not contains-all", READS_MORE],
    ['foo(name,"a")', "name takes equals, any, contains, not foo", READS_MORE],
    ['contains-any(phone_number,["1","2"])', "phone_number takes equals, not contains-any", READS_MORE],
    ["greater-or-equal(created,5)", "created takes greater-than, less-than, not greater-or-equal"],
    ["greater-or-equal(created,2026-13-01)", "created takes greater-than, less-than, not greater-or-equal"],
    ['equals(na,"a")', "it has no field na."],
    ['equals(nick,"a")', "it has no field nick."],
    ['equals(names_of_all,"x")', "it has no field names_of_all."],
    ['equals(profiles,"x")', 'it has no field profiles. Did you mean "profile"?'],
    [
      'equals(messages.channel,"x")',
      "messages.channel is the argument channel: give it there, not in the filter",
    ],
    ["equals(name)", "equals(name,…) needs a value"],
    ["any(name,[])", "the list is empty"],
    ["equals(name,[])", "the list is empty"],
    ['equals(status,"xyzzy")', '"xyzzy" is none of Draft, Sent, Cancelled: Smart Sending'],
    ['any(status,["sent","nope nope nope"])', '"sent" is none of Draft, Sent, Cancelled: Smart Sending'],
    ["greater-than(created,5)", "a date stands bare, e.g. 2026-11-01T00:00:00Z, not 5"],
    ['greater-than(created,"soon")', 'a date stands bare, e.g. 2026-11-01T00:00:00Z, not "soon"'],
    ["greater-than(created,2026-13-01)", "2026-13-01 is no date"],
    ['equals(count,"five")', 'a number stands bare, not "five"'],
    ["equals(count,true)", "a number stands bare, not true"],
    ["equals(archived,1)", "a boolean stands bare, not 1"],
    [
      'equals(list_id,"VIP people")',
      'list_id is an id, not a name such as "VIP people"',
      `${FINDS}"VIP people") finds the id of a list`,
    ],
    [
      'any(list_id,["A","a@b"])',
      'list_id is an id, not a name such as "a@b"',
      `${FINDS}"a@b") finds the id of a list`,
    ],
  ])("%s: %s", (filter, problem, next) => {
    expect(saidOf(filter)).toEqual({ problem, next: next ? `${next}. ${TAKES}` : TAKES });
  });

  it.each([
    'or(equals(name,"a"),contains(name,"b"))',
    'or(equals(name,"a"),has(name))',
    'or(equals(name,"a"),equals(nickname,"b"))',
    'or(not(equals(name,"a")))',
    'or(equals(name,"a"),not(equals(name,"b")))',
  ])("%s, of which no list says the same", (filter) => {
    const problem =
      "there is no or(…): clauses are joined by commas, and any(field,[…]) takes one of several values";
    expect(saidOf(filter)).toEqual({ problem, next: TAKES });
  });
});
