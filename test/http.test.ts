import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import http from "node:http";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { CLI, KEY } from "./client.ts";

interface Serving {
  url: URL;
  err(): string;
  child: ChildProcessWithoutNullStreams;
  exited: Promise<number | null>;
}

let sandbox: Sandbox;
let open: Serving;
let guarded: Serving;

async function serve(args: string[], env: Record<string, string> = {}): Promise<Serving> {
  const child = spawn(process.execPath, [CLI, "http", "--port", "0", ...args], {
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
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
    child.once("exit", () => reject(new Error("it did not start")));
  });
  return { url: new URL(line), err: () => err, child, exited };
}

beforeAll(async () => {
  sandbox = await startSandbox({ limits: "off" });
  open = await serve([]);
  guarded = await serve(["--host", "0.0.0.0", "--path", "/klaviyo/mcp"], {
    KLAVIYO_MCP_HTTP_TOKEN: "callers-token",
  });
});
afterAll(async () => {
  open.child.kill("SIGKILL");
  guarded.child.kill("SIGKILL");
  await sandbox.close();
});

async function connect(url: URL, token?: string, elicits = false): Promise<Client> {
  const client = new Client(
    { name: "t", version: "1" },
    { capabilities: elicits ? { elicitation: { form: {} } } : {} },
  );
  if (elicits)
    client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: { confirm: true } }));
  const headers = token ? { authorization: `Bearer ${token}` } : undefined;
  await client.connect(new StreamableHTTPClientTransport(url, headers ? { requestInit: { headers } } : {}));
  return client;
}

/** A bare request, so that headers can be what no client would send. */
function request(
  url: URL,
  options: { method?: string; path?: string; headers?: Record<string, string>; body?: string },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = http.request(
      {
        host: "127.0.0.1",
        port: url.port,
        path: options.path ?? url.pathname,
        method: options.method ?? "POST",
        headers: options.headers,
      },
      (incoming) => {
        let body = "";
        incoming.on("data", (chunk) => {
          body += chunk;
        });
        incoming.on("end", () => resolve({ status: incoming.statusCode ?? 0, body }));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(options.body);
  });
}

