import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { L, S } from "../../src/tool/rates.ts";
import { ScaleCaller } from "./caller.ts";
import { callerToken, type Deployment, deploy } from "./deployment.ts";
import { type Arrival, CONNECTIONS } from "./seen.ts";
import { excesses, quantile, share, type Window } from "./windows.ts";
import { emptyTally, type Tally, Work } from "./work.ts";

// `npm run test:scale`: replicas behind nginx with Redis between them, thirty callers, and faults. Prints what it found and
// exits with 1 where something was lost, doubled, sent to another account, over a limit, or slower than it may be.
// `-- --record` writes the figures that docs/scale.md shows.

const CALLS = Number(process.env.SCALE_CALLS ?? 20_000);
/** Requests a second of the key in the long run: few enough that two slow cores are not the limit. The short one has Maton's. */
const FAST = 200;
const MATON = 10;
const MATON_MS = 20_000;
const UNLIMITED = 10_000;
const FREE_MS = 10_000;
const AWAY_MS = 6000;
const QUIET_MS = 8000;
const LEAST_SHARE = 0.9;
const MOST_ADDED_MS = 10;
/** All begin at the same moment once Redis is there for the first time. */
const BEGUN_MS = 3500;

const OPERATIONS = [
  ["GET /api/coupons/{coupon_id}", L],
  ["PATCH /api/coupons/{coupon_id}", S],
  ["DELETE /api/coupons/{coupon_id}", S],
] as const;

