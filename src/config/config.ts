import { CONFIRM_MODES, type ConfirmMode } from "../ask/confirm.ts";
import { ConfigError } from "../errors.ts";
import { LOG_LEVELS, type LogLevel } from "../log.ts";
import { didYouMean } from "../text.ts";
import { OPTIONS, type Option, REVISION } from "./options.ts";

type OptionName = keyof typeof OPTIONS;
type Values = Partial<Record<OptionName, string>>;

export interface Config {
  key: string | undefined;
  connection: string | undefined;
  gatewayUrl: string;
  controlUrl: string;
  revision: string;
  toolsets: string[];
  tools: string[];
  excludeTools: string[];
  readOnly: boolean;
  list: "all" | "core";
  beta: boolean;
  confirm: ConfirmMode;
  timeoutMs: number;
  maxResultChars: number;
  logLevel: LogLevel;
  pace: boolean;
  sandbox: boolean;
  noOutputSchemas: boolean;
  http: HttpConfig;
}

export interface HttpConfig {
  host: string;
  port: number;
  path: string;
  /** What callers must send as bearer; undefined on loopback only. */
  token: string | undefined;
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
    if (option.kind === "switch") {
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

/** Step 2: the variables of an environment. Empty ones, placeholders and unexpanded `${…}` count as unset. */
export function readEnv(env: Readonly<Record<string, string | undefined>>): Values {
  const values: Values = {};
  for (const [name, option] of entries) {
    const value = option.env === undefined ? undefined : env[option.env]?.trim();
    if (value && value !== "YOUR_API_KEY" && !/^\$\{.*\}$/.test(value)) values[name] = value;
  }
  return values;
}

/** Step 3: flag beats variable beats default. Throws ConfigError that says what to set. */
export function resolveConfig(
  flags: Values,
  env: Values,
  readKeyFile: (path: string) => string,
  command: Command = "stdio",
): Config {
  const text = (name: OptionName): string | undefined =>
    flags[name] ?? env[name] ?? (OPTIONS[name] as Option).default;
  const list = (name: OptionName) =>
    (text(name) ?? "")
      .split(",")
      .map((one) => one.trim())
      .filter(Boolean);
  const key = cleanKey(env.keyFile && !env.key ? readKeyFile(env.keyFile) : env.key);
  const said = (name: OptionName) => flags[name] !== undefined || env[name] !== undefined;
  const apiUrl = env.apiUrl && readUrl("apiUrl", env.apiUrl);
  const config: Config = {
    key,
    connection: text("connection"),
    gatewayUrl: apiUrl ?? readUrl("gatewayUrl", text("gatewayUrl") ?? ""),
    controlUrl: apiUrl ?? readUrl("controlUrl", text("controlUrl") ?? ""),
    revision: readRevision(text("revision") ?? ""),
    // Tools named alone are the whole list; with toolsets they are added.
    toolsets: said("tools") && !said("toolsets") ? [] : list("toolsets"),
    tools: list("tools"),
    excludeTools: list("excludeTools"),
    readOnly: readSwitch("readOnly", text("readOnly")),
    list: readChoice("list", text("list"), OPTIONS.list.kind),
    beta: readSwitch("beta", text("beta")),
    confirm: readChoice("confirm", text("confirm"), CONFIRM_MODES),
    timeoutMs: readNumber("timeoutMs", text("timeoutMs"), 100, 45_000),
    maxResultChars: readNumber("maxResultChars", text("maxResultChars"), 2000, 10_000_000),
    logLevel: readChoice("logLevel", text("logLevel"), LOG_LEVELS),
    pace: readChoice("pace", text("pace"), ["on", "off"]) === "on",
    sandbox: readSwitch("sandbox", text("sandbox")),
    noOutputSchemas: readSwitch("noOutputSchemas", text("noOutputSchemas")),
    http: {
      host: text("httpHost") ?? "",
      port: readNumber("httpPort", text("httpPort"), 0, 65_535),
      path: text("httpPath") ?? "",
      token: text("httpToken"),
    },
  };
  checkCommand(flags, config.http, command);
  checkTogether(config, apiUrl !== undefined && (said("gatewayUrl") || said("controlUrl")));
  return config;
}

function checkTogether(config: Config, urlsTwice: boolean): void {
  if (config.sandbox && config.key) {
    throw new ConfigError(
      "--sandbox takes no key: unset MATON_API_KEY, or leave --sandbox out for the real account.",
    );
  }
  if (urlsTwice) {
    throw new ConfigError("MATON_API_URL sets both urls: leave out MATON_GATEWAY_URL and MATON_CONTROL_URL.");
  }
  if (!config.pace && !config.sandbox && !isLoopback(new URL(config.gatewayUrl))) {
    throw new ConfigError("--pace off is for a gateway on this machine: leave it out.");
  }
}

function checkCommand(flags: Values, { host, path, token }: HttpConfig, command: Command): void {
  const foreign = entries.find(([name, option]) => option.command && flags[name] !== undefined);
  if (command !== "http") {
    if (foreign) throw new ConfigError(`${foreign[1].flag} goes with klaviyo-mcp http.`);
    return;
  }
  if (!/^\/[\w./-]*$/.test(path)) throw new ConfigError("--path must be a plain path such as /mcp.");
  if (!isLoopbackName(host) && !token) {
    throw new ConfigError(
      `--host ${host} is reached by others: set KLAVIYO_MCP_HTTP_TOKEN, which callers send as bearer.`,
    );
  }
}

function cleanKey(raw: string | undefined): string | undefined {
  const key = raw?.trim();
  if (!key) return undefined;
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError(
      "MATON_API_KEY holds characters that no key has: copy it again from maton.ai/settings.",
    );
  }
  return key;
}

function label(name: OptionName): string {
  const { env, flag } = OPTIONS[name] as Option;
  return [flag, env].filter(Boolean).join(" or ");
}

function readUrl(name: OptionName, value: string): string {
  const refuse = (why: string) => new ConfigError(`${label(name)} ${why}, e.g. https://api.maton.ai.`);
  if (!URL.canParse(value)) throw refuse("must be a url");
  const url = new URL(value);
  if (url.username || url.password || url.search || url.hash) throw refuse("must be a plain url");
  if (url.protocol === "http:" && !isLoopback(url)) throw refuse("must be https, since it carries the key");
  if (url.protocol !== "https:" && url.protocol !== "http:") throw refuse("must be https");
  return url.href.replace(/\/+$/, "");
}

function isLoopback(url: URL): boolean {
  return isLoopbackName(url.hostname);
}

/** Whether a host name is this machine's own. */
export function isLoopbackName(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);
}

function readRevision(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/.test(value)) return value;
  throw new ConfigError(`${label("revision")} must be a date such as ${REVISION}.`);
}

function readSwitch(name: OptionName, value: string | undefined): boolean {
  if (value === "true" || value === "1") return true;
  if (value === "false" || value === "0") return false;
  throw new ConfigError(`${label(name)} is true or false, not ${JSON.stringify(value)}.`);
}

function readChoice<T extends string>(name: OptionName, value: string | undefined, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found) return found;
  throw new ConfigError(`${label(name)} is one of ${choices.join(", ")}.${didYouMean(value ?? "", choices)}`);
}

function readNumber(name: OptionName, value: string | undefined, least: number, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new ConfigError(
    `${label(name)} is a whole number from ${least} to ${most}, not ${JSON.stringify(value)}.`,
  );
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
