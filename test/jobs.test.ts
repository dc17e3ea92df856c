import { readFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { jobsPage, rowOf, rowsIn } from "../scripts/docs/jobs.ts";
import { Agent } from "./jobs/agent.ts";
import { JOBS } from "./jobs/index.ts";
import { ALL_CALLS, ALL_TOKENS, COUNTED } from "./jobs/job.ts";
import { Workplace } from "./jobs/played.ts";
import { countTokens } from "./tokens.ts";

// What a marketer asks for, as an agent does it: `npm run jobs` prints what each took.

const workplace = new Workplace();
afterAll(() => workplace.close());

const page = readFileSync(new URL("../docs/jobs.md", import.meta.url), "utf8");
const told = new Map(rowsIn(page).map((row) => [row.number, row]));
/** The made-up account moves with the day, and what is read of it by a little. */
const SLACK = 0.25;
const near = (is: number, said: number) => Math.abs(is - said) <= Math.max(1, said * SLACK);

const all = { jobs: 0, calls: 0, tokens: 0 };

it.each(JOBS.map((job): [string, typeof job] => [`${job.number}: ${job.question}`, job]))(
  "%s",
  async (_, job) => {
    const played = await workplace.play(job);
    const { over, calls, tokens } = played;
    if (job.number <= COUNTED) {
      all.jobs += 1;
      all.calls += calls;
      all.tokens += tokens;
    }
    expect(over, `${tokens} tokens`).toBe(false);
    const { question, steps, varies } = rowOf(job, played);
    const row = told.get(job.number);
    expect(row, "npm run jobs -- --docs writes docs/jobs.md anew").toMatchObject({ question, steps, varies });
    expect(near(calls, row?.calls ?? 0), `${calls} calls`).toBe(true);
    if (!varies) expect(near(tokens, row?.tokens ?? 0), `${tokens} tokens`).toBe(true);
  },
);

it("and all of them are few calls and little to read", () => {
  expect(all.jobs).toBe(COUNTED);
  expect(all.calls).toBeLessThanOrEqual(ALL_CALLS);
  expect(all.tokens).toBeLessThanOrEqual(ALL_TOKENS);
});

it("stand in docs/jobs.md, each once, and nothing else does", () => {
  expect([...told.keys()]).toEqual(JOBS.map(({ number }) => number));
  expect(page).toBe(jobsPage([...told.values()], COUNTED));
});

describe("the agent", () => {
  const said = "Who is ann@example.com, of the list Y6nRLr?";
  const X = "update_flow";
  /** Answers what it is given, whatever is asked. */
  const agentOf = (json: Record<string, unknown>, isError = false) => {
    const text = JSON.stringify(json);
    return new Agent(async () => ({ content: [], isError, text, json: isError ? {} : json }), said);
  };

  it.each([
    ["a person's id", { profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H" }],
    ["a short id", { filter: 'equals(metric_id,"TxVpCr1"),equals(flow_id,"VJvB2r")' }],
    ["a UUID", { tag_ids: ["4b39af69-d2e6-11f0-8001-7518a163313b"] }],
    ["an address", { profiles: [{ email: "bob@example.com" }] }],
    ["a phone number", { phone_number: "+15552010000" }],
  ])("calls nothing with %s that nobody has said", async (_, args) => {
    await expect(agentOf({}).call("get_profiles", args)).rejects.toThrow("what nobody has said");
  });

  it.each<[string, Record<string, unknown>]>([
    ["get_everything", {}],
    ["read_operation", { name: "get_forms", arguments: {} }],
  ])("knows no operation that is neither listed nor found: %s", async (name, args) => {
    await expect(agentOf({}).call(name, args)).rejects.toThrow(/^nobody has said that there is get_/);
  });

  it("calls with what the person said and what was answered, and counts what it reads", async () => {
    const agent = agentOf({ data: { id: "VJvB2r" } });
    await agent.call("get_profile", { profile_id: "ann@example.com", list_id: "Y6nRLr" });
    await agent.call("get_flow", { flow_id: "VJvB2r" });
    expect([agent.calls, agent.tokens]).toEqual([2, 2 * countTokens('{"data":{"id":"VJvB2r"}}')]);
  });

  it.each<[what: string, call: () => Promise<unknown>, told: string]>([
    ["an error", () => agentOf({ no: 1 }, true).call(X), "failed"],
    ["a question", () => agentOf({ status: "needs_confirmation" }).call(X), "asks"],
    ["an answer in place of a refusal", () => agentOf({}).refused(X, {}), "was not refused"],
    ["a change without a question", () => agentOf({}).asked(X, {}), "did not ask"],
    ["that it was done unasked", () => agentOf({}).confirmed(X, {}, () => undefined), "did not ask"],
  ])("takes %s for none of what it wanted", async (_, call, told) => {
    await expect(call()).rejects.toThrow(told);
  });
});
