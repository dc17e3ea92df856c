import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { overInWords } from "../tools/structures/campaign-schedule.ts";
import { type Started, startClient } from "./client.ts";

// Drafts of which a preview says what a person would not expect: that they are late, that they are several in one.

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => server.sandbox.clearFaults());

const SURVEY = "01JC8QXKEQQC8SF33QM61BHDQA";
const preview = async (args: object) => (await server.call("preview_campaign", { ...args })).json;

describe("a draft whose time is over", () => {
  const draft = (more: object) =>
    server.call("create_campaign", {
      name: "Late",
      channel: "sms",
      included_audiences: ["R7kQwT"],
      body: "Hi",
      ...more,
    });

  it.each([
    [{ schedule: "2020-12-01T10:00" }, "Tuesday, 1 December 2020 at 10:00, UTC-05:00"],
    [{ schedule_local: "2020-12-01T10:00" }, "on each recipient's clock"],
  ])("is told so when it is made, and when it is looked at: %j", async (when, words) => {
    const { json } = await draft(when);
    expect(json.hint).toContain(`${words} is over: give update_campaign another schedule`);
    expect(json.hint).not.toContain("lets it go out");
    const { hint } = await preview({ campaign_id: json.data.id });
    expect(hint).toContain("Its time is over: give update_campaign another schedule");
  });

  it("is told so when it is a copy of what has gone out, unless it got another", async () => {
    const copy = async (more: object) =>
      (await server.call("create_campaign_clone", { campaign_id: "01GVZXDAF53BFQDV4AENKEAC18", ...more }))
        .json;
    expect((await copy({})).hint).toContain("Its time is over: give update_campaign another schedule");
    expect((await copy({ schedule: "2040-01-01T10:00" })).hint).not.toContain("is over");
  });

  it.each([
    [{ method: "static" }, false],
    [{ method: "immediate" }, false],
    [null, false],
    [{ method: "static", datetime: "2026-11-27T12:00:00Z" }, false],
    [{ method: "static", datetime: "2026-11-27T11:59:00Z" }, true],
    [{ method: "throttled", datetime: "2026-11-27T06:59:00-05:00" }, true],
    [{ method: "static", datetime: "2026-11-27T00:00:00.000Z", options: { is_local: true } }, false],
    [{ method: "static", datetime: "2026-11-26T23:59:00.000Z", options: { is_local: true } }, true],
    [{ method: "smart_send_time", date: "2026-11-27" }, false],
    [{ method: "smart_send_time", date: "2026-11-26" }, true],
  ])("is over at noon of 27 November on every clock that it has: %j, %s", (strategy, isOver) => {
    expect(overInWords(strategy, Date.parse("2026-11-27T12:00:00Z")) !== undefined).toBe(isOver);
  });

  it("is not one that is still to come somewhere", async () => {
    const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 16);
    for (const when of [{ schedule: `${inHours(1)}Z` }, { schedule_local: inHours(-11) }]) {
      const { json } = await draft(when);
      expect(json.hint).toContain("lets it go out");
      expect((await preview({ campaign_id: json.data.id })).hint ?? "").not.toContain("is over");
    }
  });
});

describe("an A/B test", () => {
  const [first, second] = ["Newsletter: Hero", "Spring Sale: Hero"];
  const drafted = async (audiences: object[]) => {
    const { json } = await server.call("create_ab_test", {
      name: "Versions",
      audiences,
      variations: [
        { subject: "One", template_id: first },
        { name: "Other", subject: "Two", template_id: second },
      ],
      winner_metric: "opens_unique",
      winner_percentage: 60,
      winner_wait_hours: 4,
    });
    return { campaign_id: json.data.id };
  };

  it("is shown with all its variations, as the first of them, and without a time that it has not", async () => {
    const { data, hint, omitted } = await preview(await drafted([{ included: ["Wb3XpZ"] }]));
    expect(data).toMatchObject({
      when: "at a time that the campaign does not say",
      subject: "One",
      variations: [
        { name: "A", subject: "One" },
        { name: "Other", subject: "Two" },
      ],
    });
    expect(data.variations[0].template_id).not.toBe(data.variations[1].template_id);
    expect(hint).toContain("subject and text are of the first of its 2 variations");
    expect(omitted).not.toContain("messages");
  });

  it("for several audiences says that there are more messages", async () => {
    const args = await drafted([{ included: ["Wb3XpZ"] }, { included: ["T9mLcV"] }]);
    expect((await preview(args)).omitted).toContain("It has 2 messages: the first is shown");
  });

  it("is shown without them where they cannot be read", async () => {
    const args = await drafted([{ included: ["Wb3XpZ"] }]);
    server.sandbox.addFault({
      status: 403,
      body: '{"errors":[{"detail":"no"}]}',
      contentType: "application/json",
      match: { path: "/campaign-variations" },
      times: 1,
    });
    const { data, hint } = await preview(args);
    expect(data).toMatchObject({ subject: "One", text: expect.any(String) });
    expect(data).not.toHaveProperty("variations");
    expect(hint).toBeUndefined();
  });

  it("of a campaign that is none says nothing", async () => {
    expect((await preview({ campaign_id: SURVEY })).data).not.toHaveProperty("variations");
  });
});

describe("a message among several", () => {
  it("has its own template, whichever came first", async () => {
    const { data: all } = (await server.call("get_messages_for_campaign", { campaign_id: SURVEY })).json;
    const template = (id: string, html: string) => ({
      type: "template",
      id,
      attributes: { name: id, html, text: "" },
    });
    const message = (id: string, own: string) => ({
      type: "campaign-message",
      id,
      attributes: { definition: { channel: "email", content: { subject: `of ${own}` } } },
      relationships: { template: { data: { type: "template", id: own } } },
    });
    server.sandbox.addFault({
      status: 200,
      contentType: "application/vnd.api+json",
      body: JSON.stringify({
        data: [message(all[0].id, "B"), message("M2", "A")],
        included: [template("A", "{{ of_a }}"), template("B", "{{ of_b }}")],
      }),
      match: { path: `/api/campaigns/${SURVEY}/campaign-messages` },
      times: 1,
    });
    server.sandbox.addFault({
      status: 200,
      contentType: "application/vnd.api+json",
      body: JSON.stringify({ data: template("B", "<p>B</p>") }),
      match: { path: "/api/template-render" },
      times: 1,
    });
    const { data } = await preview({ campaign_id: SURVEY });
    expect(data).toMatchObject({ subject: "of B", variables: { of_b: "no default" } });
    expect(data.variables).not.toHaveProperty("of_a");
  });
});
