import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MEDIA_TYPE } from "../src/jsonapi/document.ts";
import { onlyReads } from "../src/tool/effects.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { type Started, startClient } from "./client.ts";
import { everyOperation, leastCall } from "./every-call.ts";
import { served } from "./served-inside.ts";

// Every result keeps to its room, and what did not fit is had without paying twice: over every operation that there is.

const MOST = 4000;
let server: Started;
beforeAll(async () => {
  server = await startClient({
    served,
    args: ["--max-result-chars", String(MOST), "--confirm", "never", "--beta"],
  });
});
afterAll(() => server.close());
afterEach(() => server.sandbox.clearFaults());

interface Answered {
  status?: number;
  headers?: Record<string, string>;
  next?: string | null;
}

/** What Klaviyo answers from now on, whatever is asked of it. */
function answer(data: unknown, more: object = {}, { status = 200, headers = {}, next }: Answered = {}): void {
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
  const link = next && `https://a.klaviyo.com/api/x?page%5Bcursor%5D=${next}`;
  server.sandbox.addFault({
    match: { path: "/klaviyo/" },
    status,
    contentType: MEDIA_TYPE,
    headers,
    body: JSON.stringify({ data, links: { next: link ?? null }, ...more }),
    times: 1000,
  });
}

/** A call of an operation by its name, whether it is a tool of its own or not. */
function callOf(tool: OperationTool, also: object = {}) {
  const args = { ...leastCall(tool.name), ...also };
  const through = onlyReads(tool) ? "read_operation" : "change_operation";
  return server.call(through, { name: tool.name, arguments: args });
}

const typeOf = ({ result }: OperationTool) => ("resource" in result ? result.resource.type : "thing");
const sendable = everyOperation.filter(({ request: { body } }) => !(body && "multipart" in body));

/** Resources each of which shows something: the first plain attribute that the summary of their type has. */
function resources(tool: OperationTool, count: number, chars: number): object[] {
  const resource = "resource" in tool.result ? tool.result.resource : undefined;
  const name = resource?.summary[0]?.split(".")[0] ?? "name";
  return Array.from({ length: count }, (_, at) => ({
    type: typeOf(tool),
    id: `ID${at}`,
    attributes: { [name]: `${at} ${"x".repeat(chars)}`, name: "y".repeat(chars), html: "<p>".repeat(chars) },
    relationships: { "made-up": { data: [{ type: "made-up", id: `M${at}` }] } },
  }));
}
const included = (count: number, chars: number) =>
  Array.from({ length: count }, (_, at) => ({
    type: "made-up",
    id: `M${at}`,
    attributes: { html: "z".repeat(chars) },
  }));

describe("every result keeps to its room", () => {
  it.each(sendable.map((tool) => [tool.name, tool] as const))("%s", async (_, tool) => {
    const many = resources(tool, 60, 200);
    answer(tool.result.kind === "collection" ? many : resources(tool, 1, 5000)[0], {
      included: included(60, 300),
    });
    const { text, isError, json } = await callOf(tool);
    expect(isError, text).toBeFalsy();
    expect(text.length).toBeLessThanOrEqual(MOST);
    // What is too long does not take the id of what was made along.
    if (tool.result.kind === "resource" || tool.result.kind === "job") {
      expect(json.data.id).toBe("ID0");
      expect(json.omitted).toMatch(/Too long to show: .*@0/);
    }
  });

  it("a native read's of a path that no operation has", async () => {
    answer(
      Array.from({ length: 60 }, (_, at) => ({
        type: "t",
        id: `ID${at}`,
        attributes: { a: "x".repeat(300) },
      })),
      { included: included(60, 300) },
    );
    const ids: string[] = [];
    let query = {};
    do {
      const { text, json } = await server.call("read_operation", { path: "/api/things-of-tomorrow", query });
      expect(text.length).toBeLessThanOrEqual(MOST);
      ids.push(...json.data.map(({ id }: { id: string }) => id));
      query = json.next_cursor ? { "page[cursor]": json.next_cursor } : {};
    } while (Object.keys(query).length > 0 && ids.length < 100);
    expect(ids).toEqual(Array.from({ length: 60 }, (_, at) => `ID${at}`));
  });
});

const lists = sendable.filter(({ result }) => result.kind === "collection");

