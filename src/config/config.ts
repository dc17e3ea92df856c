import { ConfigError } from "../errors.ts";
import { didYouMean, isLoopbackName, nearest } from "../text.ts";
import { OPTIONS, type Option } from "./options.ts";
import { yesOrNo } from "./read.ts";

type OptionName = keyof typeof OPTIONS;
type Values = Partial<Record<OptionName, string>>;
type Settings = { [N in OptionName]: ReturnType<(typeof OPTIONS)[N]["read"]> };

/** Every setting as its option reads it; what only says where another comes from has become that other. */
export type Config = Omit<Settings, "keyFile" | "apiUrl" | `http${string}`> & { http: HttpConfig };

export interface HttpConfig {
  host: string;
  port: number;
  path: string;
  /** What callers must send as bearer; undefined on loopback only. */
  token: string | undefined;
  /** There are others of it, behind a proxy that draws the ids of sessions. */
  replicated?: boolean;
}

/** How the server is started: over stdio, or over HTTP. */
export type Command = "stdio" | "http";

const entries = Object.entries(OPTIONS) as [OptionName, Option][];

/** Step 1: the flags of a command line, `--flag value` or `--flag=value`. Throws ConfigError for an unknown one. */
export function parseFlags(argv: readonly string[]): Values {
  const values: Values = {};
  for (let at = 0; at < argv.length; at += 1) {
    const [flag = "", ...rest] = (argv[at] ?? "").split("=");
    const found = entries.find(([, option]) => option.flag === flag);
    if (!found) throw new ConfigError(unknownFlag(flag));
    const [name, option] = found;
    const inline = rest.length > 0 ? rest.join("=") : undefined;
    if (option.read === yesOrNo) {
      values[name] = inline ?? "true";
      continue;
    }
    const value = inline ?? argv[at + 1];
    if (value === undefined || (inline === undefined && value.startsWith("--"))) {
      throw new ConfigError(`${flag} needs a value: ${option.help}`);
    }
    if (inline === undefined) at += 1;
    values[name] = value;
  }
  return values;
}

