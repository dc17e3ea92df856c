import type { Resource } from "../resource.ts";
import type { Clause, FilterTable } from "./filter.ts";
import type { Multitude } from "./multitude.ts";
import type { Store } from "./store.ts";

/** The query of one request, checked against its operation's row. */
export interface Query {
  parameters: Map<string, string>;
  fields: Map<string, string[]>;
  include: string[];
  additional: string[];
  clauses: Clause[];
  sort?: { name: string; descending: boolean };
  size: number;
  offset: number;
}

/** One request that has passed every check of its row, and what its behaviour may say beside the result. */
export interface Call {
  operation: Operation;
  store: Store;
  /** The type of the resource that the path names, and its id. */
  parent: { type: string; id: string };
  /** The `data` of the body, which fits the row's rule. */
  data: unknown;
  query: Query;
  reply: { status: number; next?: string | null; headers?: Record<string, string> };
}

/** What an operation does: changes the store and returns what is to be shown; null where there is none, nothing for an empty answer. */
export type Behaviour = (call: Call) => Resource | Resource[] | Multitude | null | undefined;

/** One Klaviyo operation, as a row: everything it takes and everything it refuses. */
export interface Operation {
  id: string;
  /** `METHOD /path/{id}`. */
  route: string;
  /** The revision that alone has it so; without one it is of 2026-07-15. */
  edition?: string;
  /** The type of resource in the answer. */
  type: string;
  /** A tier, or `burst steady [daily]`. */
  limit: string;
  /** Stricter limits that a query parameter value brings, shared by all operations with the same pair. */
  stricter?: Record<string, string>;
  success: number;
  /** The success has no body. */
  empty?: boolean;
  /** Relationships that may be included. */
  include?: string;
  /** Relationships that are included unasked. */
  brings?: string;
  /** Filter fields that are taken and not applied. */
  ignores?: string;
  /** Attributes that additional-fields may name. */
  additional?: string;
  /** Attributes shown here and nowhere else. */
  extra?: string;
  /** Field names in tree notation where they differ from those of the type. */
  fields?: string;
  filter?: FilterTable;
  /** The types whose fields may be chosen, where they are not its own and those it can include. */
  sparse?: string;
  /** The answer holds identifiers alone. */
  ids?: boolean;
  /** It answers with several resources. */
  many?: boolean;
  /** Filter fields of which one must be there, with equals or any. */
  requires?: string;
  /** Names to sort by, either way. */
  sort?: string;
  /** Page size: default and maximum; with one number the size is fixed and there is no page[size]. */
  page?: readonly [number, number] | readonly [number];
  /** Further query parameters. */
  parameters?: string;
  /** The rule for the body's `data`. */
  body?: string;
  /** The fields of a form that stands for a body, `!` for those that must be there. */
  form?: string;
  does: Behaviour;
}

/** The body's `data`, in the shape that the row's rule has already made sure of. */
export function readData<T>(call: Call): T {
  return call.data as T;
}
