import { describe, expect, it } from "vitest";
import { InputError } from "../src/errors.ts";
import type { DirectTool, OperationTool } from "../src/tool/tool.ts";
import { dryRun } from "../src/wire/dry-run.ts";

// The request that a dry run shows, as it would leave.

const ROOM = Number.POSITIVE_INFINITY;
const tool = (request: object) =>
  ({
    kind: "operation",
    name: "change_thing",
    request: { host: "gateway", method: "POST", path: "/api/things/{thing_id}", query: {}, ...request },
    result: { kind: "empty" },
    judgement: { effects: ["edits"], why: "" },
  }) as unknown as OperationTool;
const body = { type: "thing", attributes: ["names"] };

describe("a dry run", () => {
  it.each<[what: string, request: object, connection: string | undefined, shown: object]>([
    [
      "shows what goes through the gateway, and on which connection",
      { body },
      "c",
      {
        method: "POST",
        path: "/klaviyo/api/things/T",
        query: {},
        body: { data: { type: "thing", attributes: { names: ["a", "b"] } } },
        connection: "c",
      },
    ],
    [
      "shows what goes to Maton itself, on none",
      { host: "control", path: "/connections", query: { params: { force: "force" } } },
      undefined,
      { method: "POST", path: "/connections", query: { force: "yes" }, connection: null },
    ],
  ])("%s", (_, request, connection, shown) => {
    const input = { thing_id: "T", names: ["a", "b"], force: "yes" };
    expect(dryRun(tool(request), input, connection, ROOM)).toEqual({ dry_run: shown });
  });

  it("shows the beginning of a body that is too long, and says so", () => {
    const names = Array.from({ length: 100 }, (_, at) => `name ${at}`);
    expect(dryRun(tool({ body }), { thing_id: "T", names }, "c", 300)).toMatchObject({
      dry_run: { body: { data: { attributes: { names: { count: 100, first: names.slice(0, 5) } } } } },
      omitted: "The body is too long to show: long lists and texts are cut to their beginning.",
    });
  });

  it("of a workflow shows the first request that changes something", () => {
    const first = { tool: tool({}), input: { thing_id: "T" } };
    const workflow = {
      kind: "workflow",
      name: "do_things",
      firstRequest: () => first,
    } as unknown as DirectTool;
    expect(dryRun(workflow, {}, "c", ROOM)).toMatchObject({ dry_run: { path: "/klaviyo/api/things/T" } });
  });

  it.each([undefined, () => undefined])("of a workflow that changes nothing is refused", (firstRequest) => {
    const workflow = { kind: "workflow", name: "read_things", firstRequest } as unknown as DirectTool;
    const refused = () => dryRun(workflow, {}, "c", ROOM);
    expect(refused).toThrow(InputError);
    expect(refused).toThrow(
      expect.objectContaining({
        message: "read_things only reads: there is nothing to try dry",
        argument: "dry_run",
      }),
    );
  });
});
