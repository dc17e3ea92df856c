import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { afterEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { CLI, KEY } from "./client.ts";

// How the process lives and dies, seen from outside: its streams, its signals and its exit code.

interface Running {
  child: ChildProcessWithoutNullStreams;
  sandbox: Sandbox;
  out: string[];
  err(): string;
  send(message: Record<string, unknown>): void;
  call(id: number, name: string, args?: Record<string, unknown>): void;
  exited: Promise<number | null>;
}

const open: Running[] = [];
afterEach(async () => {
  for (const { child, sandbox } of open.splice(0)) {
    child.kill("SIGKILL");
    await sandbox.close();
  }
});

async function start(args: string[] = []): Promise<Running> {
  const sandbox = await startSandbox({ limits: "off" });
  const child = spawn(process.execPath, [CLI, "--confirm", "never", ...args], {
    env: {
      PATH: process.env.PATH,
      MATON_API_KEY: KEY,
      MATON_GATEWAY_URL: sandbox.url,
      MATON_CONTROL_URL: sandbox.url,
    },
  });
  const out: string[] = [];
  let rest = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk.toString("utf8")).split("\n");
    rest = lines.pop() ?? "";
    out.push(...lines);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk.toString("utf8");
  });
  child.stdin.on("error", () => undefined);
  const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const send = (message: Record<string, unknown>) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  };
  const running: Running = {
    child,
    sandbox,
    out,
    err: () => err,
    send,
    call: (id, name, args = {}) => send({ id, method: "tools/call", params: { name, arguments: args } }),
    exited,
  };
  open.push(running);
  send({
    id: 0,
    method: "initialize",
    params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } },
  });
  await expect.poll(() => out.length, { timeout: 10_000 }).toBe(1);
  send({ method: "notifications/initialized" });
  return running;
}

const reached = (running: Running, path: string) =>
  expect
    .poll(() => running.sandbox.requests.some((one) => one.path.includes(path)), { timeout: 10_000 })
    .toBe(true);

describe("the process", () => {
  it("exits with 0 when stdin closes", async () => {
    const running = await start();
    running.child.stdin.end();
    expect(await running.exited).toBe(0);
    expect(running.err()).toBe("");
  });

  it.each(["SIGTERM", "SIGINT"] as const)("exits with 0 on %s, aborting a read at once", async (signal) => {
    const running = await start();
    running.sandbox.addFault({ delayMs: 60_000, match: { path: "/api/lists" } });
    running.call(1, "get_lists");
    await reached(running, "/api/lists");
    running.child.kill(signal);
    expect(await running.exited).toBe(0);
    expect(running.sandbox.requests.filter(({ path }) => path.includes("/api/lists"))).toHaveLength(1);
  });

  it("waits for a write that is on its way, and logs what came of it", async () => {
    const running = await start();
    running.sandbox.addFault({ delayMs: 500, match: { path: "/api/lists" } });
    running.call(1, "create_list", { name: "last words" });
    await reached(running, "/api/lists");
    running.child.kill("SIGTERM");
    expect(await running.exited).toBe(0);
    const log = running
      .err()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(log.find(({ tool }) => tool === "create_list")).toMatchObject({
      status: "ok",
      requests: expect.any(Number),
    });
  });

  it("does not wait for a write for ever", async () => {
    const running = await start();
    running.sandbox.addFault({ delayMs: 60_000, match: { path: "/api/lists" } });
    running.call(1, "create_list", { name: "never answered" });
    await reached(running, "/api/lists");
    running.child.kill("SIGTERM");
    expect(await running.exited).toBe(0);
    expect(running.err()).toContain("create_list");
  });

  it("ends when nobody reads its stdout any more", async () => {
    const running = await start();
    running.child.stdout.destroy();
    running.call(1, "get_lists");
    running.call(2, "get_lists");
    expect(await running.exited).toBe(0);
    expect(running.err()).not.toContain("EPIPE");
  });

  it("prints JSON-RPC on stdout and nothing else, whatever is called", async () => {
    const running = await start(["--log-level", "debug"]);
    running.call(1, "get_lists");
    running.call(2, "nope");
    running.call(3, "get_list", { list_id: ".." });
    running.send({ id: 4, method: "server/discover" });
    running.send({ method: "notifications/unheard-of" });
    running.child.stdin.write("{broken\n");
    running.call(5, "get_accounts");
    await expect.poll(() => running.out.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(6);
    for (const line of running.out) expect(JSON.parse(line).jsonrpc).toBe("2.0");
    for (const line of running.err().trim().split("\n")) expect(JSON.parse(line)).toHaveProperty("level");
  });

  it("refuses to start with a sentence that says what to set", async () => {
    for (const [args, says] of [
      [["--read-onyl"], "--read-only"],
      [["--toolsets", "nope"], "--toolsets takes"],
      [["--confirm", "maybe"], "dangerous, writes, elicit-only, never"],
      [["serve"], "klaviyo-mcp --help"],
    ] as const) {
      const child = spawn(process.execPath, [CLI, ...args], { env: { PATH: process.env.PATH } });
      let err = "";
      let out = "";
      child.stderr.on("data", (chunk) => {
        err += chunk;
      });
      child.stdout.on("data", (chunk) => {
        out += chunk;
      });
      expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(1);
      expect(err).toContain(says);
      expect(out).toBe("");
    }
  });
});
