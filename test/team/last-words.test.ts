import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { CallToolRequestSchema, type CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { afterEach, expect, it, vi } from "vitest";
import type { EndSessions, Guests } from "../../src/serve/guests.ts";
import { type HttpServing, serveHttp } from "../../src/serve/http.ts";
import { OwnKeys } from "../../src/team/own-keys.ts";
import { startInProcess } from "../in-process.ts";

// Whoever may call no more, and whoever calls a server that stops, hears what came of their last call.

let serving: HttpServing | undefined;
afterEach(() => serving?.close());

it("the sessions of who is gone end when the last answer is handed out", async () => {
  let release: ((answer: CallToolResult) => void) | undefined;
  const makeServer = () => {
    const server = new Server({ name: "t", version: "1" }, { capabilities: { tools: {} } });
    server.setRequestHandler(CallToolRequestSchema, () => {
      return new Promise<CallToolResult>((resolve) => {
        release = resolve;
      });
    });
    return server;
  };
  let end: EndSessions = () => undefined;
  const shown = { version: "1", sandbox: true, readOnly: false, hasKey: true, pinned: undefined };
  const send = () => Promise.reject(new Error("none"));
  const service = { makeServer, drain: async () => undefined, shown: { ...shown, send } };
  const guests: Guests = {
    admits: () => true,
    guestOf: () => ({ owner: "anna", among: "anna", service }),
    guarded: false,
    shown: service.shown,
    sessions: { each: 5, most: 5 },
    onGone: (given) => {
      end = given;
    },
    drain: async () => undefined,
  };
  const config = { host: "127.0.0.1", port: 0, path: "/mcp", token: undefined };
  serving = await serveHttp(config, guests, () => undefined);
  const client = new Client({ name: "t", version: "1" });
  await client.connect(new StreamableHTTPClientTransport(new URL(serving.url)));
  const called = vi.fn();
  const answer = client.callTool({ name: "x" });
  await vi.waitFor(() => expect(release).toBeDefined());
  const ended = Promise.resolve(end("anna")).then(called);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(called).not.toHaveBeenCalled();
  release?.({ content: [{ type: "text", text: "last words" }] });
  expect((await answer).content).toEqual([{ type: "text", text: "last words" }]);
  await ended;
  await expect(client.callTool({ name: "x" })).rejects.toThrow(/no such session/);
});

it("a key that is let go waits for it", async () => {
  const told: string[] = [];
  const keys = new OwnKeys({
    config: { key: "k", sandbox: false } as never,
    who: undefined,
    version: "1",
    most: 1,
    makeService: () => ({ drain: async () => void told.push("drained") }) as never,
    drainMs: 0,
    end: async () => {
      await new Promise((resolve) => setTimeout(resolve, 20));
      told.push("ended");
    },
  });
  await keys.leave(0);
  expect(told).toEqual(["drained", "ended"]);
});

it("a change before a gateway that is stuck says that nobody knows, before the drain is over", async () => {
  const server = startInProcess(
    ({ method }, { signal }) =>
      method === "GET"
        ? { data: [] }
        : new Promise((_, reject) =>
            signal.addEventListener("abort", () => setTimeout(reject, 50, signal.reason)),
          ),
    ["--connection", "c"],
  );
  const told: string[] = [];
  const call = server.call("create_list", { name: "x" }).then(({ text }) => told.push(text));
  await vi.waitFor(() => expect(server.sent.some(({ method }) => method === "POST")).toBe(true));
  await server.drain(50);
  expect(told).toHaveLength(1);
  await call;
});
