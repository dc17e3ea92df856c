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

const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

const answers = (running: Running) => running.out.map((line) => JSON.parse(line));

describe("the process", () => {
  it("exits with 0 when stdin closes", async () => {
    const running = await start();
    running.child.stdin.end();
    expect(await running.exited).toBe(0);
    expect(running.err()).toBe("");
  });

  it.each(SIGNALS)("exits with 0 on %s, aborting a read at once", async (signal) => {
    const running = await start();
    running.sandbox.addFault({ delayMs: 60_000, match: { path: "/api/lists" } });
    running.call(1, "get_lists");
    await reached(running, "/api/lists");
    running.child.kill(signal);
    expect(await running.exited).toBe(0);
    expect(running.sandbox.requests.filter(({ path }) => path.includes("/api/lists"))).toHaveLength(1);
    const answer = answers(running).find(({ id }) => id === 1);
    expect(answer.result.content[0].text).toBe(
      "get_lists: the server is stopping\nNothing was changed. Call again.",
    );
  });

  it.each(SIGNALS)("waits on %s for a write that is on its way, and logs what came of it", async (signal) => {
    const running = await start();
    running.sandbox.addFault({ delayMs: 500, match: { path: "/api/lists" } });
    running.call(1, "create_list", { name: "last words" });
    await reached(running, "/api/lists");
    running.child.kill(signal);
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

  it("takes no write any more while the last ones end", async () => {
    const running = await start();
    running.sandbox.addFault({ delayMs: 1000, match: { operation: "create_list" } });
    running.call(1, "create_list", { name: "last" });
    await reached(running, "/api/lists");
    running.child.kill("SIGTERM");
    // The signal needs a moment to arrive; what comes before it is a call like any other, and only reads.
    for (let id = 2; !running.out.some((line) => line.includes("the server is stopping")); id += 1) {
      running.call(id, "update_list", { list_id: "Y6nRLr", name: "too late", dry_run: true });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    running.call(9999, "create_list", { name: "too late" });
    expect(await running.exited).toBe(0);
    const posts = running.sandbox.requests.filter(({ method }) => method === "POST");
    expect(posts.map(({ body }) => JSON.stringify(body))).toEqual([expect.stringContaining('"last"')]);
    const late = answers(running).find(({ id }) => id === 9999);
    expect(late.result.content[0].text).toContain("Nothing was changed");
  });

  it("ends when stdin does, also when nobody reads what it says", async () => {
    const running = await start();
    running.child.stdout.removeAllListeners("data").pause();
    for (let id = 1; id < 20; id += 1) running.send({ id, method: "tools/list" });
    running.call(20, "get_lists");
    await reached(running, "/api/lists");
    running.child.stdin.end();
    expect(await running.exited).toBe(0);
  });

  it("answers what is no message, and goes on", async () => {
    const running = await start();
    const write = (line: string) => running.child.stdin.write(`${line}\n`);
    write("{broken");
    write('{"jsonrpc":"1.0","id":7,"method":"tools/list"}');
    write('[{"jsonrpc":"2.0","id":8,"method":"ping"}]');
    write("");
    write('{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"no"}}');
    running.send({ id: 9, method: "ping" });
    await expect.poll(() => answers(running).some(({ id }) => id === 9), { timeout: 10_000 }).toBe(true);
    expect(answers(running).slice(1)).toMatchObject([
      { id: null, error: { code: -32700 } },
      { id: 7, error: { code: -32600 } },
      { id: null, error: { code: -32600 } },
      { id: 9, result: {} },
    ]);
  });

  it("refuses a line of more than 10 MB, whose it is where it can be seen, and goes on", async () => {
    const running = await start();
    const long = "x".repeat(10 * 1024 * 1024);
    const write = (line: string) => running.child.stdin.write(`${line}\n`);
    write(`{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"${long}"}}`);
    write(`{"method":"ping","params":{"x":"${long}"},"jsonrpc":"2.0","id":"two"}`);
    write(`{"method":"ping","jsonrpc":"2.0","params":{"x":"${long}","id":3}}`);
    running.send({ id: 4, method: "ping" });
    await expect.poll(() => answers(running).some(({ id }) => id === 4), { timeout: 20_000 }).toBe(true);
    const refused = { error: { code: -32600, message: expect.stringContaining("at most 10485760 bytes") } };
    expect(answers(running).slice(1)).toMatchObject([
      { id: 1, ...refused },
      { id: "two", ...refused },
      { id: null, ...refused },
      { id: 4, result: {} },
    ]);
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

  it("a malformed line does not stop the server", async () => {
    const child = spawn(process.execPath, [CLI, "--sandbox"], { env: { PATH: process.env.PATH } });
    const lines: string[] = [];
    child.stdout.on("data", (chunk: Buffer) =>
      lines.push(...chunk.toString("utf8").split("\n").filter(Boolean)),
    );
    child.stdin.write("this is no JSON\n{}\n[]\n");
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id: 1, method: "server/discover" })}\n`);
    child.stdin.write(
      `${JSON.stringify({ jsonrpc: "2.0", id: 2, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "t", version: "1" } } })}\n`,
    );
    // What is no message is answered too, so the last of them is waited for.
    await expect.poll(() => lines.some((line) => JSON.parse(line).id === 2), { timeout: 10_000 }).toBe(true);
    const answers = lines.map((line) => JSON.parse(line));
    expect(answers.find(({ id }) => id === 1)?.error?.code).toBe(-32601);
    expect(answers.find(({ id }) => id === 2)?.result?.serverInfo?.name).toBe("klaviyo-mcp");
    // Nothing but JSON-RPC on stdout.
    for (const answer of answers) expect(answer.jsonrpc).toBe("2.0");
    child.stdin.end();
    await new Promise((resolve) => child.once("exit", resolve));
  });
});
