import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Models } from "../src/ask/models.ts";
import { onlyReads } from "../src/tool/effects.ts";
import { rowTools } from "../tools/operations/tools.ts";
import { type Started, startClient } from "./client.ts";

// Klaviyo has two models of campaigns: what one of them wrote in a session, the other does not write.

const LIST = "Y6nRLr";
let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
beforeEach(() => server.sandbox.clearRequests());
afterAll(() => server.close());

const change = (name: string, args: Record<string, unknown>) =>
  server.call("change_operation", { name, arguments: args });
const details = { channel: "email", subject: "Snow" };

async function newer(): Promise<{ campaign: string; message: string }> {
  const { json } = await server.call("create_ab_test", {
    name: "Snow",
    audiences: [{ included: [LIST] }],
    variations: [{ subject: "One", template_id: "dmAjy2" }, { subject: "Two" }],
    winner_metric: "opens_unique",
    winner_percentage: 50,
    winner_wait_hours: 4,
  });
  server.sandbox.clearRequests();
  return { campaign: json.data.id, message: json.data.relationships["campaign-messages"][0] };
}

async function older(): Promise<{ campaign: string; message: string }> {
  const { json } = await server.call("create_campaign", {
    name: "Mud",
    channel: "email",
    included_audiences: [LIST],
    subject: "Mud",
  });
  server.sandbox.clearRequests();
  return { campaign: json.data.id, message: json.data.relationships["campaign-messages"][0] };
}

const MIXED = "writes by the model of";

describe("a campaign of the newer model", () => {
  it.each<[name: string, args: (made: { campaign: string; message: string }) => Record<string, unknown>]>([
    ["update_campaign", ({ campaign }) => ({ campaign_id: campaign, name: "Other" })],
    ["create_campaign_clone", ({ campaign }) => ({ campaign_id: campaign })],
    ["send_campaign", ({ campaign }) => ({ campaign_id: campaign })],
    ["update_campaign_message", ({ message }) => ({ campaign_message_id: message, subject: "Other" })],
    [
      "assign_template_to_campaign_message",
      ({ message }) => ({ campaign_message_id: message, template_id: "dmAjy2" }),
    ],
  ])("is not written by %s, and nothing is sent", async (name, args) => {
    const made = await newer();
    for (const more of [{}, { dry_run: true }]) {
      const { isError, text } = await server.call(name, { ...args(made), ...more });
      expect([isError, text]).toEqual([true, expect.stringContaining(`${MIXED} 2026-07-15`)]);
      expect(text).toContain("Klaviyo's editor");
    }
    expect(server.sent().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("is written by its own model, and deleted as any other", async () => {
    const { campaign, message } = await newer();
    const named = await change("update_campaign_2026_10", {
      campaign_id: campaign,
      definition: { name: "Sleet" },
    });
    expect(named.isError, named.text).toBeFalsy();
    const more = await change("create_campaign_variation", {
      campaign_message_id: message,
      definition: { details },
    });
    expect(more.isError, more.text).toBeFalsy();
    expect((await server.call("delete_campaign", { campaign_id: campaign })).isError).toBeFalsy();
  });
});

describe("a campaign of the older model", () => {
  it.each<[name: string, args: (made: { campaign: string; message: string }) => Record<string, unknown>]>([
    ["update_campaign_2026_10", ({ campaign }) => ({ campaign_id: campaign, definition: { name: "Other" } })],
    [
      "create_campaign_audience",
      ({ campaign }) => ({ campaign_id: campaign, definition: { included: [LIST] } }),
    ],
    [
      "create_campaign_variation",
      ({ message }) => ({ campaign_message_id: message, definition: { details } }),
    ],
  ])("is not written by %s", async (name, args) => {
    const { isError, text } = await change(name, args(await older()));
    expect([isError, text]).toEqual([true, expect.stringContaining(`${MIXED} 2026-10-15`)]);
    expect(server.sent().filter(({ method }) => method !== "GET")).toEqual([]);
  });

  it("is written by its own model, with the lists that the other model used too", async () => {
    await newer();
    const { campaign } = await older();
    const { isError, text } = await server.call("update_campaign", {
      campaign_id: campaign,
      included_audiences: [LIST],
    });
    expect(isError, text).toBeFalsy();
  });

  it("that was only changed here may be changed by either: by which it was made is not known", async () => {
    const campaign_id = "01GDDKASAP8TKDDA2GRZDSVP4I";
    expect((await server.call("update_campaign", { campaign_id, name: "Renamed" })).isError).toBeFalsy();
    const { text } = await change("update_campaign_2026_10", { campaign_id, definition: { name: "Again" } });
    expect(text).not.toContain(MIXED);
  });
});

describe("Models", () => {
  const by = (revision: string) =>
    ({ effects: ["edits"], why: "x", model: { of: "campaign", revision } }) as const;

  it("keeps each session's own, until it is over", () => {
    const models = new Models();
    models.written("s", by("a"), {}, { id: "1", relationships: { "campaign-messages": ["4"] } });
    // What is added to a thing is new, and what it belongs to is not.
    models.written("s", by("a"), { campaign_id: "3" }, { id: "5", relationships: { campaign: "3" } });
    models.written("s", by("a"), { campaign_id: "6" }, { id: "6" });
    const refused = (session: string, input: Record<string, unknown>) => () =>
      models.refuseMixed(session, "x", by("b"), input);
    expect(refused("s", { campaign_id: "1" })).toThrow(MIXED);
    expect(refused("t", { campaign_id: "1" })).not.toThrow();
    expect(refused("s", { campaign_id: "2" })).not.toThrow();
    for (const id of ["3", "6"]) expect(refused("s", { campaign_id: id })).not.toThrow();
    expect(refused("s", { campaign_audience_id: "5" })).toThrow(MIXED);
    expect(refused("s", { campaign_message_id: "4" })).toThrow(MIXED);
    models.end("s");
    expect(refused("s", { campaign_id: "1" })).not.toThrow();
  });

  it("takes a call that failed for no writing, and one without a model for neither", () => {
    const models = new Models();
    models.refuseMixed("s", "x", by("a"), { campaign_id: "1" });
    models.written("s", { effects: ["edits"], why: "x" }, { campaign_id: "1" }, { id: "1" });
    expect(() => models.refuseMixed("s", "x", by("b"), { campaign_id: "1" })).not.toThrow();
    models.written("s", by("a"), {}, { id: "1" });
    expect(() =>
      models.refuseMixed("s", "x", { effects: ["edits"], why: "x" }, { campaign_id: "1" }),
    ).not.toThrow();
  });
});

/** What is the same in both: it deletes, stops, counts or tags a campaign whatever it was made by. */
const OF_BOTH = /^(delete_campaign|cancel_campaign_send|refresh_campaign_recipient_estimation|estimate_)$/;

const writers = rowTools(true).filter(
  (tool) =>
    tool.toolset === "campaigns" && !onlyReads(tool) && !OF_BOTH.test(tool.name.replace(/_beta$/, "")),
);

it.each(writers.map((tool) => [tool.name, tool] as const))(
  "%s writes by one of the two models",
  (_, tool) => {
    const { model } = tool.judgement;
    const isNewer = tool.request.revision !== undefined;
    expect(model).toEqual({ of: "campaign", revision: isNewer ? "2026-10-15" : "2026-07-15" });
  },
);
