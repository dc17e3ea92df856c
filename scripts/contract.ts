import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  BODY_IDS,
  CHANGED_2026_10,
  CORRECTIONS,
  OTHER_NAMES,
  PATH_IDS,
} from "../tools/operations/corrections.ts";
import { type DescribedAnswers, type DescribedRevision, readDescribed } from "./contract/described.ts";
import type { ContractFacts } from "./contract/facts.ts";
import { filesOf, linesOf } from "./contract/lines.ts";
import { type OpenApi, readOpenApi } from "./contract/openapi.ts";
import { rowsOf } from "./contract/rows.ts";
import { newIn, otherNames, reachable } from "./contract/select.ts";

// Writes tools/operations/*.jsonl from Klaviyo's OpenAPI documents: npm run contract -- STABLE.json [--beta BETA.json]

const NEWER = "2026-10-15";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    beta: { type: "string" },
    facts: { type: "string" },
    responses: { type: "string" },
    out: { type: "string", default: "tools/operations" },
  },
});
const [stablePath] = positionals;
if (!stablePath)
  throw new Error("npm run contract -- STABLE.json [--beta BETA.json] [--facts FILE --responses FILE]");

const decisions = { pathIds: PATH_IDS, bodyIds: BODY_IDS, corrections: CORRECTIONS };
const { contract: stable, leftOut } = reachable(readOpenApi(parse<OpenApi>(stablePath)));
for (const { name, reason } of leftOut) console.log(`left out ${name}: ${reason}`);
const newer = values.facts ? readNewer(values.facts, values.responses) : undefined;
const contracts = [stable, ...(newer ? [newIn(reachable(newer).contract, stable, CHANGED_2026_10)] : [])];
write(contracts, "klaviyo.jsonl", "klaviyo-shapes.jsonl");
if (values.beta) write([reachable(readOpenApi(parse<OpenApi>(values.beta))).contract], "klaviyo-beta.jsonl");

function write(revisions: readonly ContractFacts[], rowFile: string, shapeFile?: string): void {
  const akas = otherNames(
    revisions.flatMap(({ operations }) => operations),
    OTHER_NAMES,
  );
  const lines = revisions.map((contract) => linesOf(contract, rowsOf(contract, decisions), akas));
  const { rows, shapes } = filesOf(lines);
  writeFileSync(`${values.out}/${rowFile}`, shapeFile ? rows : rows + shapes);
  if (shapeFile) writeFileSync(`${values.out}/${shapeFile}`, shapes);
  for (const { revision, operations } of lines)
    console.log(`${rowFile}: ${operations.length} operations of ${revision}`);
}

function readNewer(factsPath: string, answersPath: string | undefined): ContractFacts {
  const revision = parse<Record<string, DescribedRevision>>(factsPath)[NEWER];
  if (!revision) throw new Error(`${factsPath} has no facts of ${NEWER}`);
  return readDescribed(NEWER, revision, answersPath ? parse<DescribedAnswers>(answersPath) : {});
}

function parse<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
