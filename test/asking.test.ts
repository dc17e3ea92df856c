import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { InMemoryTransport } from "@modelcontextprotocol/sdk/inMemory.js";
import {
  type CallToolResult,
  ElicitRequestSchema,
  type ElicitResult,
} from "@modelcontextprotocol/sdk/types.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ConfirmMode } from "../src/ask/policy.ts";
import { Dispatcher } from "../src/call/dispatcher.ts";
import { Grants } from "../src/call/grants.ts";
import { Catalog, everything } from "../src/catalog.ts";
import { Registry } from "../src/registry.ts";
import { ANSWER_MS, HOST_MS, MAX_OPEN } from "../src/serve/asking.ts";
import { Caller } from "../src/serve/calling.ts";
import { createServer } from "../src/serve/server.ts";
import type { GatewayRequest } from "../src/wire/request.ts";
import { GUIDE } from "../tools/guide/texts.ts";
import { allTools } from "../tools/index.ts";
import { USES } from "../tools/uses.ts";
import { DANGEROUS } from "./dangerous.ts";

// In this process, since the minutes that a person has can only be passed with a clock of the test's own.

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

type Reply = (message: string, schema: Record<string, unknown>) => ElicitResult | Promise<ElicitResult>;

interface Connected {
  client: Client;
  sent: GatewayRequest[];
  asked: string[];
  call(name: string, args?: Record<string, unknown>): Promise<CallToolResult>;
  progress: string[];
}

async function connect(reply: Reply, confirm: ConfirmMode = "dangerous"): Promise<Connected> {
  const sent: GatewayRequest[] = [];
  const asked: string[] = [];
  const progress: string[] = [];
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
      unasked: { people: 25, items: 100 },
      uses: USES,
      readOnly: false,
      deny: [],
      maxResultChars: 60_000,
      sandbox: false,
    },
    {
      send,
      pace: undefined,
      grants: new Grants(() => performance.now(), Date.now),
      operations: { search: () => ({}), describe: () => ({}) },
      timeoutMs: 30_000,
      now: () => performance.now(),
      date: Date.now,
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
      instructions: (began) => began.toISOString(),
      loadTexts: async () => GUIDE,
      hide,
      now: () => performance.now(),
    },
    () => undefined,
  );
  const client = new Client({ name: "t", version: "1" }, { capabilities: { elicitation: { form: {} } } });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message);
    return reply(params.message, (params as { requestedSchema: Record<string, unknown> }).requestedSchema);
  });
  const [near, far] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(far), client.connect(near)]);
  return {
    client,
    sent,
    asked,
    progress,
    call: async (name, args) => {
      const onprogress = ({ message = "" }: { message?: string | undefined }) => void progress.push(message);
      const options = { timeout: 3 * ANSWER_MS, onprogress };
      return (await client.callTool({ name, arguments: args }, undefined, options)) as CallToolResult;
    },
  };
}

const DELETE = ["delete_list", { list_id: "L1" }] as const;
const never = () => new Promise<ElicitResult>(() => undefined);
const later = (ms: number, result: ElicitResult) => () =>
  new Promise<ElicitResult>((resolve) => setTimeout(() => resolve(result), ms));
/** A count of recipients is made for the question, and changes nothing. */
const changes = ({ sent }: Connected) =>
  sent.filter(({ method, path }) => method !== "GET" && path !== "/api/campaign-recipient-estimation-jobs");
const textOf = ({ content }: CallToolResult) => (content[0]?.type === "text" ? content[0].text : "");

/** The answer of a call while the clock runs. */
async function passing<T>(call: Promise<T>, ms: number): Promise<T> {
  const settled = call.then((value) => value);
  await vi.advanceTimersByTimeAsync(ms);
  return settled;
}

const MODES = ["dangerous", "writes", "elicit-only"] as const;
const cases = MODES.flatMap((mode) =>
  Object.entries(DANGEROUS).map(([name, args]) => [mode, name, args] as const),
);

