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
/** The whole of a large export takes minutes at this pace: it is looked at for so long, once its lanes are open. */
const WINDOW_MS = 15_000;
const OPENING_MS = 3000;
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
  /** Pages that were asked of the gateway so far. */
  pages(): Promise<number>;
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
    pages: async () => Number(await (await fetch(`${url}/count`)).text()),
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

/** How near an export of profiles keeps to the limits while it is under way. */
async function measurePace(cli: string[], env: Record<string, string>): Promise<void> {
  const exporting = await begin(cli, env, "profiles", ANSWER_MS);
  const ended = exporting.finish().catch(() => undefined);
  await pause(OPENING_MS);
  const [from, before] = [performance.now(), await exporting.pages()];
  await pause(WINDOW_MS);
  const rate = ((await exporting.pages()) - before) / ((performance.now() - from) / 1000);
  await exporting.stop();
  await Promise.race([ended, pause(0)]);
  tell(`an export of 250,000 profiles, ${WINDOW_MS / 1000} s of it`, rate);
}

/** The same of all events, from the first page on: the pages that were needed in the time that it took. */
async function measureWhole(cli: string[], env: Record<string, string>): Promise<void> {
  const { total, a_page } = EXPORTS.events;
  const exporting = await begin(cli, env, "events", ANSWER_MS);
  const from = performance.now();
  await exporting.finish();
  const rate = total / a_page / ((performance.now() - from) / 1000);
  checkRows(exporting.folder, total);
  await exporting.stop();
  report(
    "an export of 100,000 events, from the call to the file",
    `${((rate / ALLOWED) * 100).toFixed(1)} % of ${ALLOWED} pages a second`,
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
  for (let pages = 0; pages < 10 * tenth; pages = await exporting.pages()) {
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

function tell(what: string, rate: number): void {
  const share = rate / ALLOWED;
  report(what, `${(share * 100).toFixed(1)} % of ${ALLOWED} pages a second`, "≥ 95 %", share >= 0.95);
}

/** Measures exports by the built server, within one run. */
export async function measureExports(cli: string[], env: Record<string, string>): Promise<void> {
  await measurePace(cli, env);
  await measureWhole(cli, env);
  await measureMemory(cli, env);
}
