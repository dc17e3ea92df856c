import { type CallImpact, type ConfirmMode, impactOf, needsConfirmation } from "../ask/confirm.ts";
import { type Asking, Gate } from "../ask/gate.ts";
import { Kept } from "../ask/kept.ts";
import { type Change, withoutAsking } from "../ask/plan.ts";
import { parseInput } from "../check/input.ts";
import { GatewayError, InputError, StoppedError } from "../errors.ts";
import { Connections } from "../gateway/connections.ts";
import { resolveCall } from "../operations/indirect.ts";
import type { Resolved } from "../operations/reachable.ts";
import type { Registry } from "../registry.ts";
import type { DirectTool, IndirectTool, Input, OperationTool } from "../tool/tool.ts";
import { dryRun } from "../wire/dry-run.ts";
import type { Shaped } from "../wire/result.ts";
import { AccountBook } from "./accounts.ts";
import { chooseConnection, speaksOfConnections, usesControl } from "./choice.ts";
import { keepFormer, readFormer, undoing } from "./keeping.ts";
import { contextOf, operate, type Surroundings } from "./operate.ts";
import { Previewing } from "./previewing.ts";
import { type CallServices, CallSession, type ClientCall } from "./session.ts";

export interface DispatcherSettings {
  connectionId: string | undefined;
  confirm: ConfirmMode;
  readOnly: boolean;
  maxResultChars: number;
  sandbox: boolean;
}

/** How often a stopping server looks whether its last writes are done. */
const DRAIN_LOOK_MS = 20;

/**
 * Runs calls: validate, choose the connection, confirm, build the request, send it, shape what came. Knows no tool by
 * name. Every failure is thrown; the server turns it into text in one place.
 */
export class Dispatcher {
  readonly #settings: DispatcherSettings;
  readonly #services: CallServices;
  readonly #surroundings: Surroundings;
  readonly #connections: Connections;
  readonly #gate: Gate;
  readonly #previewing: Previewing;
  readonly #kept = new Kept();
  readonly #running = new Set<CallSession>();
  #draining = false;

  constructor(registry: Registry, settings: DispatcherSettings, services: CallServices) {
    const accounts = new AccountBook(registry.operation("get_accounts"), services.now);
    this.#settings = settings;
    this.#services = services;
    this.#surroundings = { registry, accounts, maxResultChars: settings.maxResultChars };
    this.#connections = new Connections(settings.connectionId, services.now);
    this.#gate = new Gate(services.now);
    this.#previewing = new Previewing(this.#surroundings, services);
  }

