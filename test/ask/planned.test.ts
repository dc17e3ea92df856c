import { expect, it } from "vitest";
import { plannedLines, plannedState } from "../../src/ask/planned.ts";

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
