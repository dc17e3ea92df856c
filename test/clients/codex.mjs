import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { ACCOUNT, commandOf, DELETABLE, NEWSLETTER, STDIO } from "./server.mjs";

// Codex without a login and without a model: its app-server starts the MCP server, lists it and calls it, and hands
// the server's question on to whoever sits in front of it, which is this script.

const home = await mkdtemp(path.join(tmpdir(), "codex-home-"));
await writeFile(
  path.join(home, "config.toml"),
  `check_for_update_on_startup = false
[analytics]
enabled = false
[mcp_servers.klaviyo]
command = ${JSON.stringify(STDIO.command)}
args = ${JSON.stringify(STDIO.args)}
`,
);
const child = spawn(commandOf("codex"), ["app-server"], {
  env: { ...process.env, CODEX_HOME: home },
  stdio: ["pipe", "pipe", "pipe"],
});
let stderr = "";
child.stderr.on("data", (chunk) => {
  stderr += chunk;
});
const waiting = new Map();
const questions = [];
const answers = [];
let ids = 0;

const write = (message) => child.stdin.write(`${JSON.stringify(message)}\n`);

createInterface({ input: child.stdout }).on("line", (line) => {
  const message = JSON.parse(line);
  if (message.method === "mcpServer/elicitation/request") {
    questions.push(message.params);
    const action = answers.shift() ?? "cancel";
    const content = action === "accept" ? { confirm: true } : null;
    write({ id: message.id, result: { action, content, _meta: null } });
  } else if (message.id !== undefined && message.method === undefined) {
    const { resolve, reject } = waiting.get(message.id);
    if (message.error) reject(new Error(JSON.stringify(message.error)));
    else resolve(message.result);
  }
});

function ask(method, params) {
  ids += 1;
  const id = ids;
  const answered = new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
  write({ id, method, params });
  return answered;
}

const exited = new Promise((resolve) => child.once("exit", resolve));
exited.then((code) => {
  for (const { reject } of waiting.values()) reject(new Error(`codex ended with ${code}: ${stderr}`));
});

try {
  await ask("initialize", {
    clientInfo: { name: "klaviyo-mcp-clients", title: null, version: "1.0.0" },
    capabilities: { experimentalApi: true, requestAttestation: false },
  });
  write({ method: "initialized" });
  const { thread } = await ask("thread/start", {
    cwd: home,
    approvalPolicy: "on-request",
    sandbox: "read-only",
    ephemeral: true,
  });

  const { data } = await ask("mcpServerStatus/list", { threadId: thread.id });
  const status = data.find(({ name }) => name === "klaviyo");
  assert.equal(status.toolsError, null);
  const tools = Object.keys(status.tools);
  assert.ok(tools.length > 90, `${tools.length} tools`);
  assert.ok(
    status.resources.some(({ uri }) => uri === "klaviyo://account"),
    "the account is a resource",
  );

  const call = (tool, args) =>
    ask("mcpServer/tool/call", { threadId: thread.id, server: "klaviyo", tool, arguments: args });
  const lists = await call("get_lists", { page_size: 2 });
  assert.ok(JSON.stringify(lists.structuredContent).includes(NEWSLETTER));
  const account = await ask("mcpServer/resource/read", {
    threadId: thread.id,
    server: "klaviyo",
    uri: "klaviyo://account",
  });
  assert.ok(JSON.stringify(account.contents).includes(ACCOUNT));

  answers.push("decline", "accept");
  const declined = await call("delete_list", { list_id: DELETABLE });
  assert.equal(questions.length, 1, "the person is asked");
  assert.equal(questions[0].mode, "form");
  assert.ok(questions[0].message.includes(DELETABLE), questions[0].message);
  assert.ok(!(await call("get_list", { list_id: DELETABLE })).isError, JSON.stringify(declined));
  // A no holds for a minute, so that the same change is not asked again: another is.
  const again = await call("delete_list", { list_id: DELETABLE });
  assert.ok(
    questions.length === 1 && JSON.stringify(again).includes("not asked again"),
    JSON.stringify(again),
  );
  const other = lists.structuredContent.data.find(({ id }) => id !== NEWSLETTER).id;
  const accepted = await call("delete_list", { list_id: other });
  assert.ok(!accepted.isError && questions.length === 2, JSON.stringify(accepted));
  assert.equal((await call("get_list", { list_id: other })).isError, true, "the list is gone");

  console.log(
    `${tools.length} tools; a call, a resource, a delete that is declined and one that is accepted`,
  );
} finally {
  child.stdin.end();
  const late = setTimeout(() => child.kill("SIGKILL"), 5000);
  await exited;
  clearTimeout(late);
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
}
