import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { CLI, HERE, node22, run } from "./server.mjs";

// Real MCP clients against the built server, one after the other: a script each, whose exit code counts and whose last
// line says what was done. With names it runs these alone, on what an earlier run has installed.

const CLIENTS = [
  "inspector.mjs",
  "sdk-client.mjs",
  "langchain.mjs",
  "openai-agents.mjs",
  "ai-sdk.mjs",
  "codex.mjs",
  "setup.mjs",
  "conformance.mjs",
  "python-sdk.py",
  "python-agent.py",
];
const CLIENT_MS = 3 * 60_000;
const INSTALL_MS = 15 * 60_000;
const VENV = path.join(HERE, "node_modules/.venv");
const WINDOWS = process.platform === "win32";
const PYTHON = path.join(VENV, WINDOWS ? "Scripts/python.exe" : "bin/python");

const say = (text) => process.stdout.write(`${text}\n`);

/** Runs a step of the installation; what cannot be installed ends everything. */
async function install(what, command, args) {
  const started = performance.now();
  const options = { cwd: HERE, timeoutMs: INSTALL_MS, shell: WINDOWS };
  const { code, stdout, stderr } = await run(command, args, options);
  if (code !== 0) throw new Error(`${what} cannot be installed:\n${stdout}${stderr}`);
  say(`installed ${what} (${seconds(started)})`);
}

async function installAll() {
  // The engines that some clients ask for are newer than the Node that runs this; they run on it all the same.
  await install("npm packages", "npm", [
    "ci",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ]);
  await install("Node 22", node22(), ["--version"]);
  await install("a Python environment", WINDOWS ? "python" : "python3", ["-m", "venv", VENV]);
  await install("Python packages", PYTHON, ["-m", "pip", "install", "--quiet", "-r", "requirements.txt"]);
}

/** What a client sees: no settings of whoever runs this, a home of its own, and no way out where proxies are heeded. */
function environment(home) {
  const own = /^(MATON_|KLAVIYO_|OPENAI_|CODEX_|MCP_|NODE_EXTRA_CA_CERTS$|NODE_OPTIONS$|.*_proxy$)/i;
  const nowhere = "http://127.0.0.1:9";
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name))),
    PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
    HOME: home,
    USERPROFILE: home,
    HTTP_PROXY: nowhere,
    HTTPS_PROXY: nowhere,
    NO_PROXY: "127.0.0.1,localhost",
  };
}

function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

async function prove(file, home) {
  const started = performance.now();
  const command = file.endsWith(".py") ? PYTHON : process.execPath;
  const options = { cwd: home, env: environment(home), timeoutMs: CLIENT_MS };
  const { code, stdout, stderr } = await run(command, [path.join(HERE, file)], options);
  const last = stdout.trim().split("\n").at(-1);
  // A script that ends without a word has not come to its end.
  const passed = code === 0 && Boolean(last);
  if (passed) say(`ok      ${file}: ${last} (${seconds(started)})`);
  else say(`FAILED  ${file} with ${code} (${seconds(started)})\n${stdout}${stderr}`);
  return passed;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !CLIENTS.some((file) => path.parse(file).name === name));
if (unknown.length > 0) throw new Error(`there is no client ${unknown.join(", ")}`);
if (!existsSync(CLI)) throw new Error("dist/cli.js is missing: npm run build");
if (asked.length === 0) await installAll();

const home = await mkdtemp(path.join(tmpdir(), "klaviyo-mcp-clients-"));
let failed = 0;
const chosen = CLIENTS.filter((file) => asked.length === 0 || asked.includes(path.parse(file).name));
try {
  for (const file of chosen) if (!(await prove(file, home))) failed += 1;
} finally {
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
say(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
