import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { operations as behaved } from "../sandbox/operations/index.ts";
import { Bodies } from "./sandbox-facts/body.ts";
import { type Described, type DescribedAnswers, readDescribed } from "./sandbox-facts/described.ts";
import { factsOf } from "./sandbox-facts/lines.ts";
import { type OpenApi, readOpenApi } from "./sandbox-facts/read.ts";

// Writes what the sandbox knows of the operations that have no behaviour of their own, from the documents that
// `npm run contract` takes. It shares no code with that: a double that reads as the server does agrees with its bugs.

const USAGE = "npm run sandbox:facts -- STABLE.json --beta BETA.json --facts FILE --responses FILE";
const FILE = "sandbox/facts/sandbox-facts.jsonl";
const NEXT = "2026-10-15";

/** Operations whose bodies or answers 2026-10-15 changes so that a client of the revision before breaks. */
const CHANGED = new Set([
  "get_campaigns",
  "get_campaign",
  "create_campaign",
  "update_campaign",
  "clone_campaign",
  "get_campaign_message",
  "update_campaign_message",
  "get_messages_for_campaign",
  "get_campaign_for_campaign_message",
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { beta: { type: "string" }, facts: { type: "string" }, responses: { type: "string" } },
});
const [stable] = positionals;

if (stable && values.beta && values.facts && values.responses) {
  const now = readOpenApi(parse<OpenApi>(stable));
  const known = new Set(now.operations.map(({ method, path }) => `${method} ${path}`));
  const described = parse<Record<string, Described>>(values.facts)[NEXT];
  if (!described) throw new Error(`${values.facts} has no facts of ${NEXT}`);
  const next = readDescribed(described, parse<DescribedAnswers>(values.responses));
  const beta = readOpenApi(parse<OpenApi>(values.beta));
  const routes = new Set(behaved.map(({ route }) => route.replace(/\{\w+\}/g, "{id}")));
  const isNew = ({ id, method, path }: { id: string; method: string; path: string }) =>
    CHANGED.has(id) || !known.has(`${method} ${path}`);
  const lines = factsOf([
    { ...now, edition: "", bodies: new Bodies(now.schemas, "a_"), isBehaved: (route) => routes.has(route) },
    {
      ...next,
      operations: next.operations.filter(isNew),
      edition: NEXT,
      bodies: new Bodies(next.schemas, "b_"),
      isBehaved: () => false,
    },
    { ...beta, edition: "2026-07-15.pre", bodies: new Bodies(beta.schemas, "c_"), isBehaved: () => false },
  ]);
  writeFileSync(FILE, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  console.log(`${lines.length} lines in ${FILE}`);
} else {
  console.error(USAGE);
  process.exitCode = 1;
}

function parse<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}
