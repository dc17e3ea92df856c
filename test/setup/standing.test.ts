import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { CLI } from "../client.ts";
import { type Home, makeHome } from "./home.ts";

// What doctor says of the clients' files.

const KEY = "maton_key_0123456789_ab12";

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

const withKey = () => ({ MATON_API_KEY: KEY, MATON_API_URL: sandbox.url });
/** The terminal has no key of its own. */
const doctor = () => home.runBuilt(["doctor"], { MATON_API_URL: sandbox.url, KLAVIYO_MCP_PACE: "off" });

it("looks with the key of a client, says which have us and that it works, and ends with ready", async () => {
  home.install("cursor");
  home.install("codex");
  await home.run(["--yes"], withKey());
  const { code, out } = await doctor();
  expect(out).toContain("ok   key: not set in this terminal; that of Cursor is looked at\n");
  expect(out).toContain(`ok   Cursor: key …ab12, in ${home.fileOf("cursor")}: works\n`);
  expect(out).toContain(`ok   Codex: key …ab12, in ${home.fileOf("codex")}: works\n`);
  expect(out.split("\n").at(-2)).toBe("ok   all: ready, ask your agent about your Klaviyo account");
  expect(out).not.toContain(KEY);
  expect(code).toBe(0);
});

it("tries each key, and says which is refused", async () => {
  home.install("cursor");
  await home.run(["--yes"], withKey());
  const invalid = { MATON_API_KEY: "invalid", MATON_API_URL: sandbox.url };
  const file = home.install("gemini");
  writeFileSync(file, readFileSync(home.fileOf("cursor"), "utf8").replace(KEY, invalid.MATON_API_KEY));
  const { code, out } = await doctor();
  expect(out).toMatch(/^ok {3}Cursor: /m);
  expect(out).toMatch(/^fix {2}Gemini CLI: key …, in .*: 401 .*\n {5}Run node dist\/cli\.js setup/m);
  expect(out.split("\n").slice(-3, -1)).toEqual([
    "fix  all: not ready yet",
    "     Run node dist/cli.js setup, which writes it anew.",
  ]);
  expect(code).toBe(1);
});

it.each([
  [
    "a program that is gone",
    (text: string) => text.replace(CLI, "/gone/dist/cli.js"),
    "starts /gone/dist/cli.js, which is not there",
  ],
  ["no key", (text: string) => text.replace("MATON_API_KEY", "MATON_NO_KEY"), "hands on no key"],
  ["a placeholder", (text: string) => text.replace(KEY, "YOUR_API_KEY"), "hands on no key"],
  [
    "a file that holds no key",
    (text: string) => text.replace("MATON_API_KEY", "MATON_API_KEY_FILE"),
    "holds none",
  ],
])("says what to do about an entry with %s", async (_, spoil, said) => {
  const file = home.install("cursor");
  await home.run(["--yes"], withKey());
  writeFileSync(file, spoil(readFileSync(file, "utf8")));
  const { code, out } = await doctor();
  expect(out).toMatch(
    new RegExp(`^fix {2}Cursor: .*${said.replaceAll("/", "\\/")}.*\n {5}Run node dist/cli\\.js setup`, "m"),
  );
  expect(code).toBe(1);
});

it("says that a client's file is not valid, where that client is here", async () => {
  const file = home.install("zed", "{");
  const { out } = await doctor();
  expect(out).toContain(`fix  Zed: ${file}: line 1 is no valid JSON`);
});

it("says how to begin where no client has us, and counts what is to do", async () => {
  const { code, out } = await doctor();
  expect(out).toMatch(/^ok {3}clients: none .* node dist\/cli\.js setup/m);
  expect(out).toMatch(/^fix {2}all: not ready yet\n {5}With the key from maton\.ai/m);
  expect(code).toBe(1);
  const key = path.join(home.folder, "key");
  writeFileSync(key, KEY);
  chmodSync(key, 0o644);
  home.install("zed", "{");
  const { out: two } = await home.runBuilt(["doctor"], {
    MATON_API_KEY_FILE: key,
    MATON_API_URL: sandbox.url,
  });
  if (process.platform !== "win32")
    expect(two).toMatch(/^fix {2}all: 2 things to do, the first of them:\n {5}Take their permissions/m);
});

