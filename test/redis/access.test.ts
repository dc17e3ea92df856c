import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { Redis } from "ioredis";
import { generate } from "selfsigned";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "../../sandbox/index.ts";
import { CLI, KEY } from "../client.ts";
import { startCluster } from "./cluster.ts";
import { until } from "./paces.ts";
import { type RedisServer, startRedis } from "./server.ts";

// How the built server gets to Redis: over TLS, as a user who may do no more than docs/scale.md says; and what it says
// where it cannot.

const ADMIN = "the-admins-password";
const PASSWORD = "pass,w@rd/1%";
const USER = `klaviyo-mcp:${encodeURIComponent(PASSWORD)}`;
const [, ACL = ""] = /`ACL SETUSER (.*)`/.exec(readFileSync("docs/scale.md", "utf8")) ?? [];
const dir = mkdtempSync(path.join(tmpdir(), "klaviyo-mcp-access-"));
const authority = path.join(dir, "authority.pem");
const others = path.join(dir, "others.pem");

let ca: string;
let plain: RedisServer;
let overTls: RedisServer;
let admin: Redis;
const sandbox = startSandbox({ limits: "off" });

const asAdmin = (scheme: string) => (port: number) => `${scheme}://:${ADMIN}@127.0.0.1:${port}`;
const grant = (client: Redis, rules = ACL) =>
  client.call("ACL", "SETUSER", ...rules.replace("PASSWORD", PASSWORD).split(" "));

beforeAll(async () => {
  ca = await certify(authority, { type: 7, ip: "127.0.0.1" });
  await certify(others, { type: 2, value: "redis.example.com" });
  [plain, overTls] = [
    await startRedis({ args: ["--requirepass", ADMIN], urlAt: asAdmin("redis") }),
    await startRedis({ args: tlsBy(authority), urlAt: asAdmin("rediss"), tls: { ca } }),
  ];
  admin = new Redis(plain.url);
  await grant(admin);
});
afterAll(async () => {
  admin.disconnect();
  await Promise.all([plain.end(), overTls.end(), (await sandbox).close()]);
  rmSync(dir, { recursive: true });
});

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A certificate that is its own authority, for one host, and its key beside it. */
async function certify(
  file: string,
  altName: { type: 7; ip: string } | { type: 2; value: string },
): Promise<string> {
  const made = await generate([{ name: "commonName", value: "redis" }], {
    keyType: "ec",
    algorithm: "sha256",
    extensions: [
      { name: "basicConstraints", cA: true },
      { name: "subjectAltName", altNames: [altName] },
    ],
  });
  writeFileSync(file, made.cert);
  writeFileSync(`${file}.key`, made.private);
  return made.cert;
}

function tlsBy(file: string): string[] {
  const files = ["--tls-cert-file", file, "--tls-key-file", `${file}.key`, "--tls-ca-cert-file", file];
  return [...files, "--tls-auth-clients", "no", "--requirepass", ADMIN];
}

const bothNames = (access: string, port: number) =>
  ["127.0.0.1", "localhost"].map((host) => `${access}${host}:${port}`).join(",");

/** Starts the built server; `exited` tells how it ended, where it did. */
async function serve(redisUrl: string, env: Record<string, string> = {}) {
  const { url } = await sandbox;
  const child = spawn(process.execPath, [CLI, "http", "--port", "0", "--metrics-port", "0"], {
    env: {
      PATH: process.env.PATH,
      MATON_API_KEY: KEY,
      MATON_API_URL: url,
      KLAVIYO_MCP_REDIS_URL: redisUrl,
      ...env,
    },
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    err += chunk;
  });
  const exited = new Promise<number | null>((resolve) => child.once("close", resolve));
  ends.push(async () => {
    child.kill();
    await exited;
  });
  return {
    err: () => err,
    exited,
    ready: async () => {
      await until(() => out.includes("\n") && /"url":"(.*?)"/.test(err));
      const [, watched] = /"url":"(.*?)"/.exec(err) ?? [];
      const answer = await fetch(`${watched}/readyz`);
      return { status: answer.status, ...((await answer.json()) as { redis: string }) };
    },
    call: async () => {
      const client = new Client({ name: "t", version: "1" });
      await client.connect(new StreamableHTTPClientTransport(new URL(out.trim())));
      const { isError } = await client.callTool({ name: "get_lists", arguments: {} });
      await client.close();
      return isError !== true;
    },
  };
}

