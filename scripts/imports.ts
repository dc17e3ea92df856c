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
    of: /^(?!src\/(cli|service)\.ts$)/,
    not: /^src\/first-call\.ts$/,
    why: "what a call needs is loaded with the first call, by cli",
  },
  { of: /^sandbox\//, only: /^(node:|sandbox\/)/, why: "a double that shares code agrees with every bug" },
  {
    of: /^tools\/operations\/index\.ts$/,
    only: /^(node:fs$|src\/(operations|tool)\/|tools\/operations\/)/,
    why: "the facts are files beside it, and it alone reads them",
  },
  {
    of: /^tools\/(?!operations\/index\.ts$)/,
    only: /^(zod$|htmlparser2$|src\/(tool|operations|jsonapi|draw|errors\.ts$|text\.ts$)|tools\/)/,
    why: "a declaration cannot reach the network",
  },
  { of: /^src\/jsonapi\//, only: /^src\/(jsonapi\/|text\.ts$)/, why: "formats stand alone" },
  {
    of: /^src\/(tool|check|wire|operations|tally|report|draw|export|import)\//,
    only: /^(zod$|libphonenumber-js\/min$|src\/(tool|check|wire|operations|tally|report|draw|export|import|jsonapi)\/|src\/(errors|text)\.ts$)/,
    why: "pure: no network, no clock, no process",
  },
  {
    of: /^src\/mask\//,
    // A token is made of the value and the key, and of nothing else.
    only: /^(node:crypto$|src\/(mask|tool|operations|jsonapi)\/|src\/(errors|text)\.ts$)/,
    why: "pure but for the key",
  },
  {
    of: /^src\/tool\//,
    not: /^src\/(check|wire|operations|tally)\//,
    why: "the vocabulary knows nothing of what is done with it",
  },
  {
    of: /^src\/gateway\//,
    only: /^(node:|https-proxy-agent$|proxy-from-env$|src\/(gateway|jsonapi|wire|tool)\/|src\/(errors|text)\.ts$)/,
    why: "the gateway knows requests and answers, not who asks",
  },
  {
    of: /^src\/(ask|call|catalog\.ts|registry\.ts)/,
    // A digest is made of what it is given, and of nothing else.
    not: /^(node:(?!crypto$)|tools\/|src\/(serve|config)\/)/,
    why: "a call knows no tool by name, and not who serves it",
  },
  {
    of: /^src\/(?!(cli|service|offer|first-call)\.ts$)/,
    not: /^tools\//,
    why: "tools are handed in: what runs them knows none",
  },
  {
    of: /^src\/files\//,
    only: /^(node:|csv-parse$|src\/(files|tool)\/|src\/(errors|text)\.ts$)/,
    why: "the folder of --files is read and written in one place, which knows nothing of calls",
  },
  {
    of: /^src\/setup\/(?!(disk|here|terminal)\.ts$)/,
    only: /^(jsonc-parser$|toml-eslint-parser$|src\/(setup|config|tool|gateway)\/|src\/(install|doctor|errors|text)\.ts$)/,
    why: "what is written where is worked out on texts: the disk, this machine and its terminal are handed in",
  },
  {
    of: /^src\/(?!files\/|setup\/disk\.ts$|audit\.ts$)/,
    not: /^node:(fs|fs\/promises|path)$/,
    why: "no other file of the server names a file",
  },
  {
    of: /^(?!src\/redis\/)/,
    not: /^ioredis$/,
    why: "Redis is loaded where it is set, and one folder knows of it",
  },
  { of: /^src\/ask\//, not: /^src\/call\//, why: "the gate does not look back at who calls" },
  {
    of: /^src\/serve\/apps\//,
    only: /^src\/(serve\/apps\/|draw\/|export\/cells\.ts$|text\.ts$)/,
    why: "the page is small, and runs in a browser",
  },
  {
    of: /^(?!src\/serve\/apps\/)/,
    not: /^src\/serve\/apps\//,
    why: "the page is a file of its own, which nothing else is made of",
  },
  {
    of: /^(?!src\/serve\/)/,
    not: /^@modelcontextprotocol\//,
    why: "a move to the SDK's next version touches one folder",
  },
  {
    of: /^(?!src\/gateway\/client\.ts$|src\/serve\/http\.ts$|src\/serve\/watched\/|sandbox\/)/,
    not: /^node:(https?|net|tls|dns)$/,
    why: "there is one HTTP client",
  },
];

const IMPORT = /^(?:import|export)\s[^"']*?from\s+"([^"]+)"|import\("([^"]+)"\)|^import\s+"([^"]+)"/gm;
/** Types leave nothing behind in what runs. */
const TYPE_ONLY = /^(?:import|export) type\b/;

const files = ["src", "tools", "sandbox"].flatMap((folder) =>
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
