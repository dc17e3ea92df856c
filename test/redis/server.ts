import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { Redis } from "ioredis";

/** What serves: each test runs with each of them, by a project of vitest.config.ts. */
export const PROGRAM = process.env.REDIS_PROGRAM ?? "redis-server";

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

export interface RedisOptions {
  /** Whether it finds again what it knew before. */
  keeps?: boolean;
  /** What else it is started with. */
  args?: readonly string[];
  /** How it is reached, by its port, where not by a plain url. */
  urlAt?: (port: number) => string;
  /** How the test reaches it, where not by that url alone. */
  tls?: { ca: string };
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

/** Starts one server. */
export async function startRedis({
  keeps = false,
  args = [],
  urlAt = (port) => `redis://127.0.0.1:${port}`,
  tls,
}: RedisOptions = {}): Promise<RedisServer> {
  const port = await freePort();
  const dir = mkdtempSync(path.join(tmpdir(), "klaviyo-mcp-redis-"));
  const url = urlAt(port);
  const listen = tls ? ["--port", "0", "--tls-port", String(port)] : ["--port", String(port)];
  const kept = ["--save", "", "--appendonly", keeps ? "yes" : "no"];
  let child: ChildProcess | undefined;
  const start = async () => {
    const all = [...listen, "--bind", "127.0.0.1", ...kept, ...args];
    const started = spawn(PROGRAM, all, { cwd: dir, stdio: "ignore" });
    child = started;
    running.add(started);
    started.once("exit", () => running.delete(started));
    const failed = new Promise<never>((_, reject) => {
      started.once("error", (error) => reject(notStarted(error)));
      started.once("exit", (code) => reject(new Error(`${PROGRAM} ended with ${code}`)));
    });
    failed.catch(() => undefined);
    const client = new Redis(url, {
      retryStrategy: () => 20,
      maxRetriesPerRequest: null,
      ...(tls && { tls }),
    });
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

function notStarted(error: Error & { code?: string }): Error {
  if (error.code !== "ENOENT") return error;
  return new Error(
    `${PROGRAM} is not here: the Debian package ${PROGRAM} has it, of Debian 12 its backports; .ci/run installs it`,
  );
}
