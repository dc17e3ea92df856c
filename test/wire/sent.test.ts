import { describe, expect, it } from "vitest";
import type { Input, OperationTool } from "../../src/tool/tool.ts";
import { dryRun } from "../../src/wire/dry-run.ts";
import { pagePlan } from "../../src/wire/paging.ts";
import { EDITS, thingTool } from "../check/things.ts";

// How the pages of a call are fetched, and what a dry run shows of what would be sent.

it.each<[most: number | undefined, input: Input, size: number | undefined, pages: number]>([
  // Without a limit one page, ours unless its size is given.
  [undefined, {}, undefined, 1],
  [undefined, { limit: 5 }, undefined, Number.POSITIVE_INFINITY],
  [100, {}, 20, 1],
  [10, {}, 10, 1],
  [100, { page_size: 50 }, 50, 1],
  // With one, the fewest pages that end on it.
  [100, { limit: 100 }, 100, 1],
  [100, { limit: 1 }, 1, 1],
  [100, { limit: 200 }, 100, 2],
  [100, { limit: 101 }, 51, 2],
  [100, { limit: 150 }, 75, 2],
  [100, { limit: 210 }, 70, 3],
  [100, { limit: 205 }, 41, 5],
  [10, { limit: 49 }, 7, 7],
  [10, { limit: 22 }, 8, 3],
  [100, { limit: 60, page_size: 20 }, 20, 3],
  [100, { limit: 50, page_size: 20 }, 10, 5],
])("pages of at most %s for %o have %s each, and there are %i", (most, input, size, pages) => {
  const tool = thingTool({ query: { page: { ...(most && { size: most }) } } as never });
  expect(pagePlan(tool, input)).toEqual({ ...(size && { size }), pages });
  if (most === undefined) expect(pagePlan(thingTool({}), input)).toEqual({ pages });
});

describe("a dry run", () => {
  const tool = thingTool({
    judgement: EDITS,
    request: { method: "POST", path: "/api/things", body: { type: "thing", attributes: ["name"] } },
  });
  const body = (name: string) => ({ data: { type: "thing", attributes: { name } } });
  it("shows the request as it would leave", () => {
    expect(dryRun(tool, { name: "n" }, "c", 1000)).toEqual({
      dry_run: { method: "POST", path: "/klaviyo/api/things", query: {}, body: body("n"), connection: "c" },
    });
  });

  it("tells what follows it, where what that takes is given", () => {
    const following = [
      { tool: "tag_it", does: "adds the tags", given: ["tags", "labels"] },
      { tool: "move_it", does: "moves it", given: ["folder"] },
    ] as unknown as OperationTool["following"];
    const followed = (input: Input) =>
      dryRun({ ...tool, following } as OperationTool, { name: "n", ...input }, "c", 1000).dry_run as Input;
    expect("followed_by" in followed({})).toBe(false);
    expect(followed({ labels: ["a"] }).followed_by).toEqual(["tag_it: adds the tags"]);
    expect(followed({ tags: [], folder: "" }).followed_by).toEqual([
      "tag_it: adds the tags",
      "move_it: moves it",
    ]);
  });

  it("of a workflow shows the first that it would send", () => {
    const workflow = {
      kind: "workflow",
      name: "do",
      firstRequest: () => ({ tool, input: { name: "n" } }),
    } as never;
    expect(dryRun(workflow, {}, undefined, 1000)).toMatchObject({
      dry_run: { body: body("n"), connection: null },
    });
  });

  it("of Maton's own has no /klaviyo in its path, and no body where none is sent", () => {
    const control = thingTool({
      judgement: EDITS,
      request: { method: "DELETE", host: "control", path: "/connections" },
    });
    expect(dryRun(control, {}, undefined, 1000)).toStrictEqual({
      dry_run: { method: "DELETE", path: "/connections", query: {}, connection: null },
    });
  });

  it("says that a long body is cut", () => {
    const long = dryRun(tool, { name: "n".repeat(5000) }, "c", 1000);
    expect(long.omitted).toBe(
      "The body is too long to show: long lists and texts are cut to their beginning.",
    );
    expect(JSON.stringify(long).length).toBeLessThan(2000);
  });

  it("is refused where nothing would be sent", () => {
    const reads = { kind: "workflow", name: "do_it" } as never;
    expect(() => dryRun(reads, {}, undefined, 1000)).toThrow(
      expect.objectContaining({
        message: "do_it only reads: there is nothing to try dry",
        argument: "dry_run",
      }),
    );
  });
});
