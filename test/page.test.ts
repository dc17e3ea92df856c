import { createHash } from "node:crypto";
import http from "node:http";
import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import { afterEach, describe, expect, it } from "vitest";
import { endpointBlocks } from "../src/install.ts";
import { oneService } from "../src/serve/guests.ts";
import { type HttpServing, serveHttp } from "../src/serve/http.ts";
import { PAGE_HEADERS, type PageFacts, pageOf } from "../src/serve/page/page.ts";
import { gateway } from "./page-gateway.ts";

// What a person sees who opens the server's address in a browser.

const FACTS: PageFacts = {
  version: "1.2.3",
  url: "http://127.0.0.1:3333/mcp",
  guarded: false,
  sandbox: false,
  readOnly: false,
  hasKey: true,
  accounts: { names: ["Northwind"], more: 0 },
};
const unescaped = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");
/** What stands beside a word of the list. */
const told = (page: string, what: string) =>
  unescaped(new RegExp(`<dt>${what}</dt><dd>(.*?)</dd>`).exec(page)?.[1] ?? "");
const codes = (page: string) =>
  [...page.matchAll(/<pre tabindex="0"><code>([\s\S]*?)<\/code><\/pre>/g)].map(([, code = ""]) =>
    unescaped(code),
  );

describe("pageOf", () => {
  it.each<[string, Partial<PageFacts>, Record<string, string | RegExp>]>([
    ["a key and an account", {}, { Key: "set", Account: "Northwind" }],
    [
      "several accounts",
      { accounts: { names: ["A", "B", "C"], more: 2 } },
      { Account: "A, B, C and 2 more" },
    ],
    [
      "no account",
      { accounts: { names: [], more: 0 } },
      { Key: "set", Account: /none is connected.*"connect my Klaviyo account"/ },
    ],
    [
      "no key",
      { hasKey: false, accounts: undefined },
      { Key: /none is set.*MATON_API_KEY/, Account: "none without a key" },
    ],
    ["a key that is refused", { accounts: { trouble: "refused" } }, { Account: /Maton refuses the key/ }],
    ["no gateway", { accounts: { trouble: "unreachable" } }, { Account: /could not be asked.*doctor/ }],
    [
      "somebody without the token",
      { guarded: true, accounts: undefined },
      { Key: "set", Account: "told to callers who send the token" },
    ],
    [
      "the sandbox",
      { sandbox: true, hasKey: false },
      { Key: "none is needed", Account: "Northwind", "What an agent may do": "read and change" },
    ],
    ["reads alone", { readOnly: true }, { "What an agent may do": "read, and change nothing" }],
  ])("tells of %s", (_, facts, expected) => {
    const page = pageOf({ ...FACTS, ...facts });
    for (const [what, is] of Object.entries(expected))
      expect(told(page, what)).toMatch(typeof is === "string" ? new RegExp(`^${is}$`) : is);
  });

  it("marks the sandbox, and nothing else as it", () => {
    expect(pageOf({ ...FACTS, sandbox: true })).toMatch(
      /<title>klaviyo-mcp \(sandbox\)<\/title>[\s\S]*<p class="sandbox">Sandbox: a made-up shop/,
    );
    expect(pageOf(FACTS)).not.toMatch(/Sandbox|\(sandbox\)/);
  });

  it.each([
    ["without a token", false],
    ["with a token's placeholder", true],
  ])("has every block of the table with its url, %s", (_, guarded) => {
    const page = pageOf({ ...FACTS, guarded });
    const endpoint = { name: "klaviyo", url: FACTS.url, ...(guarded && { token: "YOUR_TOKEN" }) };
    const blocks = endpointBlocks(endpoint);
    expect(blocks.length).toBeGreaterThan(5);
    expect(codes(page)).toEqual(blocks.map(({ text }) => text));
    expect(page.includes("YOUR_TOKEN")).toBe(guarded);
  });

  it("shows what an account is called as text, whatever that is", () => {
    const name = `</dd><script>alert(1)</script><img src=x onerror='a("b")'>&amp;`;
    const page = pageOf({ ...FACTS, accounts: { names: [name], more: 0 } });
    expect(told(page, "Account")).toBe(name);
    expect(page.match(/<script|<img/g)).toEqual(["<script"]);
  });

  it("shows a url as text wherever it stands, whatever that is", () => {
    const url = `http://h/<b>"&`;
    const page = pageOf({ ...FACTS, url });
    expect(page).not.toContain("<b>");
    expect(codes(page)).toEqual(endpointBlocks({ name: "klaviyo", url }).map(({ text }) => text));
    expect(page).toContain("<code>http://h/&lt;b&gt;&quot;&amp;</code>");
  });

  it("may load and send nothing, and its own style and script alone are let in", () => {
    const page = pageOf(FACTS);
    const hashOf = (tag: string) => {
      const [, text = ""] = new RegExp(`<${tag}>([\\s\\S]*)</${tag}>`).exec(page) ?? [];
      return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    };
    expect(PAGE_HEADERS["content-security-policy"]).toBe(
      `default-src 'none'; style-src ${hashOf("style")}; script-src ${hashOf("script")}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(page).not.toMatch(/<(?:link|img|iframe|form|a)\b|\s(?:style|on\w+|src|href)=["']/);
    expect(page.match(/<script/g)).toHaveLength(1);
  });
});

describe("a browser", () => {
  const BROWSER = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
  const TOKEN = "callers-token-0123456789";
  let serving: HttpServing | undefined;
  afterEach(() => serving?.close());

  async function start({ token, host = "127.0.0.1" }: { token?: string; host?: string } = {}) {
    const { asked, send } = gateway(["a"]);
    const makeServer = () => new Server({ name: "t", version: "1" }, { capabilities: {} });
    const shown = { version: "1", sandbox: false, readOnly: false, hasKey: true, pinned: undefined, send };
    const config = { host, port: 0, path: "/mcp", token };
    const guests = oneService(token, { makeServer, drain: async () => undefined, shown });
    serving = await serveHttp(config, guests, () => undefined);
    const { port } = new URL(serving.url);
    const get = (path: string, headers: Record<string, string> = BROWSER, method = "GET") =>
      new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>((resolve, reject) => {
        const outgoing = http.request({ host: "127.0.0.1", port, path, method, headers }, (incoming) => {
          let body = "";
          incoming.on("data", (chunk) => {
            body += chunk;
          });
          incoming.on("end", () =>
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body }),
          );
        });
        outgoing.on("error", reject);
        outgoing.end();
      });
    return { asked, get, port };
  }

  it.each(["/", "/mcp", "/?x=1"])("is shown the page at %s", async (path) => {
    const { get, port } = await start();
    const { status, headers, body } = await get(path);
    expect(status).toBe(200);
    expect(headers).toMatchObject(PAGE_HEADERS);
    expect(told(body, "Account")).toBe("Shop of a");
    expect(codes(body)[0]).toContain(`"http://127.0.0.1:${port}/mcp"`);
  });

  it.each<[string, string, string, Record<string, string>, number]>([
    ["an MCP client's stream", "GET", "/mcp", { accept: "text/event-stream" }, 400],
    ["one that takes a page too", "GET", "/mcp", { accept: "text/event-stream, text/html" }, 400],
    ["a session", "GET", "/mcp", { ...BROWSER, "mcp-session-id": "x" }, 404],
    ["whoever takes anything", "GET", "/mcp", { accept: "*/*" }, 400],
    ["whoever takes anything, elsewhere", "GET", "/", { accept: "*/*" }, 404],
    ["a form", "POST", "/mcp", BROWSER, 400],
    ["another path", "GET", "/other", BROWSER, 404],
    ["another method", "DELETE", "/", BROWSER, 404],
  ])("is none: %s is answered as before", async (_, method, path, headers, status) => {
    const { asked, get } = await start();
    const answer = await get(path, headers, method);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body)).toMatchObject({ jsonrpc: "2.0", error: { message: expect.any(String) } });
    expect(asked).toEqual([]);
  });

  it.each([
    ["another Host", { host: "evil.example.com" }],
    ["another Host that looks like ours", { host: "127.0.0.1.evil.example.com" }],
    ["a Host with a name before it", { host: "127.0.0.1@evil.example.com" }],
    ["markup for a Host", { host: "<script>" }],
    ["another Origin", { origin: "https://evil.example.com" }],
  ])("under %s sees nothing, and nothing is looked at", async (_, headers) => {
    const { asked, get } = await start();
    const { status, body } = await get("/", { ...BROWSER, ...headers });
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({ error: { code: -32000 } });
    expect(asked).toEqual([]);
  });

  it("without the token reads neither names nor the token, and costs no request", async () => {
    const { asked, get } = await start({ token: TOKEN, host: "0.0.0.0" });
    const { status, body } = await get("/");
    expect(status).toBe(200);
    expect(told(body, "Account")).toBe("told to callers who send the token");
    expect(body).not.toContain(TOKEN);
    expect(body).toContain("YOUR_TOKEN");
    expect(asked).toEqual([]);
  });

  it("with the token reads the names, and never the token", async () => {
    const { get } = await start({ token: TOKEN, host: "0.0.0.0" });
    const { body } = await get("/mcp", { ...BROWSER, authorization: `Bearer ${TOKEN}` });
    expect(told(body, "Account")).toBe("Shop of a");
    expect(body).not.toContain(TOKEN);
  });

  it("with a wrong token is turned away as any caller", async () => {
    const { asked, get } = await start({ token: TOKEN, host: "0.0.0.0" });
    const { status, headers } = await get("/", { ...BROWSER, authorization: "Bearer wrong" });
    expect(status).toBe(401);
    expect(headers["www-authenticate"]).toBe("Bearer");
    expect(asked).toEqual([]);
  });

  it.each<[string, Record<string, string>, string | undefined]>([
    ["a name", { host: "shop.example.com" }, "http://shop.example.com/mcp"],
    ["a name and a port", { host: "shop.example.com:8080" }, "http://shop.example.com:8080/mcp"],
    ["an address", { host: "[2001:db8::1]:80" }, "http://[2001:db8::1]:80/mcp"],
    [
      "TLS before it",
      { host: "shop.example.com", "x-forwarded-proto": "https" },
      "https://shop.example.com/mcp",
    ],
    [
      "another scheme",
      { host: "shop.example.com", "x-forwarded-proto": "javascript" },
      "http://shop.example.com/mcp",
    ],
    ["what a shell reads", { host: "a$b;c" }, undefined],
    ["a quote", { host: "a'b" }, undefined],
    ["a name before it", { host: "user@shop.example.com" }, undefined],
    ["a path", { host: "shop.example.com/x" }, undefined],
  ])("that came by %s reads the address that it came by, or the server's own", async (_, headers, url) => {
    const { get, port } = await start({ token: TOKEN, host: "0.0.0.0" });
    const { body } = await get("/", { ...BROWSER, ...headers });
    const shown = JSON.parse(codes(body)[0] ?? "{}").mcpServers.klaviyo.url;
    expect(shown).toBe(url ?? `http://0.0.0.0:${port}/mcp`);
  });
});
