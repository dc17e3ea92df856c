import { once } from "../tool/once.ts";
import { type Field, parseShape, parseSignature, type Shape } from "./signature.ts";

// One line of tools/operations/*.jsonl a fact: an operation, a resource type, a named type.

type Tier = "XS" | "S" | "M" | "L" | "XL";
export type RowRate = Tier | { burst: number; steady: number };

/** What of a body stands below `data`; words are separated by spaces. */
export interface RowBody {
  type?: string;
  id?: string;
  attributes?: string;
  /** Arguments that stand elsewhere: dotted path below data. */
  paths?: Record<string, string>;
  /** Arguments that are ids: relationship (or a path with a dot in it), type, and 1 for several. */
  links?: Record<string, [name: string, type: string, many?: 1]>;
  /** Arguments that are objects, each of which becomes a resource object. */
  each?: Record<string, RowBody & { path?: string; many?: 1 }>;
  identifiers?: { argument: string; type: string; one?: 1; meta?: string };
  clearable?: string;
  multipart?: 1;
}

/** One operation as its row has it; words are separated by spaces, what says nothing is absent. */
export interface Row {
  name: string;
  /** Other names of the same operation. */
  aka?: string;
  section: string;
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  revision: string;
  scopes: string;
  rate: RowRate;
  daily?: number;
  stricter?: { argument: "additional_fields" | "include"; value: string; rate: RowRate }[];
  status: number[];
  /** `profile`, `profile[]`, `job …`, `ids …`; absent where nothing comes back. */
  result?: string;
  /** Attributes of a type that this operation shows besides (`+`) or not (`-`). */
  fields?: Record<string, string>;
  filter?: Record<string, [type: string, operators: string, values?: string[]]>;
  filter_required?: boolean | 1;
  sort?: string;
  include?: Record<string, string>;
  additional?: string;
  page?: { size?: number; default?: number };
  params?: Record<string, string>;
  body?: RowBody;
  takes?: string;
}

interface ResourceRow {
  resource: string;
  revision: string;
  attributes?: string;
  relationships?: string;
}

interface TypeRow {
  type: string;
  revision: string;
  is: string;
}

/** The revision that the settings replace, and in which rows of later ones look for what did not change. */
export const STABLE = "2026-07-15";

/** How a line begins: what it is of, and the names or the revision by which it is found before it is parsed. */
const HEAD = /^\{"(name|resource|type)":"([^"]+)"(?:,"(aka|revision)":"([^"]*)")?/;

/** A line as the fact that it holds, parsed when first asked for: a call needs a few of hundreds. */
function read<T>(line: string): () => T {
  return once((): T => JSON.parse(line));
}

/** The facts of one or more files of rows. */
export class Rows {
  readonly #rows = new Map<string, () => Row>();
  readonly #names = new Map<string, string>();
  readonly #resources = new Map<string, () => ResourceRow>();
  readonly #types = new Map<string, () => TypeRow>();
  readonly #shapes = new Map<string, Shape>();
  readonly #reads = new Map<string, Row[]>();
  readonly #takes = new Map<Row, Field[]>();

  constructor(texts: readonly string[]) {
    for (const text of texts) this.#add(text);
  }

  #add(text: string): void {
    for (const line of text.trim().split("\n")) {
      const [, kind, name = "", key, value = ""] = HEAD.exec(line) ?? [];
      if (kind === "name") {
        this.#rows.set(name, read<Row>(line));
        if (key === "aka") for (const other of value.split(" ")) this.#names.set(other, name);
      } else if (kind === "resource" && key) this.#resources.set(`${value} ${name}`, read<ResourceRow>(line));
      else if (kind === "type" && key) this.#types.set(`${value} ${name}`, read<TypeRow>(line));
      else throw new Error(`no row: ${line.slice(0, 80)}`);
    }
  }

  /** Every operation, in the order of the files. */
  get all(): readonly Row[] {
    return [...this.#rows.values()].map((row) => row());
  }

  /** The sections that the operations stand in. */
  get sections(): readonly string[] {
    return [...new Set(this.all.map(({ section }) => section))];
  }

  /** An operation by its name or another name of it. */
  find(name: string): Row | undefined {
    return (this.#rows.get(name) ?? this.#rows.get(this.#names.get(name) ?? ""))?.();
  }

  /** What an operation takes besides what follows from its row: the ids of its path first, then its signature. */
  takes(row: Row): readonly Field[] {
    const known = this.#takes.get(row);
    if (known) return known;
    const own = parseSignature(row.takes ?? "");
    const ids = pathIds(row).filter((id) => !own.some(({ name }) => name === id));
    const fields = [
      ...ids.map((name): Field => ({ name, optional: false, shape: { is: "string" } })),
      ...own,
    ];
    this.#takes.set(row, fields);
    return fields;
  }

  /** The reads of a path, whatever its ids are called. */
  readsOf(path: string): readonly Row[] {
    if (this.#reads.size === 0) {
      for (const row of this.all) {
        if (row.method !== "GET") continue;
        const key = spelling(row.path);
        this.#reads.set(key, [...(this.#reads.get(key) ?? []), row]);
      }
    }
    return this.#reads.get(spelling(path)) ?? [];
  }

  /** Attribute patterns of a resource type as this operation shows them; none where nothing is known. */
  attributes(type: string, row: Row): string[] {
    const known = this.#found(this.#resources, type, row.revision)?.attributes;
    const names = known ? known.split(" ") : [];
    for (const change of row.fields?.[type]?.split(" ") ?? []) {
      const name = change.slice(1);
      if (change.startsWith("+")) names.push(name);
      else if (change.startsWith("-")) {
        const kept = names.filter((one) => one !== name && !one.startsWith(`${name}.`));
        names.splice(0, names.length, ...kept);
      }
    }
    return names;
  }

  /** A named type as an operation of a revision means it; undefined where its file was not read. */
  shape(name: string, revision: string): Shape | undefined {
    const key = `${revision} ${name}`;
    const known = this.#shapes.get(key);
    if (known) return known;
    const is = this.#found(this.#types, name, revision)?.is;
    if (is === undefined) return undefined;
    const shape = parseShape(is);
    this.#shapes.set(key, shape);
    return shape;
  }

  #found<T>(facts: ReadonlyMap<string, () => T>, name: string, revision: string): T | undefined {
    return (facts.get(`${revision} ${name}`) ?? facts.get(`${STABLE} ${name}`))?.();
  }
}

/** Reads files of rows: a line a fact. */
export function parseRows(...texts: readonly string[]): Rows {
  return new Rows(texts);
}

/** The ids that a path holds, in its order. */
export function pathIds({ path }: Pick<Row, "path">): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

function spelling(path: string): string {
  return path.replace(/\{\w+\}/g, "{}");
}
