import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Client as McpClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { CLIENTS, type Client } from "../../src/setup/clients.ts";
import { ownIn } from "../../src/setup/edit.ts";
import { saidIn } from "../../src/setup/entry.ts";
import { CLI } from "../client.ts";
import { type Home, makeHome } from "./home.ts";

// The built program, as a script runs it in somebody's home.

const KEY = "maton_key_0123456789_ab12";
const OTHER_KEY = "another_key_9876543210_cd34";
const isUnix = process.platform !== "win32";

let sandbox: Sandbox;
let home: Home;
beforeAll(async () => {
  sandbox = await startSandbox({ limits: "off" });
});
afterAll(() => sandbox.close());
beforeEach(() => {
  home = makeHome();
});
afterEach(() => home.remove());

const withKey = (key = KEY) => ({ MATON_API_KEY: key, MATON_API_URL: sandbox.url });
const clientOf = (id: string) => CLIENTS.find((one) => one.id === id) as Client;
/** What the client would start, by its file. */
function startedBy(id: string) {
  const own = ownIn(clientOf(id), readFileSync(home.fileOf(id), "utf8"));
  return saidIn(own?.entry ?? {});
}

const BEFORE = {
  json: '{\n    "theme": "dark",\n    "x": [1,2]\n}',
  jsonc: '{\n  // mine\n  "theme": "dark", // why\n}\n',
  toml: '# mine\nmodel = "x" # why',
};

describe.each(CLIENTS)("$id", ({ id, format }) => {
  it.each([
    ["a file", BEFORE[format]],
    ["no file", undefined],
  ])("is told and untold, %s", async (_, text) => {
    const file = home.install(id, text);
    if (text && isUnix) chmodSync(file, 0o640);
    const before = home.files();
    const put = await home.run(["--yes"], withKey());
    expect(put).toMatchObject({ code: 0, out: expect.stringContaining("It reaches Northwind Outfitters.") });
    expect(put.out).not.toContain(KEY);
    expect(put.out).toContain("…ab12");
    const said = startedBy(id);
    expect(said.command).toEqual([process.execPath, CLI, "--list", "core"]);
    expect(said.env).toEqual({ MATON_API_KEY: KEY, MATON_API_URL: sandbox.url });
    if (isUnix) expect(home.modeOf(file)).toBe(text ? 0o640 : 0o600);
    const kept = `${file}.before-klaviyo-mcp`;
    if (text) expect(readFileSync(kept, "utf8")).toBe(text);
    if (text && isUnix) expect(home.modeOf(kept)).toBe(0o640);

    const taken = await home.run(["--remove", "--yes"]);
    expect(taken.code).toBe(0);
    expect(taken.out).not.toContain(KEY);
    expect(home.files()).toEqual(before);
  });
});

it("the built program tells all of them and untells them, and a new one is as good as none", async () => {
  for (const { id, format } of CLIENTS) home.install(id, id === "zed" ? undefined : BEFORE[format]);
  const before = home.files();
  const put = await home.runBuilt(["setup", "--yes"], withKey());
  expect(put).toMatchObject({ code: 0, out: expect.stringContaining("It reaches Northwind Outfitters.") });
  expect(put.out).not.toContain(KEY);
  for (const { id } of CLIENTS) expect(startedBy(id).key).toBe(KEY);
  const taken = await home.runBuilt(["setup", "--remove", "--yes"]);
  expect(taken).toMatchObject({
    code: 0,
    out: expect.stringContaining("Taken out of Claude Desktop, Cursor"),
  });
  expect(home.files()).toEqual(before);
});

it("the built program writes nothing where it is told what cannot be, or nobody can be asked", async () => {
  home.install("cursor");
  for (const [args, said] of [
    [["--yes", "--read-onyl"], "Did you mean"],
    [[], "elsewhere, give --yes"],
  ] as const) {
    const { code, out } = await home.runBuilt(["setup", ...args], { MATON_API_KEY: KEY });
    expect([code, out]).toEqual([1, expect.stringContaining(said)]);
  }
  expect(home.files()).toEqual({});
});

it("what is written starts the server, which lists its core tools", async () => {
  home.install("opencode");
  await home.run(["--yes", "--sandbox", "--read-only"], withKey());
  const { command, env } = startedBy("opencode");
  expect(env).toEqual({});
  const [program = "", ...args] = command;
  const client = new McpClient({ name: "test", version: "1.0.0" });
  await client.connect(new StdioClientTransport({ command: program, args, env, stderr: "pipe" }));
  const { tools } = await client.listTools();
  await client.close();
  const names = tools.map(({ name }) => name);
  expect(names).toContain("get_lists");
  expect(names).not.toContain("create_list");
});

