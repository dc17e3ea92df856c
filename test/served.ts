import { fileURLToPath } from "node:url";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";

export const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

/** A server that a client can connect to, and what it has written to stderr. */
export interface Served {
  transport: Transport;
  stderr(): string;
  close(): Promise<void>;
}

/** The built server over stdio. test/served-inside.ts stands for this file where mutants are put into the source. */
export async function served(args: string[], env: Record<string, string>): Promise<Served> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [CLI, ...args],
    env,
    stderr: "pipe",
  });
  let stderr = "";
  transport.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString("utf8");
  });
  return { transport, stderr: () => stderr, close: async () => undefined };
}
