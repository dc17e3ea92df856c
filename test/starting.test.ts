import { describe, expect, it } from "vitest";
import { UNREAD } from "../src/ask/drift.ts";
import type { PreviewRead } from "../src/ask/preview.ts";
import { startedFlows, startingLines } from "../src/ask/starting.ts";
import type { Judgement } from "../src/tool/effects.ts";

// Which live flows begin by what a call names, from what the reads show.

const judgement: Judgement = {
  effects: ["starts"],
  why: "",
  startedBy: { list: "lists", metric: "events.metric" },
};
const WELCOME = { id: "F1", name: "Welcome", status: "live" };
const group = (...flows: object[]) => ({
  data: { id: "L", relationships: { "flow-triggers": flows.map((flow) => "id" in flow && flow.id) } },
  included: flows,
});
const metrics = (next_cursor?: string) => ({
  data: [
    { id: "M", name: "Known", relationships: { "flow-triggers": ["F1"] } },
    { id: "N", name: "Bare" },
  ],
  included: [WELCOME],
  ...(next_cursor && { next_cursor }),
});
const started = (input: Record<string, unknown>, ...answers: Awaited<ReturnType<PreviewRead>>[]) =>
  startedFlows(judgement, input, async () => answers.shift());
const named = (metric: string) => ({ events: [{ metric }] });

describe("the flows that a call starts", () => {
  it.each<[what: string, found: () => ReturnType<typeof started>, flows: string[], sure: boolean]>([
    ["of a list", () => started({ lists: ["L"] }, group(WELCOME)), ["F1"], true],
    [
      "of two lists, once",
      () => started({ lists: ["L", "K"] }, group(WELCOME), group(WELCOME)),
      ["F1"],
      true,
    ],
    ["of a list named twice, read once", () => started({ lists: ["L", "L"] }, group(WELCOME)), ["F1"], true],
    ["of a list without any", () => started({ lists: ["L"] }, group()), [], true],
    ["that are not live", () => started({ lists: ["L"] }, group({ ...WELCOME, status: "manual" })), [], true],
    ["of a list that is not there", () => started({ lists: ["L"] }, "missing"), [], false],
    [
      "of a list beside one that cannot be read",
      () => started({ lists: ["L", "K"] }, group(WELCOME), undefined),
      ["F1"],
      false,
    ],
    ["of a metric", () => started(named("Known"), metrics()), ["F1"], true],
    ["of another metric", () => started(named("Bare"), metrics()), [], true],
    ["of a new metric", () => started(named("New"), metrics()), [], true],
    ["of a metric past the last that was read", () => started(named("New"), metrics("more")), [], false],
    ["of metrics that cannot be read", () => started(named("Known"), undefined), [], false],
    [
      "of a list and a metric",
      () => started({ lists: ["L"], ...named("Bare") }, metrics(), group(WELCOME)),
      ["F1"],
      true,
    ],
    ["of nothing that is named", () => started({}), [], false],
  ])("%s", async (_, found, flows, sure) => {
    const result = await found();
    expect([result.flows.map(({ id }) => id), result.sure]).toEqual([flows, sure]);
  });

  it.each<[flows: { id: string; name: unknown }[], sure: boolean, says: string[], state: [string, string][]]>(
    [
      [[], true, ["none is live"], []],
      [[], false, [`it ${UNREAD}`], [["flow that it starts", UNREAD]]],
      [
        [{ id: "F1", name: 'A "b"' }],
        true,
        ['"A \\"b\\"", live ("F1")'],
        [["flow that it starts F1", "live"]],
      ],
      [
        [{ id: "F1", name: "A" }],
        false,
        ['"A", live ("F1")', `whether there are more ${UNREAD}`],
        [
          ["flow that it starts F1", "live"],
          ["flow that it starts", UNREAD],
        ],
      ],
    ],
  )("are shown: %j, sure: %j", (flows, sure, says, state) => {
    const lines = startingLines({ flows, sure });
    expect(lines.shown.map(([, one]) => one)).toEqual(says);
    expect([...lines.state]).toEqual(state);
  });
});
