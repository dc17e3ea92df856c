import { InputError } from "../errors.ts";
import { quote } from "../jsonapi/filter.ts";
import { isObject, oneLine } from "../text.ts";
import type { Input, Tool } from "../tool/tool.ts";

/** Arguments that hold ids which Klaviyo gives itself: letters, digits, - and _. Ids of catalogs and coupons are people's own. */
const OWN_ID =
  /^(?:[a-z]+_)*?(profile|list|segment|custom_metric|mapped_metric|metric|campaign|campaign_message|flow|template|tag|tag_group|form|webhook|image)_ids?$/;
/** Which argument's ids an argument holds that is called otherwise. */
const ALSO: Readonly<Record<string, string>> = { included_audiences: "list", excluded_audiences: "list" };
/** How a thing is found by what people call it. */
const FOUND: Readonly<Record<string, (name: string) => string>> = {
  profile: (name) =>
    name.includes("@")
      ? `get_profiles with filter equals(email,${quote(name)}) finds the id.`
      : `get_customer with name ${quote(name)} finds who is called so; get_profiles by an address or number.`,
  list: (name) => `get_lists with filter equals(name,${quote(name)}) finds the id of a list.`,
  segment: (name) => `get_segments with filter equals(name,${quote(name)}) finds the id.`,
  metric: () => "get_metrics lists all with their ids; they cannot be found by name.",
  tag: (name) => `get_tags with filter equals(name,${quote(name)}) finds the id.`,
  tag_group: (name) => `get_tag_groups with filter equals(name,${quote(name)}) finds the id.`,
  flow: (name) => `get_flows with filter contains(name,${quote(name)}) finds the id.`,
  campaign: (name) => `get_campaigns with filter contains(name,${quote(name)}) finds the id.`,
  template: (name) => `get_templates with filter contains(name,${quote(name)}) finds the id.`,
};

/** The kind of resource of which an argument or a key holds an id; undefined where any text may be one. */
export function kindOfId(name: string): string | undefined {
  const also = Object.hasOwn(ALSO, name) ? ALSO[name] : undefined;
  return also ?? OWN_ID.exec(name)?.[1];
}

/** What finds the id of a thing by its name. */
export function findsId(kind: string, name: string): string {
  const found = Object.hasOwn(FOUND, kind) ? FOUND[kind] : undefined;
  return found?.(oneLine(name, 100)) ?? "";
}

/**
 * Refuses names and addresses where Klaviyo's own ids are due: they would find nothing, or change the wrong thing. Also
 * inside structures; whatever else is free-form is the account's own data.
 */
export function checkNames(tool: Tool, input: Input): void {
  const looked = Object.entries(input).filter(
    ([name]) => kindOfId(name) !== undefined || Object.hasOwn(tool.structures, name),
  );
  for (const [name, value] of looked) lookInto(name, value, name);
}

function lookInto(name: string, value: unknown, path: string): void {
  if (Array.isArray(value)) {
    for (const [at, one] of value.entries()) lookInto(name, one, `${path}[${at}]`);
  } else if (isObject(value)) {
    for (const [key, one] of Object.entries(value)) lookInto(key, one, `${path}.${key}`);
  } else if (typeof value === "string" && !looksRight(name, value)) {
    throw refuseName(path, value);
  }
}

/** The refusal of a name where an id is due. */
export function refuseName(path: string, value: string): InputError {
  const what = value.includes("@") ? "an address" : "a name";
  const next = findsId(kindOfId(path.replace(/\[\d+\]$/, "").replace(/^.*\./, "")) ?? "", value);
  return new InputError(`${path} is an id, not ${what} such as ${JSON.stringify(oneLine(value, 64))}`, {
    argument: path,
    ...(next && { next }),
  });
}

/** What stands in a path is judged where the path is filled: it knows of steps and control characters. */
function looksRight(name: string, value: string): boolean {
  return kindOfId(name) === undefined || !/\S[ @]\S/.test(value) || /[\p{Cc}/\\%]/u.test(value);
}
