import { isObject, textOf } from "../text.ts";
import { pick } from "../tool/fields.ts";
import type { Selection } from "../tool/shown.ts";
import type { Shaped } from "./budget.ts";
import { shapeItem } from "./item.ts";

/** So many names of one kind are told; of more there is a count. */
const TOLD = 10;
/** So much of a name is told: an account's own may be anything. */
const NAME_CHARS = 60;

/**
 * What `fields` names and none of these resources has, by type, and the names beside it where it leads into the account's
 * own data: a name that is wrong there is refused by nobody. Undefined where each is somewhere.
 */
export function nowhereOf(selection: Selection, resources: readonly Shaped[]): string | undefined {
  const told = [...selection].flatMap(([type, { paths, asked }]) => {
    const own = asked && paths !== "all" ? resources.filter((one) => textOf(one.type) === type) : [];
    if (own.length === 0 || paths === "all") return [];
    const shown = own.map((one) => shapeItem(one, selection, false));
    const missing = paths.filter((path) => path !== "id" && !shown.some((one) => isThere(one, path)));
    if (missing.length === 0) return [];
    const parents = [...new Set(missing.map(parentOf))].filter(Boolean);
    return [`No ${type} here has ${listed(missing)}.`, ...parents.flatMap((one) => namesIn(own, one))];
  });
  return told.join(" ") || undefined;
}

function isThere(shown: Shaped, path: string): boolean {
  // An attribute whose name is taken stands one deeper.
  const nested = isObject(shown.attributes) ? shown.attributes : {};
  return pick(shown, [path]).length > 0 || pick(nested, [path]).length > 0;
}

function parentOf(path: string): string {
  return path.split(".").slice(0, -1).join(".");
}

/** What does stand below a name, in all of these together. */
function namesIn(resources: readonly Shaped[], parent: string): string[] {
  const names = resources.flatMap(({ attributes }) => {
    const node = parent
      .split(".")
      .reduce<unknown>((at, name) => (isObject(at) ? at[name] : undefined), attributes);
    return isObject(node) ? Object.keys(node) : [];
  });
  const known = [...new Set(names)];
  return known.length > 0 ? [`${parent} has ${listed(known)}.`] : [];
}

function listed(names: readonly string[]): string {
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : "";
  return `${names
    .slice(0, TOLD)
    .map((name) => (name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS).toWellFormed()}…` : name))
    .join(", ")}${more}`;
}
