import { afterAll, afterEach, describe, expect, it } from "vitest";
import { endBrowser, type HostOptions, openStage, type Stage } from "./stage.ts";

// A person's yes and no, from the click to the gateway, in each kind of host.

let stage: Stage;
afterEach(() => stage?.close());
afterAll(endBrowser);

const LIST = "Hx8JzK";
const DELETE = `DELETE /klaviyo/api/lists/${LIST}`;
const PERSON = { list_id: "Y6nRLr", profiles: [{ email: "new@example.com", channels: ["email"] }] };
const SUBSCRIBE = "POST /klaviyo/api/profile-subscription-bulk-create-jobs";

/** What left for Klaviyo and was no read. */
const changes = () =>
  stage.server
    .sent()
    .filter(({ method, path }) => method !== "GET" && !/estimation|template-render/.test(path))
    .map(({ method, path }) => `${method} ${path}`);
const button = (name: string | RegExp) => stage.view.getByRole("button", { name });
const says = () => stage.view.locator(".says").innerText();
const press = async (name: string | RegExp) => {
  await expect.poll(() => button(name).isEnabled()).toBe(true);
  await button(name).click();
};
/** A host in which a page is there already, as after any earlier report. */
async function open(host: HostOptions = {}, options = {}) {
  stage = await openStage(host, options);
  await stage.show({ structuredContent: { data: {} } });
  if (!host.noTools) await expect.poll(() => stage.called.length).toBe(1);
  stage.server.sent();
}

describe("a host whose pages may call tools", () => {
  it("shows the plan, and Yes makes the very call, with what no model has read", async () => {
    await open();
    const answer = await stage.ask("delete_list", { list_id: LIST });
    expect(answer.json).not.toHaveProperty("confirmation");
    const secret = String(answer._meta?.["klaviyo/confirmation"]);
    await button("Yes, delete a list").waitFor();
    expect(await stage.view.locator("article").innerText()).toContain("Holiday Waitlist");
    expect(await stage.view.locator("article").innerText()).toContain("Northwind Outfitters");
    expect(changes()).toEqual([]);
    await press("Yes, delete a list");
    await expect.poll(says).toMatch(/^Done\./);
    expect(changes()).toEqual([DELETE]);
    expect(stage.called.at(-1)).toEqual({
      name: "delete_list",
      args: { list_id: LIST, confirmation: secret },
    });
    // What stood beside the result was enough.
    expect(stage.called.map(({ args }) => args.did).filter(Boolean)).toEqual(["drawn", "drawn"]);
    expect(await button("No").isEnabled()).toBe(false);
    await expect.poll(() => stage.heard("message").length).toBe(1);
    const [message] = stage.heard("message");
    expect(message).toContain('I pressed Yes on \\"Delete a list\\"');
    expect(JSON.stringify([answer.content, answer.structuredContent, message])).not.toContain(secret);
    // What the server answered is data of the next turn, and no words of the person.
    await expect.poll(() => stage.heard("context").join()).toContain("What the server answered, as data");
    expect(message).toBe(
      JSON.stringify([{ type: "text", text: 'I pressed Yes on "Delete a list". It was done.' }]),
    );
  });

  it("whose page comes with the first question: the code in its text is worth nothing any more, the button is", async () => {
    stage = await openStage();
    const answer = await stage.ask("delete_list", { list_id: LIST });
    await press("Yes, delete a list");
    await expect.poll(says).toMatch(/^Done\./);
    expect(changes()).toEqual([DELETE]);
    expect(stage.called.at(-1)?.args.confirmation).not.toBe(answer.json.confirmation);
  });

  it("hears a No, which closes the plan and is not asked again", async () => {
    await open();
    const answer = await stage.ask("delete_list", { list_id: LIST });
    await press("No");
    await expect.poll(says).toBe("You said no. Nothing was sent.");
    await expect.poll(() => stage.heard("message").join()).toContain('I do not agree to \\"Delete a list\\"');
    const confirmation = answer._meta?.["klaviyo/confirmation"];
    const late = await stage.server.call("delete_list", { list_id: LIST, confirmation });
    expect(late.json.status).toBe("declined");
    expect(changes()).toEqual([]);
  });

  it("takes two clicks for one yes", async () => {
    await open();
    await stage.ask("bulk_subscribe_profiles", PERSON);
    await expect.poll(() => button(/^Yes/).isEnabled()).toBe(true);
    await button(/^Yes/).dblclick();
    await expect.poll(says).toMatch(/^Done\./);
    expect(changes()).toEqual([SUBSCRIBE]);
  });

  it("shows the same answer again: its yes is spent, nothing is sent, and the question stands anew", async () => {
    await open();
    const answer = await stage.ask("bulk_subscribe_profiles", PERSON);
    await press(/^Yes/);
    await expect.poll(says).toMatch(/^Done\./);
    expect(changes()).toEqual([SUBSCRIBE]);
    await stage.show(answer, "bulk_subscribe_profiles", PERSON);
    // How long the buttons of the next card take no click.
    await stage.frame().evaluate(`new MutationObserver((_, cards) => {
      const yes = document.querySelector("button.yes");
      if (!yes?.closest("article").querySelector(".kicker").textContent.includes("spent")) return;
      cards.disconnect();
      const came = performance.now();
      const observer = new MutationObserver(() => { window.after = performance.now() - came; });
      observer.observe(yes, { attributes: true });
    }).observe(document.querySelector("main"), { childList: true }); undefined`);
    await press(/^Yes/);
    await expect
      .poll(() => stage.view.locator(".kicker").innerText())
      .toContain("that confirmation is spent");
    expect(changes()).toEqual([]);
    // A click that was meant for the card before.
    await expect.poll(() => stage.frame().evaluate("window.after")).toBeGreaterThan(450);
    // Who listens is at the new card, and hears why it is there.
    const head = stage.view.getByRole("heading", { level: 1 });
    expect(await stage.frame().evaluate("document.activeElement.localName")).toBe("h1");
    const about = await head.getAttribute("aria-describedby");
    expect(await stage.view.locator(`#${about}`).innerText()).toContain("spent");
    await press(/^Yes/);
    await expect.poll(says).toMatch(/^Done\./);
    expect(changes()).toEqual([SUBSCRIBE]);
  });

  it("says what changed since the person read it, and sends nothing", async () => {
    await open();
    await stage.ask("delete_list", { list_id: LIST });
    await stage.server.call("update_list", { list_id: LIST, name: "Everybody" });
    stage.server.sent();
    await press(/^Yes/);
    await expect.poll(() => stage.view.locator(".kicker").innerText()).toContain("has changed since");
    expect(await stage.view.locator("article").innerText()).toContain("Everybody");
    expect(changes()).toEqual([]);
  });

  it("says what the gateway answers where it refuses", async () => {
    await open();
    await stage.ask("delete_list", { list_id: LIST });
    stage.server.sandbox.addFault({ match: { method: "DELETE" }, status: 403 });
    await press(/^Yes/);
    await expect.poll(says).toMatch(/^It was not done: /);
    await expect.poll(() => stage.heard("message").join()).toContain("It was not done");
  });

  it.each([{ noToolInfo: true }, { noToolInfo: true, strips: true }])(
    "that does not say which tool it was (%o): the server does",
    async (host) => {
      await open(host);
      await stage.ask("delete_list", { list_id: LIST });
      await press(/^Yes/);
      await expect.poll(says).toMatch(/^Done\./);
      expect(changes()).toEqual([DELETE]);
    },
  );

  it("that takes no words: the model is told for its next turn", async () => {
    await open({ noMessages: true });
    await stage.ask("delete_list", { list_id: LIST });
    await press(/^Yes/);
    await expect.poll(() => stage.heard("context").join()).toContain("It was done");
    expect(changes()).toEqual([DELETE]);
  });
});

