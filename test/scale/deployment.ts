import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, type RedisServer, startRedis } from "../redis/server.ts";
import { CONNECTIONS, type Seen } from "./seen.ts";

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const NGINX_CONF = fileURLToPath(new URL("../../deploy/nginx.conf", import.meta.url));
export const MATON_KEY = "scale-key-0123456789";

export const callerToken = (at: number) => `scale-caller-${at}-token`;

/** Replicas behind nginx with Redis between them, a gateway behind all, on loopback. */
export interface Deployment {
  url: string;
  redis: RedisServer;
  /** What the gateway saw since the last look. */
  seen(): Promise<Seen>;
  kill(replica: number): void;
  restart(replica: number): Promise<void>;
  /** Has nginx read its configuration anew: workers that serve end when they are done. */
  reload(): void;
  end(): Promise<void>;
}

/** What runs, to be ended with this process however it ends. */
const running = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

function watched(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

export interface DeployOptions {
  replicas: number;
  /** Requests a second of the Maton key. */
  keyRate: number;
  env?: Record<string, string>;
}

/** Starts everything; resolves when each replica answers. */
export async function deploy({ replicas, keyRate, env = {} }: DeployOptions): Promise<Deployment> {
  const dir = mkdtempSync(path.join(tmpdir(), "klaviyo-mcp-scale-"));
  const redis = await startRedis({ keeps: true });
  const gateway = watched(fork(fileURLToPath(new URL("gateway.ts", import.meta.url))));
  const { port } = await answerOf<{ port: number }>(gateway);
  const team = path.join(dir, "team.json");
  writeFileSync(team, JSON.stringify(teamOf()));
  const ports = await Promise.all(Array.from({ length: replicas }, freePort));
  const start = (at: number) =>
    startReplica(ports[at] ?? 0, {
      MATON_API_KEY: MATON_KEY,
      MATON_API_URL: `http://127.0.0.1:${port}`,
      KLAVIYO_MCP_REDIS_URL: redis.url,
      KLAVIYO_MCP_TEAM: team,
      KLAVIYO_MCP_KEY_RATE: String(keyRate),
      KLAVIYO_MCP_UNASKED: "1000000,1000000",
      KLAVIYO_MCP_LOG_LEVEL: process.env.SCALE_LOG ?? "error",
      ...env,
    });
  const servers = await Promise.all(ports.map((_, at) => start(at)));
  const nginx = await startNginx(dir, ports);
  return {
    url: `http://127.0.0.1:${nginx.port}/mcp`,
    redis,
    seen: () => {
      const seen = answerOf<Seen>(gateway);
      gateway.send("seen");
      return seen;
    },
    kill: (at) => void servers[at]?.kill("SIGKILL"),
    restart: async (at) => {
      servers[at] = await start(at);
    },
    reload: nginx.reload,
    end: async () => {
      await Promise.all(servers.map(ended));
      await nginx.end();
      gateway.disconnect();
      await redis.end();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Each of thirty callers has an account of its own. */
function teamOf() {
  return {
    connections: Object.fromEntries(CONNECTIONS.map(({ id, name }) => [name, id])),
    callers: CONNECTIONS.map(({ name }, at) => ({
      name: `caller-${at}`,
      token_sha256: createHash("sha256").update(callerToken(at)).digest("hex"),
      connections: [name],
    })),
  };
}

async function startReplica(port: number, env: Record<string, string>): Promise<ChildProcess> {
  const args = [CLI, "http", "--port", String(port)];
  const stdio = ["ignore", "pipe", "inherit"] as const;
  const child = watched(
    spawn(process.execPath, args, { env: { PATH: process.env.PATH, ...env }, stdio: [...stdio] }),
  );
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once("data", () => resolve());
    child.once("exit", (code) => reject(new Error(`a replica ended with ${code}`)));
  });
  return child;
}

/** nginx as deploy/nginx.conf has it, with these replicas. */
async function startNginx(dir: string, replicas: readonly number[]) {
  const port = await freePort();
  const servers = replicas
    .map((one) => `server 127.0.0.1:${one} max_fails=1 fail_timeout=2s;`)
    .join("\n    ");
  const conf = readFileSync(NGINX_CONF, "utf8")
    .replace(/(?: {4}server replica-\d:3333 .*;\n)+/, `    ${servers}\n`)
    .replace("listen 8080;", `listen 127.0.0.1:${port};`);
  const file = path.join(dir, "nginx.conf");
  writeFileSync(file, conf);
  mkdirSync(path.join(dir, "logs"));
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const http = temp.map((name) => `${name}_temp_path ${dir}/${name};`).join(" ");
  writeFileSync(file, conf.replace("http {", `http {\n  ${http}`));
  const args = ["-p", dir, "-c", file, "-e", path.join(dir, "error.log")];
  const directives = `daemon off; pid ${dir}/nginx.pid;`;
  const child = watched(spawn("nginx", [...args, "-g", directives], { stdio: "inherit" }));
  await until(async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).ok);
  return {
    port,
    reload: () => void execFileSync("nginx", [...args, "-g", `pid ${dir}/nginx.pid;`, "-s", "reload"]),
    end: () => ended(child),
  };
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("nginx did not answer");
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

function answerOf<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve, reject) => {
    child.once("message", (message) => resolve(message as T));
    child.once("exit", (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
}
