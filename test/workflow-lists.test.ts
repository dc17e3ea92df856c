import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MEDIA_TYPE } from "../src/jsonapi/document.ts";
import { allTools } from "../tools/index.ts";
import { type Started, startClient } from "./client.ts";

// Lists that workflows make keep to their room, and go on where they were cut.

const MOST = 4000;
let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--max-result-chars", String(MOST)] });
});
afterAll(() => server.close());
afterEach(() => server.sandbox.clearFaults());

/** Has whatever goes to such a path answered so, until the faults are cleared; the first that fits counts. */
function answer(path: string, document: unknown, contentType = MEDIA_TYPE, times = 1000): void {
  const body = JSON.stringify(document);
  server.sandbox.addFault({ match: { path }, status: 200, contentType, body, times });
}

interface Lister {
  args: object;
  /** Has Klaviyo, or Maton, answer with things of these ids. */
  serve(ids: readonly string[], chars?: number): void;
}

const ofType = (type: string, ids: readonly string[], attributes: (id: string) => object) => ({
  data: ids.map((id) => ({ type, id, attributes: attributes(id) })),
  links: { next: null },
});
const NOTHING = { data: [], links: { next: null } };

const LISTERS: Readonly<Record<string, Lister>> = {
  get_account_changes: {
    args: { since: "2026-11-01T00:00:00Z" },
    serve(ids, chars = 300) {
      const updated = "2026-11-20T00:00:00Z";
      const created = "2026-10-01T00:00:00Z";
      answer(
        "/api/flows",
        ofType("flow", ids, () => ({ name: "n".repeat(chars), status: "live", created, updated })),
      );
      answer("/klaviyo/", NOTHING);
    },
  },
  get_messages_for_flow: {
    args: { flow_id: "F" },
    serve(ids, chars = 300) {
      const actions = ids.map((id) => ({
        id: `A${id}`,
        type: "send-email",
        links: { next: null },
        data: { message: { id, subject_line: "s".repeat(chars), template_id: "T" }, status: "live" },
      }));
      const definition = { triggers: [], actions, entry_action_id: "0" };
      answer("/klaviyo/", { data: { type: "flow", id: "F", attributes: { name: "Welcome", definition } } });
    },
  },
  list_connections: {
    args: { status: "FAILED" },
    serve(ids) {
      const connections = ids.map((connection_id) => ({
        connection_id,
        status: "FAILED",
        creation_time: "2026-01-01T00:00:00Z",
        last_updated_time: "2026-01-01T00:00:00Z",
        app: "klaviyo",
      }));
      answer("/connections", { connections }, "application/json");
    },
  },
};

const listing = allTools.filter((tool) => tool.kind === "workflow" && tool.lists).map(({ name }) => name);

it("each has its law", () => {
  expect(listing.toSorted()).toEqual(Object.keys(LISTERS).toSorted());
});

const names = (count: number) =>
  Array.from({ length: count }, (_, at) => `m${String(at).padStart(3, "0")}-0000`);

describe.each(Object.entries(LISTERS))("%s", (name, { args, serve }) => {
  const has = (ids: readonly string[]) => {
    server.sandbox.clearFaults();
    serve(ids);
  };
  const call = (page_cursor?: string) => server.call(name, { ...args, ...(page_cursor && { page_cursor }) });

  it("gives every item once, by following next_cursor", async () => {
    has(names(60));
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const { json, text, isError } = await call(cursor);
      expect(isError, text).toBeFalsy();
      expect(text.length).toBeLessThanOrEqual(MOST);
      ids.push(...json.data.map(({ id }: { id: string }) => id));
      cursor = json.next_cursor;
      if (cursor) expect(json.hint).toMatch(/^\d+ of \d+ are shown, as many as fit here\. There is more/);
      else expect(json).not.toHaveProperty("hint");
    } while (cursor && ids.length < 100);
    expect(ids).toEqual(names(60));
  });

  it("goes on after the item shown last, or says that it is gone", async () => {
    has(names(60));
    const first = (await call()).json;
    const shown = first.data.length;
    expect(shown).toBeGreaterThan(2);
    has(["new", ...names(60)]);
    expect((await call(first.next_cursor)).json.data[0].id).toBe(names(60)[shown]);
    has(names(60).filter((_, at) => at !== shown - 1));
    const { json } = await call(first.next_cursor);
    expect(json.data[0].id).toBe(names(60)[shown + 1]);
    expect(json.hint).toContain("no longer there");
  });

  it.each([
    ["a cursor of Klaviyo's", "bmV4dDo6aWQ6OmFiYw", "not as it was given"],
    ["half of one of ours", "~WzEs", "not as it was given"],
  ])("refuses %s before anything is sent", async (_, page_cursor, says) => {
    server.sandbox.clearRequests();
    const { isError, text } = await call(page_cursor);
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect(server.sent()).toEqual([]);
  });
});

it("a cursor is refused with other arguments, and by another workflow", async () => {
  const { get_messages_for_flow: flow, list_connections: connections } = LISTERS;
  flow?.serve(names(60));
  const { json } = await server.call("get_messages_for_flow", { flow_id: "F" });
  const page_cursor = json.next_cursor;
  for (const [name, args] of [
    ["get_messages_for_flow", { flow_id: "G" }],
    ["list_connections", { ...connections?.args }],
  ] as const) {
    const { isError, text } = await server.call(name, { ...args, page_cursor });
    expect([isError, text]).toEqual([true, expect.stringContaining("is of a call with other arguments")]);
  }
});

it("a message longer than a result loses its longest part, and the next call goes on after it", async () => {
  LISTERS.get_messages_for_flow?.serve(["a", "b"], 5000);
  const first = (await server.call("get_messages_for_flow", { flow_id: "F" })).json;
  expect(first.data).toEqual([
    {
      id: "a",
      channel: "email",
      template_id: "T",
      action_id: "Aa",
      action_type: "send-email",
      action_status: "live",
    },
  ]);
  expect(first.omitted).toContain("subject (5002 characters)");
  const { json } = await server.call("get_messages_for_flow", {
    flow_id: "F",
    page_cursor: first.next_cursor,
  });
  expect(json.data[0].id).toBe("b");
  expect(json.next_cursor).toBeUndefined();
});
