import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { compare } from "./contract/compare.ts";
import type { DescribedAnswers, DescribedRevision } from "./contract/described.ts";
import { generate } from "./contract/generate.ts";
import type { OpenApi } from "./contract/openapi.ts";
import { mentions } from "./contract/touched.ts";

// Writes tools/operations/*.jsonl from Klaviyo's OpenAPI documents, or says how a newer document differs from them.

const USAGE = `npm run contract -- STABLE.json [--beta BETA.json] [--facts FILE --responses FILE]
npm run contract -- --compare NEW.json`;
const FOLDER = "tools/operations";
/** The revision that a file of facts stands for, until the vendor's own document of it is at hand. */
const DESCRIBED = "2026-10-15";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    beta: { type: "string" },
    facts: { type: "string" },
    responses: { type: "string" },
    compare: { type: "string" },
  },
});
const [stable] = positionals;

if (values.compare) {
  const [rows, shapes] = ["klaviyo.jsonl", "klaviyo-shapes.jsonl"].map((name) =>
    readFileSync(`${FOLDER}/${name}`, "utf8"),
  );
  const { files } = generate({ stable: parse<OpenApi>(values.compare) });
  const next = { rows: files["klaviyo.jsonl"] ?? "", shapes: files["klaviyo-shapes.jsonl"] ?? "" };
  for (const line of compare({ rows: rows ?? "", shapes: shapes ?? "" }, next, mentions())) console.log(line);
} else if (stable) {
  const { files, counts, leftOut } = generate({
    stable: parse<OpenApi>(stable),
    ...(values.beta && { beta: parse<OpenApi>(values.beta) }),
    ...(values.facts && { newer: readNewer(values.facts, values.responses) }),
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(`${FOLDER}/${name}`, text);
  for (const { name, reason } of leftOut) console.log(`left out ${name}: ${reason}`);
  for (const line of counts) console.log(line);
} else {
  console.error(USAGE);
  process.exitCode = 1;
}

function readNewer(facts: string, answers: string | undefined) {
  const revision = parse<Record<string, DescribedRevision>>(facts)[DESCRIBED];
  if (!revision) throw new Error(`${facts} has no facts of ${DESCRIBED}`);
  return {
    revision: DESCRIBED,
    facts: revision,
    answers: answers ? parse<DescribedAnswers>(answers) : {},
  };
}

function parse<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
