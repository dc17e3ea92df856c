import { describe, expect, it } from "vitest";
import { z } from "zod";
import { clauseOf } from "../../src/check/refusals.ts";
import { job } from "../../src/tool/declare.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import { moment, refused, said, THING, thingTool } from "./things.ts";

// What a model reads of arguments that are refused, to the letter: all of them at once, and what was meant.

const BASE = "fields, detail, connection_id";
const FIELDS = {
  email: { type: "string", operators: ["equals", "any"] },
  "profile.id": { type: "string", operators: ["any"] },
  title: { type: "string", operators: ["contains"] },
  size: { type: "number", operators: ["equals", "greater-than"] },
  since: { type: "datetime", operators: ["greater-than"] },
} as const;
const FILTERED = thingTool({
  takes: { kind: z.enum(["email", "sms"]).optional() },
  query: { filter: FIELDS, page: { size: 10 } },
  result: { kind: "collection", resource: THING },
});
const TAKES_FIELDS =
  "email equals/any; profile.id any; title contains; size equals/greater-than; since greater-than";
const UNFILTERED = thingTool({
  takes: {
    list_id: z.string(),
    kind: z.enum(["conversion_value", "click_rate", "opens"]).optional(),
    count: z.number().max(5).optional(),
    at: moment.optional(),
    url: z.string().url("is a link").optional(),
    thing: z
      .strictObject({
        first_name: z.string(),
        parts: z.array(z.strictObject({ size: z.number() })).optional(),
      })
      .optional(),
    one: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]).optional(),
  },
});
const ARGUMENTS = "list_id, kind, count, at, url, thing, one";

describe("one fault", () => {
  const L = { list_id: "L" };
  it.each<[given: Record<string, unknown>, message: string, argument: string, next?: string]>([
    [{}, "list_id is required", "list_id"],
    [{ list_id: true }, "list_id must be string, not boolean", "list_id"],
    [
      { ...L, kind: "open" },
      'kind is one of conversion_value, click_rate, opens. Did you mean "opens"?',
      "kind",
    ],
    [
      { ...L, kind: "Revenue" },
      'kind is one of conversion_value, click_rate, opens. Did you mean "conversion_value"?',
      "kind",
    ],
    [
      { ...L, kind: "ctr" },
      'kind is one of conversion_value, click_rate, opens. Did you mean "click_rate"?',
      "kind",
    ],
    [{ ...L, kind: "total" }, "kind is one of conversion_value, click_rate, opens.", "kind"],
    [{ ...L, count: 6 }, "count: Number must be less than or equal to 5", "count"],
    [{ ...L, at: "soon" }, "at must be a date and time, e.g. 2026-11-01T09:00:00Z", "at"],
    [{ ...L, url: "x" }, "url: is a link", "url"],
    [{ ...L, thing: {} }, "thing.first_name is required", "thing.first_name"],
    [
      { ...L, thing: { first_name: "A", parts: [{ size: 1 }, {}] } },
      "thing.parts[1].size is required",
      "thing.parts[1].size",
    ],
    [
      { ...L, thing: { first_name: "A", first: 1 } },
      'thing.first is no argument here. Did you mean "first_name"? It takes first_name, parts',
      "thing.first",
    ],
    [
      { ...L, thing: { first_name: "A", parts: [{ size: 1, sise: 1 }] } },
      'thing.parts[0].sise is no argument here. Did you mean "size"? It takes size',
      "thing.parts[0].sise",
    ],
    [{ ...L, one: { a: "1", c: 2 } }, 'one.c is no argument here. Did you mean "a"? It takes a, b', "one.c"],
    [
      { ...L, lst_id: "L" },
      `lst_id is no argument here. Did you mean "list_id"? It takes ${ARGUMENTS}, ${BASE}`,
      "lst_id",
    ],
    [{ ...L, zzz: 1 }, `zzz is no argument here. It takes ${ARGUMENTS}, ${BASE}`, "zzz"],
    [
      { ...L, ["a\nb".padEnd(70, "z")]: 1 },
      `${"a b".padEnd(64, "z")}… is no argument here. It takes ${ARGUMENTS}, ${BASE}`,
      `${"a b".padEnd(64, "z")}…`,
    ],
  ])("%o", (given, message, argument, next) => {
    expect(said(UNFILTERED, given)).toEqual([message, argument, next]);
  });

  it("of a page that is larger than Klaviyo gives, with the way to get that many", () => {
    expect(said(FILTERED, { page_size: 11 })).toEqual([
      "page_size: Number must be less than or equal to 10",
      "page_size",
      "limit 11 fetches that many, over several pages.",
    ]);
    expect(said(FILTERED, { page_size: 0 })[2]).toBeUndefined();
  });

  it("of a filter as an object, with the filter that it means", () => {
    const next = (filter: unknown) => said(FILTERED, { filter })[2];
    expect(next({ email: "a", size: 5 })).toBe('Write filter as text: equals(email,"a"),equals(size,5).');
    expect(next({ archived: false })).toBe("Write filter as text: equals(archived,false).");
    expect(next({})).toBeUndefined();
    expect(next({ email: "a", size: { over: 5 } })).toBeUndefined();
    expect(next(5)).toBeUndefined();
    expect(said(UNFILTERED, { list_id: { email: "a" } })[2]).toBeUndefined();
  });

  it("of arguments of a tool that takes none", () => {
    const none = job({
      title: "T",
      description: "D",
      inputSchema: {},
      judgement: { effects: ["reads"], why: "W" },
      onKlaviyo: false,
      uses: [],
      run: async () => ({}),
    });
    expect(said(none("nothing", "things") as unknown as OperationTool, { a: 1 })[0]).toBe(
      "a is no argument here. It takes none",
    );
  });
});

