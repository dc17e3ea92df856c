/**
 * Where the project is published, as https://github.com/OWNER/NAME; empty until it is. The one place that says so: the
 * bundle, server.json and the check before a release read it here.
 */
export const REPOSITORY: string = "";

/** What a directory wants to lead to. */
export interface Links {
  repository: string;
  documentation: string;
  support: string;
  privacy: string;
}

const GITHUB = /^https:\/\/github\.com\/([\w-]+)\/[\w.-]*\w$/;

/** The pages of a published repository; undefined where there is none yet. */
export function linksOf(repository: string): Links | undefined {
  if (repository === "") return undefined;
  return {
    repository,
    documentation: `${repository}/blob/main/README.md`,
    support: `${repository}/issues`,
    privacy: `${repository}/blob/main/docs/privacy.md`,
  };
}

/** What package.json says that has to do with where it is published. */
export interface Published {
  mcpName: string;
  repository?: { type: string; url: string };
}

/** What stands between the project and a release, a sentence each. */
export function missingForRelease(repository: string, { mcpName, repository: named }: Published): string[] {
  if (repository === "")
    return [
      "scripts/repository.ts has no url: without one there is no privacy policy, no support page and no provenance.",
    ];
  const [, owner] = GITHUB.exec(repository) ?? [];
  if (owner === undefined)
    return [`scripts/repository.ts says ${repository}: it is to be https://github.com/OWNER/NAME.`];
  const missing: string[] = [];
  const url = `git+${repository}.git`;
  if (named?.type !== "git" || named.url !== url)
    missing.push(`package.json is to have "repository": { "type": "git", "url": "${url}" }.`);
  // The MCP registry lets an account publish under its own name alone.
  const space = `io.github.${owner}/`;
  if (!mcpName.startsWith(space)) missing.push(`mcpName in package.json is to begin with ${space}.`);
  return missing;
}
