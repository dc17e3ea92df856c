import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { type CallToolResult, ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { CLI, KEY } from "./client.ts";

// What a server that others run says of a call in its log, and how it stops: by its streams, signals and answers.

// biome-ignore lint/suspicious/noExplicitAny: lines are looked into
type Line = Record<string, any>;

interface Running {
  child: ChildProcess;
  sandbox: Sandbox;
  client: Client;
  transport: StreamableHTTPClientTransport;
  url: URL;
  /** Where it is watched. */
  watched: string;
  log(): Line[];
  exited: Promise<number | null>;
  call(name: string, args: Record<string, unknown>): Promise<string>;
}

const open: Running[] = [];
afterEach(async () => {
  for (const { child, sandbox } of open.splice(0)) {
    child.kill("SIGKILL");
    await sandbox.close();
  }
});

const parsed = (text: string): Line[] => text.split("\n").flatMap((line) => (line ? [JSON.parse(line)] : []));

async function start(args: string[], asked?: () => void): Promise<Running> {
  const sandbox = await startSandbox({ limits: "off" });
  const flags = ["http", "--port", "0", "--metrics-port", "0", "--pace", "off", ...args];
  const child = spawn(process.execPath, [CLI, ...flags], {
    env: {
      PATH: process.env.PATH,
      MATON_API_KEY: KEY,
      MATON_GATEWAY_URL: sandbox.url,
      MATON_CONTROL_URL: sandbox.url,
    },
  });
  let err = "";
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const url = await new Promise<URL>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(new URL(chunk.toString("utf8").trim())));
  });
  const capabilities = asked ? { elicitation: { form: {} } } : {};
  const client = new Client({ name: "t", version: "1" }, { capabilities });
  if (asked) {
    client.setRequestHandler(ElicitRequestSchema, () => {
      asked();
      return new Promise(() => undefined);
    });
  }
  const requestInit = { headers: { "X-Request-Id": "req-7f.1" } };
  const transport = new StreamableHTTPClientTransport(url, { requestInit });
  await client.connect(transport);
  const log = () => parsed(err);
  const running: Running = {
    child,
    sandbox,
    client,
    transport,
    url,
    watched: log().find(({ message }) => message === "watched")?.url,
    log,
    exited,
    call: async (name, given) => {
      const { content } = (await client.callTool({ name, arguments: given })) as CallToolResult;
      return content[0]?.type === "text" ? content[0].text : "";
    },
  };
  open.push(running);
  return running;
}

const left = ({ sandbox }: Running, method: string) =>
  sandbox.requests.filter((one) => one.method === method);
const reached = (running: Running, method: string) =>
  expect.poll(() => left(running, method).length, { timeout: 10_000 }).toBe(1);

describe("a server that stops", () => {
  it("lets a change that is on its way finish and tells its client, while nobody new comes in", async () => {
    const running = await start([]);
    running.sandbox.addFault({ delayMs: 700, match: { operation: "create_list" } });
    const answer = running.call("create_list", { name: "last words" });
    await reached(running, "POST");
    running.child.kill("SIGTERM");
    const ready = () => fetch(`${running.watched}/readyz`).then((found) => found.json());
    await expect.poll(ready, { timeout: 10_000 }).toMatchObject({ ready: false, stopping: true });
    const body = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
    await expect(fetch(running.url, { method: "POST", body })).rejects.toThrow("fetch failed");
    expect(await answer).toContain('"name":"last words"');
    expect(await running.exited).toBe(0);
  });

  it("does not wait for a person: what they were asked is not done, and the model hears why", async () => {
    let asked = false;
    const running = await start([], () => {
      asked = true;
    });
    const answer = running.call("delete_list", { list_id: "Hx8JzK" });
    await expect.poll(() => asked, { timeout: 10_000 }).toBe(true);
    running.child.kill("SIGTERM");
    expect(await answer).toBe("delete_list: the server is stopping\nNothing was changed. Call again.");
    expect(await running.exited).toBe(0);
    expect(left(running, "DELETE")).toEqual([]);
  });

  it("begins no other change of a call that makes several, and says which were made", async () => {
    const running = await start(["--confirm", "never"]);
    running.sandbox.addFault({ delayMs: 500, match: { method: "DELETE" } });
    const answer = running.call("delete_several", { list_ids: ["Hx8JzK", "Y6nRLr"] });
    await reached(running, "DELETE");
    running.child.kill("SIGTERM");
    const { data } = JSON.parse(await answer);
    expect(JSON.stringify(data)).toContain("not deleted: the server is stopping");
    expect(left(running, "DELETE")).toHaveLength(1);
    expect(await running.exited).toBe(0);
  });
});

