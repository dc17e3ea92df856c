import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { type CallToolResult, ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import type { Sandbox } from "../../sandbox/index.ts";
import type { Telling } from "./telling.ts";

// biome-ignore lint/suspicious/noExplicitAny: results are looked into at any depth
export type Json = any;

/** A person, an agent and the server between them: what is called is told, and what is expected is checked. */
export class Stage {
  readonly tell: Telling;
  /** Tokens of all calls. */
  readonly tokens = { came: 0, read: 0 };
  calls = 0;
  readonly #client: Client;
  readonly #sandbox: Sandbox;

  private constructor(client: Client, sandbox: Sandbox, tell: Telling) {
    this.#client = client;
    this.#sandbox = sandbox;
    this.tell = tell;
  }

  /** Connects over the transport; the person says yes to whatever the server asks, after it has been shown. */
  static async over(transport: Transport, sandbox: Sandbox, tell: Telling): Promise<Stage> {
    const client = new Client(
      { name: "klaviyo-mcp-demo", version: "1.0.0" },
      { capabilities: { elicitation: { form: {} } } },
    );
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      tell.asked(params.message);
      return { action: "accept", content: { confirm: true } };
    });
    await client.connect(transport);
    return new Stage(client, sandbox, tell);
  }

  /** How many tools the server lists. */
  async listed(): Promise<number> {
    return (await this.#client.listTools()).tools.length;
  }

  /** Calls a tool that must answer. */
  async call(name: string, args: Record<string, unknown> = {}): Promise<Json> {
    const { text, isError } = await this.#called(name, args);
    expect(!isError, `${name} succeeds: ${text}`);
    return JSON.parse(text);
  }

  /** Calls a tool that must refuse, and gives its words. */
  async refused(name: string, args: Record<string, unknown>): Promise<string> {
    const { text, isError } = await this.#called(name, args);
    expect(isError, `${name} is refused`);
    return text;
  }

  async #called(name: string, args: Record<string, unknown>): Promise<{ text: string; isError: boolean }> {
    this.tell.calling(name, args);
    this.#sandbox.clearRequests();
    const onprogress = ({ message = "" }) => this.tell.progress(message);
    const result = (await this.#client.callTool({ name, arguments: args }, undefined, {
      onprogress,
    })) as CallToolResult;
    const [content] = result.content;
    const text = content?.type === "text" ? content.text : "";
    const isError = Boolean(result.isError);
    const came = this.#sandbox.requests.map(({ answer }) => answer ?? "").join("");
    const tokens = { came: encode(came).length, read: encode(text).length };
    this.calls += 1;
    this.tokens.came += tokens.came;
    this.tokens.read += tokens.read;
    this.tell.called({
      tool: name,
      arguments: args,
      answer: isError ? text : JSON.parse(text),
      isError,
      tokens,
    });
    return { text, isError };
  }

  async close(): Promise<void> {
    await this.#client.close();
  }
}

/** Ends the demo unless it holds. */
export function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not as it should be: ${what}`);
}
