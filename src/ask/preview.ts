import { InputError } from "../errors.ts";
import { isObject } from "../text.ts";
import type { DirectTool, Input, Preview } from "../tool/tool.ts";
import { stateOf, UNREAD } from "./drift.ts";
import type { Line } from "./plan.ts";
import { quoted, quotedName, quotedScalar } from "./quote.ts";

type Shaped = Record<string, unknown>;
/** Reads with a tool by GET: its shaped result, "missing" where there is no such thing, undefined where that fails. */
export type PreviewRead = (tool: string, input: Input) => Promise<Shaped | "missing" | undefined>;

/** What a call's previews found. */
export interface Seen {
  shown: Line[];
  state: Map<string, string>;
  reach: number | undefined;
}

const VALUE_CHARS = 300;

/**
 * What a call would touch, read from the account: the lines of each preview that the tool declares, but for those of an
 * argument that was not given, and the state that must still hold when the call leaves. Throws InputError for a thing
 * that does not exist, and for what its state does not allow: nobody is asked about what cannot be done.
 */
export async function readPreviews(tool: DirectTool, input: Input, read: PreviewRead): Promise<Seen> {
  const shown: Line[] = [];
  const state = new Map<string, string>();
  let reach: number | undefined;
  for (const preview of tool.preview) {
    const args = fill(preview.arguments, input) as Input;
    if (Object.values(args).includes(undefined)) continue;
    const result = await readEither(preview, args, read);
    if (result === "missing" && preview.otherwise === undefined) throw missing(preview, args);
    if (result === undefined || result === "missing") {
      shown.push([preview.label, preview.otherwise ?? UNREAD]);
      if (!preview.reach) state.set(preview.label, UNREAD);
      continue;
    }
    const items = itemsOf(preview, result, input);
    for (const item of items) refuseImpossible(preview, item);
    shown.push(...(await linesOf(preview, items, result, read)));
    if (result.next_cursor) shown.push([`${preview.label}, not read`, "there are more than these"]);
    if (preview.note) shown.push([`${preview.label}, not searched`, preview.note]);
    if (preview.reach) reach = Number(at(items[0], preview.reach));
    else
      for (const [path, value] of stateOf(preview.label, { ...result, data: items })) state.set(path, value);
  }
  return { shown, state, reach };
}

/** What the preview reads; where that has no count yet, the count that there was before. */
async function readEither({ tool, before, reach }: Preview, args: Input, read: PreviewRead) {
  const result = await read(tool, args);
  const counted = isObject(result) && reach && Number.isFinite(at(result.data, reach));
  return before === undefined || counted ? result : read(before, args);
}

/** `$name` stands for the call's own argument. */
function fill(value: unknown, input: Input): unknown {
  if (typeof value === "string") return value.startsWith("$") ? input[value.slice(1)] : value;
  if (Array.isArray(value)) return value.map((one) => fill(one, input));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, input)]));
}

function missing(preview: Preview, args: Input): InputError {
  const [name, id] =
    Object.entries(preview.arguments).find(([, value]) => String(value).startsWith("$")) ?? [];
  const argument = name && String(id).slice(1);
  return new InputError(`there is no ${preview.label} ${quoted(String(name && args[name]), VALUE_CHARS)}`, {
    ...(argument && { argument }),
    next: "Nobody was asked, and nothing was sent.",
    missing: true,
  });
}

function refuseImpossible({ never, label }: Preview, item: Shaped): void {
  const found = never && at(item, never.path);
  if (!never?.holds.includes(String(found))) return;
  throw new InputError(`the ${label} is ${quotedName(String(found))}: ${never.says}`, {
    next: "Nobody was asked, and nothing was sent.",
  });
}

function itemsOf({ only }: Preview, result: Shaped, input: Input): Shaped[] {
  const all = [result.data].flat().filter(isObject);
  const wanted = only && fill(only.holds, input);
  return only ? all.filter((item) => only.paths.some((path) => holds(at(item, path), wanted))) : all;
}

async function linesOf(
  preview: Preview,
  items: readonly Shaped[],
  result: Shaped,
  read: PreviewRead,
): Promise<Line[]> {
  const { label } = preview;
  if (items.length === 0) return [[label, Array.isArray(result.data) ? "none" : UNREAD]];
  const lines: Line[] = [];
  for (const item of items) {
    const lists: Line[] = [];
    const parts: string[] = [];
    for (const path of preview.show.filter((one) => one !== "id")) {
      const key = path.split(".").at(-1) ?? path;
      const values = await valuesOf(preview, path, item, result, read);
      if (Array.isArray(values)) lists.push(...values.map((one): Line => [`${label}, ${words(key)}`, one]));
      else if (values !== undefined) parts.push(`${words(key)} ${values}`);
    }
    const { id } = item;
    const mark = typeof id === "string" ? `(${quoted(id, 2048)})` : "";
    lines.push([label, `${parts.join(", ")} ${mark}`.trim()], ...lists);
  }
  return lines;
}

/** What stands at a path, as text; a list is one text each, so that none is hidden by another. */
async function valuesOf(
  { named }: Preview,
  path: string,
  item: Shaped,
  result: Shaped,
  read: PreviewRead,
): Promise<string | string[] | undefined> {
  const links = isObject(item.relationships) ? item.relationships : {};
  const value = Object.hasOwn(links, path) ? links[path] : at(item, path);
  if (value === undefined || value === null) return undefined;
  if (Object.hasOwn(links, path)) return [value].flat().map((id) => includedName(id, result));
  if (!Array.isArray(value)) return inWords(value);
  if (value.length === 0) return "none";
  if (!named?.paths.includes(path)) return value.map(inWords);
  const names: string[] = [];
  for (const id of value) names.push(await nameOf(id, named.by, read));
  return names;
}

function includedName(id: unknown, result: Shaped): string {
  const included = Array.isArray(result.included) ? result.included.filter(isObject) : [];
  return withName(included.find((one) => one.id === id)?.name, id);
}

async function nameOf(
  id: unknown,
  by: NonNullable<Preview["named"]>["by"],
  read: PreviewRead,
): Promise<string> {
  for (const { tool, argument } of by) {
    const found = await read(tool, { [argument]: id });
    const name = isObject(found) && isObject(found.data) ? found.data.name : undefined;
    if (name !== undefined) return withName(name, id);
  }
  return withName(undefined, id);
}

function withName(name: unknown, id: unknown): string {
  const known = typeof name === "string" ? `${quoted(name, 100)} ` : "";
  return `${known}(${quoted(String(id), 2048)})`;
}

function at(item: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), item);
}

function holds(value: unknown, wanted: unknown): boolean {
  return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

function inWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(inWords).join("; ");
  if (!isObject(value)) return quotedScalar(value, VALUE_CHARS);
  const parts = Object.entries(value).map(([name, one]) => `${words(quotedName(name))} ${inWords(one)}`);
  return parts.join(", ");
}

function words(name: string): string {
  return name.replace(/[_-]/g, " ");
}
