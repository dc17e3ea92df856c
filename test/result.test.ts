import { describe, expect, it, vi } from "vitest";
import { nextCursor } from "../src/jsonapi/document.ts";
import { pick } from "../src/tool/fields.ts";
import type { Input, OperationTool } from "../src/tool/tool.ts";
import { fitItems, fitWhole } from "../src/wire/budget.ts";
import { begin } from "../src/wire/place.ts";
import { shapeDocument, shapeResult, shapeRows } from "../src/wire/result.ts";
import { allTools } from "../tools/index.ts";

const ROOM = Number.POSITIVE_INFINITY;

function named(name: string): OperationTool {
  const tool = allTools.find((one) => one.name === name);
  if (tool?.kind !== "operation") throw new Error(`no operation ${name}`);
  return tool;
}

const shape = (tool: string, document: unknown, input: Input = {}, maxChars = ROOM, status = 200) =>
  shapeResult(named(tool), { status, documents: [document] }, input, maxChars);

const page = (data: unknown[], cursor?: string) => ({
  data,
  links: { next: cursor ? `https://a.klaviyo.com/api/x?page%5Bcursor%5D=${cursor}` : null },
});

const person = (id: string, attributes: object = {}) => ({ type: "profile", id, attributes });
const people = (count: number) =>
  Array.from({ length: count }, (_, at) => person(`P${at}`, { email: `person-${at}@example.com` }));

describe("one resource object", () => {
  it.each<[string, string, Input, unknown, unknown]>([
    [
      "attributes stand beside the id, links and nulls are gone",
      "get_list",
      {},
      {
        data: {
          type: "list",
          id: "L",
          attributes: { name: "VIP", created: null },
          links: { self: "https://a.klaviyo.com/api/lists/L" },
          relationships: { tags: { links: { self: "x" } }, profiles: { data: [] } },
        },
      },
      { data: { id: "L", name: "VIP" } },
    ],
    [
      "null says nothing where Klaviyo has the shape, and may in an account's own data",
      "get_profile",
      {},
      {
        data: person("P", {
          location: { city: null, country: "FR" },
          properties: { favourite: null, deep: { x: null } },
        }),
      },
      { data: { id: "P", location: { country: "FR" }, properties: { favourite: null, deep: { x: null } } } },
    ],
    [
      "exactly the fields that were asked for",
      "get_profile",
      { fields: ["email", "location.city", "properties.a.b"] },
      {
        data: person("P", {
          email: "a@b.c",
          first_name: "Ann",
          location: { city: "Lyon", country: "FR" },
          properties: { "a.b": 1, a: { c: 2 } },
        }),
      },
      { data: { id: "P", email: "a@b.c", location: { city: "Lyon" }, properties: { "a.b": 1 } } },
    ],
    [
      "relationships are ids",
      "get_event",
      {},
      {
        data: {
          type: "event",
          id: "E",
          attributes: {},
          relationships: {
            profile: { data: { type: "profile", id: "P" } },
            attributions: { data: [{ type: "attribution", id: "A" }] },
            metric: { links: {} },
          },
        },
      },
      { data: { id: "E", relationships: { profile: "P", attributions: ["A"] } } },
    ],
  ])("%s", (_, tool, input, document, shaped) => {
    expect(shape(tool, document, input)).toEqual(shaped);
  });

  it("keeps an attribute whose name is taken where it was", () => {
    const document = { data: { type: "thing", id: "1", attributes: { id: "mine", type: "odd", size: 2 } } };
    const data = { id: "1", type: "thing", size: 2, attributes: { id: "mine", type: "odd" } };
    expect(shapeDocument(200, document, ROOM)).toEqual({ data });
  });

  it("leaves out what is heavy, says so, and shows it when asked", () => {
    const document = {
      data: { type: "template", id: "T", attributes: { name: "Welcome", html: "<p>", text: "t" } },
    };
    const short = shape("get_template", document, { template_id: "T" });
    expect(short.data).toEqual({ id: "T", name: "Welcome" });
    expect(short.omitted).toContain("html");
    expect(shape("get_template", document, { fields: ["html"] })).toEqual({ data: { id: "T", html: "<p>" } });
    const full = shape("get_template", document, { detail: "full" });
    expect(full).toEqual({ data: { id: "T", name: "Welcome", html: "<p>", text: "t" } });
  });

  it("loses its longest parts by name when it is longer than a result may be", () => {
    const document = { data: person("P", { email: "a@b.c", properties: { long: "x".repeat(5000) } }) };
    const shaped = shape("get_profile", document, {}, 1000);
    expect(shaped.data).toEqual({ id: "P", email: "a@b.c" });
    expect(shaped.omitted).toMatch(/properties \(50\d\d characters\).*fields/);
  });
});

