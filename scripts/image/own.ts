import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** Puts what `npm pack` has, and nothing else of this folder, into /app of a root. `work` is for the archive. */
export function addOwn(root: string, work: string): void {
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", work], { encoding: "utf8" });
  const archive = packed.trim().split("\n").at(-1) ?? "";
  const app = join(root, "app");
  mkdirSync(app);
  execFileSync("tar", ["-xzf", join(work, archive), "--strip-components=1", "--no-same-owner", "-C", app]);
}
