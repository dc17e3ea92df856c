import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MEDIA_TYPE } from "../src/jsonapi/document.ts";
import { type Started, startClient } from "./client.ts";

// What an answer says where it has nothing to show, and how it goes on: reports, pages that go round, names that nothing has.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--max-result-chars", "4000", "--confirm", "never"] });
});
afterAll(() => server.close());
afterEach(() => server.sandbox.clearFaults());

function answer(path: string, document: unknown, times = 1000): void {
  const body = JSON.stringify(document);
  server.sandbox.addFault({ match: { path }, status: 200, contentType: MEDIA_TYPE, body, times });
}

describe("where there is none", () => {
  it.each<[string, object]>([
    ["get_template", { template_id: "T" }],
    ["get_profile", { profile_id: "P" }],
    ["get_metric", { metric_id: "M" }],
  ])("%s says so, and shows nothing that looks like one", async (name, args) => {
    answer("/klaviyo/", { data: null });
    const { json, text } = await server.call(name, { ...args });
    expect(json, text).toEqual({ hint: expect.stringContaining("There is none") });
  });
});

describe("what fields names and nothing has is told", () => {
  const person = (id: string, attributes: object) => ({ type: "profile", id, attributes });
  it.each<[string, string[], object[], string | undefined]>([
    [
      "a name of the account's own that is written wrong, with what there is",
      ["properties.teir", "email"],
      [
        { email: "a@b.c", properties: { tier: "gold", plan: 1 } },
        { email: "d@e.f", properties: { since: 1 } },
      ],
      "No profile here has properties.teir. properties has tier, plan, since.",
    ],
    ["an attribute that none has", ["title"], [{ title: null }, {}], "No profile here has title."],
    ["nothing where one of them has it", ["title"], [{ title: null }, { title: "Dr" }], undefined],
    [
      "nothing of a null among the account's own, which is shown",
      ["properties.tier"],
      [{ properties: { tier: null } }],
      undefined,
    ],
    ["a name with dots of its own", ["properties.a.b"], [{ properties: { "a.b": 1 } }], undefined],
    [
      "the first of many",
      Array.from({ length: 12 }, (_, at) => `properties.p${at}`),
      [{ properties: Object.fromEntries(Array.from({ length: 11 }, (_, at) => [`q${at}`, 1])) }],
      `No profile here has ${Array.from({ length: 10 }, (_, at) => `properties.p${at}`).join(", ")} and 2 more. properties has ${Array.from({ length: 10 }, (_, at) => `q${at}`).join(", ")} and 1 more.`,
    ],
  ])("%s", async (_, fields, people, told) => {
    answer("/klaviyo/api/profiles", { data: people.map((one, at) => person(`P${at}`, one)) });
    const list = await server.call("get_profiles", { fields });
    expect(list.json.omitted, list.text).toBe(told);
    server.sandbox.clearFaults();
    answer("/klaviyo/api/profiles", { data: person("P", people.at(-1) ?? {}) });
    const one = await server.call("get_profile", { profile_id: "P", fields });
    if (told === undefined) expect(one.json.omitted).toBeUndefined();
    else expect(one.json.omitted).toContain(told.split(".")[0]);
  });

  it("of what is included, too", async () => {
    answer("/klaviyo/api/events", {
      data: { type: "event", id: "E", attributes: { datetime: "2026-01-01T00:00:00+00:00" } },
      included: [person("P", { properties: { tier: "gold" } })],
    });
    const fields = ["datetime", "profile:properties.plan"];
    const { json } = await server.call("get_event", { event_id: "E", include: ["profile"], fields });
    expect(json.omitted).toBe("No profile here has properties.plan. properties has tier.");
  });
});

/** A group's name, long enough that few fit. */
const group = (at: number) => `${at}-${"m".repeat(150)}`;
const groups = (from: number, count: number) => Array.from({ length: count }, (_, at) => group(from + at));

interface Rows {
  tool: string;
  args: object;
  /** The column that tells a row. */
  column: string;
  serve(groups: readonly string[], number?: number): void;
}

const ROWS: Readonly<Record<string, Rows>> = {
  query_metric_aggregates: {
    tool: "query_metric_aggregates",
    args: {
      metric_id: "M",
      measurements: ["count"],
      start: "2026-11-01",
      end: "2026-11-02",
      by: ["$message"],
    },
    column: "$message",
    serve(names, number = 1) {
      const data = names.map((name) => ({ dimensions: [name], measurements: { count: [number] } }));
      const attributes = { dates: ["2026-11-01T00:00:00+00:00"], data };
      answer("/klaviyo/api/metric-aggregates", { data: { type: "metric-aggregate", id: "1", attributes } });
    },
  },
  query_flow_values: {
    tool: "query_flow_values",
    args: { statistics: ["opens"], timeframe: "last_30_days", conversion_metric_id: "TxVpCr" },
    column: "flow_id",
    serve(names, opens = 1) {
      const results = names.map((flow_id) => ({
        groupings: { flow_id, flow_message_id: "M", send_channel: "email" },
        statistics: { opens },
      }));
      const data = { type: "flow-values-report", id: "1", attributes: { results } };
      answer("/klaviyo/api/flow-values-reports", { data, links: { next: null } });
    },
  },
};

