import type { Condition, Impact, Input } from "./vocabulary.ts";

/** What a call can do to the account and to people. docs/safety.md tells what each of them means for asking. */
export const EFFECTS = [
  "reads",
  "sends",
  "publishes",
  "stops",
  "deletes",
  "forwards",
  "identity",
  "replaces",
  "consent",
  "starts",
  "adds",
  "edits",
] as const;
export type Effect = (typeof EFFECTS)[number];

/** An argument that changes what a call does: `effects` are added to those that every call has. */
export type Case = Condition & {
  effects: readonly Effect[];
  /** Asks although its effects alone would not: SMS consent, a whole list. */
  asks?: true;
};

/** What a person found that an operation does, and why. */
export interface Judgement {
  effects: readonly Effect[];
  /** One sentence for who has to decide. */
  why: string;
  when?: readonly Case[];
  /** The argument whose items are the people or things that a call touches; a path as in a condition. */
  counts?: string;
  /** Every call asks, although its effects alone would not. */
  asks?: true;
}

/** A call on more people or things than this asks, whatever it does to them. */
export const UNASKED = 100;

// Replacing asks as long as nobody reads whether the thing is in use, and the former state is not kept.
const ASKING: ReadonlySet<Effect> = new Set([
  "sends",
  "publishes",
  "stops",
  "deletes",
  "forwards",
  "identity",
  "replaces",
]);

const DESTRUCTIVE: ReadonlySet<Effect> = new Set([
  "sends",
  "publishes",
  "deletes",
  "forwards",
  "identity",
  "replaces",
]);

/** The effects of some call at all, those that depend on an argument among them. */
export function possibleEffects(judgement: Judgement): Effect[] {
  return inOrder([...judgement.effects, ...(judgement.when ?? []).flatMap(({ effects }) => effects)]);
}

/** The effects of this very call. */
export function effectsOf(judgement: Judgement, input: Input): Effect[] {
  const cases = (judgement.when ?? []).filter((one) => holds(one, input));
  return inOrder([...judgement.effects, ...cases.flatMap(({ effects }) => effects)]);
}

/** MCP's two hints that follow from effects. An operation that nobody judged may destroy. */
export function hintsOf(judgement?: Judgement): { readOnlyHint: boolean; destructiveHint: boolean } {
  if (!judgement) return { readOnlyHint: false, destructiveHint: true };
  const effects = possibleEffects(judgement);
  return {
    readOnlyHint: effects.every((effect) => effect === "reads"),
    destructiveHint: effects.some((effect) => DESTRUCTIVE.has(effect)),
  };
}

/** The impact that follows from effects: what is dangerous asks first. What nobody judged is dangerous. */
export function impactFrom(judgement?: Judgement): Impact {
  if (!judgement || judgement.asks || judgement.effects.some((effect) => ASKING.has(effect))) {
    return "dangerous";
  }
  const { when = [], counts } = judgement;
  const dangerousWhen: Condition[] = when
    .filter(({ effects, asks }) => asks || effects.some((effect) => ASKING.has(effect)))
    .map(({ effects: _effects, asks: _asks, ...condition }) => condition);
  if (counts) dangerousWhen.push({ input: counts, moreThan: UNASKED });
  const reads = judgement.effects.every((effect) => effect === "reads");
  if (dangerousWhen.length > 0) return { default: reads ? "read" : "write", dangerousWhen };
  return reads && hintsOf(judgement).readOnlyHint ? "read" : "write";
}

/** Whether a condition holds for these arguments. Upper and lower case of a text make no difference. */
export function holds(condition: Condition, input: Input): boolean {
  const found = valuesAt(input, condition.input);
  if ("equals" in condition) return found.some((value) => isOneOf(value, condition.equals));
  if ("otherThan" in condition) return found.some((value) => !isOneOf(value, condition.otherThan));
  if ("moreThan" in condition) return found.length > condition.moreThan;
  if (!condition.given) return found.length === 0;
  if (found.length === 0) return false;
  return !condition.with || condition.with.some((other) => valuesAt(input, other).length > 0);
}

/** What a call does, for a person or a model: the effects, those of some arguments, the reason. */
export function effectsInWords(judgement: Judgement): string {
  const cases = (judgement.when ?? []).map(
    (one) => `${one.effects.join(", ")} if ${conditionInWords(one)}${one.asks ? " (asks)" : ""}`,
  );
  return `${[judgement.effects.join(", "), ...cases].join("; ")}. ${judgement.why}`;
}

/** A condition as one reads it: `status is "live"`. */
export function conditionInWords(condition: Condition): string {
  const { input } = condition;
  if ("equals" in condition) return `${input} is ${quoted(condition.equals)}`;
  if ("otherThan" in condition) return `${input} is not ${quoted(condition.otherThan)}`;
  if ("moreThan" in condition) return `more than ${condition.moreThan} ${input}`;
  if (!condition.given) return `${input} is not given`;
  return condition.with ? `${input} with ${condition.with.join(" or ")}` : `${input} is given`;
}

function quoted(value: unknown): string {
  return [value]
    .flat()
    .map((one) => JSON.stringify(one))
    .join(" or ");
}

/** What stands at a path, lists on the way opened: `profiles.id` is the id of every profile. */
function valuesAt(input: unknown, path: string): unknown[] {
  let found: unknown[] = [input];
  for (const key of path.split(".")) {
    found = found
      .flatMap((value) => (isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined))
      .filter((value) => value !== undefined && value !== null);
  }
  return found;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isOneOf(value: unknown, wanted: unknown): boolean {
  return [wanted].flat().some((one) => fold(one) === fold(value));
}

function fold(value: unknown): unknown {
  return typeof value === "string" ? value.trim().toLowerCase() : value;
}

function inOrder(effects: readonly Effect[]): Effect[] {
  return EFFECTS.filter((effect) => effects.includes(effect));
}
