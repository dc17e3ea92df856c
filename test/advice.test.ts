import { expect, it } from "vitest";
import { ADVICE } from "../src/advice.ts";
import { adviceOn, type ErrorContext, errorText } from "../src/error-text.ts";
import { Told } from "../src/errors.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { allTools } from "../tools/index.ts";
import { MORE } from "./advice-more.ts";
import { CASES } from "./advice-table.ts";

function contextOf(tool: OperationTool, context: Partial<ErrorContext>): ErrorContext {
  return {
    tool,
    argumentOf: () => undefined,
    listerOf: () => undefined,
    settledBy: undefined,
    changed: "no",
    generated: {},
    visible: (text) => text,
    ...context,
  };
}

it.each([...CASES, ...MORE])("%s reads as written", (_, error, tool, context, reads) => {
  expect(errorText(error, contextOf(tool, context)).split("\n")).toEqual(reads);
});

it("every row of ADVICE is reached by a case of its own, in its order", () => {
  const reached = CASES.map(([, error, tool, context]) => adviceOn(error, contextOf(tool, context)));
  expect(reached).toEqual([...ADVICE]);
  expect(new Set(reached).size).toBe(ADVICE.length);
});

it.each(ADVICE.map(({ next, argument }) => [next, argument]))(
  "names only tools that exist: %s",
  (next = "", own) => {
    const names = next.replace(/\{\w+\}/g, "").match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? [];
    for (const name of names.filter((one) => one !== own))
      expect(allTools.map((tool) => tool.name)).toContain(name);
  },
);

it.each([...CASES, ...MORE])("%s is told, unless it is a defect", (_, error, _tool, _context, [failed]) => {
  expect(error instanceof Told).toBe(!failed?.endsWith("failed inside the server"));
});
