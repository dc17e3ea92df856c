import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startSandbox } from "../sandbox/index.ts";
import { Account } from "../test/jobs/account.ts";
import { today } from "../test/jobs/days.ts";
import { countTokens } from "../test/tokens.ts";
import { differences, MEASURED, type Measured, readMeasured } from "./compare/measured.ts";
import { playAll } from "./compare/played.ts";
import { type Installed, install, PACKAGE, Theirs } from "./compare/theirs.ts";

// Measures Klaviyo's own local server on the sandbox and writes what it found to scripts/compare/measured.json, from which
// `npm run docs` makes the README's table. It takes Python, PyPI and a description of Klaviyo's API, so that CI runs it
// not. With --check it only says whether what is recorded still holds.

const CHANGES = "klaviyo_unsubscribe_profile_from_marketing";
const SOMEBODY = "sarah.novak1@example.com";

const { values } = parseArgs({
  options: {
    // The newest, where none is named.
    version: { type: "string" },
    // What makes the environment: their package needs 3.13.
    python: { type: "string", default: "python3.13" },
    venv: { type: "string", default: join(tmpdir(), "klaviyo-mcp-compare") },
    // A file of github.com/klaviyo/openapi that stands for what their server downloads at each start.
    description: { type: "string" },
    check: { type: "boolean", default: false },
  },
});

const installed = install(values.venv, values.python, values.version);
const found = await measure(installed, values.description);
if (values.check) {
  const off = differences(readMeasured(), found);
  console.log(off.length === 0 ? `${MEASURED} holds` : `${MEASURED} says otherwise: ${off.join("; ")}`);
  process.exitCode = off.length === 0 ? 0 : 1;
} else {
  writeFileSync(MEASURED, `${JSON.stringify(found, null, 2)}\n`);
  console.log(`${PACKAGE} ${found.version}: ${MEASURED} written; npm run docs puts it into the README`);
}

async function measure(installed: Installed, description: string | undefined): Promise<Measured> {
  const sandbox = await startSandbox({ limits: "off" });
  const theirs = new Theirs();
  try {
    await theirs.start(installed, sandbox.url, description);
    const { tools } = await theirs.client.listTools();
    const seen = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    const jobs = await playAll(theirs, new Account(sandbox));
    return {
      package: PACKAGE,
      version: installed.version,
      on: today(),
      python: installed.requires,
      listTokens: countTokens(JSON.stringify(seen)),
      tools: tools.map(({ name, annotations }) => ({ name, changes: annotations?.readOnlyHint !== true })),
      reportFilters: fieldsIn(tools.find(({ name }) => name === "klaviyo_get_campaign_report")?.inputSchema),
      elicits: installed.elicits,
      changed: await changeSomething(theirs, sandbox),
      jobs,
    };
  } finally {
    await theirs.client.close();
    await sandbox.close();
  }
}

/** Unsubscribes somebody: how often the client was asked before that was sent. */
async function changeSomething(theirs: Theirs, sandbox: { requests: { method: string; path: string }[] }) {
  theirs.questions = 0;
  await theirs.call(CHANGES, { channels: ["email"], email_address: SOMEBODY });
  const sent = sandbox.requests.filter(({ method, path }) => method === "POST" && /subscription/.test(path));
  if (sent.length === 0) throw new Error(`${CHANGES} sent nothing`);
  return { tool: CHANGES, questions: theirs.questions };
}

/** What the filters of a schema are about, each once. */
function fieldsIn(schema: unknown): string[] {
  const fields = JSON.stringify(schema).matchAll(/"field":\{"const":"([^"]+)"/g);
  return [...new Set([...fields].map(([, field = ""]) => field))];
}
