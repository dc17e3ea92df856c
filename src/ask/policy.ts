import { InputError } from "../errors.ts";
import {
  asksAnyway,
  changes,
  type Effect,
  type Judgement,
  type Touched,
  touchedBy,
} from "../tool/effects.ts";
import type { Input } from "../tool/tool.ts";

export const CONFIRM_MODES = ["dangerous", "writes", "elicit-only", "never"] as const;
export type ConfirmMode = (typeof CONFIRM_MODES)[number];

/** What an effect does to a call that has it, unless the settings say otherwise. */
interface Rule {
  effect: Effect;
  means: string;
  /** `always` asks; `in use` asks when what is overwritten is in use or cannot be kept; the others ask beyond the budget. */
  asks: "never" | "always" | "in use" | "people" | "people where a flow is live" | "items";
}

/** The one table of what asks; docs/safety.md is written from it. */
export const POLICY: readonly Rule[] = [
  { effect: "reads", asks: "never", means: "shows something, and changes nothing" },
  {
    effect: "sends",
    asks: "always",
    means: "people get a message; a test e-mail asks once an address and session",
  },
  {
    effect: "publishes",
    asks: "always",
    means: "what customers see or get changes at once: a live flow, a form, a shared block",
  },
  { effect: "stops", asks: "always", means: "what was to run or go out does not" },
  { effect: "deletes", asks: "always", means: "something is gone for good" },
  { effect: "forwards", asks: "always", means: "data of customers goes to an address or a company outside" },
  { effect: "identity", asks: "always", means: "records of people are joined, or become another person's" },
  {
    effect: "replaces",
    asks: "in use",
    means: "a definition, a text or a whole list of things is overwritten",
  },
  {
    effect: "consent",
    asks: "people",
    means: "whom marketing may reach changes; opting in by SMS always asks",
  },
  {
    effect: "starts",
    asks: "people where a flow is live",
    means: "flows that send can begin for these people",
  },
  { effect: "adds", asks: "items", means: "something new that nothing uses yet" },
  { effect: "edits", asks: "items", means: "something changes that can be changed back" },
];

const ASKS = new Map(POLICY.map(({ effect, asks }) => [effect, asks]));
/** What a session may do unasked to what it made itself. */
const TO_ONES_OWN: ReadonlySet<Effect> = new Set(["deletes", "replaces", "edits", "adds"]);
/** What a person may allow for half an hour. */
const FOR_A_WHILE: ReadonlySet<Effect> = new Set(["adds", "edits", "replaces", "starts"]);

/** What the settings refuse altogether, whatever anybody agrees to. */
export interface Limits {
  readOnly: boolean;
  deny: readonly Effect[];
}

/** Throws InputError for a call that the settings refuse; one that nobody judged may have any effect. */
export function admit(effects: readonly Effect[], { readOnly, deny }: Limits): void {
  if (!changes(effects)) return;
  if (readOnly) {
    throw new InputError("this server only reads, and this call would change something", {
      next: "Start it without --read-only to change things.",
    });
  }
  const denied = deny.filter((effect) => effects.length === 0 || effects.includes(effect));
  if (denied.length === 0) return;
  throw new InputError(
    `this server refuses what ${denied.join(" or ")}, and this call ${effects.length > 0 ? "does" : "may"}`,
    {
      next: "Nothing was sent. Make it in Klaviyo, or start the server without that effect in --deny.",
    },
  );
}

/** A call as the policy sees it. */
export interface Judged {
  judgement: Judgement;
  input: Input;
  effects: readonly Effect[];
}

/** What has to be read or remembered to decide; asked for only where the table needs it. */
export interface Facts {
  /** Whether this session made the thing that is changed. */
  own(): boolean;
  /** Whether a person allowed such changes for a while. */
  standing(): boolean;
  /** Whether a person agreed before to everything for which one yes holds. */
  agreedBefore(): boolean;
  /** Whether what is overwritten is in use; undefined where that cannot be read. */
  inUse(): Promise<boolean | undefined>;
  /** Whether nothing stands there yet that could be overwritten. */
  vacant(): Promise<boolean>;
  /** Whether what is overwritten can be kept, to be put back. */
  keepable(): Promise<boolean>;
  /** Whether a flow is live that the change can start; undefined where that cannot be read. */
  liveFlow(): Promise<boolean | undefined>;
  /** How many are in a list or a segment; undefined where that cannot be read. */
  sizeOf(whole: Touched["wholes"][number]): Promise<number | undefined>;
  /** Takes so many of what may change unasked; false where that would be too many, and then none are taken. */
  take(spent: Spent): boolean | Promise<boolean>;
}

/** What a change takes of the budget. */
export interface Spent {
  people: number;
  items: number;
}

/** Why a call asks, or by whose word it does not. */
export type Verdict =
  | { asks: true; because: string }
  | { asks: false; by: "mode" | "own session" | "standing" | "budget" };

/** Whether a change asks, by the table, the mode and what is known. */
export async function decide(call: Judged, mode: ConfirmMode, facts: Facts): Promise<Verdict> {
  const { judgement, input, effects } = call;
  if (mode === "never") return { asks: false, by: "mode" };
  if (mode === "writes") return { asks: true, because: "every change asks here" };
  if (effects.length === 0) return { asks: true, because: "nobody judged what it does" };
  if (asksAnyway(judgement, input)) return { asks: true, because: judgement.why };
  if (facts.own() && effects.every((effect) => TO_ONES_OWN.has(effect)))
    return { asks: false, by: "own session" };
  const always = effects.find((effect) => ASKS.get(effect) === "always");
  if (always && !(judgement.once && facts.agreedBefore())) return { asks: true, because: `it ${always}` };
  if (facts.standing()) return { asks: false, by: "standing" };
  if (effects.includes("replaces")) {
    const because = await whyReplacingAsks(facts);
    if (because) return { asks: true, because };
  }
  const spent = await spentBy(call, facts);
  return (await facts.take(spent))
    ? { asks: false, by: "budget" }
    : { asks: true, because: "it is more than may change unasked" };
}

/** Whether a person may answer yes for a while: only what can be put back, or begins of itself. */
export function allowsAWhile({ judgement, input, effects }: Judged): boolean {
  return (
    effects.length > 0 && !asksAnyway(judgement, input) && effects.every((effect) => FOR_A_WHILE.has(effect))
  );
}

async function whyReplacingAsks(facts: Facts): Promise<string | undefined> {
  if (await facts.vacant()) return undefined;
  const inUse = await facts.inUse();
  if (inUse) return "what it overwrites is in use";
  if (inUse === undefined) return "whether what it overwrites is in use cannot be read";
  return (await facts.keepable()) ? undefined : "what it overwrites could not be put back";
}

async function spentBy({ judgement, input, effects }: Judged, facts: Facts): Promise<Spent> {
  const { count, wholes } = touchedBy(judgement, input);
  let touched = count;
  for (const whole of wholes) touched += (await facts.sizeOf(whole)) ?? Number.POSITIVE_INFINITY;
  const rules = effects.map((effect) => ASKS.get(effect));
  const starts = rules.includes("people where a flow is live") && (await facts.liveFlow()) !== false;
  const people = rules.includes("people") || starts;
  return people ? { people: touched, items: 0 } : { people: 0, items: touched };
}
