import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commonArguments, DEFAULT_PAGE_SIZE, MAX_LIMIT } from "../../src/tool/arguments.ts";
import { baseOf, indirect, job, operation, section, withSchema } from "../../src/tool/declare.ts";
import { type Judgement, READS } from "../../src/tool/effects.ts";
import type { QuerySpec, ResultSpec } from "../../src/tool/tool.ts";
import { EDITS, THING } from "../check/things.ts";

// What a declaration makes of what a tool says: its arguments, its hints, and what it has where it says nothing.

const result = (kind: string): ResultSpec => ({ kind, resource: THING }) as ResultSpec;
const argumentsOf = (judgement: Judgement, query: QuerySpec, kind?: string) =>
  Object.keys(
    commonArguments(judgement, { host: "gateway", query }, kind === undefined ? undefined : result(kind)),
  );
const ALL: QuerySpec = {
  filter: {},
  sort: ["name"],
  include: { list: THING },
  additionalFields: ["a"],
  page: { size: 10 },
};
const CHANGE = ["connection_id", "dry_run", "confirmation"];

describe("the arguments that tools share", () => {
  it.each<[says: string, judgement: Judgement, query: QuerySpec, kind: string | undefined, names: string[]]>([
    ["a change", EDITS, ALL, "resource", CHANGE],
    ["a read without a result of its own", READS, ALL, undefined, ["connection_id"]],
    ["rows", READS, ALL, "rows", ["connection_id", "accounts"]],
    ["a report", READS, ALL, "report", ["connection_id", "accounts"]],
    ["one resource", READS, {}, "resource", ["fields", "detail", "connection_id"]],
    ["a job", READS, {}, "job", ["fields", "connection_id"]],
    ["a list in one page", READS, {}, "collection", ["page_cursor", "fields", "detail", "connection_id"]],
    [
      "a list whose pages have one size",
      READS,
      { page: {} } as QuerySpec,
      "collection",
      ["page_cursor", "limit", "fields", "detail", "connection_id"],
    ],
    [
      "a list with all there is",
      READS,
      ALL,
      "collection",
      [
        ...["filter", "sort", "page_size", "page_cursor", "limit", "fields", "include"],
        ...["additional_fields", "detail", "connection_id"],
      ],
    ],
  ])("of %s", (_, judgement, query, kind, names) => {
    expect(argumentsOf(judgement, query, kind)).toEqual(names);
  });

  it.each<[method: "POST" | "GET", path: string, kind: string, waits: boolean]>([
    ["POST", "/api/profile-bulk-import-jobs", "job", true],
    ["POST", "/api/coupon-code-bulk-create-jobs", "job", true],
    ["POST", "/api/catalog-item-bulk-update-jobs", "job", true],
    ["POST", "/api/catalog-item-bulk-delete-jobs", "job", true],
    ["GET", "/api/profile-bulk-import-jobs", "job", false],
    ["POST", "/api/profile-bulk-import-jobs", "resource", false],
    ["POST", "/api/profile-bulk-import-jobs/{id}", "job", false],
    ["POST", "/api/campaign-send-jobs", "job", false],
  ])("of a %s of %s with a %s: waits %s", (method, path, kind, waits) => {
    const request = { host: "gateway", method, path } as const;
    expect("wait" in commonArguments(EDITS, request, result(kind))).toBe(waits);
  });

  it("of what speaks to no account", () => {
    expect(commonArguments(READS, { host: "control", query: ALL }, result("collection"))).toEqual({});
    expect(Object.keys(commonArguments(EDITS, { host: "control" }))).toEqual(["dry_run", "confirmation"]);
    expect(Object.keys(commonArguments(EDITS))).toEqual(CHANGE);
  });

  it("need not be given, and have their bounds", () => {
    const shape = z.object(commonArguments(READS, { host: "gateway", query: ALL }, result("collection")));
    const takes = (input: object) => shape.safeParse(input).success;
    const taken = [
      {},
      { filter: "f", sort: "s", page_cursor: "c", fields: ["a"], connection_id: "c" },
      ...[1, 10].map((page_size) => ({ page_size })),
      ...[1, MAX_LIMIT].map((limit) => ({ limit })),
      ...["summary", "full"].map((detail) => ({ detail })),
      { include: ["list"], additional_fields: ["a"] },
    ];
    const refused = [
      ...[0, 11, 1.5].map((page_size) => ({ page_size })),
      ...[0, MAX_LIMIT + 1, 1.5].map((limit) => ({ limit })),
      { detail: "some" },
      { include: ["lists"] },
      { additional_fields: ["b"] },
      { fields: "a" },
    ];
    for (const input of taken) expect(takes(input), JSON.stringify(input)).toBe(true);
    for (const input of refused) expect(takes(input), JSON.stringify(input)).toBe(false);
    expect(DEFAULT_PAGE_SIZE).toBe(20);
  });

  it("are made once for all that take the same", () => {
    const sized = (size: number) =>
      commonArguments(READS, { host: "gateway", query: { page: { size } } }, result("collection"));
    expect(sized(7).page_size).toBe(sized(7).page_size);
    expect(sized(7).page_size).not.toBe(sized(8).page_size);
  });

  it("of a change may be shown or not", () => {
    const shape = z.object(commonArguments(EDITS));
    expect(shape.safeParse({ dry_run: true, confirmation: "t" }).success).toBe(true);
    expect(shape.safeParse({ dry_run: "yes" }).success).toBe(false);
    expect(shape.safeParse({ confirmation: 5 }).success).toBe(false);
  });
});

