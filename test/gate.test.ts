import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// What was approved is what is sent: between a question and its change everything may have become another.

const CAMPAIGN = "01GDDKASAP8TKDDA2GRZDSVP4I";
const EMPTY_LIST = "Hx8JzK";

let server: Started;
/** What happens while the question is open. */
let meanwhile: () => Promise<unknown> = async () => undefined;
let asking: Started;
beforeAll(async () => {
  server = await startClient({ served });
  asking = await startClient({
    served,
    elicit: async () => {
      await meanwhile();
      return { action: "accept", content: { confirm: true } };
    },
  });
});
afterAll(() => Promise.all([server.close(), asking.close()]));
beforeEach(() => {
  for (const { sandbox } of [server, asking]) {
    sandbox.reset();
    sandbox.clearRequests();
  }
  meanwhile = async () => undefined;
});

const sends = ({ sandbox }: Started) =>
  sandbox.requests.filter(({ path }) => path.endsWith("/campaign-send-jobs")).length;

/** Changes the account behind the server's back, as somebody in Klaviyo's own editor would. */
async function edit(started: Started, method: string, path: string, body: unknown): Promise<void> {
  const answer = await fetch(`${started.sandbox.url}/klaviyo/api/${path}`, {
    method,
    headers: {
      authorization: "Bearer test-key-0123456789",
      revision: "2026-07-15",
      "content-type": "application/vnd.api+json",
    },
    body: JSON.stringify(body),
  });
  expect(answer.status, await answer.text()).toBeLessThan(300);
}

const message = async (started: Started) =>
  (await started.call("get_messages_for_campaign", { campaign_id: CAMPAIGN })).json.data[0];

const CHANGES: [what: string, change: (started: Started) => Promise<void>, told: string][] = [
  [
    "its audience",
    (started) =>
      edit(started, "PATCH", `campaigns/${CAMPAIGN}`, {
        data: {
          type: "campaign",
          id: CAMPAIGN,
          attributes: { audiences: { included: ["UxQKbd"], excluded: [] } },
        },
      }),
    "audiences.included",
  ],
  [
    "its name",
    (started) =>
      edit(started, "PATCH", `campaigns/${CAMPAIGN}`, {
        data: { type: "campaign", id: CAMPAIGN, attributes: { name: "Another" } },
      }),
    'name was "Spring Sale 2024", is "Another"',
  ],
  [
    "its subject",
    async (started) => {
      const { id } = await message(started);
      await edit(started, "PATCH", `campaign-messages/${id}`, {
        data: {
          type: "campaign-message",
          id,
          attributes: { definition: { channel: "email", content: { subject: "You owe us" } } },
        },
      });
    },
    "You owe us",
  ],
];

describe.each(CHANGES)("a campaign of which %s changed after the question", (_, change, told) => {
  it("is not sent by a token, and is shown anew", async () => {
    const first = await server.call("send_campaign", { campaign_id: CAMPAIGN });
    await change(server);
    const { confirmation } = first.json;
    const second = await server.call("send_campaign", { campaign_id: CAMPAIGN, confirmation });
    expect(second.json.status, second.text).toBe("needs_confirmation");
    expect(second.json.hint).toContain("changed since");
    expect(second.text).toContain(told.replaceAll('"', '\\"'));
    expect(sends(server)).toBe(0);
    const again = await server.call("send_campaign", {
      campaign_id: CAMPAIGN,
      confirmation: second.json.confirmation,
    });
    expect(again.isError, again.text).toBeFalsy();
    expect(sends(server)).toBe(1);
  });

  it("is not sent by a yes while the question was open", async () => {
    meanwhile = () => change(asking);
    const answer = await asking.call("send_campaign", { campaign_id: CAMPAIGN });
    expect(answer.json.status, answer.text).toBe("changed");
    expect(answer.text).toContain(told.replaceAll('"', '\\"'));
    expect(sends(asking)).toBe(0);
  });
});

