import assert from "node:assert/strict";
import { MultiServerMCPClient } from "@langchain/mcp-adapters";
import { DELETABLE, NEWSLETTER, STDIO } from "./server.mjs";

// LangChain turns each tool into one of its own and validates the arguments itself, before the server sees them.

const client = new MultiServerMCPClient({
  mcpServers: { klaviyo: { transport: "stdio", ...STDIO } },
  throwOnLoadError: true,
  onConnectionError: "throw",
});
/** The object of a result, which LangChain hands on as text or as a block of text. */
const read = (result) => JSON.parse(typeof result === "string" ? result : result.text);

try {
  const tools = await client.getTools();
  assert.ok(tools.length > 90, `${tools.length} tools`);
  const tool = (name) => tools.find((one) => one.name === name) ?? assert.fail(`${name} is missing`);

  const lists = await tool("get_lists").invoke({ page_size: 2 });
  assert.ok(JSON.stringify(lists).includes(NEWSLETTER));
  await assert.rejects(tool("get_list").invoke({}), "its own validation refuses a missing argument");
  await assert.rejects(tool("get_list").invoke({ list_id: "none" }), /list_id/);

  const indirect = await tool("read_operation").invoke({ name: "get_lists", arguments: { page_size: 2 } });
  assert.ok(JSON.stringify(indirect).includes(NEWSLETTER));
  const renamed = await tool("change_operation").invoke({
    name: "update_list",
    arguments: { list_id: DELETABLE, name: "Renamed" },
    dry_run: true,
  });
  assert.equal(read(renamed).dry_run.method, "PATCH");

  // No person can be asked here: the preview comes first, its token makes the call.
  const preview = read(await tool("delete_list").invoke({ list_id: DELETABLE }));
  assert.equal(preview.status, "needs_confirmation");
  const done = await tool("delete_list").invoke({ list_id: DELETABLE, confirmation: preview.confirmation });
  assert.equal(read(done).ok, true);

  console.log(`${tools.length} tools; a call, two indirect ones, two errors, a delete by preview and token`);
} finally {
  await client.close();
}
