import type { JSONRPCMessage } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/index.ts";
import { allTools } from "../../tools/index.ts";
import { allCases, ofSeveralAccounts } from "../cases/index.ts";
import { KEY } from "../client.ts";
import { served as servedBuilt } from "../served.ts";
import { served as servedInside } from "../served-inside.ts";
import { SHOWS, TOKEN } from "../views-scene.ts";

// Over all tools, in the bytes that leave: who shows no pages gets what a server without any sends, and of who does the
// model reads the same but for how a yes is given.

const CONNECTION = { connection_id: "1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601" };
const argumentsOf = (name: string): Record<string, unknown> =>
  allCases.find((one) => one.tool === name)?.args ??
  (/^(get|delete)_connection$/.test(name) ? CONNECTION : {});
// What undoes needs a change to undo, and what touches files a folder.
const tools = allTools
  .filter(({ toolset }) => toolset !== "files")
  .filter((tool) => !(tool.kind === "indirect" && tool.runs === "undo"));
const writes = tools.filter(({ annotations }) => !annotations.readOnlyHint).map(({ name }) => name);
const reads = tools.filter(({ annotations }) => annotations.readOnlyHint).map(({ name }) => name);
const ofOne = writes.filter((name) => !ofSeveralAccounts.has(name));

type Result = Record<string, unknown>;
interface Peer {
  sandbox: Sandbox;
  /** The answer to `initialize`. */
  hello: Result;
  ask(method: string, params?: object): Promise<Result>;
  close(): Promise<void>;
}

/** A server, spoken to in messages as they stand on the wire: what a library would make of them is not seen. */
async function peer(
  served: typeof servedBuilt,
  args: string[],
  capabilities: object = {},
  of: SandboxOptions = {},
): Promise<Peer> {
  const sandbox = await startSandbox({ limits: "off", ...of });
  const env = {
    PATH: String(process.env.PATH),
    MATON_API_KEY: KEY,
    MATON_GATEWAY_URL: sandbox.url,
    MATON_CONTROL_URL: sandbox.url,
  };
  const { transport, close } = await served(["--pace", "off", ...args], env);
  const waiting = new Map<unknown, (result: Result) => void>();
  transport.onmessage = (message: JSONRPCMessage) => {
    if ("result" in message) waiting.get(message.id)?.(message.result);
    else if ("error" in message) waiting.get(message.id)?.({ error: message.error });
  };
  await transport.start();
  let last = 0;
  const ask = async (method: string, params: object = {}) => {
    last += 1;
    const id = last;
    const answer = new Promise<Result>((resolve) => waiting.set(id, resolve));
    await transport.send({ jsonrpc: "2.0", id, method, params: { ...params } });
    return answer;
  };
  const hello = await ask("initialize", {
    protocolVersion: "2025-11-25",
    capabilities,
    clientInfo: { name: "test", version: "1" },
  });
  await transport.send({ jsonrpc: "2.0", method: "notifications/initialized" });
  return {
    sandbox,
    hello,
    ask,
    close: async () => {
      await transport.close();
      await close();
      await sandbox.close();
    },
  };
}

/** The same bytes, but for what is drawn at random: a confirmation. */
const bytes = (result: Result) =>
  JSON.stringify(result).replace(/(\\?"confirmation\\?":\\?")[\w-]{24}/g, "$1(random)");

describe("who shows no pages", () => {
  it("gets the same of initialize and of every list, byte for byte, and reads the page as nobody does", async () => {
    const all = await Promise.all([[], ["--no-views"]].map((args) => peer(servedBuilt, args)));
    const seen = all.map(async ({ ask, hello }) => {
      const asked = ["tools/list", "resources/list", "resources/templates/list", "prompts/list"].map(
        (method) => ask(method),
      );
      const page = ask("resources/read", { uri: "ui://klaviyo/view" });
      const own = ask("tools/call", { name: "view", arguments: { did: "drawn" } });
      return [hello, ...(await Promise.all([...asked, page, own]))];
    });
    const [plain = [], none = []] = await Promise.all(seen);
    expect(plain.map(bytes)).toEqual(none.map(bytes));
    expect(plain[0]?.capabilities).toEqual({
      tools: { listChanged: false },
      prompts: { listChanged: false },
      resources: { listChanged: false },
      completions: {},
      logging: {},
    });
    expect(plain.slice(0, 5).map(bytes).join()).not.toMatch(/ui:\/\/|resourceUri|mcp-app/);
    for (const one of all) await one.close();
  });
});

describe.each<
  [accounts: string, reads: string[], writes: string[], connections: SandboxOptions["connections"]]
>([
  ["one account", reads, ofOne, undefined],
  ["several accounts", [], writes.filter((name) => ofSeveralAccounts.has(name)), 3],
])("a call of %s,", (_, reading, writing, connections) => {
  let plain: Peer;
  let none: Peer;
  let shows: Peer;
  beforeAll(async () => {
    // What is answered says when it was read.
    vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-06-15T12:00:00Z") });
    const args = ["--confirm", "writes"];
    const at = { ...(connections !== undefined && { connections }) };
    plain = await peer(servedInside, args, {}, at);
    none = await peer(servedInside, [...args, "--no-views"], { extensions: SHOWS }, at);
    shows = await peer(servedInside, args, { extensions: SHOWS }, at);
    await shows.ask("tools/call", { name: "view", arguments: { did: "drawn" } });
  });
  afterAll(async () => {
    for (const one of [plain, none, shows]) await one.close();
    vi.useRealTimers();
  });
  const call = (one: Peer, name: string) => one.ask("tools/call", { name, arguments: argumentsOf(name) });

  it.each(reading)("%s is answered alike, whoever asks", async (name) => {
    const [first, ...others] = [await call(plain, name), await call(none, name), await call(shows, name)];
    for (const other of others) expect(bytes(other)).toBe(bytes(first));
  });

  it.each(writing)(
    "%s is asked alike where no page is; where one is, the model reads no confirmation",
    async (name) => {
      const [asked, other, drawn] = [
        await call(plain, name),
        await call(none, name),
        await call(shows, name),
      ];
      expect(bytes(other)).toBe(bytes(asked));
      const { confirmation, hint, ...rest } = asked.structuredContent as Result;
      expect(confirmation).toMatch(TOKEN);
      expect(asked).not.toHaveProperty("_meta");
      const secret = (drawn._meta as Result)["klaviyo/confirmation"];
      expect(drawn._meta).toEqual({
        "klaviyo/confirmation": expect.stringMatching(TOKEN),
        "klaviyo/tool": name,
      });
      expect(drawn.structuredContent).toEqual({
        ...rest,
        plan: expect.stringMatching(TOKEN),
        hint: expect.any(String),
      });
      expect(JSON.stringify({ ...drawn, _meta: undefined })).not.toContain(secret);
    },
  );

  it.each(writing)("%s, with what its page holds, is done by the button", async (name) => {
    shows.sandbox.reset();
    shows.sandbox.clearRequests();
    const asked = await call(shows, name);
    const { "klaviyo/confirmation": confirmation, "klaviyo/tool": tool } = asked._meta as Result;
    const args = { ...argumentsOf(name), confirmation };
    const done = await shows.ask("tools/call", { name: tool, arguments: args });
    const { status } = (done.structuredContent ?? {}) as Result;
    expect([done.isError, status], JSON.stringify(done.content)).not.toContain("needs_confirmation");
    expect(done.isError).toBeUndefined();
    expect(done).not.toHaveProperty("_meta");
    expect(shows.sandbox.requests.filter(({ method }) => method !== "GET").length).toBeGreaterThan(0);
  });
});
