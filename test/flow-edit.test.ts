import { describe, expect, it } from "vitest";
import { editFlow } from "../tools/structures/flow-edit.ts";
import { messagesOf } from "../tools/structures/flow-messages.ts";

// What an edit does to a flow's definition: which message is meant, what it becomes, which steps are written.

const email = (id: string, name: string, links: object, more: object = {}) => ({
  id,
  type: "send-email",
  links,
  data: { status: "live", message: { id: `m-${id}`, name, subject_line: `subject of ${name}`, ...more } },
});
const wait = (id: string, next: string, data: object) => ({ id, type: "time-delay", links: { next }, data });

/** Written in another order than people go through it: a split, whose yes comes before its no. */
const BRANCHED = {
  entry_action_id: "a",
  actions: [
    email("d", "No", { next: "e" }),
    email("c", "Yes", { next: "e" }),
    { id: "b", type: "conditional-split", links: { next_if_true: "c", next_if_false: "w" }, data: {} },
    wait("w", "d", { value: 1, unit: "days", secondary_value: 6, timezone: "profile" }),
    email("a", "First", { next: "b" }),
    {
      id: "e",
      type: "send-sms",
      links: { next: "f" },
      data: { status: "draft", message: { id: "m-e", name: "Text" } },
    },
    {
      id: "f",
      type: "ab-test",
      links: { next: null },
      data: {
        status: "live",
        main_action: email("f1", "Variant A", {}),
        current_experiment: { variations: [email("f1", "Variant A", {}), email("f2", "Variant B", {})] },
      },
    },
    email("z", "Left over", { next: null }),
  ],
};

describe("the messages of a flow", () => {
  it("stand in the order in which people meet them, a yes before a no, what nothing leads to last", () => {
    const messages = messagesOf({ data: { attributes: { definition: BRANCHED } } });
    expect(messages?.map(({ name }) => name)).toEqual([
      "First",
      "Yes",
      "Text",
      "Variant A",
      "Variant B",
      "No",
      "Left over",
    ]);
  });

  it.each([
    [undefined],
    [{ data: { attributes: {} } }],
    [{ data: { attributes: { definition: { actions: "none" } } } }],
  ])("of %j are none that are known", (document) => {
    expect(messagesOf(document)).toBeUndefined();
  });

  it("go round in no circle", () => {
    const actions = [email("a", "A", { next: "b" }), email("b", "B", { next: "a" })];
    expect(
      messagesOf({ data: { attributes: { definition: { entry_action_id: "a", actions } } } }),
    ).toHaveLength(2);
  });
});

describe("which message is meant", () => {
  it.each<[wanted: string, id: string]>([
    ["m-c", "m-c"],
    ["1", "m-a"],
    ["2", "m-c"],
    ["e-mail 2", "m-c"],
    ["email #2", "m-c"],
    ["SMS 1", "m-e"],
    ["variant b", "m-f2"],
    [" No ", "m-d"],
  ])("%s is %s", (wanted, id) => {
    expect(editFlow(BRANCHED, wanted, { status: undefined }).placed.message.id).toBe(id);
  });

  it.each<[wanted: string, told: RegExp]>([
    ["7", /"7" is no message of this flow/],
    ["0", /is no message/],
    ["push 1", /is no message/],
    ["3", /"3" names several messages/],
    ["Nobody", /is no message/],
  ])("%s is refused", (wanted, told) => {
    expect(() => editFlow(BRANCHED, wanted, {})).toThrow(told);
  });
});

describe("an edit", () => {
  it("leaves the definition that it was given as it is, and writes the whole step of a variation", () => {
    const before = structuredClone(BRANCHED);
    const { steps, changed } = editFlow(BRANCHED, "Variant B", { subject: "B!" });
    expect(BRANCHED).toEqual(before);
    expect(changed).toEqual([{ argument: "subject", was: "subject of Variant B", becomes: "B!" }]);
    expect(steps).toHaveLength(1);
    expect(JSON.stringify(steps[0])).toBe(
      JSON.stringify(before.actions[6]).replace("subject of Variant B", "B!"),
    );
  });

  it("says nothing of what is so already", () => {
    const { steps, changed } = editFlow(BRANCHED, "1", { subject: "subject of First", status: "live" });
    expect([steps, changed]).toEqual([[], []]);
  });

  it.each<[delay: string, becomes: string, data: object]>([
    ["2 days", "2 days", { value: 2, unit: "days", secondary_value: 0 }],
    ["1 day", "1 days", { value: 1, unit: "days", secondary_value: 0 }],
    ["36 HOURS", "36 hours", { value: 36, unit: "hours", secondary_value: 0 }],
  ])("sets a delay of %s", (delay, becomes, data) => {
    const { steps, changed } = editFlow(BRANCHED, "No", { delay });
    expect(changed).toEqual([{ argument: "delay", was: "1 days 6 hours", becomes }]);
    expect(steps).toEqual([wait("w", "d", { timezone: "profile", ...data })]);
  });

  it("writes a message and its delay as two steps", () => {
    expect(editFlow(BRANCHED, "No", { delay: "3 days", subject: "x" }).steps.map(({ id }) => id)).toEqual([
      "d",
      "w",
    ]);
  });

  it.each<[why: string, wanted: string, edits: object, told: RegExp]>([
    ["a delay where several steps lead", "Text", { delay: "1 days" }, /send-email c, send-email d/],
    ["a delay before the first", "1", { delay: "1 days" }, /what starts the flow/],
    ["a delay of weeks", "No", { delay: "1 week" }, /no number of minutes/],
    ["a text that the channel has not", "Text", { subject: "x" }, /this SMS has/],
    ["the status of a variation", "Variant B", { status: "draft" }, /of the whole test/],
  ])("refuses %s", (_, wanted, edits, told) => {
    expect(() => editFlow(BRANCHED, wanted, { ...edits })).toThrow(told);
  });

  it.each([
    ["live", true],
    ["draft", false],
  ])("of a %s step is seen by people: %s", (status, live) => {
    expect(editFlow(BRANCHED, "1", { status }).live).toBe(live);
  });
});
