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

/** One client's way to install it: a file to put it in, or a command to run. */
export interface InstallBlock {
  client: string;
  how: string;
  language: "json" | "toml" | "bash";
  text: string;
}

const KEY_INPUT = "maton-key";
const SECRETS = [{ type: "promptString", id: KEY_INPUT, description: "Maton API key", password: true }];

/** `{mcpServers: …}`, which most clients read; mcp.json is the same. */
export function mcpServersJson({ name, ...launch }: Launch): string {
  return json({ mcpServers: { [name]: launch } });
}

/**
 * Every block, for one launch. The commands install for the whole user: a client's own default is the folder that it
 * is run in, where Gemini CLI would leave the key in a file.
 */
export function installBlocks(launch: Launch): InstallBlock[] {
  const { name, command, args, env } = launch;
  const config = { command, args, env };
  const start = [command, ...args].map(shellWord).join(" ");
  const variables = (flag: string) =>
    Object.entries(env)
      .map(([key, value]) => `${flag} ${shellWord(`${key}=${value}`)}`)
      .join(" ");
  // VS Code asks for the key and keeps it, so that the file can be committed.
  const asked = Object.fromEntries(Object.keys(env).map((key) => [key, `\${input:${KEY_INPUT}}`]));
  return [
    {
      client: "Claude Desktop",
      how: "in claude_desktop_config.json (or open the bundle of `npm run bundle:mcpb`); **Cursor**, in .cursor/mcp.json",
      language: "json",
      text: mcpServersJson(launch),
    },
    {
      client: "Claude Code",
      how: "in a terminal",
      language: "bash",
      text: `claude mcp add ${name} --scope user ${variables("--env")} -- ${start}`,
    },
    {
      client: "VS Code",
      how: "in .vscode/mcp.json",
      language: "json",
      text: json({ inputs: SECRETS, servers: { [name]: { type: "stdio", ...config, env: asked } } }),
    },
    {
      client: "Codex",
      how: "in a terminal",
      language: "bash",
      text: `codex mcp add ${name} ${variables("--env")} -- ${start}`,
    },
    {
      client: "Codex",
      how: "or in ~/.codex/config.toml",
      language: "toml",
      text: [
        `[mcp_servers.${name}]`,
        `command = ${JSON.stringify(command)}`,
        `args = ${JSON.stringify(args)}`,
        `env = { ${Object.entries(env)
          .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
          .join(", ")} }`,
      ].join("\n"),
    },
    {
      client: "Gemini CLI",
      how: "in a terminal",
      language: "bash",
      text: `gemini mcp add -s user ${variables("-e")} ${name} ${start}`,
    },
  ];
}

/** The blocks as docs/clients.md shows them. */
export function installMarkdown(launch: Launch): string {
  return installBlocks(launch)
    .map(({ client, how, language, text }) => `**${client}**, ${how}:\n\n\`\`\`${language}\n${text}\n\`\`\``)
    .join("\n\n");
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
