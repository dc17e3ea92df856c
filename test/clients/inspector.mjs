import assert from "node:assert/strict";
import { ACCOUNT, commandOf, DELETABLE, NEWSLETTER, requiredArguments, run, STDIO } from "./server.mjs";

// The Inspector's command line: what a developer looks at a server with. --strict judges the schemas of tools/list.

const inspect = (...args) =>
  run(commandOf("mcp-inspector"), ["--cli", STDIO.command, ...STDIO.args, ...args]);

async function ask(...args) {
  const { code, stdout, stderr } = await inspect(...args);
  assert.equal(code, 0, `${args.join(" ")}: ${stdout}${stderr}`);
  return JSON.parse(stdout);
}

const strict = await inspect("--method", "tools/list", "--strict");
assert.equal(strict.code, 0, strict.stderr);
assert.equal(strict.stderr.trim(), "", "no schema is found fault with");
const { tools } = JSON.parse(strict.stdout);
assert.ok(tools.length > 90, `${tools.length} tools`);

const called = await ask("--method", "tools/call", "--tool-name", "get_lists", "--tool-arg", "page_size=2");
assert.ok(JSON.stringify(called.structuredContent).includes(NEWSLETTER));
assert.deepEqual(JSON.parse(called.content[0].text), called.structuredContent);

const read = await ask(
  ...["--method", "tools/call", "--tool-name", "read_operation"],
  ...["--tool-arg", "name=get_lists", 'arguments={"page_size":2}'],
);
assert.ok(JSON.stringify(read.structuredContent).includes(NEWSLETTER), JSON.stringify(read));
const renamed = await ask(
  ...["--method", "tools/call", "--tool-name", "change_operation"],
  ...[
    "--tool-arg",
    "name=update_list",
    `arguments={"list_id":"${DELETABLE}","name":"Renamed"}`,
    "dry_run=true",
  ],
);
assert.equal(renamed.structuredContent.dry_run.method, "PATCH", JSON.stringify(renamed));

const wrong = await inspect(
  "--method",
  "tools/call",
  "--tool-name",
  "get_list",
  "--tool-arg",
  "list_id=none",
);
assert.equal(wrong.code, 5, "a failed call is a tool error");

const { prompts } = await ask("--method", "prompts/list");
assert.ok(prompts.length > 0, "prompts are listed");
for (const prompt of prompts) {
  const pairs = Object.entries(requiredArguments(prompt)).map(([name, value]) => `${name}=${value}`);
  const got = await ask(
    ...["--method", "prompts/get", "--prompt-name", prompt.name],
    ...(pairs.length > 0 ? ["--prompt-args", ...pairs] : []),
  );
  assert.ok(got.messages.length > 0, `${prompt.name} has a message`);
}

const { resources } = await ask("--method", "resources/list");
const { resourceTemplates } = await ask("--method", "resources/templates/list");
assert.ok(resourceTemplates.some(({ uriTemplate }) => uriTemplate === "klaviyo://guide/{topic}"));
const account = await ask("--method", "resources/read", "--uri", "klaviyo://account");
assert.ok(JSON.stringify(account).includes(ACCOUNT));
const guide = resources.find(({ uri }) => uri.startsWith("klaviyo://guide/"));
assert.ok(guide, "the guide's topics are listed");
assert.ok((await ask("--method", "resources/read", "--uri", guide.uri)).contents[0].text.length > 0);

console.log(
  `${tools.length} tools pass --strict; calls, direct and indirect, an error, ${prompts.length} prompts, ${resources.length} resources`,
);
