import { describe, expect, it } from "vitest";
import { inOrder, merged } from "../../src/wire/apart.ts";

// Parts of a list become one in an order.

const ids = (items: readonly Readonly<Record<string, unknown>>[]) => items.map(({ id }) => id);

describe("merged", () => {
  const named = (...names: string[]) => names.map((name) => ({ id: name, attributes: { name } }));
  const LISTS = [named("b", "B", "c"), named("A", "a", "d"), named()];

  it("keeps the order of each list, also one that is not ours", () => {
    const all = ids(merged(LISTS, "name"));
    expect(all).toEqual(["A", "a", "b", "B", "c", "d"]);
  });

  it.each(["name", "-name", "id", "created_at"])(
    "has each once, and begins alike of shorter pieces: %s",
    (order) => {
      const all = ids(merged(LISTS, order));
      expect([...all].sort()).toEqual(["A", "B", "a", "b", "c", "d"]);
      for (let count = 1; count <= 6; count += 1) {
        const piece = merged(
          LISTS.map((list) => list.slice(0, count)),
          order,
        );
        expect(ids(piece).slice(0, count)).toEqual(all.slice(0, count));
      }
    },
  );
});

describe("inOrder", () => {
  const at = (id: string, send_time?: string | null) => ({ id, attributes: { send_time, name: id } });
  const all = [
    at("draft", null),
    at("b", "2026-11-01T10:00:00+00:00"),
    at("none"),
    at("a", "2026-11-01T11:00:00+02:00"),
  ];

  it.each([
    ["-send_time", ["b", "a", "draft", "none"]],
    ["send_time", ["a", "b", "draft", "none"]],
    ["name", ["a", "b", "draft", "none"]],
    ["-id", ["none", "draft", "b", "a"]],
  ])("compares moments, not their writing, and texts as they stand: %s", (order, wanted) => {
    expect(ids(inOrder(all, order))).toEqual(wanted);
  });

  it("leaves what is equal as it was, and is nothing of nothing", () => {
    const same = [at("x", "2026-11-01T10:00:00Z"), at("y", "2026-11-01T10:00:00Z")];
    expect(ids(inOrder(same, "send_time"))).toEqual(["x", "y"]);
    expect(ids(inOrder(same, "-send_time"))).toEqual(["x", "y"]);
    expect(inOrder([], "-id")).toEqual([]);
  });
});
