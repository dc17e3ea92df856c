import type { ElicitResult } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { onlyReads } from "../src/tool/effects.ts";
import type { Tool } from "../src/tool/tool.ts";
import { allTools } from "../tools/index.ts";
import { allCases, ofSeveralAccounts } from "./cases/index.ts";
import { type Started, startClient } from "./client.ts";
import { DANGEROUS, writesOf } from "./dangerous.ts";
import { readBefore } from "./read-before.ts";
import { served } from "./served-inside.ts";

// Every tool that changes something, in every mode, by a client that can ask and by one that cannot: in this process.

/** Those that are harmless with other arguments: nothing is asked then. */
const HARMLESS: [string, Record<string, unknown>][] = [
  ["bulk_import_profiles", { profiles: [{ email: "one@example.com" }] }],
  ["add_profiles_to_list", { list_id: "Hx8JzK", profile_ids: ["01GDDKASAP8TKDDA2GRZDSVP4H"] }],
  ["klaviyo_request", { method: "GET", path: "/api/lists" }],
  ["create_list", { name: "quiet" }],
  ["update_template", { template_id: "dmAjy2", html: "<p>x</p>" }],
];

const writes = allTools
  .filter(({ name, toolset }) => toolset !== "files" && !ofSeveralAccounts.has(name))
  .filter((tool) => !onlyReads(tool) && !(tool.kind === "indirect" && tool.runs === "undo"));
const writesIn = (started: Started) =>
  started.sandbox.requests.filter(
    ({ method, path }) =>
      method !== "GET" && !path.startsWith("/connect?") && !path.includes("recipient-estimation"),
  );

/** A person is asked about the operation, not about the way by which it was called. */
const titleOf = (tool: Tool) => (tool.kind === "indirect" ? "Delete a list" : tool.title);

/** A call of a tool at its most dangerous; ids that only the running sandbox knows are looked up. */
async function argumentsOf(started: Started, tool: Tool): Promise<Record<string, unknown>> {
  const least = allCases.find((one) => one.tool === tool.name)?.args;
  const args: Record<string, unknown> = { ...(DANGEROUS[tool.name] ?? least) };
  for (const [name, value] of Object.entries(args)) {
    if (value === "$first_tag") args[name] = (await started.call("get_tags")).json.data[0].id;
    if (value === "$first_webhook") args[name] = (await started.call("get_webhooks")).json.data[0].id;
  }
  started.sandbox.clearRequests();
  return args;
}

const every = writes.map((tool) => [tool.name, tool] as const);
/** Those of which DANGEROUS has a call that asks by the table. */
const dangerous = every.filter(([name]) => name in DANGEROUS);

/** A server in a mode, with the account as new before each test. */
function started(mode: string, elicit?: (message: string) => ElicitResult): () => Started {
  let server: Started;
  beforeAll(async () => {
    server = await startClient({ args: ["--confirm", mode], served, ...(elicit && { elicit }) });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.sandbox.reset();
    server.sandbox.clearRequests();
  });
  return () => server;
}

describe.each([
  ["dangerous", dangerous],
  ["writes", every],
] as const)("--confirm %s, a client that cannot ask", (mode, asking) => {
  const current = started(mode);

  it.each(asking)("%s is shown, then sent once", async (_, tool) => {
    const server = current();
    const args = await argumentsOf(server, tool);
    const first = await server.call(tool.name, args);
    expect(first.isError, first.text).toBeFalsy();
    expect(first.json.status, first.text).toBe("needs_confirmation");
    expect(first.json.preview["what happens"]).toContain(`${titleOf(tool)}. `);
    expect(first.json.confirmation).toMatch(/^[A-Za-z0-9_-]{20,}$/);
    expect(first.json.hint).toContain("not that a person saw it");
    expect(first.text).not.toContain("a-secret-of-the-test");
    expect(writesIn(server)).toEqual([]);

    const { confirmation } = first.json;
    const second = await server.call(tool.name, { ...args, confirmation });
    expect(second.isError, second.text).toBeFalsy();
    expect(second.json.status).not.toBe("needs_confirmation");
    const sent = writesOf(tool);
    expect(writesIn(server)).toHaveLength(sent);
    // It was good once; what is gone by now is not asked about either.
    const third = await server.call(tool.name, { ...args, confirmation });
    expect(third.isError || third.json.status === "needs_confirmation", third.text).toBe(true);
    expect(writesIn(server)).toHaveLength(sent);
  });
});

