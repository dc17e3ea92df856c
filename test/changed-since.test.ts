import { describe, expect, it } from "vitest";
import type { Change } from "../src/ask/plan.ts";
import type { Preview } from "../src/tool/tool.ts";
import { type Account, change, PREVIEW, SHOW, scene, YES } from "./gate-scene.ts";

// What was shown and what is there when the change leaves: every line that the model reads of the difference.

const COUNT: Preview = { label: "people", tool: "count", arguments: {}, show: ["count"], reach: "count" };

describe("what changed between question and answer", () => {
  const rename = (account: Account) => () => {
    account.get_group = { data: { id: "G", name: "B" } };
  };
  const CHANGED =
    'What the person agreed to has changed since, so nothing was sent: group G.name was "A", is "B".';
  const now = { ...PREVIEW, group: 'name "B" ("G")' };

  it("is shown to a person who agreed, and asked anew", async () => {
    const { account, person, events, instead } = scene();
    expect(await instead(change(), { elicit: person(YES, rename(account)) })).toEqual({
      status: "changed",
      preview: now,
      hint: `${CHANGED} Call again to ask anew.`,
    });
    expect(events.at(-1)).toEqual({ event: "refused", why: "drifted" });
  });

  it("takes another confirmation", async () => {
    const { gate, asking, account, token, instead } = scene();
    const open = await token(change());
    rename(account)();
    const again = await instead(change(), { token: open });
    expect(again).toMatchObject({
      status: "needs_confirmation",
      preview: now,
      hint: `${CHANGED} Nothing was sent. ${SHOW}`,
    });
    const passed = await gate.ask(change(), asking({ token: String(again.confirmation) }));
    expect(passed).toMatchObject({ by: "token" });
  });

  it.each([
    [5, "."],
    [6, "; and 1 more."],
  ])("of %i lines the first five are told", async (count, end) => {
    const { account, token, instead } = scene();
    const group = (value: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`a${at}`, value]));
    account.get_group = { data: { id: "G", ...group(1) } };
    const open = await token(change());
    account.get_group = { data: { id: "G", ...group(2) } };
    const told = [0, 1, 2, 3, 4].map((at) => `group G.a${at} was 1, is 2`).join("; ");
    expect((await instead(change(), { token: open })).hint).toContain(
      `nothing was sent: ${told}${end} Nothing`,
    );
  });

  it.each<[effects: Change["effects"], passes: boolean]>([
    [["edits"], false],
    [["stops"], true],
    [["edits", "stops"], true],
    [["stops", "sends"], false],
    [["stops", "publishes"], false],
    [["stops", "deletes"], false],
  ])("of what %j: it is sent anyway is %j", async (effects, passes) => {
    const { gate, asking, account, token } = scene();
    const one = change({ effects });
    const open = await token(one);
    rename(account)();
    expect("by" in (await gate.ask(one, asking({ token: open })))).toBe(passes);
  });

  it.each<[before: unknown, now: unknown, told: string | undefined]>([
    [0, 25, undefined],
    [0, 26, "it reached 0 people, and reaches 26 now"],
    [1000, 1100, undefined],
    [1000, 1101, "it reached 1000 people, and reaches 1101 now"],
    [250, 275, undefined],
    [1000, 900, undefined],
    [7, undefined, "it reached 7 people, and cannot be counted now"],
    [7, "many", "it reached 7 people, and cannot be counted now"],
    [undefined, 500, undefined],
    ["many", 500, undefined],
  ])("of %j people who are %j now: %j", async (before, after, told) => {
    const { gate, asking, account, token } = scene();
    const counted = (count: unknown) => (count === undefined ? undefined : { data: { count } });
    account.count = counted(before);
    const one = change({}, COUNT);
    const open = await token(one);
    account.count = counted(after);
    const said = await gate.ask(one, asking({ token: open }));
    if (told === undefined) return expect(said).toMatchObject({ by: "token" });
    expect(said).toMatchObject({ instead: { hint: expect.stringContaining(`nothing was sent: ${told}.`) } });
  });

  it("is the name of what is acted on, too", async () => {
    const { names, token, instead } = scene();
    names.list = "VIP";
    const open = await token(change());
    names.list = "All";
    const said = await instead(change(), { token: open });
    expect(said.preview).toMatchObject({ list_id: 'list "All" ("L")' });
    expect(said.hint).toContain('nothing was sent: list L was "VIP", is "All".');
  });

  it("is a name that had none", async () => {
    const { gate, asking, names, token } = scene();
    const one = change({ input: { included_audiences: ["L"] } });
    const open = await token(one);
    expect(await gate.ask(one, asking({ token: open }))).toMatchObject({ by: "token" });
    const second = await token(one);
    names.list = "VIP";
    expect(await gate.ask(one, asking({ token: second }))).toMatchObject({
      instead: { hint: expect.stringMatching(/sent: list or segment L was not there, is "VIP"\./) },
    });
  });

  it("is a flow that it starts by now, if it starts flows", async () => {
    const { gate, asking, account, token, instead } = scene();
    const flow = (status: string) => ({
      data: { id: "L", relationships: { "flow-triggers": ["F"] } },
      included: [{ id: "F", name: "Welcome", status }],
    });
    account.get_list = flow("draft");
    const [starts, edits] = [change({ effects: ["starts"] }), change()];
    const [first, second] = [await token(starts), await token(edits)];
    account.get_list = flow("live");
    const said = await instead(starts, { token: first });
    expect(said.preview).toMatchObject({ "flow that it starts": '"Welcome", live ("F")' });
    expect(said.hint).toContain("nothing was sent: flow that it starts F was not there, is live.");
    expect(await gate.ask(edits, asking({ token: second }))).toMatchObject({ by: "token" });
  });
});