it("tells all that are found, or those alone that are named", async () => {
  home.install("cursor");
  home.install("codex");
  await home.run(["--yes", "--sandbox", "--client", "zed,VS Code"]);
  expect(Object.keys(home.files())).toHaveLength(2);
  await home.run(["--yes", "--sandbox"]);
  expect(Object.keys(home.files())).toHaveLength(4);
  expect((await home.run(["--yes", "--remove"])).out).toContain("Taken out of Cursor, VS Code, Codex, Zed.");
  expect(home.files()).toEqual({});
});

it("writes the key into a file of its own, which goes with the last client that is told of it", async () => {
  home.install("cursor");
  home.install("codex");
  const { code } = await home.run(["--yes", "--key-file"], withKey());
  expect(code).toBe(0);
  const { keyFile = "" } = startedBy("cursor");
  expect(readFileSync(keyFile, "utf8")).toBe(`${KEY}\n`);
  if (isUnix) expect(home.modeOf(keyFile)).toBe(0o600);
  const told = Object.entries(home.files()).filter(([, text]) => text.includes(KEY));
  expect(told.map(([file]) => path.join(home.folder, file))).toEqual([keyFile]);
  await home.run(["--yes", "--remove", "--client", "cursor"]);
  expect(startedBy("codex").keyFile).toBe(keyFile);
  expect(readFileSync(keyFile, "utf8")).toBe(`${KEY}\n`);
  await home.run(["--yes", "--remove"]);
  expect(home.files()).toEqual({});
  expect(existsSync(path.dirname(keyFile))).toBe(false);
});

it("names the file that holds the key already, and leaves that as it is", async () => {
  home.install("cursor");
  const file = path.join(home.folder, "mine");
  writeFileSync(file, KEY);
  const env = { MATON_API_KEY_FILE: "mine", MATON_API_URL: sandbox.url };
  expect((await home.run(["--yes"], env)).code).toBe(0);
  expect(startedBy("cursor")).toMatchObject({ keyFile: file });
  await home.run(["--yes", "--remove"]);
  expect(home.files()).toEqual({ mine: KEY });
});

it("takes the key of a client that has one, where the terminal has none", async () => {
  home.install("cursor");
  await home.run(["--yes"], withKey());
  home.install("codex");
  const { out } = await home.run(["--yes"], { MATON_API_URL: sandbox.url });
  expect(out).toContain("The key of Cursor, …ab12, works.");
  expect(startedBy("codex").key).toBe(KEY);
});

it("changes the key in its place, shows neither, and can still be undone", async () => {
  const file = home.install("codex", BEFORE.toml);
  await home.run(["--yes"], withKey());
  const { out } = await home.run(["--yes"], withKey(OTHER_KEY));
  expect(startedBy("codex").key).toBe(OTHER_KEY);
  expect(out).toMatch(/- env = .*…ab12[\s\S]*\+ env = .*…cd34/);
  for (const key of [KEY, OTHER_KEY]) expect(out).not.toContain(key);
  await home.run(["--yes", "--remove"]);
  expect(readFileSync(file, "utf8")).toBe(BEFORE.toml);
});

it("writes what a desktop program would not have, and paths that hold from anywhere", async () => {
  home.install("zed");
  mkdirSync(path.join(home.folder, "my files"));
  const env = { ...withKey(), NO_PROXY: "127.0.0.1", MATON_CONNECTION_ID: "" };
  const { code } = await home.run(["--yes", "--files", "my files", "--list", "all"], env);
  expect(code).toBe(0);
  const { command, env: written } = startedBy("zed");
  expect(command.slice(2)).toEqual(["--files", path.join(home.folder, "my files"), "--list", "all"]);
  expect(written).toEqual({ MATON_API_KEY: KEY, MATON_API_URL: sandbox.url, NO_PROXY: "127.0.0.1" });
});

it.runIf(isUnix)("follows a link to where a file really is", async () => {
  const file = home.install("claude-code");
  const real = path.join(home.folder, "dotfiles.json");
  writeFileSync(real, BEFORE.json);
  symlinkSync(real, file);
  await home.run(["--yes", "--sandbox"]);
  expect(ownIn(clientOf("claude-code"), readFileSync(real, "utf8"))).toBeDefined();
  await home.run(["--yes", "--remove"]);
  expect(home.files()).toEqual({ "dotfiles.json": BEFORE.json, ".claude.json": BEFORE.json });
});

