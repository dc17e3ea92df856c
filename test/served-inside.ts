import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import { openAudit } from "../src/audit.ts";
import type { ClientCall } from "../src/call/given.ts";
import { CallSession } from "../src/call/session.ts";
import { Catalog } from "../src/catalog.ts";
import { parseFlags, readEnv, resolveConfig } from "../src/config/config.ts";
import { openFolder } from "../src/files/folder.ts";
import { composeCaller } from "../src/first-call.ts";
import { GatewayClient } from "../src/gateway/client.ts";
import { createLog, hider } from "../src/log.ts";
import { maskOf } from "../src/mask/mask.ts";
import { wholeOffer } from "../src/offer.ts";
import { createServer } from "../src/serve/server.ts";
import { GUIDE } from "../tools/guide/texts.ts";
import type { Served } from "./served.ts";

/** Calls whose waits are cut short: the seconds between two looks at a job would be waited for by each mutant. */
const hurried = new WeakSet<ClientCall>();
const LONGEST_WAIT_MS = 5;
const { wait } = CallSession.prototype;
CallSession.prototype.wait = function (this: CallSession, ms: number) {
  return wait.call(this, hurried.has(this.client) ? Math.min(ms, LONGEST_WAIT_MS) : ms);
};

/**
 * The server of these sources in this process, with the HTTP client that it always has: nothing is built, so that a
 * mutant meets the tests of the built server. It lists nothing and finds nothing, which takes what the build writes.
 */
export async function served(args: string[], env: Record<string, string>): Promise<Served> {
  const config = resolveConfig(parseFlags(args), readEnv(env), () => "");
  let stderr = "";
  const hide = hider(config.key);
  const log = createLog(config.logLevel, (line) => {
    stderr += hide(line);
  });
  const catalog = Catalog.of(wholeOffer(config.beta), config);
  const client = new GatewayClient({
    ...config,
    key: config.key ?? "sandbox",
    userAgent: "klaviyo-mcp/0",
    env: {},
  });
  const files = config.files === undefined ? undefined : openFolder(config.files);
  const mask = config.maskKey === undefined ? undefined : maskOf(config.maskKey, config.maskTexts);
  const audit = config.auditLog ? openAudit(config.auditLog) : undefined;
  const caller = composeCaller(
    config,
    catalog,
    client.send,
    { sandbox: config.sandbox, hide, mask, files, audit },
    log,
  );
  const run = caller.run.bind(caller);
  caller.run = (name, given, clientCall) => {
    hurried.add(clientCall);
    return run(name, given, clientCall);
  };
  const server = createServer(
    catalog,
    async () => [],
    async () => caller,
    {
      name: "klaviyo-mcp",
      version: "0",
      instructions: (began) => began.toISOString(),
      loadTexts: async () => GUIDE,
      hide,
      now: () => performance.now(),
      readPage: config.noViews ? undefined : () => "<!doctype html>",
    },
    log,
  );
  const [near, far] = InMemoryTransport.createLinkedPair();
  await server.connect(far);
  const close = async () => {
    client.close();
    audit?.close();
  };
  return { transport: near, stderr: () => stderr, close };
}
