import { z } from "zod";
import { isObject } from "../src/text.ts";
import { defineTool, defineWorkflow, type WorkflowContext } from "../src/tool/tool.ts";
import { id } from "./params.ts";

// Maton's control API: which Klaviyo accounts a key may reach. Its bodies are plain JSON, and no scope guards them.
const APP = "klaviyo";
const app = z.enum([APP]);
const status = z.enum(["ACTIVE", "PENDING", "FAILED"]).optional();

/** A connection as Maton shows it. Its `url` carries a session token: whoever opens it can sign in. */
type Connection = Record<string, unknown>;

/** Maton wraps a connection in `connection` when it is read; when it is created that is written down nowhere. */
function unwrap(document: unknown): Connection {
  if (!isObject(document)) return {};
  return isObject(document.connection) ? document.connection : document;
}

function idOf(connection: Connection): string | undefined {
  const found = connection.connection_id ?? connection.id;
  return typeof found === "string" && found !== "" ? found : undefined;
}

const listOperation = defineTool({
  name: "list_connections",
  title: "List connections",
  toolset: "connections",
  description: "The connections of one app.",
  inputSchema: { app, status },
  impact: "read",
  request: {
    host: "control",
    method: "GET",
    path: "/connections",
    query: { params: { app: "app", status: "status" } },
  },
  result: { kind: "connection" },
});

const createOperation = defineTool({
  name: "create_connection",
  title: "Create a connection",
  toolset: "connections",
  description: "Starts a connection to an app.",
  inputSchema: {},
  impact: "write",
  request: { host: "control", method: "POST", path: "/connections", body: { build: () => ({ app: APP }) } },
  result: { kind: "connection" },
});

/** Whose account it is; a connection that cannot tell is listed all the same. */
async function accountOf(context: WorkflowContext, connectionId: string) {
  try {
    const account = await context.account(connectionId);
    return account && { name: account.name, id: account.id };
  } catch {
    return undefined;
  }
}

async function describeConnection(context: WorkflowContext, connection: Connection) {
  const connectionId = idOf(connection);
  const active = connection.status === "ACTIVE";
  const account = active && connectionId ? await accountOf(context, connectionId) : undefined;
  return {
    id: connectionId,
    status: connection.status,
    ...(account && { account }),
    created: connection.creation_time,
    updated: connection.last_updated_time,
  };
}

export const listConnections = defineWorkflow({
  name: "list_connections",
  title: "List connections",
  toolset: "connections",
  description: "The Klaviyo accounts that can be used, each with its connection_id and its account's name.",
  inputSchema: { status },
  impact: "read",
  onKlaviyo: false,
  uses: [listOperation],
  async run(context, input) {
    const document = await context.call(listOperation, { app: APP, ...input });
    const listed = isObject(document) && Array.isArray(document.connections) ? document.connections : [];
    // The filter is Maton's to apply; another app's connection would be no account of ours.
    const ours = listed.filter(isObject).filter((one) => one.app === undefined || one.app === APP);
    const data = await Promise.all(ours.map((one) => describeConnection(context, one)));
    if (data.length > 0) return { data };
    const none = input.status ? "No Klaviyo connection has this status." : "No Klaviyo account is connected.";
    return { data, hint: `${none} create_connection starts one.` };
  },
});

export const getConnection = defineTool({
  name: "get_connection",
  title: "Read a connection",
  toolset: "connections",
  description: "One connection's status; its url is where a person signs in to Klaviyo while it is PENDING.",
  inputSchema: { connection_id: id() },
  impact: "read",
  request: { host: "control", method: "GET", path: "/connections/{connection_id}" },
  result: { kind: "connection" },
});

/** What is known of a connection just made: one whose reading fails exists all the same and must not get lost. */
async function readBack(context: WorkflowContext, created: Connection, connectionId: string) {
  try {
    return { ...created, ...unwrap(await context.call(getConnection, { connection_id: connectionId })) };
  } catch {
    return created;
  }
}

const SIGNED_IN = "The account is connected. list_connections shows whose it is.";
const LOOK_EVERY_MS = 2000;

/** Has the person sign in, where the client can open the page, and waits for it as long as a call may take. */
async function signIn(context: WorkflowContext, connectionId: string, url: string) {
  const done = await context.openUrl(url, "Sign in to Klaviyo to connect your account.");
  for (let looks = 1; done && context.remaining() > 3 * LOOK_EVERY_MS; looks += 1) {
    await context.wait(LOOK_EVERY_MS);
    context.progress(looks, undefined, "waiting for the sign-in");
    const { status } = unwrap(await context.call(getConnection, { connection_id: connectionId }));
    if (status === "PENDING") continue;
    done();
    return status;
  }
  return "PENDING";
}

export const createConnection = defineWorkflow({
  name: "create_connection",
  title: "Connect a Klaviyo account",
  toolset: "connections",
  description: "Starts connecting a Klaviyo account: gives a url that a person opens to sign in.",
  inputSchema: {},
  impact: "write",
  onKlaviyo: false,
  uses: [createOperation, getConnection],
  firstRequest: () => ({ tool: createOperation, input: {} }),
  async run(context) {
    const created = unwrap(await context.call(createOperation, {}));
    const connectionId = idOf(created);
    if (!connectionId) {
      return {
        data: {},
        hint: "Maton took the request but named no connection. list_connections with status PENDING shows it.",
      };
    }
    const { url, ...read } = await readBack(context, created, connectionId);
    const status = typeof url === "string" ? await signIn(context, connectionId, url) : read.status;
    if (status === "ACTIVE") return { data: { id: connectionId, status }, hint: SIGNED_IN };
    const named = `get_connection with connection_id "${connectionId}"`;
    const hint = url
      ? `Open the url in a browser and sign in to Klaviyo. ${named} shows ACTIVE when that is done.`
      : `The connection is there, but its url could not be read yet. ${named} shows it.`;
    return { data: { id: connectionId, status, url }, hint };
  },
});

export const deleteConnection = defineTool({
  name: "delete_connection",
  title: "Delete a connection",
  toolset: "connections",
  description:
    "Ends access to a Klaviyo account for everything that uses this key; signing in anew is the only way back.",
  inputSchema: { connection_id: id() },
  impact: "dangerous",
  preview: [
    {
      tool: "get_connection",
      arguments: { connection_id: "$connection_id" },
      label: "connection",
      show: ["id", "status", "created"],
    },
  ],
  request: { host: "control", method: "DELETE", path: "/connections/{connection_id}" },
  result: { kind: "empty" },
});

export const connections = [listConnections, getConnection, createConnection, deleteConnection];