it("takes a client that starts the sandbox for what it is", async () => {
  home.install("cursor");
  await home.run(["--yes", "--sandbox"]);
  const { out, code } = await doctor();
  expect(out).toContain("ok   Cursor: starts the sandbox, which needs no key");
  expect(out).toMatch(
    /^fix {2}all: ready to look around, in Cursor; an account of your own takes a key\n {5}With the key from maton\.ai/m,
  );
  expect(code).toBe(1);
  // What else is to be done comes before.
  home.install("zed", "{");
  expect((await doctor()).out).toMatch(/^fix {2}all: 2 things to do, the first of them:/m);
});

describe.runIf(process.platform !== "win32")("a file that others may use", () => {
  beforeEach(() => chmodSync(home.folder, 0o755));

  /** A client's file, with its folders, as programs make them. */
  const installOpen = (id: string, mode = 0o644) => {
    const file = home.install(id, "{}");
    for (let folder = path.dirname(file); folder !== home.folder; folder = path.dirname(folder))
      chmodSync(folder, 0o755);
    chmodSync(file, mode);
    return file;
  };
  const quoted = (file: string) => `'${file}'`;

  it("is said by setup and by doctor, with the command that mends it", async () => {
    const file = installOpen("cursor");
    const put = await home.run(["--yes"], withKey());
    const said = `others may use what holds the key: ${file} (mode 644)`;
    const todo = `Take their permissions away: chmod 600 ${quoted(file)}\n`;
    expect(put).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Mind that ${said}.\n  ${todo}`),
    });
    const { code, out } = await doctor();
    expect(out).toContain(`ok   Cursor: key …ab12, in ${file}: works\nfix  Cursor: ${said}\n     ${todo}`);
    expect(code).toBe(1);
    const [, command = ""] = todo.split(": ");
    execFileSync("/bin/sh", ["-c", command]);
    expect(home.modeOf(file)).toBe(0o600);
    expect((await doctor()).out).not.toContain("others may");
  });

  it("is nothing to say where it holds no key, or no folder lets them through", async () => {
    installOpen("cursor");
    const isQuiet = async (args: readonly string[]) => {
      const { out } = await home.run(["--yes", ...args], withKey());
      expect(`${out}${(await doctor()).out}`).not.toContain("others may");
    };
    await isQuiet(["--sandbox"]);
    await isQuiet(["--key-file"]);
    chmodSync(home.folder, 0o700);
    await isQuiet([]);
  });

  it("may be the copy of what was there, or the key's own, which is said once", async () => {
    const file = installOpen("cursor", 0o600);
    const other = installOpen("gemini", 0o600);
    await home.run(["--yes", "--key-file"], withKey());
    const keyFile = path.join(home.folder, ".config/klaviyo-mcp/key");
    for (const folder of [path.dirname(keyFile), path.dirname(path.dirname(keyFile))])
      chmodSync(folder, 0o755);
    chmodSync(keyFile, 0o640);
    const kept = `${file}.before-klaviyo-mcp`;
    writeFileSync(kept, readFileSync(file, "utf8").replace("MATON_API_KEY_FILE", "MATON_API_KEY"));
    chmodSync(kept, 0o604);
    const { out } = await doctor();
    expect(out).toContain(
      `fix  Cursor: others may use what holds the key: ${keyFile} (mode 640), ${kept} (mode 604)\n`,
    );
    expect(out).toContain(`away: chmod 600 ${quoted(keyFile)} ${quoted(kept)}\n`);
    expect(out).toContain(`ok   Gemini CLI: key …ab12, in ${other}: works\n`);
    expect(out).not.toContain("fix  Gemini CLI");
  });
});
