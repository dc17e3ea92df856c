import type { Launch } from "./clients.ts";
import type { Disk } from "./disk.ts";
import { added, type Edit, isMadeByUs, ownIn, removed } from "./edit.ts";
import { secretsIn } from "./entry.ts";
import type { Placed } from "./places.ts";
import { diffOf } from "./shown.ts";
import { UnreadableFile } from "./text.ts";

/** What is to become of one client's file: an edit, nothing, or why it is left alone. */
export type Change =
  | { at: Placed; edit: Edit; diff: string }
  | { at: Placed; same: true }
  | { at: Placed; why: string };

/** Where a file's text stands as it was before setup came to it. */
export function keptAt(file: string): string {
  return `${file}.before-klaviyo-mcp`;
}

/** The changes that put us into these clients' files. Nothing is written. */
export function additions(disk: Disk, clients: readonly Placed[], launch: Omit<Launch, "name">): Change[] {
  return changes(clients, (at) => added(at.client, disk.read(at.file), launch));
}

/** The changes that take us out again. Nothing is written. */
export function removals(disk: Disk, clients: readonly Placed[]): Change[] {
  return changes(clients, ({ client, file }) => {
    const before = disk.read(file);
    return before === undefined ? undefined : removed(client, before, keptOf(disk, file));
  });
}

/**
 * Writes what a change says, made anew of what the file holds by now, and keeps what it held before us beside it.
 * Throws UnreadableFile, and leaves the file as it is.
 */
export function putIn(disk: Disk, { client, file }: Placed, launch: Omit<Launch, "name">): void {
  const before = disk.read(file);
  const { after = "" } = added(client, before, launch);
  const kept = keptAt(file);
  const isOurs = before !== undefined && ownIn(client, before) !== undefined;
  if (before === undefined) disk.remove(kept);
  else if (!isOurs || (!disk.isFile(kept) && !isMadeByUs(client, before)))
    disk.write(kept, before, permissionsOf(disk, file));
  disk.write(file, after);
}

/** Takes us out of a file, made anew as well, and takes away what was kept of it. Throws UnreadableFile. */
export function takeOut(disk: Disk, { client, file }: Placed): void {
  const before = disk.read(file);
  const edit = before === undefined ? undefined : removed(client, before, keptOf(disk, file));
  if (edit?.after !== undefined) disk.write(file, edit.after);
  else if (edit) disk.remove(file);
  disk.remove(keptAt(file));
}

function changes(clients: readonly Placed[], make: (at: Placed) => Edit | undefined): Change[] {
  return clients.map((at) => {
    try {
      const edit = make(at);
      if (!edit || edit.before === edit.after) return { at, same: true };
      return { at, edit, diff: diffOf(edit.before ?? "", edit.splices, secretsOf(at, edit)) };
    } catch (error) {
      if (error instanceof UnreadableFile) return { at, why: error.message };
      throw error;
    }
  });
}

/** What is secret in our entry, as it was and as it will be. */
function secretsOf({ client }: Placed, { before, after }: Edit): string[] {
  return [before, after].flatMap((text) => {
    const own = ownIn(client, text);
    return own ? secretsIn(own.entry) : [];
  });
}

/** What stands there; undefined for nothing, or what cannot be read. */
export function keptOf(disk: Disk, file: string): string | undefined {
  try {
    return disk.read(keptAt(file));
  } catch (error) {
    if (error instanceof UnreadableFile) return undefined;
    throw error;
  }
}

function permissionsOf(disk: Disk, file: string): number | undefined {
  const mode = disk.modeOf(file);
  return mode === undefined ? undefined : mode & 0o777;
}
