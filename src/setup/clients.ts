// What is known of each client: where its file lies, how that is written, and what stands for a server in it. The
// blocks of docs/clients.md and what `setup` writes both come from here.

import { shellWord } from "./shell.ts";

/** What a client starts: a command with its arguments and variables, under a name. */
export interface Launch {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** A server that runs over HTTP: where, and what stands for its bearer token where it wants one. */
export interface Endpoint {
  name: string;
  url: string;
  token?: string;
}

/** A server as its client's file has it. */
export type Entry = Readonly<Record<string, unknown>>;

export const PLATFORMS = ["darwin", "linux", "win32"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** `jsonc` is JSON of which the client also reads comments and a comma behind the last. */
export type Format = "json" | "jsonc" | "toml";

export interface Client {
  /** What a command line calls it. */
  id: string;
  name: string;
  /**
   * Where its file may lie, each beginning with `~` or a variable of ROOTS. The first whose folder is there is meant;
   * of several in one folder the first that is there.
   */
  files: Readonly<Record<Platform, readonly string[]>>;
  /** What shows that it is installed, where the folder of its file is there anyway. */
  signs?: readonly string[];
  /** Its program, which shows it too. */
  program?: string;
  format: Format;
  /** The key of the file under which servers stand by name. */
  under: string;
  entry(launch: Launch): Entry;
  /** For a server that runs. */
  remote?(endpoint: Endpoint): Entry;
  /** How the docs name the file; nothing where a command of its own is shorter. */
  shown?: string;
  /** The file is one that people share: the client asks for what is secret, and keeps it. */
  shared?: true;
  /** Commands of its own that do the same. */
  terminal?: { launch(launch: Launch): string; endpoint(endpoint: Endpoint): string };
}

/** What a path begins with, and what holds where the variable is not set. */
export const ROOTS: Readonly<Record<string, string>> = {
  XDG_CONFIG_HOME: "~/.config",
  APPDATA: "~/AppData/Roaming",
  LOCALAPPDATA: "~/AppData/Local",
  CODEX_HOME: "~/.codex",
  CLAUDE_CONFIG_DIR: "~",
  GEMINI_CLI_HOME: "~",
};

/** The variable of a client's own environment that Codex reads the token from. */
export const TOKEN_VARIABLE = "KLAVIYO_MCP_HTTP_TOKEN";

const anywhere = (...files: string[]) => ({ darwin: files, linux: files, win32: files });
/** Where Electron programs keep what is theirs. */
const inAppData = (file: string) => ({
  darwin: [`~/Library/Application Support/${file}`],
  linux: [`$XDG_CONFIG_HOME/${file}`],
  win32: [`$APPDATA/${file}`],
});

const plain = ({ command, args, env }: Launch): Entry => ({ command, args, ...variablesOf("env", env) });
const variablesOf = (key: string, env: Launch["env"]) => (Object.keys(env).length > 0 ? { [key]: env } : {});

/** Each client that `setup` knows, in the order of docs/clients.md. */
export const CLIENTS: readonly Client[] = [
  {
    id: "claude-desktop",
    name: "Claude Desktop",
    files: {
      ...inAppData("Claude/claude_desktop_config.json"),
      // As it is packaged since 2026, Windows shows it another folder in the place of the first:
      // https://github.com/anthropics/claude-code/issues/26073
      win32: [
        "$LOCALAPPDATA/Packages/Claude_pzs8sxrjxfjjc/LocalCache/Roaming/Claude/claude_desktop_config.json",
        "$APPDATA/Claude/claude_desktop_config.json",
      ],
    },
    format: "json",
    under: "mcpServers",
    entry: plain,
    shown: "where its bundle is not wanted, in claude_desktop_config.json",
  },
  {
    id: "cursor",
    name: "Cursor",
    files: anywhere("~/.cursor/mcp.json"),
    program: "cursor",
    format: "jsonc",
    under: "mcpServers",
    entry: plain,
    remote: ({ url, token }) => ({ url, ...headersOf(token) }),
    shown: "in ~/.cursor/mcp.json",
  },
  {
    id: "windsurf",
    name: "Windsurf",
    files: anywhere("~/.codeium/windsurf/mcp_config.json"),
    program: "windsurf",
    format: "json",
    under: "mcpServers",
    entry: plain,
    remote: ({ url, token }) => ({ serverUrl: url, ...headersOf(token) }),
    shown: "in ~/.codeium/windsurf/mcp_config.json",
  },
  {
    id: "claude-code",
    name: "Claude Code",
    files: anywhere("$CLAUDE_CONFIG_DIR/.claude.json"),
    signs: ["$CLAUDE_CONFIG_DIR/.claude.json", "~/.claude"],
    program: "claude",
    format: "json",
    under: "mcpServers",
    entry: (launch) => ({ type: "stdio", ...plain(launch) }),
    terminal: {
      launch: (launch) =>
        `claude mcp add ${launch.name} --scope user ${variables(launch, "--env")} -- ${started(launch)}`,
      // Its --header takes all that follows, so that it comes last.
      endpoint: ({ name, url, token }) =>
        `claude mcp add --transport http --scope user ${name} ${shellWord(url)}${header(token)}`,
    },
  },
  {
    id: "vscode",
    name: "VS Code",
    files: inAppData("Code/User/mcp.json"),
    program: "code",
    format: "jsonc",
    under: "servers",
    entry: (launch) => ({ type: "stdio", ...plain(launch) }),
    remote: ({ url, token }) => ({ type: "http", url, ...headersOf(token) }),
    shown: "in .vscode/mcp.json",
    shared: true,
  },
  {
    id: "codex",
    name: "Codex",
    files: anywhere("$CODEX_HOME/config.toml"),
    program: "codex",
    format: "toml",
    under: "mcp_servers",
    entry: plain,
    remote: ({ url, token }) => ({ url, ...(token && { bearer_token_env_var: TOKEN_VARIABLE }) }),
    shown: "or in ~/.codex/config.toml",
    terminal: {
      launch: (launch) => `codex mcp add ${launch.name} ${variables(launch, "--env")} -- ${started(launch)}`,
      endpoint: ({ name, url, token }) =>
        `codex mcp add ${name} --url ${shellWord(url)}${token ? ` --bearer-token-env-var ${TOKEN_VARIABLE}` : ""}`,
    },
  },
  {
    id: "gemini",
    name: "Gemini CLI",
    files: anywhere("$GEMINI_CLI_HOME/.gemini/settings.json"),
    program: "gemini",
    format: "jsonc",
    under: "mcpServers",
    entry: plain,
    terminal: {
      launch: (launch) =>
        `gemini mcp add -s user ${variables(launch, "-e")} ${launch.name} ${started(launch)}`,
      endpoint: ({ name, url, token }) =>
        `gemini mcp add -s user --transport http${header(token)} ${name} ${shellWord(url)}`,
    },
  },
  {
    id: "opencode",
    name: "opencode",
    files: anywhere("$XDG_CONFIG_HOME/opencode/opencode.jsonc", "$XDG_CONFIG_HOME/opencode/opencode.json"),
    program: "opencode",
    format: "jsonc",
    under: "mcp",
    entry: ({ command, args, env }) => ({
      type: "local",
      command: [command, ...args],
      ...variablesOf("environment", env),
      enabled: true,
    }),
    remote: ({ url, token }) => ({ type: "remote", url, ...headersOf(token), enabled: true }),
    shown: "in ~/.config/opencode/opencode.json",
  },
  {
    id: "zed",
    name: "Zed",
    files: { ...anywhere("$XDG_CONFIG_HOME/zed/settings.json"), win32: ["$APPDATA/Zed/settings.json"] },
    program: "zed",
    format: "jsonc",
    under: "context_servers",
    // Versions before 2025-10 read no entry that does not say where it comes from; later ones let it stand.
    entry: (launch) => ({ source: "custom", ...plain(launch) }),
    remote: ({ url, token }) => ({ url, ...headersOf(token) }),
    shown: "in ~/.config/zed/settings.json",
  },
];

function headersOf(token: string | undefined): { headers?: { Authorization: string } } {
  return token ? { headers: { Authorization: `Bearer ${token}` } } : {};
}

function header(token: string | undefined): string {
  return token ? ` --header ${shellWord(`Authorization: Bearer ${token}`)}` : "";
}

function variables({ env }: Launch, flag: string): string {
  return Object.entries(env)
    .map(([key, value]) => `${flag} ${shellWord(`${key}=${value}`)}`)
    .join(" ");
}

function started({ command, args }: Launch): string {
  return [command, ...args].map(shellWord).join(" ");
}
