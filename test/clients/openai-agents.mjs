import assert from "node:assert/strict";
import { Agent, getAllMcpTools, MCPServerStdio, RunContext, setTracingDisabled } from "@openai/agents";
import { DELETABLE, NEWSLETTER, STDIO } from "./server.mjs";

// OpenAI's Agents SDK in strict mode: every optional argument becomes nullable and required, and null is sent for it.

function hasFreeKeys(schema) {
  if (typeof schema !== "object" || schema === null) return false;
  if (schema.type === "object" && schema.additionalProperties !== false) return true;
  return Object.values(schema).some(hasFreeKeys);
}

setTracingDisabled(true);
const server = new MCPServerStdio({ name: "klaviyo", ...STDIO });
await server.connect();
try {
  const runContext = new RunContext({});
  const agent = new Agent({ name: "Marketer", mcpServers: [server] });
  const tools = await getAllMcpTools({
    mcpServers: [server],
    convertSchemasToStrict: true,
    runContext,
    agent,
    errorFunction: null,
  });
  assert.ok(tools.length > 90, `${tools.length} tools`);
  const tool = (name) => tools.find((one) => one.name === name) ?? assert.fail(`${name} is missing`);
  const invoke = async (name, input) => {
    const every = Object.fromEntries(Object.keys(tool(name).parameters.properties).map((one) => [one, null]));
    return JSON.stringify(await tool(name).invoke(runContext, JSON.stringify({ ...every, ...input })));
  };

  // Strict mode knows no object with free keys, such as a profile's own properties; every other tool is strict.
  const loose = tools.filter(({ strict }) => !strict);
  for (const { name, parameters } of loose) assert.ok(hasFreeKeys(parameters), `${name} could be strict`);

  const lists = await invoke("get_lists", { page_size: 2 });
  assert.ok(lists.includes(NEWSLETTER), lists);
  assert.ok((await invoke("get_profiles", { page_size: 1 })).includes("next_cursor"));

  // What is not listed: found, read, and a change looked at. A strict model can also write its arguments as text.
  assert.ok((await invoke("search_operations", { question: "popups on our site" })).includes("get_forms("));
  const input = { page_size: 2 };
  for (const one of [input, JSON.stringify(input)]) {
    const read = await invoke("read_operation", { name: "get_lists", arguments: one });
    assert.ok(read.includes(NEWSLETTER), read);
  }
  const renamed = await invoke("change_operation", {
    name: "update_list",
    arguments: { list_id: DELETABLE, name: "Renamed" },
    dry_run: true,
  });
  assert.match(renamed, /PATCH.*Renamed/, renamed);

  const { resources } = await server.listResources();
  assert.ok(resources.length > 0, "resources are listed");
  assert.ok((await server.readResource("klaviyo://account")).contents[0].text.length > 0);

  console.log(
    `${tools.length} tools, ${tools.length - loose.length} of them strict; calls with null for every optional, of indirect tools too`,
  );
} finally {
  await server.close();
}