describe("a page", () => {
  it("shows a summary and says that there is more of each", () => {
    const shaped = shape("get_profiles", page([person("P", { email: "a@b.c", organization: "Acme" })]));
    expect(shaped).toEqual({ data: [{ id: "P", email: "a@b.c" }], omitted: expect.stringContaining("full") });
  });

  it("has the next cursor with how to use it, and none on the last", () => {
    expect(shape("get_lists", page([], "abc"))).toMatchObject({ data: [], next_cursor: "abc" });
    expect(shape("get_lists", page([], "abc")).hint).toContain("page_cursor");
    expect(shape("get_lists", page([]))).toEqual({ data: [] });
  });

  it("names the type only where there are several", () => {
    const mixed = [person("P"), { type: "list", id: "L", attributes: {} }];
    const { data } = shape("get_profiles", page(mixed)) as { data: { type?: string }[] };
    expect(data.map(({ type }) => type)).toEqual(["profile", "list"]);
  });

  it("that a limit ends inside goes on after its last item", () => {
    const input = { limit: 3, page_cursor: "now" };
    const { data, next_cursor } = shape("get_profiles", page(people(5), "abc"), input);
    expect(data).toHaveLength(3);
    const { place } = begin(named("get_profiles"), { page_cursor: String(next_cursor) });
    expect(place).toEqual({ cursor: "now", after: "P2", position: 3 });
  });

  it("that is too long is cut between items, says so, and goes on without a gap", () => {
    const shaped = shape("get_profiles", page(people(50), "abc"), {}, 1500) as {
      data: unknown[];
      hint: string;
      next_cursor: string;
    };
    expect(JSON.stringify(shaped).length).toBeLessThanOrEqual(1500);
    expect(shaped.data.length).toBeGreaterThan(3);
    const { place } = begin(named("get_profiles"), { page_cursor: shaped.next_cursor });
    expect(place).toEqual({ after: `P${shaped.data.length - 1}`, position: shaped.data.length });
    expect(shaped.hint).toBe(
      `${shaped.data.length} are shown, as many as fit here. There is more: the same call with next_cursor as page_cursor.`,
    );
  });

  it("whose first item alone is longer shows it without its longest parts, and goes on after it", () => {
    const long = [person("P", { email: "x".repeat(900) }), person("Q", { email: "q@x.y" })];
    const shaped = shape("get_profiles", page(long), {}, 600);
    expect(shaped.data).toEqual([{ id: "P" }]);
    expect(shaped.omitted).toMatch(/^Too long to show: email \(902 characters\).*fields \["email@0"\]/);
    const { place } = begin(named("get_profiles"), { page_cursor: String(shaped.next_cursor) });
    expect(place).toEqual({ after: "P", position: 1 });
  });

  it("that is cut keeps what its items are linked to, and no more", () => {
    const event = (id: string) => ({
      type: "event",
      id,
      attributes: { datetime: "2026-11-01T00:00:00Z" },
      relationships: { profile: { data: { type: "profile", id: `P-${id}` } } },
    });
    const ids = Array.from({ length: 30 }, (_, at) => `E${at}`);
    const document = {
      data: ids.map(event),
      included: ids.map((id) => person(`P-${id}`, { email: `${id}@x.y` })),
    };
    const shaped = shape("get_events", document, { include: ["profile"] }, 2000) as {
      data: { id: string }[];
      included: { id: string; type: string }[];
    };
    expect(shaped.data.length).toBeGreaterThan(2);
    expect(shaped.included.map(({ id }) => id)).toEqual(shaped.data.map(({ id }) => `P-${id}`));
    expect(shaped.included[0]).toMatchObject({ type: "profile", email: "E0@x.y" });
  });
});

describe("an answer without data", () => {
  it.each<[string, unknown, number, Input, unknown]>([
    ["delete_list", undefined, 204, {}, { ok: true }],
    ["add_profiles_to_list", undefined, 202, {}, { ok: true, status: "accepted" }],
    ["get_list", undefined, 200, {}, { ok: true }],
    ["get_list", { meta: 1 }, 200, {}, { data: { meta: 1 } }],
    ["get_list", "text", 200, {}, { data: { value: "text" } }],
    ["get_lists", { data: null }, 200, {}, { data: [] }],
    ["get_lists", { data: ["a", 1, null] }, 200, {}, { data: [] }],
    ["get_lists", [], 200, {}, { data: [] }],
    ["get_list", { data: { type: "list", attributes: [] } }, 200, {}, { data: {} }],
  ])("%s of %j (%i)", (tool, document, status, input, shaped) => {
    expect(shape(tool, document, input, ROOM, status)).toMatchObject(shaped as object);
  });

  it("keeps a name that would be a prototype a plain name", () => {
    const document = JSON.parse('{"data":{"type":"x","id":"1","attributes":{"__proto__":{"a":1}}}}');
    const { data } = shapeDocument(200, document, ROOM) as { data: object };
    expect(Object.hasOwn(data, "__proto__")).toBe(true);
    expect(Object.getPrototypeOf(data)).toBe(Object.prototype);
  });
});

