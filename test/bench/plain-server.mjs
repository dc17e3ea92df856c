// The least that an MCP server over stdio can be: no SDK, no schemas, one empty list. What starting costs at best.
import { createInterface } from "node:readline";

const results = {
  initialize: {
    protocolVersion: "2025-06-18",
    capabilities: { tools: {} },
    serverInfo: { name: "plain", version: "0.0.0" },
  },
  "tools/list": { tools: [] },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} })}\n`);
});
