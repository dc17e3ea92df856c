import { refusedWhileAway } from "../ask/away.ts";
import { Budget } from "../ask/budget.ts";
import { type Asking, type Buttons, Gate } from "../ask/gate.ts";
import { Kept } from "../ask/kept.ts";
import { Models } from "../ask/models.ts";
import { type Change, hashOf, withoutAsking } from "../ask/plan.ts";
import { plannedLines } from "../ask/planned.ts";
import {
  admit,
  allowsAWhile,
  type ConfirmMode,
  decide,
  type Judged,
  type Limits,
  type Spent,
} from "../ask/policy.ts";
import { previewOf } from "../ask/question.ts";
import { targetsOf } from "../ask/targets.ts";
import type { AuditEvent, Audited, Decider } from "../audit.ts";
import { GatewayError } from "../errors.ts";
import { isObject } from "../text.ts";
import { type Effect, inOrder } from "../tool/effects.ts";
import { once } from "../tool/once.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import type { Uses } from "../tool/use.ts";
import type { Shaped } from "../wire/result.ts";
import { usesControl } from "./choice.ts";
import { Deciding, thingOf } from "./deciding.ts";
import type { CallServices, ClientCall } from "./given.ts";
import { keepFormer, readFormer } from "./keeping.ts";
import { Shown } from "./masking.ts";
import type { Surroundings } from "./operate.ts";
import { Previewing } from "./previewing.ts";
import type { CallSession } from "./session.ts";

export interface ChangeSettings extends Limits {
  confirm: ConfirmMode;
  /** How many people and items may change unasked in ten minutes. */
  unasked: Spent;
  /** Where it shows whether a thing is in use. */
  uses: Uses;
}

const STANDING =
  'Such changes of this account ask nobody for 30 minutes; undo_change with change "approval" takes that back.';

type Called = Judged & { tool: DirectTool };
type Tell = (event: AuditEvent) => void;

/** Takes a change from its judgement to its sending: decided, asked where it asks, what it overwrites kept. */
export class Changing {
  readonly kept = new Kept();
  readonly #settings: ChangeSettings;
  readonly #surroundings: Surroundings;
  readonly #services: CallServices;
  readonly #gate: Gate;
  readonly #models = new Models();
  readonly #deciding: Deciding;
  readonly #previewing: Previewing;
  readonly #shown = new Shown();

  constructor(settings: ChangeSettings, surroundings: Surroundings, services: CallServices) {
    this.#settings = settings;
    this.#surroundings = surroundings;
    this.#services = services;
    const { now, shared } = services;
    this.#gate = new Gate(now, shared?.confirmations(now));
    const budget = shared?.budgetOf(settings.unasked) ?? new Budget(settings.unasked, now);
    this.#deciding = new Deciding(settings.uses, this.kept, budget, now);
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
    const planned = await this.#previewing.planned(session, tool, input);
    const told = planned ? inOrder([...effects, ...planned.effects]) : effects;
    if (planned) admit(told, this.#settings);
    const call: Called = { tool, judgement: tool.judgement, input, effects: told };
    const former = once(() => this.#former(call, session));
    const tell = this.#teller(call, session);
    const decided = await this.#ask(call, session, tell, async () => (await former()) !== undefined);
    if ("instead" in decided) return decided.instead;
    const overwritten = await former();
    const sent = await this.#audited(send, session, decided.by, tell);
    const hint = [sent.hint, STANDING].filter(Boolean).join(" ");
    const result = decided.halfHour ? { ...sent, hint } : sent;
    this.#remember(call, session, result);
    if (!overwritten || tool.kind !== "operation") return result;
    // The change is made: whatever befalls this read costs its way back, not its result.
    const undo = await keepFormer(session, this.#surroundings.registry, tool, overwritten, this.kept).catch(
      () => undefined,
    );
    return undo ? { ...result, undo } : result;
  }

  /** Throws InputError for a change that no settings and no person allow. */
  refuse({ name, judgement }: DirectTool, input: Input, session: CallSession): void {
    this.#models.refuseMixed(session.client.caller.session, name, judgement, input);
  }

  /** What a workflow would do as the account is now, as its question has it; undefined where the arguments say all. */
  async wouldDo(tool: DirectTool, input: Input, session: CallSession): Promise<Shaped | undefined> {
    if (tool.kind !== "workflow") return undefined;
    const planned = await this.#previewing.planned(session, tool, input);
    return planned && { dry_run: previewOf(plannedLines(planned)) };
  }

  /** What the pages of a session may do; a no is written down. */
  buttons(caller: ClientCall["caller"]): Buttons {
    const buttons = this.#gate.buttons(caller.session);
    return {
      ...buttons,
      decline: (id) => {
        const plan = buttons.decline(id);
        // The no holds, whether or not it can be written down.
        try {
          if (plan) this.#declined(plan, caller);
        } catch {}
        return plan;
      },
    };
  }

  #declined(plan: Change, caller: ClientCall["caller"]): void {
    const { audit, watch } = this.#services;
    const event = { event: "answer", answer: "no" } as const;
    watch?.asked(event);
    audit?.(auditedOf(plan, whoseCall(caller, crypto.randomUUID())), event);
  }

  /** Lets go of all that is kept for a session; it is over. */
  end(session: string): void {
    this.kept.end(session);
    this.#gate.end(session);
    this.#models.end(session);
    this.#deciding.end(session);
    this.#shown.end(session);
  }

  /** A person takes back what they allowed for a while. */
  withdraw(session: CallSession): Shaped {
    this.#deciding.withdraw(session);
    const nothing = { account: null, method: null, path: null, targets: [], effects: [], plan: "" };
    this.#services.audit?.(
      { ...whoseCall(session.client.caller, session.id), operation: "undo_change", ...nothing },
      { event: "withdrawn" },
    );
    return { ok: true, hint: "What the person allowed for a while is taken back: such changes ask again." };
  }

