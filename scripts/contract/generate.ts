import {
  BODY_IDS,
  CHANGED_2026_10,
  CORRECTIONS,
  OTHER_NAMES,
  PATH_IDS,
} from "../../tools/operations/corrections.ts";
import { type DescribedAnswers, type DescribedRevision, readDescribed } from "./described.ts";
import type { ContractFacts, LeftOut } from "./facts.ts";
import { filesOf, linesOf } from "./lines.ts";
import { type OpenApi, readOpenApi } from "./openapi.ts";
import { type Decisions, rowsOf } from "./rows.ts";
import { newIn, otherNames, reachable } from "./select.ts";

/** The sources of the rows: the vendor's documents, and the facts of a revision of which there is none yet. */
export interface Sources {
  stable: OpenApi;
  beta?: OpenApi;
  newer?: { revision: string; facts: DescribedRevision; answers: DescribedAnswers };
}

/** The text of each file by its name, and what is in none of them. */
export interface Generated {
  files: Record<string, string>;
  counts: string[];
  leftOut: LeftOut[];
}

const DECISIONS: Decisions = { pathIds: PATH_IDS, bodyIds: BODY_IDS, corrections: CORRECTIONS };

/** Makes the row files. The same sources give the same bytes. */
export function generate({ stable: document, beta, newer }: Sources): Generated {
  const { contract: stable, leftOut } = reachable(readOpenApi(document));
  const contracts = [stable];
  if (newer) {
    const facts = readDescribed(newer.revision, newer.facts, newer.answers);
    contracts.push(newIn(reachable(facts).contract, stable, CHANGED_2026_10));
  }
  const counts: string[] = [];
  const main = lines(contracts, "klaviyo.jsonl", [], counts);
  const files: Record<string, string> = { "klaviyo.jsonl": main.rows, "klaviyo-shapes.jsonl": main.shapes };
  if (beta) {
    const { rows, shapes } = lines(
      [reachable(readOpenApi(beta)).contract],
      "klaviyo-beta.jsonl",
      main.names,
      counts,
    );
    files["klaviyo-beta.jsonl"] = rows + shapes;
  }
  return { files, counts, leftOut };
}

function lines(
  contracts: readonly ContractFacts[],
  file: string,
  reserved: readonly string[],
  counts: string[],
) {
  const operations = contracts.flatMap((contract) => contract.operations);
  const akas = otherNames(operations, OTHER_NAMES, reserved);
  const revisions = contracts.map((contract) => linesOf(contract, rowsOf(contract, DECISIONS), akas));
  for (const { revision, operations: rows } of revisions)
    counts.push(`${file}: ${rows.length} of ${revision}`);
  return {
    ...filesOf(revisions),
    names: [...operations.map(({ name }) => name), ...[...akas.values()].flat()],
  };
}
