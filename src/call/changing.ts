import { type Asking, Gate } from "../ask/gate.ts";
import { Kept } from "../ask/kept.ts";
import { type Change, withoutAsking } from "../ask/plan.ts";
import { allowsAWhile, type ConfirmMode, decide, type Judged, type Spent } from "../ask/policy.ts";
import { isObject } from "../text.ts";
import type { Effect } from "../tool/effects.ts";
import { once } from "../tool/once.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import type { Uses } from "../tool/use.ts";
import type { Shaped } from "../wire/result.ts";
import { usesControl } from "./choice.ts";
import { Deciding } from "./deciding.ts";
import { keepFormer, readFormer } from "./keeping.ts";
import type { Surroundings } from "./operate.ts";
import { Previewing } from "./previewing.ts";
import type { CallServices, CallSession } from "./session.ts";

export interface ChangeSettings {
  confirm: ConfirmMode;
  /** How many people and items may change unasked in ten minutes. */
  unasked: Spent;
  /** Where it shows whether a thing is in use. */
  uses: Uses;
}

type Called = Judged & { tool: DirectTool };

/** Takes a change from its judgement to its sending: decided, asked where it asks, what it overwrites kept. */
export class Changing {
  readonly kept = new Kept();
  readonly #settings: ChangeSettings;
  readonly #surroundings: Surroundings;
  readonly #gate: Gate;
  readonly #deciding: Deciding;
  readonly #previewing: Previewing;

  constructor(settings: ChangeSettings, surroundings: Surroundings, services: CallServices) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#gate = new Gate(services.now);
    this.#deciding = new Deciding(settings.uses, this.kept, settings.unasked, services.now);
    this.#previewing = new Previewing(surroundings, services);
  }

  /** Sends a change by `send` when it may leave, and answers with its result; else with what the model reads instead. */
  async run(
    tool: DirectTool,
    input: Input,
    effects: readonly Effect[],
    session: CallSession,
    send: () => Promise<Shaped>,
  ): Promise<Shaped> {
    const call: Called = { tool, judgement: tool.judgement, input, effects };
    const former = once(() => this.#former(call, session));
    const instead = await this.#ask(call, session, async () => (await former()) !== undefined);
    if (instead) return instead;
    const overwritten = await former();
    const result = await send();
    this.#remember(call, session, result);
    if (!overwritten || tool.kind !== "operation") return result;
    // The change is made: whatever befalls this read costs its way back, not its result.
    const undo = await keepFormer(session, this.#surroundings.registry, tool, overwritten, this.kept).catch(
      () => undefined,
    );
    return undo ? { ...result, undo } : result;
  }

  /** Lets go of all that is kept for a session; it is over. */
  end(session: string): void {
    this.kept.end(session);
    this.#gate.end(session);
    this.#deciding.end(session);
  }

  /** A person takes back what they allowed for a while. */
  withdraw(session: CallSession): void {
    this.#deciding.withdraw(session);
  }

  #former({ tool, input }: Called, session: CallSession) {
    return tool.kind === "operation"
      ? readFormer(session, this.#surroundings, tool, input)
      : Promise.resolve(undefined);
  }

  /** Undefined when the change may leave. */
  async #ask(
    call: Called,
    session: CallSession,
    keepable: () => Promise<boolean>,
  ): Promise<Shaped | undefined> {
    const facts = this.#deciding.factsOf(call, session, this.#previewing.reader(session, false), keepable);
    const verdict = await decide(call, this.#settings.confirm, facts);
    if (!verdict.asks) return undefined;
    const passed = await this.#gate.ask(await this.#change(call, session), this.#asking(call, session));
    if ("instead" in passed) {
      if (passed.instead.status === "declined") this.#deciding.withdraw(session);
      return passed.instead;
    }
    this.#deciding.agreed(call, session, passed.halfHour);
    return undefined;
  }

  async #change({ tool, input, effects, judgement }: Called, session: CallSession): Promise<Change> {
    const onAccount = !usesControl(tool);
    const own = withoutAsking(input, onAccount);
    const change = { tool, input: own, effects, why: judgement.why, raw: session.raw };
    if (!onAccount) return { ...change, account: undefined };
    const { id } = session.connection;
    const account = await this.#surroundings.accounts.find(session, id).catch(() => undefined);
    return { ...change, account: { id, name: account?.name } };
  }

  /** The call as the gate sees it: whom to ask, and how to read what it would touch. */
  #asking(call: Called, session: CallSession): Asking {
    const { elicit, deaf, caller } = session.client;
    return {
      session: caller.session,
      token: call.input.confirmation,
      elicit: elicit && ((question) => elicit(question).finally(() => session.restartClock())),
      deaf,
      inPerson: this.#settings.confirm === "elicit-only",
      halfHour: allowsAWhile(call),
      read: (anew) => this.#previewing.reader(session, anew),
      nameOf: (target) => this.#previewing.nameOf(session, target),
    };
  }

  /** What an operation made that only creates is this session's own. */
  #remember({ tool, judgement }: Called, session: CallSession, { data }: Shaped): void {
    if (!judgement.creates || tool.kind !== "operation" || tool.result.kind !== "resource") return;
    const { type } = tool.result.resource;
    if (!isObject(data) || typeof data.id !== "string") return;
    this.kept.made(session.client.caller.session, { connectionId: session.connection.id, type, id: data.id });
  }
}
