import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { CLI, KEY } from "../client.ts";
import { ALPINE, callerOf, teamOf } from "./serving.ts";

// klaviyo-mcp doctor with a team's file: it is read as the server would, and each caller is a line.

const folder = mkdtempSync(join(tmpdir(), "klaviyo-team-doctor-"));
const file = join(folder, "team.json");
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: "off", connections: "two" });
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => sandbox.clearRequests());
afterEach(() => sandbox.clearFaults());

const BENS = "key-of-ben-0123456789";
const CLEOS = "key-of-cleo-0123456789";
const ENV = { KEY_OF_BEN: BENS };

interface Asked {
  command?: string;
  args?: string[];
  env?: Record<string, string>;
}

/** What the command prints with a file that says this, and its exit code. */
function run(team: unknown, { command = "doctor", args = ["--team", file], env = {} }: Asked = {}) {
  writeFileSync(file, typeof team === "string" ? team : JSON.stringify(team, null, 2));
  chmodSync(file, 0o644);
  return new Promise<{ code: number; out: string }>((resolve) => {
    const around = { PATH: "", HOME: folder, USERPROFILE: folder, MATON_API_KEY: KEY };
    const options = {
      cwd: folder,
      env: { ...around, MATON_API_URL: sandbox.url, ...ENV, ...env },
      timeout: 20_000,
    };
    execFile(process.execPath, [CLI, command, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, out: stdout + stderr });
    });
  });
}

const anna = callerOf("anna", { connections: ["Alpine"] });
const ben = callerOf("ben", { connections: "all", key: { variable: "KEY_OF_BEN" } });
const cleo = callerOf("cleo", { connections: ["Boreal", "Alpine"], key: { file: "cleo.key" } });
const dora = callerOf("dora", { connections: ["Boreal"] });

