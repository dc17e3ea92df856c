import { describe, expect, it } from "vitest";
import type { Input, OperationTool } from "../../src/tool/tool.ts";
import { fitItems, fitWhole } from "../../src/wire/budget.ts";
import { pagePlan } from "../../src/wire/paging.ts";
import { shapeDocument, shapeRows } from "../../src/wire/result.ts";
import { connectionsOf, startInProcess } from "../in-process.ts";

// How much a result may hold, and in how many pages it is fetched: each limit at n and at n + 1.

const sizeOf = (value: unknown) => JSON.stringify(value).length;

describe("items that fit", () => {
  const built = (count: number) => ({ d: "x".repeat(count) });
  it.each([1, 2, 3, 7, 8, 64, 100])(
    "%i of them are whole with just that room, one fewer with less",
    (count) => {
      expect(fitItems(count, sizeOf(built(count)), built)).toEqual(built(count));
      expect(fitItems(count, sizeOf(built(count)) - 1, built)).toEqual(built(count - 1));
    },
  );

  it("are none where not even one fits", () => {
    expect(fitItems(3, 1, built)).toEqual(built(0));
  });
});

describe("a single result", () => {
  const data = { id: "P", long: "x".repeat(2000), short: "y".repeat(50) };

  it("is whole with just the room that it takes", () => {
    const shaped = { data };
    expect(fitWhole(shaped, sizeOf(shaped))).toBe(shaped);
    expect(fitWhole(shaped, sizeOf(shaped) - 1)).toMatchObject({ data: { id: "P", short: data.short } });
  });

  it("has room to say what is missing, and gives up no more than it must", () => {
    const { long: _, ...rest } = data;
    const room = sizeOf(fitWhole({ data }, sizeOf({ data }) - 1));
    expect(fitWhole({ data }, room).data).toEqual(rest);
    const less = fitWhole({ data }, room - 1);
    expect(less.data).toEqual({ id: "P" });
    expect(less.omitted).toMatch(/^Too long to show: long \(2002 characters\), short \(52 characters\)\./);
  });

  it("keeps what it said before of what it leaves out", () => {
    expect(fitWhole({ data, omitted: "Not shown: html." }, 500).omitted).toMatch(
      /^Too long .* Not shown: html\.$/,
    );
  });

  it("that is no object says how long it is, and only when it does not fit", () => {
    const text = { data: "x".repeat(100) };
    expect(fitWhole(text, sizeOf(text))).toBe(text);
    expect(fitWhole(text, sizeOf(text) - 1)).toEqual({
      omitted: expect.stringMatching(/^The answer has 111 characters/),
    });
  });
});

describe("the pages of a call", () => {
  const pages = (max: number | undefined, input: Input) => {
    const page = max === undefined ? {} : { size: max };
    return pagePlan({ request: { query: { page } } } as unknown as OperationTool, input);
  };
  it.each<[max: number | undefined, input: Input, size: number | undefined, pages: number]>([
    // Our own page is 20, or what the operation has at most.
    [100, {}, 20, 1],
    [21, {}, 20, 1],
    [20, {}, 20, 1],
    [19, {}, 19, 1],
    [100, { page_size: 100 }, 100, 1],
    // As few pages as hold the limit, and such that the last one ends on it.
    [100, { limit: 1 }, 1, 1],
    [100, { limit: 99 }, 99, 1],
    [100, { limit: 100 }, 100, 1],
    [100, { limit: 101 }, 51, 2],
    [100, { limit: 102 }, 51, 2],
    [100, { limit: 200 }, 100, 2],
    [100, { limit: 201 }, 67, 3],
    [100, { limit: 10_000 }, 100, 100],
    [100, { limit: 50, page_size: 20 }, 10, 5],
    // Up to twice the pages for a cursor that goes on: 2 × 13 and 4 × 13, where 10 is the largest.
    [10, { limit: 26 }, 9, 3],
    [10, { limit: 35 }, 7, 5],
    [10, { limit: 14 }, 7, 2],
    [6, { limit: 21 }, 3, 7],
    [6, { limit: 22 }, 6, 4],
    // An operation without page_size has pages as Klaviyo makes them.
    [undefined, {}, undefined, 1],
    [undefined, { limit: 3 }, undefined, Number.POSITIVE_INFINITY],
  ])("of at most %s, %j: %s each, %i", (max, input, size, count) => {
    expect(pages(max, input)).toEqual({ ...(size !== undefined && { size }), pages: count });
  });
});

