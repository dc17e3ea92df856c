import assert from "node:assert/strict";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { ACCOUNT, DELETABLE, NEWSLETTER, requiredArguments, STDIO, serve } from "./server.mjs";

// The SDK's next generation, over both transports and both ways to begin: it validates every structuredContent.

async function connect(transport, mode) {
  const asked = [];
  const client = new Client(
    { name: "klaviyo-mcp-clients", version: "1.0.0" },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode } },
  );
  client.setRequestHandler("elicitation/create", ({ params }) => {
    asked.push(params.message);
    return { action: "accept", content: { confirm: true } };
  });
  await client.connect(transport);
  return { client, asked };
}

async function exercise({ client, asked }) {
  assert.equal(client.getNegotiatedProtocolVersion(), "2025-11-25");
  assert.ok(client.getInstructions().length > 0);
  const { tools } = await client.listTools();
  assert.ok(tools.length > 90, `${tools.length} tools`);
  const found = await client.callTool({ name: "get_lists", arguments: {} });
  assert.ok(JSON.stringify(found.structuredContent).includes(NEWSLETTER));
  const options = { name: "get_lists", arguments: { page_size: 2 } };
  const read = await client.callTool({ name: "read_operation", arguments: options });
  assert.ok(JSON.stringify(read.structuredContent).includes(NEWSLETTER));
  const change = { name: "update_list", arguments: { list_id: DELETABLE, name: "Renamed" }, dry_run: true };
  const renamed = await client.callTool({ name: "change_operation", arguments: change });
  assert.equal(renamed.structuredContent.dry_run.method, "PATCH");
  const wrong = await client.callTool({ name: "get_list", arguments: { list_id: "none" } });
  assert.equal(wrong.isError, true);
  const gone = await client.callTool({ name: "delete_list", arguments: { list_id: DELETABLE } });
  assert.ok(!gone.isError, JSON.stringify(gone.content));
  assert.equal(asked.length, 1, "the person is asked once");
  assert.ok(asked[0].includes(DELETABLE), asked[0]);
  const { prompts } = await client.listPrompts();
  assert.ok(prompts.length > 0, "prompts are listed");
  for (const prompt of prompts) {
    const got = await client.getPrompt({ name: prompt.name, arguments: requiredArguments(prompt) });
    assert.ok(got.messages.length > 0, `${prompt.name} has a message`);
  }
  const { resources } = await client.listResources();
  assert.ok(resources.length > 0, "resources are listed");
  for (const { uri } of resources) {
    const { contents } = await client.readResource({ uri });
    assert.ok(contents[0].text.length > 0, `${uri} has a text`);
    if (uri === "klaviyo://account") assert.ok(contents[0].text.includes(ACCOUNT));
  }
  await client.close();
  return tools.length;
}

const listed = new Set();
for (const mode of ["legacy", "auto"]) {
  listed.add(await exercise(await connect(new StdioClientTransport(STDIO), mode)));
  const http = await serve("http", "--port", "0", "--sandbox", "--log-level", "error");
  try {
    listed.add(await exercise(await connect(new StreamableHTTPClientTransport(new URL(http.url)), mode)));
  } finally {
    await http.close();
  }
}
assert.equal(listed.size, 1, "every way lists the same");
console.log(
  "stdio and HTTP, legacy and auto: tools, indirect calls, a confirmed delete by elicitation, prompts, resources",
);
