import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../sandbox/index.ts";
import { Cancelled } from "../../src/setup/prompts.ts";
import { terminalPrompts } from "../../src/setup/terminal.ts";
import { CLI } from "../client.ts";

// The questions as they stand in a terminal: what keys do, and what is seen of a key.

const KEY = "maton_key_0123456789_ab12";
const ENTER = "\r";
const CTRL_C = "\u0003";

/** A terminal that shows what is written to it. */
function terminal() {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  let shown = "";
  output.on("data", (chunk: Buffer) => {
    shown += chunk.toString("utf8");
  });
  const press = (...keys: string[]) => {
    for (const key of keys) input.write(key);
  };
  return { prompts: terminalPrompts({ input, output }), press, shown: () => shown };
}

describe("terminalPrompts", () => {
  it("show no letter of a secret", async () => {
    const { prompts, press, shown } = terminal();
    const answer = prompts.secret("Key", () => undefined);
    press(...KEY, ENTER);
    expect(await answer).toBe(KEY);
    expect(stripVTControlCharacters(shown())).toContain("Key");
    for (const part of [KEY, KEY.slice(0, 4), KEY.slice(-4)]) expect(shown()).not.toContain(part);
  });

  it("say what is wrong with an answer, and wait for another", async () => {
    const { prompts, press, shown } = terminal();
    const answer = prompts.text("Folder", (text) => (text === "b" ? undefined : "There is none."));
    press("a", ENTER);
    await expect.poll(shown).toContain("There is none.");
    press("\u007f", "b", ENTER);
    expect(await answer).toBe("b");
  });

  it("take one, some and a yes", async () => {
    const choices = ["x", "y", "z"].map((value) => ({ value, label: value, hint: "why" }));
    const { prompts, press } = terminal();
    const one = prompts.one("Which?", choices);
    press("\u001b[B", ENTER);
    expect(await one).toBe("y");
    const some = prompts.some("Which ones?", choices, ["y", "z"]);
    press(" ", ENTER);
    expect((await some).sort()).toEqual(["x", "y", "z"]);
    const yes = prompts.yes("Sure?", true);
    press(ENTER);
    expect(await yes).toBe(true);
    const no = prompts.yes("Sure?", false);
    press(ENTER);
    expect(await no).toBe(false);
  });

  it.each(["secret", "text"] as const)("are left with Ctrl-C at a %s", async (kind) => {
    const { prompts, press } = terminal();
    const answer = prompts[kind]("What?", () => undefined);
    press(CTRL_C);
    await expect(answer).rejects.toThrow(Cancelled);
  });

  it("let no text of others move the cursor", () => {
    const { prompts, shown } = terminal();
    prompts.say("a\u001b[2Jb");
    expect(shown()).not.toContain("\u001b[2J");
  });
});

describe.runIf(process.platform === "linux")("the built program in a terminal", () => {
  let home = "";
  let sandbox: Sandbox;
  beforeEach(async () => {
    home = mkdtempSync(path.join(tmpdir(), "setup terminal "));
    mkdirSync(path.join(home, ".cursor"));
    sandbox = await startSandbox({ limits: "off" });
  });
  afterEach(async () => {
    rmSync(home, { recursive: true });
    await sandbox.close();
  });

  /** Answers each question once it is shown, in their order; gives all that the terminal showed. */
  async function sit(flags: string, steps: [question: string, keys: string][]) {
    // A terminal that nobody looks at has no width, and every letter a line of its own.
    const shell = `stty cols 100 rows 40; "${process.execPath}" "${CLI}" setup ${flags}`;
    const env = { PATH: process.env.PATH, HOME: home, TERM: "xterm", MATON_API_URL: sandbox.url };
    const child = spawn("script", ["-qec", shell, "/dev/null"], { env });
    let shown = "";
    child.stdout.on("data", (chunk: Buffer) => {
      shown += chunk.toString("utf8");
    });
    const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
    for (const [question, keys] of steps) {
      await expect.poll(() => shown, { timeout: 10_000, interval: 20 }).toContain(question);
      child.stdin.write(keys);
    }
    return { code: await ended, shown };
  }

  it("asks, and never shows the key", async () => {
    const { code, shown } = await sit("--client cursor --read-only", [
      ["Your Maton API key", KEY + ENTER],
      ["May it read and write files", ENTER],
      ["Which tools", ENTER],
      ["Where may the key stand?", ENTER],
      ["Write this?", ENTER],
    ]);
    expect([code, shown]).toEqual([0, expect.stringContaining("It reaches Northwind Outfitters.")]);
    expect(shown).not.toContain(KEY);
    expect(shown).toContain("…ab12");
    const { mcpServers } = JSON.parse(readFileSync(path.join(home, ".cursor/mcp.json"), "utf8"));
    expect(mcpServers.klaviyo).toEqual({
      command: process.execPath,
      args: [CLI, "--read-only", "--list", "core"],
      env: { MATON_API_KEY: KEY, MATON_API_URL: sandbox.url },
    });
  });

  it("writes nothing where it is left", async () => {
    const { code, shown } = await sit("--client cursor", [["Your Maton API key", CTRL_C]]);
    expect([code, shown]).toEqual([1, expect.stringContaining("Nothing was written.")]);
  });
});
