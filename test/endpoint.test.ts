import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OPTIONS } from "../src/config/options.ts";
import { endpointBlocks, FROM_HTTP, type InstallBlock } from "../src/install.ts";
import { CLIENTS, type Endpoint, type Launch, TOKEN_VARIABLE } from "../src/setup/clients.ts";
import { readToml, shellWords } from "./blocks.ts";

// The blocks for a server that runs: each is read the way its client reads it.

const clients = readFileSync(new URL("../docs/clients.md", import.meta.url), "utf8");

type Remote = Record<string, unknown>;

/** How each client's own documents write a server that runs: under which key, its url by which name, and what else. */
const REMOTE: Record<string, { under: string; url?: string; rest?: Remote }> = {
  Cursor: { under: "mcpServers" },
  Windsurf: { under: "mcpServers", url: "serverUrl" },
  "VS Code": { under: "servers", rest: { type: "http" } },
  opencode: { under: "mcp", rest: { type: "remote", enabled: true } },
  Zed: { under: "context_servers" },
};

const PLACED = { token: FROM_HTTP.token ?? "" };

/** What a block tells its client: the server's name, its url and the token, wherever that stands. */
function readEndpoint({ client, language, text }: InstallBlock): Endpoint {
  const bearer = (header = ""): { token?: string } =>
    header ? { token: header.replace(/^(Authorization: )?Bearer /, "") } : {};
  if (language === "json") {
    const file = JSON.parse(text);
    const [under = "", ...others] = Object.keys(file).filter((key) => key !== "inputs");
    expect(others).toEqual([]);
    const [[name, server] = ["", {}]] = Object.entries<Remote>(file[under]);
    const { [REMOTE[client]?.url ?? "url"]: url = "", headers, ...rest } = server;
    expect([under, rest], client).toEqual([REMOTE[client]?.under, REMOTE[client]?.rest ?? {}]);
    const asked = (headers as Record<string, string> | undefined)?.Authorization;
    if (!file.servers || !asked) return { name, url: String(url), ...bearer(asked) };
    // VS Code asks for the token; what the person types stands here as the placeholder.
    expect(asked).toBe(`Bearer \${input:${file.inputs[0].id}}`);
    expect(file.inputs).toMatchObject([{ type: "promptString", password: true }]);
    return { name, url: String(url), ...PLACED };
  }
  if (language === "toml") {
    const { name, url, bearer_token_env_var: variable } = readToml(text) as Launch & Record<string, string>;
    return { name, url: String(url), ...(variable === TOKEN_VARIABLE && PLACED) };
  }
  const [program, mcp, add, ...words] = shellWords(text);
  expect([mcp, add]).toEqual(["mcp", "add"]);
  const taken = (flag: string) => {
    const at = words.indexOf(flag);
    return at < 0 ? undefined : words.splice(at, 2)[1];
  };
  expect(["claude", "codex", "gemini"]).toContain(program);
  if (program === "codex") {
    const [url = "", variable] = [taken("--url"), taken("--bearer-token-env-var")];
    expect(words, client).toHaveLength(1);
    return { name: words[0] ?? "", url, ...(variable === TOKEN_VARIABLE && PLACED) };
  }
  // Claude Code's --header takes all words behind it.
  if (program === "claude" && words.includes("--header")) expect(words.at(-2)).toBe("--header");
  expect(taken("--transport")).toBe("http");
  expect(taken(program === "claude" ? "--scope" : "-s")).toBe("user");
  const header = taken("--header");
  expect(words, client).toHaveLength(2);
  const [name = "", url = ""] = words;
  return { name, url, ...bearer(header) };
}

describe("endpointBlocks", () => {
  const { token: _, ...open } = FROM_HTTP;
  it.each(endpointBlocks(FROM_HTTP))("$client $language says where, and with which token", (block) => {
    expect(readEndpoint(block)).toEqual(FROM_HTTP);
  });

  it.each(endpointBlocks(open))("$client $language says where, and nothing of a token", (block) => {
    expect(readEndpoint(block)).toEqual(open);
    expect(block.text).not.toMatch(/token|bearer|headers|inputs/i);
  });

  it.each(endpointBlocks(open))("$client $language bears a url with what a shell reads", (block) => {
    const url = "http://h/a'b&c;d$e";
    const [written] = endpointBlocks({ ...open, url }).filter(
      ({ client, language }) => client === block.client && language === block.language,
    );
    expect(written && readEndpoint(written)).toEqual({ ...open, url });
  });

  it("has one for each client but the one that reads no url, which the docs say", () => {
    const named = new Set(endpointBlocks(FROM_HTTP).map(({ client }) => client));
    const [none, ...more] = CLIENTS.filter(({ name }) => !named.has(name)).map(({ name }) => name);
    expect([none, more]).toEqual(["Claude Desktop", []]);
    expect(clients).toContain(`${none} reads no url from its file`);
  });

  it("is in docs/clients.md as a whole", () => {
    const [, part = ""] = clients.split("<!-- http:start -->");
    const [shown = ""] = part.split("<!-- http:end -->");
    const blocks = endpointBlocks(FROM_HTTP);
    expect([...shown.matchAll(/```\w+\n([\s\S]*?)\n```/g)].map(([, text]) => text)).toEqual(
      blocks.map(({ text }) => text),
    );
  });

  it("names the variable that the server itself reads", () => {
    expect(TOKEN_VARIABLE).toBe(OPTIONS.httpToken.env);
  });
});
