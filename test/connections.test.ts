import { afterEach, describe, expect, it } from "vitest";
import { type Started, startClient } from "./client.ts";
import { served } from "./served-inside.ts";

// Which account a call lands in, and how one gets connected.

let server: Started;
afterEach(() => server.close());

const posts = () => server.sandbox.requests.filter(({ method }) => method !== "GET");
/** The connection that each request to Klaviyo named. */
const named = () =>
  server.sandbox.requests
    .filter(({ path }) => path.startsWith("/klaviyo"))
    .map(({ headers }) => headers["maton-connection"]);

describe("one active connection", () => {
  it("is used and named in the request; no result speaks of it, unless the call chose it", async () => {
    server = await startClient({ served });
    const { json: listed } = await server.call("list_connections");
    const [{ id, account }] = listed.data;
    expect(account.name).toBe("Northwind Outfitters");
    const read = await server.call("get_lists");
    expect(read.json.connection).toBeUndefined();
    const written = await server.call("create_list", { name: "x" });
    expect(written.json.connection).toBeUndefined();
    for (const [tool, args] of [
      ["get_lists", {}],
      ["create_list", { name: "y" }],
    ] as const)
      expect((await server.call(tool, { ...args, connection_id: id })).json.connection, tool).toBe(id);
    expect(new Set(named())).toEqual(new Set([id]));
  });
});

describe("two active connections", () => {
  it("let a read use the oldest and say so, and refuse a write with the accounts to choose from", async () => {
    server = await startClient({ served, sandbox: { connections: "two" } });
    const { json: listed } = await server.call("list_connections");
    expect(listed.data).toHaveLength(2);
    const [oldest, newest] = listed.data.toSorted((a: { created: string }, b: { created: string }) =>
      a.created.localeCompare(b.created),
    );
    expect((await server.call("get_lists")).json.connection).toBe(oldest.id);
    const refused = await server.call("create_list", { name: "x" });
    expect(refused.isError).toBe(true);
    for (const { id, account } of listed.data) expect(refused.text).toContain(`${id} (${account.name})`);
    expect(posts()).toEqual([]);
    const chosen = await server.call("create_list", { name: "x", connection_id: newest.id });
    expect(chosen.json.connection).toBe(newest.id);
    expect(posts().map(({ headers }) => headers["maton-connection"])).toEqual([newest.id]);
  });

  it("refuse a write when they cannot be listed", async () => {
    server = await startClient({ served, sandbox: { connections: "two" } });
    server.sandbox.addFault({
      status: 500,
      body: "{}",
      contentType: "application/json",
      match: { path: "/connections" },
      times: 9,
    });
    const refused = await server.call("create_list", { name: "x" });
    expect(refused.isError).toBe(true);
    expect(posts()).toEqual([]);
  });

  it("are no question when one is pinned, and another is refused by name", async () => {
    server = await startClient({ served, sandbox: { connections: "two" } });
    const { json: listed } = await server.call("list_connections");
    const [one, two] = listed.data;
    const { sandbox } = server;
    const pinned = await startClient({
      served,
      args: ["--connection", two.id],
      env: { MATON_API_URL: sandbox.url, MATON_GATEWAY_URL: undefined, MATON_CONTROL_URL: undefined },
    });
    try {
      const { tools } = await pinned.client.listTools();
      const taking = tools.filter(({ inputSchema }) => "connection_id" in (inputSchema.properties ?? {}));
      expect(taking.map(({ name }) => name).filter((name) => !/_connection$/.test(name))).toEqual([]);
      expect((await pinned.call("create_list", { name: "x" })).json).not.toHaveProperty("connection");
      expect(posts().map(({ headers }) => headers["maton-connection"])).toEqual([two.id]);
      const other = await pinned.call("get_lists", { connection_id: one.id });
      expect(other.isError).toBe(true);
      expect(other.text).toContain("pinned");
    } finally {
      await pinned.close();
    }
  });
});

