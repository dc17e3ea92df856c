import { Confirmations, type ConfirmMode, impactOf, needsConfirmation } from "../ask/confirm.ts";
import { questionText, readPreviews } from "../ask/preview.ts";
import { parseInput } from "../check/input.ts";
import { GatewayError, InputError, StoppedError } from "../errors.ts";
import { Connections, connectionsRequest } from "../gateway/connections.ts";
import type { Registry } from "../registry.ts";
import type { Connection } from "../tool/connection.ts";
import type { DirectTool, Input, OperationTool, WorkflowContext } from "../tool/tool.ts";
import { abridged } from "../wire/budget.ts";
import { buildRequest } from "../wire/request.ts";
import { type Shaped, shapeResult, shapeRows } from "../wire/result.ts";
import { AccountBook } from "./accounts.ts";
import { fetchPages } from "./pages.ts";
import { type CallServices, CallSession, type ClientCall } from "./session.ts";

export interface DispatcherSettings {
  connectionId: string | undefined;
  confirm: ConfirmMode;
  readOnly: boolean;
  maxResultChars: number;
  sandbox: boolean;
}

/** Characters of a call's own arguments that a preview repeats: who is to decide reads no thousand profiles. */
const MAX_ARGUMENTS = 2000;

/** How often a stopping server looks whether its last writes are done. */
const DRAIN_LOOK_MS = 20;

/**
 * Runs calls: validate, choose the connection, confirm, build the request, send it, shape what came. Knows no tool by
 * name. Every failure is thrown; the server turns it into text in one place.
 */
export class Dispatcher {
  readonly #registry: Registry;
  readonly #settings: DispatcherSettings;
  readonly #services: CallServices;
  readonly #connections: Connections;
  readonly #accounts: AccountBook;
  readonly #confirmations: Confirmations;
  readonly #running = new Set<CallSession>();

  constructor(registry: Registry, settings: DispatcherSettings, services: CallServices) {
    this.#registry = registry;
    this.#settings = settings;
    this.#services = services;
    this.#accounts = new AccountBook(registry.operation("get_accounts"), services.now);
    this.#confirmations = new Confirmations(services.now);
    this.#connections = new Connections(settings.connectionId, services.now);
  }

