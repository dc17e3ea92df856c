import { CONFIRM_MODES } from "../ask/policy.ts";
import { LOG_LEVELS } from "../log.ts";
import { EFFECTS } from "../tool/effects.ts";
import {
  connectionId,
  key,
  names,
  oneOf,
  onOrOff,
  optional,
  type Reader,
  redisUrl,
  revisionLike,
  secretOf,
  someOf,
  spent,
  text,
  url,
  wholeNumber,
  yesOrNo,
} from "./read.ts";

/** The revision that every declaration was written for; the only place that says so. */
export const REVISION = "2026-07-15";

/** One setting. `commands` are those that it belongs to alone. */
export interface Option {
  env?: string;
  flag?: string;
  read: Reader<unknown>;
  default?: string;
  help: string;
  commands?: readonly ("http" | "sandbox")[];
  /** Nobody but the server may see it. */
  secret?: true;
}

/** Every setting there is: its variable, its flag, how it is read and what it is when nobody says. */
export const OPTIONS = {
  key: {
    env: "MATON_API_KEY",
    read: key,
    secret: true,
    help: "Maton API key, from maton.ai/settings. Never a flag, never printed.",
  },
  keyFile: {
    env: "MATON_API_KEY_FILE",
    read: optional(text),
    help: "File that holds the key, instead of MATON_API_KEY.",
  },
  connection: {
    env: "MATON_CONNECTION_ID",
    flag: "--connection",
    read: optional(connectionId),
    help: "Pins one connection: every call goes to that account.",
  },
  gatewayUrl: {
    env: "MATON_GATEWAY_URL",
    read: url,
    default: "https://gateway.maton.ai",
    help: "Where Klaviyo calls go.",
  },
  controlUrl: {
    env: "MATON_CONTROL_URL",
    read: url,
    default: "https://ctrl.maton.ai",
    help: "Where connections are managed.",
  },
  apiUrl: { env: "MATON_API_URL", read: optional(url), help: "Sets both, e.g. https://api.maton.ai." },
  revision: {
    env: "KLAVIYO_REVISION",
    flag: "--revision",
    read: revisionLike(REVISION),
    default: REVISION,
    help: "Klaviyo API revision.",
  },
  toolsets: {
    env: "KLAVIYO_MCP_TOOLSETS",
    flag: "--toolsets",
    read: names,
    default: "all",
    help: "Sections whose tools may be called, comma-separated; core alone is another name of --list core.",
  },
  tools: {
    env: "KLAVIYO_MCP_TOOLS",
    flag: "--tools",
    read: names,
    help: "Single tools or operations by name, which are listed too: added to --toolsets, or alone.",
  },
  excludeTools: {
    env: "KLAVIYO_MCP_EXCLUDE_TOOLS",
    flag: "--exclude-tools",
    read: names,
    help: "Tools by name that are left out.",
  },
  readOnly: {
    env: "KLAVIYO_MCP_READ_ONLY",
    flag: "--read-only",
    read: yesOrNo,
    default: "false",
    help: "Hides every tool that changes something.",
  },
  list: {
    env: "KLAVIYO_MCP_LIST",
    flag: "--list",
    read: oneOf("all", "core"),
    default: "all",
    help: "Which tools are listed: all in words, or core; the others are found by search_operations.",
  },
  beta: {
    env: "KLAVIYO_MCP_BETA",
    flag: "--beta",
    read: yesOrNo,
    default: "false",
    help: "Operations that are beta only, too.",
  },
  confirm: {
    env: "KLAVIYO_MCP_CONFIRM",
    flag: "--confirm",
    read: oneOf(...CONFIRM_MODES),
    default: "dangerous",
    help: "What must be confirmed: dangerous, writes (every change), elicit-only (by a person or not at all), never.",
  },
  unasked: {
    env: "KLAVIYO_MCP_UNASKED",
    flag: "--unasked",
    read: spent,
    default: "25,100",
    help: "How many people and items of an account may change in ten minutes without a question.",
  },
  auditLog: {
    env: "KLAVIYO_MCP_AUDIT_LOG",
    flag: "--audit-log",
    read: optional(text),
    help: "File to which every question, answer, change and outcome is appended.",
  },
  files: {
    env: "KLAVIYO_MCP_FILES",
    flag: "--files",
    read: optional(text),
    help: "Folder that files are imported from and exported to; without it no file is touched.",
  },
  mask: {
    env: "KLAVIYO_MCP_MASK",
    flag: "--mask",
    read: optional(oneOf("people")),
    help: "people: persons' addresses, numbers and names reach the model as tokens. Needs KLAVIYO_MCP_MASK_KEY.",
  },
  maskKey: {
    env: "KLAVIYO_MCP_MASK_KEY",
    read: optional(secretOf(32)),
    secret: true,
    help: "What those tokens are made with: 32 characters or more, drawn at random. Never a flag, never printed.",
  },
  maskTexts: {
    env: "KLAVIYO_MCP_MASK_TEXTS",
    flag: "--mask-texts",
    read: oneOf("hidden", "shown"),
    default: "hidden",
    help: "With --mask, what customers wrote freely: hidden, or shown with what is known of persons masked.",
  },
  deny: {
    env: "KLAVIYO_MCP_DENY",
    flag: "--deny",
    read: someOf(...EFFECTS.filter((effect) => effect !== "reads")),
    help: "Effects that are refused altogether, comma-separated: sends, publishes, forwards …",
  },
  timeoutMs: {
    env: "KLAVIYO_MCP_TIMEOUT_MS",
    flag: "--timeout",
    read: wholeNumber(100, 45_000),
    default: "30000",
    help: "Milliseconds that one request may take.",
  },
  maxResultChars: {
    env: "KLAVIYO_MCP_MAX_RESULT_CHARS",
    flag: "--max-result-chars",
    read: wholeNumber(2000, 10_000_000),
    default: "45000",
    help: "Longest result; a longer one is cut between items and says so.",
  },
  logLevel: {
    env: "KLAVIYO_MCP_LOG_LEVEL",
    flag: "--log-level",
    read: oneOf(...LOG_LEVELS),
    default: "info",
    help: "debug, info, warning or error; to stderr.",
  },
  metricsPort: {
    env: "KLAVIYO_MCP_METRICS_PORT",
    flag: "--metrics-port",
    read: optional(wholeNumber(0, 65_535)),
    help: "Port of /metrics for Prometheus, /healthz and /readyz; 0 for a free one, which the log tells.",
  },
  metricsHost: {
    env: "KLAVIYO_MCP_METRICS_HOST",
    flag: "--metrics-host",
    read: text,
    default: "127.0.0.1",
    help: "Address that --metrics-port listens on; whoever reaches it reads it without a token.",
  },
  pace: {
    env: "KLAVIYO_MCP_PACE",
    flag: "--pace",
    read: onOrOff,
    default: "on",
    help: "Waits for Klaviyo's rate limits; off for a loopback gateway only.",
  },
  keyRate: {
    env: "KLAVIYO_MCP_KEY_RATE",
    flag: "--key-rate",
    read: wholeNumber(1, 10_000),
    default: "10",
    help: "Requests a second that Maton takes of the key.",
  },
  redisUrl: {
    env: "KLAVIYO_MCP_REDIS_URL",
    read: optional(redisUrl),
    secret: true,
    help: "Redis 7 or Valkey 8 by which several servers share limits, confirmations, budgets and reports.",
  },
  sandbox: {
    env: "KLAVIYO_MCP_SANDBOX",
    flag: "--sandbox",
    read: yesOrNo,
    default: "false",
    help: "A made-up account in this process instead of Maton; needs no key.",
  },
  noOutputSchemas: {
    env: "KLAVIYO_MCP_NO_OUTPUT_SCHEMAS",
    flag: "--no-output-schemas",
    read: yesOrNo,
    default: "false",
    help: "Leaves outputSchema out of the tool list, for clients that stumble over it.",
  },
  noViews: {
    env: "KLAVIYO_MCP_NO_VIEWS",
    flag: "--no-views",
    read: yesOrNo,
    default: "false",
    help: "No pictures and buttons in the chat, for hosts that would draw them.",
  },
  httpHost: {
    flag: "--host",
    read: text,
    default: "127.0.0.1",
    commands: ["http"],
    help: "Address to listen on; one that others reach needs KLAVIYO_MCP_HTTP_TOKEN or --team.",
  },
  httpPort: {
    flag: "--port",
    read: wholeNumber(0, 65_535),
    default: "3333",
    commands: ["http", "sandbox"],
    help: "Port to listen on; 0 for a free one.",
  },
  httpPath: {
    flag: "--path",
    read: text,
    default: "/mcp",
    commands: ["http"],
    help: "Path of the endpoint.",
  },
  httpToken: {
    env: "KLAVIYO_MCP_HTTP_TOKEN",
    read: optional(text),
    commands: ["http"],
    help: "Callers send it as bearer; never a flag, never printed.",
  },
  team: {
    env: "KLAVIYO_MCP_TEAM",
    flag: "--team",
    read: optional(text),
    commands: ["http"],
    help: "File that says who may call and what of it is theirs; read again on SIGHUP. See klaviyo-mcp team.",
  },
  callerKeys: {
    env: "KLAVIYO_MCP_CALLER_KEYS",
    flag: "--caller-keys",
    read: yesOrNo,
    default: "false",
    commands: ["http"],
    help: "Callers may send a Maton key of their own as X-Maton-Api-Key.",
  },
} as const satisfies Record<string, Option>;
