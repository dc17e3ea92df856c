import { lackOf } from "../error-text.ts";
import type { Connections } from "../gateway/connections.ts";
import type { Registry } from "../registry.ts";
import { isObject } from "../text.ts";
import { onlyReads } from "../tool/effects.ts";
import type { Granted } from "../tool/granted.ts";
import { once } from "../tool/once.ts";
import { type Selection, selectionOf } from "../tool/shown.ts";
import type { Input, OperationTool, WorkflowContext, WorkflowTool } from "../tool/tool.ts";
import { type Parts, partsOf } from "../wire/apart.ts";
import { shapeListed } from "../wire/listed.ts";
import { begin, hashOfCall, notOurs, type Place } from "../wire/place.ts";
import { smallest } from "../wire/request.ts";
import { type Fetched, type Shaped, shapeResult, shapeRows } from "../wire/result.ts";
import type { AccountBook } from "./accounts.ts";
import { fetchParts } from "./apart.ts";
import { type Along, alongWith, nameBeside } from "./beside.ts";
import { chooseAccounts } from "./choice.ts";
import type { Directory } from "./directory.ts";
import { follow } from "./following.ts";
import type { Grants } from "./grants.ts";
import { originOf } from "./masking.ts";
import { fetchPages } from "./pages.ts";
import { readIfPossible } from "./read.ts";
import { report } from "./report/answering.ts";
import type { KeptAnswers } from "./report/kept-answers.ts";
import type { CallSession } from "./session.ts";
import type { Shelf } from "./shelf.ts";
import type { Walks } from "./walks.ts";

/** What running a tool draws on besides the call's session. */
export interface Surroundings {
  registry: Registry;
  connections: Connections;
  accounts: AccountBook;
  walks: Walks;
  directory: Directory;
  reports: KeptAnswers;
  grants: Grants;
  /** What jobs keep of accounts for a while. */
  shelf: Shelf;
  maxResultChars: number;
}

/** Sends an operation, all its pages and lookups, and answers with its result as the model reads it. */
export async function operate(
  session: CallSession,
  tool: OperationTool,
  given: Input,
  surroundings: Surroundings,
): Promise<Shaped> {
  const { registry, accounts, walks, maxResultChars } = surroundings;
  const { result, request } = tool;
  const { input, place } = begin(tool, given);
  if (result.kind === "report") return report(session, tool, result.report, input, place, surroundings);
  const account = request.needsAccount ? await accounts.find(session, session.connection.id) : undefined;
  const shown = selectionOf(tool, input);
  if (result.kind !== "rows") {
    const key = `${session.connection.id ?? ""} ${hashOfCall(tool, input)}`;
    const walk = walks.of(session.client.caller.session, key);
    const along = alongWith(tool, input, shown);
    const parts = partsOf(tool, along.input);
    if (parts) return operateParts(session, tool, { input, shown, place }, along, parts, surroundings);
    const pages = await fetchPages(session, tool, along.input, along.shown, maxResultChars, { place, walk });
    const fetched = asShown(
      session,
      tool,
      await nameBeside(session, surroundings.directory, tool, input, along, pages),
    );
    const shaped = shapeResult(tool, fetched, input, maxResultChars, shown);
    if (!tool.following) return shaped;
    let done = 0;
    return follow(tool, input, fetched.documents[0], shaped, (name, own) => {
      done += 1;
      session.client.progress(done, undefined, name);
      return operate(session, registry.operation(name), own, surroundings);
    });
  }
  const { document } = await session.sendOperation(tool, input, { account, shown });
  const lookups: unknown[] = [];
  const wanted = result.lookups?.(document, input) ?? [];
  for (const lookup of wanted) {
    session.client.progress(lookups.length + 1, wanted.length + 1, lookup.tool);
    lookups.push(await readIfPossible(session, registry.operation(lookup.tool), lookup.arguments));
  }
  const rows = result.rows(document, input, { ...(account && { account }), lookups });
  return shapeRows(rows, maxResultChars, { tool, input, place });
}

/** What came back, without the data of persons where that is masked. */
function asShown(session: CallSession, tool: OperationTool, fetched: Fetched): Fetched {
  return { ...fetched, documents: withoutPeople(session, tool, fetched.documents) };
}

function withoutPeople(session: CallSession, tool: OperationTool, documents: readonly unknown[]) {
  const { mask, connection } = session;
  return mask ? mask.documents(documents, connection.id, originOf(tool, session.raw)) : documents;
}

