import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { allTools } from "../tools/index.ts";
import { KEY } from "./client.ts";

// The bundle as Claude Desktop has it: unpacked somewhere, its placeholders filled in.

let folder: string;
let sandbox: Sandbox;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "klaviyo-mcpb-test-"));
  execFileSync(process.execPath, ["--import", "tsx", "scripts/bundle-mcpb.ts"], { stdio: "ignore" });
  execFileSync("node_modules/.bin/mcpb", ["unpack", "dist/klaviyo-mcp.mcpb", folder]);
  sandbox = await startSandbox({ limits: "off" });
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
  expect(tools).toHaveLength(allTools.length);
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
  ]);
  await client.close();
});

it("names every tool, and hides the key", () => {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  expect(manifest.manifest_version).toBe("0.3");
  expect(manifest.tools.map(({ name }: { name: string }) => name)).toEqual(allTools.map(({ name }) => name));
  for (const { description } of manifest.tools) expect(description).not.toBe("");
  expect(manifest.user_config.api_key).toMatchObject({ sensitive: true, required: true });
});
