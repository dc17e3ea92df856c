import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";

/** What the test gives a host to show. */
export interface Shown {
  html: string;
  /** The policy that the host gives its frame. */
  policy: string;
  capabilities: Record<string, unknown>;
  context: Record<string, unknown>;
  args: Record<string, unknown>;
  result: CallToolResult;
}

/** What the host's window has for the test, and the test for the host. */
export interface HostWindow {
  /** Ends when the page has drawn it, as the others do. */
  show(shown: Shown): Promise<void>;
  change(context: Record<string, unknown>): Promise<void>;
  cancel(reason: string): Promise<void>;
  callTool(name: string, args: unknown): Promise<CallToolResult>;
  heard(what: string, value: unknown): Promise<void>;
}
