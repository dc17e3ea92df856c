import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { build } from "esbuild";
import { bundle } from "./bundle.ts";
import { bundledPackages, SBOM } from "./notices.ts";

// Writes dist/sbom.cdx.json, the bill of materials in CycloneDX: of all that npm knows of the lock file, what is inside
// dist/. There every dependency is one of development, so npm's own --omit would leave out all or none.

interface Bom {
  serialNumber?: string;
  metadata: { timestamp?: string; lifecycles: unknown; component: { name: string; "bom-ref": string } };
  components: { name: string; version: string; "bom-ref": string; scope?: string; properties?: unknown }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const { metafile } = await build({ ...bundle, write: false, metafile: true });
if (!metafile) throw new Error("the build tells nothing of its inputs");
const packages = bundledPackages(metafile);
const inside = new Set(packages.map(({ name, version }) => `${name}@${version}`));

const printed = execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"], {
  encoding: "utf8",
  shell: process.platform === "win32",
});
const bom = JSON.parse(printed) as Bom;
// The same build is the same file: no moment and no random number of its own.
delete bom.serialNumber;
delete bom.metadata.timestamp;
bom.metadata.lifecycles = [{ phase: "build" }];
// npm takes the folder's name for ours.
const own = bom.metadata.component["bom-ref"];
bom.metadata.component.name = own.slice(0, own.lastIndexOf("@"));
bom.components = bom.components
  .filter(({ name, version }) => inside.has(`${name}@${version}`))
  .map(({ scope: _, properties: __, ...component }) => ({ ...component, scope: "required" }));
const refs = new Set([own, ...bom.components.map((component) => component["bom-ref"])]);
bom.dependencies = bom.dependencies
  .filter(({ ref }) => refs.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) }));
const missing = packages.filter(({ name, version }) => !refs.has(`${name}@${version}`));
if (missing[0]) throw new Error(`the lock file does not know ${missing[0].name} ${missing[0].version}`);
writeFileSync(SBOM, `${JSON.stringify(bom, null, 2)}\n`);
