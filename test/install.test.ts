import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { describe, expect, it } from "vitest";
import { mcpbManifest } from "../scripts/mcpb-manifest.ts";
import { OPTIONS, type Option } from "../src/config/options.ts";
import { FROM_CLONE, type InstallBlock, installBlocks, mcpServersJson } from "../src/install.ts";
import { CLIENTS, type Launch } from "../src/setup/clients.ts";
import { readToml, shellWords } from "./blocks.ts";
import { CLI } from "./client.ts";
import { listedTools } from "./listed.ts";

// What people copy or click: each is read here the way its client reads it, and must say the same.

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const readme = read("README.md");
const clients = read("docs/clients.md");
const manifest = JSON.parse(read("package.json"));
const pages = readdirSync(new URL("../docs", import.meta.url)).filter((name) => name.endsWith(".md"));

/** `--env K=V` as the flag and its value; what is left is the name and, behind it, what is started. */
function readCommand(line: string): Launch {
  const words = shellWords(line);
  const [client = "", mcp, add, ...rest] = words;
  expect([mcp, add]).toEqual(["mcp", "add"]);
  const flag = { claude: "--env", codex: "--env", gemini: "-e" }[client];
  const env: Record<string, string> = {};
  const plain: string[] = [];
  while (rest.length > 0) {
    const word = rest.shift() ?? "";
    if (word === flag && plain.length < 2) {
      const [name = "", ...value] = (rest.shift() ?? "").split("=");
      env[name] = value.join("=");
    } else if (["-s", "--scope"].includes(word) && plain.length < 2) {
      expect(rest.shift()).toBe("user");
    } else if (word === "--" && plain.length === 1) {
      // Claude Code and Codex take everything behind it as it stands.
      plain.push(...rest.splice(0));
    } else plain.push(word);
  }
  const [name = "", command = "", ...args] = plain;
  return { name, command, args, env };
}

function readJson(text: string): Launch {
  const file = JSON.parse(text);
  const servers = file.servers ?? file.mcpServers ?? file.mcp ?? file.context_servers;
  const [[name, { type, source, ...config }] = ["", {}]] = Object.entries<Record<string, unknown>>(servers);
  if (file.servers) expect(type).toBe("stdio");
  if (file.context_servers) expect(source).toBe("custom");
  if (file.mcp) {
    const { command, environment, enabled } = config;
    expect([type, enabled]).toEqual(["local", true]);
    const [program, ...args] = command as string[];
    return { name, command: program, args, env: environment } as Launch;
  }
  return { name, ...fillInputs(config, file.inputs) } as Launch;
}

/** VS Code asks for each input; what the person types stands here as the block's placeholder. */
function fillInputs(config: unknown, inputs: { id: string; type: string; password?: boolean }[] = []) {
  const answers: Record<string, string> = { MATON_API_KEY: FROM_CLONE.env.MATON_API_KEY ?? "" };
  const text = JSON.stringify(config).replace(/"(\w+)":"\$\{input:([\w-]+)\}"/g, (_, variable, id) => {
    const input = inputs.find((one) => one.id === id);
    expect(input).toMatchObject({ type: "promptString", password: true });
    return JSON.stringify({ [variable]: answers[variable] }).slice(1, -1);
  });
  return JSON.parse(text);
}

const READERS: Record<InstallBlock["language"], (text: string) => Launch> = {
  json: readJson,
  toml: readToml,
  bash: readCommand,
};

const AWKWARD: Launch = {
  name: "klaviyo",
  command: "/opt/node 20/bin/node",
  args: ["/home/o'brien/my shop/ünï/cli.js", "--toolsets", "core,flows", 'a "b" $HOME `c` & d?e=f#g'],
  env: { MATON_API_KEY: "YOUR_API_KEY" },
};

