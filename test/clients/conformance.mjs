import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { HERE, node22, run, serve } from "./server.mjs";

// The protocol's own conformance suite, over HTTP. It runs under Node 22; the server under the Node that runs this.

/** What every server can pass without fixtures, with the capabilities that this one claims. */
const APPLICABLE = [
  "server-initialize",
  "logging-set-level",
  "ping",
  "tools-list",
  "server-sse-multiple-streams",
  "resources-list",
  "prompts-list",
  "dns-rebinding-protection",
];

const suite = path.join(HERE, "node_modules/@modelcontextprotocol/conformance/dist/index.js");
const baseline = path.join(HERE, "conformance-baseline.yml");
const results = await mkdtemp(path.join(tmpdir(), "conformance-"));
const http = await serve("http", "--port", "0", "--sandbox", "--log-level", "error");
try {
  const { code, stdout, stderr } = await run(
    node22(),
    [suite, "server", "--url", http.url, "--expected-failures", baseline, "--spec-version", "2025-11-25"],
    { cwd: results },
  );
  assert.equal(code, 0, `${stdout.slice(stdout.indexOf("=== SUMMARY"))}${stderr}`);
  const passed = [...stdout.matchAll(/^✓ ([\w-]+): [1-9]\d* passed, 0 failed/gm)].map(([, name]) => name);
  for (const scenario of APPLICABLE) assert.ok(passed.includes(scenario), `${scenario} passes`);
  // Two more pass that mean nothing: a tool named test_* which is not there is an error, and that is what they look for.
  const failed = [...stdout.matchAll(/^✗ ([\w-]+): /gm)];
  console.log(`${APPLICABLE.length} scenarios that apply pass, ${failed.length} in the baseline`);
} finally {
  await http.close();
  await rm(results, { recursive: true, force: true });
}
