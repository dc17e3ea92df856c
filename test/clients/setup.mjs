import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { CLI, commandOf, HERE, run } from "./server.mjs";

// A newcomer: `setup --yes` for the clients whose programs npm has, each of which then lists the tools by what setup
// wrote, and `setup --remove`, after which their files are as they were. What a client asks is seen by a program that
// stands in the server's place and hands on every line, since most of them show a person no list without a login.

const CLIENT_MS = 60_000;
const root = mkdtempSync(path.join(tmpdir(), "klaviyo-mcp-setup-"));
const home = path.join(root, "home");
const seenFile = path.join(root, "seen.jsonl");
const cli = path.join(root, "klaviyo-mcp/dist/cli.js");
const env = {
  ...process.env,
  HOME: home,
  USERPROFILE: home,
  APPDATA: path.join(home, "AppData/Roaming"),
  LOCALAPPDATA: path.join(home, "AppData/Local"),
  XDG_CONFIG_HOME: path.join(home, ".config"),
  DISABLE_AUTOUPDATER: "1",
  DISABLE_TELEMETRY: "1",
};

const FILES = {
  ".claude.json": '{\n  "numStartups": 1,\n  "mcpServers": {}\n}',
  ".codex/config.toml": "# mine\ncheck_for_update_on_startup = false\n\n[analytics]\nenabled = false # no\n",
  ".gemini/settings.json":
    '{\n    // by key\n    "security": { "auth": { "selectedType": "gemini-api-key" } }\n}\n',
  ".config/opencode/opencode.jsonc":
    '{\n\t// nothing new\n\t"$schema": "https://opencode.ai/config.json",\n\t"autoupdate": false,\n}\n',
  ".cursor/mcp.json": '{"mcpServers":{"other":{"command":"true"}}}',
};

/** The platform's own program of a package, which its install script would have put in place. */
function native(...candidates) {
  const found = candidates.map((one) => path.join(HERE, "node_modules", one)).find((one) => existsSync(one));
  assert.ok(found, `none of ${candidates.join(", ")} is installed`);
  return found;
}

const arch = `${process.platform}-${process.arch}`;
const ending = process.platform === "win32" ? ".exe" : "";
const PROGRAMS = {
  claude: native(`@anthropic-ai/claude-code-${arch}/claude${ending}`),
  opencode: native(`opencode-${arch.replace("win32", "windows")}/bin/opencode${ending}`),
};

/** Each client, and what makes it list the tools. */
const CLIENTS = {
  "claude-code": () => run(PROGRAMS.claude, ["mcp", "list"], { env, cwd: home, timeoutMs: CLIENT_MS }),
  opencode: () => run(PROGRAMS.opencode, ["mcp", "list"], { env, cwd: home, timeoutMs: CLIENT_MS }),
  gemini: askGemini,
  codex: askCodex,
  inspector: () =>
    run(
      commandOf("mcp-inspector"),
      [
        "--cli",
        "--config",
        path.join(home, ".cursor/mcp.json"),
        "--server",
        "klaviyo",
        "--method",
        "tools/list",
      ],
      { env, cwd: home, timeoutMs: CLIENT_MS },
    ),
};

/** It lists the tools before it asks its model, which is nowhere: it is ended as soon as it has. */
async function askGemini() {
  const more = { GEMINI_API_KEY: "none", GOOGLE_GEMINI_BASE_URL: "http://127.0.0.1:9" };
  const options = { env: { ...env, ...more }, cwd: home, stdio: "ignore" };
  const child = spawn(commandOf("gemini"), ["-p", "hello"], options);
  const exited = new Promise((resolve) => child.once("exit", resolve));
  for (let waited = 0; toolsSeen() === 0 && waited < CLIENT_MS; waited += 100) await wait(100);
  child.kill("SIGKILL");
  await exited;
}