describe("several faults", () => {
  it("are told at once, each next step once, and stand at the first", () => {
    const args = { kind: "x", count: "many", profile_id: "P", size: 5, filter: "greater-than(since,5)" };
    expect(said(FILTERED, args)).toEqual([
      [
        "kind is one of email, sms.",
        `count is no argument here. It takes kind, filter, page_size, page_cursor, limit, ${BASE}`,
        "profile_id is no argument here",
        "size is no argument here",
        'the filter is wrong at position 0 ("greater-than(since,5)"): a date stands bare, e.g. 2026-11-01T00:00:00Z, not 5',
      ].join("; "),
      "kind",
      [
        'Write filter greater-than(since,5),any(profile.id,["P"]) for profile_id.',
        "Write filter greater-than(since,5),equals(size,5) for size.",
        `It takes ${TAKES_FIELDS}`,
      ].join(" "),
    ]);
  });

  it("of single arguments are told beside those of the schema", () => {
    expect(said(UNFILTERED, { list_id: "VIP people", count: 6, fields: ["nam"] })).toEqual([
      'count: Number must be less than or equal to 5; thing has no attribute nam. Did you mean "name"?; list_id is an id, not a name such as "VIP people"',
      "count",
      'It has id, name, email, stats, properties. get_lists with filter equals(name,"VIP people") finds the id of a list.',
    ]);
  });
});

describe("an argument that is none, where there is a filter", () => {
  const around = {
    takerOf: (name: string) => (name === "template_id" ? "assign_template" : undefined),
    finderOf: (name: string, value: unknown) =>
      name === "owner" ? `get_owners with ${String(value)}` : undefined,
  };
  const WRITE = "Write filter";
  it.each<[given: Record<string, unknown>, message: string, next: string]>([
    [{ email: "a@b.c" }, "email is no argument here", `${WRITE} equals(email,"a@b.c") for email.`],
    [{ emails: ["a", "b"] }, "emails is no argument here", `${WRITE} any(email,["a","b"]) for emails.`],
    [{ profileId: "P" }, "profileId is no argument here", `${WRITE} any(profile.id,["P"]) for profileId.`],
    [{ title: "t" }, "title is no argument here", `${WRITE} contains(title,"t") for title.`],
    [{ size: 5 }, "size is no argument here", `${WRITE} equals(size,5) for size.`],
    [{ size: "5" }, "size is no argument here", `${WRITE} equals(size,5) for size.`],
    [
      { email: "a", filter: 'contains(title,"x")' },
      "email is no argument here",
      `${WRITE} contains(title,"x"),equals(email,"a") for email.`,
    ],
    [{ search: "a" }, "search is no argument here", `Write it as filter, which takes ${TAKES_FIELDS}.`],
    [{ Query: "a" }, "Query is no argument here", `Write it as filter, which takes ${TAKES_FIELDS}.`],
    [{ owner: "O" }, "owner is no argument here", "get_owners with O finds the id."],
    [{ templateId: "T" }, "templateId is no argument here", "assign_template takes template_id."],
  ])("%o", (given, message, next) => {
    const error = refused(FILTERED, given, around);
    expect([error.message, error.next]).toEqual([message, next]);
  });

  it.each<Record<string, unknown>>([
    { size: [5, 6] },
    { since: "2026" },
    { email: { a: 1 } },
    { email: null },
    { q2: "a" },
  ])("%o is no filter", (given) => {
    expect(refused(FILTERED, given).next).toBeUndefined();
    expect(refused(FILTERED, given).message).toContain("is no argument here. ");
  });

  it.each<[args: Parameters<typeof clauseOf>, clause: string | undefined]>([
    [["email", true, FIELDS], 'equals(email,"true")'],
    [["emails", [1, null, "b"], FIELDS], 'any(email,["1","b"])'],
    [["title", ["a", "b"], FIELDS], undefined],
    [["constructor", "a", FIELDS], undefined],
  ])("%o as a clause", (args, clause) => {
    expect(clauseOf(...args)).toBe(clause);
  });
});
