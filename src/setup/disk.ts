import { randomUUID } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { UnreadableFile } from "./text.ts";

// The files of setup: clients' own, what they were before, and the key's. Nothing else of setup touches a disk.

export interface Disk {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
  /** A path from the folder that one is in. */
  absolute(path: string): string;
  /** A file's text; undefined where there is none. Throws UnreadableFile for what is no text, or not to be read. */
  read(path: string): string | undefined;
  /** What Unix lets whom do with it; undefined where there is no file or no such thing. */
  modeOf(path: string): number | undefined;
  /**
   * What a file's group and everybody else may do with it, as far as the folders above let them come to it, in the bits
   * of a mode; undefined where there is no file or no such thing.
   */
  othersOf(path: string): number | undefined;
  /**
   * Writes a file whole or not at all: a link stays one, and what it leads to keeps its mode and owner. A new file is
   * its owner's alone, or as `mode` says.
   */
  write(path: string, text: string, mode?: number): void;
  /** Takes a file away, and what a link leads to instead of the link. */
  remove(path: string): void;
  /** Takes a folder away that is empty. */
  removeEmpty(path: string): void;
}

const OWNERS = 0o600;
const MOST_LINKS = 40;

export const disk: Disk = {
  isFile: (path) => kindOf(path)?.isFile() ?? false,
  isFolder: (path) => kindOf(path)?.isDirectory() ?? false,
  absolute: (path) => resolve(path),
  read(path) {
    try {
      const bytes = readFileSync(path);
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      if (error instanceof TypeError && codeOf(error) === "ERR_ENCODING_INVALID_ENCODED_DATA")
        throw new UnreadableFile("it is no UTF-8 text");
      throw new UnreadableFile(`it cannot be read (${codeOf(error)})`);
    }
  },
  modeOf: (path) => (process.platform === "win32" ? undefined : kindOf(path)?.mode),
  othersOf(path) {
    const mode = this.modeOf(path);
    if (mode === undefined) return undefined;
    const above = foldersAbove(targetOf(path)).map((folder) => kindOf(folder)?.mode ?? 0);
    const comes = (enter: number) => above.every((folder) => (folder & enter) !== 0);
    return (comes(0o010) ? mode & 0o070 : 0) | (comes(0o001) ? mode & 0o007 : 0);
  },
  write(path, text, mode) {
    const target = targetOf(path);
    const before = kindOf(target);
    const beside = `${target}.${randomUUID()}.tmp`;
    try {
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      const file = openSync(beside, "wx", OWNERS);
      try {
        writeFileSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      // What one may open a file with is cut by the mask of the process; what it is set to is not.
      chmodSync(beside, mode ?? (before ? before.mode & 0o7777 : OWNERS));
      const made = statSync(beside);
      if (before && (before.uid !== made.uid || before.gid !== made.gid))
        chownSync(beside, before.uid, before.gid);
      renameSync(beside, target);
    } catch (error) {
      quietly(() => unlinkSync(beside));
      throw new UnreadableFile(`it cannot be written (${codeOf(error)})`);
    }
  },
  remove: (path) => removeIfThere(targetOf(path)),
  removeEmpty(path) {
    quietly(() => rmdirSync(path));
  },
};

function foldersAbove(path: string): string[] {
  const folder = dirname(path);
  return folder === path ? [] : [folder, ...foldersAbove(folder)];
}

/** What a path leads to in the end, also where nothing is there yet. */
function targetOf(path: string): string {
  let at = path;
  for (let links = 0; links < MOST_LINKS; links += 1) {
    try {
      return realpathSync(at);
    } catch (error) {
      if (codeOf(error) !== "ENOENT" || !isLink(at)) return at;
      at = resolve(dirname(at), readlinkSync(at));
    }
  }
  return at;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function kindOf(path: string) {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Does what need not succeed. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {
    // Nothing is there to take away, or somebody else's file is in it.
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw new UnreadableFile(`it cannot be removed (${codeOf(error)})`);
  }
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? error);
}
