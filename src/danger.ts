import { nearest } from "./text.ts";
import type { Impact } from "./tool/tool.ts";

// No suggestion is more dangerous than what was asked for: how far a name goes, by its verb and by what is known of it.

/** How far a call goes: 0 reads, 1 makes or changes, 2 may be dangerous, 3 takes away, sends or cannot be undone. */
export type Danger = 0 | 1 | 2 | 3;

const READS =
  "get list search find read query show view fetch lookup look describe count summarize export check retrieve browse select filter estimate render";
const CHANGES =
  "create add make new update edit set change upsert assign tag subscribe import rename put record track clone insert save register";
const TAKES =
  "delete remove send cancel merge unsubscribe suppress publish archive clear purge destroy drop stop revert untag deactivate schedule unassign";

const BY_VERB = new Map<string, Danger>([
  ...READS.split(" ").map((verb) => [verb, 0] as const),
  ...CHANGES.split(" ").map((verb) => [verb, 1] as const),
  ...TAKES.split(" ").map((verb) => [verb, 3] as const),
]);

/** Verbs in their place before a noun, where the name has another: `search_profiles` is get_profiles. */
const INSTEAD: readonly (readonly string[])[] = [
  ["get", "query"],
  ["create", "add", "update", "bulk_create"],
  [],
  ["delete", "remove"],
];

/** What is known of a tool where names are compared. */
interface Named {
  name: string;
  impact: Impact;
}

/** The verb that a name begins with; of a job in bulk, what it does. */
function verbOf(name: string): string {
  const [first = "", second = ""] = name.split("_");
  return first === "bulk" ? second : first;
}

/** How far a tool goes: what it is declared to do, or what its name says, whichever is more. */
export function dangerOf({ name, impact }: Named): Danger {
  if (impact === "read") return 0;
  const declared = impact === "write" ? 1 : impact === "dangerous" ? 3 : 2;
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
  for (const verb of INSTEAD[most ?? 2] ?? []) {
    const found = byName.get(`${verb}_${noun}`) ?? byName.get(`${verb}_${noun}s`);
    if (found) return found;
  }
  const same = most === 0 ? `get_${noun}` : name;
  return byName.get(nearest(same, byName.keys()) ?? "");
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
