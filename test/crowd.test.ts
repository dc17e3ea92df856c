import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { allCases } from "./cases/index.ts";
import { type Started, startClient } from "./client.ts";
import { leastOf, rows } from "./least.ts";

// An account of 400,000 people: nothing reads it whole unasked.

const CROWD = 400_000;
const LIST = "Newsletter Subscribers";
const SOMEBODY = { place: 271_828, id: "01KCR0WD000000000000271828", phone: "+15554271828" };

let server: Started;
let email: string;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never", "--beta"], sandbox: { crowd: CROWD } });
  email = (await server.call("get_profile", { profile_id: SOMEBODY.id })).json.data.email;
});
afterAll(() => server.close());
beforeEach(() => {
  server.sent();
});

/** The answer to a call, and the requests for it. */
async function called(name: string, args: Record<string, unknown> = {}) {
  const { json, text, isError } = await server.call(name, args);
  expect(isError, text).toBeFalsy();
  return { json, text, sent: server.sent() };
}

describe("the sandbox's crowd", () => {
  it("has pages that go on, each of whom comes once, the first first", async () => {
    const fields = ["created", "email"];
    const first = await called("get_profiles", { page_size: 100, fields });
    const more = { page_size: 100, fields, page_cursor: first.json.next_cursor };
    const second = await called("get_profiles", more);
    const both = [...first.json.data, ...second.json.data];
    expect(new Set(both.map(({ id }) => id)).size).toBe(200);
    const dates = both.map(({ created }) => created);
    expect(dates).toEqual(dates.toSorted());
    expect((await called("get_profiles", { page_size: 100, fields })).json).toEqual(first.json);
  });

  it("ends with the people of the account's story, who are the newest", async () => {
    const args = { sort: "-created", fields: ["email", "created"], limit: 300, page_size: 100 };
    const { json } = await called("get_profiles", args);
    const hosts = json.data.map(
      (one: { email?: string }) => one.email?.endsWith("@crowd.example.com") ?? false,
    );
    expect(hosts.indexOf(true)).toBe(260);
    expect(
      json.data.every(
        (one: { created: string }, at: number) => at < 1 || one.created <= json.data[at - 1].created,
      ),
    ).toBe(true);
  });

  it.each([
    ["every page", { filter: "greater-than(created,2023-03-01T00:00:00Z)" }, "2023-03-01T00:0"],
    [
      "the end of a range",
      { filter: "less-than(created,2023-03-01T00:00:00Z)", sort: "-created" },
      "2023-02-28T23:5",
    ],
  ])("is looked through from a date on: %s", async (_, args, date) => {
    const { json } = await called("get_profiles", { ...args, fields: ["created"], limit: 1 });
    expect(json.data[0].created).toContain(date);
  });

  it("keeps what is changed in one of them", async () => {
    await called("update_profile", { profile_id: SOMEBODY.id, first_name: "Somebody" });
    const { json } = await called("get_profile", { profile_id: SOMEBODY.id, fields: ["created"] });
    const since = `greater-than(created,${new Date(Date.parse(json.data.created) - 1000).toISOString()})`;
    const all = await called("get_profiles", {
      filter: since,
      fields: ["first_name"],
      limit: 3,
    });
    const changed = all.json.data.filter(
      ({ first_name }: { first_name: string }) => first_name === "Somebody",
    );
    expect(changed).toEqual([{ id: SOMEBODY.id, first_name: "Somebody" }]);
    expect(all.json.data).toHaveLength(3);
  });
});

describe("whoever is named is looked up", () => {
  it.each<[by: string, args: () => Record<string, unknown>]>([
    ["an e-mail", () => ({ profile_id: email })],
    ["a phone number", () => ({ profile_id: SOMEBODY.phone })],
    ["an external id", () => ({ profile_id: `C${SOMEBODY.place}` })],
  ])("by %s, in two requests", async (_, args) => {
    const { json, sent } = await called("get_profile", args());
    expect(json.data.id).toBe(SOMEBODY.id);
    expect(sent.length).toBeLessThanOrEqual(3);
  });

  it.each<[where: string, name: string, args: () => Record<string, unknown>]>([
    ["everybody", "get_profiles", () => ({ filter: `equals(email,"${email}")` })],
    ["a list", "get_profiles_for_list", () => ({ list_id: LIST, filter: `equals(email,"${email}")` })],
  ])("among %s, in one", async (_, name, args) => {
    const { json, sent } = await called(name, args());
    expect(json.data.map(({ id }: { id: string }) => id)).toEqual([SOMEBODY.id]);
    expect(sent.filter(({ path }) => path.endsWith("/profiles"))).toHaveLength(1);
  });

  it("and who is not there is not looked for among all", async () => {
    const { isError } = await server.call("get_profile", { profile_id: "nobody@crowd.example.com" });
    expect(isError).toBe(true);
    expect(server.sent().length).toBeLessThanOrEqual(2);
  });
});

describe("a summary of all of them", () => {
  it("tells what it takes, and has read one page", async () => {
    const { json, sent } = await called("summarize_collection", {
      name: "get_profiles_for_list",
      arguments: { list_id: LIST },
      by: "predictive_analytics.total_clv",
    });
    expect(json.data).toMatchObject({ read: 100, all: false, minutes: 27 });
    expect(json.data.size).toBeGreaterThan(CROWD);
    expect(json.data.requests).toBe(Math.ceil(json.data.size / 100));
    expect(sent.filter(({ path }) => path.endsWith("/profiles"))).toHaveLength(1);
  });

  it("reads what a limit allows, and no more", async () => {
    const { json, sent } = await called("summarize_collection", {
      name: "get_profiles",
      arguments: { limit: 500 },
      group_by: "properties.Loyalty Tier",
    });
    expect(json.data).toMatchObject({ read: 500, all: false });
    expect(sent).toHaveLength(5);
  });

  it("of a few of them reads those few", async () => {
    const { json, sent } = await called("summarize_collection", {
      name: "get_profiles_for_list",
      arguments: { list_id: LIST, filter: "greater-or-equal(joined_group_at,2026-01-01T00:00:00Z)" },
    });
    expect(json.data.all).toBe(true);
    expect(sent.length).toBeLessThan(10);
  });
});

const lists = rows.all.filter(({ method, result }) => method === "GET" && result?.endsWith("[]"));
/** What words ask for besides: the first of the calls that stand in the cases. */
const worn = new Map(allCases.toReversed().map(({ tool, args }) => [tool, args]));
const LARGEST_UNASKED = 50;
/** Requests for the names of what a result mentions. */
const MOST_NAMES = 3;

describe("a list in an account like this", () => {
  it.each(lists.map((row) => [row.name, row] as const))("%s is a page", async (_, row) => {
    const { page_size: _size, limit: _limit, ...args } = worn.get(row.name) ?? leastOf(row);
    const { sent } = await called("read_operation", { name: row.name, arguments: args });
    // Besides, a few look up what the ids of a result are called: not among people.
    expect(sent.length).toBeLessThanOrEqual(1 + MOST_NAMES);
    const pages = sent.filter(({ path }) => path === sent[0]?.path || path.endsWith("/profiles"));
    expect(pages).toHaveLength(1);
    expect(Number(sent[0]?.query["page[size]"] ?? 0)).toBeLessThanOrEqual(LARGEST_UNASKED);
  });
});