describe("--confirm elicit-only, a client that cannot ask", () => {
  const current = started("elicit-only");

  it.each(dangerous)("%s is refused", async (_, tool) => {
    const args = await argumentsOf(current(), tool);
    const answer = await current().call(tool.name, args);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain("ask the person");
    expect(writesIn(current())).toEqual([]);
  });
});

describe.each([
  ["dangerous", dangerous],
  ["writes", every],
  ["elicit-only", dangerous],
] as const)("--confirm %s, a client that asks", (mode, asking) => {
  const asked: string[] = [];
  let reply: "yes" | "no" | "unticked" = "yes";
  const current = started(mode, (message) => {
    asked.push(message);
    if (reply === "no") return { action: "decline" };
    return { action: "accept", content: { confirm: reply === "yes" } };
  });
  beforeEach(() => {
    asked.length = 0;
  });

  it.each(asking)("%s is sent after a yes", async (_, tool) => {
    reply = "yes";
    const server = current();
    const answer = await server.call(tool.name, await argumentsOf(server, tool));
    expect(answer.isError, answer.text).toBeFalsy();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(`${titleOf(tool)}. `);
    expect(asked.join()).not.toContain("a-secret-of-the-test");
    expect(writesIn(server)).toHaveLength(writesOf(tool));
  });

  it.each(asking)("%s is not sent after a no, nor put to the person again", async (name, tool) => {
    const server = current();
    const args = await argumentsOf(server, tool);
    reply = name < "delete" ? "unticked" : "no";
    for (const _ of [1, 2]) expect((await server.call(tool.name, args)).json.status).toBe("declined");
    expect(asked).toHaveLength(1);
    expect(writesIn(server)).toEqual([]);
  });

  it("a token does not stand in for the person", async () => {
    reply = "no";
    const answer = await current().call("delete_list", { list_id: "QdF2hN", confirmation: "anything" });
    expect(answer.json.status).toBe("declined");
  });
});

describe.each([true, false])("--confirm never, a client that asks: %s", (asks) => {
  let asked = 0;
  const elicit = (): ElicitResult => {
    asked += 1;
    return { action: "decline" };
  };
  const current = started("never", asks ? elicit : undefined);

  it.each(dangerous)(
    "%s is sent at once, and nothing is read before but what it overwrites",
    async (_, tool) => {
      const server = current();
      const args = await readBefore(server, await argumentsOf(server, tool));
      const answer = await server.call(tool.name, args);
      expect(answer.isError, answer.text).toBeFalsy();
      const [change] = writesIn(server);
      const before = server.sandbox.requests.slice(0, server.sandbox.requests.indexOf(change as never));
      for (const { path } of before.filter((one) => !one.path.startsWith("/connections"))) {
        expect([change?.method, path]).toEqual(["PATCH", change?.path]);
      }
      expect([writesIn(server).length, asked]).toEqual([1, 0]);
    },
  );
});

