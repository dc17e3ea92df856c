import { tmpdir } from "node:os";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { toolNamesIn } from "../src/catalog.ts";
import type { Structure } from "../src/tool/tool.ts";
import { instructions } from "../tools/guide/instructions.ts";
import { PROMPTS } from "../tools/guide/prompts.ts";
import { TOPIC_NAMES, TOPICS } from "../tools/guide/topics.ts";
import { allTools } from "../tools/index.ts";
import { FILTER, flowProfileConditions, segmentConditions } from "../tools/structures/conditions.ts";
import { flowStructure } from "../tools/structures/flow.ts";
import { type Started, startClient } from "./client.ts";
import { readBefore } from "./read-before.ts";

const names = new Set(allTools.map(({ name }) => name));

let server: Started;
beforeAll(async () => {
  // One prompt ends in a file; none is written here.
  server = await startClient({ args: ["--files", tmpdir()] });
});
afterAll(() => server.close());
beforeEach(() => server.sandbox.clearRequests());

/** The lines of a topic that are JSON, after a word that says what of. */
function examplesOf(text: string): { of: string; json: Record<string, unknown> }[] {
  return text.split("\n").flatMap((line) => {
    const [, of = "", json] = /^((?:filter |condition |trigger condition )?)(\{.*\})$/.exec(line) ?? [];
    return json ? [{ of: of.trim(), json: JSON.parse(json) }] : [];
  });
}

const group = (condition: unknown) => ({ condition_groups: [{ conditions: [condition] }] });
const casesOf = (structure: Structure | undefined): string[] =>
  structure?.is === "by" ? Object.keys(structure.cases) : [];
const typesOf = (key: "triggers" | "actions"): string[] => {
  const list = flowStructure.is === "object" ? flowStructure.needs?.[key] : undefined;
  return casesOf(list?.is === "list" ? list.of : undefined);
};

const BEGAN = new Date("2026-11-26T18:32:40Z");

describe("get_guide", () => {
  it.each(TOPIC_NAMES)("serves %s without a request, a connection or a key", async (topic) => {
    const answer = await server.call("get_guide", { topic });
    expect(answer.json.data).toEqual({ topic, ...TOPICS[topic] });
    expect(server.sandbox.requests).toEqual([]);
    expect(server.client.getServerCapabilities()).toMatchObject({
      prompts: {},
      resources: {},
      completions: {},
    });
  });

  it("works without a key, and refuses a topic that there is none of", async () => {
    const keyless = await startClient({ env: { MATON_API_KEY: undefined } });
    expect((await keyless.call("get_guide", { topic: "flows" })).json.data.text).toContain(
      "multi-branch-split",
    );
    expect((await keyless.call("get_guide", { topic: "flow" })).text).toContain("flows");
    await keyless.close();
  });

  it("names every prompt with its arguments and its tools in order", () => {
    const lines = TOPICS.prompts.text.split("\n");
    for (const { name, arguments: taken, text } of PROMPTS) {
      const line = lines.find((one) => one.startsWith(`- ${name}`)) ?? "";
      for (const one of taken) expect(line).toContain(one.required ? ` ${one.name}` : `[${one.name}]`);
      expect(toolNamesIn(line), name).toEqual([
        ...new Set(toolNamesIn(text).filter((word) => names.has(word))),
      ]);
    }
  });

  it.each([["--read-only"], ["--exclude-tools=query_campaign_values"], ["--tools=get_guide"]])(
    "names with %s the prompts that there are, and no other",
    async (flag) => {
      const narrow = await startClient({ args: [flag] });
      const { text } = (await narrow.call("get_guide", { topic: "prompts" })).json.data;
      const { prompts } = await narrow.client.listPrompts();
      expect([...text.matchAll(/^- ([a-z-]+)/gm)].map(([, name]) => name)).toEqual(
        prompts.map(({ name }) => name),
      );
      await narrow.close();
    },
  );

  it("leaves out the sentences that name a hidden tool", async () => {
    const narrow = await startClient({ args: ["--toolsets", "guide,segments"] });
    const { text } = (await narrow.call("get_guide", { topic: "segments" })).json.data;
    expect(text).not.toContain("get_metrics");
    expect(text).toContain("get_segment ");
    expect(text).toContain("profile-metric-funnel");
    await narrow.close();
  });
});

