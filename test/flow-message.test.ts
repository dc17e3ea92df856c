import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Started, startClient } from "./client.ts";

// "Change the subject of the second e-mail of Welcome": one message, the rest of the flow as it was.

const WELCOME = "VJvBNr";
let server: Started;
/** What a person answers, and what happens before they do. */
let answer: () => Promise<"accept" | "decline"> = async () => "accept";
const questions: string[] = [];

beforeAll(async () => {
  server = await startClient({
    elicit: async (message) => {
      questions.push(message);
      const action = await answer();
      return action === "accept" ? { action, content: { confirm: true } } : { action };
    },
  });
});
afterAll(() => server.close());

/** The steps of a flow as the account has them, by id. */
async function stepsOf(flow_id: string): Promise<Map<string, Record<string, unknown>>> {
  const { json } = await server.call("get_flow", {
    flow_id,
    additional_fields: ["definition"],
    detail: "full",
  });
  return new Map(json.data.definition.actions.map((step: { id: string }) => [step.id, step]));
}

async function flowNamed(name: string): Promise<string> {
  const { json } = await server.call("get_flows", { filter: `equals(name,"${name}")` });
  return json.data[0].id;
}

const edit = async (args: Record<string, unknown>): Promise<{ read: Answer; writes: number }> => {
  questions.length = 0;
  server.sent();
  const read = await server.call("edit_flow_message", args);
  return { read, writes: server.sent().filter(({ method }) => method === "PATCH").length };
};

