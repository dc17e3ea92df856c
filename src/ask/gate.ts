import { InputError } from "../errors.ts";
import type { Planned } from "../tool/tool.ts";
import type { Shaped } from "../wire/result.ts";
import { driftBetween } from "./drift.ts";
import { type Change, hashOf, type Plan } from "./plan.ts";
import { plannedLines, plannedState } from "./planned.ts";
import { type PreviewRead, readPreviews } from "./preview.ts";
import { type Answer, previewOf, type Question, questionLines, questionText } from "./question.ts";
import { startedFlows, startingLines } from "./starting.ts";
import { type Target, targetsOf } from "./targets.ts";
import { type Confirmations, type Redeemed, Tokens } from "./tokens.ts";

/** How long a no holds: the same plan is not put to a person again and again. */
export const NO_MS = 60_000;
/** An audience may grow by so much between question and send: more of both is another send. */
const GROWTH = { share: 0.1, people: 25 };

/** What the gate needs of the call that it asks about. */
export interface Asking {
  /** Tokens, a no and what was made are of one session. */
  session: string;
  /** The confirmation that came with the call. */
  token: string | undefined;
  /** Asks the person; absent where the client cannot, and then `deaf` may say why. */
  elicit: ((question: Question) => Promise<Answer>) | undefined;
  deaf: string | undefined;
  /** Where the client shows pages: how a button of one gets the confirmation that the model does not read. */
  view: View | undefined;
  /** Only a person may agree. */
  inPerson: boolean;
  /** Whether a yes may hold for such changes for half an hour. */
  halfHour: boolean;
  /** Reads what the change would touch; with `anew` what was counted before counts no more. */
  read(anew: boolean): PreviewRead;
  /** What only the account tells of the change; undefined where its arguments say all. */
  planned(): Promise<Planned | undefined>;
  /** Keeps what was asked and answered, where somebody wants that; throws where it cannot be kept. */
  tell(event: GateEvent): void;
  /** The name of a thing; undefined where it cannot be read. */
  nameOf(target: Target): Promise<string | undefined>;
}

/** The pages of a session, on which a person may find a button. */
export interface View {
  /** A page of ours has said in this session that it is there, be it while the call is running. */
  readonly drawn: boolean;
  /** Takes the confirmation to the page that shows the result, beside what the model reads. */
  hand(confirmation: string): void;
  /** Takes the question to it as the person is to read it, where the model reads another. */
  show(preview: unknown): void;
}

/** What the pages of a session do at the gate. */
export interface Buttons {
  /** A page is there: from now on no confirmation is good that the model has read. */
  drawn(): void;
  /** The confirmation of a plan of this session, for a yes; told once, undefined for any other. */
  confirmationOf(plan: string): string | undefined;
  /** A no: the plan is closed, and not asked again for a while. Undefined where it is not open in this session. */
  decline(plan: string): Plan | undefined;
}

/** What happens at the gate, as an audit log has it. */
export type GateEvent =
  | { event: "question" }
  | { event: "answer"; answer: "yes" | "yes for half an hour" | "no" | "unheard" | "button shown" }
  | { event: "answer"; answer: "token shown"; why?: "no page was drawn" }
  | { event: "refused"; why: "drifted" | "said no a minute ago" | "nobody to ask" };

/** Who let a change pass. */
export type Passed = { by: "person" | "button" | "token"; plan: Plan; halfHour: boolean };

/** Stands before every change that asks: shows what it is, hears the person, and looks again before it leaves. */
export class Gate {
  readonly #tokens: Confirmations;
  readonly #refused = new Map<string, number>();
  readonly #now: () => number;

  /**
   * `now` in milliseconds, of a clock that nobody can set back; `tokens` are shared with other processes, where they are
   * left out they are of this one.
   */
  constructor(now: () => number, tokens: Confirmations = new Tokens(now)) {
    this.#now = now;
    this.#tokens = tokens;
  }

  /** Who let the change pass, or what the model reads instead of a result. Throws InputError for what cannot be done. */
  async ask(change: Change, asking: Asking): Promise<Passed | { instead: Shaped }> {
    const hash = hashOf(change);
    if (this.#wasRefused(asking.session, hash)) {
      asking.tell({ event: "refused", why: "said no a minute ago" });
      const hint =
        "The person said no to this very change less than a minute ago: they were not asked again.";
      return { instead: { status: "declined", hint } };
    }
    const { elicit, token } = asking;
    if (!elicit && asking.inPerson) throw needsAPerson(asking, asking.deaf);
    const redeemed = elicit || !token ? undefined : await this.#tokens.redeem(token, asking.session, hash);
    // What a model read in a session that is gone counts no more than what it read in this one.
    const shown = redeemed?.forPage || !asking.view?.drawn ? redeemed : undefined;
    const plan = await this.#planOf(change, hash, asking, shown !== undefined);
    if (shown) return this.#pass(shown.plan, plan, shown.forPage ? "button" : "token", asking);
    const lines = questionLines(plan);
    if (!elicit) return this.#needsToken(plan, lines, asking, asking.deaf);
    asking.tell({ event: "question" });
    const answer = await elicit({ text: questionText(lines), halfHour: asking.halfHour }).catch(
      (error: unknown) => {
        asking.tell({ event: "answer", answer: "unheard" });
        throw error;
      },
    );
    asking.tell({ event: "answer", answer: "said" in answer ? answer.said : "unheard" });
    if ("unheard" in answer) {
      if (asking.inPerson) throw needsAPerson(asking, answer.unheard);
      return this.#needsToken(plan, lines, asking, answer.unheard);
    }
    if (answer.said === "no") {
      this.#refuse(asking.session, hash);
      return { instead: { status: "declined", hint: "The person did not agree: nothing was sent." } };
    }
    const again = await this.#planOf(change, hash, asking, true);
    return this.#pass(plan, again, "person", asking, answer.said === "yes for half an hour");
  }

