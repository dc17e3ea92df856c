import { said, whatToDo } from "../doctor.ts";
import { GatewayError } from "../errors.ts";
import type { Send } from "../gateway/client.ts";
import { connectionsRequest } from "../gateway/connections.ts";
import { oneLine } from "../text.ts";
import { readAccount } from "../tool/account.ts";
import { APP, type OpenConnection, readConnection, readConnections } from "../tool/connection.ts";
import { masked } from "./shown.ts";

/** What a key is good for: the accounts behind it by name, or why it is not. */
export type Tried = { accounts: readonly string[] } | { trouble: string; todo: string; isRefused: boolean };

const LOOK_MS = 15_000;
const LOOK_EVERY_MS = 2000;
const SIGN_IN_MS = 10 * 60_000;
/** Klaviyo tells one account a second: so many are named. */
const NAMED = 2;

/**
 * Asks Maton which accounts the key reaches, and Klaviyo whose they are. A gateway may quote the key: only its end is
 * said again. `named` of the accounts are named, the others are their ids. Never throws.
 */
export async function tryKey(send: Send, key: string, named = NAMED): Promise<Tried> {
  const options = { signal: new AbortController().signal, timeoutMs: LOOK_MS };
  try {
    const { document } = await send(connectionsRequest("ACTIVE"), options);
    const active = readConnections(document).filter(({ status }) => status === "ACTIVE");
    const accounts: string[] = [];
    for (const { id } of active) {
      accounts.push(accounts.length < named ? await nameOf(send, id) : id);
    }
    return { accounts };
  } catch (error) {
    const isRefused = error instanceof GatewayError && error.status === 401;
    return { trouble: masked(oneLine(said(error)), [key]), todo: oneLine(whatToDo(error)), isRefused };
  }
}

/**
 * Starts a connection, shows where to sign in, and waits until that is done. Gives what became of it; "PENDING" where
 * nobody signed in. Throws what `send` throws.
 */
export async function connect(
  send: Send,
  show: (url: string) => void,
  wait: (ms: number) => Promise<void>,
): Promise<string> {
  const options = { signal: new AbortController().signal, timeoutMs: LOOK_MS };
  const read = async (id: string): Promise<OpenConnection | undefined> =>
    readConnection(
      (
        await send(
          { host: "control", method: "GET", path: `/connections/${encodeURIComponent(id)}`, query: [] },
          options,
        )
      ).document,
    );
  const made = await send(
    { host: "control", method: "POST", path: "/connections", query: [], body: { app: APP } },
    options,
  );
  const created = readConnection(made.document);
  if (!created) return "PENDING";
  let shown = false;
  for (let waited = 0; waited < SIGN_IN_MS; waited += LOOK_EVERY_MS) {
    const connection = await read(created.id);
    if (connection && connection.status !== "PENDING") return connection.status;
    if (connection?.url && !shown) show(connection.url);
    shown ||= connection?.url !== undefined;
    await wait(LOOK_EVERY_MS);
  }
  return "PENDING";
}

/** One whose account cannot be read is connected all the same. */
async function nameOf(send: Send, connectionId: string): Promise<string> {
  try {
    const options = { signal: new AbortController().signal, timeoutMs: LOOK_MS, connectionId };
    const answer = await send({ host: "gateway", method: "GET", path: "/api/accounts", query: [] }, options);
    const account = readAccount(answer.document);
    return oneLine(account?.name ?? account?.id ?? connectionId);
  } catch {
    return connectionId;
  }
}
