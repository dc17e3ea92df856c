import { readFileSync } from "node:fs";
import type { FilterTable } from "../klaviyo/filter.ts";

/** What an attribute holds: `string`, `draft|live`, a tree of names, a list of one kind; `?` may be null. */
export type Tree = string | Tree[] | { [name: string]: Tree };

/** What is known of one resource type; `edition` where a revision sees it otherwise. */
export interface KindFact {
  kind: string;
  edition?: string;
  path?: string;
  fields: string;
  additional?: string;
  attributes?: Tree;
  /** Relationship → its type, `*` for several. */
  relations?: Record<string, string>;
  /** Relationships that have paths but are in no answer. */
  routes?: Record<string, string>;
}

/** One operation that has no behaviour of its own. */
export interface OperationFact {
  operation: string;
  edition?: string;
  route: string;
  type: string;
  many?: boolean;
  limit: string;
  success: number;
  empty?: boolean;
  include?: string;
  additional?: string;
  fields?: string;
  sparse?: string;
  filter?: FilterTable;
  requires?: string;
  sort?: string;
  page?: [number, number] | [number];
  parameters?: string;
  body?: string;
  form?: string;
}

interface Facts {
  kinds: KindFact[];
  operations: OperationFact[];
  /** The rules that bodies name. */
  rules: Map<string, string>;
}

let known: Facts | undefined;

/** The table beside this file, in the build too, which `npm run sandbox:facts` writes; read when first asked for. */
export function facts(): Facts {
  known ??= readFacts();
  return known;
}

function readFacts(): Facts {
  const read: Facts = { kinds: [], operations: [], rules: new Map() };
  const text = readFileSync(new URL("./sandbox-facts.jsonl", import.meta.url), "utf8");
  for (const line of text.split("\n")) {
    if (line.startsWith('{"kind"')) read.kinds.push(JSON.parse(line));
    else if (line.startsWith('{"operation"')) read.operations.push(JSON.parse(line));
    else if (line !== "") {
      const { rule, is } = JSON.parse(line);
      read.rules.set(rule, is);
    }
  }
  return read;
}
