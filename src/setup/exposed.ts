import { keptAt, keptOf } from "./changes.ts";
import type { Client } from "./clients.ts";
import type { Disk } from "./disk.ts";
import { ownIn } from "./edit.ts";
import { saidIn } from "./entry.ts";
import type { Placed } from "./places.ts";
import { closing } from "./shell.ts";

/** A file that holds the key, and that others than its owner may use. */
export interface Exposed {
  file: string;
  /** Its permissions, as chmod takes them. */
  mode: string;
}

/**
 * Of a client's file, the one that was kept of it and the key's own: those that hold our key and that others may use.
 * Throws UnreadableFile for the client's file.
 */
export function exposedBy(disk: Disk, { client, file }: Placed): Exposed[] {
  const holders = [
    ...holdersIn(client, file, disk.read(file)),
    ...holdersIn(client, keptAt(file), keptOf(disk, file)),
  ];
  return [...new Set(holders)].flatMap((one) => {
    const mode = disk.othersOf(one) ? disk.modeOf(one) : undefined;
    return mode === undefined ? [] : [{ file: one, mode: (mode & 0o777).toString(8) }];
  });
}

/** What is amiss with them, and the command that mends it. */
export function exposedSaid(exposed: readonly Exposed[]): { is: string; todo: string } {
  const files = exposed.map(({ file, mode }) => `${file} (mode ${mode})`);
  return {
    is: `others may use what holds the key: ${files.join(", ")}`,
    todo: closing(exposed.map(({ file }) => file)),
  };
}

function holdersIn(client: Client, file: string, text: string | undefined): string[] {
  const own = ownIn(client, text);
  if (!own) return [];
  const { key, keyFile } = saidIn(own.entry);
  return key ? [file] : keyFile ? [keyFile] : [];
}
