import { isObject, textOf } from "../text.ts";
import { unshown } from "../tool/fields.ts";
import type { Selection } from "../tool/shown.ts";
import type { Input, OperationTool } from "../tool/tool.ts";
import type { Shaped } from "./budget.ts";
import { nowhereOf } from "./nowhere.ts";

/** Names of one included type that are told; of more there is a count. */
const TOLD = 40;

/**
 * What a result leaves out of the resources that it shows, by name where there is one, and how to get it, and what
 * `fields` names that none of them has; undefined where there is neither.
 */
export function omittedOf(
  tool: OperationTool,
  selection: Selection,
  raw: readonly Shaped[],
  documents: readonly unknown[],
  input: Input,
): string | undefined {
  if (!("resource" in tool.result) || raw.length === 0) return undefined;
  const own = ofPrimary(tool, tool.result, selection, raw, input);
  const included = typesIncluded(documents).flatMap((type) => ofIncluded(type, selection));
  const all = [...raw, ...includedIn(documents)];
  const nowhere = nowhereOf(selection, all);
  const short = inShort(selection, all);
  return (
    [...own, ...included, ...(short ? [short] : []), ...(nowhere ? [nowhere] : [])].join(" ") || undefined
  );
}

function ofPrimary(
  tool: OperationTool,
  { resource, kind }: Extract<OperationTool["result"], { resource: unknown }>,
  selection: Selection,
  raw: readonly Shaped[],
  input: Input,
): string[] {
  const shown = selection.get(resource.type);
  if (!shown || shown.paths === "all" || shown.asked) return [];
  if (kind === "collection") {
    const more = unshown(resource, shown.paths);
    return more.length > 0 ? ['Only a summary is shown: detail "full" or fields show more.'] : [];
  }
  const heavy = resource.heavy ?? [];
  if (tool.request.method === "GET") {
    return heavy.length > 0 ? [`Not shown: ${heavy.join(", ")}. detail "full" or fields show them.`] : [];
  }
  const attributes = isObject(raw[0]?.attributes) ? raw[0].attributes : {};
  const dropped = heavy.filter((name) => attributes[name] !== undefined && attributes[name] !== null);
  const named = dropped.map((name) =>
    input[name] === undefined || same(attributes[name], input[name])
      ? name
      : `${name} (not as it was sent: Klaviyo changed it)`,
  );
  return named.length > 0 ? [`Not shown: ${named.join(", ")}. A read with fields shows them.`] : [];
}

function inShort(selection: Selection, all: readonly Shaped[]): string | undefined {
  const names = all.flatMap(({ type, attributes }) => {
    const { short, paths = [] } = selection.get(textOf(type)) ?? {};
    const isShown = (name: string) =>
      isObject(attributes) && isObject(attributes[name]) && (paths === "all" || paths.includes(name));
    return [...(short?.keys() ?? [])].filter(isShown);
  });
  return names.length > 0
    ? `In short: ${[...new Set(names)].join(", ")}. detail "full" shows it whole.`
    : undefined;
}

function ofIncluded(type: string, selection: Selection): string[] {
  const shown = selection.get(type);
  if (!shown || shown.paths === "all" || shown.asked) return [];
  const names = unshown(shown.resource, shown.paths).sort((a, b) => depth(a) - depth(b));
  if (names.length === 0) return [];
  const more = names.length > TOLD ? ` and ${names.length - TOLD} more` : "";
  return [
    `Not shown of each ${type}: ${inBraces(names.slice(0, TOLD))}${more}. detail "full" or fields such as "${type}:${names[0]}" show them.`,
  ];
}

function typesIncluded(documents: readonly unknown[]): string[] {
  return [...new Set(includedIn(documents).map(({ type }) => textOf(type)))];
}

function includedIn(documents: readonly unknown[]): Shaped[] {
  return documents.flatMap((document) =>
    isObject(document) && Array.isArray(document.included) ? document.included.filter(isObject) : [],
  );
}

/** Names below the same name together: `a.{b,c}`. */
function inBraces(names: readonly string[]): string {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const at = name.lastIndexOf(".");
    const head = name.slice(0, Math.max(0, at));
    groups.set(head, [...(groups.get(head) ?? []), name.slice(at + 1)]);
  }
  return [...groups]
    .map(([head, tails]) => {
      if (head === "") return tails.join(", ");
      return tails.length > 1 ? `${head}.{${tails.join(",")}}` : `${head}.${tails[0]}`;
    })
    .join(", ");
}

function depth(name: string): number {
  return name.split(".").length;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
