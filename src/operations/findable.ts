import type { DirectTool } from "../tool/tool.ts";
import type { ResourceBody } from "../tool/vocabulary.ts";
import { spaced, stem, stemmer, words } from "./stems.ts";

/** What the search knows of an operation. */
export interface OperationDocument {
  name: string;
  section: string;
  path: string;
  method: string;
  /** The callable line, such as `get_lists(filter?: …) → list[]`. */
  line: string;
  /** Names of arguments and filter fields, types of results: what a question may name besides. */
  words: string;
  /** Another name of the same operation. */
  aka?: string;
  /** A tool of its own stands for it. */
  first?: boolean;
}

/** An operation as the search keeps it: plain JSON, so that the build can write it down. */
export interface Entry {
  name: string;
  /** Every name of it, as words. */
  names: string[];
  section: string;
  nameStems: string[];
  /** How much each stem weighs. */
  weights: Record<string, number>;
  length: number;
  standing: number;
  action: string;
  changes: boolean;
}

/** How much a word weighs by where it stands. */
const WEIGHTS = { name: 3, section: 1, path: 0.5, line: 0.4 };
export const CORE_ACTIONS = new Set("get create update delete remove".split(" ").map(stem));

/** The documents as the search keeps them, in their order. */
export function entriesOf(documents: readonly OperationDocument[]): Entry[] {
  const paths = new Set(documents.filter(({ method }) => method === "GET").map(({ path }) => path));
  const stemOf = stemmer();
  return documents.map((document) => entryOf(document, paths, stemOf));
}

function entryOf(document: OperationDocument, paths: ReadonlySet<string>, stemOf: typeof stem): Entry {
  const weights = new Map<string, number>();
  const nameStems = [...new Set(words(document.name).map(stemOf))];
  const add = (text: string, weight: number) => {
    for (const one of new Set(words(text).map(stemOf))) weights.set(one, (weights.get(one) ?? 0) + weight);
  };
  add(`${document.name} ${document.aka ?? ""}`, WEIGHTS.name);
  add(document.section, WEIGHTS.section);
  add(document.path, WEIGHTS.path);
  add(`${document.line} ${document.words}`, WEIGHTS.line);
  const length = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  const { name, section } = document;
  const action = nameStems.find((one) => CORE_ACTIONS.has(one)) ?? "";
  const others = (document.aka ?? "").split(" ").filter(Boolean);
  return {
    name,
    names: [name, ...others].map(spaced),
    section: spaced(section),
    nameStems,
    weights: Object.fromEntries(weights),
    length,
    standing: standingOf(document, paths),
    action,
    changes: document.method !== "GET" && !/^(query|render|get)_/.test(name),
  };
}

/** What answers with identifiers alone, or is a second form, stands behind what it is a twin of. */
function standingOf({ name, path, method, first }: OperationDocument, paths: ReadonlySet<string>): number {
  const whole = path.replace("/relationships/", "/");
  const twin = method === "GET" && whole !== path && paths.has(whole);
  const job = method === "GET" && /_jobs?$/.test(name);
  return (
    (twin ? 0.5 : 1) *
    (job ? 0.8 : 1) *
    (/_\d{4}_\d\d$/.test(name) ? 0.85 : 1) *
    (first ? 1.08 : 1) *
    (method === "GET" && !path.endsWith("}") ? 1.04 : 1)
  );
}

/** What the search is to know of a tool; `first` says that a person put it into words. */
export function documentOf(tool: DirectTool, first: boolean): OperationDocument {
  const request = tool.kind === "operation" ? tool.request : undefined;
  const body = request?.body;
  const words = [
    tool.title,
    // A row has no sentence of its own: what stands there is its name and its path once more.
    first ? tool.description : "",
    ...Object.keys(request?.query.filter ?? {}),
    ...(body && "type" in body && !("identifiers" in body) ? namedIn(body) : []),
    "result" in tool && "resource" in tool.result ? tool.result.resource.type : "",
  ];
  return {
    name: tool.name,
    section: tool.toolset,
    path: request?.path ?? "",
    method: request?.method ?? "GET",
    line: "",
    words: words.join(" "),
    aka: tool.aka.join(" "),
    first,
  };
}

/** The arguments of a body by name, those of the objects in it too, and what it relates to. */
function namedIn(body: ResourceBody): string[] {
  return [
    ...(body.attributes ?? []),
    ...Object.keys(body.paths ?? {}),
    ...Object.values(body.relationships ?? {}).map(({ name }) => name),
    ...Object.entries(body.each ?? {}).flatMap(([name, { item }]) => [name, ...namedIn(item)]),
  ];
}
