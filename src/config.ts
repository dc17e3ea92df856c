import { CONFIRM_MODES, type ConfirmMode } from "./confirm.ts";
import { ConfigError } from "./errors.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";
import { didYouMean } from "./nearest.ts";

/** The revision that every declaration was written for; the only place that says so. */
export const REVISION = "2026-07-15";

type Kind = "text" | "list" | "switch" | "milliseconds" | "characters" | "url" | readonly string[];

interface Option {
  env?: string;
  flag?: string;
  kind: Kind;
  default?: string;
  help: string;
}

/** Every setting there is: its variable, its flag, what it takes and what it is when nobody says. */
export const OPTIONS = {
  key: {
    env: "MATON_API_KEY",
    kind: "text",
    help: "Maton API key, from maton.ai/settings. Never a flag, never printed.",
  },
  keyFile: {
    env: "MATON_API_KEY_FILE",
    kind: "text",
    help: "File that holds the key, instead of MATON_API_KEY.",
  },
  connection: {
    env: "MATON_CONNECTION_ID",
    flag: "--connection",
    kind: "text",
    help: "Pins one connection: every call goes to that account.",
  },
  gatewayUrl: {
    env: "MATON_GATEWAY_URL",
    kind: "url",
    default: "https://gateway.maton.ai",
    help: "Where Klaviyo calls go.",
  },
  controlUrl: {
    env: "MATON_CONTROL_URL",
    kind: "url",
    default: "https://ctrl.maton.ai",
    help: "Where connections are managed.",
  },
  apiUrl: { env: "MATON_API_URL", kind: "url", help: "Sets both, e.g. https://api.maton.ai." },
  revision: {
    env: "KLAVIYO_REVISION",
    flag: "--revision",
    kind: "text",
    default: REVISION,
    help: "Klaviyo API revision.",
  },
  toolsets: {
    env: "KLAVIYO_MCP_TOOLSETS",
    flag: "--toolsets",
    kind: "list",
    default: "all",
    help: "Sections of the tool list, comma-separated; core for the most used, all for all.",
  },
  tools: {
    env: "KLAVIYO_MCP_TOOLS",
    flag: "--tools",
    kind: "list",
    help: "Single tools by name: added to --toolsets, or alone.",
  },
  excludeTools: {
    env: "KLAVIYO_MCP_EXCLUDE_TOOLS",
    flag: "--exclude-tools",
    kind: "list",
    help: "Tools by name that are left out.",
  },
  readOnly: {
    env: "KLAVIYO_MCP_READ_ONLY",
    flag: "--read-only",
    kind: "switch",
    default: "false",
    help: "Hides every tool that changes something.",
  },
  confirm: {
    env: "KLAVIYO_MCP_CONFIRM",
    flag: "--confirm",
    kind: CONFIRM_MODES,
    default: "dangerous",
    help: "What must be confirmed: dangerous, writes (every change), elicit-only (by a person or not at all), never.",
  },
  timeoutMs: {
    env: "KLAVIYO_MCP_TIMEOUT_MS",
    flag: "--timeout",
    kind: "milliseconds",
    default: "30000",
    help: "Milliseconds that one request may take.",
  },
  maxResultChars: {
    env: "KLAVIYO_MCP_MAX_RESULT_CHARS",
    flag: "--max-result-chars",
    kind: "characters",
    default: "60000",
    help: "Longest result; a longer one is cut between items and says so.",
  },
  logLevel: {
    env: "KLAVIYO_MCP_LOG_LEVEL",
    flag: "--log-level",
    kind: LOG_LEVELS,
    default: "info",
    help: "debug, info, warning or error; to stderr.",
  },
  pace: {
    env: "KLAVIYO_MCP_PACE",
    flag: "--pace",
    kind: ["on", "off"],
    default: "on",
    help: "Waits for Klaviyo's rate limits; off for a loopback gateway only.",
  },
  sandbox: {
    env: "KLAVIYO_MCP_SANDBOX",
    flag: "--sandbox",
    kind: "switch",
    default: "false",
    help: "A made-up account in this process instead of Maton; needs no key.",
  },
} as const satisfies Record<string, Option>;

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
  confirm: ConfirmMode;
  timeoutMs: number;
  maxResultChars: number;
  logLevel: LogLevel;
  pace: boolean;
  sandbox: boolean;
}

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
export function resolveConfig(flags: Values, env: Values, readKeyFile: (path: string) => string): Config {
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
    confirm: readChoice("confirm", text("confirm"), CONFIRM_MODES),
    timeoutMs: readNumber("timeoutMs", text("timeoutMs"), 100, 45_000),
    maxResultChars: readNumber("maxResultChars", text("maxResultChars"), 2000, 10_000_000),
    logLevel: readChoice("logLevel", text("logLevel"), LOG_LEVELS),
    pace: readChoice("pace", text("pace"), ["on", "off"]) === "on",
    sandbox: readSwitch("sandbox", text("sandbox")),
  };
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
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
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
