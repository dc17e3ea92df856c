import { Catalog } from "./catalog.ts";
import type { Config } from "./config/config.ts";
import { type Check, checkMode, said, whatToDo } from "./doctor.ts";
import { ConfigError, GatewayError } from "./errors.ts";
import type { GatewayClient } from "./gateway/client.ts";
import { connectionsRequest } from "./gateway/connections.ts";
import { hider } from "./log.ts";
import type { WrittenOffer } from "./serve/listing.ts";
import type { Disk } from "./setup/disk.ts";
import { lastOf } from "./setup/entry.ts";
import { closing } from "./setup/shell.ts";
import { UnreadableFile } from "./setup/text.ts";
import { keyOf, keyReader } from "./team/keys.ts";
import { readTeam, type TeamCaller } from "./team/reading.ts";
import { settingsOf } from "./team/settings.ts";
import { oneLine } from "./text.ts";
import { type Connection, readConnections } from "./tool/connection.ts";

/** What the checks of a team's file look at. */
export interface TeamSetup {
  config: Config;
  /** The file, as --team has it. */
  path: string;
  env: Readonly<Record<string, string | undefined>>;
  disk: Pick<Disk, "read" | "modeOf">;
  /** What tools there are, by which the settings of a caller are judged. */
  offer: WrittenOffer;
  /** A way to the gateway with the key of these settings. */
  clientOf(config: Config): Promise<GatewayClient>;
}

/** What the gateway says of a key: its connections, or why it gave none. */
type Tried = { connections: readonly Connection[] } | { trouble: string; todo: string };
type Try = (key: string | undefined, place: string) => Promise<Tried>;

/** What others than the owner may not do with the file: whoever writes into it lets in whom they like. */
const WRITES = 0o022;
const MEND = "Mend it there: a server that runs goes on with the file as it last could be taken.";

/**
 * Reads a team's file as the server would, and says what is wrong where, then of each caller a line: by which key they
 * are served and whether it works, tried once however many have it, and whether their accounts are there. Never throws.
 */
export async function* checkTeam(setup: TeamSetup): AsyncGenerator<Check> {
  for await (const { what, is, todo } of checks(setup))
    yield { what, is: oneLine(is), ...(todo && { todo: oneLine(todo) }) };
}

async function* checks(setup: TeamSetup): AsyncGenerator<Check> {
  const { path, disk } = setup;
  const what = "team";
  const callers = read(setup);
  if (!Array.isArray(callers)) {
    for (const flaw of callers.flaws) yield { what, is: `${path}: ${flaw}`, todo: MEND };
    return;
  }
  const mode = disk.modeOf(path) ?? 0;
  if (mode & WRITES) {
    const is = `${path}: others may write into it (mode ${(mode & 0o777).toString(8)})`;
    yield { what, is, todo: closing([path]) };
  }
  const none = callers.length === 0 && { todo: `Add one: klaviyo-mcp team add NAME --team ${path}` };
  yield { what, is: `${path}: ${callers.length === 1 ? "1 caller" : `${callers.length} callers`}`, ...none };
  const files = callers.flatMap(({ key }) => (key && "file" in key ? [key.file] : []));
  for (const file of new Set(files)) {
    const mode = disk.modeOf(file);
    if (mode !== undefined) yield checkMode(`key file ${file}`, { path: file, mode });
  }
  const tryOnce = tryingOnce(setup);
  for (const caller of callers) yield await checkCaller(caller, setup, tryOnce);
}

/** The callers of the file, or what is wrong with it. */
function read({ path, disk }: TeamSetup): TeamCaller[] | { flaws: readonly string[] } {
  try {
    const text = disk.read(path);
    return text === undefined ? { flaws: ["there is no such file"] } : readTeam(text);
  } catch (error) {
    if (error instanceof UnreadableFile) return { flaws: [error.message] };
    if (!(error instanceof ConfigError)) throw error;
    const [whole = "", ...flaws] = error.message.split("\n  ");
    return { flaws: flaws.length > 0 ? flaws : [whole] };
  }
}

