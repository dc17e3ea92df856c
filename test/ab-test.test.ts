import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// An A/B test is drafted by the newer model: a tree in one request, then the rule of the winner for each message.

const LIST = "Y6nRLr";
const VIP = "Wb3XpZ";
const TEMPLATE = "dmAjy2";
let server: Started;
let answer: () => Promise<"accept" | "decline"> = async () => "accept";
const questions: string[] = [];
beforeAll(async () => {
  server = await startClient({
    args: ["--confirm", "writes"],
    elicit: async (message) => {
      questions.push(message);
      const action = await answer();
      return action === "accept" ? { action, content: { confirm: true } } : { action };
    },
  });
});
beforeEach(() => {
  questions.length = 0;
  answer = async () => "accept";
  server.sandbox.clearRequests();
});
afterEach(() => server.sandbox.clearFaults());
afterAll(() => server.close());

const TEST = {
  name: "Snow",
  audiences: [
    { name: "Readers", included: ["Newsletter Subscribers"], excluded: ["VIP Early Access"] },
    { included: ["VIP Early Access"] },
  ],
  variations: [
    { subject: "First snow", template_id: "Spring Sale: Hero" },
    { name: "Short", subject: "Snow" },
  ],
  winner_metric: "clicks_unique",
  winner_percentage: 60,
  winner_wait_hours: 4,
};
const draft = (more: object = {}) => server.call("create_ab_test", { ...TEST, ...more });
const writes = () => server.sent().filter(({ method }) => method !== "GET");
const read = (name: string, args: Record<string, unknown>) =>
  server.call("read_operation", { name, arguments: { ...args, detail: "full" } });

describe("create_ab_test", () => {
  it("asks with audiences, variations and the winner in words, and drafts what was agreed to", async () => {
    const { json, isError, text } = await draft();
    expect(isError, text).toBeFalsy();
    expect(questions).toHaveLength(1);
    for (const line of [
      '- changes: "the new draft Snow, an A/B test"',
      '- audience 1 (Readers): "Newsletter Subscribers (list, 240); without VIP Early Access (list, ',
      '- audience 2: "VIP Early Access (list, ',
      '- variation A: "subject First snow; template Spring Sale: Hero"',
      '- variation Short: "subject Snow; template Spring Sale: Hero"',
      '- winner: "by clicks_unique after 4 hours; 60 % of each audience get it, 20 % each version before"',
    ])
      expect(questions[0]).toContain(line);
    const { id, relationships } = json.data;
    const audiences = (await read("get_campaign_audiences_for_campaign", { campaign_id: id })).json.data;
    expect(audiences.map(({ definition }: { definition: unknown }) => definition)).toMatchObject([
      { name: "Readers", included: [LIST], excluded: [VIP] },
      { included: [VIP] },
    ]);
    const messages = (await read("get_messages_for_campaign_2026_10", { campaign_id: id })).json.data;
    expect(messages.map((one: { id: string }) => one.id)).toEqual(relationships["campaign-messages"]);
    for (const message of messages) {
      expect(message.definition).toMatchObject({
        status: "draft",
        ab_test: { winner_metric: "clicks_unique", winner_percentage: 60, winner_wait_hours: 4 },
      });
      const campaign_message_id = message.id;
      const { data } = (await read("get_variations_for_campaign_message", { campaign_message_id })).json;
      expect(data.map((one: { definition: unknown }) => one.definition)).toMatchObject([
        { name: "A", details: { channel: "email", subject: "First snow", template_id: TEMPLATE } },
        { name: "Short", details: { channel: "email", subject: "Snow", template_id: TEMPLATE } },
      ]);
    }
    expect((await server.call("get_campaign", { campaign_id: id })).json.data.status).toBe("Draft");
  });

  it("says what was drafted, that it is newer and unproven, and that a person looks at it next", async () => {
    const { json } = await draft();
    expect(json.data).toMatchObject({
      name: "Snow",
      status: "Draft",
      model: "2026-10-15",
      variations: [
        { name: "A", share: 20, subject: "First snow", template_id: TEMPLATE },
        { name: "Short", share: 20, subject: "Snow", template_id: TEMPLATE },
      ],
      editor: expect.stringContaining(json.data.id),
    });
    for (const part of [
      "newer model",
      "nobody has proven",
      "editor",
      "Nothing was sent or scheduled",
      "priority",
    ])
      expect(json.hint).toContain(part);
    expect(json.hint).not.toContain("differ in");
  });

  it("sends and schedules nothing, and says no status", async () => {
    await draft();
    expect(writes().map(({ method, path }) => `${method} ${path.split("/")[3]}`)).toEqual([
      "POST campaigns",
      "PATCH campaign-messages",
      "PATCH campaign-messages",
    ]);
    expect(JSON.stringify(writes().map(({ body }) => body))).not.toMatch(/"status"|send_time|schedule/);
  });

  it("writes nothing after a no, or in a dry run, which shows the same", async () => {
    answer = async () => "decline";
    expect((await draft()).json.status).toBe("declined");
    const { json } = await draft({ name: "Sleet", dry_run: true });
    expect(json.dry_run).toMatchObject({ changes: '"the new draft Sleet, an A/B test"' });
    expect(json.dry_run.winner).toContain("clicks_unique");
    expect(writes()).toEqual([]);
  });

  it("does not draft with a template that became another while a person was asked", async () => {
    answer = async () => {
      server.sandbox.addFault({
        match: { path: `/api/templates/${TEMPLATE}` },
        status: 200,
        contentType: "application/vnd.api+json",
        body: JSON.stringify({ data: { type: "template", id: TEMPLATE, attributes: { name: "Another" } } }),
        times: 20,
      });
      return "accept";
    };
    const { json } = await draft({
      name: "Hail",
      variations: [{ subject: "a", template_id: TEMPLATE }, { subject: "b" }],
    });
    expect(json.status).toBe("changed");
    expect(writes()).toEqual([]);
  });
});