it("leaves a file alone that is not valid, says so, and goes on with the others", async () => {
  const broken = '{ "mcpServers": { "x": {"env": {"T": "secret-of-another"}} }';
  const file = home.install("cursor", broken);
  home.install("codex");
  for (const flags of [["--sandbox"], ["--remove"]]) {
    const { code, out } = await home.run(["--yes", ...flags]);
    expect(code).toBe(1);
    expect(out).toMatch(/Cursor: .*mcp\.json\n {2}left alone: line 1 is no valid JSON/);
    expect(out).not.toContain("secret-of-another");
    expect(readFileSync(file, "utf8")).toBe(broken);
    if (flags[0] === "--sandbox") expect(startedBy("codex").command).toContain("--sandbox");
  }
  expect(Object.keys(home.files())).toHaveLength(1);
});

it("shows nothing of what others have in the lines that it changes", async () => {
  home.install("cursor", '{"mcpServers":{"x":{"command":"y","env":{"T":"secret-of-another"}}}}');
  for (const flags of [["--sandbox"], ["--remove"]]) {
    const { out } = await home.run(["--yes", ...flags]);
    expect(out).toContain('"klaviyo"');
    expect(out).not.toContain("secret-of-another");
  }
});

it("keeps what came into a file since", async () => {
  const file = home.install("claude-code", '{\n  "a": 1\n}\n');
  await home.run(["--yes", "--sandbox"]);
  const grown = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...grown, a: 2, projects: {} }, null, 2));
  await home.run(["--yes", "--remove"]);
  expect(home.files()).toEqual({ ".claude.json": '{\n  "a": 2,\n  "projects": {}\n}' });
});

it.each([
  ["no key", ["--yes"], {}, "setup --yes takes the key from MATON_API_KEY"],
  ["no terminal", [], {}, "elsewhere, give --yes"],
  ["a client that there is not", ["--yes", "--client", "curser"], {}, 'Did you mean "cursor"?'],
  [
    "a client to print that is not said",
    ["--print"],
    {},
    "setup needs the name of a client there: claude-desktop,",
  ],
  ["a flag that there is not", ["--yes", "--read-onyl"], {}, "Did you mean"],
  ["a flag of another command", ["--yes", "--port", "1"], {}, "--port goes with klaviyo-mcp http"],
  [
    "a value that cannot be",
    ["--yes", "--confirm", "maybe"],
    {},
    "--confirm or KLAVIYO_MCP_CONFIRM is one of",
  ],
  ["a folder that there is not", ["--yes", "--files", "none"], {}, "--files is no folder"],
  [
    "a gateway that is not there",
    ["--yes"],
    { ...{ MATON_API_KEY: KEY }, MATON_API_URL: "http://127.0.0.1:9" },
    "ECONNREFUSED",
  ],
])("writes nothing with %s, and says why", async (_, args, env, said) => {
  home.install("cursor");
  const { code, out } = await home.run([...args], env);
  expect([code, out]).toEqual([1, expect.stringContaining(said)]);
  expect(out).not.toContain(KEY);
  expect(home.files()).toEqual({});
});

it("writes nothing with a key that is wrong, which a gateway may quote", async () => {
  home.install("cursor");
  const body = JSON.stringify({ message: `Unknown key ${KEY}` });
  sandbox.addFault({ status: 401, contentType: "application/json", body, match: { path: "/connections" } });
  const { code, out } = await home.run(["--yes"], withKey());
  expect([code, out]).toEqual([
    1,
    expect.stringMatching(/Unknown key …ab12[\s\S]*copy it again[\s\S]*Nothing was written/),
  ]);
  expect(out).not.toContain(KEY);
  expect(home.files()).toEqual({});
});

it("says where no client is found, and which there are", async () => {
  const { code, out } = await home.run(["--yes", "--sandbox"]);
  expect([code, out]).toEqual([1, expect.stringContaining("No client was found here")]);
  const { out: help } = await home.run(["--help"]);
  for (const { id } of CLIENTS) expect(help).toContain(id);
  expect(home.files()).toEqual({});
});

it.each(CLIENTS)("prints the block of $id with real paths, and no key", async ({ id, under, format }) => {
  const { code, out } = await home.run(["--print", id, "--read-only"], { MATON_API_KEY: KEY });
  expect(code).toBe(0);
  expect(out).not.toContain(KEY);
  rmSync(home.folder, { recursive: true });
  mkdirSync(home.folder);
  const own = ownIn(clientOf(id), out);
  const said = saidIn(own?.entry ?? {});
  expect(said.command).toEqual([process.execPath, CLI, "--read-only", "--list", "core"]);
  expect(said.env).toEqual({ MATON_API_KEY: "YOUR_API_KEY" });
  expect(out).toContain(format === "toml" ? `[${under}.klaviyo]` : `"${under}"`);
  expect(home.files()).toEqual({});
});