async function checkCaller(caller: TeamCaller, setup: TeamSetup, tryOnce: Try): Promise<Check> {
  const what = caller.name;
  const { config, offer } = setup;
  const { key: place } = caller;
  const from = place ? ("variable" in place ? place.variable : place.file) : "the server's own";
  let key: string | undefined;
  try {
    key = keyOf(caller, config, keysOf(setup));
    // What the server would refuse to serve.
    Catalog.of(offer, settingsOf(config, caller, key));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { what, is: `the server would refuse the file: ${error.message}`, todo: MEND };
  }
  if (key === undefined && !config.sandbox)
    return { what, is: `brings a key of their own; ${accountsOf(caller)}` };
  const named = key === undefined ? "no key in the sandbox" : `key ${lastOf(key)}, ${from}`;
  const tried = await tryOnce(key, from);
  if ("trouble" in tried) return { what, is: `${named}: ${tried.trouble}`, todo: tried.todo };
  const { is, todo } = accountsIn(caller, tried.connections);
  return { what, is: `${named}${key === undefined ? "" : ": works"}; ${is}`, ...(todo && { todo }) };
}

const accountsOf = ({ only, names }: TeamCaller): string =>
  only === undefined ? "all accounts" : only.map((id) => names.get(id) ?? id).join(", ") || "no account";

/** Whether the accounts of a caller are among the connections of their key. */
function accountsIn(caller: TeamCaller, connections: readonly Connection[]): Pick<Check, "is" | "todo"> {
  const { name, only, names } = caller;
  if (only === undefined) {
    const active = connections.filter(({ status }) => status === "ACTIVE").length;
    const none = active === 0 && { todo: `Sign in to an account with that key: ${name} may ask an agent.` };
    return { is: `all accounts, ${active} of them ACTIVE`, ...none };
  }
  if (only.length === 0)
    return { is: "no account", todo: `Name some in "connections" of ${name}, or take ${name} out.` };
  const standing = only.map((id) => ({
    account: names.get(id) ?? id,
    status: connections.find((one) => one.id === id)?.status,
  }));
  const there = standing.filter(({ status }) => status === "ACTIVE");
  const others = standing.filter(({ status }) => status !== "ACTIVE");
  const is = [
    ...(there.length > 0 ? [`${there.map(({ account }) => account).join(", ")} found`] : []),
    ...others.map(
      ({ account, status }) => `${account} ${status ? `is ${status}` : "is not one of that key's"}`,
    ),
  ].join("; ");
  if (others.length === 0) return { is };
  const ids = others.map(({ account }) => account).join(", ");
  const todo = `Put the id of ${ids} right in "connections", as list_connections shows it with that key, or sign in.`;
  return { is, todo };
}

function keysOf({ disk, env }: TeamSetup) {
  return keyReader(env, (path, what) => {
    try {
      return disk.read(path) ?? "";
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      throw new ConfigError(`${what} ${path}: ${error.message}.`);
    }
  });
}

/** Asks the gateway of each key once. */
function tryingOnce({ config, clientOf }: TeamSetup): Try {
  const tried = new Map<string | undefined, Promise<Tried>>();
  const tryKey: Try = async (key, place) => {
    const client = await clientOf({ ...config, key });
    const options = { signal: new AbortController().signal, timeoutMs: config.timeoutMs };
    try {
      return { connections: readConnections((await client.send(connectionsRequest(), options)).document) };
    } catch (error) {
      const isRefused = error instanceof GatewayError && error.status === 401;
      const todo = isRefused
        ? `That key is wrong: copy it again from maton.ai/settings (${place}).`
        : whatToDo(error);
      return { trouble: hider(key)(said(error)), todo };
    } finally {
      client.close();
    }
  };
  return (key, place) => {
    const trying = tried.get(key) ?? tryKey(key, place);
    tried.set(key, trying);
    return trying;
  };
}
