import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";

/** How a daemon of one's own is spoken to. The builder is the one that is part of every daemon. */
export const ownDaemon = (dir: string) => ({
  ...process.env,
  DOCKER_HOST: `unix://${dir}/docker.sock`,
  DOCKER_BUILDKIT: "0",
});

/** Whether the Docker that `env` names answers. */
export const answers = (env: NodeJS.ProcessEnv): boolean =>
  spawnSync("docker", ["info"], { env, stdio: "ignore" }).status === 0;

/** A daemon of one's own; what it has made stays in its folder when it ends. */
export interface Daemon {
  /** What a command is put behind to run where the daemon's containers have their ports. */
  within: string[];
  end(): Promise<void>;
}

/**
 * Starts dockerd in `dir`. Apart, it has a network of its own, from which nothing outside is reached and in which its
 * bridges and rules are; otherwise it makes neither, and what it builds uses this machine's. It takes root.
 */
export async function startDaemon(dir: string, { apart }: { apart: boolean }): Promise<Daemon> {
  const folders = ["data-root", "exec-root"].map((name) => `--${name}=${join(dir, name)}`);
  const args = [...folders, `--pidfile=${join(dir, "pid")}`, `--host=${ownDaemon(dir).DOCKER_HOST}`];
  const own = ["--bridge=none", "--iptables=false", "--ip-forward=false"];
  // What it mounts is gone when it ends.
  const child = apart
    ? begun(["--mount", "--net", "sh", "-c", 'ip link set lo up && exec dockerd "$@"', "sh", ...args])
    : begun(["--mount", "dockerd", ...args, ...own]);
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said = `${said}${chunk}`.slice(-5000);
  });
  const failed = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`dockerd ended with ${code}:\n${said}`)));
  });
  failed.catch(() => undefined);
  await Promise.race([failed, comesUp(dir)]);
  return {
    within: apart ? ["nsenter", `--target=${child.pid}`, "--net"] : [],
    end: async () => {
      child.kill("SIGTERM");
      await failed.catch(() => undefined);
    },
  };
}

function begun(args: string[]): ChildProcess {
  const child = spawn("unshare", args, { stdio: ["ignore", "ignore", "pipe"] });
  process.once("exit", () => child.kill("SIGTERM"));
  return child;
}

async function comesUp(dir: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (answers(ownDaemon(dir))) return;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error("dockerd does not answer");
}

/** `docker compose`, or the program before it. */
export function compose(): string[] {
  if (spawnSync("docker", ["compose", "version"], { stdio: "ignore" }).status === 0)
    return ["docker", "compose"];
  execFileSync("docker-compose", ["version"], { stdio: "ignore" });
  return ["docker-compose"];
}