/** A document of this many resources that no tool declares. */
const listOf = (count: number, cursor?: string) => ({
  data: Array.from({ length: count }, (_, at) => ({ type: "thing", id: `T${at}`, attributes: { at } })),
  links: { next: cursor ? `https://a.klaviyo.com/api/things?page%5Bcursor%5D=${cursor}` : null },
});

describe("a raw list", () => {
  const whole = { data: listOf(30).data.map(({ id, attributes }) => ({ id, type: "thing", ...attributes })) };

  it("that fits is whole, with the cursor of its next page", () => {
    expect(shapeDocument(200, listOf(30), sizeOf(whole))).toEqual(whole);
    const paged = { ...whole, next_cursor: "abc" };
    expect(shapeDocument(200, listOf(30, "abc"), sizeOf(paged))).toEqual(paged);
  });

  it("that does not is cut between items, says so, and gives no cursor that would skip the others", () => {
    const shaped = shapeDocument(200, listOf(30, "abc"), sizeOf(whole)) as { data: unknown[]; hint: string };
    expect(shaped.data).toEqual(whole.data.slice(0, shaped.data.length));
    expect(shaped.data.length).toBeLessThan(30);
    expect(shaped.hint).toContain(`${shaped.data.length} of these 30 are shown`);
    expect(JSON.parse(JSON.stringify(shaped))).not.toHaveProperty("next_cursor");
    expect(sizeOf(shaped)).toBeLessThanOrEqual(sizeOf(whole));
  });

  it("goes on through the tool that reads any path", async () => {
    const server = startInProcess(({ host, query }) => {
      if (host === "control") return connectionsOf("c1");
      return query.length === 0 ? listOf(2, "abc") : listOf(1);
    });
    const path = "/api/things-of-tomorrow";
    const first = await server.call("read_operation", { path });
    expect(first.json).toMatchObject({ data: [{ id: "T0" }, { id: "T1" }], next_cursor: "abc" });
    const query = { "page[cursor]": first.json.next_cursor };
    const second = await server.call("read_operation", { path, query });
    expect(second.json.data).toHaveLength(1);
    expect(second.json).not.toHaveProperty("next_cursor");
    expect(server.sent.at(-1)).toMatchObject({ path, query: [["page[cursor]", "abc"]] });
  });
});

