import { isObject } from "./jsonapi/document.ts";
import type { ResourceType } from "./spec.ts";

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

/** Whether `fields` may name this: listed, or below a name that is open (`definition.*`). */
export function isField(resource: ResourceType, name: string): boolean {
  const names = fieldNames(resource);
  if (name.endsWith("*")) return false;
  if (names.has(name)) return true;
  const segments = name.split(".");
  return segments.some((_, depth) => depth > 0 && names.has(`${segments.slice(0, depth).join(".")}.*`));
}

/** What to ask Klaviyo for so that these paths can be shown: the longest name of each that it knows. */
export function askable(resource: ResourceType, paths: readonly string[]): string[] {
  const asked = paths.map((path) => {
    const segments = path.split(".");
    while (segments.length > 1 && !isField(resource, segments.join("."))) segments.pop();
    return segments.join(".");
  });
  return [...new Set(asked)].filter((name) => name !== "id");
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

const grouped = new WeakMap<readonly string[], Map<string, string[]>>();

/** The paths by their first segment: what is wanted below it, "" for all of it. A page picks the same for each item. */
function byHead(paths: readonly string[]): Map<string, string[]> {
  const known = grouped.get(paths);
  if (known) return known;
  const heads = new Map<string, string[]>();
  for (const path of paths) {
    const [head = "", ...rest] = path.split(".");
    heads.set(head, [...(heads.get(head) ?? []), rest.join(".")]);
  }
  grouped.set(paths, heads);
  return heads;
}

/** A copy that holds only what the dotted paths name; a path that leads nowhere adds nothing. */
export function pick(attributes: Record<string, unknown>, paths: readonly string[]): Record<string, unknown> {
  const picked: [string, unknown][] = [];
  for (const [head, rests] of byHead(paths)) {
    if (!Object.hasOwn(attributes, head)) continue;
    const value = attributes[head];
    const inner = rests.includes("") || !isObject(value) ? value : pick(value, rests);
    if (!isObject(inner) || Object.keys(inner).length > 0) picked.push([head, inner]);
  }
  // An account's own names may have dots in them.
  for (const path of paths) {
    if (path.includes(".") && Object.hasOwn(attributes, path)) picked.push([path, attributes[path]]);
  }
  return Object.fromEntries(picked);
}