/** One list of all that Klaviyo gives in parts, as `operate` answers with any other. */
async function operateParts(
  session: CallSession,
  tool: OperationTool,
  { input, shown, place }: { input: Input; shown: Selection; place: Place | undefined },
  along: Along,
  parts: Parts,
  { directory, maxResultChars }: Surroundings,
): Promise<Shaped> {
  if (input.page_cursor !== undefined) throw notOurs();
  const { fetched, limit, told } = await fetchParts(
    session,
    tool,
    { input, shown: along.shown, place },
    parts,
  );
  const named = asShown(session, tool, await nameBeside(session, directory, tool, input, along, fetched));
  const room = maxResultChars - told.length;
  const shaped = shapeResult(tool, named, { ...input, limit }, room, shown);
  const hint = [shaped.hint, told].filter(Boolean).join(" ");
  return { ...shaped, ...(hint && { hint }) };
}

/** Runs a workflow; a list that it makes goes on where an earlier call of it was cut. */
export async function work(
  session: CallSession,
  tool: WorkflowTool,
  given: Input,
  operations: WorkflowContext["operations"],
  surroundings: Surroundings,
): Promise<Shaped> {
  const { input, place } = begin(tool, given);
  if (input.page_cursor !== undefined && tool.lists) throw notOurs();
  const shaped = await tool.run(contextOf(session, operations, surroundings), input);
  return tool.lists ? shapeListed(tool, input, shaped, surroundings.maxResultChars, place) : shaped;
}

/** What a job gets to run operations with. */
export function contextOf(
  session: CallSession,
  operations: WorkflowContext["operations"],
  surroundings: Surroundings,
): WorkflowContext {
  const { client } = session;
  const { registry, accounts } = surroundings;
  const account = once(() => accounts.findIfPossible(session, session.connection.id));
  return {
    call: async (tool, input) => (await session.sendOperation(tool, input)).document,
    result: (tool, input) => operate(session, tool, input, surroundings),
    list: async (tool, input, most) => {
      const shown = selectionOf(tool, input);
      const asked = { ...input, limit: most };
      const fetched = await fetchPages(session, tool, asked, shown, Number.POSITIVE_INFINITY);
      const { data, next_cursor } = shapeResult(tool, fetched, asked, Number.POSITIVE_INFINITY, shown);
      const whole = next_cursor === undefined && fetched.stopped === undefined;
      return { items: Array.isArray(data) ? data.filter(isObject) : [], whole };
    },
    operations,
    masksPeople: session.mask !== undefined,
    shown: (tool, document) => withoutPeople(session, tool, [document])[0],
    account: (connectionId = session.connection.id) =>
      accounts.find(session, connectionId).catch(() => undefined),
    other: async (account, argument) => {
      const [chosen] = await chooseAccounts(session, [account], surroundings, argument);
      // Whoever chooses answers with one for each that was asked for, or throws.
      if (!chosen) throw new Error(`no account for ${argument}`);
      const child = session.beside({ id: chosen.id, several: true });
      const { call, list, account: own } = contextOf(child, operations, surroundings);
      const { id, ...name } = chosen;
      return { connection: id, ...name, context: { call: readsOnly(call), list, account: own } };
    },
    granted: async (tool, input) => {
      await account();
      return granted(session, tool, input, surroundings.grants);
    },
    kept: async (what, ms, read) => {
      const { id } = (await account()) ?? {};
      const key = id && `${session.connection.id ?? ""} ${id} ${what}`;
      return surroundings.shelf.take(key, ms, read);
    },
    leftToday: (tool) => session.leftToday(tool),
    date: () => session.date(),
    visible: (text) => registry.visible(text),
    progress: client.progress,
    openUrl: async (url, message) => {
      const opened = client.openUrl && (await session.heard(client.openUrl(url, message)));
      session.restartClock();
      return opened;
    },
    wait: (ms) => session.wait(ms),
    remaining: () => session.remaining(),
  };
}

/** What is known of an operation, or what running it shows. */
async function granted(
  session: CallSession,
  tool: OperationTool,
  input: Input,
  grants: Grants,
): Promise<Granted> {
  const { id } = session.connection;
  const known = grants.of(tool, id);
  if (known) return known;
  const at = session.date();
  try {
    await session.sendOperation(tool, input, { page: smallest(tool) });
    return { is: "works", scopes: [], at };
  } catch (error) {
    const is = lackOf(error, tool);
    if (is === undefined) throw error;
    return grants.of(tool, id) ?? { is, scopes: is === "scope" ? tool.request.scopes : [], at };
  }
}

/** Sends what reads, and nothing else. */
function readsOnly(call: WorkflowContext["call"]): WorkflowContext["call"] {
  return async (tool, input) => {
    if (onlyReads(tool)) return call(tool, input);
    throw new Error(`${tool.name} changes something, in an account that nobody was asked about`);
  };
}