const SAYS = { title: "Thing", description: "A thing.", inputSchema: { name: z.string() } };

describe("an operation", () => {
  const made = (method: string, judgement: Judgement, more = {}, request = {}) =>
    operation({
      ...SAYS,
      judgement,
      ...more,
      request: { method, path: "/api/things", ...request },
      result: result("resource"),
    } as Parameters<typeof operation>[0])("do_thing", "things");

  it("has the defaults of what it does not say", () => {
    const tool = made("PATCH", EDITS);
    expect(tool).toMatchObject({ name: "do_thing", toolset: "things", kind: "operation", title: "Thing" });
    expect(tool).toMatchObject({
      aka: [],
      rules: [],
      preview: [],
      structures: {},
      maxBytes: {},
      secrets: [],
    });
    for (const key of ["guide", "told", "settledBy"]) expect(tool).not.toHaveProperty(key);
    expect(tool.request).toEqual({
      method: "PATCH",
      path: "/api/things",
      host: "gateway",
      query: {},
      scopes: [],
      rate: { burst: 10, steady: 600 },
    });
  });

  it("has what it says", () => {
    const rate = { burst: 1, steady: 2 };
    const says = {
      aka: ["act"],
      rules: [{ must: "some", of: ["name"] }],
      preview: [{ of: "name" }],
      guide: "topic",
      told: [{}],
      settledBy: "get_thing",
      structures: { name: { is: "string" } },
      maxBytes: { name: 5 },
      secrets: ["name"],
    };
    const request = { host: "control", query: ALL, scopes: "a:read b:write", rate };
    const tool = made("PATCH", EDITS, says, request);
    expect(tool).toMatchObject(says);
    expect(tool.request).toMatchObject({ host: "control", query: ALL, scopes: ["a:read", "b:write"], rate });
  });

  it("refuses what it does not take, and its schema is made once", () => {
    const tool = made("PATCH", EDITS);
    expect(Object.keys(tool.inputSchema.shape)).toEqual(["name", ...CHANGE]);
    expect(tool.inputSchema.safeParse({ name: "n", more: 1 }).success).toBe(false);
    expect(tool.inputSchema).toBe(tool.inputSchema);
    expect(Object.keys(tool)).toContain("inputSchema");
  });

  it.each<[method: string, judgement: Judgement, idempotent: boolean | undefined, hint: boolean]>([
    ["PATCH", EDITS, undefined, true],
    ["DELETE", EDITS, undefined, true],
    ["POST", EDITS, undefined, false],
    ["POST", READS, undefined, true],
    ["POST", EDITS, true, true],
    ["PATCH", EDITS, false, false],
  ])("by %s that does %o, said to be idempotent %s: %s", (method, judgement, idempotent, hint) => {
    const { annotations } = made(method, judgement, idempotent === undefined ? {} : { idempotent });
    expect(annotations).toEqual({
      readOnlyHint: judgement === READS,
      destructiveHint: false,
      idempotentHint: hint,
      openWorldHint: true,
    });
  });
});