describe("edit_flow_message", () => {
  it("changes the subject of the second e-mail of a live flow, asked with before and after, and nothing else", async () => {
    const before = await stepsOf(WELCOME);
    const { read, writes } = await edit({
      flow_id: "Welcome Series",
      message: "2",
      subject: "New: look after it",
    });
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain(
      '- changes: "e-mail 2 (Welcome #2: buyers) of the live flow Welcome Series"',
    );
    expect(questions[0]).toContain(
      '- subject: "Thank you! How to look after your gear" → "New: look after it"',
    );
    expect(writes).toBe(1);
    expect(read.json).toMatchObject({
      data: {
        message: "e-mail 2 (Welcome #2: buyers)",
        before: { subject: "Thank you! How to look after your gear" },
        after: { subject: "New: look after it" },
      },
      resolved: { "Welcome Series": WELCOME },
    });
    const now = await stepsOf(WELCOME);
    const changed = [...now].filter(([id, step]) => JSON.stringify(step) !== JSON.stringify(before.get(id)));
    expect(changed).toHaveLength(1);
    const [id, step] = changed[0] ?? [];
    const old = structuredClone(before.get(id ?? "")) as { data: { message: Record<string, unknown> } };
    old.data.message.subject_line = "New: look after it";
    expect(step).toEqual(old);
  });

  it("asks nobody for a draft, and finds a message by its name, without case", async () => {
    const { read, writes } = await edit({
      flow_id: "Birthday",
      message: "birthday E-MAIL",
      subject: "It is your day",
      from_label: "The crew",
    });
    expect([questions, writes]).toEqual([[], 1]);
    expect(read.json.data.after).toEqual({ subject: "It is your day", from_label: "The crew" });
  });

  it("changes the text of an SMS, by its number among them", async () => {
    const { read } = await edit({ flow_id: "Price Drop", message: "sms 1", body: "Cheaper now" });
    expect(read.json.data).toMatchObject({
      message: "SMS 1 (Price drop SMS)",
      after: { body: "Cheaper now" },
    });
  });

  it("changes the wait before a message, and asks in a live flow", async () => {
    const { read, writes } = await edit({ flow_id: "Abandoned Checkout", message: "1", delay: "90 minutes" });
    expect(questions[0]).toContain('- delay: "4 hours" → "90 minutes"');
    expect(writes).toBe(1);
    expect(read.json.data).toMatchObject({ before: { delay: "4 hours" }, after: { delay: "90 minutes" } });
    const waits = [...(await stepsOf(await flowNamed("Abandoned Checkout"))).values()];
    expect(waits).toContainEqual(
      expect.objectContaining({
        data: expect.objectContaining({ value: 90, unit: "minutes", secondary_value: 0 }),
      }),
    );
  });

  it("gives a message its own copy of another template", async () => {
    const { json } = await server.call("get_templates", { limit: 1 });
    const template_id = json.data[0].id;
    const { read } = await edit({ flow_id: "Birthday", message: "1", template_id });
    expect(read.json.hint).toBe("template_id is now the message's own copy.");
    expect(read.json.data.after.template_id).not.toBe(template_id);
  });

  it("writes nothing over what somebody changed between question and yes", async () => {
    const steps = [...(await stepsOf(WELCOME)).values()] as { id: string; data: Record<string, unknown> }[];
    const first = steps.find(({ data }) => "message" in data);
    answer = async () => {
      const path = `/klaviyo/api/flow-actions/${first?.id}`;
      const changed = structuredClone(first) as unknown as { data: { message: Record<string, unknown> } };
      changed.data.message.subject_line = "Changed in Klaviyo meanwhile";
      await patch(path, { type: "flow-action", id: first?.id, attributes: { definition: changed } });
      return "accept";
    };
    const { read } = await edit({ flow_id: WELCOME, message: "1", subject: "Mine" });
    answer = async () => "accept";
    expect(read.json.status).toBe("changed");
    expect(read.json.hint).toContain("Changed in Klaviyo meanwhile");
    const { json } = await server.call("get_messages_for_flow", { flow_id: WELCOME });
    expect(json.data[0].subject).toBe("Changed in Klaviyo meanwhile");
  });

  it("shows with dry_run what it would do, and does it not", async () => {
    const { read, writes } = await edit({
      flow_id: WELCOME,
      message: "2",
      preview_text: "Soon",
      dry_run: true,
    });
    expect([questions, writes]).toEqual([[], 0]);
    expect(read.json.dry_run).toMatchObject({ preview_text: '"From all of us in Burlington" → "Soon"' });
  });

  it.each<[why: string, args: Record<string, unknown>, told: RegExp]>([
    [
      "a message that is none",
      { message: "9", subject: "x" },
      /"9" is no message of this flow.*e-mail 1 \(Welcome #1: offer\): /s,
    ],
    [
      "what its channel has not",
      { message: "sms 1", subject: "x" },
      /subject is nothing that this SMS has.*body/s,
    ],
    [
      "what is so already",
      { message: "3", subject: "Your 10% is still waiting" },
      /is so already.*Nothing was sent/s,
    ],
    ["no delay before it", { message: "1", delay: "2 days" }, /no delay alone.*what starts the flow/s],
    ["a delay that is none", { message: "sms 1", delay: "soon" }, /no number of minutes, hours or days/],
    ["nothing to change", { message: "1" }, /subject.*delay/s],
  ])("refuses %s, with what to do", async (_, args, told) => {
    const { read, writes } = await edit({ flow_id: WELCOME, ...args });
    expect(read.isError).toBe(true);
    expect(read.text).toMatch(told);
    expect([questions, writes]).toEqual([[], 0]);
  });
});

/** A change that somebody makes in Klaviyo beside us. */
async function patch(path: string, data: Record<string, unknown>): Promise<void> {
  const response = await fetch(`${server.sandbox.url}${path}`, {
    method: "PATCH",
    headers: {
      Authorization: "Bearer test-key-0123456789",
      "Content-Type": "application/vnd.api+json",
      revision: "2026-07-15",
    },
    body: JSON.stringify({ data }),
  });
  expect(response.status).toBe(200);
}

it("that stops between two steps says which is written, and the same call goes on", async () => {
  const args = { flow_id: "Price Drop", message: "sms 1", body: "Cheaper today", delay: "5 hours" };
  const writes = () => server.sandbox.requests.filter(({ method }) => method === "PATCH");
  server.sandbox.clearRequests();
  // The first step goes through, the second meets this.
  const body = JSON.stringify({ errors: [{ detail: "not today" }] });
  const dry = await server.call("edit_flow_message", { ...args, dry_run: true });
  expect(dry.json.dry_run.delay).toContain("5 hours");
  const match = { method: "PATCH", path: "/api/flow-actions/76088495" };
  server.sandbox.addFault({ match, status: 400, contentType: "application/json", body });
  const stopped = await server.call("edit_flow_message", args);
  expect(writes().map(({ path }) => path.split("/").at(-1))).toEqual(["66796442", "76088495"]);
  expect(stopped.json.data.written).toEqual(["66796442"]);
  expect(stopped.json.hint).toMatch(
    /^Step 66796442 of the flow is written; step 76088495 is not, or nobody knows \(.*not today.*\)\. edit_flow_message with the same/,
  );
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
  const { json } = await server.call("edit_flow_message", args);
  expect(writes().map(({ path }) => path.split("/").at(-1))).toEqual(["76088495"]);
  expect(json.data.after).toEqual({ delay: "5 hours" });
});
