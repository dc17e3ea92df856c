import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";

/** A Redis of a test's own, on loopback. */
export interface RedisServer {
  url: string;
  port: number;
  /** Ends it; what it knows is kept where it keeps anything. */
  stop(): Promise<void>;
  /** Starts it again at the same port. */
  start(): Promise<void>;
  /** Stops it and removes what it kept. */
  end(): Promise<void>;
}

/** A port of this machine that nothing listens at. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("there is no free port");
  return address.port;
}

/** What runs, to be ended with this process however it ends. */
const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts redis-server; with `keeps` it finds again what it knew before. */
export async function startRedis({ keeps = false } = {}): Promise<RedisServer> {
  const port = await freePort();
  const dir = mkdtempSync(path.join(tmpdir(), "klaviyo-mcp-redis-"));
  const url = `redis://127.0.0.1:${port}`;
  const kept = keeps ? ["--appendonly", "yes"] : ["--appendonly", "no"];
  let child: ChildProcess | undefined;
  const start = async () => {
    const args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", ...kept];
    const started = spawn("redis-server", args, { cwd: dir, stdio: "ignore" });
    child = started;
    running.add(started);
    started.once("exit", () => running.delete(started));
    const failed = new Promise<never>((_, reject) => {
      started.once("error", reject);
      started.once("exit", (code) => reject(new Error(`redis-server ended with ${code}`)));
    });
    failed.catch(() => undefined);
    const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: null });
    client.on("error", () => undefined);
    await Promise.race([client.ping(), failed]);
    client.disconnect();
  };
  const stop = async () => {
    const stopped = child;
    child = undefined;
    if (!stopped) return;
    const ended = new Promise((resolve) => stopped.once("exit", resolve));
    stopped.kill("SIGTERM");
    await ended;
  };
  const end = async () => {
    await stop();
    rmSync(dir, { recursive: true, force: true });
  };
  await start();
  return { url, port, stop, start, end };
}
