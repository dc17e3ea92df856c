import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { NODE_MAJOR } from "../../scripts/image/node.ts";

/** Unpacks a package of the npm registry, by its name and version, into a folder of `work`, and says which. */
export function unpacked(name: string, work: string): string {
  const into = mkdtempSync(join(work, "package-"));
  const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", into, name]);
  const archive = join(into, packed.toString("utf8").trim());
  execFileSync("tar", ["-xzf", archive, "-C", into]);
  return join(into, "package");
}

/** Where the Node of the image is, with its licence, once this is through; `bin/node` in it is the program. */
export const nodeOfImage = (work: string): string =>
  unpacked(`node-linux-${process.arch}@${NODE_MAJOR}`, work);
