import { randomBytes } from "node:crypto";
import { applyEdits, modify } from "jsonc-parser";
import { parseFlags, readEnv } from "../config/config.ts";
import { OPTIONS } from "../config/options.ts";
import { ConfigError } from "../errors.ts";
import { digestOf } from "../serve/guests.ts";
import type { Disk } from "../setup/disk.ts";
import { lineEnd, UnreadableFile } from "../setup/text.ts";
import { didYouMean } from "../text.ts";
import { readTeam, type TeamCaller } from "./reading.ts";

/** What the command looks at and writes to. */
export interface Here {
  env: Readonly<Record<string, string | undefined>>;
  disk: Pick<Disk, "read" | "write">;
  /** What somebody may pipe on: a token, or the callers. */
  print(text: string): void;
  /** What is said to the person beside it. */
  tell(text: string): void;
}

const HELP = `klaviyo-mcp team keeps the file of klaviyo-mcp http --team FILE.

  klaviyo-mcp team add NAME     makes a token for one more caller, and prints it this once
  klaviyo-mcp team list         shows who may call, and what of it is theirs
  klaviyo-mcp team remove NAME  takes a caller out, whose token is worth nothing then

  --team FILE           the file, or KLAVIYO_MCP_TEAM; add makes one where there is none
  --connections NAMES   their accounts, by the names that stand in connections, or all; none when left out
  --key-variable NAME   their Maton key is in that variable of the server; the server's own when left out
  --key-file FILE       it is in that file
  --toolsets NAMES, --read-only, --deny EFFECTS, --confirm MODE, --unasked PEOPLE,ITEMS as of the server

A server that runs reads the file again on SIGHUP.
`;

/** What parseFlags knows nothing of. */
const OWN = ["--connections", "--key-variable", "--key-file"] as const;
const FLAGS = ["team", "toolsets", "readOnly", "deny", "confirm", "unasked"];
const COMMANDS = ["add", "list", "remove"];
const EMPTY = '{\n  "connections": {},\n  "callers": []\n}\n';
/** Nobody guesses it, and who finds one in a text knows what it is. */
const tokenMade = () => `kmcp_${randomBytes(32).toString("base64url")}`;

/** Runs `klaviyo-mcp team`. Throws ConfigError for what cannot be done; then the file stays as it is. */
export function team(argv: readonly string[], here: Here): void {
  const [command = "--help", ...rest] = argv;
  if ([command, ...rest].some((word) => word === "--help" || word === "-h")) {
    here.print(HELP);
    return;
  }
  if (!COMMANDS.includes(command))
    throw new ConfigError(`There is no klaviyo-mcp team ${command}.${didYouMean(command, COMMANDS)}`);
  const { names, own, flags } = wordsOf(rest);
  const path = flags.team ?? readEnv(here.env).team;
  if (path === undefined) throw new ConfigError(`klaviyo-mcp team ${command} needs --team FILE.`);
  const text = read(path, here.disk) ?? (command === "add" ? EMPTY : undefined);
  if (text === undefined) throw new ConfigError(`--team: there is no file ${JSON.stringify(path)}.`);
  const callers = readTeam(text);
  if (command === "list") {
    here.print(callers.map(lineOf).join(""));
    return;
  }
  const [name, ...more] = names;
  if (name === undefined || more.length > 0)
    throw new ConfigError(`klaviyo-mcp team ${command} takes one name, as klaviyo-mcp team ${command} anna.`);
  const file = { path, text, disk: here.disk };
  if (command === "remove") remove(name, callers, file);
  else {
    here.print(`${add(name, callers, { own, flags }, file)}\n`);
    here.tell("The token is shown this once: the file has its sha-256 alone.\n");
    if (own["--connections"] === undefined)
      here.tell(`${name} has no account yet: name some in "connections" of the caller.\n`);
  }
  here.tell("A server that runs reads the file again on SIGHUP.\n");
}

interface File {
  path: string;
  text: string;
  disk: Here["disk"];
}

interface Said {
  own: Partial<Record<(typeof OWN)[number], string>>;
  flags: ReturnType<typeof parseFlags>;
}

