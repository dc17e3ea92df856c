import { kindsOf } from "../check/named.ts";
import { isObject, oneLine } from "../text.ts";
import { isOwnData } from "../tool/fields.ts";

/** An id of something else in a resource: of what kinds it may be, and the relationship to one thing that it stands in. */
export interface Mention {
  kinds: readonly string[];
  id: string;
  relation?: string;
}

/** What has a name besides its id, and is known by it. */
const NAMED: ReadonlySet<string> = new Set(
  "list segment metric custom_metric flow campaign template tag tag_group form catalog_category".split(" "),
);
const LONGEST = 80;

/** Whether things of a type have names that tell more than their ids. */
export function hasName(type: string): boolean {
  return NAMED.has(type.replaceAll("-", "_"));
}

/** The ids of other things that a resource object holds, in its relationships and in attributes of Klaviyo's shape. */
export function mentionsIn({ relationships, attributes }: Record<string, unknown>): Mention[] {
  const related = Object.entries(isObject(relationships) ? relationships : {}).flatMap(([relation, one]) => {
    const data = isObject(one) ? one.data : undefined;
    return [data].flat().flatMap((linked): Mention[] => {
      if (!isObject(linked) || typeof linked.id !== "string" || typeof linked.type !== "string") return [];
      const kinds = [linked.type.replaceAll("-", "_")];
      return [{ kinds, id: linked.id, ...(!Array.isArray(data) && { relation }) }];
    });
  });
  return [...related, ...idsBelow(attributes, "")].filter(({ kinds }) => kinds.some(hasName));
}

function idsBelow(value: unknown, key: string): Mention[] {
  if (Array.isArray(value)) return value.flatMap((one) => idsBelow(one, key));
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, one]) => (isOwnData(name) ? [] : idsBelow(one, name)));
  }
  const kinds = typeof value === "string" && value !== "" ? kindsOf(key) : [];
  return kinds.length > 0 ? [{ kinds, id: String(value) }] : [];
}

/**
 * A resource object with the names of what it mentions beside the ids: `metric_name` of a relationship to one metric,
 * and in `names` by id what it holds otherwise, with the kind where an id may be of several.
 */
export function withNames(
  item: Record<string, unknown>,
  nameOf: (mention: Mention) => { kind: string; name: string } | undefined,
): Record<string, unknown> {
  const own = isObject(item.attributes) ? item.attributes : {};
  const beside: Record<string, string> = {};
  const names: Record<string, string> = {};
  for (const mention of mentionsIn(item)) {
    const found = nameOf(mention);
    if (!found || found.name === mention.id) continue;
    const name = oneLine(found.name, LONGEST);
    const key = mention.relation && `${mention.relation.replaceAll("-", "_")}_name`;
    if (key) beside[key] = name;
    else names[mention.id] = mention.kinds.length > 1 ? `${name} (${found.kind})` : name;
  }
  const all = { ...beside, ...(Object.keys(names).length > 0 && { names }) };
  const free = Object.entries(all).filter(([key]) => !Object.hasOwn(own, key));
  return free.length > 0 ? { ...item, ...Object.fromEntries(free) } : item;
}
