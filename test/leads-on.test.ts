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

interface Row {
  dimensions: string[];
  measurements: { count: number[] };
}
const row = (at: number, count = at): Row => ({
  dimensions: [`F${at}`, "x".repeat(150)],
  measurements: { count: [count] },
});
const rows = (from: number, count: number) => Array.from({ length: count }, (_, at) => row(from + at));

describe("rows that are cut go on after the row shown last", () => {
  const args = {
    metric_id: "M",
    measurements: ["count"],
    start: "2026-11-01",
    end: "2026-11-02",
    by: ["$flow", "Subject"],
  };
  function report(data: Row[]): void {
    server.sandbox.clearFaults();
    const attributes = { dates: ["2026-11-01T04:00:00+00:00"], data };
    answer("/klaviyo/api/metric-aggregates", { data: { type: "metric-aggregate", id: "1", attributes } });
  }
  const call = (page_cursor?: string) =>
    server.call("query_metric_aggregates", { ...args, ...(page_cursor && { page_cursor }) });
  const idsOf = (data: { $flow: string }[]) => data.map(({ $flow }) => $flow);

  it("every row once", async () => {
    report(rows(0, 60));
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const { json, text } = await call(cursor);
      expect(text.length).toBeLessThanOrEqual(4000);
      ids.push(...idsOf(json.data));
      cursor = json.next_cursor;
    } while (cursor && ids.length < 100);
    expect(ids).toEqual(rows(0, 60).map(({ dimensions }) => dimensions[0]));
  });

  it("where its numbers changed, and others came before it", async () => {
    report(rows(0, 40));
    const first = (await call()).json;
    const count = first.data.length;
    expect(count).toBeGreaterThan(2);
    report([row(100), ...rows(0, 40).map((_, at) => row(at, at + 1000))]);
    const { json } = await call(first.next_cursor);
    expect(json.data[0].$flow).toBe(`F${count}`);
    expect(json.hint).not.toContain("no longer there");
  });

  it("or from its position where it is gone, and says so", async () => {
    report(rows(0, 40));
    const first = (await call()).json;
    const count = first.data.length;
    report(rows(0, 40).filter((_, at) => at !== count - 1));
    const { json } = await call(first.next_cursor);
    expect(json.data[0].$flow).toBe(`F${count + 1}`);
    expect(json.hint).toContain("The row that was shown last is no longer there");
  });

  it("and says how many of the rows that came are shown", async () => {
    report(rows(0, 40));
    const { json } = await call();
    expect(json.hint).toMatch(new RegExp(`^${json.data.length} of 40 rows are shown:`));
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
