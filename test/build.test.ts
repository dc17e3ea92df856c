import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { beforeAll, describe, expect, it } from "vitest";
import { saidOfBuild } from "../scripts/built.ts";
import { bundle } from "../scripts/bundle.ts";
import { wholeOffer } from "../src/offer.ts";
import { writtenOffer, writtenSearch } from "../src/serve/entries.ts";
import { WORDS } from "../tools/operations/words.ts";

/** What only calls need, the other ways to start, and what only the build needs. */
const LAZY =
  /^(tools\/(?!guide\/instructions)|sandbox\/)|^node_modules\/(zod\/v3|zod-to-json-schema|jsonc-parser|toml-eslint-parser|@clack|prom-client)\/|^src\/(setup\/|tool\/(?!effects|id\.)|(check|wire|jsonapi|gateway|call|operations)\/)|^src\/(registry|first-call|offer|doctor|install)\.ts$|^src\/serve\/(page\/|watched\/|(http|calling|entries|views\/page)\.ts$)/;

describe("dist", () => {
  it("lists what the declarations say: tools.json is theirs", () => {
    const written = JSON.parse(readFileSync("dist/tools.json", "utf8"));
    expect(written).toEqual(JSON.parse(JSON.stringify(writtenOffer(wholeOffer(true)))));
  });

  it("shows in a search what the schemas give: search.json is theirs", () => {
    const written = JSON.parse(readFileSync("dist/search.json", "utf8"));
    expect(written).toEqual(writtenSearch(wholeOffer(true), WORDS));
  });

  it("holds this build alone", () => {
    const strays = readdirSync("dist").filter(
      (name) =>
        !/^[\w-]+\.js$|^(tools|search|sbom\.cdx)\.json$|^THIRD_PARTY_NOTICES\.txt$|^view\.html$|\.jsonl$|\.mcpb$/.test(
          name,
        ),
    );
    expect(strays).toEqual([]);
  });
});

describe("what a build says", () => {
  const counts = { version: "1.2.3", tools: 7, operations: 90 };

  it("is how much it made", () => {
    const folder = mkdtempSync(join(tmpdir(), "klaviyo-mcp-built-"));
    for (const [name, size] of [
      ["a.js", 1_500_000],
      ["b.json", 260_000],
    ] as const)
      writeFileSync(join(folder, name), "x".repeat(size));
    const [first] = saidOfBuild(folder, counts, "notice").split("\n");
    rmSync(folder, { recursive: true });
    expect(first).toBe(`${folder}/: klaviyo-mcp 1.2.3 with 7 tools and 90 operations, 2 files, 1.8 MB`);
  });

  it("is what to do with it, by scripts and files that are there", () => {
    const text = saidOfBuild("dist", counts, "notice");
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    for (const [, script = ""] of text.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script);
    const files = text.match(/\b(?:docs|dist)\/[\w.]+\w/g) ?? [];
    expect(files).toEqual(["dist/cli.js", "dist/cli.js", "docs/clients.md"]);
    for (const file of files) expect(existsSync(file), file).toBe(true);
  });
});

describe("a build that is a step of something else", () => {
  it("says nothing", () => {
    expect(saidOfBuild("dist", { version: "1.2.3", tools: 7, operations: 90 }, "silent")).toBe("");
  });

  it("is run silently by every script", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    const steps = Object.values<string>(scripts).flatMap((script) => script.match(/npm run .*?build/g) ?? []);
    expect(new Set(steps)).toEqual(new Set(["npm run --silent build"]));
  });
});

describe("a start", () => {
  let outputs: Metafile["outputs"];
  let inputs: string[];
  beforeAll(async () => {
    const built = await build({ ...bundle, write: false, metafile: true });
    outputs = built.metafile?.outputs ?? {};
    const files = loadedWith("dist/cli.js", outputs);
    inputs = files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
  });

  it("loads nothing that only a call needs", () => {
    expect(inputs).toContain("src/serve/server.ts");
    expect(inputs.filter((input) => LAZY.test(input))).toEqual([]);
  });

  it.each(["src/cli.ts", "src/first-call.ts", "src/serve/http.ts"])(
    "%s counts nothing by itself: that comes with --metrics-port",
    (part) => {
      const [entry = ""] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === part) ?? [];
      const loaded = loadedWith(entry, outputs).flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));
      expect(loaded).toContain(part);
      expect(loaded.filter((input) => /prom-client|serve\/watched/.test(input))).toEqual([]);
    },
  );

  it("has the rest for when it is asked for", () => {
    const later = Object.values(outputs).flatMap((output) => Object.keys(output.inputs));
    for (const one of [
      "tools/sections.ts",
      "src/call/dispatcher.ts",
      "src/serve/http.ts",
      "src/serve/watched/metrics.ts",
      "sandbox/index.ts",
    ]) {
      expect(later).toContain(one);
    }
  });
});

/** An output and all that Node loads with it: what it imports outright, and not what it asks for later. */
function loadedWith(entry: string, outputs: Metafile["outputs"]): string[] {
  const found = new Set([entry]);
  for (const file of found) {
    for (const { path, kind, external } of outputs[file]?.imports ?? []) {
      if (kind === "import-statement" && !external) found.add(path);
    }
  }
  return [...found];
}
