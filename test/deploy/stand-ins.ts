import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeOfImage, unpacked } from "../image/node.ts";
import { ownDaemon } from "./daemon.ts";

// Images under the names that the Dockerfile and deploy/compose.yaml have, made of Debian's packages and Node's of the
// npm registry, for where no registry of images is reached. What is ours is built by the Dockerfile itself.

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const RELEASE = "bookworm";
const NPM = "npm@10";
const TRUSTED = "/etc/ssl/certs/ca-certificates.crt";

/** The images that others make: what a file names and we do not build. */
function named(): string[] {
  const dockerfile = readFileSync(join(ROOT, "Dockerfile"), "utf8").matchAll(/^FROM (\S+:\S+)/gm);
  const composed = readFileSync(join(ROOT, "deploy/compose.yaml"), "utf8").matchAll(/^ +image: (\S+:\S+)$/gm);
  return [...dockerfile, ...composed].map(([, name = ""]) => name);
}

/** The last part of an image's name, without its tag. */
const partOf = (image: string) => image.split("/").at(-1)?.split(":")[0] ?? "";

/** Makes a stand-in for each image, and the image of the Dockerfile, by the daemon of `dir`. It takes root. */
export function buildImages(dir: string): void {
  const docker = (...args: string[]) =>
    execFileSync("docker", args, { env: ownDaemon(dir), stdio: ["ignore", "ignore", "inherit"] });
  const work = mkdtempSync(join(dir, "stand-ins-"));
  const debian = join(work, "debian");
  execFileSync("debootstrap", ["--variant=minbase", RELEASE, debian], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  execFileSync("sh", ["-c", 'tar --directory "$1" --create . | docker import - debian', "sh", debian], {
    env: ownDaemon(dir),
    stdio: "ignore",
  });
  rmSync(debian, { recursive: true });

  const context = join(work, "context");
  mkdirSync(context);
  cpSync(nodeOfImage(work), join(context, "node"), { recursive: true });
  cpSync(unpacked(NPM, work), join(context, "npm"), { recursive: true });
  cpSync(TRUSTED, join(context, "ca-certificates.crt"), { dereference: true });
  for (const image of named()) {
    const file = fileURLToPath(new URL(`stand-ins/${partOf(image)}.Dockerfile`, import.meta.url));
    if (!existsSync(file)) throw new Error(`nothing stands in for ${image}: ${file} would`);
    docker("build", "--quiet", "--network=host", `--tag=${image}`, `--file=${file}`, context);
  }
  docker("build", "--quiet", "--network=host", "--tag=klaviyo-mcp", ROOT);
}
