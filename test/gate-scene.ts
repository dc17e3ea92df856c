import { expect } from "vitest";
import { type Asking, Gate, type GateEvent } from "../src/ask/gate.ts";
import type { Change } from "../src/ask/plan.ts";
import type { Answer, Question } from "../src/ask/question.ts";
import type { DirectTool, Preview } from "../src/tool/tool.ts";

const GROUP: Preview = { label: "group", tool: "get_group", arguments: { id: "$list_id" }, show: ["name"] };

/** A change of the list L, by a tool that previews a group. */
export const change = (more: Partial<Change> = {}, ...preview: Preview[]): Change => ({
  tool: {
    name: "change_it",
    title: "Change it",
    preview: preview.length > 0 ? preview : [GROUP],
    judgement: { effects: ["starts"], why: "", startedBy: { list: "list_id" } },
    secrets: [] as readonly string[],
  } as unknown as DirectTool,
  input: { list_id: "L" },
  effects: ["edits"],
  why: "Why.",
  raw: undefined,
  account: undefined,
  ...more,
});

/** What stands in the account, by the tool that reads it. */
export type Account = Record<string, Record<string, unknown> | undefined>;

/** A gate on a clock of the test's own, beside an account that the test writes. */
export function scene() {
  const events: GateEvent[] = [];
  const asked: Question[] = [];
  const looked: boolean[] = [];
  const account: Account = { get_group: { data: { id: "G", name: "A" } } };
  const clock = { now: 0 };
  const names: { list: string | undefined } = { list: undefined };
  const gate = new Gate(() => clock.now);
  const asking = (more: Partial<Asking> = {}): Asking => ({
    session: "s",
    token: undefined,
    elicit: undefined,
    deaf: undefined,
    view: undefined,
    inPerson: false,
    halfHour: false,
    read: (anew) => {
      looked.push(anew);
      return async (tool) => account[tool];
    },
    tell: (event) => events.push(event),
    nameOf: async () => names.list,
    planned: async () => undefined,
    ...more,
  });
  /** A person who answers so; what is done `meanwhile` happens before the answer. */
  const person =
    (answer: Answer, meanwhile = () => {}) =>
    async (question: Question) => {
      asked.push(question);
      meanwhile();
      return answer;
    };
  /** What the model reads of a call that does not pass. */
  const instead = async (one: Change, more: Partial<Asking> = {}) => {
    const said = await gate.ask(one, asking(more));
    if (!("instead" in said)) expect.fail("it passed");
    return said.instead;
  };
  /** A confirmation as a first call gets it. */
  const token = async (one: Change, more: Partial<Asking> = {}) =>
    String((await instead(one, more)).confirmation);
  return { gate, asking, account, events, asked, looked, clock, names, person, instead, token };
}

export const YES: Answer = { said: "yes" };
/** How a confirmation is told of. */
export const SHOW =
  "Show the preview to the person. If they agree, make the same call with confirmation within five minutes. The confirmation proves that this preview was made, not that a person saw it.";
/** What a person is shown of the change. */
export const PREVIEW = { "what happens": "Change it. Why.", group: 'name "A" ("G")', list_id: 'list ("L")' };