  /** A call that has not sent anything yet; the caller keeps it to see what happened. */
  begin(client: ClientCall): CallSession {
    return new CallSession(client, this.#services);
  }

  /** Begins nothing any more, ends what only reads, and gives a write on its way up to `ms` to say what came of it. */
  async drain(ms: number): Promise<void> {
    this.#draining = true;
    const until = this.#services.now() + ms;
    for (const session of this.#running) if (!session.writing) session.stop("stopping");
    while (this.#running.size > 0 && this.#services.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
    }
    for (const session of this.#running) session.stop("stopping");
  }

  /** The call that an indirect one stands for. Throws InputError for what cannot be meant. */
  async resolve(caller: IndirectTool, given: unknown, session: CallSession): Promise<Resolved> {
    const { registry } = this.#surroundings;
    if (caller.runs !== "undo") return resolveCall(caller, given, registry);
    const { change, ...shared } = parseInput(caller, given);
    return undoing(session, registry, this.#kept, String(change), shared);
  }

  /** Runs one call of a tool and answers with what the model reads. */
  async run(tool: DirectTool, given: unknown, session: CallSession): Promise<Shaped> {
    if (this.#draining) throw new StoppedError("stopping");
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
    this.#admit(impact);
    if (!usesControl(tool)) {
      const from = { connections: this.#connections, accounts: this.#surroundings.accounts };
      session.connection = await chooseConnection(session, input, impact === "read", from);
    }
    const whole = withGenerated(tool, input, session);
    const { connection } = session;
    if (input.dry_run === true) {
      return this.#mark(dryRun(tool, whole, connection.id, this.#settings.maxResultChars), impact, session);
    }
    const instead = await this.#ask(tool, input, impact, session);
    return this.#mark(instead ?? (await this.#send(tool, whole, impact, session)), impact, session);
  }

  async #send(tool: DirectTool, input: Input, impact: CallImpact, session: CallSession): Promise<Shaped> {
    session.acting = true;
    try {
      if (tool.kind === "operation") return await this.#operate(tool, input, impact, session);
      return await tool.run(contextOf(session, this.#services.operations, this.#surroundings), input);
    } catch (error) {
      // The list may be what is out of date.
      if (error instanceof GatewayError && error.source === "gateway") this.#connections.forget();
      throw error;
    } finally {
      if (speaksOfConnections(tool)) this.#connections.forget();
    }
  }

  /** Sends an operation; what it overwrites is read before and kept, what it makes is known as this session's. */
  async #operate(
    tool: OperationTool,
    input: Input,
    impact: CallImpact,
    session: CallSession,
  ): Promise<Shaped> {
    const { registry } = this.#surroundings;
    if (impact === "read") return operate(session, tool, input, this.#surroundings);
    const overwritten = await readFormer(session, this.#surroundings, tool, input);
    const result = await operate(session, tool, input, this.#surroundings);
    const undo = overwritten && (await keepFormer(session, registry, tool, overwritten, this.#kept));
    return undo ? { ...result, undo } : result;
  }

  /** Throws InputError for a change where the server only reads. */
  #admit(impact: CallImpact): void {
    if (!this.#settings.readOnly || impact === "read") return;
    throw new InputError("this server only reads, and this call would change something", {
      next: "Start it without --read-only to change things.",
    });
  }

  /** Undefined when the call may go on; otherwise what the model reads instead of a result. */
  async #ask(
    tool: DirectTool,
    input: Input,
    impact: CallImpact,
    session: CallSession,
  ): Promise<Shaped | undefined> {
    const { confirm } = this.#settings;
    if (!needsConfirmation(impact, confirm)) return undefined;
    const passed = await this.#gate.ask(
      await this.#change(tool, input, session),
      this.#asking(input, session),
    );
    return "instead" in passed ? passed.instead : undefined;
  }

  async #change(tool: DirectTool, input: Input, session: CallSession): Promise<Change> {
    const onAccount = !usesControl(tool);
    const own = withoutAsking(input, onAccount);
    const change = { tool, input: own, effects: [], why: "", raw: session.raw };
    if (!onAccount) return { ...change, account: undefined };
    const { id } = session.connection;
    const account = await this.#surroundings.accounts.find(session, id).catch(() => undefined);
    return { ...change, account: { id, name: account?.name } };
  }

  /** The call as the gate sees it: whom to ask, and how to read what it would touch. */
  #asking(input: Input, session: CallSession): Asking {
    const { elicit, deaf, caller } = session.client;
    return {
      session: caller.session,
      token: input.confirmation,
      elicit: elicit && ((question) => elicit(question).finally(() => session.restartClock())),
      deaf,
      inPerson: this.#settings.confirm === "elicit-only",
      halfHour: false,
      read: (anew) => this.#previewing.reader(session, anew),
      nameOf: (target) => this.#previewing.nameOf(session, target),
    };
  }

  /** Says which account a result is of, wherever there is a choice or something changed, and what is no real one. */
  #mark(shaped: Shaped, impact: CallImpact, session: CallSession): Shaped {
    const { connection } = session;
    return {
      ...(this.#settings.sandbox && { environment: "SANDBOX" }),
      ...shaped,
      ...(typeof shaped.hint === "string" && { hint: this.#surroundings.registry.visible(shaped.hint) }),
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