describe("the cursor of links.next", () => {
  it.each([
    ["https://a.klaviyo.com/api/x?page%5Bcursor%5D=bmV4dA%3D%3D", "bmV4dA=="],
    ["https://a.klaviyo.com/api/x?page[cursor]=abc&page[size]=2", "abc"],
    ["https://a.klaviyo.com/api/x", undefined],
    ["https://a.klaviyo.com.evil.example/api/x?page[cursor]=abc", undefined],
    ["http://a.klaviyo.com/api/x?page[cursor]=abc", undefined],
    ["https://a.klaviyo.com/api/x?page[cursor]=https://evil.example", undefined],
    ["/api/x?page[cursor]=abc", undefined],
    [7, undefined],
    [null, undefined],
  ])("%j is %s", (next, cursor) => {
    expect(nextCursor({ links: { next } })).toBe(cursor);
  });
});

it("rows are cut between rows, and say so instead of going on", () => {
  const data = Array.from({ length: 40 }, (_, at) => ({ date: `2026-01-${at}`, count: at }));
  const basis = { timezone: "UTC" };
  expect(shapeRows({ data, basis, next_cursor: "c" }, ROOM)).toMatchObject({ basis, next_cursor: "c" });
  const cut = shapeRows({ data, basis, next_cursor: "c" }, 600) as { data: unknown[]; hint: string };
  expect(cut.data.length).toBeGreaterThan(1);
  expect(cut).not.toHaveProperty("next_cursor");
  expect(cut.hint).toContain(`${cut.data.length} of 40 rows`);
});

it.each([10, 11, 99, 1000])("as many items as fit into %i characters, and not one fewer", (most) => {
  const built = fitItems(300, most, (count) => ({ d: "x".repeat(count) }));
  expect(JSON.stringify(built).length).toBe(Math.min(most, 308));
});

it.each<[Record<string, unknown>, string[], unknown]>([
  [{ a: 1, b: 2 }, ["b"], { b: 2 }],
  [{ a: { b: 1, c: 2 } }, ["a.b"], { a: { b: 1 } }],
  [{ a: { b: 1, c: 2 } }, ["a.b", "a"], { a: { b: 1, c: 2 } }],
  [{ a: { b: { c: 1, d: 2 } } }, ["a.b.c", "a.b.d"], { a: { b: { c: 1, d: 2 } } }],
  [{ a: {} }, ["a.b"], {}],
  [{ a: [1] }, ["a.b"], { a: [1] }],
  [{ "a.b": 1 }, ["a.b"], { "a.b": 1 }],
  [{ a: { "b.c": 1 } }, ["a.b.c"], { a: { "b.c": 1 } }],
  [{}, ["toString", "constructor.name"], {}],
])("of %j the paths %j are %j", (attributes, paths, picked) => {
  expect(Object.fromEntries(pick(attributes, paths))).toEqual(picked);
});

describe("one result of thousands of parts", () => {
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`attribute_${at}`, "x".repeat(20)]));

  it("is cut with the work of a few readings of it, not of thousands", () => {
    const shaped = { data: { id: "P", ...many(8000) } };
    const whole = JSON.stringify(shaped).length;
    const stringify = vi.spyOn(JSON, "stringify");
    const fitted = fitWhole(shaped, 60_000);
    const written = stringify.mock.results.reduce((sum, { value }) => sum + String(value).length, 0);
    stringify.mockRestore();
    expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(60_000);
    expect(JSON.stringify(fitted).length).toBeGreaterThan(58_000);
    expect(written).toBeLessThan(20 * whole);
  });

  it.each([2000, 2001, 5000, 300_000])("fits %i characters, and says how much is left out", (most) => {
    const shaped = { data: { id: "P", ...many(8000) }, omitted: "Something else." };
    const fitted = fitWhole(shaped, most);
    expect(JSON.stringify(fitted).length).toBeLessThanOrEqual(most);
    const left = Object.keys(fitted.data as object).length - 1;
    expect(fitted.omitted).toContain(`and ${8000 - left - 10} more`);
    expect(fitted.omitted).toContain("Something else.");
  });

  it("is told by its size when not even its id would fit", () => {
    expect(fitWhole({ data: { id: "x".repeat(3000) } }, 2000)).toEqual({
      omitted: expect.stringMatching(/^The answer has 30\d\d characters/),
    });
  });
});
