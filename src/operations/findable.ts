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

/** What people call a thing → the words that its operations have. Several ways of saying it stand apart by commas. */
export type Vocabulary = Readonly<Record<string, string>>;

/** What people mean by a phrase: stems of Klaviyo's words, with what each counts. */
export interface Meaning {
  means: [stem: string, weight: number][];
  /** The words mean this and not what they say. */
  instead?: true;
}

/** A way of saying a thing, as stems with a blank between, and which of the meanings it has. */
export type Phrase = [says: string, meaning: number];

/** What a search is made of: plain JSON, so that the build can write it down. */
export interface SearchIndex {
  entries: Entry[];
  /** Which entries have a stem, and how much it weighs there: place, weight, place, weight … */
  holders: Record<string, number[]>;
  meanings: Meaning[];
  /** By their first word, those of most words first. */
  phrases: Record<string, Phrase[]>;
}

/** An operation as the search keeps it. */
export interface Entry {
  name: string;
  /** Every name of it, as words. */
  names: string[];
  section: string;
  nameStems: string[];
  /** What its stems weigh together. */
  length: number;
  standing: number;
  action: string;
  changes: boolean;
}

/** How much a word weighs by where it stands. */
const WEIGHTS = { name: 3, section: 1, path: 0.5, line: 0.4 };
/** A meaning of several words is no more sure than one of one word: each counts less. */
const SHARED = 0.3;
export const CORE_ACTIONS = new Set("get create update delete remove".split(" ").map(stem));

/** The documents as the search keeps them, in their order, and what people call what they are about. */
export function indexOf(documents: readonly OperationDocument[], vocabulary: Vocabulary): SearchIndex {
  const paths = new Set(documents.filter(({ method }) => method === "GET").map(({ path }) => path));
  const stemOf = stemmer();
  const holders = new Map<string, number[]>();
  const entries = documents.map((document, at) => {
    const weights = weightsOf(document, stemOf);
    for (const [one, weight] of weights) holders.set(one, [...(holders.get(one) ?? []), at, weight]);
    const length = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    return { ...entryOf(document, paths, stemOf), length };
  });
  return { entries, holders: Object.fromEntries(holders), ...phrasesOf(vocabulary, stemOf) };
}

/** How much each stem of a document weighs. */
function weightsOf(document: OperationDocument, stemOf: typeof stem): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (text: string, weight: number) => {
    for (const one of new Set(words(text).map(stemOf))) weights.set(one, (weights.get(one) ?? 0) + weight);
  };
  add(`${document.name} ${document.aka ?? ""}`, WEIGHTS.name);
  add(document.section, WEIGHTS.section);
  add(document.path, WEIGHTS.path);
  add(`${document.line} ${document.words}`, WEIGHTS.line);
  // Sums of tenths are written as tenths.
  for (const [one, weight] of weights) weights.set(one, rounded(weight));
  return weights;
}

/** As short as it may be written without another answer to a question. */
function rounded(weight: number): number {
  return Math.round(weight * 1000) / 1000;
}

function entryOf(
  document: OperationDocument,
  paths: ReadonlySet<string>,
  stemOf: typeof stem,
): Omit<Entry, "length"> {
  const { name, section } = document;
  const nameStems = [...new Set(words(name).map(stemOf))];
  const action = nameStems.find((one) => CORE_ACTIONS.has(one)) ?? "";
  const others = (document.aka ?? "").split(" ").filter(Boolean);
  return {
    name,
    names: [name, ...others].map(spaced),
    section: spaced(section),
    nameStems,
    standing: standingOf(document, paths),
    action,
    changes: document.method !== "GET" && !/^(query|render|get)_/.test(name),
  };
}

function phrasesOf(vocabulary: Vocabulary, stemOf: typeof stem): Pick<SearchIndex, "meanings" | "phrases"> {
  const meanings: Meaning[] = [];
  const phrases = new Map<string, Phrase[]>();
  for (const [ways, klaviyo] of Object.entries(vocabulary)) {
    const instead = klaviyo.startsWith("= ");
    const parts = klaviyo.replace("= ", "").split(" ");
    const means = parts.map((part): [string, number] => [
      stemOf(part.replace("?", "")),
      rounded(parts.length ** -SHARED * (part.endsWith("?") ? 0.5 : 1)),
    ]);
    const meaning = meanings.push({ means, ...(instead && { instead }) }) - 1;
    for (const way of ways.split(",")) {
      const says = words(way).map(stemOf);
      const [head = ""] = says;
      phrases.set(head, [...(phrases.get(head) ?? []), [says.join(" "), meaning]]);
    }
  }
  for (const list of phrases.values()) list.sort(([a], [b]) => b.split(" ").length - a.split(" ").length);
  return { meanings, phrases: Object.fromEntries(phrases) };
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
