import { execFileSync, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { type Answered, ScaleCaller } from "../scale/caller.ts";
import { compose } from "./daemon.ts";

// deploy/compose.yaml as a user starts it: callers are answered and keep their sessions, what was agreed to is done once
// although a replica is killed and Valkey restarted meanwhile, and all are well and end when told.

const FILE = fileURLToPath(new URL("../../deploy/compose.yaml", import.meta.url));
const ADDRESS = "http://127.0.0.1:8080";
const TOKEN = "smoke-token";
const ENV = { ...process.env, KLAVIYO_MCP_HTTP_TOKEN: TOKEN, KLAVIYO_MCP_SANDBOX: "true" };
const UP_MS = 600_000;
const ANSWER_MS = 60_000;
const WELL_MS = 90_000;
/** So many that both replicas have some. */
const CALLERS = 16;
const CHANGES = 4;
const ASKS = "needs_confirmation";
const AWAY = /Redis.*is away/;

const [program = "", ...before] = [...compose(), "--file", FILE];
const composed = (...args: string[]) =>
  execFileSync(program, [...before, ...args], {
    env: ENV,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const fail = (why: string): never => {
  throw new Error(why);
};

async function until(holds: () => Promise<boolean> | boolean, ms: number, what: string): Promise<void> {
  const ends = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > ends) fail(what);
    await pause(500);
  }
}

const isUp = () =>
  fetch(`${ADDRESS}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );

const callers = Array.from({ length: CALLERS }, () => new ScaleCaller(`${ADDRESS}/mcp`, TOKEN));

/** Each caller is answered; gives how many began anew. */
async function ask(): Promise<number> {
  const begun = callers.map((caller) => caller.begun);
  const asked = Promise.all(callers.map((caller) => caller.call("get_lists", {}, true)));
  const late = pause(ANSWER_MS).then(() => fail("callers get no answer"));
  const answers = await Promise.race([asked, late]);
  const wrong = answers.find(({ isError }) => isError);
  if (wrong) fail(wrong.text);
  return callers.filter((caller, at) => caller.begun > (begun[at] ?? 0)).length;
}

/** What a change is answered once Valkey is reached. */
async function change(caller: ScaleCaller, args: Record<string, unknown>): Promise<Answered> {
  let answer: Answered | undefined;
  await until(
    async () => {
      answer = await caller.call("delete_coupon", args, false);
      return !AWAY.test(answer.text);
    },
    30_000,
    "Valkey is not reached again",
  );
  return answer ?? fail("no answer");
}

async function tried(): Promise<void> {
  if ((await ask()) !== CALLERS) fail("a session was there before it began");
  if ((await ask()) + (await ask()) > 0) fail("sessions move although nothing happened");

  const coupons = (await callers[0]?.call("get_coupons", {}, true))?.json.data as { id: string }[];
  const changing = callers.slice(0, CHANGES).map((caller, at) => ({ caller, coupon_id: coupons[at]?.id }));
  const agreed = [];
  for (const { caller, coupon_id } of changing) {
    const { json, text } = await change(caller, { coupon_id });
    if (json.status !== ASKS) fail(`${coupon_id}: ${text}`);
    agreed.push({ caller, args: { coupon_id, confirmation: json.confirmation } });
  }
  composed("kill", "replica-1");
  composed("restart", "valkey");
  for (const { caller, args } of agreed) {
    const done = await change(caller, args);
    if (done.isError || done.json.status === ASKS) fail(`what was agreed to was not done: ${done.text}`);
    if (!(await change(caller, args)).isError) fail("what was agreed to once was done twice");
  }
  await ask();
  const moved = callers.filter(({ begun }) => begun === 2).length;
  if (callers.some(({ begun }) => begun > 2)) fail("a session began more than once anew");
  if (moved === 0 || moved === CALLERS)
    fail(`${moved} of ${CALLERS} sessions were on the replica that was killed`);

  composed("start", "replica-1");
  await until(
    () => ["replica-1", "replica-2"].every((name) => stateOf(name).Health?.Status === "healthy"),
    WELL_MS,
    "the replicas are not well",
  );
  await ask();
  for (const caller of callers) caller.end();
  composed("stop");
  for (const name of ["replica-1", "replica-2", "valkey", "nginx"])
    if (stateOf(name).ExitCode !== 0) fail(`${name} ended with ${stateOf(name).ExitCode}`);
}

interface State {
  ExitCode: number;
  Health?: { Status: string };
}

function stateOf(service: string): State {
  const [id = ""] = composed("ps", "--all", "--quiet", service).trim().split("\n");
  return JSON.parse(
    execFileSync("docker", ["inspect", "--format", "{{json .State}}", id], { env: ENV, encoding: "utf8" }),
  );
}

const up = spawn(program, [...before, "up", "--build"], { env: ENV, stdio: ["ignore", "ignore", "inherit"] });
try {
  await until(async () => up.exitCode !== null || isUp(), UP_MS, "it did not come up");
  if (up.exitCode !== null) fail(`${program} up ended with ${up.exitCode}`);
  await tried();
} finally {
  composed("down", "--volumes");
}
process.stdout.write(
  `ok   deploy/compose.yaml is up with one command, answers, and does once what was agreed to\n`,
);
process.exit(0);