  /** A call that has not sent anything yet; the caller keeps it to see what happened. */
  begin(client: ClientCall): CallSession {
    return new CallSession(client, this.#services);
  }

  /** Ends what only reads, and gives a write that is on its way up to `ms` to say what came of it. */
  async drain(ms: number): Promise<void> {
    const until = this.#services.now() + ms;
    for (const session of this.#running) if (!session.writing) session.stop();
    while (this.#running.size > 0 && this.#services.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
    }
    for (const session of this.#running) session.stop();
  }

  /** Runs one call of a tool and answers with what the model reads. */
  async run(tool: DirectTool, given: unknown, session: CallSession): Promise<Shaped> {
    this.#running.add(session);
    try {
      return await this.#run(tool, given, session);
    } finally {
      this.#running.delete(session);
      session.finish();
    }
  }

  async #run(tool: DirectTool, given: unknown, session: CallSession): Promise<Shaped> {
    const input = parseInput(tool, given);
    const impact = impactOf(tool, input);
    if (this.#settings.readOnly && impact !== "read") {
      throw new InputError("this server only reads, and this call would change something", {
        next: "Start it without --read-only to change things.",
      });
    }
    if (!usesControl(tool)) session.connection = await this.#choose(input, impact === "read", session);
    const whole = withGenerated(tool, input, session);
    if (input.dry_run === true) return this.#mark(this.#dryRun(tool, whole, session), impact, session);
    if (needsConfirmation(impact, this.#settings.confirm)) {
      const refusal = await this.#confirm(tool, input, session);
      if (refusal) return this.#mark(refusal, impact, session);
    }
    try {
      const shaped = await (tool.kind === "operation"
        ? this.#operate(tool, whole, session)
        : tool.run(this.#contextOf(session), whole));
      return this.#mark(shaped, impact, session);
    } catch (error) {
      // The list may be what is out of date.
      if (error instanceof GatewayError && error.source === "gateway") this.#connections.forget();
      throw error;
    } finally {
      if (usesControl(tool) && impact !== "read") this.#connections.forget();
    }
  }

  async #operate(tool: OperationTool, input: Input, session: CallSession): Promise<Shaped> {
    const { result, request } = tool;
    const account = request.needsAccount
      ? await this.#accounts.find(session, session.connection.id)
      : undefined;
    if (result.kind !== "rows") {
      const fetched = await fetchPages(session, tool, input, this.#settings.maxResultChars);
      return shapeResult(tool, fetched, input, this.#settings.maxResultChars);
    }
    const { document } = await session.sendOperation(tool, input, undefined, account);
    const lookups: unknown[] = [];
    const wanted = result.lookups?.(document, input) ?? [];
    for (const lookup of wanted) {
      session.client.progress(lookups.length + 1, wanted.length + 1, lookup.tool);
      lookups.push(await this.#tolerate(session, this.#registry.operation(lookup.tool), lookup.arguments));
    }
    const rows = result.rows(document, input, { ...(account && { account }), lookups });
    return shapeRows(rows, this.#settings.maxResultChars);
  }

  /** A read whose failure costs a name, not the call. */
  async #tolerate(session: CallSession, tool: OperationTool, input: Input): Promise<unknown> {
    try {
      return (await session.sendOperation(tool, input)).document;
    } catch (error) {
      if (error instanceof StoppedError) throw error;
      return undefined;
    }
  }

  #dryRun(tool: DirectTool, input: Input, session: CallSession): Shaped {
    const first = tool.kind === "operation" ? { tool, input } : tool.firstRequest?.(input);
    if (!first)
      throw new InputError(`${tool.name} only reads: there is nothing to try dry`, { argument: "dry_run" });
    const { host, method, path, query, body } = buildRequest(first.tool, first.input);
    const shown = abridged(body, this.#settings.maxResultChars);
    return {
      dry_run: {
        method,
        path: host === "gateway" ? `/klaviyo${path}` : path,
        query: Object.fromEntries(query),
        ...(body !== undefined && { body: shown }),
        connection: session.connection.id ?? null,
      },
      ...(shown !== body && {
        omitted: "The body is too long to show: long lists and texts are cut to their beginning.",
      }),
    };
  }

  /** Undefined when the call may go on; otherwise what the model reads instead of a result. */
  async #confirm(tool: DirectTool, input: Input, session: CallSession): Promise<Shaped | undefined> {
    const connectionId = session.connection.id;
    const { confirmation } = input;
    const elicit = session.client.elicit;
    if (!elicit && typeof confirmation === "string") {
      if (await this.#confirmations.redeem(confirmation, tool, input, connectionId)) return undefined;
    }
    if (!elicit && this.#settings.confirm === "elicit-only") {
      throw new InputError("this server takes such a change only from a client that can ask the person", {
        next: "Make it in Klaviyo, or start the server with --confirm dangerous.",
      });
    }
    const preview = await this.#preview(tool, input, session);
    if (elicit) {
      const agreed = await elicit(questionText(preview));
      session.restartClock();
      return agreed ? undefined : { status: "declined", hint: "The person did not agree: nothing was sent." };
    }
    return {
      status: "needs_confirmation",
      preview,
      confirmation: await this.#confirmations.issue(tool, input, connectionId),
      hint: `Nothing was sent${confirmation ? ": that confirmation is spent, older than five minutes, or of another call" : ""}. Show the preview to the person. If they agree, make the same call with confirmation within five minutes. The confirmation proves that this preview was made, not that a person saw it.`,
    };
  }

  async #preview(tool: DirectTool, input: Input, session: CallSession): Promise<Shaped> {
    const { confirmation: _, connection_id: named, ...args } = input;
    const shown: [string, unknown][] = [["action", tool.title]];
    const connectionId = session.connection.id ?? (named as string | undefined);
    if (connectionId !== undefined || !usesControl(tool)) {
      const account = await this.#accounts.find(session, connectionId).catch(() => undefined);
      shown.push(["account", account?.name ?? connectionId ?? "could not be read"]);
    }
    let reads = 0;
    const previews = await readPreviews(tool, input, async (name, readInput) => {
      reads += 1;
      session.client.progress(reads, undefined, `preview: ${name}`);
      const read = this.#registry.operation(name);
      const document = await this.#tolerate(session, read, readInput);
      const whole = { ...readInput, detail: "full" };
      const fetched = { status: 200, documents: [document] };
      return document === undefined ? undefined : shapeResult(read, fetched, whole, Number.POSITIVE_INFINITY);
    });
    for (const name of tool.secrets) if (name in args) args[name] = "(hidden)";
    return Object.fromEntries([...shown, ...previews, ["arguments", abridged(args, MAX_ARGUMENTS)]]);
  }

  #contextOf(session: CallSession): WorkflowContext {
    const { client } = session;
    return {
      call: async (tool, input) => (await session.sendOperation(tool, input)).document,
      result: async (tool, input) => {
        const { document, status } = await session.sendOperation(tool, input);
        return shapeResult(tool, { status, documents: [document] }, input, this.#settings.maxResultChars);
      },
      operations: this.#services.operations,
      account: (connectionId) => this.#accounts.find(session, connectionId).catch(() => undefined),
      visible: (text) => this.#registry.visible(text),
      progress: client.progress,
      openUrl: async (url, message) => {
        const opened = await client.openUrl?.(url, message);
        session.restartClock();
        return opened;
      },
      wait: (ms) => session.wait(ms),
      remaining: () => session.remaining(),
    };
  }

  #choose(input: Input, reads: boolean, session: CallSession) {
    const fetchActive = async () => (await session.send(connectionsRequest("ACTIVE"), true)).document;
    const describe = async (candidates: Connection[]) => {
      const named: string[] = [];
      for (const { id } of candidates) {
        const account = await this.#accounts.find(session, id).catch(() => undefined);
        named.push(account?.name ? `${id} (${account.name})` : id);
      }
      return named.join(", ");
    };
    return this.#connections.choose(input.connection_id as string | undefined, reads, fetchActive, describe);
  }

  /** Says which account a result is of, wherever there is a choice or something changed, and what is no real one. */
  #mark(shaped: Shaped, impact: string, session: CallSession): Shaped {
    const { connection } = session;
    return {
      ...(this.#settings.sandbox && { environment: "SANDBOX" }),
      ...shaped,
      ...(typeof shaped.hint === "string" && { hint: this.#registry.visible(shaped.hint) }),
      ...session.generated,
      ...(connection.id && (connection.several || impact !== "read") && { connection: connection.id }),
    };
  }
}

/** The input with what is made up when it is not given; the session keeps it, to be shown whatever happens. */
function withGenerated(tool: DirectTool, input: Input, session: CallSession): Input {
  const name = tool.kind === "operation" ? tool.request.generated : undefined;
  if (!name || input[name] !== undefined) return input;
  session.generated = { [name]: crypto.randomUUID() };
  return { ...input, ...session.generated };
}

/** Whether a tool speaks to Maton's control API, where no account is chosen. */
function usesControl(tool: DirectTool): boolean {
  return tool.kind === "operation"
    ? tool.request.host === "control"
    : !("connection_id" in tool.inputSchema.shape);
}
