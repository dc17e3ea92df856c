import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { type CallToolResult, ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { ConfirmMode } from "../src/ask/confirm.ts";
import { Dispatcher } from "../src/call/dispatcher.ts";
import { Catalog, everything } from "../src/catalog.ts";
import { Registry } from "../src/registry.ts";
import { Caller } from "../src/serve/calling.ts";
import { createServer } from "../src/serve/server.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { GUIDE } from "../tools/guide/texts.ts";
import { allTools } from "../tools/index.ts";
import { DANGEROUS } from "./dangerous.ts";

// In this process, since the ten minutes that a person has can only be passed with a clock of the test's own.

const TEN_MINUTES = 10 * 60_000;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function connect(
  confirm: ConfirmMode,
  sent: GatewayRequest[],
  onQuestion: () => void,
): Promise<Client> {
  const registry = Registry.whole(allTools);
  const send = async (request: GatewayRequest) => {
    sent.push(request);
    const connections = [{ connection_id: "c", status: "ACTIVE", app: "klaviyo" }];
    const document =
      request.host === "control" ? { connections } : { data: { type: "x", id: "x", attributes: {} } };
    return { status: 200, headers: {}, document, bytes: 2 };
  };
  const dispatcher = new Dispatcher(
    registry,
    {
      connectionId: undefined,
      confirm,
      readOnly: false,
      maxResultChars: 60_000,
      sandbox: false,
    },
    {
      send,
      pace: undefined,
      operations: { search: () => ({}), describe: () => ({}) },
      timeoutMs: 30_000,
      now: Date.now,
    },
  );
  const hide = (text: string) => text;
  const caller = new Caller(registry, dispatcher, { sandbox: false, hide }, () => undefined);
  const server = createServer(
    new Catalog(allTools, everything(allTools)),
    async () => [],
    async () => caller,
    {
      name: "klaviyo-mcp",
      version: "0",
      instructions: "",
      loadTexts: async () => GUIDE,
      hide,
    },
    () => undefined,
  );
  const client = new Client({ name: "t", version: "1" }, { capabilities: { elicitation: { form: {} } } });
  client.setRequestHandler(ElicitRequestSchema, () => {
    onQuestion();
    return new Promise(() => undefined);
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  return client;
}

const MODES = ["dangerous", "writes", "elicit-only"] as const;
const cases = MODES.flatMap((mode) =>
  Object.entries(DANGEROUS).map(([name, args]) => [mode, name, args] as const),
);

it.each(cases)(
  "--confirm %s: %s is declined when nobody answers for ten minutes",
  async (mode, name, args) => {
    const sent: GatewayRequest[] = [];
    let asked = 0;
    const client = await connect(mode, sent, () => {
      asked += 1;
    });
    let answer: CallToolResult | undefined;
    const call = client
      .callTool({ name, arguments: args }, undefined, { timeout: 2 * TEN_MINUTES })
      .then((result) => {
        answer = result as CallToolResult;
      });
    await vi.advanceTimersByTimeAsync(TEN_MINUTES - 1000);
    expect(asked).toBe(1);
    expect(answer).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2000);
    await call;
    expect(answer?.isError).toBeFalsy();
    expect(answer?.structuredContent?.status).toBe("declined");
    expect(sent.filter(({ method }) => method !== "GET")).toEqual([]);
    await client.close();
    expect(vi.getTimerCount()).toBe(0);
  },
);
