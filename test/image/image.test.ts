import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IMAGE_SBOM } from "../../scripts/image/bill.ts";
import { NOBODY } from "../../scripts/image/debian.ts";
import { nodeOfImage } from "./node.ts";

// The root file system that the Dockerfile copies into the image, made by the same script, and what the Dockerfile
// starts in it: in a chroot that nothing can write to, as nobody, since no daemon need be there. It takes root.

const MOST_BYTES = 120_000_000;
const MINUTES_MS = 180_000;
const TOKEN = "callers-token";

const work = mkdtempSync(join(tmpdir(), "klaviyo-mcp-image-test-"));
const root = join(work, "root");
let dockerfile: string;
let port: number;
let server: ChildProcess | undefined;

beforeAll(async () => {
  port = await freePort();
  dockerfile = readFileSync("Dockerfile", "utf8").replaceAll("3333", String(port));
  const node = join(nodeOfImage(work), "bin/node");
  execFileSync("npm", ["run", "--silent", "image", "--", root, "--node", node]);
}, MINUTES_MS);
afterAll(() => {
  server?.kill("SIGKILL");
  rmSync(work, { recursive: true });
});

async function freePort(): Promise<number> {
  const taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
  const { port: found } = taken.address() as AddressInfo;
  await new Promise((resolve) => taken.close(resolve));
  return found;
}

/** What a line of the Dockerfile says, the last where several do: words, or an array of them. */
function said(instruction: string): string {
  const found = [...dockerfile.matchAll(new RegExp(`^${instruction} (.+)$`, "gm"))].at(-1)?.[1];
  expect(found, instruction).toBeDefined();
  return found ?? "";
}
const words = (instruction: string): string[] => JSON.parse(said(instruction));
const healthCheck = (): string[] => JSON.parse(said("HEALTHCHECK").replace(/^.*? CMD /, ""));

/** A program of the image as the daemon would start it, on a read-only file system of which nothing else is mounted. */
const IN_ROOT = [
  'root=$1 user=$2 && shift 2 && mount --bind "$root" "$root" && mount --rbind /proc "$root/proc"',
  'mount -o remount,bind,ro "$root" && exec chroot --userspec="$user" "$root" "$@"',
].join(" && ");
const inRoot = (command: string[]) => ["--mount", "sh", "-c", IN_ROOT, "sh", root, said("USER"), ...command];

const ENV = {
  KLAVIYO_MCP_SANDBOX: "true",
  KLAVIYO_MCP_HTTP_TOKEN: TOKEN,
  KLAVIYO_MCP_METRICS_PORT: "0",
};

describe("what stands in it", () => {
  it(
    "is small enough to be pulled",
    () => {
      const size = execFileSync("sh", ["-c", 'tar -C "$1" -c . | gzip | wc -c', "sh", root]);
      process.stdout.write(`the image has ${(Number(size) / 1e6).toFixed(1)} MB compressed\n`);
      expect(Number(size)).toBeLessThan(MOST_BYTES);
      expect(Number(size)).toBeGreaterThan(MOST_BYTES / 10);
    },
    MINUTES_MS,
  );

  it("is as the page on it says", () => {
    const page = readFileSync("docs/image.md", "utf8");
    expect(page).toContain(`under ${MOST_BYTES / 1_000_000} MB compressed`);
    expect(page).toContain(`runs as user ${NOBODY}`);
    expect(said("USER")).toBe(`${NOBODY}:${NOBODY}`);
    const [, inside = ""] = page.split("## What is inside");
    for (const [, path = ""] of inside.matchAll(/^\| (\/\S+) \|/gm))
      expect(existsSync(join(root, path)), path).toBe(true);
  });

  it("is the npm package, and nothing else of the project", () => {
    const { files } = JSON.parse(readFileSync("package.json", "utf8"));
    const published = [...files.filter((name: string) => !name.startsWith("!")), "package.json"];
    expect(readdirSync(join(root, "app")).sort()).toEqual(published.sort());
    expect(readdirSync(join(root, "app/dist"))).toContain("cli.js");
  });

  it("has neither a shell nor a program that makes its user another", () => {
    const programs = execFileSync("find", [root, "-type", "f", "-path", "*bin/*"], { encoding: "utf8" });
    expect(programs.trim().split("\n")).toEqual([join(root, "usr/local/bin/node")]);
    expect(execFileSync("find", [root, "-type", "f", "-perm", "/6000"], { encoding: "utf8" })).toBe("");
  });

  it("names all that others made, with the texts of their licences", () => {
    const { components } = JSON.parse(readFileSync(join(root, IMAGE_SBOM), "utf8"));
    const names: string[] = components.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(["node", "libc6", "libstdc++6", "zod", "prom-client"]));
    for (const { name, version } of components) expect(version, name).toMatch(/^\d/);
    const debian = readdirSync(join(root, "var/lib/dpkg/status.d"));
    expect(debian).toContain("libc6");
    for (const name of debian) {
      expect(names).toContain(name);
      expect(existsSync(join(root, "usr/share/doc", name, "copyright")), name).toBe(true);
    }
    expect(readFileSync(join(root, "usr/share/doc/node/LICENSE"), "utf8")).toContain("Node.js is licensed");
    expect(readFileSync(join(root, "app/dist/THIRD_PARTY_NOTICES.txt"), "utf8")).toContain("prom-client");
  });

  it("belongs to root, so that its own user can change none of it", () => {
    const open = ["!", "-uid", "0", "-o", "-perm", "/0002", "!", "-type", "l"];
    const found = execFileSync("find", [root, ...open], { encoding: "utf8" })
      .trim()
      .split("\n")
      .sort();
    expect(found).toEqual(["tmp", "var/lock", "var/tmp"].map((folder) => join(root, folder)));
    for (const folder of found) expect(lstatSync(folder).mode & 0o1777).toBe(0o1777);
  });
});

describe("what the Dockerfile starts", () => {
  it("is unwell where nothing serves", () => {
    expect(spawnSync("unshare", inRoot(healthCheck())).status).toBe(1);
  });

  it("serves as nobody without a place to write to, is well, answers calls and stops when told", async () => {
    const child = spawn("unshare", inRoot([...words("ENTRYPOINT"), ...words("CMD")]), {
      env: { PATH: process.env.PATH, ...ENV },
    });
    server = child;
    let err = "";
    child.stderr.on("data", (chunk) => {
      err += chunk;
    });
    const exited = new Promise<number | null>((resolve) => child.once("exit", resolve));
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
      child.once("exit", () => reject(new Error(err)));
    });
    expect(new URL(url).port).toBe(String(port));
    expect(spawnSync("unshare", inRoot(healthCheck())).status).toBe(0);
    expect(err).toContain('"message":"watched"');
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    expect(status).toMatch(/^Uid:(\t65532){4}$/m);
    expect(status).toMatch(/^Gid:(\t65532){4}$/m);
    const mounts = readFileSync(`/proc/${child.pid}/mountinfo`, "utf8");
    expect(mounts).toMatch(/ \/ ro[, ]/);

    const client = new Client({ name: "t", version: "1" });
    const headers = { authorization: `Bearer ${TOKEN}` };
    const at = new URL(`http://127.0.0.1:${port}/mcp`);
    await client.connect(new StreamableHTTPClientTransport(at, { requestInit: { headers } }));
    const answer = (await client.callTool({ name: "get_lists", arguments: {} })) as CallToolResult;
    expect(JSON.stringify(answer.content)).toContain("SANDBOX");
    await client.close();
    child.kill("SIGTERM");
    expect(await exited).toBe(0);
  });
});
