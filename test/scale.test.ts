import { afterEach, describe, expect, it } from "vitest";
import { duration } from "../scripts/docs/scale.ts";
import { costOf } from "../src/call/reading.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { allTools } from "../tools/index.ts";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";
import { countTokens } from "./tokens.ts";

// What docs/scale.md says of a large account; its numbers are those of the code.

const CROWD = 3000;
const STORY = 260;

let server: Started | undefined;
afterEach(() => server?.close());

/** What a summary of all people costs the model and the gateway in an account with so many more of them. */
async function summarized(crowd: number) {
  server = await startClient({ served, sandbox: { crowd } });
  const { json, text } = await server.call("summarize_collection", {
    name: "get_profiles",
    group_by: ["location.country"],
  });
  const pages = server.sent().filter(({ operation }) => operation === "get_profiles").length;
  await server.close();
  server = undefined;
  return { total: json.data.total, groups: json.data.groups, tokens: countTokens(text), pages };
}

describe("a summary", () => {
  it("costs the model what its groups cost, and the gateway the pages that the page on scale counts", async () => {
    const few = await summarized(0);
    const many = await summarized(CROWD);
    expect([few.total, many.total]).toEqual([STORY, STORY + CROWD]);
    const perGroup = few.tokens / few.groups.length;
    expect(many.tokens).toBeLessThan(
      few.tokens + 2 * perGroup * (1 + many.groups.length - few.groups.length),
    );
    const people = allTools.find(({ name }) => name === "get_profiles") as OperationTool;
    expect(many.pages).toBe(costOf(people, {}, STORY + CROWD).pages);
  });
});

describe("duration", () => {
  it.each([
    [1, "1 s"],
    [1000, "1 s"],
    [1001, "2 s"],
    [119_999, "120 s"],
    [120_000, "2 min"],
    [120_001, "3 min"],
    [3_600_000 * 24, "1,440 min"],
  ])("%d ms is %s", (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