describe("a host that passes on the text alone", () => {
  it("shows the plan, and Yes asks for the confirmation by the plan", async () => {
    await open({ strips: true });
    const answer = await stage.ask("delete_list", { list_id: LIST });
    await press(/^Yes/);
    await expect.poll(says).toMatch(/^Done\./);
    expect(changes()).toEqual([DELETE]);
    expect(stage.called.map(({ name }) => name).slice(-2)).toEqual(["view", "delete_list"]);
    expect(stage.called.at(-2)?.args).toEqual({ did: "redeem", plan: answer.json.plan });
  });

  it("shows it again: the plan is closed", async () => {
    await open({ strips: true });
    const answer = await stage.ask("delete_list", { list_id: LIST });
    await press(/^Yes/);
    await expect.poll(says).toMatch(/^Done\./);
    expect(changes()).toEqual([DELETE]);
    await stage.show(answer, "delete_list", { list_id: LIST });
    await press(/^Yes/);
    await expect.poll(says).toContain("This question is closed");
    expect(changes()).toEqual([]);
  });
});

describe("a host whose pages may call no tool", () => {
  it("gets the click as words with the code that its model has read", async () => {
    await open({ noTools: true });
    const answer = await stage.ask("delete_list", { list_id: LIST });
    const code = String(answer.json.confirmation);
    await press(/^Yes/);
    await expect.poll(() => stage.heard("message").join()).toContain(code);
    expect(await says()).toBe("Your yes stands in the conversation.");
    expect(stage.called).toEqual([]);
    expect(changes()).toEqual([]);
    await stage.server.call("delete_list", { list_id: LIST, confirmation: code });
    expect(changes()).toEqual([DELETE]);
  });

  it("nor take words: there are no buttons", async () => {
    await open({ noTools: true, noMessages: true });
    await stage.ask("delete_list", { list_id: LIST });
    await stage.view.getByText("The answer is given in the conversation.").waitFor();
    expect(await stage.view.getByRole("button").count()).toBe(0);
  });
});

describe("a host that asks by itself", () => {
  it("asks, whether a page is there or not; the page shows what came of it", async () => {
    const asked: string[] = [];
    const elicit = (message: string) => {
      asked.push(message);
      return { action: "accept" as const, content: { confirm: true } };
    };
    await open({}, { elicit });
    await stage.ask("delete_list", { list_id: LIST });
    await stage.view.getByText("What came of it").waitFor();
    expect(asked.length).toBe(1);
    expect(await stage.view.getByRole("button").count()).toBe(0);
    expect(changes()).toEqual([DELETE]);
  });
});
