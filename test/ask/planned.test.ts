import { expect, it } from "vitest";
import { plannedLines, plannedState } from "../../src/ask/planned.ts";
import type { DirectTool, Planned } from "../../src/tool/tool.ts";
import { change, scene, YES } from "../gate-scene.ts";

// What a workflow planned, as a person reads it, and what must still be so when it leaves.

const planned = (lines: { label: string; becomes: unknown; was?: unknown }[], holds = {}) => ({
  of: 'e-mail "Hello"',
  lines,
  effects: [],
  holds,
});

it("is told with what it is of, and each line with what stands there now", () => {
  const lines = [
    { label: "subject", becomes: "Hello", was: "Welcome" },
    { label: "delay", becomes: 5, was: null },
    { label: "from", becomes: "Ann" },
  ];
  expect(plannedLines(planned(lines))).toEqual([
    ["changes", String.raw`"e-mail \"Hello\""`],
    ["subject", '"Welcome" → "Hello"'],
    ["delay", "null → 5"],
    ["from", '"Ann"'],
  ]);
});

it("holds while what it stands on is the same", () => {
  const label = String.raw`"e-mail \"Hello\""`;
  expect([...plannedState(planned([], { status: "live", of: { id: "F" } }))]).toEqual([
    [label, "there"],
    [`${label}.status`, '"live"'],
    [`${label}.of.id`, '"F"'],
  ]);
});

it("a person reads the lines of the plan instead of the arguments, and it leaves while all it stands on is the same", async () => {
  const { gate, asking, person, asked } = scene();
  const { tool, ...rest } = change({ effects: ["edits"], input: { list_id: "L", note: "N" } });
  const planning = {
    ...rest,
    tool: { ...tool, kind: "workflow", plan: async () => planned([]) } as DirectTool,
  };
  const plans = [{ status: "live" }, { status: "live" }, { status: "live" }, { status: "draft" }].map(
    (holds): Planned => planned([{ label: "subject", becomes: "Hello" }], holds),
  );
  const ask = () => gate.ask(planning, asking({ elicit: person(YES), planned: async () => plans.shift() }));
  expect(await ask()).toMatchObject({ by: "person" });
  expect(asked[0]?.text).toContain('- subject: "Hello"');
  expect(asked[0]?.text).not.toContain("note");
  expect(await ask()).toMatchObject({
    instead: { status: "changed", hint: expect.stringContaining("status") },
  });
});
