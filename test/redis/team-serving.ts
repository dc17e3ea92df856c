import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { expect, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { CLI, KEY } from "../client.ts";
import { type RedisServer, startRedis } from "./server.ts";

// Two replicas of the built server with one team's file, one Redis and one sandbox behind them.

/** The third connection of the sandbox; the first two are ALPINE and BOREAL of the tests of a team. */
export const CEDAR = "c05d7e18-94ab-4c62-8d3f-7b1e20f6a903";
/** What holds a Maton key besides the server's own. */
export const OTHER_KEY = { variable: "MATON_API_KEY_OTHER", value: "other-key-0123456789" };

export interface Replica {
  url: URL;
  stderr(): string;
}

export interface TeamReplicas {
  a: Replica;
  b: Replica;
  sandbox: Sandbox;
  redis: RedisServer;
  folder: string;
  /** Writes the team's file and has both replicas read it. */
  reload(team: unknown): Promise<void>;
  /** Starts one replica more, with other settings; it ends with the others. */
  join(args?: readonly string[], env?: Record<string, string>): Promise<Replica>;
  /** Every key of Redis, with what stands there, as plain text. */
  dump(): Promise<Map<string, string>>;
  close(): Promise<void>;
}

export interface TeamReplicasOptions {
  args?: readonly string[];
  env?: Record<string, string>;
}

const running = new Set<ChildProcessWithoutNullStreams>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

/** Starts them with a file that says this; `team` undefined is no file. */
export async function serveReplicas(
  team: unknown,
  { args = ["--pace", "off"], env = {} }: TeamReplicasOptions = {},
): Promise<TeamReplicas> {
  const [sandbox, redis] = await Promise.all([
    startSandbox({ limits: "off", connections: 3 }),
    startRedis({ keeps: true }),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "klaviyo-team-redis-"));
  const file = join(folder, "team.json");
  const write = (said: unknown) => writeFileSync(file, JSON.stringify(said, null, 2));
  if (team !== undefined) write(team);
  const children: ChildProcessWithoutNullStreams[] = [];
  const start = async (more: readonly string[], others: Record<string, string>) => {
    const chosen = team === undefined ? [] : ["--team", file];
    const child = spawn(process.execPath, [CLI, "http", "--port", "0", ...chosen, ...more], {
      cwd: folder,
      env: {
        PATH: process.env.PATH,
        MATON_API_KEY: KEY,
        [OTHER_KEY.variable]: OTHER_KEY.value,
        MATON_API_URL: sandbox.url,
        KLAVIYO_MCP_REDIS_URL: redis.url,
        ...others,
      },
    });
    running.add(child);
    child.once("exit", () => running.delete(child));
    children.push(child);
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
      child.once("exit", () => reject(new Error(err)));
    });
    return { url: new URL(url), stderr: () => err };
  };
  const [a, b] = await Promise.all([start(args, env), start(args, env)]);
  const readTimes = ({ stderr }: Replica) => stderr().match(/the team's file was read/g)?.length ?? 0;
  return {
    a,
    b,
    sandbox,
    redis,
    folder,
    reload: async (said) => {
      const before = [readTimes(a), readTimes(b)];
      write(said);
      for (const child of children.slice(0, 2)) child.kill("SIGHUP");
      const after = before.map((times) => times + 1);
      await vi.waitFor(() => expect([readTimes(a), readTimes(b)]).toEqual(after), 5000);
    },
    join: (more = args, others = env) => start(more, others),
    dump: () => dumpOf(redis.url),
    close: async () => {
      for (const child of children) child.kill("SIGKILL");
      await Promise.all([sandbox.close(), redis.end()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The places that Redis gave in each log since this was asked for, by its own clock: who has it, and when. */
export async function watchPlaces({ redis }: TeamReplicas) {
  const given = new Map<string, Map<string, number>>();
  const hear = (line: string) => {
    const [command = "", log = "", ...rest] = [...line.matchAll(WORD)].map(([, word = ""]) => word);
    const places = given.get(log) ?? new Map<string, number>();
    if (command === "ZADD" && rest.length === 2) places.set(rest[1] ?? "", Number(rest[0]));
    else if (command === "ZREM") for (const id of rest) places.delete(id);
    else return;
    given.set(log, places);
  };
  // MONITOR by itself: what scripts do is told as what clients do.
  const socket = createConnection(redis.port, "127.0.0.1");
  let text = "";
  const heard = new Promise<void>((resolve) => {
    socket.on("data", (chunk) => {
      text += chunk.toString("utf8");
      const lines = text.split("\r\n");
      text = lines.pop() ?? "";
      for (const line of lines) hear(line);
      resolve();
    });
  });
  socket.write("MONITOR\r\n");
  await heard;
  return {
    of: (log: string): [who: string, at: number][] =>
      [...(given.get(log) ?? [])].map(([id, at]) => [id.split(":")[0] ?? "", at]),
    end: () => void socket.destroy(),
  };
}

/** A word of a command as MONITOR shows it. */
const WORD = /"((?:[^"\\]|\\.)*)"/g;

async function dumpOf(url: string): Promise<Map<string, string>> {
  const client = new Redis(url);
  try {
    const names = await client.keys("*");
    const values = await Promise.all(
      names.map(async (name) => {
        const type = await client.type(name);
        if (type === "zset") return (await client.zrange(name, "0", "-1", "WITHSCORES")).join(" ");
        if (type === "hash") return JSON.stringify(await client.hgetall(name));
        if (type === "string") return (await client.get(name)) ?? "";
        throw new Error(`${name} is a ${type}, which nobody here reads`);
      }),
    );
    return new Map(names.map((name, at) => [name, values[at] ?? ""]));
  } finally {
    client.disconnect();
  }
}
