import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { RequestOptions } from "@modelcontextprotocol/sdk/shared/protocol.js";
import {
  type CallToolResult,
  type ClientCapabilities,
  ElicitRequestSchema,
  type ElicitResult,
} from "@modelcontextprotocol/sdk/types.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/index.ts";
import { compiledOnce } from "./compiled.ts";
import { served as servedBuilt } from "./served.ts";

export { CLI } from "./served.ts";
export const KEY = "test-key-0123456789";

export interface StartOptions {
  /** Flags of the server; without `--pace` it is off. */
  args?: string[];
  /** Variables besides the key and the sandbox's address; undefined takes one away. */
  env?: Record<string, string | undefined>;
  sandbox?: SandboxOptions;
  /** What is served instead of the built server: `servedInside`, where hundreds of calls or many settings are the point. */
  served?: typeof servedBuilt;
  /** Answers the server's questions, whose form has these fields; without it the client offers no elicitation. */
  elicit?: (message: string, fields: string[]) => ElicitResult | Promise<ElicitResult>;
  /** Opens pages for the server; without it the client offers no url elicitation. */
  openUrl?: (url: string) => ElicitResult | Promise<ElicitResult>;
  /** What the client can besides, as it announces it. */
  capabilities?: ClientCapabilities;
}

// biome-ignore lint/suspicious/noExplicitAny: results are looked into at any depth
export type Answer = CallToolResult & { json: Record<string, any>; text: string };

export interface Started {
  client: Client;
  sandbox: Sandbox;
  /** Calls a tool; `text` is what a model reads, `json` the same parsed. */
  call(name: string, args?: Record<string, unknown>, options?: RequestOptions): Promise<Answer>;
  /** What was sent to Klaviyo since the last look, without the list of connections. */
  sent(): Sandbox["requests"];
  stderr(): string;
  close(): Promise<void>;
}

/** The built server over stdio, a real client in front of it and a sandbox gateway behind it. */
export async function startClient(options: StartOptions = {}): Promise<Started> {
  const sandbox = await startSandbox({ limits: "off", ...options.sandbox });
  const env = {
    PATH: process.env.PATH,
    MATON_API_KEY: KEY,
    MATON_GATEWAY_URL: sandbox.url,
    MATON_CONTROL_URL: sandbox.url,
    ...options.env,
  };
  const asked = options.args ?? [];
  // The sandbox has no limits either, unless a test is about them.
  const args = asked.includes("--pace") ? asked : ["--pace", "off", ...asked];
  const given = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const { elicit, openUrl, served = servedBuilt, capabilities } = options;
  const { transport, stderr, close } = await served(args, Object.fromEntries(given));
  const elicitation = { ...(elicit && { form: {} }), ...(openUrl && { url: {} }) };
  const client = new Client(
    { name: "test", version: "1.0.0" },
    {
      capabilities: { ...capabilities, ...((elicit || openUrl) && { elicitation }) },
      jsonSchemaValidator: compiledOnce,
    },
  );
  if (elicit || openUrl) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
      const answer =
        params.mode === "url"
          ? await openUrl?.(params.url)
          : await elicit?.(params.message, Object.keys(params.requestedSchema.properties));
      return answer ?? { action: "cancel" };
    });
  }
  await client.connect(transport);
  return {
    client,
    sandbox,
    stderr,
    sent: () => {
      const requests = sandbox.requests.filter((one) => !one.path.startsWith("/connections"));
      sandbox.clearRequests();
      return requests;
    },
    call: async (name, args = {}, requestOptions) => {
      const result = (await client.callTool(
        { name, arguments: args },
        undefined,
        requestOptions,
      )) as CallToolResult;
      const [content] = result.content;
      const text = content?.type === "text" ? content.text : "";
      return { ...result, text, json: result.isError ? {} : JSON.parse(text) };
    },
    close: async () => {
      await client.close();
      await close();
      await sandbox.close();
    },
  };
}
