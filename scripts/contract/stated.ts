import { readTakes, readType, type Said } from "./reading.ts";

/** The texts of the row file and of the shapes file. */
export interface StatedFiles {
  rows: string;
  shapes: string;
}

/** Facts by their path: `filter.name` → `string any equals`. */
export type Facts = ReadonlyMap<string, string>;

interface StatedRow {
  name: string;
  /** Method and native path without the names of ids. */
  place: string;
  facts: Facts;
  /** Named types that its arguments hold. */
  types: string[];
}

/** What row files say, taken apart so that two of them can be compared. */
export interface Stated {
  /** The newest revision of its lines. */
  revision: string | undefined;
  all: StatedRow[];
  /** The row of a place; of two revisions the first, which is the one we send by default. */
  places: Map<string, StatedRow>;
  resources: Map<string, Facts>;
  types: Map<string, Facts>;
  /** The operations whose arguments hold a named type. */
  users(type: string): string[];
}

type Line = Record<string, unknown>;

/** Takes row files apart. Lines of revisions after `until` are left out. */
export function stated({ rows, shapes }: StatedFiles, until?: string): Stated {
  const lines = `${rows}${shapes}`
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line)
    .filter((line) => until === undefined || String(line.revision) <= until);
  const all = lines.filter((line) => line.name !== undefined).map(rowOf);
  const places = new Map<string, StatedRow>();
  for (const row of all) if (!places.has(row.place)) places.set(row.place, row);
  const types = firsts(lines, "type", (line) => saidFacts(readType(String(line.is))));
  const resources = firsts(lines, "resource", (line) => wordFacts(line, ["attributes", "relationships"]));
  const inner = new Map([...types].map(([name, facts]) => [name, namesIn(facts)]));
  const users = (type: string) =>
    all.filter((row) => reaches(row.types, type, inner)).map(({ name }) => name);
  const revision = lines
    .map((line) => String(line.revision))
    .sort()
    .at(-1);
  return { revision, all, places, resources, types, users };
}

function firsts(lines: readonly Line[], key: string, read: (line: Line) => Facts): Map<string, Facts> {
  const found = new Map<string, Facts>();
  for (const line of lines) {
    const name = line[key];
    if (typeof name === "string" && line.name === undefined && !found.has(name)) found.set(name, read(line));
  }
  return found;
}

function rowOf(line: Line): StatedRow {
  const method = String(line.method);
  const path = String(line.path).replaceAll(/\{\w+\}/g, "{id}");
  const takes = saidFacts(readTakes(String(line.takes ?? "")));
  const facts = new Map([
    ...wordFacts(line, ["scopes", "sort", "additional"]),
    ...["rate", "daily", "status", "result", "stricter", "page", "filter_required"].flatMap((key) =>
      line[key] === undefined ? [] : [[key, plain(line[key])] as const],
    ),
    ...["fields", "filter", "include"].flatMap((key) =>
      Object.entries((line[key] ?? {}) as Line).map(
        ([name, value]) => [`${key} ${name}`, plain(value)] as const,
      ),
    ),
    ...[...takes].map(([name, said]) => [`argument ${name}`, said] as const),
  ]);
  return { name: String(line.name), place: `${method} ${path}`, facts, types: namesIn(takes) };
}

function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value
    .map((one) => (Array.isArray(one) ? one.map((word) => JSON.stringify(word)).join("|") : plain(one)))
    .join(" ");
}

function wordFacts(line: Line, keys: readonly string[]): Map<string, string> {
  return new Map(
    keys.flatMap((key) =>
      String(line[key] ?? "")
        .split(" ")
        .filter(Boolean)
        .map((word) => [`${key} ${word}`, ""] as const),
    ),
  );
}

function saidFacts(said: ReadonlyMap<string, Said>): Map<string, string> {
  return new Map(
    [...said].map(([path, { needed, may }]) => [path, `${needed ? "needed" : "optional"} ${may.join("|")}`]),
  );
}

function namesIn(facts: Facts): string[] {
  const words = [...facts.values()].flatMap((text) => text.split(/[ |]/));
  return [...new Set(words.map((word) => word.replace(/\[\].*$/, "")).filter((word) => /^[A-Z]/.test(word)))];
}

function reaches(
  from: readonly string[],
  type: string,
  inner: ReadonlyMap<string, readonly string[]>,
): boolean {
  const seen = new Set<string>();
  const next = [...from];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (name === type) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    next.push(...(inner.get(name) ?? []));
  }
  return false;
}

/** What was added to facts, what left them, what changed; of lists of values only those that differ. */
export function difference(old: Facts, now: Facts): string[] {
  const gone = [...old]
    .filter(([path]) => !now.has(path))
    .map(([path, value]) => `- ${path} ${value}`.trimEnd());
  const other = [...now].flatMap(([path, value]) => {
    const known = old.get(path);
    if (known === undefined) return [`+ ${path} ${value}`.trimEnd()];
    return known === value ? [] : [`~ ${path}: ${changed(known, value)}`];
  });
  return [...gone, ...other];
}

function changed(old: string, now: string): string {
  const [had, has] = [wordsOf(old), wordsOf(now)];
  if (had.length < 3 && has.length < 3) return `${old} → ${now}`;
  const lost = had.filter((one) => !has.includes(one)).map((one) => `-${one}`);
  const won = has.filter((one) => !had.includes(one)).map((one) => `+${one}`);
  return [...lost, ...won].join(" ") || "another order";
}

function wordsOf(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|[^ |]+/g) ?? [];
}