describe("the install part of docs/clients.md", () => {
  const [, part = ""] = clients.split("<!-- install:start -->");
  const [shown = ""] = part.split("<!-- install:end -->");
  const fences = [...shown.matchAll(/```(json|toml|bash)\n([\s\S]*?)\n```/g)];

  it.each(fences.map(([, language = "", text = ""]) => ({ language, text })))(
    "means the same in this $language: $text",
    ({ language, text }) => expect(READERS[language as "json"](text)).toEqual(FROM_CLONE),
  );

  it("has something for each client, and every block that is generated", () => {
    const blocks = installBlocks(FROM_CLONE);
    // Those that are alike stand there once.
    expect(fences.length).toBe(new Set(blocks.map(({ text }) => text)).size);
    for (const { text } of blocks) expect(shown).toContain(text);
    for (const { name } of CLIENTS) expect(shown).toContain(`**${name}**`);
  });

  it("offers Claude Desktop its bundle before a terminal, and names all that the bundle asks for", () => {
    const bundle = clients.indexOf("**Claude Desktop**: `npm run bundle:mcpb`");
    expect(bundle).toBeGreaterThan(0);
    expect(bundle).toBeLessThan(clients.indexOf("`node dist/cli.js setup`"));
    const [, part = ""] = clients.split("## The bundle for Claude Desktop\n");
    const [about = ""] = part.split("\n## ");
    const said = {
      api_key: "the key",
      connection: "the connection id",
      read_only: "may only read",
      confirm: "what is asked first",
      toolsets: "toolsets are listed",
      files: "a folder for files",
    };
    expect(Object.keys(said).sort()).toEqual(Object.keys(mcpbManifest("").user_config).sort());
    for (const words of Object.values(said)) expect(about).toContain(words);
  });

  it("has no link that would install a path which nobody has", () => {
    for (const [, link = ""] of `${readme}${clients}`.matchAll(/\]\(([a-z]+:[^)\s]+)\)/g)) {
      const { search } = new URL(link);
      expect(search, link).toBe("");
    }
  });

  // Until it is published the name is anybody's, and npx runs what it finds.
  it.each(["README.md", "SECURITY.md", "CHANGELOG.md", ...pages.map((page) => `docs/${page}`)])(
    "tells nobody in %s to fetch the package by its name",
    (page) => {
      const fetching = /(npx|npm (i|install|exec|x)|pnpm|yarn|bunx)\b[^\n`]*\bklaviyo-mcp\b/;
      expect(read(page)).not.toMatch(fetching);
    },
  );
});

describe("installBlocks", () => {
  it.each(installBlocks(AWKWARD))(
    "$client $language bears spaces, quotes and unicode",
    ({ language, text }) => {
      expect(READERS[language](text)).toEqual(AWKWARD);
    },
  );
});

describe("mcp.json", () => {
  it("is the README's block", () => {
    expect(read("mcp.json").trim()).toBe(mcpServersJson(FROM_CLONE));
    expect(readme).toContain(read("mcp.json").trim());
  });

  it("starts the server in a clean environment once the path is filled in", async () => {
    const { command, args, env } = readJson(read("mcp.json"));
    const filled = args.map((arg) => (arg.startsWith("/absolute/path/to/") ? CLI : arg));
    expect(filled).not.toEqual(args);
    const transport = new StdioClientTransport({ command, args: filled, env: { ...env }, stderr: "pipe" });
    const client = new Client({ name: "test", version: "1.0.0" });
    await client.connect(transport);
    try {
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toEqual(listedTools.map(({ name }) => name));
      expect(client.getServerVersion()?.version).toBe(manifest.version);
    } finally {
      await client.close();
    }
  });
});

// The rules of https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json, and of the registry itself.
describe("server.json", () => {
  const entry = JSON.parse(read("server.json"));
  const SPECIFIC = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

  it("has only what the schema knows, and all that it requires", () => {
    const known = ["$schema", "_meta", "description", "icons", "name", "packages", "remotes", "repository"];
    expect([...known, "title", "version", "websiteUrl"]).toEqual(expect.arrayContaining(Object.keys(entry)));
    expect(entry.$schema).toBe(
      "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
    );
    expect(entry.name).toMatch(/^[a-zA-Z0-9.-]+\/[a-zA-Z0-9._-]+$/);
    expect(entry.name.length).toBeGreaterThanOrEqual(3);
    expect(entry.name.length).toBeLessThanOrEqual(200);
    for (const text of [entry.description, entry.title]) {
      expect(text.length).toBeGreaterThanOrEqual(1);
      expect(text.length).toBeLessThanOrEqual(100);
    }
    expect(entry.version).toMatch(SPECIFIC);
    expect(entry.version.length).toBeLessThanOrEqual(255);
  });

  it("lists the npm package in its version, and the package names the entry", () => {
    expect(entry.packages).toHaveLength(1);
    const [listed] = entry.packages;
    expect(listed).toMatchObject({
      registryType: "npm",
      identifier: manifest.name,
      version: manifest.version,
      runtimeHint: "npx",
      transport: { type: "stdio" },
    });
    expect(listed.version).toMatch(SPECIFIC);
    expect(entry.version).toBe(manifest.version);
    expect(manifest.mcpName).toBe(entry.name);
    if (entry.repository)
      expect(entry.repository).toMatchObject({ url: expect.any(String), source: "github" });
  });

  it("asks for the key as a secret, and for nothing that the server does not read", () => {
    const variables: Record<string, unknown>[] = entry.packages[0].environmentVariables;
    const options = Object.values(OPTIONS as Record<string, Option>);
    for (const variable of variables) {
      expect(options.find(({ env }) => env === variable.name)).toMatchObject({ help: variable.description });
      for (const [key, value] of Object.entries(variable)) {
        if (key === "isRequired" || key === "isSecret") expect(value).toBeTypeOf("boolean");
        else if (key === "choices") expect(value).toEqual(expect.arrayContaining([expect.any(String)]));
        else {
          expect(["name", "description", "default", "format", "placeholder"]).toContain(key);
          expect(value).toBeTypeOf("string");
        }
      }
      if (variable.format) expect(["string", "number", "boolean", "filepath"]).toContain(variable.format);
    }
    const secret = options.flatMap((one) => (one.secret && one.env ? [one.env] : []));
    const namesOf = (flag: string) => variables.flatMap((one) => (one[flag] ? [one.name] : []));
    expect(secret).toContain("MATON_API_KEY");
    expect(namesOf("isSecret")).toEqual(secret);
    expect(namesOf("isRequired")).toEqual(["MATON_API_KEY"]);
    const names = variables.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the npm package", () => {
  it("is published openly with its provenance, and asks for the Node that the code needs", () => {
    expect(manifest.publishConfig).toEqual({ access: "public", provenance: true });
    expect(manifest.private).toBeUndefined();
    expect(manifest.engines.node).toBe(">=20.19");
    expect(manifest.dependencies).toBeUndefined();
  });

  it("holds the program and its docs, and nothing else", () => {
    const { stdout } = spawnSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: fileURLToPath(new URL("..", import.meta.url)),
      encoding: "utf8",
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string; mode: number }[] }];
    const allowed =
      /^(dist\/[\w-]+\.js|dist\/(tools|search|sbom\.cdx)\.json|dist\/(THIRD_PARTY_NOTICES\.txt|view\.html)|dist\/[\w-]+\.jsonl|docs\/[\w-]+\.md|docs\/team\.schema\.json|docs\/images\/[\w-]+\.webp|README\.md|CHANGELOG\.md|SECURITY\.md|LICENSE|package\.json)$/;
    expect(files.map(({ path }) => path).filter((path) => !allowed.test(path))).toEqual([]);
    expect(files.map(({ path }) => path)).toContain("dist/view.html");
    const program = files.find(({ path }) => path === manifest.bin["klaviyo-mcp"]);
    // Others may run it.
    expect((program?.mode ?? 0) & 0o111).toBe(0o111);
  });
});
