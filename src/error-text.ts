import { ADVICE, type Advice, type Came, type Facts, LISTED } from "./advice.ts";
import type { Changed } from "./call/outcome.ts";
import {
  BusyError,
  ConnectionError,
  GatewayError,
  InputError,
  NetworkError,
  type Objection,
  StoppedError,
  Told,
} from "./errors.ts";
import { networkAdvice } from "./network-advice.ts";
import { type Reason, reasonsOf, reasonsText } from "./objections.ts";
import { oneLine } from "./text.ts";
import type { OperationTool, Tool } from "./tool/tool.ts";

/** Whatever Retry-After says: no limit of theirs counts longer than this. */
const MOST_WAIT_S = { gateway: 120, klaviyo: 24 * 60 * 60, cloudflare: 120, unknown: 120 } as const;
const WHO = { gateway: "Maton", klaviyo: "Klaviyo", cloudflare: "Cloudflare", unknown: "the gateway" };
/** Refusals that speak of what was given. Of any other an argument is not to blame, whatever it points at. */
const OF_ARGUMENTS: readonly number[] = [400, 404, 409, 422];
/** Refusals of Klaviyo's of which those who run it know more than the caller. */
const FOR_SUPPORT: readonly number[] = [401, 403, 408];
/** Refusals of anybody's that say all there is to know. */
const SAY_ALL: readonly number[] = [404, 429];
/** Room for the positions of a large import that was refused for several reasons. */
const MAX_LINE = 6000;
/** Characters of what is wrong with a call: the bad rows of a file are all named. */
const MAX_INPUT = 1500;
/** Where Klaviyo points when it points at nothing. */
const NOWHERE = /^\/data(?:\/attributes)?\/?$/;

/** What an error text may draw on besides the error. */
export interface ErrorContext {
  tool: Tool | undefined;
  /** The operation that failed, when a workflow called it. */
  operation?: OperationTool | undefined;
  /** The argument that an answer's objection speaks of. */
  argumentOf(objection: Objection, status: number): string | undefined;
  /** The tool that lists valid values of an id argument. */
  listerOf(argument: string): string | undefined;
  /** The read that shows whether a write happened. */
  settledBy: string | undefined;
  /** What the call's requests changed. */
  changed: Changed;
  /** What was made up for the call: with it a repetition is done once. */
  generated: Record<string, string>;
  /** Leaves out each sentence that names a tool which the settings hide. */
  visible(text: string): string;
}

/** The text of an error as a model reads it: what failed, where, what next; at most three lines. */
export function errorText(error: unknown, context: ErrorContext): string {
  const facts = factsOf(error, context);
  const advice = adviceOn(error, context, facts);
  const reasons = error instanceof GatewayError ? reasonsIn(error, context) : [];
  const failed = failedText(error, reasons, context);
  const argument = argumentText(advice, facts, reasons);
  const lines = [
    `${context.tool?.name ?? "The call"}: ${failed}`,
    argument && !hasAll(failed, argument) && `Argument: ${argument}`,
    [context.visible(nextText(advice, facts)), requestText(error)].filter(Boolean).join(" "),
  ];
  return lines
    .filter(Boolean)
    .map((line) => oneLine(String(line), MAX_LINE))
    .join("\n");
}

/** The row that an error is answered with, the tool's own first; undefined when what failed says it all. */
export function adviceOn(
  error: unknown,
  context: ErrorContext,
  facts: Facts = factsOf(error, context),
): Advice | undefined {
  const came = cameOf(error);
  const { status, source, code, detail } = error instanceof GatewayError ? error : {};
  const said = [code, detail, facts.argument].join(" ");
  const { tool, operation } = context;
  const told = [...(tool?.told ?? []), ...(operation?.told ?? [])];
  const own = told.map((one): Advice => ({ came: "refused", ...one }));
  return [...own, ...ADVICE].find(
    (row) =>
      [row.came].flat().includes(came) &&
      (row.status ?? status) === status &&
      (row.source ?? source) === source &&
      (row.changed ?? context.changed) === context.changed &&
      (row.says?.test(said) ?? true) &&
      factsIn(row.next).every((name) => facts[name]),
  );
}

/** What a connection lacks of which an operation was refused; undefined of any other error. */
export function lackOf(error: unknown, operation: OperationTool): "scope" | "plan" | undefined {
  const nothing = () => undefined;
  const context = { tool: undefined, settledBy: undefined, changed: "no", generated: {} } as const;
  const told = { argumentOf: nothing, listerOf: nothing, visible: (text: string) => text };
  return adviceOn(error, { ...context, ...told, operation })?.lacks;
}

function cameOf(error: unknown): Came {
  if (error instanceof InputError) return "input";
  if (error instanceof ConnectionError) return "connection";
  if (error instanceof StoppedError) return "stopped";
  if (error instanceof BusyError) return "busy";
  if (error instanceof NetworkError) return error.sent ? "no answer" : "unsent";
  if (!(error instanceof GatewayError)) return "defect";
  if (error.status >= 500 || error.status === 408) return "failed";
  return error.status < 400 ? "unreadable" : "refused";
}