let failed = false;
function report(what: string, found: string, ok: boolean): void {
  process.stdout.write(`${ok ? "ok  " : "MISS"} ${what}: ${found}\n`);
  failed ||= !ok;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const percent = (part: number) => `${(part * 100).toFixed(1)} %`;

/** Every window that there is: the key's, and those of each operation and account. */
function windowsOf(keyRate: number): Window[] {
  const each = CONNECTIONS.flatMap(({ id }) =>
    OPERATIONS.flatMap(([operation, { burst, steady }]) => [
      { name: `${id} ${operation}`, limit: burst, ms: 1000 },
      { name: `${id} ${operation}`, limit: steady, ms: 60_000 },
    ]),
  );
  return [{ name: "key", limit: keyRate, ms: 1000 }, ...each];
}

function timesOf(arrivals: readonly Arrival[]): Map<string, number[]> {
  const times = new Map<string, number[]>([["key", arrivals.map(([at]) => at)]]);
  for (const [at, connection, operation] of arrivals) {
    const name = `${connection} ${operation}`;
    times.set(name, [...(times.get(name) ?? []), at]);
  }
  return times;
}

function checkWindows(arrivals: readonly Arrival[], keyRate: number): void {
  const windows = windowsOf(keyRate);
  const over = excesses(timesOf(arrivals), windows);
  const worst = over.map(({ name, limit, ms, held }) => `${name} held ${held} of ${limit} in ${ms} ms`);
  report(
    `windows over their limit, of ${windows.length}`,
    worst.slice(0, 5).join("; ") || "0",
    over.length === 0,
  );
}

/** Has all callers work until `isOver`; resolves when the last has its answer. */
async function work(url: string, tally: Tally, changes: boolean, isOver: () => boolean): Promise<number> {
  const callers = CONNECTIONS.map((_, at) => new ScaleCaller(url, callerToken(at)));
  const works = callers.map((caller, at) => new Work(caller, CONNECTIONS[at]?.id ?? "", tally, at));
  await Promise.all(
    works.map(async (one) => {
      while (!isOver()) await one.next(changes);
    }),
  );
  for (const caller of callers) caller.end();
  return callers.reduce((all, { begun }) => all + begun, 0);
}

/** Has all callers read for so long, once they have begun; answers with what came of it. */
async function readFor(deployment: Deployment, ms: number) {
  const warm = emptyTally();
  await work(deployment.url, warm, false, () => warm.calls >= CONNECTIONS.length * 3);
  await pause(BEGUN_MS);
  await deployment.seen();
  const tally = emptyTally();
  const ends = performance.now() + ms;
  await work(deployment.url, tally, false, () => performance.now() >= ends);
  return { tally, arrivals: (await deployment.seen()).arrivals };
}

/** How long a turn takes by Redis while `during` lasts: its median and 99th percentile, in milliseconds. */
async function turnsDuring<T>(deployment: Deployment, during: () => Promise<T>) {
  const probe = fork(fileURLToPath(new URL("probe.ts", import.meta.url)), [deployment.redis.url]);
  const came = await during();
  const told = new Promise<number[]>((resolve) =>
    probe.once("message", (times) => resolve(times as number[])),
  );
  probe.send("times");
  const turns = await told;
  probe.disconnect();
  return { came, p50: quantile(turns, 0.5), p99: quantile(turns, 0.99) };
}

const inMs = ({ p50, p99 }: { p50: number; p99: number }) => `${p50.toFixed(1)}, ${p99.toFixed(1)} ms`;

async function atMatonsRate() {
  const deployment = await deploy({ replicas: 3, keyRate: MATON });
  const turns = await turnsDuring(deployment, () => readFor(deployment, MATON_MS));
  const { arrivals } = turns.came;
  await deployment.end();
  const times = arrivals.map(([at]) => at);
  const from = Math.min(...times);
  const used = share(times, from + 1000, from + MATON_MS, MATON);
  process.stdout.write(`Three replicas, thirty callers, ${MATON} requests a second of the key\n`);
  checkWindows(arrivals, MATON);
  report("of the permitted rate used", percent(used), used >= LEAST_SHARE);
  report("added by Redis, median and 99th percentile", inMs(turns), turns.p99 <= MOST_ADDED_MS);
  return { used, addedP50: turns.p50, addedP99: turns.p99 };
}

async function withFaults() {
  const deployment = await deploy({ replicas: 3, keyRate: FAST });
  const tally = emptyTally();
  const arrivals: Arrival[] = [];
  const made = new Map<string, number>();
  const look = async () => {
    const seen = await deployment.seen();
    arrivals.push(...seen.arrivals);
    for (const [change, times] of seen.changes) made.set(change, (made.get(change) ?? 0) + times);
    return arrivals.at(-1)?.[0] ?? 0;
  };
  const shares: number[] = [];
  const after = async (part: number) => {
    while (tally.calls < CALLS * part) await pause(20);
  };
  const quiet = async () => {
    const from = await look();
    await pause(QUIET_MS);
    const to = await look();
    shares.push(share(timesOf(arrivals).get("key") ?? [], from, to, FAST));
  };
  const faults = (async () => {
    await after(0.05);
    await quiet();
    await after(0.2);
    deployment.kill(1);
    await pause(5000);
    await deployment.restart(1);
    await after(0.4);
    await deployment.redis.stop();
    await pause(AWAY_MS);
    await deployment.redis.start();
    await after(0.6);
    deployment.reload();
    await after(0.7);
    deployment.reload();
    await after(0.75);
    await quiet();
  })();
  const started = performance.now();
  const begun = await work(deployment.url, tally, true, () => tally.calls >= CALLS);
  const seconds = (performance.now() - started) / 1000;
  await faults;
  await look();
  await deployment.end();

  process.stdout.write(
    `${tally.calls} calls in ${seconds.toFixed(0)} s, with a replica killed, Redis away and nginx reloaded\n`,
  );
  report("answers lost or wrong", tally.wrong.slice(0, 3).join("; ") || "0", tally.wrong.length === 0);
  const twice = [...made].filter(([, times]) => times > 1);
  report(`changes made twice, of ${tally.done.length}`, String(twice.length), twice.length === 0);
  const lost = tally.done.filter((change) => !made.has(change));
  const strange = [...made.keys()].filter((change) => !tally.done.includes(change));
  report("changes that were lost", String(lost.length), lost.length === 0);
  report("changes of a wrong account or that nobody made", String(strange.length), strange.length === 0);
  report("changes refused while Redis was away", String(tally.refused), tally.refused > 0);
  report("sessions begun by thirty callers", String(begun), begun >= CONNECTIONS.length);
  checkWindows(arrivals, FAST);
  const used = Math.min(...shares);
  report("of the permitted rate used between faults, at least", percent(used), used >= LEAST_SHARE);
  return {
    calls: tally.calls,
    changes: tally.done.length,
    sessions: begun,
    seconds: Math.round(seconds),
    used,
  };
}

/** Calls a second where nothing but this machine limits them. */
async function unlimited(replicas: number): Promise<number> {
  const deployment = await deploy({ replicas, keyRate: UNLIMITED });
  const { tally } = await readFor(deployment, FREE_MS);
  await deployment.end();
  return tally.calls / (FREE_MS / 1000);
}

const maton = await atMatonsRate();
const faults = await withFaults();
const [one, two] = [await unlimited(1), await unlimited(2)];
process.stdout.write(`Without a limit, all on ${cpus().length} cores\n`);
report("calls a second of one replica and of two", `${one.toFixed(0)}, ${two.toFixed(0)}`, two > 0);
if (process.argv.includes("--record")) {
  const measured = {
    cores: cpus().length,
    keyRate: FAST,
    maton,
    faults,
    one: Math.round(one),
    two: Math.round(two),
  };
  writeFileSync(new URL("measured.json", import.meta.url), `${JSON.stringify(measured, null, 2)}\n`);
}
process.exit(failed ? 1 : 0);
