import { quote } from "../../../src/jsonapi/filter.ts";
import { isObject, textOf } from "../../../src/text.ts";
import type { OtherAccount } from "../../../src/tool/tool.ts";
import { operationNamed } from "../../operations/tools.ts";

/** What reads one of the two accounts. */
export type Reader = OtherAccount["context"];

/** A thing of an account. */
export interface Named {
  id: string;
  name: string;
  /** Of a metric: what it comes from. */
  of?: string;
}

/** How each kind is found: by any of some names, by one name, or among all of them. */
const LISTED = {
  metric: ["get_metrics", "all"],
  list: ["get_lists", "any"],
  segment: ["get_segments", "any"],
  template: ["get_templates", "any"],
  "universal content": ["get_all_universal_content", "any"],
  flow: ["get_flows", "equals"],
  tag: ["get_tags", "all"],
  "tag group": ["get_tag_groups", "all"],
} as const;
export type Type = keyof typeof LISTED;

/** An account has 100 to 300 metrics; tags are at most 500. */
const MOST = 1000;
/** So many names or ids go into one filter. */
const CHUNK = 20;

/** The operations by which things are found. */
export const listers = () => Object.values(LISTED).map(([name]) => operationNamed(name));

/** All things of a kind that have one of these names. */
export function called(reader: Reader, type: Type, names: readonly string[]): Promise<Named[]> {
  return found(reader, type, "name", names);
}

/** So many things of nearly the same name are told, and so many are looked at: a filter minds case and the whole name. */
const MOST_NEAR = 3;
const MOST_LOOKED_AT = 100;

/** The first things of a kind, among which one of nearly the same name may be. */
export async function firstOf(reader: Reader, type: Type): Promise<readonly Named[]> {
  const { items } = await reader.list(operationNamed(LISTED[type][0]), { fields: ["name"] }, MOST_LOOKED_AT);
  return items.map(namedIn);
}

/** Those that are called nearly so: what was asked for is in the name, or the name in it. */
export function nearly(all: readonly Named[], asked: string): readonly Named[] {
  const bare = (text: string) => text.trim().toLowerCase();
  const wanted = bare(asked);
  const isNear = ({ name }: Named) =>
    name !== "" && (bare(name).includes(wanted) || wanted.includes(bare(name)));
  return all.filter(isNear).slice(0, MOST_NEAR);
}

/** All things of a kind that have one of these ids. */
export function withIds(reader: Reader, type: Type, ids: readonly string[]): Promise<Named[]> {
  return found(reader, type, "id", ids);
}

async function found(
  reader: Reader,
  type: Type,
  by: "name" | "id",
  values: readonly string[],
): Promise<Named[]> {
  if (values.length === 0) return [];
  const [lister, how] = LISTED[type];
  const tool = operationNamed(lister);
  const read = async (filter?: string): Promise<Named[]> => {
    const { items } = await reader.list(tool, filter === undefined ? {} : { filter, fields: ["name"] }, MOST);
    return items.map(namedIn);
  };
  const wanted = new Set(values);
  const filters =
    how === "equals" && by === "name" ? values.map(equals) : chunks(values).map((some) => any(by, some));
  const all = how === "all" ? await read() : (await inTurn(filters, read)).flat();
  return all.filter((one) => wanted.has(one[by]));
}

const equals = (name: string) => `equals(name,${quote(name)})`;
const any = (by: string, values: readonly string[]) => `any(${by},[${values.map(quote).join(",")}])`;

function namedIn(item: Record<string, unknown>): Named {
  const { id, name, integration } = item;
  const of = item["integration.name"] ?? (isObject(integration) ? integration.name : undefined);
  return { id: textOf(id), name: textOf(name), ...(of !== undefined && { of: textOf(of) }) };
}

function chunks(values: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(values.length / CHUNK) }, (_, at) =>
    values.slice(at * CHUNK, (at + 1) * CHUNK),
  );
}

async function inTurn<A, B>(items: readonly A[], run: (item: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (const item of items) done.push(await run(item));
  return done;
}
