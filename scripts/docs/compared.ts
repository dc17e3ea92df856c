import { wholeOffer } from "../../src/offer.ts";
import { listTokens } from "../../test/tokens.ts";
import { STEPS } from "../../tools/core.ts";
import { MEASURED, type Measured, spentOn } from "../compare/measured.ts";
import type { JobRow } from "./jobs.ts";

/** A tool that does what the table says that none of theirs does. */
const FURTHER = /send|delete|remove|(update|edit)\w*_flow|(create|update)\w*_segment/;

/**
 * The table of the README: what stands on our side is counted here, or held by the jobs; what stands on theirs is what
 * `npm run compare` measured. Throws where that no longer is what the words of a row say.
 */
export function comparedTable(jobs: readonly JobRow[], theirs: Measured): string {
  const { firstClass, operations } = wholeOffer(true);
  const listed = firstClass.filter(({ name, toolset }) => toolset !== "files" && !STEPS.includes(name));
  const writes = theirs.tools.filter(({ changes }) => changes);
  say(!writes.some(({ name }) => FURTHER.test(name)), "sends, deletes, edits flows or makes segments");
  say(!theirs.elicits && theirs.changed.questions === 0, "asks before a change");
  say(
    ["audiences.included.name", "tags"].every((field) => theirs.reportFilters.includes(field)),
    "filters otherwise",
  );
  const job = (number: number) => {
    const ours = jobs.find((row) => row.number === number);
    if (!ours) throw new Error(`docs/jobs.md has no job ${number}`);
    return [spent(ours), spent(spentOn(theirs, number))] as const;
  };
  const rows: readonly (readonly [string, string, string])[] = [
    [
      "tools listed; operations within reach",
      `${listed.length}; ${operations.length}`,
      `${theirs.tools.length}; the same`,
    ],
    [
      "tokens of the list",
      `${count(listTokens(() => true))}; ${count(listTokens((_, isCore) => isCore))} with \`--list core\``,
      count(theirs.listTokens),
    ],
    ["best opened of the last ten campaigns", ...job(1)],
    ["revenue of flows, a month and the one before", ...job(2)],
    ["sends, deletes, edits flows, makes segments", "yes", "no"],
    [
      "changes that matter",
      "asked first, looked at again, many put back",
      `${writes.length} tools change something, none asks`,
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
    [
      "needs",
      "Node",
      `Python ${theirs.python.slice(2)}, and at each start a download of Klaviyo's description`,
    ],
  ];
  const head = `| | here | Klaviyo's local server ${theirs.version}, on ${theirs.on} |`;
  return [head, "|---|---|---|", ...rows.map((row) => `| ${row.join(" | ")} |`)].join("\n");
}

function say(holds: boolean, otherwise: string): void {
  if (!holds)
    throw new Error(`${MEASURED}: their server ${otherwise}; mend the row in scripts/docs/compared.ts`);
}

const count = (value: number) => value.toLocaleString("en-US");

function spent({ calls, tokens }: { calls: number; tokens: number }): string {
  return `${count(tokens)} tokens in ${calls} call${calls === 1 ? "" : "s"}`;
}
