import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { OPTIONS } from "../src/config/options.ts";
import { endpointBlocks, FROM_HTTP, type InstallBlock } from "../src/install.ts";
import { type Endpoint, type Launch, TOKEN_VARIABLE } from "../src/setup/clients.ts";
import { readToml, shellWords } from "./blocks.ts";

// The blocks for a server that runs: each is read the way its client reads it.

const clients = readFileSync(new URL("../docs/clients.md", import.meta.url), "utf8");

const PLACED = { token: FROM_HTTP.token ?? "" };

/** What a block tells its client: the server's name, its url and the token, wherever that stands. */
function readEndpoint({ client, language, text }: InstallBlock): Endpoint {
  const bearer = (header = ""): { token?: string } =>
    header ? { token: header.replace(/^(Authorization: )?Bearer /, "") } : {};
  if (language === "json") {
    const file = JSON.parse(text);
    const [[name, server] = ["", { url: "" }]] = Object.entries<{
      url: string;
      headers?: Record<string, string>;
    }>(file.servers ?? file.mcpServers);
    if (file.servers) expect(server).toMatchObject({ type: "http" });
    const asked = server.headers?.Authorization;
    if (!file.servers || !asked) return { name, url: server.url, ...bearer(asked) };
    // VS Code asks for the token; what the person types stands here as the placeholder.
    expect(asked).toBe(`Bearer \${input:${file.inputs[0].id}}`);
    expect(file.inputs).toMatchObject([{ type: "promptString", password: true }]);
    return { name, url: server.url, ...PLACED };
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
