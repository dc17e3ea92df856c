import { describe, expect, it } from "vitest";
import { parseInput } from "../../src/check/input.ts";
import { InputError } from "../../src/errors.ts";
import { toolOf } from "../../src/operations/declare.ts";
import { Registry } from "../../src/registry.ts";
import { jsonSchemaOf } from "../../src/serve/entries.ts";
import type { Tool } from "../../src/tool/tool.ts";
import { allTools } from "../../tools/index.ts";
import { operationsWithBeta } from "../../tools/operations/index.ts";
import { allCases } from "../cases/index.ts";
import { filterOf, sampleOf } from "../samples.ts";

// What arguments may hold at most and must hold at least: each limit at n and at n + 1, before anything is sent.

const registry = Registry.whole(allTools);
const toolNamed = (name: string): Tool => registry.find(name) ?? expect.fail(`no tool ${name}`);

/** Why a call is refused; undefined when it may go. */
function refusal(tool: Tool, args: Record<string, unknown>): string | undefined {
  try {
    parseInput(tool, args);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

/** Arguments that a call of the tool may have. */
const callOf = (name: string) => allCases.find(({ tool }) => tool === name)?.args ?? {};
const times = (count: number, make: (at: number) => unknown) =>
  Array.from({ length: count }, (_, at) => make(at));
const ids = (at: number) => `id-${at}`;
const people = (at: number) => ({ email: `p${at}@example.com` });
const consenting = (at: number) => ({ ...people(at), channels: ["email"] });
const event = (at: number) => ({ metric_name: "M", ...people(at) });
const letters = (count: number) => "x".repeat(count);

/** The numbers as Klaviyo or we say them, by hand: a schema that says another is wrong. */
const LISTS: readonly [tool: string, argument: string, most: number, item: (at: number) => unknown][] = [
  ["bulk_import_profiles", "profiles", 10_000, people],
  ["bulk_subscribe_profiles", "profiles", 1000, consenting],
  ["bulk_unsubscribe_profiles", "profiles", 100, consenting],
  ["add_profiles_to_list", "profile_ids", 1000, ids],
  ["remove_profiles_from_list", "profile_ids", 1000, ids],
  ["bulk_create_events", "events", 1000, event],
  ["tag_campaigns", "campaign_ids", 100, ids],
  ["tag_flows", "flow_ids", 100, ids],
  ["bulk_create_coupon_codes", "codes", 1000, ids],
  ["create_webhook", "topic_ids", 100, ids],
  ["update_webhook", "topic_ids", 100, ids],
];
const SIZES: Readonly<Record<string, number>> = {
  get_profiles: 100,
  get_errors_for_bulk_import_profiles_job: 100,
  get_profiles_for_list: 100,
  get_profiles_for_segment: 100,
  get_campaigns: 100,
  get_catalog_items: 100,
  get_catalog_variants: 100,
  get_catalog_categories: 100,
  get_coupons: 100,
  get_coupon_codes: 100,
  get_lists: 10,
  get_segments: 10,
  get_templates: 10,
  get_flows: 50,
  get_actions_for_flow: 50,
  get_flow_action_messages: 50,
  get_tags: 50,
  get_events: 1000,
};
const limited = allTools.filter(({ inputSchema }) => "limit" in inputSchema.shape);
const NUMBERS: readonly [tool: string, argument: string, most: number][] = [
  ...Object.entries(SIZES).map(([tool, most]): [string, string, number] => [tool, "page_size", most]),
  ["summarize_collection", "top", 100],
  ["check_account", "days", 30],
  ...limited.map(({ name }): [string, string, number] => [
    name,
    "limit",
    name === "search_operations" ? 20 : 10_000,
  ]),
];
const TEXTS: readonly [tool: string, argument: string, most: number][] = [
  ["create_event", "unique_id", 255],
  ["search_operations", "question", 500],
];

describe("a list of an argument", () => {
  it.each(LISTS)("%s %s has from 1 to %i items", (name, argument, most, item) => {
    const tool = toolNamed(name);
    const given = (count: number) => refusal(tool, { ...callOf(name), [argument]: times(count, item) });
    expect(given(0)).toContain(argument);
    expect(given(1)).toBeUndefined();
    expect(given(most)).toBeUndefined();
    expect(given(most + 1)).toContain(`${argument}: Array must contain at most ${most} element(s)`);
  });
});

describe("a number of an argument", () => {
  it.each(NUMBERS)("%s %s is whole and from 1 to %i", (name, argument, most) => {
    const tool = toolNamed(name);
    const given = (value: number) => refusal(tool, { ...callOf(name), [argument]: value });
    expect([given(1), given(most)]).toEqual([undefined, undefined]);
    for (const value of [0, 1.5, most + 1]) expect(given(value)).toContain(argument);
  });
});

describe("a text of an argument", () => {
  it.each(TEXTS)("%s %s has from 1 to %i letters", (name, argument, most) => {
    const tool = toolNamed(name);
    const given = (count: number) => refusal(tool, { ...callOf(name), [argument]: letters(count) });
    expect([given(1), given(most)]).toEqual([undefined, undefined]);
    for (const count of [0, most + 1]) expect(given(count)).toContain(argument);
  });

  it("of an event among many has as many", () => {
    const given = (count: number) =>
      refusal(toolNamed("bulk_create_events"), { events: [{ ...event(0), unique_id: letters(count) }] });
    expect(given(255)).toBeUndefined();
    expect(given(256)).toContain("events[0].unique_id");
  });
});

/** Every upper bound that the schemas of a tool have, as `path:number`. */
function boundsIn(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap((one) => boundsIn(one, path));
  const { maximum, maxItems, maxLength, properties = {}, items, anyOf } = schema as Record<string, unknown>;
  const own = [maximum, maxItems, maxLength]
    .filter((one) => one !== undefined)
    .map((one) => `${path}:${one}`);
  const inner = Object.entries(properties as object).flatMap(([name, one]) =>
    boundsIn(one, `${path} ${name}`),
  );
  return [...own, ...inner, ...boundsIn(items, `${path}[]`), ...boundsIn(anyOf, path)];
}

/** What is bounded from another side as well: test/ab-test.test.ts. */
const OF_A_TEST = ["audiences:20", "variations:8", "winner_percentage:98", "winner_wait_hours:720"];

it("there is no other bound in any schema of a tool in words", () => {
  const found = allTools.flatMap(({ name, inputSchema }) => boundsIn(jsonSchemaOf(inputSchema), name));
  const tested = [...LISTS, ...NUMBERS, ...TEXTS].map(
    ([tool, argument, most]) => `${tool} ${argument}:${most}`,
  );
  const elsewhere = OF_A_TEST.map((bound) => `create_ab_test ${bound}`);
  expect(found.toSorted()).toEqual(
    [
      ...tested,
      ...elsewhere,
      "bulk_create_events events[] unique_id:255",
      // test/client-report.test.ts
      "client_report notes:20000",
    ].toSorted(),
  );
});

const rows = operationsWithBeta();
const bounded = rows.all.filter(
  (row) =>
    row.page?.size !== undefined || rows.takes(row).some(({ shape }) => shape.is === "list" && shape.most),
);
describe("an operation that is a row alone", () => {
  it.each(bounded.map((row) => [row.name, row] as const))("%s takes no more than its row says", (_, row) => {
    const tool = toolOf(row, rows);
    const least: Record<string, unknown> = {
      ...sampleOf(row, rows, false),
      ...(row.filter_required && { filter: filterOf(row) }),
    };
    const size = row.page?.size;
    if (size) {
      expect(refusal(tool, { ...least, page_size: size })).toBeUndefined();
      expect(refusal(tool, { ...least, page_size: size + 1 })).toContain("page_size");
    }
    for (const { name, shape } of rows.takes(row)) {
      if (shape.is !== "list" || !shape.most) continue;
      const [item] = [least[name] ?? sampleOf(row, rows, true)[name]].flat();
      const given = (count: number) => refusal(tool, { ...least, [name]: times(count, () => item) });
      expect(given(shape.most)).toBeUndefined();
      expect(given(shape.most + 1)).toContain(`at most ${shape.most} element(s)`);
    }
  });
});

describe("the properties of an event", () => {
  const given = (properties: unknown) =>
    refusal(toolNamed("create_event"), { metric_name: "M", email: "a@example.com", properties });
  const keys = (count: number) =>
    Object.fromEntries(times(count, (at) => [`k${at}`, at]) as [string, number][]);
  const nested = (levels: number): unknown => (levels === 0 ? 1 : { in: nested(levels - 1) });
  /** Letters of two bytes each, and one of one byte where the number is odd. */
  const bytes = (count: number) => "é".repeat(Math.floor(count / 2)) + "x".repeat(count % 2);

  it.each<[what: string, n: unknown, more: unknown, problem: string]>([
    ["400 keys", keys(400), keys(401), "properties has 401 entries, and at most 400 are taken"],
    ["400 keys further in", { a: keys(400) }, { a: keys(401) }, "properties.a has 401 entries"],
    [
      "4000 items",
      { a: times(4000, ids) },
      { a: times(4001, ids) },
      "properties.a has 4001 entries, and at most 4000",
    ],
    ["10 levels", nested(10), nested(11), "is nested more than 10 levels deep"],
    ["100,000 bytes of text", { a: bytes(100_000) }, { a: bytes(100_001) }, "properties.a has 100001 bytes"],
  ])("take %s, and not one more", (_, n, more, problem) => {
    expect(given(n)).toBeUndefined();
    expect(given(more)).toContain(problem);
  });
});

describe("the bytes of an argument", () => {
  const MOST = 100_000;
  /** Arguments with a text of such a length that what counts has so many bytes as JSON. */
  const filled = (make: (text: string) => unknown, total: number) => {
    const bare = Buffer.byteLength(JSON.stringify(make("é")));
    return make(`é${letters(total - bare)}`);
  };
  const profile = (text: string) => ({ email: "a@example.com", properties: { text } });
  const withId = (text: string) => ({ profile_id: "P", ...profile(text) });

  it.each<
    [tool: string, whole: (counted: unknown) => object, counted: (text: string) => unknown, argument: string]
  >([
    ["create_profile", (one) => one as object, profile, "this"],
    ["create_or_update_profile", (one) => one as object, profile, "this"],
    ["update_profile", (one) => one as object, withId, "this"],
    ["bulk_import_profiles", (one) => ({ profiles: [people(0), one] }), profile, "profiles[1]"],
    [
      "create_catalog_item",
      (custom_metadata) => ({ ...callOf("create_catalog_item"), custom_metadata }),
      (text) => ({ text }),
      "custom_metadata",
    ],
    [
      "update_catalog_item",
      (custom_metadata) => ({ ...callOf("update_catalog_item"), custom_metadata }),
      (text) => ({ text }),
      "custom_metadata",
    ],
  ])("%s are at most 100,000", (name, whole, counted, argument) => {
    const given = (total: number) =>
      refusal(toolNamed(name), whole(filled(counted, total)) as Record<string, unknown>);
    expect(given(MOST)).toBeUndefined();
    expect(given(MOST + 1)).toBe(`${argument} has ${MOST + 1} bytes, and Klaviyo takes at most ${MOST}`);
  });

  it("are bounded for no other tool", () => {
    const counted = allTools
      .filter(({ maxBytes }) => Object.keys(maxBytes).length > 0)
      .map(({ name }) => name);
    expect(counted.toSorted()).toEqual([
      "bulk_import_profiles",
      "create_catalog_item",
      "create_or_update_profile",
      "create_profile",
      "update_catalog_item",
      "update_profile",
    ]);
  });
});
