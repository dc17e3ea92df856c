import { nearest } from "./text.ts";
import { type Doing, type Effect, onlyReads } from "./tool/effects.ts";

// No suggestion is more dangerous than what was asked for: how far a name goes, by its verb and by what is known of it.

/** How far a call goes: 0 reads, 1 makes or changes, 2 takes away, sends or cannot be undone. */
export type Danger = 0 | 1 | 2;

const READS =
  "get list search find read query show view fetch lookup look describe count summarize export check retrieve browse select filter estimate render";
const CHANGES =
  "create add make new update edit set change upsert assign tag subscribe import rename put record track clone insert save register";
const TAKES =
  "delete remove send cancel merge unsubscribe suppress publish archive clear purge destroy drop stop revert untag deactivate schedule unassign";

const BY_VERB = new Map<string, Danger>([
  ...READS.split(" ").map((verb) => [verb, 0] as const),
  ...CHANGES.split(" ").map((verb) => [verb, 1] as const),
  ...TAKES.split(" ").map((verb) => [verb, 2] as const),
]);

/** What tools are called where people say otherwise: `search_profiles` is get_profiles, `edit_tag` update_tag. */
const MAKES = ["create", "add", "bulk_create"];
const ALTERS = ["update", "bulk_update"];
const NEW = new Set("create add make new insert save register import record put".split(" "));
/** Verbs of who looks for something, and has no id of it yet. */
const MANY = new Set("search find list query lookup look browse filter count".split(" "));

/** What can be put back, or harms nobody. */
const MENDABLE: ReadonlySet<Effect> = new Set(["reads", "adds", "edits", "replaces", "starts", "consent"]);

/** What is known of a tool where names are compared. */
interface Named {
  name: string;
  judgement: Doing;
}

/** The verb that a name begins with; of a job in bulk, what it does. */
function verbOf(name: string): string {
  const [first = "", second = ""] = name.split("_");
  return first === "bulk" ? second : first;
}

/** How far a tool goes: what it is declared to do, or what its name says, whichever is more. */
export function dangerOf({ name, judgement }: Named): Danger {
  if (onlyReads({ judgement })) return 0;
  const { effects } = judgement;
  // What an argument alone makes grave asks before that; what is replaced can be put back.
  const declared = effects.length === 0 || effects.some((effect) => !MENDABLE.has(effect)) ? 2 : 1;
  return Math.max(declared, BY_VERB.get(verbOf(name)) ?? 0) as Danger;
}

/** The tool that was meant by a name that none has: one that goes no further than the name says. */
export function nearestTool<T extends Named>(asked: string, tools: Iterable<T>): T | undefined {
  const name = snaked(asked);
  const most = BY_VERB.get(verbOf(name));
  const allowed = [...tools].filter(
    (tool) => dangerOf(tool) <= (most ?? 0) || (most === undefined && isVerbOf(tool.name, name)),
  );
  const byName = new Map(allowed.map((tool) => [tool.name, tool]));
  const noun = name.slice(name.indexOf("_") + 1);
  for (const one of insteadOf(verbOf(name), most, noun)) {
    const found = byName.get(one);
    if (found) return found;
  }
  const same = most === 0 ? `get_${noun}` : name;
  return byName.get(nearest(same, byName.keys()) ?? "");
}

/** What a tool may be called that was asked for by another verb, the likeliest first. */
function insteadOf(verb: string, danger: Danger | undefined, noun: string): string[] {
  const named = (verbs: readonly string[]) => verbs.flatMap((one) => [`${one}_${noun}`, `${one}_${noun}s`]);
  if (danger === 0)
    return MANY.has(verb) ? [`get_${noun}s`, ...named(["get", "query"])] : named(["get", "query"]);
  if (danger === 1) return named(NEW.has(verb) ? [...MAKES, ...ALTERS] : [...ALTERS, ...MAKES]);
  return danger === 2 ? named(["delete", "remove"]) : [];
}

/** Whether a tool's verb is the name's with a letter or two wrong: then it was asked for. */
function isVerbOf(tool: string, name: string): boolean {
  const [own, asked] = [verbOf(tool), verbOf(name)];
  return asked.length > 3 && nearest(asked, [own]) === own && own.slice(0, 2) === asked.slice(0, 2);
}

/** `getProfiles`, `get-profiles` as get_profiles. */
function snaked(name: string): string {
  return name
    .slice(0, 100)
    .replace(/([a-z])([A-Z])/g, "$1_$2")
    .replace(/[-. ]/g, "_")
    .toLowerCase()
    .replace(/^klaviyo_/, "");
}
