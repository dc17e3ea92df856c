import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { ZodIssue } from "zod";
import type { ConfirmMode } from "../ask/policy.ts";
import { ConfigError } from "../errors.ts";
import { didYouMean } from "../text.ts";
import type { Effect } from "../tool/effects.ts";
import { flawOfConnection } from "../tool/id.ts";
import { type TeamFile, teamFile } from "./schema.ts";

/** Where a caller's Maton key is; undefined is the server's own. */
export type KeyPlace = { variable: string } | { file: string } | undefined;

/** One who may call, and what they may. What is undefined is as the server has it. */
export interface TeamCaller {
  name: string;
  /** In hex. */
  tokenSha256: string;
  key: KeyPlace;
  /** The ids of the connections; undefined is every one of the key. */
  only: readonly string[] | undefined;
  /** What the accounts are called that the caller may use, by the ids of their connections. */
  names: ReadonlyMap<string, string>;
  toolsets: readonly string[] | undefined;
  readOnly: boolean;
  deny: readonly Exclude<Effect, "reads">[];
  confirm: ConfirmMode | undefined;
  unasked: { people: number; items: number } | undefined;
}

/** So many things that are wrong are told at once. */
const MOST_TOLD = 10;

type Path = (string | number)[];

/** Something wrong, and where. */
interface Flaw {
  path: Path;
  says: string;
}

/**
 * Reads the text of a team's file. It is taken whole or not at all: throws ConfigError that says what is wrong and where, a
 * line for each.
 */
export function readTeam(text: string): TeamCaller[] {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  const [wrong] = errors;
  if (!root || wrong) {
    const at =
      wrong && /\S/.test(text)
        ? `${placeOf(text, wrong.offset)}: ${printParseErrorCode(wrong.error)}`
        : "it is empty";
    throw new ConfigError(`The team's file is no JSON: ${at}.`);
  }
  const twice = doubled(root);
  if (twice.length > 0) throw refusal(text, root, twice);
  const parsed = teamFile.safeParse(JSON.parse(text));
  if (!parsed.success) throw refusal(text, root, parsed.error.issues.flatMap(flawsOf));
  const flaws = flawsBetween(parsed.data);
  if (flaws.length > 0) throw refusal(text, root, flaws);
  return callersOf(parsed.data);
}

function callersOf({ connections = {}, callers }: TeamFile): TeamCaller[] {
  const all = Object.entries(connections);
  return callers.map((caller) => {
    const own = caller.connections;
    const named = own === "all" ? all : all.filter(([name]) => own.some((one) => isSame(one, name)));
    return {
      name: caller.name,
      tokenSha256: caller.token_sha256,
      key: caller.key,
      only: own === "all" ? undefined : named.map(([, id]) => id),
      names: new Map(named.map(([name, id]) => [id, name])),
      toolsets: caller.toolsets,
      readOnly: caller.read_only ?? false,
      // The schema says so; its enum is a list of plain texts to TypeScript.
      deny: (caller.deny ?? []) as TeamCaller["deny"],
      confirm: caller.confirm,
      unasked: caller.unasked,
    };
  });
}

/** What the schema cannot say: that names and tokens are there once, and that what is named is there. */
function flawsBetween({ connections = {}, callers }: TeamFile): Flaw[] {
  const known = Object.entries(connections);
  const flaws: Flaw[] = [];
  known.forEach(([name, id], index) => {
    const path = ["connections", name];
    const flaw = flawOfConnection(id);
    if (flaw) flaws.push({ path, says: flaw });
    if (name !== name.trim()) flaws.push({ path, says: "its name begins or ends with a blank" });
    const before = known.slice(0, index);
    const same = before.find(([other]) => isSame(other, name));
    if (same) flaws.push({ path, says: `is called as ${JSON.stringify(same[0])} is` });
    const twin = before.find(([, other]) => other === id);
    if (twin) flaws.push({ path, says: `is the connection of ${JSON.stringify(twin[0])}` });
    if (known.some(([, other]) => isSame(other, name))) flaws.push({ path, says: "is called as an id is" });
  });
  callers.forEach((caller, index) => {
    const before = callers.slice(0, index);
    if (before.some(({ name }) => name === caller.name))
      flaws.push({ path: ["callers", index, "name"], says: `there are two callers ${caller.name}` });
    const twin = before.find(({ token_sha256 }) => token_sha256 === caller.token_sha256);
    if (twin)
      flaws.push({ path: ["callers", index, "token_sha256"], says: `is the token of ${twin.name} too` });
    if (caller.connections === "all") return;
    caller.connections.forEach((name, at) => {
      if (known.some(([one]) => isSame(one, name))) return;
      const meant = didYouMean(
        name,
        known.map(([one]) => one),
      );
      const says = `${JSON.stringify(name)} is no name in connections.${meant}`;
      flaws.push({ path: ["callers", index, "connections", at], says });
    });
  });
  return flaws;
}

