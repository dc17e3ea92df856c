import assert from "node:assert/strict";
import { createMCPClient, ElicitationRequestSchema } from "@ai-sdk/mcp";
import { Experimental_StdioMCPTransport as StdioTransport } from "@ai-sdk/mcp/mcp-stdio";
import { ACCOUNT, DELETABLE, NEWSLETTER, requiredArguments, STDIO } from "./server.mjs";

// Vercel's AI SDK opens with server/discover of a later protocol: the server must say no and stay alive.

let asked = 0;
const client = await createMCPClient({
  transport: new StdioTransport(STDIO),
  capabilities: { elicitation: {} },
});
try {
  client.onElicitationRequest(ElicitationRequestSchema, () => {
    asked += 1;
    return { action: "accept", content: { confirm: true } };
  });
  const tools = await client.tools();
  assert.ok(Object.keys(tools).length > 90, `${Object.keys(tools).length} tools`);
  const call = (name, input) => tools[name].execute(input, { toolCallId: "1", messages: [] });

  const lists = await call("get_lists", { page_size: 2 });
  assert.ok(JSON.stringify(lists).includes(NEWSLETTER));
  const read = await call("read_operation", { name: "get_lists", arguments: { page_size: 2 } });
  assert.ok(JSON.stringify(read).includes(NEWSLETTER), JSON.stringify(read));
  const change = { name: "update_list", arguments: { list_id: DELETABLE, name: "Renamed" }, dry_run: true };
  assert.match(JSON.stringify(await call("change_operation", change)), /PATCH.*Renamed/);
  assert.equal((await client.callTool({ name: "get_list", arguments: { list_id: "none" } })).isError, true);
  const gone = await client.callTool({ name: "delete_list", arguments: { list_id: DELETABLE } });
  assert.ok(!gone.isError && asked === 1, JSON.stringify(gone));

  const { prompts } = await client.listPrompts();
  assert.ok(prompts.length > 0, "prompts are listed");
  const [prompt] = prompts;
  const got = await client.getPrompt({ name: prompt.name, arguments: requiredArguments(prompt) });
  assert.ok(got.messages.length > 0);
  const account = await client.readResource({ uri: "klaviyo://account" });
  assert.ok(JSON.stringify(account).includes(ACCOUNT));

  console.log(
    `${Object.keys(tools).length} tools; calls, direct and indirect, a confirmed delete by elicitation, prompts, resources`,
  );
} finally {
  await client.close();
}
