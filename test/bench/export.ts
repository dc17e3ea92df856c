import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { StdioProcess } from "./process.ts";
import { median, report } from "./report.ts";

const GATEWAY = fileURLToPath(new URL("export-server.mjs", import.meta.url));
const PROBE = new URL("heap-probe.mjs", import.meta.url).href;
const ANSWER_MS = 300;
/** Maton's limit, which is the narrowest of those that an export meets: requests a second. */
const ALLOWED = 10;
/** The whole of a large export takes minutes at this pace: it is looked at for so long. */
const WINDOW_MS = 17_000;
/** Requests until its lanes are open. */
const OPENING = 20;
const LOOK_MS = 50;
const FILE = "export.csv";

const EXPORTS = {
  profiles: {
    total: 250_000,
    a_page: 100,
    call: { name: "get_profiles", columns: ["id", "email", "properties.note"] },
  },
  events: {
    total: 100_000,
    a_page: 1000,
    call: { name: "get_events", columns: ["id", "datetime", "event_properties"] },
  },
} as const;

interface Exporting {
  server: StdioProcess;
  folder: string;
  /** When each page was asked of the gateway, in milliseconds. */
  asked(): Promise<number[]>;
  /** Calls until the file is written. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

/** Begins an export of these in a process of its own, from a gateway that takes so long. */
async function begin(cli: string[], env: Record<string, string>, what: keyof typeof EXPORTS, ms: number) {
  const { total, call } = EXPORTS[what];
  const gateway = spawn(process.execPath, [GATEWAY, String(total), String(ms)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await new Promise<string>((resolve) =>
    gateway.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim())),
  );
  const folder = mkdtempSync(join(tmpdir(), "klaviyo-mcp-bench-"));
  const urls = { MATON_GATEWAY_URL: url, MATON_CONTROL_URL: url, KLAVIYO_MCP_FILES: folder };
  const server = new StdioProcess(cli, { ...env, ...urls });
  await server.initialize();
  const once = async () => {
    const { text, isError } = await server.call("export_collection", { ...call, file: FILE });
    if (isError) throw new Error(text);
    return JSON.parse(text).data.status as string;
  };
  const exporting: Exporting = {
    server,
    folder,
    asked: async () => JSON.parse(await (await fetch(`${url}/asked`)).text()),
    finish: async () => {
      while ((await once()) === "running");
    },
    stop: async () => {
      await server.stop();
      gateway.kill();
      rmSync(folder, { recursive: true });
    },
  };
  return exporting;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * How near an export keeps to the limits while it is under way: between two requests that have the same place among
 * those of a second, so that where the window begins does not count.
 */
function paceOf(what: string, asked: readonly number[], most: number): void {
  const to = Math.min(asked.length - 1, most) - OPENING;
  const pages = Math.floor(to / ALLOWED) * ALLOWED;
  const ms = (asked[OPENING + pages] ?? 0) - (asked[OPENING] ?? 0);
  const share = pages / (ms / 1000) / ALLOWED;
  const told = `${(share * 100).toFixed(1)} % of ${ALLOWED} pages a second (${pages} pages)`;
  report(`${what} of a gateway that takes ${ANSWER_MS} ms`, told, "≥ 95 %", share >= 0.95);
}

async function measureProfiles(cli: string[], env: Record<string, string>): Promise<void> {
  const exporting = await begin(cli, env, "profiles", ANSWER_MS);
  const ended = exporting.finish().catch(() => undefined);
  await pause(WINDOW_MS);
  paceOf("a part of an export of 250,000 profiles", await exporting.asked(), Number.POSITIVE_INFINITY);
  await exporting.stop();
  await Promise.race([ended, pause(0)]);
}

/** All events from the first page asked for to the last, over what so many pages take by the limit alone. */
async function measureEvents(cli: string[], env: Record<string, string>): Promise<void> {
  const { total, a_page } = EXPORTS.events;
  const exporting = await begin(cli, env, "events", ANSWER_MS);
  await exporting.finish();
  checkRows(exporting.folder, total);
  const asked = await exporting.asked();
  await exporting.stop();
  const needed = total / a_page;
  const seconds = ((asked.at(-1) ?? 0) - (asked[0] ?? 0)) / 1000;
  const share = needed / ALLOWED / seconds;
  report(
    `an export of 100,000 events of a gateway that takes ${ANSWER_MS} ms, from its first page to its last`,
    `${(share * 100).toFixed(1)} % of what the limits allow (${asked.length} pages asked for ${needed})`,
    "≥ 95 %",
    share >= 0.95,
  );
}

/** Heap in the last tenth over the first one, of an export that nothing holds up. */
async function measureMemory(cli: string[], env: Record<string, string>): Promise<void> {
  const { total, a_page } = EXPORTS.profiles;
  const free = { ...env, KLAVIYO_MCP_PACE: "off" };
  const exporting = await begin(["--expose-gc", "--import", PROBE, ...cli], free, "profiles", 0);
  const ended = exporting.finish();
  const heaps: number[][] = [[], []];
  const tenth = total / a_page / 10;
  for (let pages = 0; pages < 10 * tenth; pages = (await exporting.asked()).length) {
    const part = pages < tenth ? 0 : pages < 2 * tenth ? -1 : pages >= 9 * tenth ? 1 : -1;
    if (pages > 0) heaps[part]?.push(await exporting.server.heapBytes());
    await pause(LOOK_MS);
  }
  await ended;
  checkRows(exporting.folder, total);
  await exporting.stop();
  const [first = 0, last = 0] = heaps.map((bytes) => median(bytes));
  const growth = last / first;
  const told = [first, last].map((bytes) => (bytes / 1024 / 1024).toFixed(1)).join(" → ");
  report(
    "heap in the last tenth of 250,000 profiles over the first",
    `${growth.toFixed(2)} × (${told} MB)`,
    "≤ 1.1 ×",
    first > 0 && growth <= 1.1,
  );
}

function checkRows(folder: string, total: number): void {
  const lines = readFileSync(join(folder, FILE), "utf8").split("\r\n").length - 2;
  if (lines !== total) throw new Error(`an export of ${total} has ${lines} rows`);
}

/** Measures exports by the built server, within one run. */
export async function measureExports(cli: string[], env: Record<string, string>): Promise<void> {
  await measureProfiles(cli, env);
  await measureEvents(cli, env);
  await measureMemory(cli, env);
}
