import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { answers, ownDaemon, startDaemon } from "./daemon.ts";
import { buildImages } from "./stand-ins.ts";

// `npm run test:deploy`: deploy/compose.yaml comes up by its one command and is tried by smoke.ts. Where no Docker
// answers, Debian's is started in a folder and a network of its own, with images of Debian's packages in the place of
// those that a registry would have.

const NEEDED = ["dockerd", "debootstrap", "unshare", "nsenter", "ip", "iptables"];

function smoke(within: string[], env: NodeJS.ProcessEnv): void {
  const file = fileURLToPath(new URL("smoke.ts", import.meta.url));
  const [program = "", ...args] = [...within, process.execPath, "--import", "tsx", file];
  const { status } = spawnSync(program, args, { env, stdio: "inherit" });
  if (status !== 0) throw new Error(`the smoke test ended with ${status}`);
}

async function withOwnDaemon(): Promise<void> {
  const missing = NEEDED.filter((name) => spawnSync("sh", ["-c", `command -v ${name}`]).status !== 0);
  if (missing.length > 0 || process.getuid?.() !== 0)
    throw new Error(
      `no Docker answers here; to start one takes root and, of Debian's packages, docker.io, docker-compose, debootstrap, iproute2 and iptables${missing.length > 0 ? ` (there is no ${missing.join(", ")})` : ""}`,
    );
  const dir = mkdtempSync(join(tmpdir(), "klaviyo-mcp-docker-"));
  try {
    const builder = await startDaemon(dir, { apart: false });
    buildImages(dir);
    await builder.end();
    const daemon = await startDaemon(dir, { apart: true });
    try {
      smoke(daemon.within, ownDaemon(dir));
    } finally {
      await daemon.end();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

if (answers(process.env)) smoke([], process.env);
else await withOwnDaemon();