async function askCodex() {
  const child = spawn(commandOf("codex"), ["app-server"], {
    env,
    cwd: home,
    stdio: ["pipe", "pipe", "ignore"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  const answers = new Map();
  createInterface({ input: child.stdout }).on("line", (line) => {
    const { id, result } = JSON.parse(line);
    answers.get(id)?.(result);
  });
  const ask = (id, method, params) => {
    const answered = new Promise((resolve) => answers.set(id, resolve));
    child.stdin.write(`${JSON.stringify({ id, method, params })}\n`);
    return answered;
  };
  await ask(1, "initialize", {
    clientInfo: { name: "klaviyo-mcp-clients", title: null, version: "1.0.0" },
    capabilities: { experimentalApi: true, requestAttestation: false },
  });
  child.stdin.write('{"method":"initialized"}\n');
  const { thread } = await ask(2, "thread/start", { cwd: home, sandbox: "read-only", ephemeral: true });
  const { data } = await ask(3, "mcpServerStatus/list", { threadId: thread.id });
  assert.ok(Object.keys(data.find(({ name }) => name === "klaviyo").tools).length > 0, "Codex has tools");
  child.stdin.end();
  await exited;
}

const RECORDER = `import { spawn } from "node:child_process";
import { appendFileSync } from "node:fs";
import { createInterface } from "node:readline";
const child = spawn(process.execPath, [${JSON.stringify(CLI)}, ...process.argv.slice(2)], { stdio: ["pipe", "pipe", "inherit"] });
createInterface({ input: process.stdin })
  .on("line", (line) => child.stdin.write(line + "\\n"))
  .on("close", () => child.stdin.end());
createInterface({ input: child.stdout }).on("line", (line) => {
  const { result } = JSON.parse(line);
  if (result?.tools) appendFileSync(${JSON.stringify(seenFile)}, JSON.stringify(result.tools.length) + "\\n");
  process.stdout.write(line + "\\n");
});
child.on("exit", (code) => process.exit(code ?? 0));
`;

/** How many tools were listed since the last look; none where nobody asked. */
function toolsSeen() {
  if (!existsSync(seenFile)) return 0;
  return Math.max(0, ...readFileSync(seenFile, "utf8").trim().split("\n").map(Number));
}

const read = (file) => readFileSync(path.join(home, file), "utf8");
const setup = (...args) =>
  run(process.execPath, [cli, "setup", "--yes", ...args], { env, cwd: home, timeoutMs: CLIENT_MS });

try {
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(home, file)), { recursive: true });
    writeFileSync(path.join(home, file), text);
  }
  mkdirSync(path.join(home, ".claude"));
  writeFileSync(path.join(home, ".gemini/trustedFolders.json"), JSON.stringify({ [home]: "TRUST_FOLDER" }));
  cpSync(path.dirname(CLI), path.dirname(cli), { recursive: true });
  writeFileSync(path.join(root, "klaviyo-mcp/package.json"), '{"type":"module"}');

  // Its first start writes much into its own file, and others little.
  await CLIENTS["claude-code"]();
  FILES[".claude.json"] = read(".claude.json");

  const put = await setup("--sandbox");
  assert.equal(put.code, 0, put.stdout + put.stderr);
  const built = path.join(root, "klaviyo-mcp/dist/built.js");
  renameSync(cli, built);
  writeFileSync(cli, RECORDER);

  const counts = [];
  for (const [name, ask] of Object.entries(CLIENTS)) {
    rmSync(seenFile, { force: true });
    const ended = await ask();
    assert.ok(toolsSeen() > 40, `${name} listed ${toolsSeen()} tools: ${JSON.stringify(ended)}`);
    counts.push(`${name} ${toolsSeen()}`);
  }

  renameSync(built, cli);
  const taken = await setup("--remove");
  assert.equal(taken.code, 0, taken.stdout + taken.stderr);
  for (const [file, text] of Object.entries(FILES)) assert.equal(read(file), text, `${file} is as it was`);
  console.log(
    `tools listed by what setup wrote: ${counts.join(", ")}; untold, every file is byte for byte as it was`,
  );
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
}
