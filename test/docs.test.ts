import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkFilter } from "../src/check/filters.ts";
import { wholeOffer } from "../src/offer.ts";
import type { OperationTool } from "../src/tool/tool.ts";
import { allTools } from "../tools/index.ts";
import { UNSEEN_SCOPES } from "../tools/operations/probes.ts";

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const readme = read("README.md");
const differences = read("docs/differences-from-the-guide.md");

/** The cells of a Markdown table's rows, its two heading rows left out. */
function rows(text: string, name: string): string[][] {
  const [, part = ""] = text.split(`<!-- ${name}:start -->`);
  const [table = ""] = part.split(`<!-- ${name}:end -->`);
  return table
    .trim()
    .split("\n")
    .slice(2)
    .map((row) =>
      row
        .slice(1, -1)
        .split("|")
        .map((cell) => cell.trim()),
    );
}

describe("docs/differences-from-the-guide.md", () => {
  const unquote = (cell = "") => cell.replace(/^`|`$/g, "");
  it.each(rows(differences, "filters"))(
    "%s on %s is refused, and what stands instead is taken",
    (guide, on, _, here) => {
      const tool = allTools.find(({ name }) => name === on) as OperationTool;
      expect(() => checkFilter(tool, { filter: unquote(guide) })).toThrow();
      expect(() => checkFilter(tool, { filter: unquote(here) })).not.toThrow();
    },
  );

  it("is linked from the README", () => {
    expect(readme).toContain("(docs/differences-from-the-guide.md)");
  });
});