/** JSON takes the last of two fields of one name, and nobody sees the first. */
function doubled(node: Node, path: Path = []): Flaw[] {
  const children = node.children ?? [];
  if (node.type === "array") return children.flatMap((child, index) => doubled(child, [...path, index]));
  if (node.type !== "object") return [];
  const names = children.map(({ children: [key] = [] }) => String(key?.value));
  const twice = names.filter((name, index) => names.indexOf(name) < index);
  return [
    ...twice.map((name) => ({ path: [...path, name], says: "is there twice" })),
    ...children.flatMap(({ children: [key, value] = [] }) =>
      value ? doubled(value, [...path, String(key?.value)]) : [],
    ),
  ];
}

/** Names of accounts are the same in any case of their letters. */
export function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

const FIELDS = ["name", "token_sha256", "key", "connections", "toolsets"];
const MORE_FIELDS = ["read_only", "deny", "confirm", "unasked", "callers", "variable", "file"];

function flawsOf(issue: ZodIssue): Flaw[] {
  const { path } = issue;
  if (issue.code === "unrecognized_keys" && path.at(-1) !== "key") {
    const known = [...FIELDS, ...MORE_FIELDS];
    return issue.keys.map((name) => ({
      path: [...path, name],
      says: `there is no such field.${didYouMean(name, known)}`,
    }));
  }
  return [{ path, says: saidOf(issue) }];
}

/** What is wrong with a field; never what stands in it, which may be a token that somebody put in the wrong place. */
function saidOf(issue: ZodIssue): string {
  const field = issue.path.findLast((step) => typeof step === "string");
  if (issue.code === "invalid_type" && issue.received === "undefined") return "is missing";
  if (issue.code === "invalid_enum_value") return `is one of ${issue.options.join(", ")}`;
  if (field === "key")
    return 'is {"variable": "…"} or {"file": "…"}: the key itself stands in no file of a team';
  if (field === "connections" && issue.path.length > 1)
    return 'is "all" or a list of names that stand in connections above';
  if (field === "token_sha256") return "is a sha-256 in hex, 64 digits: klaviyo-mcp team add makes one";
  if (field === "name") return "is small letters and digits, with . _ or - between them, at most 64";
  if (issue.code === "invalid_type") return `is ${article(issue.expected)}, not ${article(issue.received)}`;
  if (issue.code === "too_small") return issue.type === "number" ? "is less than 0" : "is empty";
  return issue.message.charAt(0).toLowerCase() + issue.message.slice(1);
}

function article(type: string): string {
  return type === "null" ? type : `${/^[aeiou]/.test(type) ? "an" : "a"} ${type}`;
}

function refusal(text: string, root: Node, flaws: readonly Flaw[]): ConfigError {
  const told = flaws.slice(0, MOST_TOLD).map(({ path, says }) => {
    const spot = shown(path);
    return `${placeOf(text, offsetOf(root, path))}: ${[spot, says].filter(Boolean).join(" ")}`;
  });
  const more = flaws.length - told.length;
  const rest = more > 0 ? [`and ${more} more`] : [];
  return new ConfigError(`The team's file is refused:\n  ${[...told, ...rest].join("\n  ")}`);
}

/** Where a path leads, or the nearest that there is on the way. */
function offsetOf(root: Node, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node) return node.offset;
  }
  return root.offset;
}

function placeOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/** A path as people write it: callers[1].deny[0]. */
function shown(path: Path): string {
  return path
    .map((step) =>
      typeof step === "number" ? `[${step}]` : /^\w+$/.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`,
    )
    .join("")
    .replace(/^\./, "");
}
