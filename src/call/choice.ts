import { ConnectionError, InputError } from "../errors.ts";
import { type Choice, type Connections, connectionsRequest } from "../gateway/connections.ts";
import { didYouMean, oneLine } from "../text.ts";
import type { Connection } from "../tool/connection.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import type { AccountBook } from "./accounts.ts";
import { inLanes } from "./lanes.ts";
import type { CallSession } from "./session.ts";

/** Whether a tool speaks to Maton's control API, where no account is chosen. */
export function usesControl(tool: DirectTool): boolean {
  return tool.kind === "operation" ? tool.request.host === "control" : !tool.onKlaviyo;
}

/** Whether a tool lists, reads, makes or deletes connections: what is known of them is older after that. */
export function speaksOfConnections(tool: DirectTool): boolean {
  const operations = tool.kind === "operation" ? [tool] : tool.uses;
  return operations.some(({ request }) => request.host === "control");
}

/** The connection that a call goes through; a refusal names the candidates by their accounts. */
export function chooseConnection(
  session: CallSession,
  input: Input,
  reads: boolean,
  { connections, accounts }: { connections: Connections; accounts: AccountBook },
): Promise<Choice> {
  const fetchActive = async () => (await session.send(connectionsRequest("ACTIVE"), true)).document;
  const describe = async (candidates: Connection[]) => {
    const named: string[] = [];
    for (const { id } of candidates) {
      const account = await accounts.find(session, id).catch(() => undefined);
      named.push(account?.name ? `${id} (${account.name})` : id);
    }
    return named.join(", ");
  };
  return connections.choose(input.connection_id, reads, fetchActive, describe);
}

/** A connection, and what the account behind it is called, where that can be read. */
export interface NamedConnection {
  id: string;
  name?: string;
}

/** Names that are read side by side: each is one request. */
const ABREAST = 10;
/** So many names are told in a refusal. */
const TOLD = 30;

/**
 * The accounts that a call is to be asked of: `all` of them, or those of these names or connections, each once. Throws
 * InputError for what is no account, or the name of two.
 */
export async function chooseAccounts(
  session: CallSession,
  asked: readonly string[],
  { connections, accounts }: { connections: Connections; accounts: AccountBook },
): Promise<readonly NamedConnection[]> {
  const fetchActive = async () => (await session.send(connectionsRequest("ACTIVE"), true)).document;
  const active = await connections.active(fetchActive);
  if (active.length === 0) {
    throw new ConnectionError(
      "No Klaviyo account is connected to this key",
      "create_connection gives a url: open it, sign in, then call again.",
    );
  }
  const wanted = [...new Set(asked.map((one) => one.trim()))];
  const isAll = wanted.some((one) => one.toLowerCase() === "all");
  const byId = active.filter(({ id }) => wanted.includes(id));
  const whose = isAll || byId.length < wanted.length ? active : byId;
  const names = new Map<string, string>();
  await inLanes(whose, ABREAST, async ({ id }) => {
    const account = await accounts.findIfPossible(session, id);
    if (account?.name !== undefined) names.set(id, account.name);
  });
  const all = whose.map(({ id }): NamedConnection => {
    const name = names.get(id);
    return { id, ...(name !== undefined && { name }) };
  });
  if (isAll) return all;
  const found = new Set(wanted.map((one) => accountNamed(one, all)));
  return all.filter((one) => found.has(one));
}

function accountNamed(wanted: string, all: readonly NamedConnection[]): NamedConnection {
  const fold = (text = "") => text.trim().toLowerCase();
  const own = all.find(({ id }) => id === wanted);
  const found = own ? [own] : all.filter(({ name }) => fold(name) === fold(wanted));
  const [one, ...more] = found;
  if (one && more.length === 0) return one;
  const called = all.map(({ id, name }) => name ?? id);
  const told = one
    ? `Give the connection of one: ${found.map(({ id }) => id).join(", ")}.`
    : `It takes "all", or some of: ${called.slice(0, TOLD).join(", ")}${called.length > TOLD ? " and others" : ""}.${didYouMean(wanted, called)}`;
  throw new InputError(
    one ? `${found.length} accounts are called "${wanted}"` : `no account is called "${oneLine(wanted, 64)}"`,
    { argument: "accounts", next: told, missing: one === undefined },
  );
}
