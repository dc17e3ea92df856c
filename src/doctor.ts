import { GatewayError, NetworkError } from "./errors.ts";
import type { Answer, Send } from "./gateway/client.ts";
import { connectionsRequest } from "./gateway/connections.ts";
import { wayTo } from "./gateway/proxy.ts";
import { networkAdvice } from "./network-advice.ts";
import { closing } from "./setup/shell.ts";
import { oneLine } from "./text.ts";
import { readAccount } from "./tool/account.ts";
import { type Connection, readConnections } from "./tool/connection.ts";
import type { GatewayRequest } from "./wire/request.ts";

/** One thing that was checked: how it is, and what to do when it is not well. */
export interface Check {
  what: string;
  is: string;
  todo?: string;
}

/** A file, and its permissions as Unix has them. */
export interface FileMode {
  path: string;
  mode: number;
}

/** What of the checks needs no key. */
export type Around = Pick<
  Setup,
  "keyFile" | "httpToken" | "nodeDebug" | "revision" | "declaredRevision" | "gatewayUrl" | "env"
>;

/** What the checks look at: the settings, and a way to the gateway. */
export interface Setup {
  nodeVersion: string;
  hasKey: boolean;
  /** The client in whose file the key was found, where the terminal has none. */
  keyFrom?: string | undefined;
  /** MATON_API_KEY holds what the README has in the key's place. */
  isPlaceholder: boolean;
  /** How a command of this system's shell is given a variable, up to the command. */
  windows: boolean;
  sandbox: boolean;
  /** Where the key was read from a file: which, and its permissions as Unix has them; undefined where there are none. */
  keyFile?: FileMode | undefined;
  /** What callers over HTTP have to send. */
  httpToken?: string | undefined;
  /** What the process was started with: it names the proxy. */
  env: Readonly<Record<string, string | undefined>>;
  /** What Node itself is asked to print. */
  nodeDebug?: string | undefined;
  connection: string | undefined;
  gatewayUrl: string;
  controlUrl: string;
  revision: string;
  /** The revision that the tools were written for. */
  declaredRevision: string;
  send: Send;
  /** What a connection may do, section by section. */
  checkSections(connectionId: string): Promise<Check[]>;
  timeoutMs: number;
  now(): number;
}

/** What a group and everybody else may do with a file. */
const OTHERS = 0o077;
/** Of letters and digits, more than can ever be tried. */
const LEAST_TOKEN = 20;
const LEAST_NODE = [20, 19] as const;
/** Further apart than this, tokens and schedules begin to go wrong. */
const MAX_SKEW_S = 60;
const ACCOUNTS: GatewayRequest = { host: "gateway", method: "GET", path: "/api/accounts", query: [] };

/** Looks at everything that a working server needs; each check is given as soon as it is made. Never throws. */
export async function* checkSetup(setup: Setup): AsyncGenerator<Check> {
  for await (const { what, is, todo } of checks(setup)) {
    yield { what, is: oneLine(is), ...(todo && { todo: oneLine(todo) }) };
  }
}

async function* checks(setup: Setup): AsyncGenerator<Check> {
  yield checkNode(setup.nodeVersion);
  yield checkKey(setup);
  yield* checkAround(setup);
  if (!setup.hasKey && !setup.sandbox) return;
  const listed = await attempt(setup, connectionsRequest());
  if ("error" in listed) {
    yield {
      what: "connections",
      is: `${said(listed.error)}, at ${setup.controlUrl}`,
      todo: whatToDo(listed.error),
    };
    // The gateway would say the same of the key.
    if (listed.error instanceof GatewayError && listed.error.status === 401) return;
  }
  const chosen =
    "answer" in listed
      ? checkConnection(setup.connection, readConnections(listed.answer.document))
      : undefined;
  if (chosen) yield chosen.check;
  const read = await attempt(setup, ACCOUNTS, chosen?.id);
  if ("error" in read && !(read.error instanceof GatewayError)) {
    const is = `${said(read.error)}, at ${setup.gatewayUrl}`;
    yield { what: "gateway", is, todo: whatToDo(read.error) };
    return;
  }
  yield { what: "gateway", is: `reached at ${setup.gatewayUrl}` };
  if (!chosen?.id) return;
  if ("error" in read) {
    yield { what: "Klaviyo", is: said(read.error), todo: whatToDo(read.error) };
    return;
  }
  const account = readAccount(read.answer.document);
  const whose = account?.name ?? account?.id ?? "an account without a name";
  yield { what: "Klaviyo", is: `${whose} answered in ${Math.round(read.ms)} ms` };
  yield checkClock(read.answer, setup.now() - read.ms / 2);
  yield* await setup.checkSections(chosen.id);
}

/** What stands around the key: what lies open, the revision, and the way to the gateway. */
export async function* checkAround(setup: Around): AsyncGenerator<Check> {
  yield* checkSecrets(setup);
  yield checkRevision(setup);
  yield await checkWay(setup);
}

/** Whether this Node will do. */
export function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  const fits = major > leastMajor || (major === leastMajor && minor >= leastMinor);
  return {
    what: "Node",
    is: version,
    ...(!fits && { todo: `Install Node ${LEAST_NODE.join(".")} or newer.` }),
  };
}

