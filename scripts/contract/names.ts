// How arguments are named after what the vendor's paths, types and relationships are called.

/** The thing that a path's `{id}` belongs to, where the vendor takes the id of another thing for it. */
export type PathIds = Readonly<Record<string, string>>;

/** `catalog-categories` → `catalog-category`. */
export function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return /[^s]s$/.test(word) ? word.slice(0, -1) : word;
}

/** `flow-triggers` → `flow_triggers`. */
export function snake(word: string): string {
  return word.replaceAll("-", "_");
}

/** Names that the vendor's own paths give to ids, by what stands before: `{job_id}` of one path is that of all. */
export function idsIn(paths: readonly string[]): PathIds {
  const named = paths.flatMap((path) => [...path.matchAll(/([^/]+)\/\{(?!id\})(\w+)\}/g)]);
  return Object.fromEntries(named.map(([, before = "", name = ""]) => [before, name]));
}

/** `/api/lists/{id}` → `/api/lists/{list_id}`; an id that has a name of its own keeps it. */
export function namedPath(path: string, ids: PathIds): string {
  return path.replaceAll(/([^/]+)\/\{id\}/g, (_, before: string) => {
    return `${before}/{${ids[before] ?? `${snake(singular(before))}_id`}}`;
  });
}

/** Where an id of a path is called so in another spelling of the path. */
export function renamedIn(path: string, named: string, name: string): string {
  const place = pathArguments(path).indexOf(name);
  return pathArguments(named)[place] ?? name;
}

/** The arguments that fill a path, in its order. */
export function pathArguments(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/** The argument that is the id, or with `many` the ids, of what a relationship or a type is called. */
export function idArgument(word: string, many: boolean): string {
  return `${snake(many ? singular(word) : word)}_id${many ? "s" : ""}`;
}