  /** What the pages of a session may do. */
  buttons(session: string): Buttons {
    return {
      drawn: () => this.#tokens.takeFromModel(session),
      confirmationOf: (plan) => this.#tokens.tell(plan, session),
      decline: (id) => {
        const plan = this.#tokens.close(id, session);
        if (plan) this.#refuse(session, plan.hash);
        return plan;
      },
    };
  }

  /** Lets go of a session's open plans and of what was refused in it. */
  end(session: string): void {
    this.#tokens.end(session);
    for (const key of this.#refused.keys()) if (key.startsWith(`${session} `)) this.#refused.delete(key);
  }

  async #planOf(change: Change, hash: string, asking: Asking, anew: boolean): Promise<Plan> {
    const targets: Target[] = [];
    const read = asking.read(anew);
    const seen = await readPreviews(change.tool, change.input, read);
    const planned = await asking.planned();
    if (planned) {
      seen.shown.push(...plannedLines(planned));
      for (const [path, value] of plannedState(planned)) seen.state.set(path, value);
    }
    if (change.effects.includes("starts")) {
      const { shown, state } = startingLines(await startedFlows(change.tool.judgement, change.input, read));
      seen.shown.push(...shown);
      for (const [path, value] of state) seen.state.set(path, value);
    }
    for (const target of targetsOf(change.input)) {
      const name = await asking.nameOf(target);
      targets.push({ ...target, ...(name !== undefined && { name }) });
      if (name !== undefined)
        seen.state.set(`${target.types.join(" or ")} ${target.id}`, JSON.stringify(name));
    }
    return { ...change, ...seen, targets, hash };
  }

  /** What was shown and what is there now are the same, or it is another change that nobody agreed to. */
  async #pass(
    shown: Redeemed["plan"],
    now: Plan,
    by: Passed["by"],
    asking: Asking,
    halfHour = false,
  ): Promise<Passed | { instead: Shaped }> {
    const changed = stopsSomething(now)
      ? []
      : [...driftBetween(shown.state, now.state), ...growth(shown, now)];
    if (changed.length === 0) return { by, plan: now, halfHour };
    asking.tell({ event: "refused", why: "drifted" });
    const told = `What the person agreed to has changed since, so nothing was sent: ${changed.slice(0, MAX_CHANGES).join("; ")}${changed.length > MAX_CHANGES ? `; and ${changed.length - MAX_CHANGES} more` : ""}.`;
    const lines = questionLines(now);
    if (asking.elicit) {
      return {
        instead: { status: "changed", preview: previewOf(lines), hint: `${told} Call again to ask anew.` },
      };
    }
    return this.#needsToken(now, lines, asking, told);
  }

  async #needsToken(
    plan: Plan,
    lines: ReturnType<typeof questionLines>,
    asking: Asking,
    why: string | undefined,
  ) {
    const { view, session } = asking;
    const byButton = view?.drawn === true;
    asking.tell(
      byButton
        ? { event: "answer", answer: "button shown" }
        : { event: "answer", answer: "token shown", ...(view && { why: "no page was drawn" }) },
    );
    const spent =
      asking.token && !why
        ? ": that confirmation is spent, older than five minutes, or of another call, account or session"
        : "";
    const { token, id } = await this.#tokens.issue(session, plan, byButton);
    if (byButton) view.hand(token);
    return {
      instead: {
        status: "needs_confirmation",
        preview: previewOf(lines),
        ...(byButton ? { plan: id } : { confirmation: token }),
        hint: `${why ? `${why} ` : ""}Nothing was sent${spent}. ${byButton ? BY_BUTTON : BY_TOKEN}`,
      },
    };
  }

  #refuse(session: string, hash: string): void {
    this.#refused.set(`${session} ${hash}`, this.#now() + NO_MS);
  }

  #wasRefused(session: string, hash: string): boolean {
    const now = this.#now();
    for (const [key, until] of this.#refused) if (until <= now) this.#refused.delete(key);
    return this.#refused.has(`${session} ${hash}`);
  }
}

const BY_TOKEN =
  "Show the preview to the person. If they agree, make the same call with confirmation within five minutes. The confirmation proves that this preview was made, not that a person saw it.";
const BY_BUTTON =
  "The person sees the preview with two buttons and decides there within five minutes: Yes makes this very call from the page. Do not repeat it, and wait for what they say. Who sees no buttons can start the server with --no-views.";

/** More lines of what changed than this nobody reads. */
const MAX_CHANGES = 5;

/** What stops something is better done than compared: nothing leaves that would not have. */
function stopsSomething({ effects }: Plan): boolean {
  return (
    effects.includes("stops") && !effects.some((effect) => ["sends", "publishes", "deletes"].includes(effect))
  );
}

function growth(shown: Redeemed["plan"], now: Plan): string[] {
  if (shown.reach === undefined || Number.isNaN(shown.reach)) return [];
  const { reach } = now;
  if (reach === undefined || Number.isNaN(reach))
    return [`it reached ${shown.reach} people, and cannot be counted now`];
  const more = reach - shown.reach;
  const grew = more > GROWTH.people && more > shown.reach * GROWTH.share;
  return grew ? [`it reached ${shown.reach} people, and reaches ${reach} now`] : [];
}

function needsAPerson(asking: Asking, why: string | undefined): InputError {
  asking.tell({ event: "refused", why: "nobody to ask" });
  return new InputError(
    `${why ? `${why} And this` : "this"} server takes such a change only from a client that can ask the person`,
    {
      next: "Make it in Klaviyo, or start the server with --confirm dangerous.",
    },
  );
}