describe("a question that nobody answers", () => {
  it.each(cases)("--confirm %s: %s sends nothing, and says why", async (mode, name, args) => {
    const connected = await connect(never, mode);
    let answer: CallToolResult | undefined;
    const call = connected.call(name, args).then((result) => {
      answer = result;
    });
    await vi.advanceTimersByTimeAsync(ANSWER_MS - 1000);
    expect(connected.asked).toHaveLength(1);
    expect(answer).toBeUndefined();
    await passing(call, 60_000);
    if (mode === "elicit-only") expect(answer?.isError).toBe(true);
    else expect(answer?.structuredContent?.status).toBe("needs_confirmation");
    expect(answer && textOf(answer)).toContain("nobody answered");
    expect(changes(connected)).toEqual([]);
    await connected.client.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  it("shows that it waits", async () => {
    const connected = await connect(later(35_000, { action: "accept", content: { confirm: true } }));
    const answer = await passing(connected.call(...DELETE), 90_000);
    expect(answer.isError, textOf(answer)).toBeFalsy();
    expect(connected.progress.filter((message) => message.includes("waiting"))).toHaveLength(3);
    expect(changes(connected)).toHaveLength(1);
  });
});

describe("what a client answers", () => {
  it.each<[why: string, reply: Reply, status: string]>([
    ["decline is a no", () => ({ action: "decline" }), "declined"],
    ["so is a box that is not ticked", () => ({ action: "accept", content: { confirm: false } }), "declined"],
    ["and a cancel after more than a second", later(HOST_MS + 1, { action: "cancel" }), "declined"],
    ["a cancel within a second was no person's", later(HOST_MS, { action: "cancel" }), "needs_confirmation"],
  ])("%s", async (_, reply, status) => {
    const connected = await connect(reply);
    const answer = await passing(connected.call(...DELETE), 5000);
    expect(answer.structuredContent?.status).toBe(status);
    expect(changes(connected)).toEqual([]);
  });

  it("a no holds for a minute for the same change, and for no other", async () => {
    const connected = await connect(() => ({ action: "decline" }));
    const ask = (id: string, ms: number) => passing(connected.call("delete_list", { list_id: id }), ms);
    await ask("L1", 1000);
    const again = await ask("L1", 57_000);
    expect(again.structuredContent).toMatchObject({ status: "declined" });
    expect(textOf(again)).toContain("not asked again");
    expect(connected.asked).toHaveLength(1);
    await ask("L2", 1000);
    expect(connected.asked).toHaveLength(2);
    await passing(Promise.resolve(), 1001);
    await ask("L1", 1000);
    expect(connected.asked).toHaveLength(3);
  });
});

describe("a session that cannot be asked any more", () => {
  const refuse = () => {
    throw new Error("no form here");
  };
  it.each<[why: string, reply: Reply, times: number]>([
    ["after a second quick cancel", () => ({ action: "cancel" }), 2],
    ["after an error as answer", refuse, 1],
    ["after a question that nobody answered", never, 1],
  ])("%s: preview and token, and why", async (_, reply, times) => {
    const connected = await connect(reply);
    for (let time = 1; time <= times; time += 1) {
      const answer = await passing(connected.call(...DELETE), ANSWER_MS + 1000);
      expect(answer.structuredContent?.status, textOf(answer)).toBe("needs_confirmation");
      expect(connected.asked).toHaveLength(time);
    }
    const answer = await passing(connected.call(...DELETE), 1000);
    expect(connected.asked).toHaveLength(times);
    expect(answer.structuredContent?.status).toBe("needs_confirmation");
    expect(textOf(answer)).toMatch(/host|question/);
    expect(changes(connected)).toEqual([]);
    const { confirmation } = answer.structuredContent ?? {};
    const sent = await passing(connected.call(DELETE[0], { ...DELETE[1], confirmation }), 1000);
    expect(sent.isError, textOf(sent)).toBeFalsy();
    expect(changes(connected)).toHaveLength(1);
  });

  it("but elicit-only takes no token instead", async () => {
    const connected = await connect(refuse, "elicit-only");
    for (const _ of [1, 2]) {
      const answer = await passing(connected.call(...DELETE), 1000);
      expect([answer.isError, textOf(answer)]).toEqual([
        true,
        expect.stringContaining("answers questions with an error"),
      ]);
    }
    expect(connected.asked).toHaveLength(1);
  });

  it("after a call that the host cancelled while its question was open", async () => {
    const connected = await connect(never);
    const stop = new AbortController();
    const cancelled = connected.client
      .callTool({ name: DELETE[0], arguments: DELETE[1] }, undefined, { signal: stop.signal })
      .catch(() => "cancelled");
    await vi.advanceTimersByTimeAsync(2000);
    stop.abort();
    expect(await passing(cancelled, 1000)).toBe("cancelled");
    const answer = await passing(connected.call(...DELETE), 1000);
    expect(answer.structuredContent?.status).toBe("needs_confirmation");
    expect(textOf(answer)).toContain("cancelled a call while its question was open");
    expect(connected.asked).toHaveLength(1);
    expect(changes(connected)).toEqual([]);
  });
});

it("four questions are open at once, and no fifth", async () => {
  const connected = await connect(never);
  const calls = Array.from({ length: MAX_OPEN }, (_, at) =>
    connected.call("delete_list", { list_id: `L${at}` }),
  );
  await vi.advanceTimersByTimeAsync(1000);
  const fifth = await passing(connected.call("delete_list", { list_id: "L5" }), 1000);
  expect([fifth.isError, textOf(fifth)]).toEqual([true, expect.stringContaining("4 questions are open")]);
  expect(connected.asked).toHaveLength(MAX_OPEN);
  await passing(Promise.all(calls), ANSWER_MS);
});

it("what is kept for a session ends with it", async () => {
  const end = vi.spyOn(Dispatcher.prototype, "end");
  const { client, call } = await connect(() => ({ action: "decline" }));
  await passing(call("get_lists"), 1000);
  await passing(client.close(), 1000);
  expect(end).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/^[0-9a-f-]{36}$/));
});