describe("over HTTP", () => {
  it("lists and calls as over stdio, in sessions of their own", async () => {
    const [one, two] = await Promise.all([connect(open.url), connect(open.url)]);
    expect((await one.listTools()).tools.length).toBe((await two.listTools()).tools.length);
    const [a, b] = await Promise.all([
      one.callTool({ name: "get_lists", arguments: {} }),
      two.callTool({ name: "get_segments", arguments: {} }),
    ]);
    expect(JSON.stringify(a.structuredContent)).toContain("Newsletter Subscribers");
    expect(JSON.stringify(b.structuredContent)).not.toContain("Newsletter Subscribers");
    await Promise.all([one.close(), two.close()]);
  });

  it("asks the person in front of the client that called", async () => {
    const client = await connect(open.url, undefined, true);
    const result = await client.callTool({ name: "delete_list", arguments: { list_id: "Hx8JzK" } });
    expect(result.structuredContent).toMatchObject({ ok: true });
    await client.close();
  });

  it("says that it is alive", async () => {
    expect(await request(open.url, { method: "GET", path: "/healthz" })).toEqual({
      status: 200,
      body: '{"ok":true}',
    });
  });

  it("shows a browser the account and how to connect, and not the key", async () => {
    const answer = await fetch(new URL("/", open.url), { headers: { accept: "text/html" } });
    const page = await answer.text();
    expect(page).toContain("Northwind Outfitters");
    expect(page).toContain(open.url.href);
    expect(page).not.toContain(KEY);
  });

  it("takes only a caller with the token where others can reach it", async () => {
    const client = await connect(guarded.url, "callers-token");
    expect((await client.listTools()).tools.length).toBeGreaterThan(90);
    await client.close();
    await expect(connect(guarded.url)).rejects.toThrow();
    await expect(connect(guarded.url, "callers-tokem")).rejects.toThrow();
  });

  it.each([
    ["another Host", { host: "evil.example.com" }, 403],
    ["another Origin", { origin: "https://evil.example.com" }, 403],
    ["an opaque Origin", { origin: "null" }, 403],
    ["no session", {}, 400],
    ["an unknown session", { "mcp-session-id": "nope" }, 404],
  ])("refuses %s", async (_, headers, status) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const answer = await request(open.url, {
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...headers,
      },
      body,
    });
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).error.message).toBeTypeOf("string");
  });

  it("answers what is no JSON as JSON-RPC has it, in a session and outside", async () => {
    const id = await begin(open.url);
    for (const headers of [POST, { ...POST, "mcp-session-id": id }]) {
      const answer = await request(open.url, { headers, body: "{broken" });
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.body)).toMatchObject({ id: null, error: { code: -32700 } });
    }
  });

  it("refuses another path, a body that is too large and headers without end", async () => {
    expect((await request(open.url, { path: "/other" })).status).toBe(404);
    expect(
      (await request(open.url, { body: "x".repeat(9 * 1024 * 1024) }).catch(() => ({ status: 413 }))).status,
    ).toBe(413);
    expect((await request(open.url, { headers: { "x-long": "y".repeat(20_000) } })).status).toBe(431);
  });

  it("is refused to others without a token", async () => {
    const child = spawn(process.execPath, [CLI, "http", "--host", "0.0.0.0"], {
      env: { PATH: process.env.PATH },
    });
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(1);
    expect(err).toContain("KLAVIYO_MCP_HTTP_TOKEN");
  });

  it("lets a write end when it is told to stop", async () => {
    const last = await serve(["--confirm", "never"]);
    const client = await connect(last.url);
    sandbox.addFault({ delayMs: 400, match: { operation: "create_list" } });
    const call = client.callTool({ name: "create_list", arguments: { name: "last" } });
    await expect.poll(() => sandbox.requests.some(({ operation }) => operation === "create_list")).toBe(true);
    last.child.kill("SIGTERM");
    expect((await call).structuredContent).toMatchObject({ data: { name: "last" } });
    expect(await last.exited).toBe(0);
  });

  it("has room for who comes after many that never said goodbye, and not for those", async () => {
    const busy = await connect(open.url);
    sandbox.addFault({ delayMs: 3000, match: { operation: "get_segments" } });
    const call = busy.callTool({ name: "get_segments", arguments: {} });
    await expect
      .poll(() => sandbox.requests.some(({ operation }) => operation === "get_segments"))
      .toBe(true);
    const first = await begin(open.url);
    for (let others = 0; others < 100; others += 1) await begin(open.url);
    const late = await connect(open.url);
    expect((await late.listTools()).tools.length).toBeGreaterThan(90);
    expect(await listIn(open.url, first)).toBe(404);
    expect((await call).isError).toBeFalsy();
    await Promise.all([late.close(), busy.close()]);
  });

  it("shows a session to nobody with another token, and does not say that it is there", async () => {
    const id = await begin(open.url, "Bearer one");
    expect(await listIn(open.url, id, "Bearer one")).toBe(200);
    expect(await listIn(open.url, id, "Bearer two")).toBe(404);
    expect(await listIn(open.url, id)).toBe(404);
    for (const method of ["GET", "DELETE"]) {
      const headers = { "mcp-session-id": id, accept: "text/event-stream", authorization: "Bearer two" };
      expect((await request(open.url, { method, headers })).status).toBe(404);
    }
    expect(await listIn(open.url, id, "Bearer one")).toBe(200);
  });

  it("logs wrong bearers, and not what they were", async () => {
    const headers = { authorization: "Bearer a-guess" };
    expect((await request(guarded.url, { headers, body: "{}" })).status).toBe(401);
    await expect.poll(guarded.err).toContain('"wrong bearer"');
    expect(guarded.err()).toContain('"from":"127.0.0.1"');
    expect(guarded.err()).not.toContain("a-guess");
  });

  it.each([
    ["http", ["http", "--port"]],
    ["http with a sandbox", ["http", "--sandbox", "--port"]],
    ["sandbox", ["sandbox", "--port"]],
  ])("says that its port is taken and ends: %s", async (_, args) => {
    const child = spawn(process.execPath, [CLI, ...args, open.url.port], { env: { PATH: process.env.PATH } });
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(1);
    expect(err).toBe(`Port ${open.url.port} is taken: choose another with --port, or 0 for any free one.\n`);
  });
});

const POST = { "content-type": "application/json", accept: "application/json, text/event-stream" };

/** Begins a session as a client would that then goes away without a word; its id. */
async function begin(url: URL, authorization?: string): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { ...POST, ...(authorization && { authorization }) },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 0,
      method: "initialize",
      params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } },
    }),
  });
  await answer.text();
  return answer.headers.get("mcp-session-id") ?? "";
}

/** The status of a tools/list in a session. */
async function listIn(url: URL, id: string, authorization?: string): Promise<number> {
  const { status } = await request(url, {
    headers: { ...POST, "mcp-session-id": id, ...(authorization && { authorization }) },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" }),
  });
  return status;
}