/** Also a name that the settings hide, when it is the one that was called. */
function failedText(error: unknown, reasons: readonly Reason[], { visible }: ErrorContext): string {
  const text = whatFailed(error, reasons);
  return error instanceof InputError && error.unknown ? text : visible(text);
}

function whatFailed(error: unknown, reasons: readonly Reason[]): string {
  if (error instanceof GatewayError)
    return `${error.status} from ${WHO[error.source]}: ${reasonsText(reasons)}`;
  if (error instanceof NetworkError) return `no answer from the gateway (${error.message})`;
  if (error instanceof InputError) return oneLine(error.message, MAX_INPUT);
  return error instanceof Told ? oneLine(error.message) : "failed inside the server";
}

/** Every objection of an answer, those of one reason together. */
function reasonsIn(error: GatewayError, context: ErrorContext): Reason[] {
  return reasonsOf(
    [error, ...error.others].map((one) => ({ detail: one.detail, place: placeOf(one, error, context) })),
  );
}

/** Where the fault is: of a 400 also as the answer has it, when it is no argument of ours. */
function placeOf(one: Objection, { status }: GatewayError, context: ErrorContext): string | undefined {
  if (!OF_ARGUMENTS.includes(status)) return undefined;
  const argument = context.argumentOf(one, status);
  if (argument !== undefined || status !== 400) return argument;
  return one.parameter ?? (NOWHERE.test(one.pointer ?? "") ? undefined : one.pointer);
}

function argumentText(
  advice: Advice | undefined,
  facts: Facts,
  [first]: readonly Reason[],
): string | undefined {
  if (advice?.argument !== undefined) return advice.argument ?? undefined;
  return first?.places || facts.argument;
}

/** Whether a text names every one of several arguments already, as "give one of a, b" does. */
function hasAll(text: string, argument: string): boolean {
  const alternatives = argument.split(" or ");
  const words = text.split(/[^\w.[\]]+/);
  return alternatives.length > 1 && alternatives.every((one) => words.includes(one));
}

/** What to do next; of an argument whose values can be listed, with the tool that lists them at the end. */
function nextText(advice: Advice | undefined, facts: Facts): string {
  const next = advice ? fill(advice.next, facts) : "";
  const { lister } = facts;
  if (!lister || advice?.argument !== undefined || next.split(/\W+/).includes(lister)) return next;
  return [next, fill(LISTED, facts)].filter(Boolean).join(" ");
}

/** How a support desk finds the request, where nobody else can help. */
function requestText(error: unknown): string | undefined {
  if (!(error instanceof GatewayError) || error.requestId === undefined) return undefined;
  const { status, source, requestId } = error;
  const isFailure = status < 400 || status >= 500;
  const asks =
    isFailure || FOR_SUPPORT.includes(status) || (source !== "klaviyo" && !SAY_ALL.includes(status));
  return asks ? `X-Request-Id: ${requestId}` : undefined;
}

function factsOf(error: unknown, context: ErrorContext): Facts {
  const { tool, operation = tool?.kind === "operation" ? tool : undefined, settledBy } = context;
  const [made] = Object.entries(context.generated).map(([name, value]) => `${name} "${value}"`);
  const facts = { settledBy, repeat: made, scopes: operation?.request.scopes.join(" and ") };
  if (error instanceof InputError) {
    const { argument, next: own, unknown } = error;
    return { ...facts, own, ...(unknown ? { argument } : placed(argument, context)) };
  }
  if (error instanceof ConnectionError) return { ...facts, own: error.next };
  if (error instanceof NetworkError) return { ...facts, network: networkAdvice(error.message) };
  if (!(error instanceof GatewayError)) return facts;
  const existing = error.meta?.duplicate_profile_id;
  const { status, source, retryAfter } = error;
  return {
    ...facts,
    ...(OF_ARGUMENTS.includes(status) && placed(context.argumentOf(error, status), context)),
    wait: retryAfter === undefined ? "a minute" : `${Math.min(retryAfter, MOST_WAIT_S[source])} s`,
    existing: typeof existing === "string" ? JSON.stringify(existing) : undefined,
    undone: operation && doneToEach(operation),
  };
}

/** An argument, and which tool lists valid ones; of alternatives, for the first. */
function placed(argument: string | undefined, { listerOf }: ErrorContext): Facts {
  return { argument, lister: argument && listerOf(argument.replace(/ or .*/, "")) };
}

/** `bulk_subscribe_profiles` → `subscribed`: one such change is made of all or of none. */
function doneToEach({ name }: OperationTool): string | undefined {
  const verb = /^bulk_([a-z]+)_/.exec(name)?.[1];
  return verb && `${verb}${verb.endsWith("e") ? "d" : "ed"}`;
}

function factsIn(text: string): (keyof Facts)[] {
  return Array.from(text.matchAll(/\{(\w+)\}/g), ([, name]) => name as keyof Facts);
}

function fill(text: string, facts: Facts): string {
  return text.replace(/\{(\w+)\}/g, (_, name: keyof Facts) => facts[name] ?? "");
}
