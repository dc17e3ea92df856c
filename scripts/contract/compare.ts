import { difference, type Stated, type StatedFiles, stated } from "./stated.ts";
import type { Mentions } from "./touched.ts";

/**
 * How the rows that a newer document gives differ from those that we have: operations first, then what changed in
 * each, resource types and named types; behind each line the files of ours that it touches.
 */
export function compare(known: StatedFiles, next: StatedFiles, mentions: Mentions): string[] {
  const now = stated(next);
  // Of rows of a revision after the document's, it can say nothing.
  const old = stated(known, now.revision);
  const touched = (names: readonly string[]) => {
    const files = [...new Set(names.flatMap(mentions))];
    return files.length > 0 ? `  → ${files.join(", ")}` : "";
  };
  return [
    ...operationLines(old, now, touched),
    ...factLines("resource", old.resources, now.resources, (name) => touched([`type: "${name}"`])),
    ...factLines("type", old.types, now.types, (name) => touched(old.users(name))),
  ];
}

type Touched = (names: readonly string[]) => string;

function operationLines(old: Stated, now: Stated, touched: Touched): string[] {
  const lines: string[] = [];
  for (const [place, { name }] of now.places) {
    if (!old.all.some((row) => row.place === place)) lines.push(`added ${name}: ${place}`);
  }
  for (const row of old.all) {
    const successor = now.places.get(row.place);
    if (!successor) {
      lines.push(`removed ${row.name}: ${row.place}${touched([row.name])}`);
      continue;
    }
    const isRenamed = row.name.replace(/_2026_10$/, "") !== successor.name;
    if (isRenamed) lines.push(`renamed ${row.name} → ${successor.name}${touched([row.name])}`);
    const changes = difference(row.facts, successor.facts);
    if (changes.length > 0) {
      lines.push(`changed ${row.name}${touched([row.name])}`, ...changes.map((change) => `    ${change}`));
    }
  }
  return lines.sort(byKind);
}

/** Added, removed and renamed before changed; what belongs to a changed one stays behind it. */
function byKind(a: string, b: string): number {
  const rank = (line: string) => ["added", "removed", "renamed"].findIndex((kind) => line.startsWith(kind));
  const [one, other] = [rank(a), rank(b)].map((found) => (found < 0 ? 3 : found)) as [number, number];
  return one - other;
}

function factLines(
  kind: string,
  old: ReadonlyMap<string, ReadonlyMap<string, string>>,
  now: ReadonlyMap<string, ReadonlyMap<string, string>>,
  touched: (name: string) => string,
): string[] {
  const gone = [...old.keys()]
    .filter((name) => !now.has(name))
    .map((name) => `removed ${kind} ${name}${touched(name)}`);
  const other = [...now].flatMap(([name, facts]) => {
    const known = old.get(name);
    if (!known) return [`added ${kind} ${name}`];
    const changes = difference(known, facts);
    return changes.length > 0
      ? [`changed ${kind} ${name}${touched(name)}`, ...changes.map((one) => `    ${one}`)]
      : [];
  });
  return [...gone, ...other];
}
