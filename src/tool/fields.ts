import { didYouMean, isObject } from "../text.ts";
import type { ResourceType } from "./vocabulary.ts";

const expanded = new WeakMap<ResourceType, Set<string>>();

/** Every name that `fields` may hold for a resource type: `a.{b,c}` written out, the names above it included. */
export function fieldNames(resource: ResourceType): Set<string> {
  const known = expanded.get(resource);
  if (known) return known;
  const names = new Set<string>(["id"]);
  for (const pattern of resource.attributes) {
    const [, stem = "", choices] = /^([^{]*?)(?:\.?\{(.*)\})?$/.exec(pattern) ?? [];
    const paths = choices ? choices.split(",").map((choice) => `${stem}.${choice}`) : [pattern];
    for (const path of paths) {
      const segments = path.split(".");
      segments.forEach((_, depth) => {
        names.add(segments.slice(0, depth + 1).join("."));
      });
    }
  }
  expanded.set(resource, names);
  return names;
}

/** What an account fills with names of its own, at any depth; Klaviyo takes no path into it, so it is picked here. */
const OWN_DATA = /(^|[._])(properties|metadata|kv_pairs|payload|tracking_params)$/;

/** Whether what an attribute holds is the account's own, at any depth. */
export function isOwnData(name: string): boolean {
  return OWN_DATA.test(name);
}

/** Whether `fields` may name this: listed, below a name that is open (`definition.*`), or inside an account's own data. */
export function isField(resource: ResourceType, name: string): boolean {
  if (isListed(resource, name)) return true;
  const names = fieldNames(resource);
  const segments = name.split(".");
  return (
    !name.endsWith("*") &&
    segments.some((_, depth) => {
      const above = segments.slice(0, depth).join(".");
      return names.has(above) && OWN_DATA.test(above);
    })
  );
}

/** Why a path leads nowhere, and where else it may: `relations` are the names of what comes along. */
export function nothingAt(
  resource: ResourceType,
  relations: readonly string[],
  path: string,
): { problem: string; next: string } {
  const known = [...fieldNames(resource), ...relations].filter((one) => !one.endsWith("*"));
  const top = known.filter((one) => !one.includes("."));
  const meant = didYouMean(path, known);
  const own = top.find(isOwnData);
  const below =
    own && !meant
      ? ` What is the account's own stands below ${own}: ${own}.${path.replace(/^properties\./, "")}.`
      : "";
  return {
    problem: `${resource.type} has nothing at ${path}.${meant}`,
    next: `It has ${top.join(", ")}; paths go on with a dot.${below}`,
  };
}

function isListed(resource: ResourceType, name: string): boolean {
  const names = fieldNames(resource);
  if (name.endsWith("*")) return false;
  if (names.has(name)) return true;
  const segments = name.split(".");
  return segments.some((_, depth) => names.has(`${segments.slice(0, depth).join(".")}.*`));
}

/**
 * What to ask Klaviyo for so that these paths can be shown: the longest name of each that it knows, and of what comes
 * only when asked for (`additional`) the whole attribute.
 */
export function askable(
  resource: ResourceType,
  paths: readonly string[],
  additional: readonly string[] = [],
): string[] {
  const asked = paths.map((path) => {
    const segments = path.split(".");
    if (additional.includes(segments[0] ?? "")) return segments[0] ?? "";
    while (segments.length > 1 && !isListed(resource, segments.join("."))) segments.pop();
    return segments.join(".");
  });
  return [...new Set(asked)].filter((name) => name !== "id");
}

/** Everything that a resource has and these paths do not show, by the shortest name below which none of it is shown. */
export function unshown(resource: ResourceType, paths: readonly string[]): string[] {
  const wanted = new Set(paths);
  const above = new Set(paths.flatMap((path) => headsOf(path).slice(0, -1)));
  const hidden = leavesOf(resource)
    .filter(({ heads }) => !heads.some((head) => wanted.has(head)))
    .map(({ name, heads }) => heads.find((head) => !above.has(head)) ?? name);
  return [...new Set(hidden)];
}

interface Leaf {
  name: string;
  /** The names above it and its own, the shortest first. */
  heads: readonly string[];
}

const leaves = new WeakMap<ResourceType, readonly Leaf[]>();

/** The names of a resource type below which there are none, worked out once: a summary of every page asks for them. */
function leavesOf(resource: ResourceType): readonly Leaf[] {
  const known = leaves.get(resource);
  if (known) return known;
  const names = [...fieldNames(resource)].filter((name) => name !== "id");
  const parents = new Set(names.flatMap((name) => headsOf(name).slice(0, -1)));
  const made = names
    .filter((name) => !parents.has(name))
    .map((name) => name.replace(/\.\*$/, ""))
    .map((name) => ({ name, heads: headsOf(name) }));
  leaves.set(resource, made);
  return made;
}

function headsOf(name: string): string[] {
  const segments = name.split(".");
  return segments.map((_, depth) => segments.slice(0, depth + 1).join("."));
}

const shaped = new WeakMap<ResourceType, Set<string>>();

/** The attributes in which Klaviyo has a shape, as against those that hold an account's own data. */
export function shapedAttributes(resource: ResourceType): Set<string> {
  const known = shaped.get(resource);
  if (known) return known;
  const names = [...fieldNames(resource)].filter((name) => name.includes("."));
  const heads = new Set(names.map((name) => name.slice(0, name.indexOf("."))));
  shaped.set(resource, heads);
  return heads;
}

/** The attributes themselves, without sub-fields. */
export function topLevel(resource: ResourceType): string[] {
  return [...fieldNames(resource)].filter((name) => name !== "id" && !name.includes("."));
}

interface Wanted {
  /** What is wanted below each first segment, "" for all of it. */
  heads: Map<string, string[]>;
  dotted: string[];
}

const grouped = new WeakMap<readonly string[], Wanted>();

/** The paths by their first segment, made once: a page picks the same of each item. */
function byHead(paths: readonly string[]): Wanted {
  const known = grouped.get(paths);
  if (known) return known;
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [head = "", ...rest] = path.split(".");
    heads.set(head, [...(heads.get(head) ?? []), rest.join(".")]);
  }
  const wanted = { heads, dotted: paths.filter((path) => path.includes(".")) };
  grouped.set(paths, wanted);
  return wanted;
}

/** The attributes that the dotted paths name, and of those only what they name; a path that leads nowhere adds nothing. */
export function pick(
  attributes: Record<string, unknown>,
  paths: readonly string[],
): [name: string, value: unknown][] {
  const { heads, dotted } = byHead(paths);
  const picked: [string, unknown][] = [];
  for (const [head, rests] of heads) {
    if (!Object.hasOwn(attributes, head)) continue;
    const value = attributes[head];
    const inner = rests.includes("") || !isObject(value) ? value : Object.fromEntries(pick(value, rests));
    if (!isObject(inner) || Object.keys(inner).length > 0) picked.push([head, inner]);
  }
  // An account's own names may have dots in them.
  for (const path of dotted) {
    if (Object.hasOwn(attributes, path)) picked.push([path, attributes[path]]);
  }
  return picked;
}
