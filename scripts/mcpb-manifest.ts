import manifestOfPackage from "../package.json" with { type: "json" };
import { Catalog, everything } from "../src/catalog.ts";
import { OPTIONS } from "../src/config/options.ts";
import { entryOf } from "../src/serve/entries.ts";
import { describeEntry } from "../src/serve/listing.ts";
import { allTools } from "../tools/index.ts";
import { linksOf } from "./repository.ts";

const LONG = `Reads and changes a Klaviyo account: campaigns, flows, segments, people, reports and the rest of its API. What sends, publishes, deletes or touches many is shown first.

Every request goes through Maton, a third party, which holds the sign-in to Klaviyo and sees all of them; the privacy policy in docs/privacy.md says what goes where.

Never run against a live account yet: it was made and tested against a sandbox.`;

/** Where the bundle has its icon; assets/icon.svg is what it was drawn from. */
export const ICON = "icon.png";
/** Pictures of it that the bundle has, as `npm run images` made them. */
const SCREENSHOTS = ["report", "send", "customer", "account"].map((name) => `docs/images/${name}.webp`);

const entries = allTools.map(entryOf);
const catalog = new Catalog(entries, everything(entries));
const { name, version, description, license, engines } = manifestOfPackage;

/**
 * What Claude Desktop shows of the bundle and asks for; `repository` is where the project is published, empty where it is
 * not: a manifest without links is one that no directory takes. Its format:
 * https://github.com/anthropics/mcpb/blob/main/MANIFEST.md
 */
export function mcpbManifest(repository: string) {
  const links = linksOf(repository);
  return {
    manifest_version: "0.3",
    name,
    display_name: "Klaviyo",
    version,
    description,
    long_description: LONG,
    author: { name: "The klaviyo-mcp maintainers" },
    license,
    icon: ICON,
    screenshots: SCREENSHOTS,
    keywords: ["klaviyo", "marketing", "email", "sms"],
    ...(links && {
      repository: { type: "git", url: links.repository },
      homepage: links.repository,
      documentation: links.documentation,
      support: links.support,
      privacy_policies: [links.privacy],
    }),
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
          KLAVIYO_MCP_CONFIRM: "${user_config.confirm}",
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
      confirm: {
        type: "string",
        title: "What asks first",
        description: OPTIONS.confirm.help,
        required: false,
        default: OPTIONS.confirm.default,
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
}