  #former({ tool, input }: Called, session: CallSession) {
    return tool.kind === "operation"
      ? readFormer(session, this.#surroundings, tool, input)
      : Promise.resolve(undefined);
  }

  /** Writes down what becomes of a change, where somebody wants that. */
  #teller(call: Called, session: CallSession): Tell {
    const { audit, watch } = this.#services;
    if (!audit) return (event) => watch?.asked(event);
    const about = auditedOf(changeOf(call, session), whoseCall(session.client.caller, session.id));
    return (event) => {
      audit(about, event);
      watch?.asked(event);
    };
  }

  /** Sends a change between its two lines: that it leaves, and what came of it. */
  async #audited(
    send: () => Promise<Shaped>,
    session: CallSession,
    by: Decider,
    tell: Tell,
  ): Promise<Shaped> {
    const started = this.#services.now();
    tell({ event: "change", by });
    let error: string | undefined;
    let status: number | undefined;
    try {
      const result = await send();
      status = session.status;
      return result;
    } catch (failure) {
      error = failure instanceof Error ? failure.name : "unknown";
      if (failure instanceof GatewayError) status = failure.status;
      throw failure;
    } finally {
      const ms = Math.round(this.#services.now() - started);
      // The change is made or not: a log that is full by now takes nothing of that back, and stops the next one.
      try {
        tell({
          event: "outcome",
          by,
          changed: session.changed,
          ...(status && { status }),
          ...(error && { error }),
          ms,
        });
      } catch {}
    }
  }

  /** By whose word the change may leave, or what the model reads instead. */
  async #ask(
    call: Called,
    session: CallSession,
    tell: Tell,
    keepable: () => Promise<boolean>,
  ): Promise<{ by: Decider; halfHour?: boolean } | { instead: Shaped }> {
    const facts = this.#deciding.factsOf(call, session, this.#previewing.reader(session, false), keepable);
    const verdict = await decide(call, this.#settings.confirm, facts);
    if (!verdict.asks) return { by: verdict.by };
    if (this.#services.shared?.isAway()) throw refusedWhileAway();
    const asking = this.#asking(call, session, tell);
    const change = await this.#change(call, session);
    const passed = await this.#gate.ask(change, asking);
    this.#shown.recall(change, session);
    if ("instead" in passed) {
      if (passed.instead.status === "declined") this.#deciding.withdraw(session);
      return passed;
    }
    this.#deciding.agreed(call, session, passed.halfHour);
    return { by: passed.by, halfHour: passed.halfHour };
  }

  /** The change, with the name of its account. */
  async #change(call: Called, session: CallSession): Promise<Change> {
    const change = changeOf(call, session);
    if (!change.account) return change;
    const { id } = change.account;
    const account = await this.#surroundings.accounts.find(session, id).catch(() => undefined);
    return { ...change, account: { id, name: account?.name } };
  }

  /** The call as the gate sees it: whom to ask, and how to read what it would touch. */
  #asking(call: Called, session: CallSession, tell: Tell): Asking {
    const { elicit, deaf, view, caller } = session.client;
    return {
      session: caller.session,
      token: call.input.confirmation,
      elicit: elicit && ((question) => session.heard(elicit(question)).finally(() => session.restartClock())),
      deaf,
      view,
      inPerson: this.#settings.confirm === "elicit-only",
      halfHour: allowsAWhile(call),
      tell,
      read: (anew) => this.#previewing.reader(session, anew),
      nameOf: (target) => this.#previewing.nameOf(session, target),
      planned: async () => this.#previewing.planned(session, call.tool, call.input),
    };
  }

  /** What an operation made that only creates is this session's own. */
  #remember({ tool, judgement, input }: Called, session: CallSession, { data }: Shaped): void {
    this.#models.written(session.client.caller.session, judgement, input, data);
    if (!judgement.creates || tool.kind !== "operation" || tool.result.kind !== "resource") return;
    const { type } = tool.result.resource;
    if (!isObject(data) || typeof data.id !== "string") return;
    this.kept.made(session.client.caller.session, { connectionId: session.connection.id, type, id: data.id });
  }
}

type Whose = Pick<Audited, "call" | "session" | "client" | "caller">;

function whoseCall({ session, client, name }: ClientCall["caller"], call: string): Whose {
  return { call, session, client, caller: name };
}

function changeOf({ tool, input, effects, judgement }: Called, session: CallSession): Change {
  const onAccount = !usesControl(tool);
  const account = onAccount ? { id: session.connection.id, name: undefined } : undefined;
  const own = withoutAsking(input, onAccount);
  return { tool, input: own, effects, why: judgement.why, raw: session.raw, account };
}

/** What the lines of an audit log say of a change, and of whose call it is. */
function auditedOf(change: Change, whose: Whose): Audited {
  const { tool, input, effects, account, raw } = change;
  const request = tool.kind === "operation" ? tool.request : tool.firstRequest?.(input).tool.request;
  const thing = thingOf(tool, input, account?.id);
  const targets = targetsOf(input).map(({ types, id }) => `${types.join("|")} ${id}`);
  return {
    ...whose,
    account: account?.id ?? null,
    operation: tool.name,
    method: request?.method ?? null,
    path: raw?.path ?? request?.path ?? null,
    targets: [...new Set([...(thing ? [`${thing.type} ${thing.id}`] : []), ...targets])],
    effects,
    plan: hashOf(change),
  };
}
