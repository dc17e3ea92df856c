import { isObject, textOf } from "../text.ts";
import { pick, shapedAttributes } from "../tool/fields.ts";
import type { Selection, Shown } from "../tool/shown.ts";
import type { Shaped } from "./budget.ts";

/** What a resource object has beside its attributes. */
const TAKEN = new Set(["id", "type", "relationships", "attributes"]);

/** Puts the attributes of a resource object beside its id. A name that is taken stays under `attributes`. */
export function shapeItem(
  item: Record<string, unknown>,
  selection: Selection | undefined,
  showType: boolean,
): Shaped {
  const { type, id, attributes, relationships, links: _, ...rest } = item;
  const shown = selection?.get(textOf(type));
  const visible = isObject(attributes) ? visibleAttributes(attributes, shown) : [];
  const taken = visible.filter(([name]) => TAKEN.has(name));
  return Object.fromEntries([
    ...(id === undefined ? [] : [["id", id]]),
    ...(showType ? [["type", type]] : []),
    ...(taken.length === 0 ? visible : visible.filter(([name]) => !TAKEN.has(name))),
    ...own("attributes", taken),
    ...own("relationships", linkageOf(relationships)),
    ...Object.entries(rest).filter(([, value]) => value !== null && !(isObject(value) && isEmpty(value))),
  ]);
}

function visibleAttributes(
  attributes: Record<string, unknown>,
  shown: Shown | undefined,
): [name: string, value: unknown][] {
  const picked = !shown || shown.paths === "all" ? Object.entries(attributes) : pick(attributes, shown.paths);
  // Where Klaviyo has a shape a null says nothing; inside the account's own data it may.
  const shaped = shown && shapedAttributes(shown.resource);
  return picked
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]): [string, unknown] => [name, shown?.short.get(name)?.(value) ?? value])
    .map(([name, value]): [string, unknown] => [
      name,
      shaped?.has(name) && isObject(value) ? dropNulls(value) : value,
    ])
    .map(([name, value]) => [name, shown && !shown.asWritten ? shortMoment(value) : value]);
}

const UTC = /^(\d{4}-\d{2}-\d{2}T[\d:.]+)\+00:00$/;

/** The same moment as Klaviyo writes it elsewhere, and as its filters take it: a list has one or two in every row. */
function shortMoment(value: unknown): unknown {
  return typeof value === "string" ? value.replace(UTC, "$1Z") : value;
}

function dropNulls(value: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(value)
    .map(([name, one]): [string, unknown] => [name, isObject(one) ? dropNulls(one) : one])
    .filter(([, one]) => one !== null && one !== undefined && !(isObject(one) && isEmpty(one)));
  return Object.fromEntries(kept);
}

/** The ids that relationships carry; a relationship that only has links says nothing. */
function linkageOf(relationships: unknown): [name: string, ids: unknown][] {
  if (!isObject(relationships)) return [];
  const linked: [string, unknown][] = [];
  for (const [name, relationship] of Object.entries(relationships)) {
    const data = isObject(relationship) ? relationship.data : undefined;
    const ids = Array.isArray(data) ? data.filter(isObject).map(({ id }) => id) : [];
    if (ids.length > 0) linked.push([name, ids]);
    else if (isObject(data)) linked.push([name, data.id]);
    // That there is none is known, as against a relationship that the answer says nothing of.
    else if (data === null) linked.push([name, null]);
  }
  return linked;
}

export function includedOf(documents: readonly unknown[], selection: Selection | undefined): Shaped[] {
  const seen = new Map<string, Shaped>();
  for (const document of documents) {
    const included = isObject(document) && Array.isArray(document.included) ? document.included : [];
    for (const item of included.filter(isObject)) {
      const key = JSON.stringify([item.type, item.id]);
      if (!seen.has(key)) seen.set(key, shapeItem(item, selection, true));
    }
  }
  return [...seen.values()];
}

/** What is included that these items lead to: what they are linked to, what that is linked to, and so on. */
export function linkedFrom(items: readonly Shaped[], included: readonly Shaped[]): Shaped[] {
  const kept = new Set<Shaped>();
  for (let from = items; from.length > 0; ) {
    const ids = new Set(
      from.flatMap(({ relationships }) =>
        isObject(relationships) ? Object.values(relationships).flat() : [],
      ),
    );
    from = included.filter((one) => ids.has(one.id) && !kept.has(one));
    for (const one of from) kept.add(one);
  }
  return included.filter((one) => kept.has(one));
}

function own(name: string, entries: [string, unknown][]): [string, unknown][] {
  return entries.length === 0 ? [] : [[name, Object.fromEntries(entries)]];
}

function isEmpty(value: Record<string, unknown>): boolean {
  return Object.keys(value).length === 0;
}
