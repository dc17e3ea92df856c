import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { OperationTool } from "../src/tool/tool.ts";
import { allTools } from "../tools/index.ts";
import { type Started, startClient } from "./client.ts";

// A change that others follow in the same call: what is made stays made, and the result says what is not done.

const following = allTools.filter(
  (tool): tool is OperationTool => tool.kind === "operation" && tool.following !== undefined,
);

let server: Started;
beforeAll(async () => {
  server = await startClient({ args: ["--confirm", "never"] });
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

const fail = (path: string, status = 400) =>
  server.sandbox.addFault({
    status,
    contentType: "application/json",
    body: '{"errors":[{"detail":"not today"}]}',
    match: { path },
    times: 9,
  });
const writes = () => server.sandbox.requests.filter(({ method }) => method !== "GET").map(({ path }) => path);
const COPY = {
  campaign_id: "01GVZXDAF53BFQDV4AENKEAC18",
  schedule: "2032-12-20T10:00",
  subject: "Again",
  template_id: "dmAjy2",
};

describe("what follows a change", () => {
  it.each(following.flatMap((tool) => (tool.following ?? []).map((step) => [tool, step] as const)))(
    "$name: is an operation, with arguments that it and the call have",
    (tool, step) => {
      const next = allTools.find(({ name }) => name === step.tool);
      expect(next?.kind).toBe("operation");
      for (const [name, value] of Object.entries(step.arguments)) {
        expect(Object.keys(next?.inputSchema.shape ?? {})).toContain(name);
        if (value.startsWith("$")) expect(Object.keys(tool.inputSchema.shape)).toContain(value.slice(1));
        else expect(value).toMatch(/^@/);
      }
      for (const name of step.given) expect(Object.keys(tool.inputSchema.shape)).toContain(name);
    },
  );

  it("is not sent when its arguments are not given", async () => {
    await server.call("create_campaign_clone", { campaign_id: COPY.campaign_id });
    expect(writes()).toEqual(["/klaviyo/api/campaign-clone"]);
  });

  it("is not sent when the change itself fails", async () => {
    fail("/api/campaign-clone");
    const { isError } = await server.call("create_campaign_clone", COPY);
    expect(isError).toBe(true);
    expect(writes()).toEqual(["/klaviyo/api/campaign-clone"]);
  });

  it("stops at its third step, and says what is made, what failed and what goes on", async () => {
    fail("/api/campaign-messages");
    const { json } = await server.call("create_campaign_clone", COPY);
    const { id } = json.data;
    expect(json.data.send_strategy.datetime).toBe("2032-12-20T10:00:00-05:00");
    expect(json.hint).toContain("do not make it again; but it failed that its message got the subject");
    expect(json.hint).toContain("not today");
    expect(json.hint).toContain("Nor is it done that its message got the template");
    const [, goesOn = ""] = /(update_campaign_message with .*) goes on/.exec(json.hint) ?? [];
    expect(goesOn).toContain('subject "Again"');
    expect(writes()).toHaveLength(3);
    // The call that it names goes on.
    server.sandbox.clearFaults();
    const [, message = ""] = /campaign_message_id "(\w+)"/.exec(goesOn) ?? [];
    await server.call("update_campaign_message", { campaign_message_id: message, subject: "Again" });
    const { json: read } = await server.call("get_messages_for_campaign", { campaign_id: id });
    expect(read.data[0].definition.content.subject).toBe("Again");
  });

  it("is told by a dry run, which sends nothing", async () => {
    const { json } = await server.call("create_campaign_clone", { ...COPY, dry_run: true });
    expect(json.dry_run.followed_by.map((one: string) => one.split(":")[0])).toEqual([
      "update_campaign",
      "update_campaign_message",
      "assign_template_to_campaign_message",
    ]);
    expect(writes()).toEqual([]);
  });

  it("says of a result what it is then", async () => {
    const { json } = await server.call("create_campaign_clone", COPY);
    expect(json.data.send_strategy).toEqual({ method: "static", datetime: "2032-12-20T10:00:00-05:00" });
    const { json: read } = await server.call("get_campaign", { campaign_id: json.data.id });
    expect(read.data.send_strategy).toEqual(json.data.send_strategy);
  });
});

describe("a schedule", () => {
  it.each<[why: string, given: object, told: RegExp]>([
    [
      "two of them",
      { schedule: "2032-12-01T10:00", schedule_local: "2026-12-01T10:00" },
      /do not go together/,
    ],
    [
      "with a strategy",
      { schedule: "2032-12-01T10:00", send_strategy: { method: "immediate" } },
      /do not go/,
    ],
    ["a recipient's clock with a zone", { schedule_local: "2026-12-01T10:00:00Z" }, /without a zone/],
    ["no moment", { schedule: "next Tuesday" }, /schedule/],
  ])("is refused: %s", async (_, given, told) => {
    const { isError, text } = await server.call("create_campaign", {
      name: "x",
      channel: "email",
      included_audiences: ["Y6nRLr"],
      ...given,
    });
    expect(isError).toBe(true);
    expect(text).toMatch(told);
    expect(writes()).toEqual([]);
  });

  it.each([
    ["2032-12-01T10:00", "Wednesday, 1 December 2032 at 10:00, UTC-05:00"],
    ["2032-07-01T09:30", "Thursday, 1 July 2032 at 09:30, UTC-04:00"],
    ["2032-12-01T15:00:00Z", "Wednesday, 1 December 2032 at 15:00, UTC"],
    // The clocks leave 02:30 out that night.
    ["2032-03-14T02:30", "Sunday, 14 March 2032 at 02:30, UTC-05:00"],
  ])("%s is said in words: %s", async (schedule, words) => {
    const { json } = await server.call("update_campaign", {
      campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I",
      schedule,
    });
    expect(json.hint).toContain(`lets it go out on ${words}.`);
  });
});
