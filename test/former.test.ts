import { describe, expect, it } from "vitest";
import { type Former, formerOf, keysOf, valuesIn } from "../src/ask/former.ts";
import { KEPT_BYTES, Kept } from "../src/ask/kept.ts";
import type { InputError } from "../src/errors.ts";

// What an edit overwrites is kept, so that it can be put back; what cannot be seen cannot be kept.

const body = (attributes: object, relationships?: object) => ({
  data: { type: "thing", id: "1", attributes, ...(relationships && { relationships }) },
});

describe("what puts a change back", () => {
  it.each<[why: string, sent: unknown, before: unknown, restores: unknown]>([
    ["an attribute", body({ name: "B" }), body({ name: "A", other: 1 }), body({ name: "A" })],
    ["one that was empty", body({ name: "B" }), body({ name: null }), body({ name: null })],
    ["one that was never there", body({ secret: "B" }), body({ name: "A" }), undefined],
    [
      "a relationship to many",
      body({}, { topics: { data: [{ type: "topic", id: "2" }] } }),
      body({}, { topics: { data: [{ type: "topic", id: "1", links: {} }] } }),
      { data: { type: "thing", id: "1", relationships: { topics: { data: [{ type: "topic", id: "1" }] } } } },
    ],
    [
      "a relationship to one that was empty",
      body({}, { image: { data: { type: "image", id: "2" } } }),
      body({}, { image: { data: null } }),
      { data: { type: "thing", id: "1", relationships: { image: { data: null } } } },
    ],
    [
      "a relationship that was not read",
      body({}, { a: { data: [] } }),
      body({}, { a: { links: {} } }),
      undefined,
    ],
    [
      "a whole list of a relationship",
      { data: [{ type: "item", id: "2" }] },
      { data: [{ type: "item", id: "1", attributes: {} }], links: {} },
      { data: [{ type: "item", id: "1" }] },
    ],
    ["of which only a page was read", { data: [] }, { data: [], links: { next: "https://…" } }, undefined],
    [
      "a person's properties, and those that came new",
      body({ properties: { tier: "gold", fresh: 1 } }),
      body({ properties: { tier: "silver", old: 2 } }),
      {
        data: {
          type: "thing",
          id: "1",
          attributes: { properties: { tier: "silver", old: 2 } },
          meta: { patch_properties: { unset: ["fresh"] } },
        },
      },
    ],
    ["nothing", body({}), body({ name: "A" }), undefined],
    ["no document", body({ name: "B" }), "html", undefined],
  ])("%s", (_, sent, before, restores) => {
    expect(formerOf(sent, before)?.body).toEqual(restores);
  });

  it("knows what stood there, and what stands there after", () => {
    const sent = body({ name: "B", html: "b" });
    expect(keysOf(sent)).toEqual(["name", "html"]);
    expect(formerOf(sent, body({ name: "A", html: "a" }))?.values).toEqual({ name: '"A"', html: '"a"' });
    expect(valuesIn(body({ name: "B", html: "normalised" }), keysOf(sent))).toEqual({
      name: '"B"',
      html: '"normalised"',
    });
    expect(valuesIn(body({ name: "B" }), keysOf(sent))).toBeUndefined();
  });
});

describe("what a session keeps", () => {
  const former = (bytes: number): Former => ({ body: "x".repeat(bytes), values: {} });
  const change = (session: string, bytes = 10) => ({
    session,
    connectionId: "c",
    tool: "update_list",
    method: "PATCH" as const,
    path: "/api/lists/1",
    revision: undefined,
    former: former(bytes),
    after: undefined,
  });

  it("is found by its session alone, until it is forgotten", () => {
    const kept = new Kept();
    const id = kept.keep(change("a")) ?? "";
    expect(kept.find(id, "a").path).toBe("/api/lists/1");
    expect(() => kept.find(id, "b")).toThrow("no change");
    kept.forget(id);
    expect(() => kept.find(id, "a")).toThrow("no change");
  });

  it("goes, the oldest first, where there is more than room; other sessions' stays", () => {
    const kept = new Kept();
    const other = kept.keep(change("b")) ?? "";
    const empty = Buffer.byteLength(JSON.stringify(change("a", 0)));
    const half = KEPT_BYTES / 2 - empty;
    const first = kept.keep(change("a", half)) ?? "";
    const second = kept.keep(change("a", half)) ?? "";
    expect(kept.find(first, "a").id).toBe(first);
    kept.keep(change("a", 1));
    expect(() => kept.find(first, "a")).toThrow("no change");
    expect(kept.find(second, "a").id).toBe(second);
    expect(kept.find(other, "b").id).toBe(other);
    expect(kept.keep(change("a", KEPT_BYTES))).toBeUndefined();
  });

  it("may be as large as all the room there is", () => {
    const kept = new Kept();
    const whole = change("a", KEPT_BYTES - Buffer.byteLength(JSON.stringify(change("a", 0))));
    expect(kept.keep({ ...whole, tool: `${whole.tool}s` })).toBeUndefined();
    expect(kept.keep(whole)).toBe("change_1");
    const { length } = JSON.stringify(former(0));
    expect(kept.takes(former(KEPT_BYTES - length))).toBe(true);
    expect(kept.takes(former(KEPT_BYTES - length + 1))).toBe(false);
  });

  it("that is not there is refused with those that are, the last ten", () => {
    const kept = new Kept();
    const told = (id: string, session: string) => {
      try {
        return kept.find(id, session);
      } catch (error) {
        const { message, argument, next } = error as InputError;
        return { message, argument, next };
      }
    };
    kept.keep(change("b"));
    expect(told("nothing", "a")).toEqual({
      message: 'there is no change "nothing" here to undo',
      argument: "change",
      next: "A result with undo names its change; it is kept for this session.",
    });
    kept.keep(change("a"));
    expect(told("change_1", "a")).toMatchObject({ next: "There are change_2; the last is the newest." });
    for (let more = 0; more < 10; more += 1) kept.keep(change("a"));
    const last = Array.from({ length: 10 }, (_, at) => `change_${at + 3}`).join(", ");
    expect(told("x".repeat(65), "a")).toMatchObject({
      message: `there is no change "${"x".repeat(64)}" here to undo`,
      next: `There are ${last}; the last is the newest.`,
    });
  });

  it("ends with its session and no other", () => {
    const kept = new Kept();
    const own = kept.keep(change("a")) ?? "";
    const other = kept.keep(change("b")) ?? "";
    kept.end("a");
    expect(() => kept.find(own, "a")).toThrow("no change");
    expect(kept.find(other, "b").id).toBe(other);
  });

  it("knows what the session made, on the account where it made it", () => {
    const kept = new Kept();
    const list = { connectionId: "c", type: "list", id: "1" };
    kept.made("a", list);
    expect(kept.isOwn("a", list)).toBe(true);
    for (const other of [
      { ...list, connectionId: "d" },
      { ...list, type: "segment" },
      { ...list, id: "2" },
    ])
      expect(kept.isOwn("a", other)).toBe(false);
    expect(kept.isOwn("b", list)).toBe(false);
    kept.end("a");
    expect(kept.isOwn("a", list)).toBe(false);
  });
});
