import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { build, type Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifestOfPackage from "../package.json" with { type: "json" };
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { bundle } from "../scripts/bundle.ts";
import { ICON } from "../scripts/mcpb-manifest.ts";
import { NOTICES, SBOM } from "../scripts/notices.ts";
import { allTools } from "../tools/index.ts";
import { KEY } from "./client.ts";
import { listedTools } from "./listed.ts";
import { packagesIn, versionOf } from "./packages.ts";

// The bundle as Claude Desktop has it: unpacked somewhere, its placeholders filled in.

let folder: string;
let sandbox: Sandbox;
let metafile: Metafile;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "klaviyo-mcpb-test-"));
  execFileSync(process.execPath, ["--import", "tsx", "scripts/sbom.ts"], { stdio: "ignore" });
  execFileSync(process.execPath, ["--import", "tsx", "scripts/bundle-mcpb.ts"], { stdio: "ignore" });
  execFileSync("node_modules/.bin/mcpb", ["unpack", "dist/klaviyo-mcp.mcpb", folder]);
  sandbox = await startSandbox({ limits: "off" });
  ({ metafile } = await build({ ...bundle, write: false, metafile: true }));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await sandbox.close();
});

async function start(user: Record<string, string>): Promise<Client> {
  const { server } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const fill = (text: string) =>
    text
      .replace(/\$\{__dirname\}/g, folder)
      .replace(/\$\{user_config\.(\w+)\}/g, (placeholder, name: string) => user[name] ?? placeholder);
  const { command, args, env } = server.mcp_config;
  const filled = Object.entries(env as Record<string, string>).map(([name, value]) => [name, fill(value)]);
  const transport = new StdioClientTransport({
    command,
    args: args.map(fill),
    env: {
      PATH: process.env.PATH ?? "",
      MATON_GATEWAY_URL: sandbox.url,
      MATON_CONTROL_URL: sandbox.url,
      ...Object.fromEntries(filled),
    },
  });
  const client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(transport);
  return client;
}

it("runs with a key alone: what nobody filled in counts as unset", async () => {
  const client = await start({ api_key: KEY });
  const { tools } = await client.listTools();
  expect(tools).toHaveLength(listedTools.length);
  const answer = await client.callTool({ name: "get_lists", arguments: {} });
  expect(answer.isError).toBeFalsy();
  await client.close();
});

it("does what its settings say", async () => {
  const client = await start({ api_key: KEY, read_only: "true", toolsets: "lists", connection: "" });
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    "describe_operation",
    "get_list",
    "get_lists",
    "get_profiles_for_list",
    "read_operation",
    "search_operations",
    "summarize_collection",
  ]);
  await client.close();
});

it("names every tool, and hides the key", () => {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  expect(manifest.manifest_version).toBe("0.3");
  expect(manifest.tools.map(({ name }: { name: string }) => name)).toEqual(allTools.map(({ name }) => name));
  expect(manifest.tools.filter(({ description }: { description: string }) => !description)).toEqual([]);
  expect(manifest.user_config.api_key).toMatchObject({ sensitive: true, required: true });
});

it("asks first what its settings say, and touches only the folder that they name", async () => {
  const files = mkdtempSync(join(tmpdir(), "klaviyo-mcpb-files-"));
  const client = await start({ api_key: KEY, confirm: "writes", files, toolsets: "all" });
  const names = (await client.listTools()).tools.map(({ name }) => name);
  const ofFiles = allTools.filter(({ toolset }) => toolset === "files").map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(ofFiles));
  const answer = await client.callTool({ name: "create_list", arguments: { name: "From the bundle" } });
  expect(answer.structuredContent).toMatchObject({ status: "needs_confirmation" });
  await client.close();
  rmSync(files, { recursive: true });
});

it("has its icon, and all that its README leads to", () => {
  expect(readFileSync(join(folder, ICON)).equals(readFileSync("assets/icon.png"))).toBe(true);
  const { screenshots } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  expect(screenshots.length).toBeGreaterThan(0);
  for (const picture of screenshots) expect(existsSync(join(folder, picture)), picture).toBe(true);
  const links = readFileSync(join(folder, "README.md"), "utf8").matchAll(/\]\(([\w./-]+)(?:#[\w-]+)?\)/g);
  const targets = [...links].map(([, target = ""]) => target);
  expect(targets.length).toBeGreaterThan(10);
  for (const target of targets) expect(existsSync(join(folder, target)), target).toBe(true);
});

describe("the bill of materials", () => {
  const bom = () => JSON.parse(readFileSync(SBOM, "utf8"));

  it("is CycloneDX, and lists what is inside and nothing else", () => {
    const { bomFormat, specVersion, metadata, components } = bom();
    expect({ bomFormat, specVersion }).toEqual({ bomFormat: "CycloneDX", specVersion: "1.5" });
    expect(metadata.component).toMatchObject({
      name: "klaviyo-mcp",
      purl: `pkg:npm/klaviyo-mcp@${manifestOfPackage.version}`,
    });
    expect(components.map(({ name }: { name: string }) => name).sort()).toEqual(packagesIn(metafile));
  });

  it("says of each its version, where it comes from, its licence and its hash as the lock file has it", () => {
    const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
    for (const { name, version, purl, licenses, hashes, scope } of bom().components) {
      expect(version).toBe(versionOf(name));
      expect(purl).toBe(`pkg:npm/${name.replace("@", "%40")}@${version}`);
      expect(licenses).not.toEqual([]);
      expect(scope).toBe("required");
      const base64 = Buffer.from(hashes[0].content, "hex").toString("base64");
      expect(packages[`node_modules/${name}`].integrity).toBe(`sha512-${base64}`);
    }
  });

  it("knows what depends on what, and nothing that is not there", () => {
    const { dependencies, components, metadata } = bom();
    const refs = [metadata.component, ...components].map((one) => one["bom-ref"]).sort();
    expect(dependencies.map(({ ref }: { ref: string }) => ref).sort()).toEqual(refs);
    const named = dependencies.flatMap(({ dependsOn }: { dependsOn: string[] }) => dependsOn);
    expect(named.filter((ref: string) => !refs.includes(ref))).toEqual([]);
    expect(named.length).toBeGreaterThan(0);
  });
});

describe("what is handed on", () => {
  it.each([NOTICES, SBOM])("has %s: the bundle", (file) => {
    expect(readFileSync(join(folder, file), "utf8")).toBe(readFileSync(file, "utf8"));
  });

  it.each([NOTICES, SBOM])("has %s: the npm package", (file) => {
    const listed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      encoding: "utf8",
    });
    expect(JSON.parse(listed)[0].files.map(({ path }: { path: string }) => path)).toContain(file);
  });

  it("is made anew before either is packed", () => {
    const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));
    expect(scripts.prepack).toBe("npm run --silent sbom");
    expect(scripts["bundle:mcpb"]).toMatch(/^npm run --silent sbom && /);
    expect(scripts.sbom).toMatch(/^npm run --silent build && /);
  });
});
