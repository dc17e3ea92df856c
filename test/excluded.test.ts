import { beforeAll, describe, expect, it } from "vitest";
import { onlyReads } from "../src/tool/effects.ts";
import { rowTools } from "../tools/operations/tools.ts";
import { startInProcess } from "./in-process.ts";

// What is excluded stays so, in whatever revision or letters its path is written; and what is known of it holds.

const changing = rowTools(false).filter(
  (tool) => !onlyReads(tool) && !("multipart" in (tool.request.body ?? {})),
);
let server: ReturnType<typeof startInProcess>;
let asking: ReturnType<typeof startInProcess>;
beforeAll(() => {
  const names = changing.map(({ name }) => name).join(",");
  server = startInProcess(() => ({ data: [] }), ["--connection", "c", "--exclude-tools", names]);
  asking = startInProcess(() => ({ data: [] }), ["--connection", "c", "--confirm", "dangerous"]);
});

describe.each(changing.map((tool) => [tool.name, tool] as const))("%s", (name, { request, judgement }) => {
  const path = request.path.replace(/\{\w+\}/g, "some-id");
  const call = { method: request.method, body: { data: {} } };

  it.each([
    ["of a revision that it does not have", { ...call, path, revision: "2020-01-01" }],
    ["in other letters", { ...call, path: path.replace(/[a-z](?=[a-z-]*$)/, (one) => one.toUpperCase()) }],
  ])("is excluded %s", async (_how, args) => {
    const { isError, text } = await server.call("change_operation", args);
    expect([isError, text]).toEqual([true, expect.stringContaining("--exclude-tools")]);
    expect(server.sent).toEqual([]);
  });

  // Of two rows with one path it is the stable one that a path is known by.
  it("asks with what is known of it", async () => {
    const args = { ...call, path, revision: "2020-01-01" };
    const { json, text } = await asking.call("change_operation", args);
    expect(json.status, text).toBe("needs_confirmation");
    if (!name.endsWith("_2026_10")) expect(json.preview["what happens"]).toContain(judgement.why);
    expect(asking.sent.filter(({ method }) => method !== "GET")).toEqual([]);
  });
});
