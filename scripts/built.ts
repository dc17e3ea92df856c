import { readdirSync, statSync } from "node:fs";

const MEGABYTE = 1_000_000;

/**
 * What a build made, for whoever ran it: how much there is in the folder, and what can be done with it. Nothing under
 * `npm run --silent`, as a step of something else, whose output is its own.
 */
export function saidOfBuild(
  folder: string,
  { version, tools, operations }: { version: string; tools: number; operations: number },
  loglevel = process.env.npm_config_loglevel,
): string {
  if (loglevel === "silent") return "";
  const sizes = readdirSync(folder).map((name) => statSync(`${folder}/${name}`).size);
  const size = sizes.reduce((all, one) => all + one, 0) / MEGABYTE;
  return `${folder}/: klaviyo-mcp ${version} with ${tools} tools and ${operations} operations, ${sizes.length} files, ${size.toFixed(1)} MB
  npm run demo              shows it at work, without an account
  node dist/cli.js --help   says what it takes
  node dist/cli.js setup    connects your client; by hand: docs/clients.md
`;
}
