import { describe, expect, it } from "vitest";
import { type Asking, type GateEvent, NO_MS } from "../src/ask/gate.ts";
import type { Change } from "../src/ask/plan.ts";
import type { Answer } from "../src/ask/question.ts";
import { InputError } from "../src/errors.ts";
import { change, PREVIEW, SHOW, scene, YES } from "./gate-scene.ts";

// Whom a gate asks, whom it lets pass and what it says instead, to the letter.

const NO: Answer = { said: "no" };
const DECLINED = { status: "declined", hint: "The person did not agree: nothing was sent." };
const STILL_DECLINED = {
  status: "declined",
  hint: "The person said no to this very change less than a minute ago: they were not asked again.",
};

async function refusalOf(asked: Promise<unknown>): Promise<{ message: string; next: string | undefined }> {
  const error = await asked.then(
    () => expect.fail("it was not refused"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof InputError)) throw error;
  return { message: error.message, next: error.next };
}

describe("a person who is asked", () => {
  it.each<[said: "yes" | "yes for half an hour", offered: boolean]>([
    ["yes", false],
    ["yes for half an hour", true],
  ])("and says %s lets it pass, looked at again", async (said, offered) => {
    const { gate, asking, person, asked, looked, events } = scene();
    const passed = await gate.ask(change(), asking({ elicit: person({ said }), halfHour: offered }));
    expect(passed).toMatchObject({ by: "person", halfHour: offered, plan: { input: { list_id: "L" } } });
    expect(asked).toEqual([
      { text: 'Change it. Why.\n- group: name "A" ("G")\n- list_id: list ("L")', halfHour: offered },
    ]);
    expect(looked).toEqual([false, true]);
    expect(events).toEqual([{ event: "question" }, { event: "answer", answer: said }]);
  });

  it("is asked whatever confirmation came along, which stays good", async () => {
    const { gate, asking, person, asked, token } = scene();
    const open = await token(change());
    await gate.ask(change(), asking({ elicit: person(YES), token: open }));
    expect(asked).toHaveLength(1);
    expect(await gate.ask(change(), asking({ token: open }))).toMatchObject({ by: "token" });
  });

  it("and says no is not asked the same again for a minute", async () => {
    const { person, asked, clock, events, instead } = scene();
    const elicit = person(NO);
    clock.now = 1000;
    expect(await instead(change(), { elicit })).toEqual(DECLINED);
    clock.now = 1000 + NO_MS - 1;
    expect(await instead(change(), { elicit })).toEqual(STILL_DECLINED);
    expect(await instead(change())).toEqual(STILL_DECLINED);
    expect(asked).toHaveLength(1);
    clock.now = 1000 + NO_MS;
    expect(await instead(change(), { elicit })).toEqual(DECLINED);
    expect(asked).toHaveLength(2);
    const said = [{ event: "question" }, { event: "answer", answer: "no" }];
    const not = { event: "refused", why: "said no a minute ago" };
    expect(events).toEqual([...said, not, not, ...said]);
  });

  it.each<[what: string, one: Change, session: string]>([
    ["another change", change({ input: { list_id: "K" } }), "s"],
    ["the same in another session", change(), "s2"],
  ])("is asked of %s after a no", async (_, one, session) => {
    const { person, asked, instead } = scene();
    await instead(change(), { elicit: person(NO) });
    expect(await instead(one, { elicit: person(NO), session })).toEqual(DECLINED);
    expect(asked).toHaveLength(2);
  });

  it("is asked anew when the session of a no is over, and only then", async () => {
    const { gate, person, instead } = scene();
    const elicit = person(NO);
    for (const session of ["s", "s2"]) await instead(change(), { elicit, session });
    gate.end("s");
    expect(await instead(change(), { elicit })).toEqual(DECLINED);
    expect(await instead(change(), { elicit, session: "s2" })).toEqual(STILL_DECLINED);
  });

  it("and does not answer leaves a confirmation, with why", async () => {
    const { person, events, instead } = scene();
    const elicit = person({ unheard: "Nobody answered in time." });
    expect(await instead(change(), { elicit, token: "old" })).toEqual({
      status: "needs_confirmation",
      preview: PREVIEW,
      confirmation: expect.any(String),
      hint: `Nobody answered in time. Nothing was sent. ${SHOW}`,
    });
    expect(events).toEqual([
      { event: "question" },
      { event: "answer", answer: "unheard" },
      { event: "answer", answer: "token shown" },
    ]);
  });

  it("and whose client fails ends the call, and the log has it", async () => {
    const { gate, asking, events } = scene();
    const gone = new Error("gone");
    await expect(gate.ask(change(), asking({ elicit: () => Promise.reject(gone) }))).rejects.toBe(gone);
    expect(events).toEqual([{ event: "question" }, { event: "answer", answer: "unheard" }]);
  });
});

describe("where only a person may agree", () => {
  const next = "Make it in Klaviyo, or start the server with --confirm dangerous.";
  const takes = "server takes such a change only from a client that can ask the person";
  it.each<
    [who: string, deaf: string | undefined, unheard: string | undefined, message: string, before: GateEvent[]]
  >([
    ["a client that cannot ask", undefined, undefined, `this ${takes}`, []],
    ["one that says why", "It has no forms.", undefined, `It has no forms. And this ${takes}`, []],
    [
      "a person who does not answer",
      undefined,
      "Nobody answered.",
      `Nobody answered. And this ${takes}`,
      [{ event: "question" }, { event: "answer", answer: "unheard" }],
    ],
  ])("%s is refused, and gets no confirmation", async (_, deaf, unheard, message, before) => {
    const { gate, asking, person, events, looked } = scene();
    const elicit = unheard === undefined ? undefined : person({ unheard });
    const refused = refusalOf(gate.ask(change(), asking({ inPerson: true, deaf, elicit, token: "t" })));
    expect(await refused).toEqual({ message, next });
    expect(events).toEqual([...before, { event: "refused", why: "nobody to ask" }]);
    expect(looked).toEqual(unheard === undefined ? [] : [false]);
  });
});

describe("a client that cannot ask", () => {
  it.each<[why: string, more: Partial<Asking>, hint: string]>([
    ["a preview to show", {}, `Nothing was sent. ${SHOW}`],
    ["why nobody was asked", { deaf: "It has no forms." }, `It has no forms. Nothing was sent. ${SHOW}`],
    [
      "what is wrong with a confirmation",
      { token: "none" },
      `Nothing was sent: that confirmation is spent, older than five minutes, or of another call, account or session. ${SHOW}`,
    ],
  ])("gets %s", async (_, more, hint) => {
    const { events, looked, instead } = scene();
    expect(await instead(change(), more)).toMatchObject({
      status: "needs_confirmation",
      preview: PREVIEW,
      hint,
    });
    expect(events).toEqual([{ event: "answer", answer: "token shown" }]);
    expect(looked).toEqual([false]);
  });

  it("passes once with its confirmation, looked at again", async () => {
    const { gate, asking, token, looked, instead } = scene();
    const open = await token(change());
    const passed = await gate.ask(change(), asking({ token: open }));
    expect(passed).toMatchObject({ by: "token", halfHour: false, plan: { input: { list_id: "L" } } });
    expect(looked).toEqual([false, true]);
    expect((await instead(change(), { token: open })).hint).toContain("that confirmation is spent");
  });

  it("has no confirmation of a session that is over", async () => {
    const { gate, token, instead } = scene();
    const open = await token(change());
    gate.end("s");
    expect((await instead(change(), { token: open })).status).toBe("needs_confirmation");
  });
});
