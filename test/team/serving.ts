import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { type Answer, CLI, KEY } from "../client.ts";

// The built server over HTTP with a team's file, before a sandbox with two accounts.

/** The connections of the sandbox, and what the team calls their accounts. */
export const ALPINE = "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601";
export const BOREAL = "8e42b0c7-31d9-4f5e-b2a6-0f9c64d7e802";

export const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
export const tokenOf = (name: string) => `token-of-${name}-0123456789`;
/** A caller of a file, with a token that `tokenOf` makes. */
export const callerOf = (name: string, more: Record<string, unknown>) => ({
  name,
  token_sha256: sha256(tokenOf(name)),
  ...more,
});
/** A file of these callers over both accounts. */
export const teamOf = (...callers: Record<string, unknown>[]) => ({
  connections: { Alpine: ALPINE, Boreal: BOREAL },
  callers,
});

export interface TeamServing {
  url: URL;
  folder: string;
  file: string;
  sandbox: Sandbox;
  child: ChildProcessWithoutNullStreams;
  stderr(): string;
  write(team: unknown): void;
  close(): Promise<void>;
}

/** Starts it with a file that says this, and with others beside it; `team` undefined is no file. */
export async function serveTeam(
  team: unknown,
  args: readonly string[] = [],
  env: Record<string, string> = {},
  beside: Record<string, string> = {},
): Promise<TeamServing> {
  const sandbox = await startSandbox({ limits: "off", connections: "two" });
  const folder = mkdtempSync(join(tmpdir(), "klaviyo-team-"));
  const file = join(folder, "team.json");
  const write = (said: unknown) => writeFileSync(file, JSON.stringify(said, null, 2));
  if (team !== undefined) write(team);
  for (const [name, text] of Object.entries(beside)) writeFileSync(join(folder, name), text);
  const chosen = team === undefined ? [] : ["--team", file];
  const child = spawn(process.execPath, [CLI, "http", "--port", "0", "--pace", "off", ...chosen, ...args], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      MATON_API_KEY: KEY,
      MATON_GATEWAY_URL: sandbox.url,
      MATON_CONTROL_URL: sandbox.url,
      ...env,
    },
  });
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
    child.once("exit", () => reject(new Error(err)));
  });
  return {
    url: new URL(line),
    folder,
    file,
    sandbox,
    child,
    stderr: () => err,
    write,
    close: async () => {
      child.kill("SIGKILL");
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface TeamClient {
  client: Client;
  session: string;
  call(name: string, args?: Record<string, unknown>): Promise<Answer>;
}

/** A client that sends this bearer, and what else it is told to. */
export async function connect(
  url: URL,
  token: string | undefined,
  more: Record<string, string> = {},
): Promise<TeamClient> {
  const headers = { ...(token !== undefined && { authorization: `Bearer ${token}` }), ...more };
  const client = new Client({ name: "t", version: "1" });
  const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers } });
  await client.connect(transport);
  return {
    client,
    session: transport.sessionId ?? "",
    call: async (name, args = {}) => {
      const result = await client.callTool({ name, arguments: args });
      const [content] = result.content as { text: string }[];
      const text = content?.text ?? "";
      return { ...result, text, json: result.isError ? {} : JSON.parse(text) } as Answer;
    },
  };
}

/** A message by itself, as no client would send it. */
export function post(
  url: URL,
  message: object,
  { session, token, method = "POST" }: { session?: string; token?: string | undefined; method?: string },
): Promise<Response> {
  return fetch(url, {
    method,
    headers: {
      "content-type": "application/json",
      accept: method === "GET" ? "text/event-stream" : "application/json, text/event-stream",
      ...(session && { "mcp-session-id": session }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(method === "POST" && { body: JSON.stringify({ jsonrpc: "2.0", ...message }) }),
  });
}
