import type { Buttons } from "../ask/gate.ts";
import { admit } from "../ask/policy.ts";
import { parseInput } from "../check/input.ts";
import { settled } from "../check/settled.ts";
import { GatewayError, StoppedError } from "../errors.ts";
import { Connections } from "../gateway/connections.ts";
import { resolveCall } from "../operations/indirect.ts";
import type { Resolved } from "../operations/reachable.ts";
import type { Registry } from "../registry.ts";
import { changes, type Effect, effectsOf, onlyReads } from "../tool/effects.ts";
import type { DirectTool, IndirectTool, Input } from "../tool/tool.ts";
import { dryRun } from "../wire/dry-run.ts";
import type { Shaped } from "../wire/result.ts";
import { AccountBook } from "./accounts.ts";
import { Across, makingOf } from "./across.ts";
import { followed } from "./awaiting.ts";
import { type ChangeSettings, Changing } from "./changing.ts";
import {
  chooseConnection,
  looksUpNames,
  speaksOfConnections,
  usesControl,
  withConnection,
} from "./choice.ts";
import { Exporting } from "./exporting.ts";
import { withGenerated } from "./generated.ts";
import type { CallServices, ClientCall } from "./given.ts";
import { Importing } from "./importing.ts";
import { APPROVAL, undoing, withdrawing } from "./keeping.ts";
import { marked } from "./marks.ts";
import { type Looking, type Named, Naming } from "./naming.ts";
import { operate, type Surroundings, work } from "./operate.ts";
import { dated } from "./report/dated.ts";
import { KeptAnswers } from "./report/kept-answers.ts";
import { CallSession } from "./session.ts";
import { Shelf } from "./shelf.ts";
import { Skipping } from "./skipping.ts";
import { Summarizing } from "./summarizing.ts";
import { unmasked } from "./unmasking.ts";
import { Walks } from "./walks.ts";

export interface DispatcherSettings extends ChangeSettings {
  connectionId: string | undefined;
  maxResultChars: number;
  sandbox: boolean;
}

/** Room for what every result may say besides: the account, that it is the sandbox's, what was made up or taken out. */
const MARKS = 400;
/** How often a stopping server looks whether its last writes are done. */
const DRAIN_LOOK_MS = 20;
/** So many looks are left for calls that were stopped to say what is known. */
const LAST_LOOKS = 50;

/**
 * Runs calls: validate, choose the connection, confirm, build the request, send it, shape what came. Knows no tool by
 * name. Every failure is thrown; the server turns it into text in one place.
 */
export class Dispatcher {
  readonly #settings: DispatcherSettings;
  readonly #services: CallServices;
  readonly #surroundings: Surroundings;
  readonly #changing: Changing;
  readonly #summarizing: Summarizing;
  readonly #across: Across;
  readonly #exporting: Exporting;
  readonly #importing: Importing;
  readonly #naming: Naming;
  readonly #running = new Set<CallSession>();
  #draining = false;

