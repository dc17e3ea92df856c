import { ConnectionError, GatewayError, InputError } from "../errors.ts";
import {
  type Choice,
  type Connections,
  connectionNamed,
  connectionsRequest,
} from "../gateway/connections.ts";
import { didYouMean, oneLine } from "../text.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import type { AccountBook } from "./accounts.ts";
import { inLanes } from "./lanes.ts";
import type { CallSession } from "./session.ts";

/** What lists connections, as a call of it would be counted. */
const LISTING = { operation: "list_connections" };

/** Whether a tool speaks to Maton's control API, where no account is chosen. */
export function usesControl(tool: DirectTool): boolean {
  return tool.kind === "operation" ? tool.request.host === "control" : !tool.onKlaviyo;
}

/** Whether names may stand for ids; a native path is sent as it is written. */
export function looksUpNames(tool: DirectTool, { raw }: CallSession): boolean {
  return !usesControl(tool) && raw === undefined;
}

/** Whether a tool lists, reads, makes or deletes connections: what is known of them is older after that. */
export function speaksOfConnections(tool: DirectTool): boolean {
  const operations = tool.kind === "operation" ? [tool] : tool.uses;
  return operations.some(({ request }) => request.host === "control");
}

interface Known {
  connections: Connections;
  accounts: AccountBook;
}

/** The connection that a call goes through; a refusal names the candidates by their accounts. */
export function chooseConnection(
  session: CallSession,
  input: Input,
  reads: boolean,
  { connections, accounts }: Known,
): Promise<Choice> {
  return connections.choose(input.connection_id, reads, choosingBy(session, accounts));
}

/** The input with the id of the connection that it names by its account's name. */
export async function withConnection(
  session: CallSession,
  input: Input,
  reads: boolean,
  { connections, accounts }: Known,
): Promise<Input> {
  const { connection_id: given } = input;
  if (!given) return input;
  const id = session.connection.id ?? (await connections.idOf(given, reads, choosingBy(session, accounts)));
  return id === given ? input : { ...input, connection_id: id };
}

function choosingBy(session: CallSession, accounts: AccountBook) {
  return {
    fetchActive: async () => (await session.send(connectionsRequest("ACTIVE"), true, LISTING)).document,
    nameOf: async (id: string) => (await accounts.find(session, id).catch(() => undefined))?.name,
  };
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
  { connections, accounts }: Known,
  argument = "accounts",
): Promise<readonly NamedConnection[]> {
  const active = await connections.active(argument, choosingBy(session, accounts));
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
  await inLanes(whose, ABREAST, async ({ id, name: given }) => {
    const name = given ?? (await accounts.findIfPossible(session, id))?.name;
    if (name !== undefined) names.set(id, name);
  });
  const all = whose.map(({ id }): NamedConnection => {
    const name = names.get(id);
    return { id, ...(name !== undefined && { name }) };
  });
  if (isAll) return all;
  const { nameOf } = choosingBy(session, accounts);
  const found = new Set<string>();
  for (const one of wanted) {
    const id = await connectionNamed(one, active, nameOf, argument);
    if (id === undefined) throw noAccount(one, all, argument);
    found.add(id);
  }
  return all.filter(({ id }) => found.has(id));
}

function noAccount(wanted: string, all: readonly NamedConnection[], argument: string): InputError {
  const called = all.map(({ id, name }) => name ?? id);
  const takes = argument === "accounts" ? 'It takes "all", or some of' : "There are";
  const more = called.length > TOLD ? " and others" : "";
  return new InputError(`no account is called "${oneLine(wanted, 64)}"`, {
    argument,
    next: `${takes}: ${called.slice(0, TOLD).join(", ")}${more}.${didYouMean(wanted, called)}`,
    missing: true,
  });
}

/** What is not for us to see is as good as not there. */
export function notThere(): GatewayError {
  return new GatewayError({
    status: 404,
    source: "gateway",
    detail: "the key has no such connection to Klaviyo",
  });
}
