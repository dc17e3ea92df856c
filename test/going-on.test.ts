import { describe, expect, it } from "vitest";
import { operate, type Surroundings } from "../src/call/operate.ts";
import type { CallSession } from "../src/call/session.ts";
import { Walks } from "../src/call/walks.ts";
import { parseInput } from "../src/check/input.ts";
import type { Input, OperationTool } from "../src/tool/tool.ts";
import type { Page } from "../src/wire/request.ts";
import { everyOperation, leastCall } from "./every-call.ts";

// Whatever the items, the pages and the room: following next_cursor gives every item once, in order. Over every operation
// that lists, with Klaviyo's pages made up here; the built server does the same in test/whole.test.ts.

/** Numbers that look random and are the same each time (mulberry32). */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % (most + 1);
  };
}

/** A page where the operation has no size of its own. */
const OWN_PAGE = 7;
type Resource = { type: string; id: string; attributes: object; relationships?: object };

interface Account {
  items: readonly Resource[];
  included: readonly object[];
}

/** Items of all lengths, some longer than any result of this room; some with what is included, some without a cursor's end. */
function account(tool: OperationTool, room: number, some: (most: number) => number): Account {
  const resource = "resource" in tool.result ? tool.result.resource : undefined;
  const name = resource?.summary[0]?.split(".")[0] ?? "name";
  const items = Array.from({ length: some(40) }, (_, at) => ({
    type: resource?.type ?? "thing",
    id: `ID${at}`,
    attributes: { [name]: "x".repeat(some(9) === 0 ? room + some(500) : some(room / 3)) },
    relationships: { other: { data: [{ type: "other", id: `O${at}` }] } },
  }));
  const included = some(1)
    ? items.map((_, at) => ({
        type: "other",
        id: `O${at}`,
        attributes: { text: "y".repeat(some(room / 4)) },
      }))
    : [];
  return { items, included };
}

/** A call's session in front of which Klaviyo has these items, and what was asked of it. */
function sessionOf(tool: OperationTool, { items, included }: Account) {
  const asked: Page[] = [];
  const sendOperation = async (_: OperationTool, __: Input, { page = {} }: { page?: Page } = {}) => {
    asked.push(page);
    const from = page.cursor ? Number(atob(page.cursor)) : 0;
    const size = tool.request.query.page ? (page.size ?? OWN_PAGE) : items.length;
    const to = Math.min(from + size, items.length);
    const next = to < items.length && `https://a.klaviyo.com/api/x?page%5Bcursor%5D=${btoa(String(to))}`;
    const document = {
      data: items.slice(from, to),
      ...(included.length > 0 && { included: included.slice(from, to) }),
      links: { next: next || null },
    };
    return { status: 200, document };
  };
  const session = {
    connection: { id: "c" },
    client: { caller: { session: "s" }, progress: () => undefined },
    remaining: () => 30_000,
    sendOperation,
  };
  return { session: session as unknown as CallSession, asked };
}

const surroundings = (maxResultChars: number) =>
  ({ walks: new Walks(), maxResultChars }) as unknown as Surroundings;

const listing = everyOperation.filter(({ result }) => result.kind === "collection");

describe("following next_cursor gives every item once", () => {
  it.each(listing.map((tool, at) => [tool.name, tool, at] as const))("%s", async (_, tool, at) => {
    const some = numbers(at + 1);
    for (let round = 0; round < 3; round += 1) {
      const room = 700 + some(5000);
      const served = account(tool, room, some);
      const { session, asked } = sessionOf(tool, served);
      const around = surroundings(room);
      const { page } = tool.request.query;
      const { page_cursor: ___, ...args } = leastCall(tool.name);
      // How much is wanted may differ from one call to the next.
      const wanted = () => ({
        ...(page?.size && some(1) && { page_size: 1 + some(Math.min(30, page.size - 1)) }),
        ...(page && some(1) && { limit: 1 + some(60) }),
      });
      const ids: string[] = [];
      let cursor: string | undefined;
      let calls = 0;
      do {
        const input = parseInput(tool, { ...args, ...wanted(), ...(cursor && { page_cursor: cursor }) });
        const before = asked.length;
        const shaped = await operate(session, tool, input, around);
        calls += 1;
        expect(JSON.stringify(shaped).length).toBeLessThanOrEqual(room);
        const data = shaped.data as { id: string }[];
        expect(Array.isArray(data), JSON.stringify(shaped).slice(0, 300)).toBe(true);
        if (input.limit) expect(data.length).toBeLessThanOrEqual(input.limit);
        // Of what was shown nothing is asked for again but the page that the result was cut in.
        expect(asked.length - before).toBeLessThanOrEqual(
          2 * Math.ceil((input.limit ?? 1) / (input.page_size ?? 1)) + 1,
        );
        ids.push(...data.map(({ id }) => id));
        // What is included comes with the items that it is linked to, or its absence is told.
        if (served.included.length > 0 && !/included resources do not fit/.test(String(shaped.omitted))) {
          const others = (shaped.included ?? []) as { id: string }[];
          expect(others.map(({ id }) => id)).toEqual(
            expect.arrayContaining(data.map(({ id }) => id.replace("ID", "O"))),
          );
        }
        cursor = shaped.next_cursor as string | undefined;
        expect(shaped).not.toHaveProperty("stopped");
      } while (cursor && calls < 100);
      expect(ids).toEqual(served.items.map(({ id }) => id));
    }
  });
});
