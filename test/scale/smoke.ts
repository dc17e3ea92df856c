import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ScaleCaller } from "./caller.ts";
import { callerToken, deploy } from "./deployment.ts";
import { CONNECTIONS } from "./seen.ts";

// `npm run test:deploy`: deploy/compose.yaml comes up with one command and answers. Where no Docker daemon runs, the same
// nginx.conf and the same variables are tried with the nginx and the redis-server of this machine.

const COMPOSE = fileURLToPath(new URL("../../deploy/compose.yaml", import.meta.url));
const TOKEN = "smoke-token";
const UP_MS = 600_000;

function hasDaemon(): boolean {
  try {
    execFileSync("docker", ["info"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Several callers begin sessions, and each call is answered; a session that stays is one that was begun once. */
async function ask(url: string, token: (at: number) => string, tool: string, args: Record<string, unknown>) {
  const callers = CONNECTIONS.slice(0, 8).map((_, at) => new ScaleCaller(url, token(at)));
  for (let times = 0; times < 3; times += 1) {
    const answers = await Promise.all(callers.map((caller) => caller.call(tool, args, true)));
    const wrong = answers.find(({ isError }) => isError);
    if (wrong) throw new Error(wrong.text);
  }
  const begun = callers.map((caller) => caller.begun);
  for (const caller of callers) caller.end();
  if (begun.some((times) => times !== 1)) throw new Error(`sessions moved: ${begun.join(", ")}`);
}

async function inContainers(): Promise<string> {
  const env = { ...process.env, KLAVIYO_MCP_HTTP_TOKEN: TOKEN, KLAVIYO_MCP_SANDBOX: "true" };
  const compose = (...args: string[]) => ["compose", "-f", COMPOSE, ...args];
  const up = spawn("docker", compose("up", "--build"), { env, stdio: "inherit" });
  try {
    const ends = Date.now() + UP_MS;
    const isUp = () =>
      fetch("http://127.0.0.1:8080/healthz").then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await isUp())) {
      if (Date.now() > ends || up.exitCode !== null) throw new Error("it did not come up");
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    await ask("http://127.0.0.1:8080/mcp", () => TOKEN, "get_lists", {});
  } finally {
    execFileSync("docker", compose("down", "--volumes"), { env, stdio: "inherit" });
  }
  return "deploy/compose.yaml is up and answers";
}

/** What a compose file says of its replicas, by which they are started here. */
function variablesOf(compose: string): string[] {
  const [, block = ""] = /^ {2}environment:\n((?: {4}.*\n)+)/m.exec(compose) ?? [];
  return [...block.matchAll(/^ {4}(\w+):/gm)].map(([, name = ""]) => name);
}

async function onThisMachine(): Promise<string> {
  const names = variablesOf(readFileSync(COMPOSE, "utf8"));
  if (!names.includes("KLAVIYO_MCP_REDIS_URL"))
    throw new Error("the replicas of the compose file share nothing");
  const help = execFileSync(process.execPath, [
    fileURLToPath(new URL("../../dist/cli.js", import.meta.url)),
    "--help",
  ]);
  const unknown = names.filter((name) => !help.includes(name));
  if (unknown.length > 0) throw new Error(`the server knows no ${unknown.join(", ")}`);
  const deployment = await deploy({ replicas: 2, keyRate: 100 });
  await ask(deployment.url, callerToken, "get_coupon", { coupon_id: "ANY" });
  await deployment.end();
  return "No Docker daemon runs here: deploy/nginx.conf answers with the nginx and redis-server of this machine, two replicas behind it; the images of deploy/compose.yaml were not started";
}

const found = hasDaemon() ? await inContainers() : await onThisMachine();
process.stdout.write(`ok   ${found}\n`);
process.exit(0);