describe("what is no test", () => {
  const [first, second] = TEST.variations;
  it.each<[what: string, more: Record<string, unknown>, says: string]>([
    ["one variation", { variations: [first] }, "variations"],
    ["two that say the same", { variations: [first, { name: "Again" }] }, "says what variation 1 says"],
    ["two of one name", { variations: [{ ...first, name: "Short" }, second] }, "another variation's name"],
    [
      "a first without a subject",
      { variations: [{ template_id: TEMPLATE }, second] },
      "subject: is required",
    ],
    ["a first without a template", { variations: [{ subject: "x" }, second] }, "template_id: is required"],
    ["a metric that there is not", { winner_metric: "revenue" }, "winner_metric is one of"],
    ["a winner that leaves nobody", { winner_percentage: 100 }, "winner_percentage"],
    ["a winner that nobody gets", { winner_percentage: 0 }, "winner_percentage"],
    ["no time to find it", { winner_wait_hours: 0 }, "winner_wait_hours"],
    ["half an hour", { winner_wait_hours: 0.5 }, "winner_wait_hours"],
    ["more than a month", { winner_wait_hours: 721 }, "winner_wait_hours"],
    ["no audience", { audiences: [] }, "audiences"],
    ["more audiences than twenty", { audiences: Array(21).fill({ included: [LIST] }) }, "audiences"],
    [
      "more variations than eight",
      { variations: [first, ...Array.from({ length: 8 }, (_, at) => ({ subject: `s${at}` }))] },
      "variations",
    ],
    ["a winner of nearly all", { winner_percentage: 99 }, "winner_percentage"],
    ["an audience of nobody", { audiences: [{ included: [] }] }, "audiences[0].included"],
    ["an argument that there is not", { schedule: "2027-01-01T10:00:00Z" }, "schedule"],
    [
      "three that share two percent",
      {
        winner_percentage: 98,
        variations: [first, second, { subject: "c" }],
        audiences: [{ included: [LIST] }],
      },
      "cannot share the 2 %",
    ],
  ])("%s is refused before anything is written or asked", async (_, more, says) => {
    const { isError, text } = await draft(more);
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect([questions, writes()]).toEqual([[], []]);
  });

  it.each([
    [{ audiences: [{ included: ["Nobody's list"] }] }, "no list or segment is called"],
    [
      { variations: [{ subject: "a", template_id: "No such template" }, { subject: "b" }] },
      "no template is called",
    ],
  ])("%j names what is not there, and nothing is written", async (more, says) => {
    const { isError, text } = await draft(more);
    expect([isError, text]).toEqual([true, expect.stringContaining(says)]);
    expect([questions, writes()]).toEqual([[], []]);
  });
});

