import { parseFilter } from "../jsonapi/filter.ts";
import { isObject } from "../text.ts";
import { holds } from "../tool/effects.ts";
import type { Input, OperationTool, Remark } from "../tool/tool.ts";

type Item = Readonly<Record<string, unknown>>;

/** What came of a call: the resources as they came, and whether nothing follows them. */
export interface Came {
  items: readonly Item[];
  ended: boolean;
}

/** What is told of a result where it surprises: what its tool declares, and what its filter implies. */
export function remarksOn(tool: OperationTool, input: Input, came: Came): string[] {
  const declared = (tool.remarks ?? []).filter((remark) => fits(remark, input, came));
  const said = declared.map(({ says }) => (typeof says === "string" ? says : says(input, came.items[0])));
  return [...said, ...keptBack(tool, input, came)];
}

function fits({ when, unless, shows, empty }: Remark, input: Input, { items, ended }: Came): boolean {
  if (when && !holds(when, input)) return false;
  if (unless && holds(unless, input)) return false;
  if (shows && !items.some((item) => attributeOf(item, shows.attribute) === shows.is)) return false;
  return !empty || (items.length === 0 && ended);
}

/** What Klaviyo keeps out of its lists unless the filter speaks of it. */
const ASIDE = { archived: "Archived", hidden: "Hidden" } as const;

/** What a list that ended may have left out, by its filter: nobody asked for it, and none of it came. */
function keptBack({ request, result }: OperationTool, input: Input, { items, ended }: Came): string[] {
  if (result.kind !== "collection" || !ended) return [];
  return Object.entries(ASIDE)
    .filter(([field]) => request.query.filter?.[field] && !asksFor(field, input.filter))
    .filter(([field]) => !items.some((item) => attributeOf(item, field) === true))
    .map(([field, word]) => `${word} ones come only with equals(${field},true) in the filter.`);
}

function asksFor(field: string, filter: unknown): boolean {
  if (typeof filter !== "string") return false;
  try {
    return parseFilter(filter).some((node) => "field" in node && node.field === field);
  } catch {
    // One that a native call brought as it is: whoever writes it knows what it asks for.
    return true;
  }
}

function attributeOf({ attributes }: Item, name: string): unknown {
  return isObject(attributes) ? attributes[name] : undefined;
}
