import { packed } from "./patterns.ts";
import type { Row } from "./row.ts";
import { difference } from "./rows.ts";

/** A resource type: what `fields` may name as most operations have it, and what it is related to. */
export interface Resource {
  names: readonly string[];
  attributes: string;
  relationships: string;
}

/** Every type that the rows answer with, by name in order. */
export function resourcesOf(rows: readonly Row[]): Map<string, Resource> {
  const types = new Set(
    rows.flatMap(({ facts }) => [
      ...Object.keys(facts.attributes),
      ...Object.keys(facts.fields),
      ...(facts.answer ? [facts.answer.type] : []),
      ...Object.values(facts.relations).flatMap(Object.values),
    ]),
  );
  return new Map([...types].sort().map((type) => [type, resourceOf(type, rows)]));
}

function resourceOf(type: string, rows: readonly Row[]): Resource {
  const relationships = new Set(rows.flatMap(({ facts }) => Object.keys(facts.relations[type] ?? {})));
  const names = usualNames(type, rows) ?? answeredNames(type, rows);
  return { names, attributes: packed(names).join(" "), relationships: [...relationships].sort().join(" ") };
}

/** What most operations allow; of two that as many allow, the larger. */
function usualNames(type: string, rows: readonly Row[]): string[] | undefined {
  const votes = new Map<string, number>();
  for (const { facts } of rows) {
    const names = facts.fields[type];
    if (!names) continue;
    const ballot = namesIn(names).join(" ");
    votes.set(ballot, (votes.get(ballot) ?? 0) + 1);
  }
  const [first] = [...votes].sort(
    ([a, one], [b, other]) => other - one || b.length - a.length || (a < b ? -1 : 1),
  );
  return first?.[0].split(" ").filter(Boolean);
}

function answeredNames(type: string, rows: readonly Row[]): string[] {
  return namesIn(rows.flatMap(({ facts }) => facts.attributes[type] ?? []));
}

/** `id` is always there and never said. */
function namesIn(names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => name !== "id").sort();
}

/** How what an operation allows in fields[type] differs from the usual: `+profile_count`, "" where it takes none. */
export function fieldsOf({ facts }: Row, resources: ReadonlyMap<string, Resource>): Record<string, string> {
  const differing = Object.entries(facts.fields).flatMap(([type, names]): [string, string][] => {
    const text = difference(namesIn(names), resources.get(type)?.names ?? []);
    return text ? [[type, text]] : [];
  });
  const { answer } = facts;
  const isShown = answer !== undefined && !facts.path.includes("/relationships/");
  if (isShown && !facts.fields[answer.type]) differing.push([answer.type, ""]);
  return Object.fromEntries(differing);
}
