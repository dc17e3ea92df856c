import { CLIENTS, type Client, PLATFORMS, type Platform, ROOTS } from "./clients.ts";

/** The machine and the person that clients are looked for on and of. */
export interface Place {
  platform: Platform;
  home: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** What is asked of a disk to find clients on it. */
export interface Looking {
  isFile(path: string): boolean;
  isFolder(path: string): boolean;
}

/** A client with the file that is its own here. */
export interface Placed {
  client: Client;
  file: string;
  /** It is installed, as far as its folders and programs show. */
  found: boolean;
}

/** The platform that decides where files lie: what is no Windows and no Mac is as Linux is. */
export function platformOf(name: string): Platform {
  return PLATFORMS.find((one) => one === name) ?? "linux";
}

/** Every client that is known, with where its file is or would be. */
export function placed(place: Place, disk: Looking): Placed[] {
  return CLIENTS.map((client) => {
    const file = fileOf(client, place, disk);
    return { client, file, found: isFound(client, file, place, disk) };
  });
}

/** A path of the table of clients as this machine has it. */
export function pathOf(written: string, { platform, home, env }: Place): string {
  const [root = "", ...rest] = written.split("/");
  const separator = platform === "win32" ? "\\" : "/";
  const name = root.slice(1);
  const start =
    root === "~" ? home : env[name]?.trim() || pathOf(ROOTS[name] ?? "~", { platform, home, env });
  return [start.replace(/[\\/]+$/, ""), ...rest].join(separator);
}

/** The folder that a path is in. */
export function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, "");
}

/** Where a key of its own file lies: beside nothing that a client writes. */
export function keyFileOf(place: Place): string {
  return pathOf(`${place.platform === "win32" ? "$APPDATA" : "$XDG_CONFIG_HOME"}/klaviyo-mcp/key`, place);
}

function fileOf(client: Client, place: Place, disk: Looking): string {
  const candidates = client.files[place.platform].map((one) => pathOf(one, place));
  const last = candidates.at(-1) ?? "";
  const folder = folderOf(candidates.find((one) => disk.isFolder(folderOf(one))) ?? last);
  const beside = candidates.filter((one) => folderOf(one) === folder);
  return beside.find((one) => disk.isFile(one)) ?? beside.at(-1) ?? last;
}

function isFound(client: Client, file: string, place: Place, disk: Looking): boolean {
  const signs = client.signs?.map((one) => pathOf(one, place)) ?? [folderOf(file)];
  if (signs.some((one) => disk.isFile(one) || disk.isFolder(one))) return true;
  const { program } = client;
  return program !== undefined && programs(program, place).some((one) => disk.isFile(one));
}

function programs(name: string, { platform, env }: Place): string[] {
  const windows = platform === "win32";
  // Windows finds a variable in any case of its letters, and its own is Path.
  const path = Object.entries(env).find(([key]) => (windows ? key.toUpperCase() : key) === "PATH")?.[1] ?? "";
  const endings = windows ? [".exe", ".cmd", ".bat"] : [""];
  return path
    .split(windows ? ";" : ":")
    .filter(Boolean)
    .flatMap((folder) => endings.map((ending) => `${folder}${windows ? "\\" : "/"}${name}${ending}`));
}
