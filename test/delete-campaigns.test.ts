import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// Several campaigns are deleted with one question, each at most once, and what became of each is told.

const SURVEY = "01JC8QXKEQQC8SF33QM61BHDQA";
const KICKOFF = "01GHDEX2339CQDMMDYCNG1DDW0";
let server: Started;
beforeAll(async () => {
  server = await startClient();
});
afterAll(() => server.close());
beforeEach(() => {
  server.sandbox.reset();
  server.sandbox.clearFaults();
  server.sandbox.clearRequests();
});

const call = (args: object) => server.call("delete_campaigns", args as Record<string, unknown>);
const deletions = () =>
  server.sandbox.requests
    .filter(({ method }) => method === "DELETE")
    .map(({ path }) => path.split("/").at(-1));
async function agreed(campaign_ids: readonly string[]) {
  const { json } = await call({ campaign_ids });
  return () => call({ campaign_ids, confirmation: json.confirmation });
}
const refuse = (id: string, status: number, method = "DELETE") =>
  server.sandbox.addFault({
    match: { method, path: `/api/campaigns/${id}` },
    status,
    contentType: "application/vnd.api+json",
    body: JSON.stringify({ errors: [{ status: String(status), detail: "not today" }] }),
    times: 9,
  });

describe("several campaigns", () => {
  it("are asked for once, each by its name and status, and nothing is sent till then", async () => {
    const { json } = await call({ campaign_ids: ["Member survey", KICKOFF] });
    expect(json.status).toBe("needs_confirmation");
    expect(json.preview["campaign 1"]).toContain("Member survey (Draft)");
    expect(json.preview["campaign 2"]).toMatch(/Season Kickoff \(Scheduled, \d{4}-/);
    expect(deletions()).toEqual([]);
    const { confirmation } = json;
    const done = await call({ campaign_ids: ["Member survey", KICKOFF], confirmation });
    expect(done.json.data).toEqual({ deleted: 2 });
    expect(deletions()).toEqual([SURVEY, KICKOFF]);
  });

  it("are shown dry, and stay", async () => {
    const { json } = await call({ campaign_ids: [SURVEY], dry_run: true });
    expect(json.dry_run["campaign 1"]).toContain("Member survey (Draft)");
    expect(deletions()).toEqual([]);
  });

  it("are not deleted when one has changed since the question", async () => {
    const yes = await agreed([SURVEY, KICKOFF]);
    await server.call("cancel_campaign_send", { campaign_id: KICKOFF, action: "revert" });
    server.sandbox.clearRequests();
    const renamed = await fetch(`${server.sandbox.url}/klaviyo/api/campaigns/${SURVEY}`, {
      method: "PATCH",
      headers: {
        authorization: "Bearer test-key-0123456789",
        revision: "2026-07-15",
        "content-type": "application/vnd.api+json",
      },
      body: JSON.stringify({ data: { type: "campaign", id: SURVEY, attributes: { name: "Another" } } }),
    });
    expect(renamed.ok).toBe(true);
    const { json, text } = await yes();
    expect(json.status, text).not.toBe(undefined);
    expect(deletions()).toEqual([]);
  });

  it("that are given twice are deleted once", async () => {
    const yes = await agreed([SURVEY, SURVEY]);
    expect((await yes()).json.data).toEqual({ deleted: 1 });
    expect(deletions()).toEqual([SURVEY]);
  });

  it("go on after one that is refused, which is named", async () => {
    const yes = await agreed([SURVEY, KICKOFF]);
    refuse(SURVEY, 400);
    const { json } = await yes();
    expect(json.data).toEqual({
      deleted: 1,
      failed: [
        { id: SURVEY, name: "Member survey", what: expect.stringMatching(/^not deleted: .*not today/) },
      ],
    });
    expect(json.hint).toMatch(
      /^1 of 2 are gone\. delete_campaigns with the campaign_ids of the others goes on/,
    );
  });

  it("of which one got no answer: that is called unknown, and it is sent once", async () => {
    const yes = await agreed([SURVEY, KICKOFF]);
    refuse(SURVEY, 500);
    const { json } = await yes();
    expect(json.data.failed[0].what).toMatch(/^unknown whether it was deleted: /);
    expect(deletions()).toEqual([SURVEY, KICKOFF]);
  });

  it("of which one is gone already are told so, and the same call ends well", async () => {
    const first = await agreed([SURVEY, KICKOFF]);
    refuse(KICKOFF, 400);
    await first();
    server.sandbox.clearFaults();
    const { json } = await call({ campaign_ids: [SURVEY, KICKOFF] });
    expect(json.preview["campaign 1"]).toContain("gone already");
    const { confirmation } = json;
    const again = await call({ campaign_ids: [SURVEY, KICKOFF], confirmation });
    expect(again.json.data).toEqual({ deleted: 2 });
  });

  it("cannot be deleted where one cannot be read", async () => {
    refuse(SURVEY, 403, "GET");
    const { isError } = await call({ campaign_ids: [SURVEY, KICKOFF] });
    expect(isError).toBe(true);
    expect(deletions()).toEqual([]);
  });

  it.each([0, 26])("%i of them are refused before anything is sent", async (count) => {
    const { isError, text } = await call({
      campaign_ids: Array.from({ length: count }, (_, at) => `C${at}`),
    });
    expect([isError, text]).toEqual([true, expect.stringContaining("campaign_ids")]);
    expect(server.sandbox.requests.filter(({ path }) => path.includes("campaigns"))).toEqual([]);
  });
});
