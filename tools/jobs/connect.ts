import {
  APP,
  type Connection,
  type OpenConnection,
  readConnection,
  readConnections,
} from "../../src/tool/connection.ts";
import { job, section } from "../../src/tool/declare.ts";
import { READS } from "../../src/tool/effects.ts";
import type { WorkflowContext } from "../../src/tool/tool.ts";
import { connectionStatus, connections, maton } from "../connections.ts";
import { id } from "../params.ts";

/** Whose account it is; a connection that cannot tell is listed all the same. */
async function accountOf(context: WorkflowContext, connectionId: string) {
  try {
    const account = await context.account(connectionId);
    return account && { name: account.name, id: account.id };
  } catch {
    return undefined;
  }
}

async function describeConnection(context: WorkflowContext, { id, status, ...times }: Connection) {
  const account = status === "ACTIVE" ? await accountOf(context, id) : undefined;
  return { id, status, ...(account && { account }), ...times };
}

/** What is known of a connection just made: one whose reading fails exists all the same and must not get lost. */
async function readBack(context: WorkflowContext, created: OpenConnection): Promise<OpenConnection> {
  try {
    const document = await context.call(connections.get_connection, { connection_id: created.id });
    return { ...created, ...readConnection(document) };
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
    const read = readConnection(
      await context.call(connections.get_connection, { connection_id: connectionId }),
    );
    if (read?.status === "PENDING") continue;
    done();
    return read?.status;
  }
  return "PENDING";
}

export const connecting = section("connections", {
  list_connections: job({
    title: "List connections",
    description: "The Klaviyo accounts to use, each with its connection_id and account's name.",
    inputSchema: { status: connectionStatus },
    judgement: READS,
    onKlaviyo: false,
    lists: true,
    uses: [maton.list_connections],
    async run(context, { status }) {
      const document = await context.call(maton.list_connections, {
        app: APP,
        ...(status !== undefined && { status }),
      });
      const data = await Promise.all(
        readConnections(document).map((one) => describeConnection(context, one)),
      );
      if (data.length > 0) return { data };
      const none = status ? "No Klaviyo connection has this status." : "No Klaviyo account is connected.";
      return { data, hint: `${none} create_connection starts one.` };
    },
  }),

  create_connection: job({
    title: "Connect a Klaviyo account",
    description: "Starts connecting a Klaviyo account: gives a url that a person opens to sign in.",
    inputSchema: {},
    judgement: maton.create_connection.judgement,
    onKlaviyo: false,
    uses: [maton.create_connection, connections.get_connection],
    firstRequest: () => ({ tool: maton.create_connection, input: {} }),
    async run(context) {
      const created = readConnection(await context.call(maton.create_connection, {}));
      if (!created) {
        return {
          data: {},
          hint: "Maton took the request but named no connection. list_connections with status PENDING shows it.",
        };
      }
      const { id, url, ...read } = await readBack(context, created);
      const status = url ? await signIn(context, id, url) : read.status;
      if (status === "ACTIVE") return { data: { id, status }, hint: SIGNED_IN };
      const named = `get_connection with connection_id "${id}"`;
      const hint = url
        ? `Open the url in a browser and sign in to Klaviyo. ${named} shows ACTIVE when that is done.`
        : `The connection is there, but its url could not be read yet. ${named} shows it.`;
      return { data: { id, status, url }, hint };
    },
  }),

  delete_connection: job({
    title: "Delete a connection",
    description:
      "Ends access to a Klaviyo account for everything that uses this key; signing in anew is the only way back.",
    inputSchema: { connection_id: id },
    judgement: maton.delete_connection.judgement,
    idempotent: true,
    onKlaviyo: false,
    preview: [
      {
        tool: "list_connections",
        arguments: {},
        label: "connection",
        show: ["account", "status", "created"],
        only: { paths: ["id"], holds: "$connection_id" },
      },
    ],
    uses: [connections.get_connection, maton.delete_connection],
    firstRequest: (input) => ({ tool: maton.delete_connection, input }),
    async run(context, { connection_id }) {
      // Whose it is, Maton does not ask: a connection of another app is none of ours to end.
      await context.call(connections.get_connection, { connection_id });
      await context.call(maton.delete_connection, { connection_id });
      return { ok: true };
    },
  }),
});