describe("a result cut inside a page goes on after the last item shown", () => {
  it.each(lists.map((tool) => [tool.name, tool] as const))("%s", async (_, tool) => {
    answer(resources(tool, 50, 150), {}, { next: "later" });
    const ids: string[] = [];
    let page_cursor: string | undefined;
    do {
      const page = await callOf(tool, page_cursor ? { page_cursor } : {});
      expect(page.isError, page.text).toBeFalsy();
      expect(page.text.length).toBeLessThanOrEqual(MOST);
      ids.push(...page.json.data.map(({ id }: { id: string }) => id));
      page_cursor = page.json.next_cursor;
    } while (page_cursor && page_cursor !== "later" && ids.length < 100);
    expect(ids).toEqual(Array.from({ length: 50 }, (_, at) => `ID${at}`));
    // Then Klaviyo's own cursor goes on, and no page before was asked with another than its own.
    expect(page_cursor).toBe("later");
    const asked = server.sent().map(({ query }) => [query["page[cursor]"], query["page[size]"]].join());
    expect(new Set(asked).size).toBe(1);
  });

  const people = (from: number, count = 30) =>
    Array.from({ length: count }, (_, at) => ({
      type: "profile",
      id: `P${from + at}`,
      attributes: { email: `${"x".repeat(300)}@x.y` },
    }));
  const cut = async () => {
    answer(people(0));
    const { json } = await server.call("get_profiles", { page_size: 30, sort: "email" });
    return { cursor: json.next_cursor as string, shown: json.data.length as number };
  };

  it("where others came before it meanwhile", async () => {
    const { cursor, shown } = await cut();
    answer([{ type: "profile", id: "NEW", attributes: {} }, ...people(0, 29)]);
    const { json } = await server.call("get_profiles", { page_size: 30, sort: "email", page_cursor: cursor });
    expect(json.data[0].id).toBe(`P${shown}`);
    expect(json.hint).not.toContain("no longer there");
  });

  it("or from its position where it is gone, and says so", async () => {
    const { cursor, shown } = await cut();
    answer(people(0).filter(({ id }) => id !== `P${shown - 1}`));
    const { json } = await server.call("get_profiles", { page_size: 30, sort: "email", page_cursor: cursor });
    expect(json.data[0].id).toBe(`P${shown + 1}`);
    expect(json.hint).toContain("no longer there: this goes on from its position");
  });

  it("and is not led back by an id that comes twice", async () => {
    answer(people(0).map((one) => ({ ...one, id: "P" })));
    let page_cursor: string | undefined;
    let count = 0;
    for (let call = 0; call < 10 && (call === 0 || page_cursor); call += 1) {
      const { json } = await server.call("get_profiles", {
        page_size: 30,
        ...(page_cursor && { page_cursor }),
      });
      count += json.data.length;
      page_cursor = json.next_cursor;
    }
    expect([count, page_cursor]).toEqual([30, undefined]);
  });

  it.each<[string, object, string]>([
    ["another sort", { sort: "-email" }, "is of a call with other arguments"],
    ["a filter", { filter: 'equals(email,"a@b.c")' }, "is of a call with other arguments"],
    ["other fields", { fields: ["id"] }, "is of a call with other arguments"],
  ])("is refused with %s, before anything is sent", async (_, other, says) => {
    const { cursor } = await cut();
    server.sandbox.clearRequests();
    const args = { page_size: 30, sort: "email", page_cursor: cursor, ...other };
    const { isError, text } = await server.call("get_profiles", args);
    expect(isError).toBe(true);
    expect(text).toContain(says);
    expect(server.sent()).toEqual([]);
  });

  it("is refused when it is not as it was given", async () => {
    const { cursor } = await cut();
    server.sandbox.clearRequests();
    const args = { page_size: 30, sort: "email", page_cursor: cursor.slice(0, -9) };
    const { isError, text } = await server.call("get_profiles", args);
    expect(isError).toBe(true);
    expect(text).toContain("not as it was given");
    expect(server.sent()).toEqual([]);
  });

  it("says how many are shown, and not as if as many as the limit existed", async () => {
    answer(people(0), {}, { next: "later" });
    const { json } = await server.call("get_profiles", { limit: 10_000 });
    expect(json.hint).toMatch(/^\d+ are shown, as many as fit here\. There is more/);
    expect(json.hint).not.toContain("10000");
  });
});

describe("a cursor that comes again", () => {
  it("ends the paging and says so", async () => {
    const pageOf = (id: string, next: string) => ({
      data: Array.from({ length: 20 }, (_, at) => ({ type: "tag", id: `${id}${at}`, attributes: {} })),
      links: { next: `https://a.klaviyo.com/api/tags?page%5Bcursor%5D=${next}` },
    });
    server.sandbox.clearFaults();
    server.sandbox.clearRequests();
    for (const [id, next] of [
      ["first", "A"],
      ["a", "B"],
      ["b", "A"],
      ["a", "B"],
      ["b", "A"],
    ] as const) {
      const body = JSON.stringify(pageOf(id, next));
      server.sandbox.addFault({ match: { path: "/api/tags" }, status: 200, contentType: MEDIA_TYPE, body });
    }
    const { json } = await server.call("get_tags", { limit: 200, fields: ["id"] });
    const ids = json.data.map(({ id }: { id: string }) => id);
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
    expect(json.next_cursor).toBeUndefined();
    expect(json.stopped).toContain("pages go round");
    expect(server.sent()).toHaveLength(3);
  });
});
