import { wholeOffer } from "../../src/offer.ts";
import { listTokens } from "../../test/tokens.ts";
import { STEPS } from "../../tools/core.ts";
import type { JobRow } from "./jobs.ts";

/**
 * Klaviyo's own local server as it was measured: the package klaviyo-mcp-server, its list and its answers on our sandbox
 * by the same calls of the same client, tokens as the jobs count them. docs/official-client.md says how.
 */
export const THEIRS = {
  version: "0.4.2",
  on: "2026-11-27",
  tools: 28,
  writes: 10,
  listTokens: 15_475,
  /** Calls and tokens of the answers for the jobs of these numbers. */
  jobs: { 1: { calls: 2, tokens: 457 + 2291 }, 2: { calls: 3, tokens: 457 + 923 + 381 } },
} as const;

/** The table of the README: what stands on our side is counted here, or held by the jobs. */
export function comparedTable(jobs: readonly JobRow[]): string {
  const { firstClass, operations } = wholeOffer(true);
  const listed = firstClass.filter(({ name, toolset }) => toolset !== "files" && !STEPS.includes(name));
  const job = (number: keyof typeof THEIRS.jobs) => {
    const ours = jobs.find((row) => row.number === number);
    if (!ours) throw new Error(`docs/jobs.md has no job ${number}`);
    return [spent(ours), spent(THEIRS.jobs[number])] as const;
  };
  const rows: readonly (readonly [string, string, string])[] = [
    [
      "tools listed; operations within reach",
      `${listed.length}; ${operations.length}`,
      `${THEIRS.tools}; the same`,
    ],
    [
      "tokens of the list",
      `${count(listTokens(() => true))}; ${count(listTokens((_, isCore) => isCore))} with \`--list core\``,
      count(THEIRS.listTokens),
    ],
    ["best opened of the last ten campaigns", ...job(1)],
    ["revenue of flows, a month and the one before", ...job(2)],
    ["sends, deletes, edits flows, makes segments", "yes", "no"],
    [
      "changes that matter",
      "asked first, looked at again, many put back",
      `${THEIRS.writes} tools change something, none asks`,
    ],
    [
      "a report for the campaigns of one audience or tag",
      "groups by them, filters by name",
      "filters by them",
    ],
    ["who sees the requests", "Klaviyo and **Maton, a third party**", "Klaviyo alone"],
    [
      "the key",
      "Maton's; what it may do is granted at the sign-in",
      "Klaviyo's, with the scopes that you choose",
    ],
    ["who stands behind it", "this project; **never run against a live account**", "Klaviyo, as a beta"],
    ["needs", "Node", "Python 3.13, and at each start a download of Klaviyo's description"],
  ];
  const head = `| | here | Klaviyo's local server ${THEIRS.version}, on ${THEIRS.on} |`;
  return [head, "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}

const count = (value: number) => value.toLocaleString("en-US");

function spent({ calls, tokens }: { calls: number; tokens: number }): string {
  return `${count(tokens)} tokens in ${calls} call${calls === 1 ? "" : "s"}`;
}
