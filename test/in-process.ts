import { Catalog } from "../src/catalog.ts";
import { parseFlags, readEnv, resolveConfig } from "../src/config/config.ts";
import { openFolder } from "../src/files/folder.ts";
import { composeCaller } from "../src/first-call.ts";
import type { Send, SendOptions } from "../src/gateway/client.ts";
import type { Log } from "../src/log.ts";
import { maskOf } from "../src/mask/mask.ts";
import { wholeOffer } from "../src/offer.ts";
import type { Files } from "../src/tool/files.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import type { Answer } from "./client.ts";

// Calls in this process, for what takes a clock of the test's own: everything between a client and the gateway is real.

/** What the gateway answers: a document, or what is thrown instead of one. */
export type Answering = (request: GatewayRequest, options: SendOptions) => unknown;

export interface InProcess {
  /** Every request, as it was handed to the HTTP client. */
  sent: GatewayRequest[];
  options: SendOptions[];
  call(
    name: string,
    args?: Record<string, unknown>,
    client?: Partial<Parameters<ReturnType<typeof composeCaller>["run"]>[2]>,
  ): Promise<Answer>;
  /** Stops, and gives a change that is on its way so many milliseconds. */
  drain(ms: number): Promise<void>;
}

const KEY = "test-key-0123456789";
const LOCAL = "http://127.0.0.1:9";

/** ACTIVE connections with these ids, the oldest first, as Maton lists them. */
export const connectionsOf = (...ids: string[]) => ({
  connections: ids.map((id, at) => ({
    connection_id: id,
    status: "ACTIVE",
    app: "klaviyo",
    creation_time: `2026-01-0${at + 1}T00:00:00.000000Z`,
  })),
});

/**
 * A server with these flags, behind a wall where there is one; each request goes to `answering`, whose promises and
 * errors count as the gateway's.
 */
export function startInProcess(
  answering: Answering,
  args: string[] = [],
  log: Log = () => undefined,
  folder?: Files,
  own: Record<string, string> = {},
  wall = (send: Send) => send,
): InProcess {
  const flags = parseFlags(["--confirm", "never", "--pace", "off", ...args]);
  const env = readEnv({ MATON_API_KEY: KEY, MATON_API_URL: LOCAL, ...own });
  const config = resolveConfig(flags, env, () => KEY);
  const sent: GatewayRequest[] = [];
  const options: SendOptions[] = [];
  const send: Send = async (request, sendOptions) => {
    sent.push(request);
    options.push(sendOptions);
    const document = await answering(request, sendOptions);
    return { status: 200, headers: {}, document, bytes: 2 };
  };
  const catalog = Catalog.of(wholeOffer(config.beta), config);
  const files = folder ?? (config.files === undefined ? undefined : openFolder(config.files));
  const mask = config.maskKey === undefined ? undefined : maskOf(config.maskKey, config.maskTexts);
  const settings = { sandbox: false, hide: (text: string) => text, files, mask };
  const caller = composeCaller(config, catalog, wall(send), settings, log);
  return {
    sent,
    options,
    drain: (ms) => caller.drain(ms),
    call: async (name, given = {}, client = {}) => {
      const { signal } = new AbortController();
      const { answer } = await caller.run(name, given, {
        signal,
        caller: { session: "s", client: "test 1" },
        progress: () => undefined,
        ...client,
      });
      const [content] = answer.content;
      const text = content?.type === "text" ? content.text : "";
      return { ...answer, text, json: answer.isError ? {} : JSON.parse(text) };
    },
  };
}
