import { isObject, oneLine } from "../text.ts";
import type { Input, Preview, Tool } from "../tool/tool.ts";

type Shaped = Record<string, unknown>;
/** Reads with a tool and answers with its shaped result, or undefined when that fails. */
export type PreviewRead = (tool: string, input: Input) => Promise<Shaped | undefined>;

/** More names than a person reads before deciding. */
const MAX_NAMES = 10;

/**
 * What a call would touch, read from the account by GET: one entry for each preview that the tool declares, but for
 * those of an argument that was not given.
 */
export async function readPreviews(
  tool: Tool,
  input: Input,
  read: PreviewRead,
): Promise<[string, unknown][]> {
  const shown: [string, unknown][] = [];
  for (const preview of tool.preview) {
    const args = fill(preview.arguments, input) as Input;
    if (Object.values(args).includes(undefined)) continue;
    const result = await read(preview.tool, args);
    shown.push([preview.label, result ? await describe(preview, result, input, read) : unreadable(preview)]);
    if (preview.note) shown.push([`${preview.label}, not searched`, preview.note]);
  }
  return shown;
}

/** The question that a person is asked, in plain words: what will happen, to what, with what. */
export function questionText(preview: Shaped): string {
  const { action, ...rest } = preview;
  const lines = Object.entries(rest).map(([name, value]) => `- ${name}: ${inWords(value)}`);
  return [`${action}?`, ...lines].join("\n");
}

/** `$name` stands for the call's own argument. */
function fill(value: unknown, input: Input): unknown {
  if (typeof value === "string") return value.startsWith("$") ? input[value.slice(1)] : value;
  if (Array.isArray(value)) return value.map((one) => fill(one, input));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fill(one, input)]));
}

function unreadable(preview: Preview): string {
  return preview.otherwise ?? "could not be read";
}

async function describe(preview: Preview, result: Shaped, input: Input, read: PreviewRead): Promise<unknown> {
  const { only, named } = preview;
  const all = [result.data].flat().filter(isObject);
  const wanted = only && fill(only.holds, input);
  const items = only ? all.filter((item) => only.paths.some((path) => holds(at(item, path), wanted))) : all;
  const shown: Shaped[] = [];
  for (const item of items) {
    const names = new Map<string, unknown>();
    for (const path of named?.paths ?? [])
      names.set(path, await namesOf(at(item, path), named?.by ?? [], read));
    shown.push(showItem(preview.show, item, result, names));
  }
  if (Array.isArray(result.data)) return shown.length > 0 ? shown : "none";
  return shown[0] ?? unreadable(preview);
}

function showItem(
  paths: readonly string[],
  item: Shaped,
  result: Shaped,
  names: ReadonlyMap<string, unknown>,
): Shaped {
  const links = isObject(item.relationships) ? item.relationships : {};
  const included = Array.isArray(result.included) ? result.included.filter(isObject) : [];
  const entries = paths.map((path): [string, unknown] => {
    const key = path.split(".").at(-1) ?? path;
    if (names.has(path)) return [key, names.get(path)];
    if (!Object.hasOwn(links, path)) return [key, at(item, path)];
    const ids = [links[path]].flat();
    return [key, ids.map((id) => included.find((one) => one.id === id)?.name ?? id)];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

async function namesOf(
  ids: unknown,
  by: NonNullable<Preview["named"]>["by"],
  read: PreviewRead,
): Promise<unknown> {
  if (!Array.isArray(ids)) return ids;
  const names: unknown[] = [];
  for (const id of ids.slice(0, MAX_NAMES)) names.push(await nameOf(id, by, read));
  return ids.length > MAX_NAMES ? [...names, `and ${ids.length - MAX_NAMES} more`] : names;
}

async function nameOf(
  id: unknown,
  by: NonNullable<Preview["named"]>["by"],
  read: PreviewRead,
): Promise<unknown> {
  for (const { tool, argument } of by) {
    const found = await read(tool, { [argument]: id });
    const name = isObject(found?.data) ? found.data.name : undefined;
    if (name !== undefined) return `${name} (${id})`;
  }
  return id;
}

function at(item: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((node, key) => (isObject(node) ? node[key] : undefined), item);
}

function holds(value: unknown, wanted: unknown): boolean {
  return Array.isArray(value) ? value.includes(wanted) : value === wanted;
}

function inWords(value: unknown): string {
  if (typeof value === "string") return oneLine(value, 300);
  if (Array.isArray(value)) return oneLine(value.map(inWords).join("; "), 1000);
  if (!isObject(value)) return String(value);
  const parts = Object.entries(value).map(([name, one]) => `${name.replace(/[_-]/g, " ")} ${inWords(one)}`);
  return oneLine(parts.join(", "), 1000);
}
