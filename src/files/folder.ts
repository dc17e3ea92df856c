import { randomUUID } from "node:crypto";
import { constants, mkdirSync, realpathSync, statSync } from "node:fs";
import { type FileHandle, link, lstat, open, realpath, rename, stat, unlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ConfigError, InputError } from "../errors.ts";
import type { Files, GrowingFile, Table } from "../tool/files.ts";
import { plainName } from "./names.ts";
import { tableOf } from "./table.ts";
import { isGone, WRITER } from "./writer.ts";

/** A table is checked whole before the first of it is sent. */
export const MAX_TABLE = 50_000_000;
/** Bytes of a file that are read at once. */
const CHUNK = 256 * 1024;
/** A file grows to this many bytes and no further. */
export const MAX_FILE = 4 * 1024 ** 3;
/** Its owner reads and writes it, and nobody else. */
const OWNERS = 0o600;
/** A link is not followed, and what would keep its opener waiting, a pipe or a terminal, is not waited for. */
const PLAINLY = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
const { O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_RDWR } = constants;

/** What tells one thing of a disk from all others. */
interface Thing {
  dev: bigint;
  ino: bigint;
}

/**
 * Opens the folder of `--files`. Throws ConfigError where there is none. Nothing else of the server reads or writes a
 * file that a model names: what stands here is all there is to look at. `opening` is how a file is opened.
 */
export function openFolder(path: string, opening: typeof open = open): Files {
  try {
    const root = realpathSync(path);
    const found = statSync(root, { bigint: true });
    if (!found.isDirectory()) throw new ConfigError(`--files is no folder: ${JSON.stringify(path)}.`);
    return new Folder(root, found, opening);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(`--files cannot be opened (${codeOf(error)}): ${JSON.stringify(path)}.`);
  }
}

