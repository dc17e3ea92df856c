import { describe, expect, it } from "vitest";
import { Views } from "../src/serve/views/views.ts";
import { change, scene as gateScene } from "./gate-scene.ts";
import { served } from "./served-inside.ts";
import { DELETE, SHOWS, TOKEN, viewsScene } from "./views-scene.ts";

// What a model, a page or a host might do at the button so that something leaves to which no person said yes.

const scene = viewsScene();
const { page, ask, secretOf, changesSent, audited, told, lines, current } = scene;
const start = (options: Parameters<typeof scene.start>[0] = {}) => scene.start({ served, ...options });
const begin = async (args: string[] = []) => {
  await start({ args });
  await page({ did: "drawn" });
  const asked = await ask();
  return { plan: String(asked.json.plan), secret: String(secretOf(asked)) };
};
const viewsOf = () => {
  const announced = { extensions: SHOWS };
  return new Views(
    () => "",
    () => announced,
  );
};
const rename = () => current().call("update_list", { list_id: "Hx8JzK", name: "Other" });

describe("what is no yes", () => {
  const refused = async (confirmation: unknown, more: Record<string, unknown> = {}) => {
    const answer = await ask({ confirmation, ...more });
    expect(answer.json.status).toBe("needs_confirmation");
    expect(answer.json.hint).toContain("spent, older than five minutes, or of another call");
    expect(changesSent()).toEqual([]);
    return answer;
  };

  it("the plan's id in its place", async () => {
    const { plan, secret } = await begin();
    const answer = await refused(plan);
    expect(answer.json.plan).not.toBe(plan);
    expect((await ask({ confirmation: secret })).json.ok).toBe(true);
  });

  it("the same again", async () => {
    const { plan, secret } = await begin();
    await ask({ confirmation: secret });
    expect(changesSent()).toEqual([DELETE]);
    current().sandbox.reset();
    await refused(secret);
    expect((await page({ did: "redeem", plan })).isError).toBe(true);
  });

  it("that of another change", async () => {
    const { secret } = await begin();
    await refused(secret, { list_id: "Y6nRLr" });
    await refused(secret);
  });

  it("what the model read before a page came; the page asks by it, and the log has the button", async () => {
    await start({ args: audited });
    const { confirmation } = (await ask()).json;
    expect(confirmation).toMatch(TOKEN);
    await page({ did: "drawn" });
    const again = await refused(confirmation);
    expect(Object.keys(again.json)).toEqual(["status", "preview", "plan", "hint"]);
    // The call of the model cost the page nothing.
    const { json } = await page({ did: "redeem", plan: confirmation });
    expect(json.confirmation).toMatch(TOKEN);
    expect([confirmation, again.json.plan, secretOf(again)]).not.toContain(json.confirmation);
    expect(json.tool).toBe("delete_list");
    expect((await ask({ confirmation: json.confirmation })).json.ok).toBe(true);
    expect(told()).toEqual([
      "answer token shown no page was drawn",
      "answer button shown",
      "change button",
      "outcome button",
    ]);
  });

  it("what the model read in a session that is gone, in one where a page is", async () => {
    const { gate, asking, instead, token, events } = gateScene();
    const handed: string[] = [];
    const view = { drawn: true, hand: (one: string) => void handed.push(one), show: () => undefined };
    const again = await instead(change(), { token: await token(change()), view });
    expect(again).toMatchObject({ status: "needs_confirmation", plan: expect.any(String) });
    expect(again).not.toHaveProperty("confirmation");
    expect(events.at(-1)).toEqual({ event: "answer", answer: "button shown" });
    expect(await gate.ask(change(), asking({ token: String(handed[0]), view }))).toMatchObject({
      by: "button",
    });
  });

  it("what the model read, asked for by itself before a page came", async () => {
    await start();
    const { confirmation } = (await ask()).json;
    expect((await page({ did: "redeem", plan: confirmation })).isError).toBe(true);
    expect((await ask({ confirmation })).json.ok).toBe(true);
  });

  it.each<[what: string, args: Record<string, unknown>]>([
    ["nothing", {}],
    ["another word", { did: "confirm" }],
    ["no plan", { did: "redeem" }],
    ["a plan that is no text", { did: "redeem", plan: 7 }],
    ["a plan that was never shown", { did: "redeem", plan: "x".repeat(5000) }],
    ["a no to nothing", { did: "declined" }],
    ["a no to a plan that was never shown", { did: "declined", plan: "x".repeat(5000) }],
  ])("a page that says %s", async (_, args) => {
    const { secret } = await begin();
    const answer = await page(args);
    expect([answer.isError, answer.structuredContent]).toEqual([true, undefined]);
    expect(answer.text.length).toBeLessThan(300);
    expect((await ask({ confirmation: secret })).json.ok).toBe(true);
  });
});

