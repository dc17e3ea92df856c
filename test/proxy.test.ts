import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as httpRequest, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { startSandbox } from "../sandbox/index.ts";
import { wayTo } from "../src/gateway/proxy.ts";
import { CLI, KEY, type Started, startClient } from "./client.ts";

// A company's network: the gateway has TLS and a name that only the proxy knows, and its authority is the company's own.

const NAME = "gateway.invalid";
const folder = mkdtempSync(join(tmpdir(), "klaviyo mcp proxy "));
const authority = join(folder, "authority.pem");
/** What the proxy was asked to open, and who asked. */
const opened: { to: string; by: string | undefined }[] = [];
/** What it answers; 200 opens the tunnel. */
let answers = 200;
let gateway: Server;
let proxy: Server;
let url = "";
let proxyUrl = "";
const servers: Started[] = [];

const portOf = (server: Server) => (server.address() as AddressInfo).port;
const listening = async (server: Server): Promise<Server> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
};

beforeAll(async () => {
  const made = await generate([{ name: "commonName", value: NAME }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: NAME }] },
    ],
  });
  writeFileSync(authority, made.cert);
  const sandbox = await startSandbox({ limits: "off" });
  gateway = await listening(
    createTlsServer({ key: made.private, cert: made.cert }, (incoming, response) => {
      const { method, headers, url: path } = incoming;
      const onward = httpRequest(`${sandbox.url}${path}`, { method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(onward);
    }),
  );
  proxy = await listening(createServer());
  proxy.on("connect", ({ url: to = "", headers }, socket) => {
    opened.push({ to, by: headers["proxy-authorization"] });
    if (answers !== 200) {
      socket.end(`HTTP/1.1 ${answers} No\r\ncontent-length: 2\r\n\r\nno`);
      return;
    }
    const tunnel = connect(portOf(gateway), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      socket.pipe(tunnel).pipe(socket);
    });
    socket.on("error", () => tunnel.destroy());
    tunnel.on("error", () => socket.destroy());
  });
  url = `https://${NAME}:${portOf(gateway)}`;
  proxyUrl = `http://127.0.0.1:${portOf(proxy)}`;
});
afterEach(async () => {
  answers = 200;
  opened.length = 0;
  await Promise.all(servers.splice(0).map((one) => one.close()));
});
afterAll(() => {
  gateway.closeAllConnections();
  gateway.close();
  proxy.close();
  rmSync(folder, { recursive: true });
});

async function start(env: Record<string, string | undefined>): Promise<Started> {
  const own = { MATON_GATEWAY_URL: undefined, MATON_CONTROL_URL: undefined, MATON_API_URL: url };
  const server = await startClient({
    args: ["--pace", "on", "--confirm", "never"],
    env: { ...own, NODE_EXTRA_CA_CERTS: authority, ...env },
  });
  servers.push(server);
  return server;
}

describe("requests to the gateway", () => {
  it.each([
    ["HTTPS_PROXY", (address: string) => ({ HTTPS_PROXY: address })],
    ["HTTPS_PROXY without a scheme", (address: string) => ({ HTTPS_PROXY: address.slice("http://".length) })],
  ])("go through the proxy of %s, reads over one tunnel and each write over its own", async (_, env) => {
    const { call } = await start(env(proxyUrl));
    expect((await call("get_lists")).json.data.length).toBeGreaterThan(0);
    await call("get_tags");
    expect(opened.map(({ to }) => to)).toEqual([`${NAME}:${portOf(gateway)}`]);
    expect((await call("create_list", { name: "Through a tunnel" })).json.data.id).toBeTruthy();
    expect(opened).toHaveLength(2);
  });

  it("say who asks where the proxy's address says so", async () => {
    const { call } = await start({ HTTPS_PROXY: proxyUrl.replace("//", "//me:pass%20word@") });
    expect((await call("get_lists")).isError).toBeFalsy();
    expect(opened[0]?.by).toBe(`Basic ${Buffer.from("me:pass word").toString("base64")}`);
  });

  it("go straight where NO_PROXY has the gateway's name, and say that it is not known", async () => {
    const { call } = await start({ HTTPS_PROXY: proxyUrl, NO_PROXY: `localhost,${NAME}` });
    const { text } = await call("create_list", { name: "Never", connection_id: "any" });
    expect(text).toMatch(/no answer from the gateway \((ENOTFOUND|EAI_AGAIN)\)/);
    expect(text).toContain("where only a proxy knows names, set HTTPS_PROXY");
    expect(opened).toEqual([]);
  });

  it("to this machine go straight, whatever the proxy is", async () => {
    const server = await startClient({ env: { HTTPS_PROXY: proxyUrl, HTTP_PROXY: proxyUrl } });
    servers.push(server);
    expect((await server.call("get_lists")).isError).toBeFalsy();
    expect(opened).toEqual([]);
  });
});

