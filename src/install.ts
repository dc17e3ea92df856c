import { CLIENTS, type Client, type Endpoint, type Entry, type Launch } from "./setup/clients.ts";
import { tableOf } from "./setup/toml-table.ts";

// The blocks that people copy, made of what src/setup/clients.ts knows of each client.

/** From a clone; whoever copies it puts in the path and the key. */
export const FROM_CLONE: Launch = {
  name: "klaviyo",
  command: "node",
  args: ["/absolute/path/to/klaviyo-mcp/dist/cli.js"],
  env: { MATON_API_KEY: "YOUR_API_KEY" },
};

/** A server of `klaviyo-mcp http` on this machine; whoever copies it puts in the token. */
export const FROM_HTTP: Endpoint = { name: "klaviyo", url: "http://127.0.0.1:3333/mcp", token: "YOUR_TOKEN" };

/** One client's way to install it: a file to put it in, or a command to run. */
export interface InstallBlock {
  client: string;
  how: string;
  language: "json" | "toml" | "bash";
  text: string;
}

/** What VS Code asks a person for and keeps, so that the file can be committed. */
interface Input {
  id: string;
  description: string;
}

const KEY_INPUT: Input = { id: "maton-key", description: "Maton API key" };
const TOKEN_INPUT: Input = { id: "klaviyo-token", description: "Token of klaviyo-mcp" };
const answerTo = ({ id }: Input) => `\${input:${id}}`;

/** `{mcpServers: …}`, which most clients read; mcp.json is the same. */
export function mcpServersJson({ name, ...launch }: Launch): string {
  return json({ mcpServers: { [name]: launch } });
}

/**
 * Every block for a server that the client starts. The commands install for the whole user: a client's own default is
 * the folder that it is run in, where Gemini CLI would leave the key in a file.
 */
export function installBlocks(launch: Launch): InstallBlock[] {
  return CLIENTS.flatMap((client) => {
    const command = client.terminal?.launch(launch);
    const asked = Object.keys(launch.env).map((key) => [key, answerTo(KEY_INPUT)]);
    const written = client.shared ? { ...launch, env: Object.fromEntries(asked) } : launch;
    const input = client.shared && KEY_INPUT;
    return [...inTerminal(client, command), ...inFile(client, launch.name, client.entry(written), input)];
  });
}

/** Every block for a server that runs. */
export function endpointBlocks(endpoint: Endpoint): InstallBlock[] {
  return CLIENTS.flatMap((client) => {
    const input = client.shared && endpoint.token ? TOKEN_INPUT : undefined;
    const entry = client.remote?.(input ? { ...endpoint, token: answerTo(input) } : endpoint);
    const command = client.terminal?.endpoint(endpoint);
    return [...inTerminal(client, command), ...(entry ? inFile(client, endpoint.name, entry, input) : [])];
  });
}

/** What a client's file holds for a server, as it stands alone: what `setup --print` prints. */
export function fileBlock(
  client: Client,
  name: string,
  entry: Entry,
  inputs: readonly object[] = [],
): string {
  if (client.format === "toml") return tableOf([client.under, name], entry);
  return json({ ...(inputs.length > 0 && { inputs }), [client.under]: { [name]: entry } });
}

/** Blocks as docs/clients.md shows them: those of one text stand there once, under the names of all their clients. */
export function installMarkdown(blocks: readonly InstallBlock[]): string {
  const texts = [...new Set(blocks.map(({ text }) => text))];
  return texts
    .map((text) => {
      const same = blocks.filter((block) => block.text === text);
      const heads = same.map(({ client, how }) => `**${client}**, ${how}`).join("; ");
      return `${heads}:\n\n\`\`\`${same[0]?.language}\n${text}\n\`\`\``;
    })
    .join("\n\n");
}

function inTerminal({ name }: Client, text: string | undefined): InstallBlock[] {
  return text === undefined ? [] : [{ client: name, how: "in a terminal", language: "bash", text }];
}

/** A client's block in its file, where the docs show one. */
function inFile(client: Client, name: string, entry: Entry, input: Input | undefined): InstallBlock[] {
  if (!client.shown) return [];
  const inputs = input ? [{ type: "promptString", ...input, password: true }] : [];
  const language = client.format === "toml" ? "toml" : "json";
  return [{ client: client.name, how: client.shown, language, text: fileBlock(client, name, entry, inputs) }];
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