/** Opens a caller's own folder in that of `--files`, which is made for them. `name` is a plain one. Throws ConfigError. */
export function openFolderIn(path: string, name: string): Files {
  openFolder(path);
  const own = join(path, name);
  try {
    mkdirSync(own, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new ConfigError(`--files takes no folder for ${name} (${codeOf(error)}): ${JSON.stringify(own)}.`);
  }
  return openFolder(own);
}

class Folder implements Files {
  readonly writer = WRITER;
  readonly isGone = isGone;
  readonly #root: string;
  readonly #thing: Thing;
  readonly #opening: typeof open;

  constructor(root: string, thing: Thing, opening: typeof open) {
    this.#root = root;
    this.#thing = thing;
    this.#opening = opening;
  }

  async read(name: string, most: number): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.#chunks(name, most)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  table(name: string): Promise<Table> {
    return tableOf(() => this.#chunks(name, MAX_TABLE), name);
  }

  async has(name: string): Promise<boolean> {
    const path = this.#pathOf(name);
    await this.#check();
    return lstat(path).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === "ENOENT") return false;
        throw toldOf(error, name);
      },
    );
  }

  async grow(name: string): Promise<GrowingFile> {
    const made = await this.#make(name);
    const file = made ?? (await this.#open(name, O_RDWR | O_APPEND));
    const { size } = await file.stat();
    return new Growing(file, name, size);
  }

  async write(name: string, text: string): Promise<void> {
    const path = this.#pathOf(name);
    const draft = `${plainName(name)}.${randomUUID().slice(0, 8)}.tmp`;
    const file = await this.#make(draft);
    if (!file) throw new InputError(`${draft} is there already`, { argument: "file" });
    try {
      await file.writeFile(text);
      await file.sync();
      await file.close();
      await this.#check();
      await rename(this.#pathOf(draft), path);
    } catch (error) {
      await file.close().catch(() => undefined);
      await unlink(this.#pathOf(draft)).catch(() => undefined);
      throw toldOf(error, name);
    }
  }

  async publish(name: string, as: string): Promise<void> {
    const [from, to] = [this.#pathOf(name), this.#pathOf(as)];
    await this.#check();
    try {
      // Unlike a rename, a link replaces nothing.
      await link(from, to);
      await unlink(from);
    } catch (error) {
      if (codeOf(error) === "EEXIST") throw taken(as);
      // Some disks know no second name of a file.
      if (await this.has(as)) throw taken(as);
      await rename(from, to).catch((failure: unknown) => {
        throw toldOf(failure, as);
      });
    }
  }

  async remove(name: string): Promise<void> {
    const path = this.#pathOf(name);
    await this.#check();
    await unlink(path).catch((error: unknown) => {
      if (codeOf(error) !== "ENOENT") throw toldOf(error, name);
    });
  }

  async *#chunks(name: string, most: number): AsyncGenerator<Uint8Array> {
    const file = await this.#open(name, O_RDONLY);
    try {
      const { size } = await file.stat();
      if (size > most) throw tooLarge(name, size, most);
      for (let length = 0; ; ) {
        const bytes = new Uint8Array(CHUNK);
        const { bytesRead } = await file.read(bytes, 0, CHUNK, length);
        if (bytesRead === 0) return;
        length += bytesRead;
        if (length > size) throw new InputError(`${name} grows while it is read`, { argument: "file" });
        yield bytes.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  #pathOf(name: string): string {
    return join(this.#root, plainName(name));
  }

  /** A new file; undefined where the name is taken. */
  async #make(name: string): Promise<FileHandle | undefined> {
    const path = this.#pathOf(name);
    await this.#check();
    const file = await this.#opening(path, O_RDWR | O_APPEND | O_CREAT | O_EXCL | PLAINLY, OWNERS).catch(
      (error: unknown) => {
        if (codeOf(error) === "EEXIST") return undefined;
        throw toldOf(error, name);
      },
    );
    return file && this.#sure(file, path, name);
  }

  async #open(name: string, flags: number): Promise<FileHandle> {
    const path = this.#pathOf(name);
    await this.#check();
    const before = await lstat(path).catch((error: unknown) => {
      throw toldOf(error, name);
    });
    if (!before.isFile()) throw noFile(name);
    const file = await this.#opening(path, flags | PLAINLY).catch((error: unknown) => {
      throw toldOf(error, name);
    });
    return this.#sure(file, path, name);
  }

  /** What was opened is the plain file of that name in the folder: looked at after the opening, when nothing moves it any more. */
  async #sure(file: FileHandle, path: string, name: string): Promise<FileHandle> {
    try {
      const opened = await file.stat({ bigint: true });
      if (!opened.isFile()) throw noFile(name);
      if (opened.nlink > 1n)
        throw new InputError(`${name} has another name elsewhere (a hard link)`, {
          argument: "file",
          next: "Put a copy of it into the folder.",
        });
      await this.#check();
      const there = await lstat(path, { bigint: true });
      if (there.isSymbolicLink() || !isSame(there, opened) || dirname(await realpath(path)) !== this.#root)
        throw noFile(name);
      return file;
    } catch (error) {
      await file.close();
      throw toldOf(error, name);
    }
  }

  /** The folder is still the one that the person named. */
  async #check(): Promise<void> {
    const now = await stat(this.#root, { bigint: true }).catch(() => undefined);
    const at = await realpath(this.#root).catch(() => undefined);
    if (now && at === this.#root && isSame(now, this.#thing)) return;
    throw new InputError("the folder of --files is not the one that it was when the server started", {
      next: "Nothing was read or written. Start the server anew.",
    });
  }
}

class Growing implements GrowingFile {
  readonly #file: FileHandle;
  readonly #name: string;
  size: number;

  constructor(file: FileHandle, name: string, size: number) {
    this.#file = file;
    this.#name = name;
    this.size = size;
  }

  async append(bytes: Uint8Array): Promise<void> {
    if (this.size + bytes.length > MAX_FILE) throw tooLarge(this.#name, this.size + bytes.length, MAX_FILE);
    await this.#file.appendFile(bytes).catch((error: unknown) => {
      throw toldOf(error, this.#name);
    });
    this.size += bytes.length;
  }

  async cut(size: number): Promise<void> {
    await this.#file.truncate(size);
    this.size = size;
  }

  async keep(): Promise<void> {
    await this.#file.datasync().catch((error: unknown) => {
      throw toldOf(error, this.#name);
    });
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function isSame(one: Thing, other: Thing): boolean {
  return one.dev === other.dev && one.ino === other.ino;
}

function noFile(name: string): InputError {
  return new InputError(`${name} is no plain file of the folder`, {
    argument: "file",
    next: "Links, devices and folders are not followed: put the file itself there.",
  });
}

function tooLarge(name: string, size: number, most: number): InputError {
  const told = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;
  return new InputError(`${name} has ${told(size)}; at most ${told(most)} are taken`, { argument: "file" });
}

function taken(name: string): InputError {
  return new InputError(`there is a file ${name} already, and none is written over`, {
    argument: "file",
    next: "Choose another name, or have the person take it away.",
  });
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: "is not in the folder",
  ELOOP: "is a link, and links are not followed",
  EISDIR: "is a folder",
  EACCES: "may not be opened by the server",
  EPERM: "may not be opened by the server",
  ENOSPC: "finds no room on the disk",
  EDQUOT: "finds no room on the disk",
  EROFS: "cannot be written: the disk only reads",
  ENXIO: "is no plain file",
};

function toldOf(error: unknown, name: string): InputError {
  if (error instanceof InputError) return error;
  const code = codeOf(error);
  return new InputError(`${name} ${WHY[code] ?? `could not be used (${code})`}`, { argument: "file" });
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
