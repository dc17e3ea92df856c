import type { Condition, Input } from "./vocabulary.ts";

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

/** A list, segment or file that an argument names, all of which a call touches. */
export interface Whole {
  is: "list" | "segment" | "file";
  /** The argument that names it; a path as in a condition. */
  input: string;
}

/** An argument that changes what a call does: `effects` are added to those that every call has. */
export type Case = Condition & {
  effects: readonly Effect[];
  /** Asks although its effects alone would not: SMS consent, a backdated one. */
  asks?: true;
  /** What is touched as a whole then; its size counts. */
  whole?: Whole;
};

/** What a person found that an operation does, and why. */
export interface Judgement {
  effects: readonly Effect[];
  /** One sentence for who has to decide. */
  why: string;
  when?: readonly Case[];
  /** The argument whose items are the people or things that a call touches; a path as in a condition. Without it one. */
  counts?: string;
  /** The arguments do not tell how much is touched: it counts as more than any budget. */
  uncounted?: true;
  /** Where the arguments name what starts flows: paths to ids of lists and segments, and to names of metrics. */
  startedBy?: Partial<Record<"list" | "segment" | "metric", string>>;
  /** A read that finds nothing where nothing would be overwritten; `$name` is an argument of the call. */
  vacant?: { tool: string; arguments: Input };
  /** Only makes something new, and answers with it: what a session made so is its own. */
  creates?: true;
  /** A person's yes holds in the session for the same values of this argument: the addresses of a test e-mail. */
  once?: string;
  /** Every call asks, although its effects alone would not. */
  asks?: true;
  /** Where Klaviyo has two models of the same: whose types' names begin so, and the revision whose model it writes by. */
  model?: { of: string; revision: string };
}

/** As much of a judgement as it takes to choose tools; the build writes it for the list. */
export interface Doing {
  effects: readonly Effect[];
  when?: readonly { effects: readonly Effect[] }[];
}

/** What only reads. */
export const READS: Judgement = { effects: ["reads"], why: "Only reads." };

/** What nobody judged: it may have any effect, so that it always asks. */
export const UNJUDGED: Judgement = { effects: [], why: "Judged by nobody.", asks: true, uncounted: true };

const DESTRUCTIVE: ReadonlySet<Effect> = new Set([
  "sends",
  "publishes",
  "deletes",
  "forwards",
  "identity",
  "replaces",
]);

/** The effects of some call at all, those that depend on an argument among them. */
export function possibleEffects({ effects, when = [] }: Doing): Effect[] {
  return inOrder([...effects, ...when.flatMap((one) => one.effects)]);
}

/** The effects of this very call. */
export function effectsOf(judgement: Judgement, input: Input): Effect[] {
  return inOrder([...judgement.effects, ...casesOf(judgement, input).flatMap(({ effects }) => effects)]);
}

/** Whether this very call asks although its effects alone would not. */
export function asksAnyway(judgement: Judgement, input: Input): boolean {
  return judgement.asks === true || casesOf(judgement, input).some(({ asks }) => asks);
}

/** Whether effects, of a call or of all calls, change anything. Where none is known they may. */
export function changes(effects: readonly Effect[]): boolean {
  return effects.length === 0 || effects.some((effect) => effect !== "reads");
}

/** Whether every call of a tool only reads. */
export function onlyReads({ judgement: { effects, when } }: { judgement: Doing }): boolean {
  return !changes(when ? [...effects, ...when.flatMap((one) => one.effects)] : effects);
}

/** Whether every call of a tool changes something. */
export function onlyWrites({ judgement }: { judgement: Doing }): boolean {
  return changes(judgement.effects);
}

/** How much a call touches: what its arguments name one by one, and what they name as a whole. */
export interface Touched {
  /** Infinity where the arguments do not tell. */
  count: number;
  wholes: readonly { is: Whole["is"]; id: string }[];
}

/** How many people or things this very call touches. */
export function touchedBy(judgement: Judgement, input: Input): Touched {
  const { counts, uncounted } = judgement;
  const wholes = casesOf(judgement, input)
    .flatMap(({ whole }) => whole ?? [])
    .flatMap(({ is, input: path }) => valuesAt(input, path).map((id) => ({ is, id: String(id) })));
  if (uncounted) return { count: Number.POSITIVE_INFINITY, wholes };
  return { count: counts === undefined ? 1 : valuesAt(input, counts).length, wholes };
}

/** What the arguments name that starts flows: ids of lists and segments, names of metrics. */
export function startsOf({ startedBy = {} }: Judgement, input: Input): { is: string; value: string }[] {
  return Object.entries(startedBy).flatMap(([is, path]) =>
    valuesAt(input, path).map((value) => ({ is, value: String(value) })),
  );
}

/** The values for which a person's yes holds in the session: those of a test e-mail's addresses, each folded. */
export function onceFor({ once }: Judgement, input: Input): string[] {
  return once === undefined ? [] : valuesAt(input, once).map((value) => String(fold(value)));
}

/** The judgement of a call that gives its body as Klaviyo has it: what an argument decides cannot be seen in it. */
export function ofWholeBody(judgement: Judgement): Judgement {
  const { when = [], counts, once: _, ...rest } = judgement;
  const asks = rest.asks || when.some((one) => one.asks);
  const uncounted = rest.uncounted || counts !== undefined || when.some(({ whole }) => whole);
  return {
    ...rest,
    effects: possibleEffects(judgement),
    ...(asks && { asks: true }),
    ...(uncounted && { uncounted: true }),
  };
}

/** MCP's two hints that follow from effects. What nobody judged may destroy. */
export function hintsOf(judgement: Doing): { readOnlyHint: boolean; destructiveHint: boolean } {
  const effects = possibleEffects(judgement);
  return {
    readOnlyHint: !changes(effects),
    destructiveHint: effects.length === 0 || effects.some((effect) => DESTRUCTIVE.has(effect)),
  };
}

/** Whether a condition holds for these arguments. Upper and lower case of a text make no difference. */
export function holds(condition: Condition, input: Input): boolean {
  const found = valuesAt(input, condition.input);
  if ("equals" in condition) return found.some((value) => isOneOf(value, condition.equals));
  if ("otherThan" in condition) return found.some((value) => !isOneOf(value, condition.otherThan));
  if (!condition.given) return found.length === 0;
  // What is cleared is overwritten as well.
  if (found.length === 0 && !input.clear?.includes(condition.input)) return false;
  return !condition.with || condition.with.some((other) => valuesAt(input, other).length > 0);
}

function casesOf({ when = [] }: Judgement, input: Input): readonly Case[] {
  return when.filter((one) => holds(one, input));
}

/** What a call does, for a person or a model: the effects, those of some arguments, the reason. */
export function effectsInWords(judgement: Judgement): string {
  if (judgement.effects.length === 0) return judgement.why;
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

/** Effects in the order of their table, each once. */
export function inOrder(effects: readonly Effect[]): Effect[] {
  return EFFECTS.filter((effect) => effects.includes(effect));
}