/** A client starts the server with the key that its own configuration has, and this terminal knows nothing of it. */
function checkKey({ hasKey, keyFrom, isPlaceholder, sandbox, windows }: Setup): Check {
  const what = "key";
  if (sandbox) return { what, is: "none needed in the sandbox" };
  if (hasKey && keyFrom) return { what, is: `not set in this terminal; that of ${keyFrom} is looked at` };
  if (hasKey) return { what, is: "set" };
  const is = isPlaceholder
    ? "MATON_API_KEY is still a placeholder"
    : "not set in this terminal; what stands in your client's configuration only the client hands on";
  const command = windows
    ? '$env:MATON_API_KEY="your key"; node dist/cli.js doctor'
    : 'MATON_API_KEY="your key" node dist/cli.js doctor';
  return { what, is, todo: `With the key from maton.ai/settings, this looks at all the rest: ${command}` };
}

/** What would let others have the key, or act with it. */
function* checkSecrets({ keyFile, httpToken, nodeDebug }: Around): Generator<Check> {
  if (keyFile) yield checkMode("key file", keyFile);
  if (httpToken !== undefined) {
    const short = httpToken.length < LEAST_TOKEN;
    yield {
      what: "HTTP token",
      is: short ? `${httpToken.length} characters, which can be guessed` : "long enough",
      ...(short && { todo: `Make KLAVIYO_MCP_HTTP_TOKEN of ${LEAST_TOKEN} random characters or more.` }),
    };
  }
  if (nodeDebug) {
    yield {
      what: "NODE_DEBUG",
      is: "set: Node may print what is sent, the key with it",
      todo: "Unset NODE_DEBUG where the server is started.",
    };
  }
}

/** Whether a file is its owner's alone. */
export function checkMode(what: string, { path, mode }: FileMode): Check {
  const others = mode & OTHERS;
  return {
    what,
    is: others ? `others may use it (mode ${(mode & 0o777).toString(8)})` : "yours alone",
    ...(others && { todo: closing([path]) }),
  };
}

function checkRevision({ revision, declaredRevision }: Around): Check {
  if (revision === declaredRevision) return { what: "revision", is: revision };
  return {
    what: "revision",
    is: `${revision}; the tools were written for ${declaredRevision}`,
    todo: "Leave KLAVIYO_REVISION and --revision out, unless you mean it.",
  };
}

/** Whether requests go straight, or through a proxy that this terminal's variables name. */
async function checkWay({ gatewayUrl, env }: Around): Promise<Check> {
  try {
    return { what: "way", is: await wayTo(gatewayUrl, env) };
  } catch (error) {
    return { what: "way", is: said(error), todo: whatToDo(error) };
  }
}

function checkConnection(
  pinned: string | undefined,
  connections: Connection[],
): { check: Check; id?: string } {
  const what = "connection";
  const active = connections.filter(({ status }) => status === "ACTIVE");
  if (pinned) {
    const found = connections.find(({ id }) => id === pinned);
    if (found?.status === "ACTIVE") return { check: { what, is: `${pinned}, pinned` }, id: pinned };
    const is = `${pinned} is pinned, and ${found ? `is ${found.status}` : "does not exist"}`;
    const others = active.map(({ id }) => id).join(", ") || "none";
    return { check: { what, is, todo: `Pin one that is ACTIVE: ${others}.` } };
  }
  const [oldest] = active;
  if (!oldest) {
    const pending = connections.length > 0 ? ` (${connections.length} not signed in)` : "";
    return {
      check: {
        what,
        is: `none is ACTIVE${pending}`,
        todo: "Ask your agent to connect your Klaviyo account.",
      },
    };
  }
  const is =
    active.length === 1
      ? oldest.id
      : `${active.length} are ACTIVE: reads use ${oldest.id}, writes must say which`;
  return { check: { what, is }, id: oldest.id };
}

function checkClock({ headers }: Answer, now: number): Check {
  const there = Date.parse(headers.date ?? "");
  if (Number.isNaN(there)) return { what: "clock", is: "the gateway did not say the time" };
  // The header has whole seconds: half a one later is the best guess.
  const seconds = Math.round((now - there - 500) / 1000);
  const is =
    Math.abs(seconds) <= 1
      ? "in step with the gateway's"
      : `${Math.abs(seconds)} s ${seconds < 0 ? "behind" : "ahead of"} the gateway's`;
  return { what: "clock", is, ...(Math.abs(seconds) > MAX_SKEW_S && { todo: "Set this machine's clock." }) };
}

type Attempt = { answer: Answer; ms: number } | { error: unknown };

async function attempt(setup: Setup, request: GatewayRequest, connectionId?: string): Promise<Attempt> {
  const started = setup.now();
  const { signal } = new AbortController();
  try {
    const answer = await setup.send(request, { signal, timeoutMs: setup.timeoutMs, connectionId });
    return { answer, ms: setup.now() - started };
  } catch (error) {
    return { error };
  }
}

/** What an error says, cut to a line or two. */
export function said(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : String(error).slice(0, 200);
}

/** What to do about an error of the gateway or of the way to it. */
export function whatToDo(error: unknown): string {
  if (error instanceof NetworkError)
    return (
      networkAdvice(error.message) ??
      "Check the network, a proxy, and MATON_GATEWAY_URL and MATON_CONTROL_URL."
    );
  if (!(error instanceof GatewayError)) return "Please report this.";
  if (error.status === 401) return "MATON_API_KEY is wrong: copy it again from maton.ai/settings.";
  if (error.status === 410) return "Leave KLAVIYO_REVISION out: that revision is retired.";
  if (error.status === 429) return "Wait a minute and look again.";
  if (error.status === 403) return "Sign in anew and grant every scope: ask your agent for a new connection.";
  return "Sign in anew: ask your agent for a new connection. If that does not help, try again later.";
}
