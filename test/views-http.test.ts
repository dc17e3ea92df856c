import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { CLI, KEY } from "./client.ts";

// Over HTTP many clients meet one process: what one shows, and what was shown to it, is its session's alone.

const SHOWS = { "io.modelcontextprotocol/ui": { mimeTypes: ["text/html;profile=mcp-app"] } };
let sandbox: Sandbox;
let child: ChildProcessWithoutNullStreams;
let url: URL;
const clients: Client[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ limits: "off" });
  child = spawn(process.execPath, [CLI, "http", "--port", "0", "--pace", "off"], {
    env: {
      PATH: process.env.PATH,
      MATON_API_KEY: KEY,
      MATON_GATEWAY_URL: sandbox.url,
      MATON_CONTROL_URL: sandbox.url,
    },
  });
  url = await new Promise<URL>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(new URL(chunk.toString("utf8").trim())));
    child.once("exit", () => reject(new Error("it did not start")));
  });
});
afterAll(async () => {
  for (const client of clients) await client.close();
  child.kill("SIGKILL");
  await sandbox.close();
});

async function connect(extensions: Record<string, object>) {
  const client = new Client({ name: "test", version: "1" }, { capabilities: { extensions } });
  // What the SDK declares of its own transport does not fit its own interface under exactOptionalPropertyTypes.
  await client.connect(new StreamableHTTPClientTransport(url) as Parameters<Client["connect"]>[0]);
  clients.push(client);
  const call = async (name: string, args: Record<string, unknown>) =>
    (await client.callTool({ name, arguments: args })) as CallToolResult & {
      structuredContent: Record<string, unknown>;
    };
  const ask = (args = {}) => call("delete_list", { list_id: "Hx8JzK", ...args });
  return { client, call, ask };
}

it("who shows pages and who does not are served side by side", async () => {
  const [shows, none] = [await connect(SHOWS), await connect({})];
  const names = async ({ client }: { client: Client }) =>
    (await client.listTools()).tools.map(({ name }) => name);
  const [seen, plain] = [await names(shows), await names(none)];
  expect(seen).toEqual([...plain, "view"]);
  const { contents } = await shows.client.readResource({ uri: "ui://klaviyo/view" });
  expect(contents).toHaveLength(1);
  await expect(none.client.readResource({ uri: "ui://klaviyo/view" })).rejects.toThrow(
    "there is no resource",
  );
});

it("a page of one session says nothing for another, and no plan or confirmation is good in another", async () => {
  const [one, other] = [await connect(SHOWS), await connect(SHOWS)];
  await one.call("view", { did: "drawn" });
  const asked = await one.ask();
  const { plan } = asked.structuredContent;
  const secret = asked._meta?.["klaviyo/confirmation"];
  expect(secret).toEqual(expect.any(String));
  expect((await other.ask()).structuredContent).toHaveProperty("confirmation");
  expect((await other.call("view", { did: "redeem", plan })).isError).toBe(true);
  expect((await other.ask({ confirmation: secret })).structuredContent.status).toBe("needs_confirmation");
  expect(sandbox.requests.filter(({ method }) => method === "DELETE")).toEqual([]);
  // And neither guess cost the session anything whose plan it is.
  expect((await one.call("view", { did: "redeem", plan })).structuredContent).toEqual({
    confirmation: secret,
    tool: "delete_list",
  });
  expect((await one.ask({ confirmation: secret })).structuredContent.ok).toBe(true);
  expect(sandbox.requests.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});
