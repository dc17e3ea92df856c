import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

const LIST = { list_id: "Y6nRLr" };
const MEMBERS = 240;
let server: Started;
let all: string[];
beforeAll(async () => {
  server = await startClient();
  const members = await server.call("get_profiles_for_list", { ...LIST, limit: MEMBERS, fields: ["email"] });
  all = idsOf(members);
  expect(new Set(all).size).toBe(MEMBERS);
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

const idsOf = ({ json }: { json: { data?: { id: string }[] } }) => (json.data ?? []).map(({ id }) => id);

/** Follows next_cursor to the last page. */
async function walk(started: Started, args: Record<string, unknown>): Promise<string[]> {
  const ids: string[] = [];
  let page_cursor: string | undefined;
  do {
    const page = await started.call("get_profiles_for_list", {
      ...args,
      ...(page_cursor && { page_cursor }),
    });
    expect(page.isError, page.text).toBeFalsy();
    ids.push(...idsOf(page));
    page_cursor = page.json.next_cursor;
  } while (page_cursor);
  return ids;
}

describe("paging", () => {
  it.each([1, 7, 20, 33, 100])("by %i loses and doubles nothing", async (page_size) => {
    if (page_size === 1) {
      const first = await server.call("get_profiles_for_list", { ...LIST, page_size });
      expect(idsOf(first)).toEqual(all.slice(0, 1));
      return;
    }
    expect(await walk(server, { ...LIST, page_size })).toEqual(all);
  });

  it("asks for the next page through the gateway, with the same query", async () => {
    const args = {
      ...LIST,
      page_size: 50,
      filter: "greater-than(joined_group_at,2020-01-01T00:00:00Z)",
      sort: "-joined_group_at",
    };
    await walk(server, args);
    const sent = server.sent();
    expect(sent).toHaveLength(5);
    for (const { path, query } of sent) {
      expect(path).toBe("/klaviyo/api/lists/Y6nRLr/profiles");
      const { "page[cursor]": _, ...rest } = query;
      const { "page[cursor]": __, ...first } = sent[0]?.query ?? {};
      expect(rest).toEqual(first);
    }
  });

  it.each([
    [1, 1],
    [20, 1],
    [100, 1],
    [150, 2],
    [240, 3],
    [1000, 3],
  ])("limit %i takes %i requests or few more, and goes on from there", async (limit, requests) => {
    const page = await server.call("get_profiles_for_list", { ...LIST, limit, fields: ["email"] });
    const expected = Math.min(limit, MEMBERS);
    expect(idsOf(page)).toEqual(all.slice(0, expected));
    expect(server.sent().length).toBeLessThanOrEqual(requests * 2);
    if (limit < MEMBERS) {
      const { next_cursor } = page.json;
      expect(next_cursor).toBeTypeOf("string");
      const rest = await server.call("get_profiles_for_list", {
        ...LIST,
        limit,
        page_cursor: next_cursor,
        fields: ["email"],
      });
      expect(idsOf(rest)[0]).toBe(all[limit]);
    } else expect(page.json.next_cursor).toBeUndefined();
  });

  it("a limit that ends inside a page goes on after its last item", async () => {
    // 211 is prime: no page size up to 100 ends on it.
    const args = { ...LIST, limit: 211, fields: ["email"] };
    const page = await server.call("get_profiles_for_list", args);
    expect(idsOf(page)).toEqual(all.slice(0, 211));
    const rest = await server.call("get_profiles_for_list", { ...args, page_cursor: page.json.next_cursor });
    expect(idsOf(rest)).toEqual(all.slice(211));
    expect(rest.json.next_cursor).toBeUndefined();
  });

  it("reports progress when the client asks for it", async () => {
    const seen: number[] = [];
    await server.call(
      "get_profiles_for_list",
      { ...LIST, limit: 200 },
      { onprogress: ({ progress }) => seen.push(progress) },
    );
    expect(seen).toEqual([100, 200]);
  });

  it("keeps what it has when a later page fails, with the cursor to go on", async () => {
    server.sandbox.addFault({
      status: 400,
      body: "no",
      contentType: "text/plain",
      match: { path: "/profiles" },
    });
    const whole = await server.call("get_profiles_for_list", { ...LIST, page_size: 10 });
    expect(whole.isError).toBe(true);
    const first = await server.call("get_profiles_for_list", { ...LIST, limit: 100, page_size: 50 });
    expect(idsOf(first)).toHaveLength(100);
  });
});

describe("a result that is too long", () => {
  let small: Started;
  beforeAll(async () => {
    small = await startClient({ args: ["--max-result-chars", "4000"] });
  });
  afterAll(() => small.close());

  it("is cut between items, says so, and the next call goes on after the last one shown", async () => {
    const page = await small.call("get_profiles_for_list", { ...LIST, page_size: 100 });
    expect(page.text.length).toBeLessThanOrEqual(4000);
    const shown = idsOf(page);
    expect(shown).toEqual(all.slice(0, shown.length));
    expect(shown.length).toBeLessThan(100);
    expect(page.json.hint).toContain(`${shown.length} are shown, as many as fit here.`);
    expect(page.json.hint).not.toContain("page_size");
    expect(await walk(small, { ...LIST, page_size: 100 })).toEqual(all);
  });

  it("with a limit ends at a page that fits, and its cursor is good", async () => {
    const ids: string[] = [];
    let page_cursor: string | undefined;
    do {
      const page = await small.call("get_profiles_for_list", {
        ...LIST,
        limit: 100,
        page_size: 5,
        ...(page_cursor && { page_cursor }),
      });
      ids.push(...idsOf(page));
      page_cursor = page.json.next_cursor;
    } while (page_cursor && ids.length < 60);
    expect(ids).toEqual(all.slice(0, ids.length));
  });

  it("of a single resource loses its longest parts by name", async () => {
    const { json } = await small.call("get_templates", { page_size: 1 });
    const whole = await small.call("get_template", { template_id: json.data[0].id, detail: "full" });
    expect(whole.json.data.id).toBe(json.data[0].id);
    expect(whole.json.data.html).toBeUndefined();
    expect(whole.json.omitted).toContain("html");
    expect(whole.text.length).toBeLessThanOrEqual(4000);
  });
});