describe("doctor --team", () => {
  beforeEach(() => {
    writeFileSync(join(folder, "cleo.key"), `${CLEOS}\n`, { mode: 0o600 });
    chmodSync(join(folder, "cleo.key"), 0o600);
  });

  it("says of each caller by which key they are served and that their accounts are there, asking once a key", async () => {
    const { code, out } = await run(teamOf(anna, ben, cleo, dora));
    expect(out).not.toContain("fix ");
    for (const line of [
      `ok   team: ${file}: 4 callers`,
      "ok   anna: key …6789, the server's own: works; Alpine found",
      "ok   ben: key …6789, KEY_OF_BEN: works; all accounts, 2 of them ACTIVE",
      "ok   cleo: key …6789, cleo.key: works; Alpine, Boreal found",
      "ok   dora: key …6789, the server's own: works; Boreal found",
      `ok   all: ready: start klaviyo-mcp http, with --team ${file}`,
    ])
      expect(out.split("\n")).toContain(line);
    expect(out.trimEnd().split("\n").at(-1)).toMatch(/^ok {3}all: /);
    expect(code).toBe(0);
    expect(sandbox.requests.map(({ headers }) => headers.authorization).sort()).toEqual(
      [BENS, CLEOS, KEY].map((key) => `Bearer ${key}`),
    );
    for (const key of [KEY, BENS, CLEOS]) expect(out).not.toContain(key);
  });

  it.each([
    [
      "a variable that is not set",
      { ben: { key: { variable: "KEY_OF_NOBODY" } } },
      {},
      /ben: .*KEY_OF_NOBODY is empty or not there/,
    ],
    [
      "a file that is not there",
      { ben: { key: { file: "no.key" } } },
      {},
      /ben: .*key\.file no\.key is empty or not there/,
    ],
    [
      "a key that Maton refuses",
      { ben: {} },
      { KEY_OF_BEN: "invalid" },
      /ben: key …, KEY_OF_BEN: .*\n {5}That key is wrong: .*KEY_OF_BEN/,
    ],
    ["no key anywhere", { ben: {} }, { MATON_API_KEY: "" }, /anna: .*the server has none of its own/],
    ["a section that there is not", { ben: { toolsets: ["lits"] } }, {}, /ben: .*lits.*lists/],
    ["no account", { ben: { connections: [] } }, {}, /ben: .*no account\n {5}Name some/],
  ])("says what to do about %s, and goes on", async (_, change, env, said) => {
    const { code, out } = await run(teamOf(anna, { ...ben, ...change.ben }, dora), { env });
    expect(out).toMatch(said);
    expect(out).toMatch(/dora: /);
    expect(out).toMatch(/^fix {2}all: /m);
    expect(code).toBe(1);
  });

  it("says which account is not one of the key's, and which is not signed in to", async () => {
    sandbox.addFault({
      body: JSON.stringify({ connections: [{ connection_id: ALPINE, status: "PENDING", app: "klaviyo" }] }),
      match: { path: "/connections" },
    });
    const { code, out } = await run(teamOf(anna, dora));
    expect(out).toMatch(/fix {2}anna: .*: works; Alpine is PENDING\n/);
    expect(out).toMatch(/fix {2}dora: .*: works; Boreal is not one of that key's\n/);
    expect(out).toMatch(/2 things to do, the first of them:\n {5}Put the id of Alpine right/);
    expect(code).toBe(1);
    expect(sandbox.requests).toHaveLength(1);
  });

  it("hides a key that an answer quotes", async () => {
    sandbox.addFault({ status: 500, body: `no ${BENS}`, times: 9, match: { path: "/connections" } });
    const { out } = await run(teamOf(ben));
    expect(out).toContain("fix  ben: ");
    expect(out).not.toContain(BENS);
  });

  it.skipIf(process.platform === "win32")(
    "says who else may use a key's file or write into the team's",
    async () => {
      chmodSync(join(folder, "cleo.key"), 0o644);
      const readable = await run(teamOf(cleo));
      expect(readable.out).toContain(
        "fix  key file cleo.key: others may use it (mode 644)\n     Take their permissions away: chmod 600 cleo.key\n",
      );
      expect(readable.out).toMatch(/^ok {3}cleo: /m);
      expect(readable.code).toBe(1);
      const text = JSON.stringify(teamOf(anna));
      const link = join(folder, "open.json");
      writeFileSync(link, text);
      chmodSync(link, 0o666);
      const writable = await run(teamOf(anna), { args: ["--team", link] });
      expect(writable.out).toContain(`fix  team: ${link}: others may write into it (mode 666)`);
      expect(writable.code).toBe(1);
    },
  );

  it("is asked for by the variable too, and knows callers who bring keys", async () => {
    const env = { KLAVIYO_MCP_TEAM: file, KLAVIYO_MCP_CALLER_KEYS: "true", MATON_API_KEY: "" };
    const { code, out } = await run(teamOf(anna, ben), { args: [], env });
    expect(out).toContain("ok   anna: brings a key of their own; Alpine\n");
    expect(out).toContain("ok   ben: key …6789, KEY_OF_BEN: works");
    expect(code).toBe(0);
  });

  it("looks at the sandbox's accounts with --sandbox", async () => {
    const { out } = await run(teamOf(anna), {
      args: ["--team", file, "--sandbox"],
      env: { MATON_API_KEY: "", MATON_API_URL: "" },
    });
    expect(out).toMatch(/anna: no key in the sandbox; Alpine found/);
  });
});

const twice = teamOf(anna, { ...anna, connections: "all" });

describe("a file that the server refuses", () => {
  it.each([
    ["no JSON", "{"],
    ["empty", ""],
    [
      "several things wrong",
      teamOf({ ...anna, deny: ["sedns"], conections: [] }, { ...ben, connections: ["Borael"] }),
    ],
    ["a token in the place of its sha-256", teamOf({ ...anna, token_sha256: "kmcp_secret-of-anna" })],
    ["a caller twice", twice],
    ["a field twice", `{"callers": [], "callers": []}`],
    ["a section that there is not", teamOf({ ...anna, toolsets: ["lits"] })],
    ["a key that is not there", teamOf({ ...anna, key: { variable: "KEY_OF_NOBODY" } })],
  ])("is told in the server's words, with where: %s", async (_, team) => {
    const refused = await run(team, { command: "http", args: ["--port", "0", "--team", file] });
    expect(refused.code).toBe(1);
    const told = refused.out
      .trim()
      .replace(/^The team's file is refused:\n/, "")
      .split("\n")
      .map((line) => line.trim().replace(/^callers\[\d+\] \(\w+\): /, ""));
    const { code, out } = await run(team);
    for (const line of told) expect(out).toContain(line);
    expect(out).toMatch(/^fix {2}all: /m);
    expect(out).not.toContain("secret-of-anna");
    expect(code).toBe(1);
  });

  it("is refused with settings that the server refuses, too", async () => {
    const env = { KLAVIYO_MCP_HTTP_TOKEN: "a-token-0123456789012345" };
    expect(await run(teamOf(anna), { env })).toMatchObject({
      code: 1,
      out: expect.stringContaining("unset KLAVIYO_MCP_HTTP_TOKEN"),
    });
  });

  it("is not there", async () => {
    const path = join(folder, "none.json");
    const { code, out } = await run(teamOf(anna), { args: ["--team", path] });
    expect(out).toContain(`fix  team: ${path}: there is no such file`);
    expect(code).toBe(1);
  });
});