/** Where a link may lead in a page, as GitHub names its headings. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, "")
      .replaceAll(" ", "-"),
  );

describe("every page", () => {
  const pages = [
    "README.md",
    "SECURITY.md",
    "CHANGELOG.md",
    ...readdirSync(new URL("../docs", import.meta.url))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `docs/${name}`),
  ];
  const { firstClass, rows: others } = wholeOffer(true);
  const names = new Set([...firstClass, ...others].flatMap(({ name, aka }) => [name, ...aka]));
  const known = new Set([...names, ...allTools.flatMap((tool) => Object.keys(tool.inputSchema.shape))]);
  const { scripts } = JSON.parse(read("package.json"));
  it.each(pages)(
    "%s names only tools that exist, and links only to files and scripts that are there",
    (page) => {
      const text = read(page);
      // A verb of a tool, an underscore: nothing else in backticks looks like that.
      const verbs = [...new Set([...names].map((name) => name.split("_")[0]))].join("|");
      for (const [, name] of text.matchAll(new RegExp(`\`((?:${verbs})_\\w+)\``, "g")))
        expect(known).toContain(name);
      for (const [, target = "", anchor] of text.matchAll(/\]\(([^)#]*)(?:#([^)]*))?\)/g)) {
        if (/^[a-z-]+:/.test(target)) continue;
        const linked = target ? new URL(target, new URL(`../${page}`, import.meta.url)) : undefined;
        const there = linked ? readFileSync(linked, "utf8") : text;
        if (anchor !== undefined) expect(anchorsOf(there), `${target}#${anchor}`).toContain(anchor);
      }
      for (const [, script = ""] of text.matchAll(/npm run ([\w:]+)/g))
        expect(scripts).toHaveProperty(script);
    },
  );
});

describe("docs/unverified.md", () => {
  const parts = read("docs/unverified.md").split("\n## ").slice(1);
  const claims = parts.map((part) => {
    const [name = "", ...lines] = part.split("\n");
    const cells = lines
      .filter((line) => line.startsWith("| "))
      .map((line) =>
        line
          .slice(1, -1)
          .split(" | ")
          .map((cell) => cell.trim()),
      );
    return { name, heading: cells[0], rows: cells.slice(1) };
  });

  it("is linked from the README's first screen", () => {
    expect(readme.split("\n").slice(0, 40).join("\n")).toContain("(docs/unverified.md)");
  });

  it.each(["Klaviyo", "Maton", "The sandbox", "Reports"])("has claims in its part %s", (name) => {
    expect(claims.find((part) => part.name === name)?.rows.length).toBeGreaterThan(0);
  });

  it.each(claims)("says of each claim of $name who claims it and what is done until then", (part) => {
    expect(part.heading).toEqual(["claim", "who claims it", "until then"]);
    for (const row of part.rows) {
      expect(row, row[0]).toHaveLength(3);
      for (const cell of row) expect(cell, row[0]).not.toBe("");
    }
  });
});

describe("scopes that nobody has seen Maton grant", () => {
  it("mark their operations, and no others", () => {
    const marked = [...read("docs/operations.md").matchAll(/^- `(\w+)\(.*\n {2}(.*)$/gm)]
      .filter(([, , facts]) => facts?.includes("**scope not seen**"))
      .map(([, name]) => name);
    const unseen = wholeOffer(true).operations.filter(({ request }) =>
      request.scopes.some((scope) => UNSEEN_SCOPES.includes(scope.split(":")[0] ?? "")),
    );
    expect(marked.length).toBeGreaterThan(50);
    expect(new Set(marked)).toEqual(new Set(unseen.map(({ name }) => name)));
  });

  it("stand with their source in docs/unverified.md", () => {
    const line = read("docs/unverified.md")
      .split("\n")
      .find((one) => one.includes("which Klaviyo scopes a sign-in through Maton grants"));
    const named = [...(line ?? "").matchAll(/`([\w-]+)`/g)].map(([, scope]) => scope);
    expect(named).toEqual(UNSEEN_SCOPES);
  });
});

describe("docs/operations.md", () => {
  it("has a line for each operation, and marks those that are tools of their own", () => {
    const lines = read("docs/operations.md").matchAll(/^- `(\w+)\(.*\n {2}(.*)$/gm);
    const found = new Map([...lines].map(([, name = "", facts = ""]) => [name, facts]));
    const { operations } = wholeOffer(true);
    expect([...found.keys()].sort()).toEqual(operations.map(({ name }) => name).sort());
    const own = new Set(allTools.map(({ name }) => name));
    for (const [name, facts] of found) {
      expect(facts.includes("**a tool of its own**"), name).toBe(own.has(name));
      expect(facts.includes("**beta**"), name).toBe(facts.startsWith("2026-07-15.pre"));
      expect(facts, name).not.toContain("Judged by nobody");
    }
  });

  it("is right that nothing below /client is in it", () => {
    const outside = wholeOffer(true).operations.filter(({ request }) => !request.path.startsWith("/api/"));
    expect(outside.map(({ name }) => name)).toEqual([]);
  });
});

describe("docs/views.md", () => {
  it("shows every picture that there is, and npm run images makes these", () => {
    const there = readdirSync(new URL("../docs/images", import.meta.url)).sort();
    const shown = [...read("docs/views.md").matchAll(/\(images\/([\w-]+\.webp)\)/g)].map(([, name]) => name);
    const made = [...read("scripts/images.ts").matchAll(/file: "(\w+)"/g)].map(([, name]) => `${name}.webp`);
    expect(shown.sort()).toEqual(there);
    expect(made.sort()).toEqual(there);
  });

  it("has a picture of each kind of view on the first page", () => {
    const shown = [...readme.matchAll(/src="docs\/(images\/[\w-]+\.webp)"/g)].map(([, path]) => path);
    expect(shown).toEqual(["report", "send", "customer", "account"].map((name) => `images/${name}.webp`));
  });
});

describe("docs/contributing.md", () => {
  const folder = (path: string) =>
    readdirSync(new URL(`../${path}`, import.meta.url), { withFileTypes: true });
  const inside = (path: string) =>
    folder(path).flatMap((entry) => (entry.isDirectory() ? [`${path}/${entry.name}`] : []));

  it("has a line for each folder of the house, and for no other", () => {
    const [, named = ""] = read("docs/contributing.md").split("|---|---|");
    const [table = ""] = named.split("\n\n");
    const rows = [...table.matchAll(/^\| ([\w/]+) \|/gm)].map(([, name]) => name);
    const there = [...inside("src"), "tools", ...inside("tools"), "sandbox", "scripts", "test"];
    expect(rows.sort()).toEqual(there.sort());
  });

  it("names files that are there", () => {
    const text = read("docs/contributing.md");
    for (const [, path = ""] of text.matchAll(/`((?:src|tools|test|scripts|\.ci)\/[\w./-]+)`/g))
      expect(existsSync(new URL(`../${path}`, import.meta.url)), path).toBe(true);
  });
});

describe("what it is built with", () => {
  it("gives each dependency its reason", () => {
    const { dependencies = {}, devDependencies } = JSON.parse(read("package.json"));
    const text = read("docs/contributing.md");
    const section = text.slice(text.indexOf("## Built with"));
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      if (name.startsWith("@types/")) continue;
      expect(section.toLowerCase(), name).toContain(name.replace(/^@biomejs\//, "").toLowerCase());
    }
  });
});