describe.each(Object.entries(ROWS))("rows of %s that are cut", (_, { tool, args, column, serve }) => {
  it("come every one once, by following next_cursor", async () => {
    serve(groups(0, 60));
    const seen: string[] = [];
    let page_cursor: string | undefined;
    do {
      const { json, text, isError } = await server.call(tool, {
        ...args,
        ...(page_cursor && { page_cursor }),
      });
      expect(isError, text).toBeFalsy();
      expect(text.length).toBeLessThanOrEqual(4000);
      const left = 60 - seen.length;
      seen.push(...json.data.map((row: Record<string, string>) => row[column]));
      page_cursor = json.next_cursor;
      if (page_cursor)
        expect(json.hint).toContain(`${json.data.length} of ${left} rows are shown: There is more`);
    } while (page_cursor && seen.length < 100);
    expect(seen).toEqual(groups(0, 60));
  });
});

describe("rows that are read anew", () => {
  const { tool, args, column, serve } = ROWS.query_metric_aggregates as Rows;
  const call = (page_cursor?: string) => server.call(tool, { ...args, ...(page_cursor && { page_cursor }) });
  async function begun() {
    serve(groups(0, 40));
    const { json } = await call();
    server.sandbox.clearFaults();
    expect(json.data.length).toBeGreaterThan(2);
    return { count: json.data.length as number, cursor: json.next_cursor as string };
  }

  it("go on after the row shown last, where its numbers changed and others came before it", async () => {
    const { count, cursor } = await begun();
    serve([group(100), ...groups(0, 40)], 7);
    const { json } = await call(cursor);
    expect(json.data[0]).toMatchObject({ [column]: group(count), count: 7 });
    expect(json.hint).not.toContain("no longer there");
  });

  it("or from its position where it is gone, and say so", async () => {
    const { count, cursor } = await begun();
    serve(groups(0, 40).filter((_, at) => at !== count - 1));
    const { json } = await call(cursor);
    expect(json.data[0][column]).toBe(group(count + 1));
    expect(json.hint).toContain("The row that was shown last is no longer there");
  });
});

describe("a cursor that comes again in another call", () => {
  const NEXT: Readonly<Record<string, string>> = { "": "A", A: "B", B: "C", C: "B" };
  /** Pages that lead on as NEXT says, and go round at C. */
  function serve(cursor: string): void {
    server.sandbox.clearFaults();
    answer("/klaviyo/api/tags", {
      data: Array.from({ length: 3 }, (_, at) => ({
        type: "tag",
        id: `${cursor || "first"}${at}`,
        attributes: {},
      })),
      links: { next: `https://a.klaviyo.com/api/tags?page%5Bcursor%5D=${NEXT[cursor]}` },
    });
  }
  async function page(cursor: string, also: object = {}) {
    serve(cursor);
    return (await server.call("get_tags", { ...(cursor && { page_cursor: cursor }), ...also })).json;
  }

  it("ends the list and says so, and a page that is read again does not", async () => {
    const pages = [];
    for (const cursor of ["", "A", "A", "", "A", "B"]) pages.push(await page(cursor));
    expect(pages.map(({ next_cursor }) => next_cursor)).toEqual(["A", "B", "B", "A", "B", "C"]);
    const last = await page("C");
    expect(last.next_cursor).toBeUndefined();
    expect(last.stopped).toContain("pages go round");
    // Of a call with other arguments nothing is known.
    expect((await page("C", { sort: "name" })).next_cursor).toBe("B");
  });

  it("is no end while the page that names it has not been shown whole", async () => {
    for (const cursor of ["", "A", "B"]) await page(cursor, { fields: ["name"] });
    server.sandbox.clearFaults();
    answer("/klaviyo/api/tags", {
      data: Array.from({ length: 60 }, (_, at) => ({
        type: "tag",
        id: `c${at}`,
        attributes: { name: "x".repeat(200) },
      })),
      links: { next: "https://a.klaviyo.com/api/tags?page%5Bcursor%5D=B" },
    });
    const ids: string[] = [];
    let page_cursor: string | undefined = "C";
    let stopped: string | undefined;
    while (page_cursor && ids.length < 100) {
      const { json } = await server.call("get_tags", { fields: ["name"], page_cursor });
      expect(json.stopped === undefined).toBe(json.next_cursor !== undefined);
      ids.push(...json.data.map(({ id }: { id: string }) => id));
      page_cursor = json.next_cursor;
      stopped = json.stopped;
    }
    expect(ids).toEqual(Array.from({ length: 60 }, (_, at) => `c${at}`));
    expect(stopped).toContain("pages go round");
  });
});