describe("over TLS", () => {
  test("with its authority in NODE_EXTRA_CA_CERTS, a user who may no more than is needed, and a database", async () => {
    const client = new Redis(overTls.url, { tls: { ca }, db: 2 });
    ends.push(async () => client.disconnect());
    await grant(client);
    const server = await serve(`rediss://${USER}@127.0.0.1:${overTls.port}/2`, {
      NODE_EXTRA_CA_CERTS: authority,
    });
    expect(await server.ready()).toMatchObject({ status: 200, redis: "there" });
    expect(await server.call()).toBe(true);
    expect(await server.ready()).toMatchObject({ status: 200, redis: "there" });
    expect(await client.dbsize()).toBeGreaterThan(0);
    await client.select(0);
    expect(await client.dbsize()).toBe(0);
    expect(server.err()).not.toMatch(/"level":"(warning|error)"/);
  });

  test("a cluster is reached by one of its nodes, and the others by the names that their certificates are of", async () => {
    const named = path.join(dir, "named.pem");
    const tls = { ca: await certify(named, { type: 2, value: "localhost" }) };
    const names = [
      "--cluster-announce-hostname",
      "localhost",
      "--cluster-preferred-endpoint-type",
      "hostname",
    ];
    const cluster = await startCluster({
      args: [...tlsBy(named), "--tls-cluster", "yes", ...names],
      urlAt: (port) => `rediss://:${ADMIN}@localhost:${port}`,
      tls,
      access: { tls },
    });
    ends.push(cluster.end);
    for (const node of [0, 1, 2]) await grant(cluster.to(node));
    const url = `rediss://${USER}@localhost:${cluster.nodes[0]?.port}`;
    const server = await serve(url, { NODE_EXTRA_CA_CERTS: named });
    expect(await server.ready()).toMatchObject({ status: 200, redis: "there" });
    expect(await server.call()).toBe(true);
    const sizes = await Promise.all([0, 1, 2].map((node) => cluster.to(node).dbsize()));
    expect(sizes.filter((size) => size > 0).length).toBeGreaterThan(0);
    expect(server.err()).not.toMatch(/"level":"(warning|error)"/);
  });
});

describe("a start is refused in one sentence that holds no password", () => {
  test.each<[what: string, url: () => string, says: RegExp, env?: Record<string, string>]>([
    [
      "the password is wrong",
      () => `redis://klaviyo-mcp:${ADMIN}x@127.0.0.1:${plain.port}`,
      /user or password/,
    ],
    [
      "the password is wrong at several nodes",
      () => bothNames(`redis://klaviyo-mcp:${ADMIN}x@`, plain.port),
      /user or password/,
    ],
    [
      "nobody vouches for several nodes",
      () => bothNames(`rediss://${USER}@`, overTls.port),
      /NODE_EXTRA_CA_CERTS/,
    ],
    ["there is no such user", () => `redis://nobody:${ADMIN}@127.0.0.1:${plain.port}`, /user or password/],
    ["there is no password", () => `redis://127.0.0.1:${plain.port}`, /wants to know who asks/],
    [
      "the user may not do what is needed",
      () => `redis://reader:${ADMIN}@127.0.0.1:${plain.port}`,
      /docs\/scale\.md has the ACL/,
    ],
    ["there is no such database", () => `redis://${USER}@127.0.0.1:${plain.port}/99`, /does not have/],
    [
      "nobody vouches for the certificate",
      () => `rediss://${USER}@127.0.0.1:${overTls.port}`,
      /NODE_EXTRA_CA_CERTS/,
    ],
    [
      "somebody else vouches",
      () => `rediss://${USER}@127.0.0.1:${overTls.port}`,
      /certificate of Redis was not accepted/,
      { NODE_EXTRA_CA_CERTS: others },
    ],
    [
      "the certificate is another host's",
      () => `rediss://${USER}@localhost:${overTls.port}`,
      /the host that it is of/,
      { NODE_EXTRA_CA_CERTS: authority },
    ],
  ])("where %s", async (_, url, says, env) => {
    await grant(admin, "reader on >PASSWORD ~* +get +info +@connection".replace("PASSWORD", ADMIN));
    const server = await serve(url(), env);
    expect(await server.exited).toBe(1);
    const said = server
      .err()
      .split("\n")
      .filter((line) => !line.startsWith("{"));
    expect(said).toEqual([expect.stringMatching(says), ""]);
    for (const secret of [ADMIN, PASSWORD, encodeURIComponent(PASSWORD)])
      expect(server.err()).not.toContain(secret);
  });
});

test("a password that changes while it runs is told, ends no server, and mends when it is the old one again", async () => {
  await grant(admin);
  const server = await serve(`redis://${USER}@127.0.0.1:${plain.port}`);
  expect(await server.ready()).toMatchObject({ status: 200, redis: "there" });
  await admin.call("ACL", "SETUSER", "klaviyo-mcp", "resetpass", ">another-password");
  await admin.call("CLIENT", "KILL", "USER", "klaviyo-mcp");
  await until(async () => (await server.ready()).redis === "refused");
  expect(await server.ready()).toMatchObject({ status: 503, redis: "refused" });
  expect(server.err()).toMatch(
    /"message":"redis is refused","why":"Redis does not take the user or password/,
  );
  await admin.call("ACL", "SETUSER", "klaviyo-mcp", "resetpass", `>${PASSWORD}`);
  await until(async () => (await server.ready()).redis === "there");
  expect(server.err()).toMatch(/"message":"redis is here"/);
  expect(server.err()).not.toContain(PASSWORD);
});
