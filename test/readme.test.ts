import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { differences, type Measured, readMeasured } from "../scripts/compare/measured.ts";
import { comparedTable } from "../scripts/docs/compared.ts";
import { rowsIn } from "../scripts/docs/jobs.ts";

// The first page: what a newcomer must read there, and that no figure in it is a guess.

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const readme = read("README.md");
const text = readme.replace(/\s+/g, " ");
const part = (heading: string) => readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";

describe("README.md", () => {
  it("is one page", () => {
    expect(readme.trimEnd().split("\n").length).toBeLessThanOrEqual(120);
  });

  it("says on its first screen which version it is, that no live account has seen it, and whose the figures are", () => {
    const status = readme.split("\n").slice(0, 14).join(" ");
    expect(status).toContain(`**Status: ${manifest.version}, never run against a live account.**`);
    expect(status).toContain("every figure here is from that sandbox");
    expect(status).toContain("(docs/unverified.md)");
  });

  it("has the two commands, of which each is there", () => {
    const blocks = [...readme.matchAll(/```bash\n(.*)\n```/g)].map(([, line]) => line);
    expect(blocks).toEqual(["npm ci && npm run demo", "npm ci && npm test"]);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(["demo", "test"]));
  });

  it("offers Claude Desktop its bundle before anybody a terminal", () => {
    const connect = part("Connect your client");
    const bundle = connect.indexOf("npm run bundle:mcpb");
    expect(bundle).toBeGreaterThan(0);
    expect(bundle).toBeLessThan(connect.indexOf("npm run build"));
    expect(bundle).toBeLessThan(connect.indexOf("```json"));
    expect(read("scripts/bundle-mcpb.ts")).toContain("dist/klaviyo-mcp.mcpb");
  });

  it("has ten things to ask, and leads to what happens then", () => {
    const asked = part("Ten things to ask");
    expect(asked.match(/^- .+[.?]$/gm)).toHaveLength(10);
    expect(asked).toContain("(docs/jobs.md)");
  });

  it("says what bounds it, with the settings that are there", () => {
    const bounds = part("What it may do, and how that is bounded");
    const settings = read("docs/settings.md");
    const flags = bounds.match(/`--[a-z-]+/g) ?? [];
    expect(flags.length).toBeGreaterThan(3);
    for (const flag of flags) expect(settings).toContain(flag.slice(1));
  });

  it("says in one sentence that a third party sees every request", () => {
    const sentences = text.split(/(?<=\.) /).filter((sentence) => sentence.includes("third party, holds"));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(/^- Maton, a third party, holds the OAuth sign-in and sees every request;/);
  });

  it.each(["clients", "settings", "troubleshooting", "sandbox", "calls", "scale", "contributing", "privacy"])(
    "leads to docs/%s.md",
    (page) => {
      expect(readme).toContain(`](docs/${page}.md)`);
    },
  );
});

describe("the comparison with Klaviyo's own server", () => {
  const jobs = rowsIn(read("docs/jobs.md"));
  const theirs = readMeasured();
  const [, shown = ""] = readme.split("<!-- compared:start -->\n\n");
  const rowsOf = (table: string) =>
    new Map(
      table
        .split("\n")
        .slice(2)
        .map((line) => line.slice(2, -2).split(" | "))
        .map(([what, ours, theirs]) => [what, { ours, theirs }]),
    );

  it("stands in the README as it is counted here and was measured there", () => {
    expect(shown.startsWith(`${comparedTable(jobs, theirs)}\n\n<!-- compared:end -->`)).toBe(true);
  });

  it("says which version was measured, when, where, by what, and which server was not", () => {
    expect(shown).toContain(`local server ${theirs.version}, on ${theirs.on} |`);
    expect(text).toContain(
      "The local one was measured, on the same sandbox; the hosted one was read about, not measured.",
    );
    const how = read("docs/official-client.md");
    expect(how).toMatch(/same sandbox/);
    expect(how).toContain("`npm run compare`");
    expect(Object.keys(manifest.scripts)).toContain("compare");
  });

  it("takes each figure of theirs from the record", () => {
    const calls = [
      { tool: "klaviyo_get_metrics", tokens: 1000 },
      { tool: "klaviyo_get_campaign_report", tokens: 234 },
    ];
    const record: Measured = {
      ...theirs,
      version: "9.8.7",
      on: "2031-02-03",
      python: ">=3.19",
      listTokens: 4321,
      tools: [
        { name: "a_read", changes: false },
        { name: "a_change", changes: true },
      ],
      jobs: [
        { number: 1, calls },
        { number: 2, calls: calls.slice(1) },
      ],
    };
    const table = comparedTable(jobs, record);
    expect(table).toContain("local server 9.8.7, on 2031-02-03 |");
    const rows = rowsOf(table);
    expect(rows.get("tools listed; operations within reach")?.theirs).toBe("2; the same");
    expect(rows.get("tokens of the list")?.theirs).toBe("4,321");
    expect(rows.get("best opened of the last ten campaigns")?.theirs).toBe("1,234 tokens in 2 calls");
    expect(rows.get("revenue of flows, a month and the one before")?.theirs).toBe("234 tokens in 1 call");
    expect(rows.get("changes that matter")?.theirs).toBe("1 tools change something, none asks");
    expect(rows.get("needs")?.theirs).toMatch(/^Python 3\.19, /);
    expect(() => comparedTable(jobs, { ...theirs, jobs: [] })).toThrow("no job 1");
  });

  const changing = (name: string) => ({ tools: [...theirs.tools, { name, changes: true }] });
  it.each<[string, Partial<Measured>]>([
    ["sends", changing("klaviyo_send_campaign")],
    ["deletes", changing("klaviyo_delete_template")],
    ["edits flows", changing("klaviyo_update_flow")],
    ["makes segments", changing("klaviyo_create_segment")],
    ["asks, as its code says", { elicits: true }],
    ["asks, as it did", { changed: { ...theirs.changed, questions: 1 } }],
    ["filters by no tag", { reportFilters: ["audiences.included.name"] }],
  ])("is not written where theirs %s", (_, otherwise) => {
    expect(() => comparedTable(jobs, { ...theirs, ...otherwise })).toThrow("mend the row");
  });

  it("has the jobs as they are played", () => {
    const played = { number: 1, question: "", steps: "", calls: 9, tokens: 12_345, varies: false };
    const rows = rowsOf(comparedTable([played, ...jobs], theirs));
    expect(rows.get("best opened of the last ten campaigns")?.ours).toBe("12,345 tokens in 9 calls");
    expect(() => comparedTable([], theirs)).toThrow("no job 1");
  });

  it("has the rows in which we lose", () => {
    const rows = rowsOf(comparedTable(jobs, theirs));
    expect(rows.get("who sees the requests")).toEqual({
      ours: "Klaviyo and **Maton, a third party**",
      theirs: "Klaviyo alone",
    });
    expect(rows.get("who stands behind it")?.ours).toContain("never run against a live account");
    expect(rows.get("a report for the campaigns of one audience or tag")?.theirs).toBe("filters by them");
    expect(rows.get("the key")?.theirs).toContain("scopes that you choose");
  });

  it("is measured anew in every part but the day and what the account answers on it", () => {
    const [first, ...others] = theirs.jobs;
    if (!first) throw new Error("no job was measured");
    const spending = (by: number) => ({
      ...theirs,
      on: "2031-02-03",
      jobs: [
        { ...first, calls: first.calls.map((call) => ({ ...call, tokens: Math.round(call.tokens * by) })) },
        ...others,
      ],
    });
    expect(differences(theirs, spending(1.09))).toEqual([]);
    expect(differences(theirs, spending(1.11))).toEqual([expect.stringMatching(/^job 1: /)]);
    expect(differences(theirs, spending(0.89))).toHaveLength(1);
    expect(differences(theirs, { ...theirs, jobs: others })).toEqual(["fewer jobs"]);
    expect(differences({ ...theirs, jobs: others }, theirs)).toEqual([expect.stringMatching(/^job 1: /)]);
    const once = { ...first, calls: first.calls.slice(1) };
    expect(differences(theirs, { ...theirs, jobs: [once, ...others] })).toHaveLength(1);
    expect(differences(theirs, { ...theirs, listTokens: 1 })).toEqual(["listTokens: 1"]);
    expect(differences(theirs, { ...theirs, ...changing("new") })).toEqual([
      expect.stringMatching(/^tools: /),
    ]);
  });
});