function unknownFlag(flag: string): string {
  const flags = entries.flatMap(([, option]) => option.flag ?? []);
  return `There is no option ${flag}.${didYouMean(flag, flags)} See klaviyo-mcp --help.`;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Step 2: the variables of an environment. Empty ones, placeholders and unexpanded `${…}` count as unset. Throws
 * ConfigError for one of ours that there is not: who misspells KLAVIYO_MCP_READ_ONLY would otherwise write.
 */
export function readEnv(env: Environment): Values {
  for (const name of Object.keys(env)) {
    if (PREFIX.test(name) && saidBy(env[name]) !== undefined && !isRead(name, env)) {
      throw new ConfigError(unknownVariable(name));
    }
  }
  const values: Values = {};
  for (const [name, option] of entries) {
    const value = option.env === undefined ? undefined : saidBy(env[option.env]);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** What a variable says; undefined where nobody filled it in: a client hands that on as it stands in its file. */
export function saidBy(value: string | undefined): string | undefined {
  const text = value?.trim();
  return !text || text === "YOUR_API_KEY" || /^\$\{.*\}$/.test(text) ? undefined : text;
}

const PREFIX = /^KLAVIYO_MCP_/i;

/** Windows finds a variable in any case of its letters, others only as it is written. */
function isRead(name: string, env: Environment): boolean {
  const known = name.toUpperCase();
  return entries.some(([, option]) => option.env === known) && env[known] === env[name];
}

function unknownVariable(name: string): string {
  const bare = (one: string) => one.replace(/^(KLAVIYO_MCP|KLAVIYO|MATON)_|^--/i, "");
  const names = entries.flatMap(([, { env, flag }]) => env ?? flag ?? []);
  const meant = nearest(bare(name), names.map(bare));
  const found = names.find((one) => bare(one) === meant);
  return `There is no variable ${name}.${found ? ` Did you mean ${found}?` : ""} See klaviyo-mcp --help.`;
}

/** Step 3: flag beats variable beats default. Throws ConfigError that says what to set. */
export function resolveConfig(
  flags: Values,
  env: Values,
  readKeyFile: (path: string) => string,
  command: Command = "stdio",
): Config {
  const said = { ...env, ...flags };
  if (said.apiUrl !== undefined && (said.gatewayUrl ?? said.controlUrl) !== undefined) {
    throw new ConfigError("MATON_API_URL sets both urls: leave out MATON_GATEWAY_URL and MATON_CONTROL_URL.");
  }
  if (said.keyFile && said.key) {
    throw new ConfigError("MATON_API_KEY and MATON_API_KEY_FILE both say the key: leave one of them out.");
  }
  if (said.keyFile) said.key = readKeyFile(said.keyFile);
  // Tools named alone are the whole list; with toolsets they are added.
  if (said.tools !== undefined) said.toolsets ??= "";
  const { keyFile, apiUrl, httpHost, httpPort, httpPath, httpToken, ...settings } = readAll(said);
  const replicated = settings.redisUrl !== undefined;
  const http = { host: httpHost, port: httpPort, path: httpPath, token: httpToken, replicated };
  const config: Config = { ...settings, ...(apiUrl && { gatewayUrl: apiUrl, controlUrl: apiUrl }), http };
  checkCommand(flags, config, command);
  checkTogether(config);
  if (command === "http") checkCallers(config);
  return config;
}

function readAll(said: Values): Settings {
  const read = entries.map(([name, option]) => [
    name,
    option.read(said[name] ?? option.default, labelOf(option)),
  ]);
  // The table says what each reader gives; a loop over it cannot.
  return Object.fromEntries(read) as Settings;
}

/** Where `klaviyo-mcp sandbox` listens. Several may run at once, so that any free port is its default. */
export function readSandboxPort(argv: readonly string[]): number {
  try {
    const flags = parseFlags(argv);
    const { read, flag } = OPTIONS.httpPort;
    if (!foreignFlag(flags, "sandbox")) return read(flags.httpPort ?? "0", flag);
  } catch {
    // It takes so little that one sentence says all of it, whatever is wrong.
  }
  throw new ConfigError("klaviyo-mcp sandbox takes --port and a number from 0 (any free one) to 65535.");
}

function checkTogether(config: Config): void {
  if (config.sandbox && config.key) {
    throw new ConfigError(
      "--sandbox takes no key: unset MATON_API_KEY, or leave --sandbox out for the real account.",
    );
  }
  if (config.mask && !config.maskKey) {
    throw new ConfigError(
      "--mask needs KLAVIYO_MCP_MASK_KEY, a secret of your own: openssl rand -base64 32.",
    );
  }
  if (config.maskKey && !config.mask) {
    throw new ConfigError(
      "KLAVIYO_MCP_MASK_KEY is set and nothing is masked: set KLAVIYO_MCP_MASK=people, or unset it.",
    );
  }
  if (!config.pace && !config.sandbox && !isLoopbackName(new URL(config.gatewayUrl).hostname)) {
    throw new ConfigError("--pace off is for a gateway on this machine: leave it out.");
  }
}

function checkCommand(flags: Values, { http, team }: Config, command: Command): void {
  const { host, path, token } = http;
  const foreign = foreignFlag(flags, command);
  if (foreign) throw new ConfigError(`${foreign.flag} goes with klaviyo-mcp http.`);
  if (command !== "http") return;
  if (!/^\/[\w./-]*$/.test(path)) throw new ConfigError("--path must be a plain path such as /mcp.");
  if (!isLoopbackName(host) && !token && team === undefined) {
    throw new ConfigError(
      `--host ${host} is reached by others: set KLAVIYO_MCP_HTTP_TOKEN, which callers send as bearer, or --team.`,
    );
  }
}

/** What goes ill with callers who are told apart. */
function checkCallers({ team, callerKeys, connection, http, sandbox }: Config): void {
  if (team !== undefined && http.token !== undefined) {
    throw new ConfigError("--team has a token for each caller: unset KLAVIYO_MCP_HTTP_TOKEN.");
  }
  if (connection !== undefined && (team !== undefined || callerKeys)) {
    const says = team === undefined ? "a key that a caller brings has others" : "the team's file says whose";
    throw new ConfigError(
      `--connection or MATON_CONNECTION_ID pins one account for all, and ${says}: leave it out.`,
    );
  }
  if (callerKeys && sandbox) {
    throw new ConfigError("--sandbox takes no key: leave --caller-keys out.");
  }
}

/** A flag that was given and that the command does not take. */
function foreignFlag(flags: Values, command: Command | "sandbox"): Option | undefined {
  const isForeign = ({ commands }: Option) =>
    commands ? !commands.some((one) => one === command) : command === "sandbox";
  return entries.find(([name, option]) => flags[name] !== undefined && isForeign(option))?.[1];
}

function labelOf({ env, flag }: Option): string {
  return [flag, env].filter(Boolean).join(" or ");
}

/** The help text: every option with its variable and default. */
export function describeOptions(): string {
  return entries
    .map(([, { env, flag, default: standard, help }]) => {
      const names = [flag, env].filter(Boolean).join(", ");
      return `  ${names}${standard === undefined ? "" : ` (${standard})`}\n      ${help}`;
    })
    .join("\n");
}
