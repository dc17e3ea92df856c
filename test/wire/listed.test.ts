import { expect, it } from "vitest";
import type { WorkflowTool } from "../../src/tool/tool.ts";
import { shapeListed } from "../../src/wire/listed.ts";
import { begin } from "../../src/wire/place.ts";

// The list that a workflow made: cut between items where it is too long, and it goes on after the last that was shown.

const TOOL = { kind: "workflow", name: "list_them" } as unknown as WorkflowTool;
const ROOM = 10_000;
const MORE = "There is more: the same call with next_cursor as page_cursor.";
const GONE =
  "The item that was shown last is no longer there: this goes on from its position, so one may be missing or come twice.";
const item = (id: string | number, letters = 150) => ({ id, text: "x".repeat(letters) });

/** What is read of a list, on from where an earlier answer was cut. */
function listed(shaped: Record<string, unknown>, most = ROOM, cursor?: unknown) {
  const place = cursor === undefined ? undefined : begin(TOOL, { page_cursor: String(cursor) }).place;
  const { data, ...rest } = shapeListed(TOOL, {}, shaped, most, place);
  return {
    ...(rest as { next_cursor?: string; hint?: string }),
    ids: Array.isArray(data) ? data.map((one: { id?: unknown }) => one.id) : data,
  };
}

it("what fits comes whole, with what was told of it", () => {
  expect(listed({ data: [item("a"), item("b")], hint: "Look.", of: "all" })).toStrictEqual({
    ids: ["a", "b"],
    hint: "Look.",
    of: "all",
  });
  expect(listed({ data: [] })).toStrictEqual({ ids: [] });
  expect(listed({ data: "text", hint: "Look." })).toStrictEqual({ ids: "text", hint: "Look." });
});

it("what does not fit is cut, and every item comes once", () => {
  const data = ["a", "b", "c", "d", "e", "f", "g"].map((id) => item(id));
  const first = listed({ data, hint: "Look.", of: "all" }, 620);
  expect(first).toMatchObject({
    ids: ["a", "b"],
    hint: `2 of 7 are shown, as many as fit here. ${MORE} Look.`,
    of: "all",
  });
  const second = listed({ data }, 620, first.next_cursor);
  expect(second).toMatchObject({ ids: ["c", "d"], hint: `2 of 5 are shown, as many as fit here. ${MORE}` });
  expect(listed({ data }, 620, second.next_cursor)).toStrictEqual({ ids: ["e", "f", "g"] });
});

it("goes on by position where the last is gone, and where items have no ids", () => {
  const data = ["a", "b", "c", "d", "e"].map((id) => item(id));
  const { next_cursor } = listed({ data }, 620);
  const moved = [data[0], data[2], data[3], data[4]];
  expect(listed({ data: moved, hint: "Look." }, ROOM, next_cursor)).toStrictEqual({
    ids: ["d", "e"],
    hint: `${GONE} Look.`,
  });
  expect(listed({ data: [item("new"), ...data] }, ROOM, next_cursor).ids).toEqual(["c", "d", "e"]);
  const numbered = [1, 2, 3, 4, 5].map((id) => item(id));
  const cut = listed({ data: numbered }, 620);
  expect(cut.ids).toEqual([1, 2]);
  expect(listed({ data: numbered }, ROOM, cut.next_cursor).ids).toEqual([3, 4, 5]);
});

it("one that is longer than a result may be is shown without its longest part, and the list goes on", () => {
  const data = [item("a", 5000), item("b")];
  const first = listed({ data }, 1000);
  expect(first.ids).toEqual(["a"]);
  expect(JSON.stringify(first)).not.toContain("xxxxxxxxxx".repeat(100));
  expect(listed({ data }, 1000, first.next_cursor).ids).toEqual(["b"]);
});
