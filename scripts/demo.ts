import { fileURLToPath } from "node:url";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { startSandbox } from "../sandbox/index.ts";
import { Stage } from "./demo/stage.ts";
import { STORY } from "./demo/story.ts";
import { paperOf, Raw, Readable, thousands } from "./demo/telling.ts";

// A marketer's session: the real server over stdio, a real MCP client in front of it, the sandbox gateway behind it.
// Every scene says what it expects; the demo fails when one is not so.

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

const NEXT = `
What to do next
  1. Get a key at maton.ai/settings.
  2. node dist/cli.js setup puts it into your client, or docs/clients.md by hand; ask it to "connect my Klaviyo account".
  3. node dist/cli.js doctor says what is missing, should anything be.
To look around first, leave the key out and add --sandbox: your client then talks to this shop.
The same as JSON, a line for each thing that happens: npm run --silent demo -- --raw`;

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.filter((arg) => arg !== "--raw");
  if (unknown.length > 0)
    throw new Error(`there is no ${unknown.join(" ")}: the demo takes --raw, or nothing`);
  const paper = paperOf(process.stdout, process.env);
  const tell = args.includes("--raw") ? new Raw(paper.write) : new Readable(paper);
  // Not --sandbox: the demo keeps the sandbox itself, to show how much came back before it was trimmed.
  // Klaviyo's limits would be waited for: the shop has none.
  const sandbox = await startSandbox({ keepAnswers: true, limits: "off" });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [CLI, "--pace", "off"],
    env: {
      PATH: process.env.PATH ?? "",
      MATON_API_KEY: "demo-key",
      MATON_API_URL: sandbox.url,
      KLAVIYO_MCP_LOG_LEVEL: "error",
    },
    stderr: "inherit",
  });
  try {
    const stage = await Stage.over(transport, sandbox, tell);
    const tools = await stage.listed();
    tell.aside(
      `klaviyo-mcp with a made-up shop behind it, which has no rate limits: nothing here leaves this machine.\nThe server lists ${tools} tools. The agent follows a script; what the tools answer is real.`,
    );
    for (const scene of STORY) await scene(stage);
    const { came, read } = stage.tokens;
    tell.aside(
      `\nAll as it should be: ${stage.calls} calls. ${thousands(came)} tokens came back, the model read ${thousands(read)}: ${(100 - (100 * read) / came).toFixed(0)} % less.`,
    );
    tell.aside(NEXT);
  } finally {
    await transport.close();
    await sandbox.close();
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
