import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

// Who may import whom. Part of `npm run check`: prints every import that breaks a rule and exits with 1.

interface Rule {
  of: RegExp;
  /** All that these files may import; or, with `not`, what they may not. Built-in modules begin with `node:`. */
  only?: RegExp;
  not?: RegExp;
  why: string;
}

const RULES: readonly Rule[] = [
  { of: /./, not: /^src\/cli\.ts$/, why: "cli composes, and nobody imports it" },
  {
    of: /^src\/sandbox\//,
    only: /^(node:|src\/sandbox\/)/,
    why: "a double that shares code agrees with every bug",
  },
  {
    of: /^tools\//,
    only: /^(zod$|src\/(tool\.ts$|jsonapi\/)|tools\/)/,
    why: "a declaration cannot reach the network",
  },
  { of: /^src\/jsonapi\//, only: /^src\/jsonapi\//, why: "formats stand alone" },
  {
    of: /^src\/gateway\//,
    only: /^(node:|src\/(gateway|jsonapi)\/|src\/(errors|request|spec|tool)\.ts$)/,
    why: "the gateway knows requests and answers, not who asks",
  },
  {
    of: /^src\/(request|result|structure|selection|fields|budget|filters|input|paging|preview|spec|tool|arguments|nearest)\.ts$/,
    only: /^(zod$|src\/jsonapi\/|src\/(arguments|budget|errors|fields|filters|nearest|selection|spec|structure|tool)\.ts$)/,
    why: "pure: no network, no clock, no process",
  },
  {
    of: /^src\/(dispatcher|call|pages|accounts|confirm|registry|listing)\.ts$/,
    not: /^(node:|tools\/|src\/(guide\/|server|stdio|http|config|options))/,
    why: "the dispatcher knows no tool by name, and not who serves it",
  },
  {
    of: /^(?!src\/(server|stdio|http)\.ts$)/,
    not: /^@modelcontextprotocol\//,
    why: "a move to the SDK's next version touches three files",
  },
  {
    of: /^(?!src\/(gateway\/client|http)\.ts$|src\/sandbox\/)/,
    not: /^node:(https?|net|tls|dns)$/,
    why: "there is one HTTP client",
  },
];

const IMPORT = /^(?:import|export)\s[^"']*?from\s+"([^"]+)"|import\("([^"]+)"\)|^import\s+"([^"]+)"/gm;
/** Types leave nothing behind in what runs. */
const TYPE_ONLY = /^(?:import|export) type\b/;

const files = ["src", "tools"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`),
);
const broken = files.flatMap((file) => {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(IMPORT)].flatMap(([statement, ...specifiers]) => {
    const specifier = specifiers.find(Boolean) ?? "";
    const target = specifier.startsWith(".")
      ? path.posix.join(path.posix.dirname(file), specifier)
      : specifier;
    if (TYPE_ONLY.test(statement) && target.startsWith("node:")) return [];
    return RULES.filter(
      ({ of, only, not }) => of.test(file) && (only ? !only.test(target) : not?.test(target)),
    ).map(({ why }) => `${file} imports ${target}: ${why}.`);
  });
});
for (const line of broken) process.stderr.write(`${line}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;
