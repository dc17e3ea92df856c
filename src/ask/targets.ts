import { isObject } from "../text.ts";
import type { Input } from "../tool/tool.ts";

/** A thing of the account that a call names: what type it can be of, and where the call names it. */
export interface Target {
  types: readonly string[];
  id: string;
  argument: string;
  /** As Klaviyo has it now; absent where it could not be read. */
  name?: string;
}

/** Who gets a message stands under these names as ids of lists and segments alike. */
const AUDIENCES: ReadonlySet<string> = new Set([
  "included",
  "excluded",
  "included_audiences",
  "excluded_audiences",
]);
/** People are rows of a call, told by number; what is named one by one are things. */
const PEOPLE: ReadonlySet<string> = new Set(["profile"]);

/**
 * The things that a call's arguments name, each once: ids by the argument's name (`tag_id`, `flow_ids`), audiences,
 * and the resource identifiers of a body that is given whole.
 */
export function targetsOf(input: Input): Target[] {
  const found = new Map<string, Target>();
  const add = (types: readonly string[], id: unknown, argument: string) => {
    if (typeof id !== "string" || types.some((type) => PEOPLE.has(type))) return;
    const key = `${types.join()} ${id}`;
    if (!found.has(key)) found.set(key, { types, id, argument });
  };
  const visit = (value: unknown, key: string, path: string) => {
    if (Array.isArray(value)) {
      for (const one of value) visit(one, key, path);
      return;
    }
    if (isObject(value)) {
      if (typeof value.type === "string" && typeof value.id === "string" && path !== "") {
        add([value.type], value.id, path);
      }
      for (const [name, one] of Object.entries(value))
        visit(one, name, path === "" ? name : `${path}.${name}`);
      return;
    }
    const types = typesOf(key);
    if (types) add(types, value, path);
  };
  visit(input, "", "");
  return [...found.values()];
}

/** `catalog_item_ids` → catalog-item; undefined where the name says nothing of ids. */
function typesOf(key: string): readonly string[] | undefined {
  if (AUDIENCES.has(key)) return ["list", "segment"];
  const noun = /^([a-z_]+?)_ids?$/.exec(key)?.[1];
  // `destination_profile_id`, `external_id`: a role before the type, or no type of Klaviyo's at all.
  if (!noun || noun === "external") return undefined;
  const type = noun.replaceAll("_", "-");
  return [[...PEOPLE].find((person) => type === person || type.endsWith(`-${person}`)) ?? type];
}