describe("a report", () => {
  const rowsOf = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ date: `2026-01-${at}`, count: at }));
  const basis = { timezone: "UTC" };

  it("that fits has the cursor of its next page, and how to use it", () => {
    const hint = "There is more: the same call with next_cursor as page_cursor.";
    const paged = { data: rowsOf(9), basis, next_cursor: "abc", hint };
    expect(shapeRows({ data: rowsOf(9), basis, next_cursor: "abc" }, sizeOf(paged))).toEqual(paged);
    expect(shapeRows({ data: rowsOf(9), basis }, sizeOf(paged))).toEqual({ data: rowsOf(9), basis });
  });

  it("that does not says how many rows of how many, and gives no cursor", () => {
    const paged = { data: rowsOf(40), basis, next_cursor: "abc" };
    const cut = shapeRows(paged, sizeOf(paged) - 1) as { data: unknown[]; hint: string };
    expect(cut.data.length).toBeLessThan(40);
    expect(cut.hint).toBe(
      `${cut.data.length} of 40 rows are shown: ask for fewer groups, a shorter time or a longer interval.`,
    );
    expect(cut).not.toHaveProperty("next_cursor");
  });

  const REPORTS = {
    query_campaign_values: { statistics: ["opens"], conversion_metric_id: "M", timeframe: "today" },
    query_flow_values: { statistics: ["opens"], conversion_metric_id: "M", timeframe: "today" },
    query_flow_series: {
      statistics: ["opens"],
      conversion_metric_id: "M",
      timeframe: "today",
      interval: "daily",
    },
    query_metric_aggregates: {
      metric_id: "M",
      measurements: ["count"],
      start: "2026-11-01",
      end: "2026-11-02",
    },
  };

  const { query_metric_aggregates, ...FOLLOWED } = REPORTS;

  it.each(Object.entries(FOLLOWED))(
    "%s that is too long goes on where it was cut, without a request",
    async (tool, args) => {
      const results = Array.from({ length: 300 }, (_, at) => ({
        groupings: { campaign_id: `c${at}`, flow_id: `f${at}` },
        statistics: { opens: "interval" in args ? [at] : at },
      }));
      const attributes = {
        results,
        date_times: ["interval" in args && "2026-11-01T00:00:00Z"].filter(Boolean),
      };
      const { date_times: _, ...values } = attributes;
      const server = startInProcess(
        ({ host, method }) =>
          host === "control"
            ? connectionsOf("c1")
            : method === "POST"
              ? { data: { type: "report", id: "R", attributes: "interval" in args ? attributes : values } }
              : { data: [] },
        ["--max-result-chars", "3000"],
      );
      const group = "interval" in args ? { group_by: ["flow"] } : {};
      const seen: unknown[] = [];
      for (let cursor: unknown, more = true; more; ) {
        const { json, text } = await server.call(tool, { ...args, ...group, page_cursor: cursor });
        expect(text.length).toBeLessThanOrEqual(3000);
        seen.push(...json.data.map(({ opens }: { opens: number }) => opens));
        cursor = json.next_cursor;
        more = cursor !== undefined;
      }
      expect(seen).toEqual(results.map((_, at) => at));
      expect(server.sent.filter(({ method }) => method === "POST")).toHaveLength(1);
    },
  );

  it.each(Object.entries(FOLLOWED))("%s of several pages reads them all", async (tool, args) => {
    const link = (cursor: string) => `https://a.klaviyo.com/api/x?page_cursor=${cursor}`;
    const server = startInProcess(({ host, method, query }) => {
      if (host === "control") return connectionsOf("c1");
      if (method !== "POST") return { data: [] };
      const [, cursor] = query.find(([name]) => name === "page_cursor") ?? [];
      const page = { undefined: 1, two: 2, three: 3 }[String(cursor)] ?? 0;
      const result = {
        groupings: { campaign_id: `c${page}`, flow_id: `f${page}` },
        statistics: { opens: page },
      };
      const next = [undefined, link("two"), link("three"), link("three")][page];
      const attributes = {
        results: [result],
        ...("interval" in args && { date_times: ["2026-11-01T00:00:00Z"] }),
      };
      return { data: { type: "report", id: "R", attributes }, links: { next } };
    });
    const { json } = await server.call(tool, args);
    expect(json.totals).toMatchObject({ opens: 6 });
    expect(server.sent.filter(({ method }) => method === "POST")).toHaveLength(3);
  });

  it("query_metric_aggregates goes on with the cursor that it gave", async () => {
    const [tool, args] = ["query_metric_aggregates", query_metric_aggregates];
    const next = `https://a.klaviyo.com/api/x?${encodeURIComponent("page[cursor]")}=abc`;
    const server = startInProcess(({ host, method }) => {
      if (host === "control") return connectionsOf("c1");
      const attributes = { results: [{}], dates: [], data: [{}], date_times: ["2026-11-01T00:00:00Z"] };
      return method === "POST"
        ? { data: { type: "report", id: "R", attributes }, links: { next } }
        : { data: [] };
    });
    const { json, text } = await server.call(tool, args);
    expect(json.next_cursor, text).toBe("abc");
    expect(json.hint).toBe("There is more: the same call with next_cursor as page_cursor.");
    server.sent.length = 0;
    await server.call(tool, { ...args, page_cursor: json.next_cursor });
    const posted = server.sent.find(({ method }) => method === "POST");
    const body = posted?.body as { data: { attributes: object } } | undefined;
    const said = { ...Object.fromEntries(posted?.query ?? []), ...body?.data.attributes };
    expect(said).toMatchObject({ page_cursor: "abc" });
  });
});
