import { readdirSync, readlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Fault, type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { StdioProcess } from "../bench/process.ts";

// A long run of mixed calls with faults among them. Prints what it found; exits with 1 when a write was doubled, a
// call lost, a socket left open, or the limits or the heap's bound were missed.

const CLI = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));
const PROBE = new URL("../bench/heap-probe.mjs", import.meta.url).href;
const IN_FLIGHT = 16;
/** One request in so many meets a fault. */
const FAULT_EVERY = 50;
/** Requests a second that a Maton key has: the tightest limit on a mix of operations. */
const KEY_LIMIT = 10;
const FAULTS: readonly Fault[] = [
  { status: 500, body: "{}", contentType: "application/json" },
  { status: 503, body: "<html>", contentType: "text/html" },
  { drop: "before" },
  { drop: "after" },
  { cut: true },
];

type Call = [tool: string, args: Record<string, unknown>];
/** Reads and writes in turn; every write carries a mark that says which call it was. */
const MIX: readonly ((at: number) => Call)[] = [
  () => ["get_profiles", { page_size: 20 }],
  (at) => ["create_event", { metric_name: "Soak", email: "a@b.co", unique_id: `soak-${at}` }],
  () => ["get_campaign", { campaign_id: "01GDDKASAP8TKDDA2GRZDSVP4I" }],
  (at) => ["update_profile", { profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H", title: `soak-${at}` }],
  () => ["get_list", { list_id: "Y6nRLr" }],
  () => ["get_segment", { segment_id: "UxQKbd" }],
  () => ["get_events", { page_size: 20, sort: "-datetime" }],
  () => ["get_profile", { profile_id: "01GDDKASAP8TKDDA2GRZDSVP4H" }],
];

let failed = false;
function report(what: string, found: string, ok: boolean): void {
  process.stdout.write(`${ok ? "ok  " : "MISS"} ${what}: ${found}\n`);
  failed ||= !ok;
}

interface Outcome {
  seconds: number;
  requests: number;
  answered: number;
  errors: number;
  doubled: number;
  openSockets: number;
  heap: Map<number, number>;
}

async function soak(calls: number, limits: number, pace: "on" | "off", looks: number[]): Promise<Outcome> {
  const sandbox = await startSandbox({ limits });
  const server = new StdioProcess(
    ["--expose-gc", "--import", PROBE, CLI, "--pace", pace, "--confirm", "never"],
    {
      MATON_API_KEY: "soak-key",
      MATON_GATEWAY_URL: sandbox.url,
      MATON_CONTROL_URL: sandbox.url,
      KLAVIYO_MCP_LOG_LEVEL: "error",
    },
  );
  await server.initialize();
  const heap = new Map<number, number>();
  const started = performance.now();
  let [next, answered, errors] = [0, 0, 0];
  const upTo = async (end: number) => {
    const work = async () => {
      while (next < end) {
        const at = next;
        next += 1;
        if (at % FAULT_EVERY === 0) meetFault(sandbox, at / FAULT_EVERY);
        const [tool, args] = MIX[at % MIX.length]?.(at) ?? ["get_accounts", {}];
        const { isError } = await server.call(tool, args);
        answered += 1;
        if (isError) errors += 1;
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  };
  for (const look of [...looks, calls]) {
    await upTo(look);
    if (looks.length > 0) heap.set(look, await server.heapBytes());
  }
  const seconds = (performance.now() - started) / 1000;
  const outcome = {
    seconds,
    requests: sandbox.requests.length,
    answered,
    errors,
    doubled: countDoubled(sandbox),
    openSockets: socketsOf(server.child.pid ?? 0),
    heap,
  };
  await server.stop();
  await sandbox.close();
  return outcome;
}

function meetFault(sandbox: Sandbox, index: number): void {
  sandbox.addFault(FAULTS[index % FAULTS.length] ?? {});
}

/** Writes that arrived more than once by their mark, those aside that were refused with 429. */
function countDoubled(sandbox: Sandbox): number {
  const seen = new Map<string, number>();
  for (const { rawBody, status, method } of sandbox.requests) {
    const mark = method === "GET" || status === 429 ? undefined : /soak-\d+/.exec(rawBody ?? "")?.[0];
    if (mark) seen.set(mark, (seen.get(mark) ?? 0) + 1);
  }
  return [...seen.values()].filter((count) => count > 1).length;
}

/** Sockets that a process has open besides its three pipes; reads keep some alive for the next. */
function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((fd) => {
    try {
      return Number(fd) > 2 && readlinkSync(`${folder}/${fd}`).startsWith("socket:");
    } catch {
      return false;
    }
  }).length;
}

const paced = await soak(2000, 1, "on", []);
const rate = paced.requests / paced.seconds;
report(
  "2,000 calls, 16 in flight, the published limits",
  `${rate.toFixed(2)} requests/s of ${KEY_LIMIT} that the key allows, ${paced.errors} errors`,
  rate >= KEY_LIMIT * 0.95,
);
report("calls without an answer", String(2000 - paced.answered), paced.answered === 2000);
report("writes that arrived twice", String(paced.doubled), paced.doubled === 0);

const fast = await soak(20_000, 50, "off", [1000]);
const [early = 0, late = 0] = fast.heap.values();
report(
  "20,000 calls, limits × 50",
  `${(fast.requests / fast.seconds).toFixed(0)} requests/s, ${fast.errors} errors`,
  true,
);
report("calls without an answer", String(20_000 - fast.answered), fast.answered === 20_000);
report("writes that arrived twice", String(fast.doubled), fast.doubled === 0);
report(
  "heap after 20,000 calls over after 1,000",
  `${(late / early).toFixed(3)} × (${(late / 1e6).toFixed(1)} MB)`,
  late <= early * 1.1,
);
report(
  "sockets open at the end",
  `${fast.openSockets}, kept alive for ${IN_FLIGHT} at once`,
  fast.openSockets <= IN_FLIGHT + 4,
);
process.exitCode = failed ? 1 : 0;