it("a job that was begun is told as begun, and waited for no more", async () => {
  const running = await start(["--confirm", "never"]);
  const answer = running.call("bulk_import_profiles", { profiles: [{ email: "ada@example.org" }] });
  await reached(running, "POST");
  running.child.kill("SIGTERM");
  const { data, ...rest } = JSON.parse(await answer);
  expect(data).toMatchObject({ id: expect.any(String), status: "queued" });
  expect(rest.hint).toBeDefined();
  expect(await running.exited).toBe(0);
});

describe("the log", () => {
  it("has a line a call: its id, which the audit log has too, and what a proxy calls the request", async () => {
    const folder = mkdtempSync(join(tmpdir(), "klaviyo-watched-"));
    const file = join(folder, "audit.jsonl");
    const running = await start(["--audit-log", file]);
    await running.call("get_lists", {});
    await running.call("create_list", { name: "Ada Lovelace" });
    await running.call("delete_list", { list_id: "Hx8JzK" });
    const [read, change, asked] = running.log().filter(({ message }) => message === "call");
    expect(read).toMatchObject({
      tool: "get_lists",
      x_request_id: "req-7f.1",
      call: expect.stringMatching(/^[\da-f-]{36}$/),
    });
    expect(change?.call).not.toBe(read?.call);
    const page = readFileSync("docs/watching.md", "utf8");
    for (const field of Object.keys({ ...read, ...change })) expect(page).toContain(`\`${field}\``);
    const audited = parsed(readFileSync(file, "utf8"));
    rmSync(folder, { recursive: true });
    expect(audited.map(({ event, call }) => [event, call])).toEqual([
      ["change", change?.call],
      ["outcome", change?.call],
      ["answer", asked?.call],
    ]);
    const text = await (await fetch(`${running.watched}/metrics`)).text();
    expect(text).toContain('klaviyo_mcp_calls_total{tool="create_list",outcome="ok"} 1');
    expect(text).toContain('klaviyo_mcp_questions_total{event="token_shown"} 1');
    expect(JSON.stringify(running.log())).not.toContain("Lovelace");
  });

  it("has no word for a request that is not plain", async () => {
    const running = await start([]);
    const headers = {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      "mcp-session-id": running.transport.sessionId ?? "",
      "x-request-id": "ada@example.org",
    };
    const params = { name: "get_lists", arguments: {} };
    const body = JSON.stringify({ jsonrpc: "2.0", id: 9, method: "tools/call", params });
    await (await fetch(running.url, { method: "POST", headers, body })).text();
    const [line] = running.log().filter(({ message }) => message === "call");
    expect(line).toMatchObject({ tool: "get_lists" });
    expect(line).not.toHaveProperty("x_request_id");
  });
});

it("a session that its client ends is counted no more", async () => {
  const running = await start([]);
  const sessions = async () => {
    const text = await (await fetch(`${running.watched}/metrics`)).text();
    return /^klaviyo_mcp_sessions (\d+)$/m.exec(text)?.[1];
  };
  expect(await sessions()).toBe("1");
  await running.transport.terminateSession();
  await expect.poll(sessions, { timeout: 10_000 }).toBe("0");
});
