// The least that an MCP server over stdio can be: no SDK and no schemas, a list of tools that is ready in a file.
// argv: that file, or nothing for no tools.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const [file] = process.argv.slice(2);
const results = {
  initialize: {
    protocolVersion: "2025-06-18",
    capabilities: { tools: {} },
    serverInfo: { name: "plain", version: "0.0.0" },
  },
  "tools/list": file ? JSON.parse(readFileSync(file, "utf8")) : { tools: [] },
};

createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method } = JSON.parse(line);
  if (id === undefined) return;
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? {} })}\n`);
});
