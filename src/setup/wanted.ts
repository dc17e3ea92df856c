import { parseFlags } from "../config/config.ts";
import { ConfigError } from "../errors.ts";
import { didYouMean } from "../text.ts";
import { CLIENTS, type Client } from "./clients.ts";

/** What the command line of `setup` asks for. */
export interface Wanted {
  /** Nobody is asked. */
  yes: boolean;
  remove: boolean;
  /** The key goes into a file of its own. */
  keyFile: boolean;
  print: Client | undefined;
  /** Those that were named; undefined where it is all that are found, or the person's choice. */
  clients: readonly Client[] | undefined;
  /** The server's settings, which the client is to start it with, as the flags say them. */
  settings: Settings;
}

export type Settings = ReturnType<typeof parseFlags>;

/** Of setup alone; every other flag is the server's, and is written for the client to start it with. */
const HELP = `klaviyo-mcp setup puts the server into the clients that are installed here.

  klaviyo-mcp setup                 asks, shows what it will change, and changes it
  klaviyo-mcp setup --yes           asks nothing: MATON_API_KEY holds the key, or --sandbox stands for one
  klaviyo-mcp setup --remove        takes it out again
  klaviyo-mcp setup --print CLIENT  prints what goes into that client's file

  --client NAMES  those clients alone, comma-separated: ${CLIENTS.map(({ id }) => id).join(", ")}
  --key-file      writes the key into a file that you alone may read, and its path to the clients

Every flag of the server goes along, as --read-only, --files FOLDER or --list all: its core tools are listed unless
you say otherwise. See klaviyo-mcp --help.
`;

/** Reads the words behind `setup`. Throws ConfigError for one that there is not; gives the help to who asks for it. */
export function wantedOf(argv: readonly string[]): Wanted | { help: string } {
  if (argv.some((word) => word === "--help" || word === "-h")) return { help: HELP };
  const words = argv.flatMap((word) => (OWN.test(word) ? split(word) : [word]));
  const has = (...flags: string[]) => flags.map((flag) => taken(words, flag)).includes(true);
  const [yes, remove, keyFile] = [has("--yes", "-y"), has("--remove"), has("--key-file")];
  const [print] = valuesOf(words, "--print").map(clientOf);
  const clients = valuesOf(words, "--client").flatMap((value) => value.split(",").map(clientOf));
  const named = clients.length > 0 ? [...new Set(clients)] : undefined;
  return { yes, remove, keyFile, print, clients: named, settings: parseFlags(words) };
}

const OWN = /^--(client|print)=/;

function split(word: string): string[] {
  const at = word.indexOf("=");
  return [word.slice(0, at), word.slice(at + 1)];
}

/** Takes a flag out, and says whether it was there. */
function taken(words: string[], flag: string): boolean {
  const at = words.indexOf(flag);
  if (at >= 0) words.splice(at, 1);
  return at >= 0;
}

/** Takes every mention of a flag out, with the word behind it. */
function valuesOf(words: string[], flag: string): string[] {
  const at = words.indexOf(flag);
  if (at < 0) return [];
  const [, value = ""] = words.splice(at, 2);
  return [value, ...valuesOf(words, flag)];
}

function clientOf(said: string): Client {
  const word = said.trim().toLowerCase();
  const found = CLIENTS.find(({ id, name }) => id === word || name.toLowerCase() === word);
  if (found) return found;
  const ids = CLIENTS.map(({ id }) => id);
  if (word === "") throw new ConfigError(`setup needs the name of a client there: ${ids.join(", ")}.`);
  throw new ConfigError(
    `setup knows no client ${JSON.stringify(said)}.${didYouMean(word, ids)} It knows ${ids.join(", ")}.`,
  );
}
