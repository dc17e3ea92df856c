import { InputError } from "../errors.ts";
import { isObject } from "../text.ts";
import { onlyReads } from "../tool/effects.ts";
import type { Input, Tool } from "../tool/tool.ts";
import { checkFilter } from "./filters.ts";
import { checkIds } from "./ids.ts";
import { isEmpty, meant } from "./meant.ts";
import { checkNames } from "./names.ts";
import { type Around, issueRefusals, namesOf } from "./refusals.ts";
import { checkRules } from "./rules.ts";
import {
  checkClear,
  checkCursor,
  checkFields,
  checkSizes,
  checkSort,
  checkStructures,
  checkTimeframe,
} from "./values.ts";

/** What n8n adds to the arguments of every call. */
const HOST_KEYS: readonly string[] = ["toolCallId", "tool", "sessionId", "action", "chatInput"];
/** Arguments that say nothing when they are empty, in a change too. */
const CONTROL: readonly string[] = ["connection_id", "confirmation"];

/**
 * Validates the arguments of a call and answers with them as their schema has them: what can mean only one thing is
 * taken, every null left out. Throws one InputError that names all arguments at fault, what they accept and what was
 * probably meant; nothing has been sent by then.
 */
export function parseInput(tool: Tool, given: unknown, around: Around = {}): Input {
  const args = withoutEmpty(tool, meantArguments(tool, given));
  const parsed = tool.inputSchema.safeParse(args);
  if (!parsed.success) {
    const wrong = namesOf(parsed.error);
    // What is no argument at fault itself is looked at all the same: one answer names all.
    const sound = Object.fromEntries(Object.entries(args).filter(([name]) => !wrong.has(name)));
    throw together([
      issueRefusals(parsed.error, tool, args, around),
      ...faultsOf(tool, sound, valuesOf(around)),
    ]);
  }
  const input = parsed.data as Input;
  const faults = faultsOf(tool, input, [...RELATIONS, ...valuesOf(around), checkClear]);
  if (faults.length > 0) throw together(faults);
  return input;
}

/** The arguments of a call, or of one that stands for another, as the names and kinds of the schema have them. */
export function meantArguments(
  { inputSchema, judgement }: Pick<Tool, "inputSchema" | "judgement">,
  given: unknown,
): Record<string, unknown> {
  const own = isObject(given) ? given : {};
  const kept = Object.entries(own).filter(
    ([key]) => !HOST_KEYS.includes(key) || Object.hasOwn(inputSchema.shape, key),
  );
  return meant(inputSchema, Object.fromEntries(kept), { reads: onlyReads({ judgement }) }) as Record<
    string,
    unknown
  >;
}

type Check = (tool: Tool, input: Input) => void;

/** What is judged of single arguments, whatever the others are. */
const VALUES: readonly Check[] = [
  checkStructures,
  (tool, input) => checkIds(tool.inputSchema, input),
  checkCursor,
  checkTimeframe,
  checkFields,
  checkSort,
];

/** The checks of single arguments: whether a name is refused where an id is due is for who calls to say. */
function valuesOf({ named = false }: Around): readonly Check[] {
  const filter: Check = (tool, input) => tool.kind === "operation" && checkFilter(tool, input, named);
  return named ? [...VALUES, filter] : [...VALUES, checkNames, filter];
}

const RELATIONS: readonly Check[] = [(tool, input) => checkRules(tool.rules, input), checkSizes];

function faultsOf(tool: Tool, input: Input, checks: readonly Check[]): InputError[] {
  return checks.flatMap((check) => {
    try {
      check(tool, input);
      return [];
    } catch (error) {
      if (error instanceof InputError) return [error];
      throw error;
    }
  });
}

/** Several refusals as one; what each says to do is said once. */
function together(faults: InputError[]): InputError {
  const [first, ...more] = faults;
  if (!first || more.length === 0) return first ?? new InputError("the arguments are wrong");
  const next = [...new Set(faults.flatMap((one) => one.next ?? []))].join(" ");
  return new InputError(faults.map(({ message }) => message).join("; "), {
    ...(first.argument && { argument: first.argument }),
    ...(next && { next }),
    unknown: first.unknown,
  });
}

/**
 * In a change, an optional argument that is empty: where something could be emptied, the caller must say so with
 * `clear`, since neither leaving it out nor sending it need be what was meant. Where there is nothing to empty yet, an
 * empty text says nothing.
 */
function withoutEmpty(tool: Tool, args: Record<string, unknown>): Record<string, unknown> {
  if (onlyReads(tool)) return args;
  const { shape } = tool.inputSchema;
  const clearable = clearableOf(tool);
  const refused: string[] = [];
  const kept = Object.entries(args).filter(([name, value]) => {
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!field?.isOptional() || !isEmpty(value)) return true;
    if (value === "" && CONTROL.includes(name)) return false;
    if (clearable.includes(name)) return refused.push(name) > 0;
    const isNew = !tool.annotations.idempotentHint;
    // Of something new an empty list that the schema refuses is none.
    if (value !== "") return !isNew || field.safeParse(value).success;
    if (name === "dry_run") return true;
    if (!isNew || /_id$/.test(name)) return refused.push(name) > 0;
    return false;
  });
  const [first] = refused;
  if (first === undefined) return Object.fromEntries(kept);
  const emptied = refused.filter((name) => clearable.includes(name));
  const next =
    emptied.length > 0
      ? `To empty it, give clear ${JSON.stringify(emptied)}; to keep it, leave it out.`
      : "Leave it out.";
  throw new InputError(`${refused.join(", ")} ${refused.length > 1 ? "are" : "is"} empty`, {
    argument: first,
    next,
  });
}

function clearableOf(tool: Tool): readonly string[] {
  const body = tool.kind === "operation" ? tool.request.body : undefined;
  return (body && "type" in body && "clearable" in body && body.clearable) || [];
}
