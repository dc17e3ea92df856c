import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { comparedTable, THEIRS } from "../scripts/docs/compared.ts";
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
  const [, shown = ""] = readme.split("<!-- compared:start -->\n\n");
  const cells = (table: string) =>
    table
      .split("\n")
      .slice(2)
      .map((line) => line.slice(2, -2).split(" | "));

  it("stands in the README as it is counted", () => {
    expect(shown.startsWith(`${comparedTable(jobs)}\n\n<!-- compared:end -->`)).toBe(true);
  });

  it("says which version was measured, when, where, and which server was not", () => {
    expect(shown).toContain(`local server ${THEIRS.version}, on ${THEIRS.on} |`);
    expect(text).toContain(
      "The local one was measured, on the same sandbox; the hosted one was read about, not measured.",
    );
    expect(read("docs/official-client.md")).toMatch(/same sandbox/);
  });

  it("has the jobs as they are played", () => {
    const table = cells(
      comparedTable([
        { number: 1, question: "", steps: "", calls: 9, tokens: 12_345, varies: false },
        ...jobs,
      ]),
    );
    expect(table.find(([what]) => what?.startsWith("best opened"))?.[1]).toBe("12,345 tokens in 9 calls");
    expect(() => comparedTable([])).toThrow("no job 1");
  });

  it("has the rows in which we lose", () => {
    const rows = new Map(cells(comparedTable(jobs)).map(([what, ours, theirs]) => [what, { ours, theirs }]));
    expect(rows.get("who sees the requests")).toEqual({
      ours: "Klaviyo and **Maton, a third party**",
      theirs: "Klaviyo alone",
    });
    expect(rows.get("who stands behind it")?.ours).toContain("never run against a live account");
    expect(rows.get("a report for the campaigns of one audience or tag")?.theirs).toBe("filters by them");
    expect(rows.get("the key")?.theirs).toContain("scopes that you choose");
  });
});