describe("the guide's examples", () => {
  const segments = examplesOf(TOPICS.segments.text);
  const flows = examplesOf(TOPICS.flows.text);
  const isType = (types: string[]) => (one: { of: string; json: Record<string, unknown> }) =>
    one.of === "" && types.includes(String(one.json.type));
  const conditions = segments.filter(isType(Object.keys(segmentConditions)));
  const triggers = flows.filter(isType(typesOf("triggers")));
  const actions = flows.filter(isType(typesOf("actions")));
  const extra = flows.filter(({ of }) => of === "condition");
  const entry = { temporary_id: "1", type: "back-in-stock-delay" };
  const flowOf = (parts: Record<string, unknown>) => ({
    triggers: [{ type: "list", id: "LIST" }],
    actions: [entry],
    entry_action_id: "1",
    ...parts,
  });

  // An example says METRIC where an id is due.
  beforeAll(async () => void (await readBefore(server, [segments, flows, "L"])));

  it("leave no type of condition, trigger or action out", () => {
    const types = (of: { json: Record<string, unknown> }[]) => new Set(of.map(({ json }) => json.type));
    expect(types(conditions)).toEqual(new Set(Object.keys(segmentConditions)));
    expect(types(triggers)).toEqual(new Set(typesOf("triggers")));
    expect(types(actions)).toEqual(new Set(typesOf("actions")));
    const own = Object.keys(flowProfileConditions).filter((type) => !(type in segmentConditions));
    for (const type of own) expect(types(extra)).toContain(type);
  });

  it("leave no operator of a filter unnamed", () => {
    const cases = FILTER.is === "by" ? Object.values(FILTER.cases) : [];
    const operators = cases.flatMap(casesOf);
    expect(operators.length).toBeGreaterThan(30);
    const named = `${TOPICS.segments.text} ${TOPICS.flows.text}`;
    for (const operator of operators) expect(named).toMatch(new RegExp(`(?<![-\\w])${operator}(?![-\\w])`));
  });

  it("are taken by create_segment", async () => {
    const whole = segments.filter(({ json }) => "condition_groups" in json).map(({ json }) => json);
    const filters = segments
      .filter(({ of }) => of === "filter")
      .map(({ json }) => group({ type: "profile-property", property: "x", filter: json }));
    expect(whole.length).toBeGreaterThan(0);
    expect(filters.length).toBeGreaterThan(10);
    expect(whole.length + filters.length + conditions.length).toBe(segments.length);
    for (const definition of [...whole, ...conditions.map(({ json }) => group(json)), ...filters]) {
      const answer = await server.call("create_segment", { name: "x", definition, dry_run: true });
      expect(answer.isError ?? false, `${answer.text}\n${JSON.stringify(definition)}`).toBe(false);
      expect(answer.json.dry_run.body.data.attributes.definition).toEqual(definition);
    }
  });

  it("are taken by create_flow", async () => {
    const whole = flows.filter(({ json }) => "triggers" in json).map(({ json }) => json);
    const inTrigger = flows.filter(({ of }) => of === "trigger condition");
    const split = (condition: unknown) => ({
      temporary_id: "1",
      type: "trigger-split",
      links: { next_if_true: null, next_if_false: null },
      data: { trigger_filter: group(condition), trigger_id: "METRIC", trigger_type: "metric" },
    });
    const counted = [whole, triggers, actions, extra, inTrigger];
    expect(counted.map(({ length }) => length).reduce((sum, one) => sum + one)).toBe(flows.length);
    const definitions = [
      ...whole,
      ...triggers.map(({ json }) => flowOf({ triggers: [json] })),
      ...actions.map(({ json }) => flowOf({ actions: [json] })),
      ...extra.map(({ json }) => flowOf({ profile_filter: group(json) })),
      ...inTrigger.map(({ json }) => flowOf({ actions: [split(json)] })),
    ];
    for (const definition of definitions) {
      const answer = await server.call("create_flow", { name: "x", definition, dry_run: true });
      expect(answer.isError ?? false, `${answer.text}\n${JSON.stringify(definition)}`).toBe(false);
    }
  });

  it("are taken by create_campaign and by the filters of tools", async () => {
    const strategies = examplesOf(TOPICS["send-strategies"].text);
    expect(new Set(strategies.map(({ json }) => json.method)).size).toBe(4);
    for (const { json } of strategies) {
      const args = {
        name: "x",
        channel: "email",
        included_audiences: ["L"],
        send_strategy: json,
        dry_run: true,
      };
      const answer = await server.call("create_campaign", args);
      expect(answer.isError ?? false, answer.text).toBe(false);
    }
    const taken: Record<string, [tool: string, args: Record<string, unknown>]> = {
      email: ["get_profiles", {}],
      created: ["get_profiles", {}],
      updated: ["get_profiles", {}],
      archived: ["get_flows", {}],
      profile: ["get_events", {}],
      name: ["get_campaigns", { channel: "email" }],
    };
    const lines = TOPICS.filters.text.split("\n").filter((line) => /^[a-z-]+\(.*\)$/.test(line));
    expect(lines.length).toBeGreaterThan(5);
    for (const filter of lines) {
      const [tool, args] = taken[filter.match(/\((\w+)/)?.[1] ?? ""] ?? ["", {}];
      const answer = await server.call(tool, { ...args, filter });
      expect(answer.isError ?? false, `${filter}: ${answer.text}`).toBe(false);
    }
  });

  // Segments API overview: https://developers.klaviyo.com/en/reference/segments_api_overview
  it("say how groups and conditions of a segment combine", () => {
    const said = "Groups are joined by AND, the conditions within one by OR.";
    expect(TOPICS.segments.text).toContain(said);
    expect(PROMPTS.find(({ name }) => name === "win-back-audience")?.text).toContain(said);
  });
});

describe("every text of the guide", () => {
  const VERBS = new Set([...names].map((name) => name.split("_")[0]));
  const WORDS = new Set(["send_strategy", "send_options", "send_past_recipients_immediately"]);
  const looksLikeTool = (word: string) => VERBS.has(word.split("_")[0]) && !WORDS.has(word);
  const texts = [
    ...PROMPTS.map(({ name, text }) => [name, text] as const),
    ...TOPIC_NAMES.map((topic) => [topic, TOPICS[topic].text] as const),
    ["instructions", instructions({ sandbox: true, readOnly: false, pinned: false, began: BEGAN })] as const,
  ];
  it.each(texts)("%s names only tools that exist", (_, text) => {
    const prose = text.split("\n").filter((line) => !line.includes('{"'));
    for (const name of toolNamesIn(prose.join("\n")).filter(looksLikeTool)) expect(names).toContain(name);
  });

  // What nobody knows stands in docs/unverified.md: a model would build on a guess.
  it.each(texts)("%s guesses at nothing", (_, text) => {
    expect(text).not.toMatch(
      /\b(seems?|appears?|unconfirmed|presumably|probably|perhaps|apparently|documented nowhere)\b/i,
    );
  });

  it("say when the session began, and where its account's timezone stands", async () => {
    const said = instructions({ sandbox: false, readOnly: false, pinned: false, began: BEGAN });
    expect(said).toContain("Session begun 2026-11-26T18:32Z. get_accounts");
    const [, began = ""] = /Session begun (\S+)Z\./.exec(server.client.getInstructions() ?? "") ?? [];
    expect(Math.abs(Date.now() - Date.parse(`${began}Z`))).toBeLessThan(15 * 60_000);
  });

  it("stays whole sentences when tools are hidden", async () => {
    for (const args of [
      ["--toolsets", "segments"],
      ["--tools", "get_flows", "--read-only"],
    ]) {
      const narrow = await startClient({ args });
      const text = narrow.client.getInstructions() ?? "";
      for (const line of text.split("\n")) expect(line).toMatch(/^[A-Z].*\.$/);
      expect(text).toContain("not consent");
      expect(text).not.toContain("get_profiles");
      await narrow.close();
    }
  });

  it("fits where hosts cut instructions off", () => {
    for (const sandbox of [true, false]) {
      for (const mask of [undefined, "people"] as const) {
        const { length } = instructions({ sandbox, readOnly: false, pinned: false, mask, began: BEGAN });
        expect(length).toBeLessThanOrEqual(2048);
      }
    }
  });
});
