// How the server is started, once, and how each client wants to be told.

/** What a client starts: a command with its arguments and variables, under a name. */
export interface Launch {
  name: string;
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string>>;
}

/** From a clone; whoever copies it puts in the path and the key. */
export const FROM_CLONE: Launch = {
  name: "klaviyo",
  command: "node",
  args: ["/absolute/path/to/klaviyo-mcp/dist/cli.js"],
  env: { MATON_API_KEY: "YOUR_API_KEY" },
};

/** A server that runs over HTTP: where, and what stands for its bearer token where it wants one. */
export interface Endpoint {
  name: string;
  url: string;
  token?: string;
}

/** A server of `klaviyo-mcp http` on this machine; whoever copies it puts in the token. */
export const FROM_HTTP: Endpoint = { name: "klaviyo", url: "http://127.0.0.1:3333/mcp", token: "YOUR_TOKEN" };

/** One client's way to install it: a file to put it in, or a command to run. */
export interface InstallBlock {
  client: string;
  how: string;
  language: "json" | "toml" | "bash";
  text: string;
}

/** How a client is told of a server that it starts, and of one that runs; one of the two may be beyond it. */
interface Way extends Omit<InstallBlock, "text"> {
  launch?(launch: Launch): string;
  endpoint?(endpoint: Endpoint): string;
}

const KEY_INPUT = "maton-key";
const TOKEN_INPUT = "klaviyo-token";
const secret = (id: string, description: string) => [
  { type: "promptString", id, description, password: true },
];

/**
 * The commands install for the whole user: a client's own default is the folder that it is run in, where Gemini CLI
 * would leave the key in a file.
 */
const WAYS: readonly Way[] = [
  {
    client: "Claude Desktop",
    how: "in claude_desktop_config.json (or open the bundle of `npm run bundle:mcpb`); **Cursor**, in .cursor/mcp.json",
    language: "json",
    launch: mcpServersJson,
  },
  {
    client: "Cursor",
    how: "in .cursor/mcp.json",
    language: "json",
    endpoint: ({ name, url, token }) => json({ mcpServers: { [name]: { url, ...headers(token) } } }),
  },
  {
    client: "Claude Code",
    how: "in a terminal",
    language: "bash",
    launch: (launch) =>
      `claude mcp add ${launch.name} --scope user ${variables(launch, "--env")} -- ${started(launch)}`,
    // Its --header takes all that follows, so that it comes last.
    endpoint: ({ name, url, token }) =>
      `claude mcp add --transport http --scope user ${name} ${shellWord(url)}${header(token)}`,
  },
  {
    client: "VS Code",
    how: "in .vscode/mcp.json",
    language: "json",
    // VS Code asks for the key and keeps it, so that the file can be committed.
    launch: ({ name, command, args, env }) => {
      const asked = Object.fromEntries(Object.keys(env).map((key) => [key, `\${input:${KEY_INPUT}}`]));
      const server = { type: "stdio", command, args, env: asked };
      return json({ inputs: secret(KEY_INPUT, "Maton API key"), servers: { [name]: server } });
    },
    endpoint: ({ name, url, token }) => {
      const inputs = token && { inputs: secret(TOKEN_INPUT, "Token of klaviyo-mcp") };
      const asked = token && `\${input:${TOKEN_INPUT}}`;
      return json({ ...inputs, servers: { [name]: { type: "http", url, ...headers(asked) } } });
    },
  },
  {
    client: "Codex",
    how: "in a terminal",
    language: "bash",
    launch: (launch) => `codex mcp add ${launch.name} ${variables(launch, "--env")} -- ${started(launch)}`,
    endpoint: ({ name, url, token }) =>
      `codex mcp add ${name} --url ${shellWord(url)}${token ? ` --bearer-token-env-var ${TOKEN_VARIABLE}` : ""}`,
  },
  {
    client: "Codex",
    how: "or in ~/.codex/config.toml",
    language: "toml",
    launch: ({ name, command, args, env }) =>
      [
        `[mcp_servers.${name}]`,
        `command = ${JSON.stringify(command)}`,
        `args = ${JSON.stringify(args)}`,
        `env = { ${Object.entries(env)
          .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
          .join(", ")} }`,
      ].join("\n"),
    endpoint: ({ name, url, token }) =>
      [
        `[mcp_servers.${name}]`,
        `url = ${JSON.stringify(url)}`,
        ...(token ? [`bearer_token_env_var = ${JSON.stringify(TOKEN_VARIABLE)}`] : []),
      ].join("\n"),
  },
  {
    client: "Gemini CLI",
    how: "in a terminal",
    language: "bash",
    launch: (launch) => `gemini mcp add -s user ${variables(launch, "-e")} ${launch.name} ${started(launch)}`,
    endpoint: ({ name, url, token }) =>
      `gemini mcp add -s user --transport http${header(token)} ${name} ${shellWord(url)}`,
  },
];

/** The variable of a client's own environment that Codex reads the token from. */
export const TOKEN_VARIABLE = "KLAVIYO_MCP_HTTP_TOKEN";

/** `{mcpServers: …}`, which most clients read; mcp.json is the same. */
export function mcpServersJson({ name, ...launch }: Launch): string {
  return json({ mcpServers: { [name]: launch } });
}

/** Every block for a server that the client starts. */
export function installBlocks(launch: Launch): InstallBlock[] {
  return WAYS.flatMap(({ launch: write, endpoint: _, ...way }) =>
    write ? [{ ...way, text: write(launch) }] : [],
  );
}

/** Every block for a server that runs. */
export function endpointBlocks(endpoint: Endpoint): InstallBlock[] {
  return WAYS.flatMap(({ endpoint: write, launch: _, ...way }) =>
    write ? [{ ...way, text: write(endpoint) }] : [],
  );
}

/** Blocks as docs/clients.md shows them. */
export function installMarkdown(blocks: readonly InstallBlock[]): string {
  return blocks
    .map(({ client, how, language, text }) => `**${client}**, ${how}:\n\n\`\`\`${language}\n${text}\n\`\`\``)
    .join("\n\n");
}

function variables({ env }: Launch, flag: string): string {
  return Object.entries(env)
    .map(([key, value]) => `${flag} ${shellWord(`${key}=${value}`)}`)
    .join(" ");
}

function started({ command, args }: Launch): string {
  return [command, ...args].map(shellWord).join(" ");
}

function headers(token: string | undefined): { headers?: { Authorization: string } } {
  return token ? { headers: { Authorization: `Bearer ${token}` } } : {};
}

function header(token: string | undefined): string {
  return token ? ` --header ${shellWord(`Authorization: Bearer ${token}`)}` : "";
}

/** JSON with what is flat and short on one line. */
function json(value: unknown): string {
  const flat = (text: string, pattern: RegExp, pad: string) =>
    text.replace(pattern, (whole: string, inner: string) => {
      const line = whole[0] + pad + inner.trim().replace(/\n\s+/g, " ") + pad + whole.at(-1);
      return line.length > 110 ? whole : line;
    });
  const lists = flat(JSON.stringify(value, null, 2), /\[\n((?:\s+"[^"\n]*",?\n)+)\s+\]/g, "");
  return flat(lists, /\{\n((?:\s+"\w+": (?:"[^"\n]*"|true|false),?\n)+)\s+\}/g, " ");
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