function add(name: string, callers: readonly TeamCaller[], { own, flags }: Said, file: File): string {
  if (callers.some((one) => one.name === name))
    throw new ConfigError(`${name} is there already: take them out first, and their token with them.`);
  const token = tokenMade();
  const said = own["--connections"];
  const accounts = said === "all" ? said : OPTIONS.toolsets.read(said, "--connections");
  const keyed = own["--key-variable"] ?? own["--key-file"];
  const place = own["--key-variable"] === undefined ? "file" : "variable";
  const caller = {
    name,
    token_sha256: digestOf(token),
    ...(keyed !== undefined && { key: { [place]: keyed } }),
    connections: accounts,
    ...(flags.toolsets !== undefined && { toolsets: OPTIONS.toolsets.read(flags.toolsets, "--toolsets") }),
    ...(flags.readOnly !== undefined && { read_only: OPTIONS.readOnly.read(flags.readOnly, "--read-only") }),
    ...(flags.deny !== undefined && { deny: OPTIONS.deny.read(flags.deny, "--deny") }),
    ...(flags.confirm !== undefined && { confirm: OPTIONS.confirm.read(flags.confirm, "--confirm") }),
    ...(flags.unasked !== undefined && { unasked: OPTIONS.unasked.read(flags.unasked, "--unasked") }),
  };
  write(file, ["callers", callers.length], caller);
  return token;
}

function remove(name: string, callers: readonly TeamCaller[], file: File): void {
  const at = callers.findIndex((one) => one.name === name);
  const known = callers.map((one) => one.name);
  if (at < 0) throw new ConfigError(`There is no caller ${name}.${didYouMean(name, known)}`);
  write(file, ["callers", at], undefined);
}

/** Writes the file with one place changed, unless nobody could read it then. */
function write({ path, text, disk }: File, place: (string | number)[], value: unknown): void {
  const eol = lineEnd(text);
  const formattingOptions = { insertSpaces: true, tabSize: 2, eol };
  const isArrayInsertion = value !== undefined;
  const changed = applyEdits(text, modify(text, place, value, { formattingOptions, isArrayInsertion }));
  readTeam(changed);
  try {
    disk.write(path, changed);
  } catch (error) {
    throw refusal(path, error);
  }
}

function read(path: string, disk: Here["disk"]): string | undefined {
  try {
    return disk.read(path);
  } catch (error) {
    throw refusal(path, error);
  }
}

function refusal(path: string, error: unknown): unknown {
  if (!(error instanceof UnreadableFile)) return error;
  return new ConfigError(`--team ${JSON.stringify(path)}: ${error.message}.`);
}

function wordsOf(argv: readonly string[]): Said & { names: string[] } {
  const words = argv.flatMap((word) =>
    OWN.some((flag) => word.startsWith(`${flag}=`)) ? splitAt(word) : [word],
  );
  const names: string[] = [];
  const own: Said["own"] = {};
  const rest: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    const flag = OWN.find((one) => one === word);
    if (flag) {
      at += 1;
      own[flag] = words[at];
      if (own[flag]?.startsWith("--") !== false)
        throw new ConfigError(`${flag} needs a value: see klaviyo-mcp team --help.`);
    } else if (word.startsWith("--")) {
      rest.push(word);
      if (word === "--read-only" || word.includes("=")) continue;
      at += 1;
      rest.push(...words.slice(at, at + 1));
    } else names.push(word);
  }
  const flags = parseFlags(rest);
  const foreign = Object.keys(flags).find((name) => !FLAGS.includes(name));
  if (foreign !== undefined)
    throw new ConfigError("klaviyo-mcp team takes other flags: see klaviyo-mcp team --help.");
  return { names, own, flags };
}

function splitAt(word: string): string[] {
  const at = word.indexOf("=");
  return [word.slice(0, at), word.slice(at + 1)];
}

/** A caller in one line: who, which accounts, and what is not as the server has it. */
function lineOf({ name, only, names, key, toolsets, readOnly, deny, confirm, unasked }: TeamCaller): string {
  const accounts =
    only === undefined ? "all accounts" : only.map((id) => names.get(id)).join(", ") || "no account";
  const parts = [
    accounts,
    ...(readOnly ? ["reads only"] : []),
    ...(toolsets ? [`toolsets ${toolsets.join(", ")}`] : []),
    ...(deny.length > 0 ? [`never ${deny.join(", ")}`] : []),
    ...(confirm ? [`confirm ${confirm}`] : []),
    ...(unasked ? [`unasked ${unasked.people},${unasked.items}`] : []),
    ...(key ? ["variable" in key ? `key in ${key.variable}` : `key in file ${key.file}`] : []),
  ];
  return `${name}: ${parts.join("; ")}\n`;
}