describe("a token", () => {
  let server: Started;
  beforeAll(async () => {
    server = await startClient({ served });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    server.sandbox.reset();
    server.sandbox.clearRequests();
  });

  it("a confirmation is good for its own call only", async () => {
    const list = await server.call("delete_list", { list_id: "Hx8JzK" });
    const { confirmation } = list.json;
    for (const [tool, args] of [
      ["delete_list", { list_id: "QdF2hN" }],
      ["delete_segment", { segment_id: "RcJ6Lq" }],
    ] as const) {
      const answer = await server.call(tool, { ...args, confirmation });
      expect(answer.json.status).toBe("needs_confirmation");
      expect(answer.json.hint).toContain("of another call");
    }
    const invented = await server.call("delete_list", { list_id: "Hx8JzK", confirmation: "invented" });
    expect(invented.json.status).toBe("needs_confirmation");
    expect(writesIn(server)).toEqual([]);
  });

  it("the order of the arguments does not matter", async () => {
    const first = await server.call("update_flow", { flow_id: "8fucdi", status: "live" });
    const { confirmation } = first.json;
    const second = await server.call("update_flow", { status: "live", confirmation, flow_id: "8fucdi" });
    expect(second.json.data.status).toBe("live");
  });

  it.each(HARMLESS)("%s asks nothing when it is harmless", async (tool, args) => {
    const answer = await server.call(tool, args);
    expect(answer.isError, answer.text).toBeFalsy();
    expect(answer.json.status).not.toBe("needs_confirmation");
  });

  it("a preview that cannot be read says so and does not block", async () => {
    server.sandbox.addFault({
      status: 500,
      body: "no",
      contentType: "text/plain",
      match: { method: "GET", path: "/klaviyo/" },
      times: 99,
    });
    const first = await server.call("delete_list", { list_id: "Hx8JzK" });
    expect(first.json.preview.list).toBe("could not be read");
    const { confirmation } = first.json;
    const second = await server.call("delete_list", { list_id: "Hx8JzK", confirmation });
    server.sandbox.clearFaults();
    expect(second.json.ok).toBe(true);
  });

  it("dry_run shows the request and sends nothing", async () => {
    const { json } = await server.call("delete_list", { list_id: "Hx8JzK", dry_run: true });
    expect(json.dry_run).toMatchObject({ method: "DELETE", path: "/klaviyo/api/lists/Hx8JzK", query: {} });
    expect(json.dry_run.connection).toBe("1c7f9d52-6c0e-4a39-9a57-5d3be1f0a601");
    expect(writesIn(server)).toEqual([]);
  });
});

describe("settings", () => {
  it("writes asks for every write", async () => {
    const server = await startClient({ args: ["--confirm", "writes"] });
    const { json } = await server.call("create_list", { name: "asked" });
    expect(json.status).toBe("needs_confirmation");
    expect(server.sent().every(({ method }) => method === "GET")).toBe(true);
    await server.close();
  });

  it("read-only calls no write by name, and reads any path", async () => {
    const server = await startClient({ args: ["--read-only"] });
    expect((await server.call("delete_list", { list_id: "Hx8JzK" })).text).toContain("hide it");
    expect((await server.call("klaviyo_request", { method: "GET", path: "/api/lists" })).isError).toBeFalsy();
    const write = await server.call("klaviyo_request", { method: "DELETE", path: "/api/lists/Hx8JzK" });
    expect(write.isError).toBe(true);
    expect(write.text).toContain("hide");
    expect(server.sent().every(({ method }) => method === "GET")).toBe(true);
    await server.close();
  });
});

describe("a host that cannot be asked", () => {
  it("by closing questions at once is asked twice, and then shows a preview with a token that works", async () => {
    let asked = 0;
    const elicit = (): ElicitResult => {
      asked += 1;
      return { action: "cancel" };
    };
    const server = await startClient({ elicit });
    const remove = { list_id: "Hx8JzK" };
    for (const times of [1, 2, 2]) {
      const { json } = await server.call("delete_list", remove);
      expect([json.status, asked]).toEqual(["needs_confirmation", times]);
    }
    const { json, text } = await server.call("delete_list", remove);
    expect(text).toContain("This host closes questions before anybody can read them.");
    expect(writesIn(server)).toEqual([]);
    const done = await server.call("delete_list", { ...remove, confirmation: json.confirmation });
    expect(done.isError, done.text).toBeFalsy();
    expect(server.sent().filter(({ method }) => method === "DELETE")).toHaveLength(1);
    await server.close();
  });

  it("by answering with an error is asked once, and elicit-only then sends nothing", async () => {
    let asked = 0;
    const elicit = (): ElicitResult => {
      asked += 1;
      throw new Error("no such thing here");
    };
    const server = await startClient({ args: ["--confirm", "elicit-only"], elicit });
    for (const _ of [1, 2]) {
      const { isError, text } = await server.call("delete_list", { list_id: "Hx8JzK" });
      expect(isError).toBe(true);
      expect(text).toContain("This host answers questions with an error.");
    }
    expect(asked).toBe(1);
    expect(writesIn(server)).toEqual([]);
    await server.close();
  });
});