  constructor(registry: Registry, settings: DispatcherSettings, services: CallServices) {
    const accounts = new AccountBook(registry.operation("get_accounts"), services.now, services.grants);
    this.#settings = settings;
    this.#services = services;
    this.#naming = new Naming(registry, services.now);
    this.#surroundings = {
      registry,
      accounts,
      connections: new Connections(settings.connectionId, services.now),
      reports: new KeptAnswers(services.now, services.shared?.answers),
      grants: services.grants,
      shelf: new Shelf(services),
      walks: new Walks(),
      directory: this.#naming.directory,
      maxResultChars: settings.maxResultChars - MARKS,
    };
    this.#changing = new Changing(settings, this.#surroundings, services);
    this.#summarizing = new Summarizing(registry, accounts, services);
    this.#across = new Across(this.#surroundings, services);
    this.#exporting = new Exporting(registry, services);
    this.#importing = new Importing(registry, services);
  }

  /** A call that has not sent anything yet; the caller keeps it to see what happened. */
  begin(client: ClientCall): CallSession {
    return new CallSession(client, this.#services, this.#naming.read);
  }

  /** Begins nothing any more, ends what only reads, and gives a write on its way up to `ms` to say what came of it. */
  async drain(ms: number): Promise<void> {
    this.#draining = true;
    this.#summarizing.stop();
    const until = this.#services.now() + ms;
    for (const session of this.#running) session.windUp();
    await this.#exporting.stop();
    await this.#atRest(() => this.#services.now() < until);
    for (const session of this.#running) session.stop("stopping");
    // What is stopped says so: whoever asked for the drain closes what it is told by.
    let looks = 0;
    await this.#atRest(() => ++looks < LAST_LOOKS);
  }

  async #atRest(mayWait: () => boolean): Promise<void> {
    while (this.#running.size > 0 && mayWait())
      await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
  }

  /** What the pages of a session may do. */
  buttons(caller: ClientCall["caller"]): Buttons {
    return this.#changing.buttons(caller);
  }

  /** Lets go of all that is kept for a session; it is over. */
  end(session: string): void {
    this.#changing.end(session);
    this.#summarizing.end(session);
    this.#across.end(session);
    this.#exporting.end(session);
    this.#naming.end(session);
    this.#surroundings.walks.end(session);
  }

  /** The call that an indirect one stands for. Throws InputError for what cannot be meant. */
  async resolve(caller: IndirectTool, given: unknown, session: CallSession): Promise<Resolved> {
    const { registry } = this.#surroundings;
    if (caller.runs !== "undo") return resolveCall(caller, given, registry);
    const { change, ...shared } = parseInput(caller, given);
    if (change === APPROVAL)
      return { tool: withdrawing(caller, () => this.#changing.withdraw(session)), args: {} };
    return undoing(session, registry, this.#changing.kept, String(change), shared);
  }

  /** The job that a call is whose rows stand in a file; the tool itself where it names none. */
  fromFile(tool: DirectTool, args: unknown, session: CallSession): Promise<DirectTool> {
    return this.#importing.resolved(tool, args, session);
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
    const { registry } = this.#surroundings;
    // Who begins an export, or asks how far it is, is nobody else beside it.
    session.background = session.exported !== undefined;
    const looksUp = looksUpNames(tool, session);
    const around = {
      takerOf: (name: string) => registry.takerOf(name, tool),
      finderOf: (name: string, value: string) => registry.finderOf(name, value, tool),
      named: looksUp,
    };
    const choose = (input: Input) => chooseConnection(session, input, onlyReads(tool), this.#surroundings);
    const args = await unmasked(tool, given, session, around, choose);
    session.skipping = Skipping.of(tool, args);
    const { skipping } = session;
    const parsed = skipping
      ? await skipping.with(args as Input, async (one) => skipping.check(parseInput(tool, one, around)))
      : parseInput(tool, args, around);
    const { accounts = session.accounts, ...input } = parsed;
    const effects = effectsOf(tool.judgement, input);
    admit(effects, this.#settings);
    if (accounts === undefined && !makingOf(tool))
      return this.#marked(await this.#one(tool, input, effects, session), session);
    const { maxResultChars } = this.#surroundings;
    const one = async (own: CallSession, given: Input) => {
      const shaped = await this.#one(tool, given, effects, own);
      return own.mask?.result(shaped, own.connection.id) ?? shaped;
    };
    const asked = { accounts, input };
    return this.#marked(await this.#across.run(session, tool, asked, maxResultChars, one), session);
  }

  #marked(shaped: Shaped, session: CallSession): Shaped {
    return marked(shaped, session, { ...this.#surroundings, sandbox: this.#settings.sandbox });
  }

  /** Runs a call of one account, whose arguments are sound. */
  async #one(
    tool: DirectTool,
    given: Input,
    effects: readonly Effect[],
    session: CallSession,
  ): Promise<Shaped> {
    const { accounts } = this.#surroundings;
    const { skipping } = session;
    const looksUp = looksUpNames(tool, session);
    const reads = !changes(effects);
    let input = given;
    const account = () => accounts.find(session, session.connection.id);
    const onAccount = !usesControl(tool);
    if (onAccount) session.connection = await chooseConnection(session, input, reads, this.#surroundings);
    input = await withConnection(session, input, reads, this.#surroundings);
    if (onAccount) {
      const plain = (one: Input) => settled(tool, one, account);
      input = skipping ? await skipping.with(input, plain) : await plain(input);
      input = await dated(tool, input, session.date(), account);
    }
    const looking: Looking = { session, tool, anew: !reads, account };
    const go = (named: Named) => this.#leave(tool, named, effects, session);
    if (!looksUp) return go({ input, resolved: {} });
    const named = await this.#naming.plain(looking, input);
    const shaped = await go(named).catch(async (error: unknown) => {
      // What has the shape of an id may be a name all the same.
      const other = await this.#naming.missing(looking, named.input, error);
      if (!other) throw error;
      return go({ input: other.input, resolved: { ...named.resolved, ...other.resolved } });
    });
    return this.#filled(shaped, named, looking, go);
  }

  /** Lets one call leave as it stands, or shows what would. */
  async #leave(
    tool: DirectTool,
    { input, resolved }: Named,
    effects: readonly Effect[],
    session: CallSession,
  ): Promise<Shaped> {
    if (changes(effects)) this.#changing.refuse(tool, input, session);
    const whole = withGenerated(tool, input, session);
    const resolvedIn = (shaped: Shaped) =>
      // As it is where there is nothing to add: how long it is, is known already.
      Object.keys(resolved).length > 0 ? { ...shaped, resolved } : shaped;
    if (input.dry_run === true) {
      const room = this.#surroundings.maxResultChars - MARKS;
      const would = await this.#changing.wouldDo(tool, whole, session);
      return resolvedIn(would ?? dryRun(tool, whole, session.connection.id, room));
    }
    const send = () => this.#send(tool, whole, session);
    const shaped = changes(effects)
      ? await this.#changing.run(tool, input, effects, session, send)
      : await send();
    return resolvedIn(shaped);
  }

  /** A list in which nothing was found: by the names that stood where ids are due, else with what is called nearly so. */
  async #filled(
    shaped: Shaped,
    named: Named,
    looking: Looking,
    go: (named: Named) => Promise<Shaped>,
  ): Promise<Shaped> {
    const { tool, anew } = looking;
    const lists = tool.kind === "operation" && tool.result.kind === "collection";
    const isEmpty = Array.isArray(shaped.data) && shaped.data.length === 0;
    if (!lists || !isEmpty || anew || named.input.page_cursor !== undefined) return shaped;
    const why = await this.#naming.whyEmpty(looking, named.input);
    if (why === undefined) return shaped;
    if (typeof why === "string") return { ...shaped, hint: [shaped.hint, why].filter(Boolean).join(" ") };
    return go({ input: why.input, resolved: { ...named.resolved, ...why.resolved } });
  }

  async #send(tool: DirectTool, input: Input, session: CallSession): Promise<Shaped> {
    session.acting = true;
    const surroundings = { ...this.#surroundings, ...(session.room && { maxResultChars: session.room }) };
    try {
      if (tool.kind === "operation" && session.wanted) {
        return await this.#summarizing.run(session, tool, input, session.wanted);
      }
      if (tool.kind === "operation" && session.exported) {
        return await this.#exporting.run(session, tool, input, session.exported);
      }
      if (tool.kind === "operation") {
        const send = async (given: Input) => {
          const result = await operate(session, tool, given, surroundings);
          return followed(session, this.#surroundings.registry, tool, given, result);
        };
        return await (session.skipping?.sent(tool, input, send) ?? send(input));
      }
      return await work(session, tool, input, this.#services.operations, surroundings);
    } catch (error) {
      // The list may be what is out of date.
      if (error instanceof GatewayError && error.source === "gateway")
        this.#surroundings.connections.forget();
      throw error;
    } finally {
      if (speaksOfConnections(tool)) this.#surroundings.connections.forget();
      if (speaksOfConnections(tool) && !onlyReads(tool)) this.#services.grants.forget();
    }
  }
}
