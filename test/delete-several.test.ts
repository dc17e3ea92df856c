import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";

// Several things are deleted with one question, each at most once, and what became of each is told.

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

const call = (args: object) => server.call("delete_several", args as Record<string, unknown>);
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
    expect(json.preview["1, campaign"]).toContain("Member survey (Draft)");
    expect(json.preview["2, campaign"]).toMatch(/Season Kickoff \(Scheduled; \d{4}-/);
    expect(deletions()).toEqual([]);
    const { confirmation } = json;
    const done = await call({ campaign_ids: ["Member survey", KICKOFF], confirmation });
    expect(done.json.data).toEqual({ deleted: 2 });
    expect(deletions()).toEqual([SURVEY, KICKOFF]);
  });

  it("are shown dry, and stay", async () => {
    const { json } = await call({ campaign_ids: [SURVEY], dry_run: true });
    expect(json.dry_run["1, campaign"]).toContain("Member survey (Draft)");
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
      failed: [{ kind: "campaign", id: SURVEY, what: expect.stringMatching(/^not deleted: .*not today/) }],
    });
    expect(json.hint).toMatch(/^1 of 2 are gone\. delete_several with the ids of the others goes on/);
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
    expect(json.preview["1, campaign"]).toContain("gone already");
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

describe("things of several kinds", () => {
  const LIST = "Wb3XpZ";
  const SEGMENT = "UxQKbd";
  const FLOW = "8fucdi";
  const MIXED = { tag_ids: ["Sale"], list_ids: [LIST], segment_ids: [SEGMENT], flow_ids: [FLOW] };
  const TAG = "f7caafa7-19b6-11f0-8001-7757a163313b";

  it("are asked for once, and what uses another goes before it", async () => {
    const { json } = await call({
      ...MIXED,
      template_ids: ["Newsletter: Plain"],
      form_ids: ["Footer sign-up"],
    });
    expect(json.status).toBe("needs_confirmation");
    expect(json.preview.changes).toContain("deletes 1 flow, 1 form, 1 segment, 1 list, 1 template and 1 tag");
    expect(json.preview["1, flow"]).toContain("Birthday (draft)");
    expect(json.preview["2, form"]).toContain("Footer sign-up (live)");
    expect(json.preview["5, template"]).toBe('"Newsletter: Plain"');
    expect(json.preview["6, tag"]).toContain("Sale (comes off everything that carries it)");
    const done = await call({
      ...MIXED,
      template_ids: ["Newsletter: Plain"],
      form_ids: ["Footer sign-up"],
      confirmation: json.confirmation,
    });
    expect(done.json.data).toEqual({ deleted: 6 });
    expect(deletions()).toEqual([FLOW, "RtB7nE", SEGMENT, LIST, "ywMf4w", TAG]);
  });

  it("are shown with their people, the flows that they start and the campaigns that go to them", async () => {
    const { json } = await call({ list_ids: [LIST, "Newsletter Subscribers"], segment_ids: [SEGMENT] });
    const lines = Object.values(json.preview).join("\n");
    expect(lines).toMatch(/VIP Early Access \(\d+ people stay profiles/);
    expect(lines).toMatch(/Newsletter Subscribers \(.*starts .*Welcome Series \(live\)/);
    expect(lines).toMatch(/Newsletter Subscribers \(.*in the campaigns .*\((Draft|Scheduled)\)/);
  });

  it("that people joined since the question go all the same, those that a flow now takes in do not", async () => {
    const { json } = await call({ list_ids: [LIST] });
    await server.call("add_profiles_to_list", { list_id: LIST, profile_ids: ["01GDDKASAP8TKDDA2GRZDSVP4H"] });
    const done = await call({ list_ids: [LIST], confirmation: json.confirmation });
    expect(done.json.data, done.text).toEqual({ deleted: 1 });
  });

  it("are 25 together at most", async () => {
    const { isError, text } = await call({
      tag_ids: Array.from({ length: 13 }, (_, at) => `T${at}`),
      list_ids: Array.from({ length: 13 }, (_, at) => `L${at}`),
    });
    expect([isError, text]).toEqual([
      true,
      expect.stringContaining("26 are given in list_ids and tag_ids; at most 25"),
    ]);
    expect(server.sandbox.requests.filter(({ path }) => /tags|lists/.test(path))).toEqual([]);
  });

  it("are needed: none is refused", async () => {
    expect((await call({})).isError).toBe(true);
  });
});
