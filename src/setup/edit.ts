import { isObject } from "../text.ts";
import type { Client, Entry, Launch } from "./clients.ts";
import { isOurs, NAMES } from "./entry.ts";
import { JsonFile } from "./json.ts";
import { type Splice, spliced, UnreadableFile } from "./text.ts";
import { TomlFile } from "./toml.ts";

/** A file's text before and after, and the places where they differ; no text is no file. */
export interface Edit {
  before: string | undefined;
  after: string | undefined;
  splices: readonly Splice[];
}

/** A server of ours in a client's file. */
export interface Own {
  name: string;
  entry: Entry;
}

/** Our server in a client's file; undefined where there is none. Throws UnreadableFile. */
export function ownIn(client: Client, text: string | undefined): Own | undefined {
  const servers = serversIn(client, text ?? "");
  const name = NAMES.find((one) => isOurs(servers[one]));
  const entry = name && servers[name];
  return isObject(entry) && name ? { name, entry } : undefined;
}

/**
 * The edit that makes a client's file start us: in our own place where we are there already, else under the first of
 * our names that is free; what others wrote into our entry stays in it. Throws UnreadableFile.
 */
export function added(client: Client, before: string | undefined, launch: Omit<Launch, "name">): Edit {
  const servers = serversIn(client, before ?? "");
  const own = ownIn(client, before);
  const name = own?.name ?? NAMES.find((one) => !(one in servers));
  if (name === undefined) throw new UnreadableFile(`others have the names ${NAMES.join(" and ")} in it`);
  const entry = { ...theirsIn(own?.entry), ...client.entry({ name, ...launch }) };
  return put(client, before, { name, entry });
}

/**
 * The edit that takes us out. A file that holds what setup made of `kept`, the one it found, becomes that again, or
 * none where it found none; any other keeps all that has come into it since. Throws UnreadableFile.
 */
export function removed(client: Client, before: string, kept: string | undefined): Edit | undefined {
  const own = ownIn(client, before);
  if (!own) return undefined;
  const found = isReadable(client, kept) && !ownIn(client, kept) ? kept : undefined;
  const taken = fileOf(client, before).take(own.name, found !== undefined && !holdsServers(client, found));
  const after = spliced(before, taken);
  checkRest(client, before, after, own.name);
  const isAsMade = put(client, found, own).after === before;
  return { before, after: isAsMade ? found : after, splices: taken };
}

/** Whether this is what setup makes of no file at all. */
export function isMadeByUs(client: Client, text: string): boolean {
  const own = ownIn(client, text);
  return own !== undefined && put(client, undefined, own).after === text;
}

function put(client: Client, before: string | undefined, { name, entry }: Own): Edit {
  const splices = fileOf(client, before ?? "").put(name, entry);
  const after = spliced(before ?? "", splices);
  checkRest(client, before ?? "", after, name);
  return { before, after, splices };
}

/** A last look before anything is written. */
function checkRest(client: Client, before: string, after: string, name: string): void {
  if (!saysTheSame(client, before, after, name))
    throw new UnreadableFile("it cannot be changed without changing others");
}

/** Whether two texts of a client's file say the same but for one server. Throws UnreadableFile. */
export function saysTheSame(client: Client, before: string, after: string, name: string): boolean {
  const rest = (text: string) => {
    const whole = fileOf(client, text).value;
    const { [client.under]: _, ...others } = isObject(whole) ? whole : {};
    const { [name]: __, ...servers } = serversIn(client, text);
    return JSON.stringify([others, servers], (_key, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
  };
  return rest(before) === rest(after);
}

function fileOf({ format, under }: Client, text: string): JsonFile | TomlFile {
  return format === "toml" ? new TomlFile(text, under) : new JsonFile(text, under, format === "jsonc");
}

function serversIn(client: Client, text: string): Record<string, unknown> {
  const { value } = fileOf(client, text);
  const servers = isObject(value) ? value[client.under] : undefined;
  return isObject(servers) ? servers : {};
}

function holdsServers(client: Client, text: string): boolean {
  const { value } = fileOf(client, text);
  return isObject(value) && client.under in value;
}

function isReadable(client: Client, text: string | undefined): text is string {
  if (text === undefined) return false;
  try {
    fileOf(client, text);
    return true;
  } catch (error) {
    if (error instanceof UnreadableFile) return false;
    throw error;
  }
}

/** What an entry of ours holds that a client or a person put there: that it is switched off, or what needs no asking. */
function theirsIn(entry: Entry = {}): Entry {
  const ours = [
    "type",
    "source",
    "command",
    "args",
    "env",
    "environment",
    "url",
    "serverUrl",
    "headers",
    "enabled",
  ];
  return Object.fromEntries(Object.entries(entry).filter(([key]) => !ours.includes(key)));
}