describe("the way to a url", () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each<[url: string, env: Record<string, string>, way: string]>([
    ["https://gateway.maton.ai", {}, "straight"],
    ["https://gateway.maton.ai", { HTTPS_PROXY: "http://p:3128" }, "through the proxy http://p:3128"],
    ["https://gateway.maton.ai", { https_proxy: "https://u:pw@p" }, "through the proxy https://p"],
    ["https://gateway.maton.ai", { HTTPS_PROXY: "p:3128" }, "through the proxy http://p:3128"],
    ["https://gateway.maton.ai", { ALL_PROXY: "http://p" }, "through the proxy http://p"],
    ["https://gateway.maton.ai", { HTTP_PROXY: "http://p" }, "straight"],
    ["https://gateway.maton.ai", { HTTPS_PROXY: "http://p", NO_PROXY: ".maton.ai" }, "straight"],
    ["https://gateway.maton.ai", { HTTPS_PROXY: "http://p", NO_PROXY: "*" }, "straight"],
    [
      "https://gateway.maton.ai",
      { HTTPS_PROXY: "http://p", NO_PROXY: "maton.example" },
      "through the proxy http://p",
    ],
    [
      "http://127.0.0.1:9",
      { HTTPS_PROXY: "http://p", HTTP_PROXY: "http://p", ALL_PROXY: "http://p" },
      "straight",
    ],
  ])("%s with %j is %s", async (url, env, way) => {
    for (const name of ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"]) {
      vi.stubEnv(name, env[name]);
      vi.stubEnv(name.toLowerCase(), env[name.toLowerCase()]);
    }
    expect(await wayTo(url, env)).toBe(way);
  });

  it.each(["socks5://p:1080", "ftp://p", "http://", "://"])("of %s is refused", async (address) => {
    vi.stubEnv("HTTPS_PROXY", address);
    vi.stubEnv("NO_PROXY", "");
    await expect(wayTo("https://gateway.maton.ai", { HTTPS_PROXY: address })).rejects.toThrow(
      "HTTPS_PROXY names no HTTP proxy",
    );
  });
});

describe("what a proxy or a certificate refuses", () => {
  it.each<
    [why: string, status: number, env: Record<string, string | undefined>, fault: RegExp, next: string]
  >([
    ["a password", 407, {}, /\(the proxy answered 407\)/, "http://user:password@proxy.example.com:3128"],
    ["the gateway", 403, {}, /\(the proxy answered 403\)/, "ask who runs it"],
    [
      "what is no proxy",
      200,
      { HTTPS_PROXY: "socks5://127.0.0.1:1" },
      /HTTPS_PROXY names no HTTP proxy/,
      "as http://",
    ],
    [
      "a certificate that nobody vouches for",
      200,
      { NODE_EXTRA_CA_CERTS: undefined },
      /\((DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_VERIFY_LEAF_SIGNATURE)\)/,
      "NODE_EXTRA_CA_CERTS names the file",
    ],
  ])("%s is told, and that nothing was sent", async (_, status, env, fault, next) => {
    answers = status;
    const { call } = await start({ HTTPS_PROXY: proxyUrl, ...env });
    // A write, of which it must be known that it did not arrive.
    const { text } = await call("create_list", { name: "Never", connection_id: "any" });
    expect(text).toMatch(fault);
    expect(text).toContain(next);
    expect(text).toContain("Nothing was sent");
    expect(text).not.toContain(KEY);
  });
});

describe("doctor", () => {
  async function examine(env: Record<string, string>): Promise<string> {
    const child = spawn(process.execPath, [CLI, "doctor"], {
      env: { PATH: "", HOME: folder, USERPROFILE: folder, MATON_API_KEY: KEY, MATON_API_URL: url, ...env },
    });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    await once(child, "close");
    return out;
  }

  it("says through which proxy requests go, without what it is opened with", async () => {
    const out = await examine({
      HTTPS_PROXY: proxyUrl.replace("//", "//me:secret@"),
      NODE_EXTRA_CA_CERTS: authority,
    });
    expect(out).toContain(`ok   way: through the proxy ${proxyUrl}\n`);
    expect(out).toMatch(/^ok {3}Klaviyo: Northwind Outfitters answered/m);
    expect(out).not.toContain("secret");
  });

  it("tells a failed TLS from a failed name", async () => {
    const straight = await examine({});
    expect(straight).toContain("ok   way: straight\n");
    expect(straight).toMatch(/^fix {2}connections: (ENOTFOUND|EAI_AGAIN), at /m);
    const unknown = await examine({ HTTPS_PROXY: proxyUrl });
    expect(unknown).toMatch(/^fix {2}connections: \w*(CERT|SIGNATURE)\w*, at /m);
    expect(unknown).toContain("NODE_EXTRA_CA_CERTS");
  });

  it("says what is no proxy", async () => {
    const out = await examine({ HTTPS_PROXY: "ftp://proxy.example.com" });
    expect(out).toContain("fix  way: HTTPS_PROXY names no HTTP proxy");
  });
});