describe("no active connection", () => {
  it("leads to create_connection, whose url makes one", async () => {
    server = await startClient({ served, sandbox: { connections: "none" } });
    const refused = await server.call("get_lists");
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("create_connection");
    const made = await server.call("create_connection");
    expect(made.json.data.status).toBe("PENDING");
    expect(made.json.hint).toContain(`get_connection with connection_id "${made.json.data.id}"`);
    await fetch(made.json.data.url);
    expect((await server.call("get_connection", { connection_id: made.json.data.id })).json.data.status).toBe(
      "ACTIVE",
    );
    expect((await server.call("get_lists")).isError).toBeFalsy();
  });

  it("that is pending is told apart", async () => {
    server = await startClient({ served, sandbox: { connections: "pending" } });
    expect((await server.call("get_lists")).isError).toBe(true);
    expect((await server.call("list_connections", { status: "PENDING" })).json.data).toHaveLength(1);
  });

  it("is opened for the person by a client that can, and waited for", async () => {
    const opened: string[] = [];
    server = await startClient({
      served,
      sandbox: { connections: "none" },
      openUrl: async (url) => {
        opened.push(url);
        await fetch(url);
        return { action: "accept" };
      },
    });
    const made = await server.call("create_connection");
    expect(opened).toHaveLength(1);
    expect(made.json.data.status).toBe("ACTIVE");
    expect(made.text).not.toContain("session_token");
    expect((await server.call("get_lists")).isError).toBeFalsy();
  });

  it("stays pending, with its url, when the person would not", async () => {
    server = await startClient({
      served,
      sandbox: { connections: "none" },
      openUrl: () => ({ action: "decline" }),
    });
    const made = await server.call("create_connection");
    expect(made.json.data).toMatchObject({
      status: "PENDING",
      url: expect.stringContaining("session_token"),
    });
  });

  it("does not make a client that only opens urls answer a form", async () => {
    server = await startClient({ served, openUrl: () => ({ action: "accept" }) });
    expect((await server.call("delete_list", { list_id: "Hx8JzK" })).json.status).toBe("needs_confirmation");
  });
});

it("a connection that does not exist is told apart from a resource that does not", async () => {
  server = await startClient({ served });
  const answer = await server.call("get_lists", { connection_id: "nope" });
  expect(answer.isError).toBe(true);
  expect(answer.text).toContain("connection_id");
  expect(answer.text).toContain("list_connections");
});

describe("another app's connection of the key", () => {
  const foreign = (app: string) => ({
    status: 200,
    contentType: "application/json",
    body: JSON.stringify({
      connection: {
        connection_id: "g",
        status: "PENDING",
        app,
        url: "https://connect.maton.ai/?session_token=t",
      },
      connections: [{ connection_id: "g", status: "ACTIVE", app }],
    }),
    match: { path: "/connections", method: "GET" },
    times: 9,
  });

  it("is not shown, read or deleted", async () => {
    server = await startClient({ served, args: ["--confirm", "never"] });
    server.sandbox.addFault(foreign("gmail"));
    expect((await server.call("list_connections")).json.data).toEqual([]);
    for (const tool of ["get_connection", "delete_connection"]) {
      const answer = await server.call(tool, { connection_id: "g" });
      expect(answer.isError).toBe(true);
      expect(answer.text).toContain("no such connection to Klaviyo");
      expect(answer.text).toContain("Argument: connection_id");
      expect(answer.text).not.toContain("session_token");
      expect(answer.text).not.toContain("unknown");
    }
    expect(posts()).toEqual([]);
  });

  it("is told from Klaviyo's own, which is deleted", async () => {
    server = await startClient({ served, args: ["--confirm", "never"] });
    const { json } = await server.call("list_connections");
    const { id } = json.data[0];
    expect((await server.call("delete_connection", { connection_id: id })).json).toMatchObject({ ok: true });
    expect(posts().map(({ method, path }) => `${method} ${path}`)).toEqual([`DELETE /connections/${id}`]);
  });
});

it("a write after an account was connected lands in none that nobody chose, whatever was called before", async () => {
  server = await startClient({ served, args: ["--confirm", "never"] });
  const made = await server.call("create_connection");
  await server.call("get_lists");
  await fetch(made.json.data.url);
  expect((await server.call("list_connections")).json.data).toHaveLength(2);
  const refused = await server.call("create_list", { name: "x" });
  expect(refused.text).toContain("2 Klaviyo accounts are connected and none was chosen");
  expect(posts().filter(({ path }) => path.startsWith("/klaviyo"))).toEqual([]);
});

it("reading the connection that was just signed in to is enough", async () => {
  server = await startClient({ served, args: ["--confirm", "never"] });
  const made = await server.call("create_connection");
  await server.call("get_lists");
  await fetch(made.json.data.url);
  await server.call("get_connection", { connection_id: made.json.data.id });
  expect((await server.call("create_list", { name: "x" })).text).toContain("none was chosen");
});

it.each([" ", "\t"])("a blank connection_id (%j) is none, and nothing leaves", async (connection_id) => {
  server = await startClient({ served, args: ["--confirm", "never"], sandbox: { connections: "two" } });
  for (const [tool, args] of [
    ["get_lists", {}],
    ["create_list", { name: "x" }],
    ["get_connection", {}],
  ] as const) {
    const answer = await server.call(tool, { ...args, connection_id });
    expect(answer.text).toContain("connection_id is empty");
  }
  expect(server.sandbox.requests).toEqual([]);
});