describe("a page", () => {
  it("that comes while the call is running is there for its answer", async () => {
    const elicit = async () => {
      await page({ did: "drawn" });
      throw new Error("no");
    };
    await start({ elicit });
    expect(Object.keys((await ask()).json)).toEqual(["status", "preview", "plan", "hint"]);
  });

  it("comes for its own session, and stays", async () => {
    const sessions = [viewsOf(), viewsOf()];
    const [one, other] = sessions.map((views) => views.forCall("").view);
    await sessions[0]?.answer({ did: "drawn" }, undefined);
    expect([one?.drawn, other?.drawn]).toEqual([true, false]);
    expect(sessions.map((views) => views.forCall("").view?.drawn)).toEqual([true, false]);
  });

  it("learns the tool of its plan, of the last that were asked, and of no other session", async () => {
    const [views, other] = [viewsOf(), viewsOf()];
    const buttons = { drawn: () => undefined, confirmationOf: () => "c", decline: () => undefined };
    const toolOf = async (of: Views, plan: string) =>
      (await of.answer({ did: "redeem", plan }, buttons)).structuredContent?.tool;
    const answered = (plan: string, tool: string) =>
      views.forCall(tool).beside({ content: [], structuredContent: { plan } });
    for (let at = 0; at < 32; at += 1) answered(`p${at}`, `t${at}`);
    expect([await toolOf(views, "p0"), await toolOf(views, "p31")]).toEqual(["t0", "t31"]);
    answered("p32", "t32");
    expect([await toolOf(views, "p0"), await toolOf(views, "p1")]).toEqual([undefined, "t1"]);
    expect(await toolOf(other, "p1")).toBeUndefined();
  });

  it.each(["beside the result", "by its plan"])(
    "whose yes, %s, comes after a change of the thing: nothing leaves, and it is asked anew",
    async (way) => {
      const { plan, secret } = await begin(audited);
      const confirmation =
        way === "by its plan" ? (await page({ did: "redeem", plan })).json.confirmation : secret;
      await rename();
      changesSent();
      const again = await ask({ confirmation });
      expect(again.json.hint).toContain("What the person agreed to has changed since, so nothing was sent");
      expect([again.json.plan, secretOf(again)]).toEqual([
        expect.stringMatching(TOKEN),
        expect.stringMatching(TOKEN),
      ]);
      expect(again.json).not.toHaveProperty("confirmation");
      expect([again.json.plan, secretOf(again)]).not.toContain(confirmation);
      expect(changesSent()).toEqual([]);
      expect((await ask({ confirmation: secretOf(again) })).json.ok).toBe(true);
      expect(told().filter((line) => !line.includes("budget"))).toEqual([
        "answer button shown",
        "refused drifted",
        "answer button shown",
        "change button",
        "outcome button",
      ]);
    },
  );

  it("of which there are two, both pressed at once: it is done once", async () => {
    const { secret } = await begin();
    const both = await Promise.all([ask({ confirmation: secret }), ask({ confirmation: secret })]);
    expect(both.map(({ json }) => json.ok ?? json.status)).toEqual([true, "needs_confirmation"]);
    expect(changesSent()).toEqual([DELETE]);
  });

  it("of which there are two that ask for the same plan at once: one is told", async () => {
    const { plan } = await begin();
    const both = await Promise.all([1, 2].map(() => page({ did: "redeem", plan })));
    expect(both.map(({ isError }) => isError === true).sort()).toEqual([false, true]);
  });

  it("that asks by a plan shows it to a model that calls again, and that call's own", async () => {
    const { plan } = await begin();
    const other = String((await ask()).json.plan);
    expect(other).not.toBe(plan);
    for (const one of [plan, other])
      expect((await page({ did: "redeem", plan: one })).json.confirmation).toMatch(TOKEN);
  });
});

describe("a person's no", () => {
  it("closes the plan and what asks the same, holds for a minute, and is written down", async () => {
    const { plan, secret } = await begin(audited);
    const other = secretOf(await ask());
    expect((await page({ did: "declined", plan })).json).toEqual({ ok: true });
    for (const confirmation of [secret, other, undefined]) {
      const answer = await ask({ confirmation });
      expect([answer.json.status, answer._meta]).toEqual(["declined", undefined]);
      expect(answer.json.hint).toContain("said no to this very change");
    }
    for (const did of ["redeem", "declined"]) expect((await page({ did, plan })).isError).toBe(true);
    expect(changesSent()).toEqual([]);
    expect(told().slice(0, 3)).toEqual(["answer button shown", "answer button shown", "answer no"]);
    const [shown, , no] = lines();
    expect(no).toEqual({ ...shown, time: no.time, call: no.call, answer: "no" });
    expect(no.call).not.toBe(shown.call);
    // It was a no to this change, not to any.
    expect((await ask({ list_id: "Y6nRLr" })).json.plan).toMatch(TOKEN);
  });

  it("leaves what else is open as it is", async () => {
    const { secret } = await begin();
    const { plan } = (await ask({ list_id: "Y6nRLr" })).json;
    await page({ did: "declined", plan });
    expect((await ask({ confirmation: secret })).json.ok).toBe(true);
  });
});

describe("the confirmation", () => {
  it("is told to nobody else: not in a log, a message of the server, or another answer", async () => {
    await start({ args: [...audited, "--log-level", "debug"] });
    const messages: unknown[] = [];
    current().client.fallbackNotificationHandler = async (message) => void messages.push(message);
    await current().client.setLoggingLevel("debug");
    await page({ did: "drawn" });
    const asked = await ask();
    const secret = String(secretOf(asked));
    const redeemed = await page({ did: "redeem", plan: asked.json.plan });
    const done = await ask({ confirmation: secret });
    expect([redeemed.json.confirmation, done.json.ok]).toEqual([secret, true]);
    const { _meta, ...read } = asked;
    const seen = [read, done, messages, current().stderr(), lines()].map((one) => JSON.stringify(one));
    for (const one of seen) expect(one).not.toContain(secret);
    expect(messages.length).toBeGreaterThan(0);
    expect(current().stderr()).toContain('"tool":"view"');
  });
});