describe("people who came after the question", () => {
  async function draft(started: Started): Promise<string> {
    const { json } = await started.call("create_campaign", {
      name: "To few",
      channel: "sms",
      included_audiences: [EMPTY_LIST],
      body: "Hello",
    });
    return json.data.id;
  }
  async function join(started: Started, count: number): Promise<void> {
    const people = (await started.call("get_profiles", { limit: 240 })).json.data.slice(0, count);
    await edit(started, "POST", `lists/${EMPTY_LIST}/relationships/profiles`, {
      data: people.map(({ id }: { id: string }) => ({ type: "profile", id })),
    });
  }

  it("are told with both numbers, and nothing is sent", async () => {
    const campaign_id = await draft(server);
    const first = await server.call("send_campaign", { campaign_id });
    expect(first.json.preview.recipients).toContain("estimated recipient count 0");
    await join(server, 240);
    const { confirmation } = first.json;
    const second: Answer = await server.call("send_campaign", { campaign_id, confirmation });
    expect(second.json.status, second.text).toBe("needs_confirmation");
    expect(second.json.hint).toMatch(/reached 0 people, and reaches \d{2,} now/);
    expect(sends(server)).toBe(0);
  });

  it("a few more change nothing", async () => {
    const campaign_id = await draft(server);
    const first = await server.call("send_campaign", { campaign_id });
    await join(server, 3);
    const { confirmation } = first.json;
    const second = await server.call("send_campaign", { campaign_id, confirmation });
    expect(second.isError, second.text).toBeFalsy();
    expect(sends(server)).toBe(1);
  });
});

it("what stops something is done, whatever became of it meanwhile", async () => {
  const scheduled = { campaign_id: "01GHDEX2339CQDMMDYCNG1DDW0", action: "revert" };
  const first = await server.call("cancel_campaign_send", scheduled);
  await edit(server, "PATCH", `campaigns/${scheduled.campaign_id}`, {
    data: { type: "campaign", id: scheduled.campaign_id, attributes: { name: "Renamed" } },
  });
  const { confirmation } = first.json;
  const second = await server.call("cancel_campaign_send", { ...scheduled, confirmation });
  expect(second.isError, second.text).toBeFalsy();
  expect(second.json.status).not.toBe("needs_confirmation");
});

it("a token is of its session and its account", async () => {
  const { confirmation } = (await server.call("delete_list", { list_id: EMPTY_LIST })).json;
  const other = await startClient({
    env: { MATON_GATEWAY_URL: server.sandbox.url, MATON_CONTROL_URL: server.sandbox.url },
  });
  expect((await other.call("delete_list", { list_id: EMPTY_LIST, confirmation })).json.status).toBe(
    "needs_confirmation",
  );
  await other.close();
});

it("a token is of the account that it was shown for", async () => {
  const several = await startClient({ sandbox: { connections: "two" } });
  const [one, two] = (await several.call("list_connections")).json.data;
  const call = (connection_id: string, confirmation?: string) =>
    several.call("delete_list", {
      list_id: EMPTY_LIST,
      connection_id,
      ...(confirmation && { confirmation }),
    });
  const { confirmation } = (await call(one.id)).json;
  const elsewhere = await call(two.id, confirmation);
  expect(elsewhere.json.ok).toBeUndefined();
  expect(several.sandbox.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
  await several.close();
});

it("what overwrites nothing yet is free, and asks when it would", async () => {
  const { json } = await server.call("create_campaign", {
    name: "New",
    channel: "email",
    included_audiences: [EMPTY_LIST],
    subject: "Hi",
  });
  const messages = await server.call("get_messages_for_campaign", { campaign_id: json.data.id });
  const assign = { campaign_message_id: messages.json.data[0].id, template_id: "dmAjy2" };
  const first = await server.call("assign_template_to_campaign_message", assign);
  expect(first.json.data, first.text).toBeDefined();
  expect((await server.call("assign_template_to_campaign_message", assign)).json.status).toBe(
    "needs_confirmation",
  );
});