describe("a draft that stops in the middle", () => {
  const fail = (path: string, method: string, times = 1) =>
    server.sandbox.addFault({
      match: { path, method },
      status: 400,
      contentType: "application/vnd.api+json",
      body: JSON.stringify({ errors: [{ status: "400", detail: "not today" }] }),
      times,
    });

  it("makes nothing where Klaviyo refuses the tree", async () => {
    fail("/api/campaigns", "POST");
    const { isError, text } = await draft({ name: "Rime" });
    expect([isError, text]).toEqual([true, expect.stringContaining("not today")]);
    expect(writes()).toHaveLength(1);
  });

  it("says which message has no rule yet, and the call that goes on, which does", async () => {
    fail("/api/campaign-messages/", "PATCH");
    const { json } = await draft({ name: "Rime" });
    const [message, other] = json.data.relationships["campaign-messages"];
    expect(json.hint).toContain("It is made, so do not make it again; but");
    expect(json.hint).toContain(`message ${message} has no rule for its winner yet (400 not today`);
    expect(json.hint).not.toContain(`message ${other} has`);
    const asked = JSON.parse(/arguments (\{.*?\}\}\}) goes on/.exec(json.hint)?.[1] ?? "null");
    const { isError, text } = await server.call("change_operation", {
      name: "update_campaign_message_2026_10",
      arguments: asked,
    });
    expect(isError, text).toBeFalsy();
    const { data } = (await read("get_campaign_message_2026_10", { campaign_message_id: message })).json;
    expect(data.definition.ab_test).toEqual({
      winner_metric: "clicks_unique",
      winner_percentage: 60,
      winner_wait_hours: 4,
    });
  });

  it("says that its messages could not be read", async () => {
    fail("/campaign-messages", "GET");
    const { json } = await draft({ name: "Rime" });
    expect(json.data.relationships["campaign-messages"]).toEqual([]);
    expect(json.hint).toContain("do not make it again; but its messages could not be read");
    expect(writes()).toHaveLength(1);
  });

  it("says where Klaviyo has another rule than was sent, or another number of messages", async () => {
    const body = (attributes: object) =>
      JSON.stringify({ data: { type: "campaign-message", id: "M", attributes } });
    server.sandbox.addFault({
      match: { path: "/api/campaign-messages/", method: "PATCH" },
      status: 200,
      contentType: "application/vnd.api+json",
      body: body({ definition: { ab_test: { winner_metric: "opens_unique" } } }),
      times: 1,
    });
    const { json } = await draft({ name: "Rime", audiences: [{ included: [LIST] }] });
    expect(json.hint).toContain("Klaviyo answers another rule than was sent");
    server.sandbox.addFault({
      match: { path: "/campaign-messages", method: "GET" },
      status: 200,
      contentType: "application/vnd.api+json",
      body: JSON.stringify({ data: [] }),
      times: 1,
    });
    const none = await draft({ name: "Rime", audiences: [{ included: [LIST] }] });
    expect(none.json.hint).toContain("it has 0 messages for 1 audiences");
  });
});
