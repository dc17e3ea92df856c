import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packExtension, validateManifest } from "@anthropic-ai/mcpb/cli";
import manifestOfPackage from "../package.json" with { type: "json" };
import { ICON, mcpbManifest } from "./mcpb-manifest.ts";
import { NOTICES, SBOM } from "./notices.ts";
import { missingForRelease, REPOSITORY } from "./repository.ts";

// Writes dist/klaviyo-mcp.mcpb, which Claude Desktop installs with a click.

for (const file of [NOTICES, SBOM]) {
  if (!existsSync(file)) throw new Error(`no ${file}: what is handed on says what is in it; npm run sbom`);
}
const folder = mkdtempSync(join(tmpdir(), "klaviyo-mcpb-"));
try {
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(mcpbManifest(REPOSITORY), null, 2));
  // Node reads the bundle as the ES module that it is.
  const { name, version } = manifestOfPackage;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version, type: "module" }));
  cpSync("assets/icon.png", join(folder, ICON));
  for (const file of ["dist", "docs", "LICENSE", "README.md", "SECURITY.md", "CHANGELOG.md"]) {
    cpSync(file, join(folder, file), { recursive: true, filter: (path) => !path.endsWith(".mcpb") });
  }
  if (!validateManifest(join(folder, "manifest.json"))) throw new Error("the manifest is not valid");
  const outputPath = "dist/klaviyo-mcp.mcpb";
  if (!(await packExtension({ extensionPath: folder, outputPath, silent: true }))) {
    throw new Error("the bundle could not be packed");
  }
  process.stdout.write(`${outputPath} written\n`);
  for (const line of missingForRelease(REPOSITORY, manifestOfPackage))
    process.stdout.write(`not for a release yet: ${line}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
