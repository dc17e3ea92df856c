import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SBOM } from "../notices.ts";
import type { DebianPackage } from "./debian.ts";

/** Where the bill of materials of the whole image stands in it; the texts of licences are in usr/share/doc and app/dist. */
export const IMAGE_SBOM = "usr/share/sbom/klaviyo-mcp.cdx.json";

interface Bom {
  components: object[];
}

/** Writes a root's bill of materials: the program's own, which came with it, with Node and Debian's packages. */
export function addBill(root: string, packages: readonly DebianPackage[], nodeVersion: string): void {
  const bom: Bom = JSON.parse(readFileSync(join(root, "app", SBOM), "utf8"));
  const node = {
    type: "application",
    name: "node",
    version: nodeVersion,
    purl: `pkg:generic/node@${nodeVersion}`,
    licenses: [{ license: { id: "MIT" } }],
  };
  const debian = packages.map(({ name, version, architecture }) => ({
    type: "library",
    name,
    version,
    purl: `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=debian-12`,
  }));
  const file = join(root, IMAGE_SBOM);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(
    file,
    `${JSON.stringify({ ...bom, components: [node, ...debian, ...bom.components] }, null, 2)}\n`,
  );
}
