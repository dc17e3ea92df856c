import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { vi } from "vitest";
import { parseFlags, readEnv, resolveConfig } from "../src/config/config.ts";
import { composeCaller } from "../src/first-call.ts";
import type { Bucket } from "../src/gateway/buckets.ts";
import type { Answer } from "../src/gateway/client.ts";
import { Pace } from "../src/gateway/pace.ts";
import type { GatewayRequest } from "../src/wire/request.ts";

/** What a request that left was charged to. */
export type Left = GatewayRequest & { buckets: readonly Bucket[] };

export interface Inside {
  /** Calls a tool; `text` is what a model reads. */
  call(name: string, args: Record<string, unknown>): Promise<CallToolResult & { text: string }>;
  /** What left since it was last emptied. */
  left: Left[];
  /** What comes back; throws a GatewayError for what fails. */
  answer(request: GatewayRequest): unknown;
}

/**
 * Everything that runs a call, in this process and with no network, for laws over hundreds of operations. No request
 * waits for its turn: what it would have waited for is told. Restore the mocks afterwards.
 */
export function startInside(flags: readonly string[], connection = "c"): Inside {
  let charged: readonly Bucket[] = [];
  vi.spyOn(Pace.prototype, "take").mockImplementation(async (buckets) => {
    charged = buckets;
    return "come";
  });
  vi.spyOn(Pace.prototype, "learn").mockReturnValue();
  const env = readEnv({ MATON_API_KEY: "a-key-of-the-test", MATON_CONNECTION_ID: connection });
  const config = resolveConfig(parseFlags(flags), env, () => "", "stdio");
  const send = async (request: GatewayRequest): Promise<Answer> => {
    inside.left.push({ ...request, buckets: charged });
    return { status: 200, headers: {}, document: inside.answer(request), bytes: 0 };
  };
  const caller = composeCaller(config, send, { sandbox: false, hide: (text) => text }, () => undefined);
  const inside: Inside = {
    left: [],
    answer: () => ({ data: [], links: {} }),
    call: async (name, args) => {
      const client = { signal: new AbortController().signal, progress: () => undefined };
      const { answer } = await caller.run(name, args, client);
      const [content] = answer.content;
      return { ...answer, text: content?.type === "text" ? content.text : "" };
    },
  };
  return inside;
}
