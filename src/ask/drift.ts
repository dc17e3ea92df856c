import { createHash } from "node:crypto";
import { isObject } from "../text.ts";

/** What a preview read of what people wrote and chose: a value's text, or its digest where it is long, by its path. */
export type State = ReadonlyMap<string, string>;

/** What moves by itself: times of changes, counts, progress, measures. What a person schedules is chosen. */
const BY_ITSELF =
  /^(created|updated|modified)(_at|_datetime)?$|^last_|_count$|progress|^is_processing$|^predictive_analytics$|^estimated_|^joined_group_at$|^links$|^environment$/;
/** An address that a store of files signed for an hour: what it points to is the same. */
const SIGNED = /[?&](X-Amz-|X-Goog-|Signature=|Expires=|AWSAccessKeyId=)[^\s"']*/g;
/** A longer value is compared whole, and kept as its beginning and a digest. */
const LONG = 120;

/** The state of one preview, from what it read: `campaign 01ABC.audiences.included` → `["Y6nRLr"]`. */
export function stateOf(label: string, result: Record<string, unknown>): Map<string, string> {
  const state = new Map<string, string>();
  for (const key of ["data", "included"]) {
    for (const item of [result[key]].flat().filter(isObject)) {
      const { id, ...rest } = item;
      const at = `${label} ${String(id ?? "")}`.trim();
      state.set(at, "there");
      for (const [path, value] of leavesOf(rest, at)) state.set(path, brief(value));
    }
  }
  return state;
}

/** The state of a preview that could not be read. */
export const UNREAD = "could not be read";

/** What differs, a line each: `campaign 01ABC.name was "Spring", is "Summer"`. */
export function driftBetween(before: State, now: State): string[] {
  const unread = [...now].filter(([path, value]) => value === UNREAD && before.get(path) !== UNREAD);
  const paths = [...new Set([...before.keys(), ...now.keys()])];
  const changed = paths
    .filter((path) => before.get(path) !== now.get(path))
    .filter((path) => !unread.some(([label]) => path === label || path.startsWith(`${label} `)))
    .map((path) => `${path} was ${before.get(path) ?? "not there"}, is ${now.get(path) ?? "not there"}`);
  return [...unread.map(([label]) => `${label} could not be read again`), ...changed];
}

function leavesOf(value: unknown, path: string): [string, unknown][] {
  if (!isObject(value)) return [[path, value]];
  return Object.entries(value)
    .filter(([name]) => !BY_ITSELF.test(name))
    .flatMap(([name, one]) => leavesOf(one, `${path}.${name}`));
}

function brief(value: unknown): string {
  const text = JSON.stringify(withoutMoving(value)) ?? "nothing";
  if (text.length <= LONG) return text;
  const mark = createHash("sha256").update(text).digest("base64url").slice(0, 16);
  return `${text.slice(0, LONG).toWellFormed()}… (${text.length} characters, ${mark})`;
}

/** Lists are compared as a whole, without what moves by itself inside of them. */
function withoutMoving(value: unknown): unknown {
  if (typeof value === "string") return value.replace(SIGNED, "");
  if (Array.isArray(value)) return value.map(withoutMoving);
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([name]) => !BY_ITSELF.test(name));
  return Object.fromEntries(kept.map(([name, one]) => [name, withoutMoving(one)]));
}
