import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../sandbox/index.ts";
import { CLI, KEY } from "./client.ts";
import { messagesOf } from "./event-stream.ts";

// Over HTTP a client need not keep a GET stream open: what belongs to a call goes out on the stream of its own POST.

let sandbox: Sandbox;
let child: ChildProcessWithoutNullStreams;
let url: string;

beforeAll(async () => {
  sandbox = await startSandbox({ limits: "off" });
  child = spawn(process.execPath, [CLI, "http", "--port", "0", "--pace", "off"], {
    env: {
      PATH: process.env.PATH,
      MATON_API_KEY: KEY,
      MATON_GATEWAY_URL: sandbox.url,
      MATON_CONTROL_URL: sandbox.url,
    },
  });
  url = await new Promise<string>((resolve, reject) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString("utf8").trim()));
    child.once("exit", () => reject(new Error("it did not start")));
  });
});
afterAll(async () => {
  child.kill("SIGKILL");
  await sandbox.close();
});

interface Message {
  id?: number | string;
  method?: string;
  params?: { message?: string; url?: string };
  result?: { structuredContent?: Record<string, unknown> };
}

async function begin(elicitation: object): Promise<(body: object) => Promise<Response>> {
  const post = (body: object, session?: string) =>
    fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...(session && { "mcp-session-id": session }),
      },
      body: JSON.stringify({ jsonrpc: "2.0", ...body }),
    });
  const opened = await post({
    id: 0,
    method: "initialize",
    params: {
      protocolVersion: "2025-11-25",
      capabilities: { elicitation },
      clientInfo: { name: "no GET stream", version: "1" },
    },
  });
  const session = opened.headers.get("mcp-session-id") ?? "";
  await opened.text();
  await post({ method: "notifications/initialized" }, session);
  await post({ id: 1, method: "logging/setLevel", params: { level: "info" } }, session).then((one) =>
    one.text(),
  );
  return (body) => post(body, session);
}

it("what may change unasked is one for all sessions of the process", async () => {
  const unsubscribe = async (post: (body: object) => Promise<Response>, count: number) => {
    const profiles = Array.from({ length: count }, (_, at) => ({
      email: `somebody${at}@example.com`,
      channels: ["email"],
    }));
    const params = { name: "bulk_unsubscribe_profiles", arguments: { profiles } };
    for await (const message of messagesOf<Message>(
      await post({ id: 9 + count, method: "tools/call", params }),
    )) {
      if (message.method === "elicitation/create") return "asked";
      if (message.result) return message.result.structuredContent?.status;
    }
    return "no answer";
  };
  const [first, second] = [await begin({}), await begin({})];
  expect(await unsubscribe(first, 24)).toBe("accepted");
  expect(await unsubscribe(second, 2)).toBe("asked");
  expect(await unsubscribe(second, 1)).toBe("accepted");
  expect(await unsubscribe(first, 1)).toBe("asked");
});

it("the question, the progress and the log of a call come on its own stream", async () => {
  const post = await begin({ form: {} });
  const params = { name: "delete_list", arguments: { list_id: "Hx8JzK" }, _meta: { progressToken: "p" } };
  const seen: string[] = [];
  let result: Message["result"];
  for await (const message of messagesOf<Message>(await post({ id: 2, method: "tools/call", params }))) {
    if (message.method) seen.push(message.method);
    else result = message.result;
    if (message.method !== "elicitation/create") continue;
    expect(message.params?.message).toContain("Holiday Waitlist");
    await post({ id: message.id, result: { action: "accept", content: { confirm: true } } });
  }
  expect(seen).toContain("elicitation/create");
  expect(seen).toContain("notifications/progress");
  expect(seen).toContain("notifications/message");
  expect(result?.structuredContent).toMatchObject({ ok: true });
});

it("so do the page to open and the word that it has served its purpose", async () => {
  const post = await begin({ form: {}, url: {} });
  const seen: string[] = [];
  const params = { name: "create_connection", arguments: {} };
  for await (const message of messagesOf<Message>(await post({ id: 2, method: "tools/call", params }))) {
    if (message.method) seen.push(message.method);
    if (message.method !== "elicitation/create") continue;
    await fetch(message.params?.url ?? "");
    await post({ id: message.id, result: { action: "accept" } });
  }
  expect(seen).toEqual(expect.arrayContaining(["elicitation/create", "notifications/elicitation/complete"]));
});