describe("a workflow", () => {
  const run = async () => ({});
  const made = (more = {}) =>
    job({ ...SAYS, judgement: EDITS, uses: [], onKlaviyo: true, run, ...more })("do", "all");

  it("takes what its kind takes", () => {
    const names = (more = {}) => Object.keys(made(more).inputSchema.shape);
    expect(names()).toEqual(["name", ...CHANGE]);
    expect(names({ onKlaviyo: false })).toEqual(["name", "dry_run", "confirmation"]);
    expect(names({ judgement: READS, lists: true })).toEqual(["name", "page_cursor", "connection_id"]);
  });

  it("has what it says, and no more", () => {
    const firstRequest = () => ({ tool: {} as never, input: {} });
    const plan = async () => ({}) as never;
    expect(made()).toMatchObject({ kind: "workflow", onKlaviyo: true, lists: false, uses: [], run });
    expect(made()).not.toHaveProperty("plan");
    expect(made()).not.toHaveProperty("firstRequest");
    expect(made({ firstRequest, plan, lists: true })).toMatchObject({ firstRequest, plan, lists: true });
    expect(made().annotations.idempotentHint).toBe(false);
    expect(made({ judgement: READS }).annotations.idempotentHint).toBe(true);
  });
});

it.each<[runs: "reads" | "anything" | "undo" | "summary", judgement: Judgement, names: string[]]>([
  ["reads", READS, ["name", "connection_id"]],
  ["anything", EDITS, ["name", ...CHANGE]],
  ["undo", EDITS, ["name", "dry_run", "confirmation"]],
])("what runs %s for others takes %o, of an account unless it had one", (runs, judgement, names) => {
  const tool = indirect({ ...SAYS, judgement, runs, deadPaths: [] })("run", "operations");
  expect(tool).toMatchObject({ kind: "indirect", runs, deadPaths: [], name: "run", toolset: "operations" });
  expect(Object.keys(tool.inputSchema.shape)).toEqual(names);
  expect(tool.annotations.idempotentHint).toBe(judgement === READS);
});

it("a section makes each of its tools under its name, when it is first looked at and once", () => {
  const made: string[] = [];
  const one = (name: string, toolset: string) => {
    made.push(`${toolset}.${name}`);
    return { name } as never;
  };
  const tools = section("lists", { get_a: one, get_b: one });
  expect(Object.keys(tools)).toEqual(["get_a", "get_b"]);
  expect(made).toEqual([]);
  expect(tools.get_b).toBe(tools.get_b);
  expect(made).toEqual(["lists.get_b"]);
});

it("a schema is made when it is asked for", () => {
  let made = 0;
  const tool = withSchema({} as never, () => {
    made += 1;
    return { a: z.string() };
  }) as { inputSchema: z.ZodTypeAny };
  expect(made).toBe(0);
  expect(tool.inputSchema.safeParse({ a: "a" }).success).toBe(true);
  expect(tool.inputSchema.safeParse({ a: "a", b: 1 }).success).toBe(false);
  expect(made).toBe(1);
  expect(Object.keys(baseOf("n", "t", { ...SAYS, judgement: READS }, false))).not.toContain("inputSchema");
});
