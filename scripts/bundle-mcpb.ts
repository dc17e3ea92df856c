import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packExtension, validateManifest } from "@anthropic-ai/mcpb/cli";
import manifestOfPackage from "../package.json" with { type: "json" };
import { Catalog, everything } from "../src/catalog.ts";
import { entryOf } from "../src/serve/entries.ts";
import { describeEntry } from "../src/serve/listing.ts";
import { allTools } from "../tools/index.ts";
import { NOTICES, SBOM } from "./notices.ts";

// Writes dist/klaviyo-mcp.mcpb, which Claude Desktop installs with a click. Its format:
// https://github.com/anthropics/mcpb/blob/main/MANIFEST.md

const entries = allTools.map(entryOf);
const catalog = new Catalog(entries, everything(entries));
const { name, version, description, license, engines } = manifestOfPackage;
const manifest = {
  manifest_version: "0.3",
  name,
  display_name: "Klaviyo",
  version,
  description,
  author: { name: "The klaviyo-mcp maintainers" },
  license,
  server: {
    type: "node",
    entry_point: "dist/cli.js",
    mcp_config: {
      command: "node",
      // biome-ignore-start lint/suspicious/noTemplateCurlyInString: the host fills them in
      args: ["${__dirname}/dist/cli.js"],
      env: {
        MATON_API_KEY: "${user_config.api_key}",
        MATON_CONNECTION_ID: "${user_config.connection}",
        KLAVIYO_MCP_READ_ONLY: "${user_config.read_only}",
        KLAVIYO_MCP_TOOLSETS: "${user_config.toolsets}",
        KLAVIYO_MCP_FILES: "${user_config.files}",
      },
      // biome-ignore-end lint/suspicious/noTemplateCurlyInString: the host fills them in
    },
  },
  user_config: {
    api_key: {
      type: "string",
      title: "Maton API key",
      description: "From maton.ai/settings.",
      sensitive: true,
      required: true,
    },
    connection: {
      type: "string",
      title: "Connection",
      description: "The connection id of one account, if the key has several.",
      required: false,
      default: "",
    },
    read_only: {
      type: "boolean",
      title: "Read only",
      description: "Hides every tool that changes something.",
      required: false,
      default: false,
    },
    toolsets: {
      type: "string",
      title: "Toolsets",
      description:
        "core lists the most used tools and finds the others, all lists all; or sections, comma-separated.",
      required: false,
      default: "core",
    },
    files: {
      type: "directory",
      title: "Files",
      description: "A folder to import files from and to export to; without it no file is touched.",
      required: false,
    },
  },
  tools: entries.map((entry) => ({ name: entry.name, description: describeEntry(entry, catalog) })),
  compatibility: { platforms: ["darwin", "win32", "linux"], runtimes: { node: engines.node } },
};

for (const file of [NOTICES, SBOM]) {
  if (!existsSync(file)) throw new Error(`no ${file}: what is handed on says what is in it; npm run sbom`);
}
const folder = mkdtempSync(join(tmpdir(), "klaviyo-mcpb-"));
try {
  writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest, null, 2));
  // Node reads the bundle as the ES module that it is.
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, version, type: "module" }));
  for (const file of ["dist", "LICENSE", "README.md"]) {
    cpSync(file, join(folder, file), { recursive: true, filter: (path) => !path.endsWith(".mcpb") });
  }
  if (!validateManifest(join(folder, "manifest.json"))) throw new Error("the manifest is not valid");
  const outputPath = "dist/klaviyo-mcp.mcpb";
  if (!(await packExtension({ extensionPath: folder, outputPath, silent: true }))) {
    throw new Error("the bundle could not be packed");
  }
  process.stdout.write(`${outputPath} written\n`);
} finally {
  rmSync(folder, { recursive: true });
}
