import { spawn } from "node:child_process";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  type LoggingMessageNotification,
  LoggingMessageNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { afterEach, expect, it } from "vitest";
import { CLI, type Started, startClient } from "../client.ts";

// The log goes to a client that asked for it, from the level on that it named, and to no other.

let end: () => Promise<unknown> = async () => undefined;
afterEach(() => end());

type Level = LoggingMessageNotification["params"]["level"];
function listen(client: Client): Level[] {
  const levels: Level[] = [];
  client.setNotificationHandler(
    LoggingMessageNotificationSchema,
    ({ params }) => void levels.push(params.level),
  );
  return levels;
}

it("over stdio", async () => {
  const server: Started = await startClient();
  end = () => server.close();
  const levels = listen(server.client);
  /** A call that is told as info, and one that is told as a warning. */
  const both = async () => {
    await server.call("get_lists");
    await server.call("get_list", { list_id: "" });
    return levels.splice(0);
  };
  expect(await both()).toEqual([]);
  await server.client.setLoggingLevel("debug");
  expect(await both()).toEqual(["info", "warning"]);
  await server.client.setLoggingLevel("info");
  expect(await both()).toEqual(["info", "warning"]);
  await server.client.setLoggingLevel("notice");
  expect(await both()).toEqual(["warning"]);
  await server.client.setLoggingLevel("warning");
  expect(await both()).toEqual(["warning"]);
  await server.client.setLoggingLevel("error");
  expect(await both()).toEqual([]);
});

it("over HTTP, of two clients to the one that asked", async () => {
  const child = spawn(process.execPath, [CLI, "http", "--port", "0", "--sandbox"], {
    env: { PATH: process.env.PATH },
  });
  const url = await new Promise<URL>((resolve) => {
    child.stdout.once("data", (chunk: Buffer) => resolve(new URL(chunk.toString("utf8").trim())));
  });
  const clients = [1, 2].map((at) => new Client({ name: `t${at}`, version: "1" }));
  end = async () => {
    await Promise.all(clients.map((client) => client.close()));
    child.kill("SIGKILL");
  };
  await Promise.all(clients.map((client) => client.connect(new StreamableHTTPClientTransport(url))));
  const [asking, silent] = clients.map(listen);
  await clients[0]?.setLoggingLevel("info");
  for (const client of clients.toReversed()) await client.callTool({ name: "get_lists", arguments: {} });
  await expect.poll(() => asking).toEqual(["info"]);
  expect(silent).toEqual([]);
});
