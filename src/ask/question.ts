import { InputError } from "../errors.ts";
import { argumentLines, hostsOf } from "./argument-lines.ts";
import { type Line, type Plan, withoutAsking } from "./plan.ts";
import { quoted } from "./quote.ts";
import { withoutSecrets } from "./secrets.ts";
import type { Target } from "./targets.ts";

/** What a person is asked. */
export interface Question {
  text: string;
  /** Offers "yes, and such changes here for 30 minutes". */
  halfHour: boolean;
}

/** What came of a question; `unheard` says why nobody was asked, or nobody answered. */
export type Answer = { said: "yes" | "yes for half an hour" | "no" } | { unheard: string };

/** Characters of a question: more than this nobody reads before deciding, and hosts cut it. */
export const MAX_QUESTION = 4000;
/** More things than this in one question are a list to sign, not a decision. */
export const MAX_TARGETS = 50;
const NAME_CHARS = 100;

/**
 * The lines of the question that a person decides by. What matters always stands whole on lines of its own: what
 * happens, the account, a raw request's method and path, everything acted on, every host. The arguments follow as far as there
 * is room. Throws InputError where what matters does not fit, with how to split the call.
 */
export function questionLines(plan: Plan): Line[] {
  const { tool, account, raw, targets } = plan;
  if (targets.length > MAX_TARGETS) throw tooMany(targets);
  const matters: Line[] = [["what happens", `${tool.title}. ${plan.why}`]];
  if (account) matters.push(["account", accountOf(account)]);
  if (raw) matters.push(["request", `${raw.method} ${quoted(raw.path, 2048)}`]);
  matters.push(...plan.shown);
  for (const target of targets.filter(({ id }) => !isShown(id, plan.shown))) matters.push(targetLine(target));
  const hosts = hostsOf(plan.input).map((host): Line => ["address at", quoted(host, 2048)]);
  if (lengthOf(matters) + lengthOf(hosts) > MAX_QUESTION) throw tooLong(targets);
  return [
    ...matters,
    ...hosts,
    ...asFits(ownArguments(plan), MAX_QUESTION - lengthOf([...matters, ...hosts]), plan),
  ];
}

/** The question as a client shows it. */
export function questionText(lines: readonly Line[]): string {
  const [[, does] = ["", ""], ...rest] = lines;
  return [`${does}`, ...rest.map(([label, says]) => `- ${label}: ${says}`)].join("\n");
}

/** The same lines as a model reads them; what has several lines is a list. */
export function previewOf(lines: readonly Line[]): Record<string, string | string[]> {
  const preview: Record<string, string | string[]> = {};
  for (const [label, says] of lines) {
    const known = preview[label];
    preview[label] = known === undefined ? says : [known, says].flat();
  }
  return preview;
}

function accountOf({ id, name }: { id: string | undefined; name: string | undefined }): string {
  const shown = name === undefined ? "its name could not be read" : quoted(name, NAME_CHARS);
  return id === undefined ? shown : `${shown} (connection ${quoted(id, NAME_CHARS)})`;
}

function targetLine({ types, id, name, argument }: Target): Line {
  const shown = name === undefined ? "" : `${quoted(name, NAME_CHARS)} `;
  const kind = types.join(" or ").replaceAll("-", " ");
  return [argument.split(".").at(-1) === "id" ? kind : argument, `${kind} ${shown}(${quoted(id, 2048)})`];
}

/** What is neither planned nor shown as a thing already; what nobody may see is hidden. */
function ownArguments({ tool, input, targets, account }: Plan): Line[] {
  if (tool.kind === "workflow" && tool.plan) return [];
  const named = new Set(targets.map(({ argument }) => argument));
  const own = Object.entries(withoutAsking(input, account !== undefined)).filter(
    ([name]) => !named.has(name),
  );
  return argumentLines(withoutSecrets(Object.fromEntries(own), tool.secrets));
}

/**
 * The lines for which there is room. A request that no operation declares is known by its arguments alone, so that
 * they matter: it is refused rather than cut.
 */
function asFits(lines: readonly Line[], room: number, { raw, targets }: Plan): Line[] {
  const kept: Line[] = [];
  for (const line of lines) {
    if (lengthOf([...kept, line]) > room - REST_CHARS) {
      if (raw && !raw.declared) throw tooLong(targets);
      return [...kept, ["and", `${lines.length - kept.length} more arguments, too long to show here`]];
    }
    kept.push(line);
  }
  return kept;
}

/** Room for the line that tells what there was no room for. */
const REST_CHARS = 60;

function isShown(id: string, shown: readonly Line[]): boolean {
  const mark = `(${quoted(id, 2048)})`;
  return shown.some(([, says]) => says.includes(mark));
}

function lengthOf(lines: readonly Line[]): number {
  return lines.reduce((length, [label, says]) => length + label.length + says.length + 5, 0);
}

function tooMany(targets: readonly Target[]): InputError {
  const argument = targets[0]?.argument;
  return new InputError(`${targets.length} things in one change are more than a person can be asked about`, {
    ...(argument && { argument }),
    next: `Make calls of at most ${MAX_TARGETS} each.`,
  });
}

function tooLong(targets: readonly Target[]): InputError {
  const argument = targets[0]?.argument;
  return new InputError(
    `what a person has to see before this change does not fit a question of ${MAX_QUESTION} characters`,
    {
      ...(argument && { argument }),
      next: "Split it: fewer things, addresses or fields in one call.",
    },
  );
}
