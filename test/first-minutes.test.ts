import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CLI, KEY } from "./client.ts";

// What a person meets who has just cloned it: the program started by hand, with settings that are nearly right.

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "first minutes-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ENV = { PATH: process.env.PATH };

/** Starts the server and ends it by Ctrl-D or another key, or by ending what it reads; `terminal` says whether that is one. */
async function begin(
  terminal: boolean,
  words = "",
  key = "\u0004",
): Promise<{ out: string; err: string; code: number | null }> {
  const errors = path.join(folder, "stderr");
  const shell = `"${process.execPath}" "${CLI}" ${words} 2>"${errors}"`;
  const [command, args] = !terminal
    ? ["sh", ["-c", shell]]
    : process.platform === "linux"
      ? ["script", ["-qec", shell, "/dev/null"]]
      : ["script", ["-q", "/dev/null", "sh", "-c", shell]];
  const child = spawn(command as string, args as string[], { env: ENV });
  let out = "";
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString("utf8");
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  // The key, once the server reads: before that the terminal itself would swallow it.
  if (terminal) {
    await expect.poll(() => readFileSync(errors, "utf8"), { timeout: 10_000 }).not.toBe("");
    child.stdin.write(key);
  } else child.stdin.end();
  const code = await ended;
  return { out, err: readFileSync(errors, "utf8"), code };
}

it("says in one line at a terminal whom it waits for, and nothing on stdout", async () => {
  const { out, err, code } = await begin(true);
  expect(err).toMatch(/^klaviyo-mcp waits for an MCP client on stdin: .*--help.*\n$/);
  expect(out.replace(/\^D|[\b\r\n]/g, "")).toBe("");
  expect(code).toBe(0);
});

it("says at a terminal what the address over HTTP is for, and nothing but the address on stdout", async () => {
  const { out, err } = await begin(true, "http --port 0 --sandbox", "\u0003");
  expect(err).toBe(
    "Clients connect there; opened in a browser, it shows what each of them takes. Ctrl-C ends it.\n",
  );
  expect(out.replace(/\^C|[\b\r\n]/g, "")).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
});

it("says nothing to a client's pipe", async () => {
  expect(await begin(false)).toEqual({ out: "", err: "", code: 0 });
});

it.each([[[]], [["http", "--port", "0"]], [["doctor"]]])(
  "does not start with a misspelt variable, and names the one that was meant: %o",
  (args) => {
    const env = { ...ENV, MATON_API_KEY: KEY, KLAVIYO_MCP_READONLY: "true" };
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { env, encoding: "utf8" });
    expect(stderr).toBe(
      "There is no variable KLAVIYO_MCP_READONLY. Did you mean KLAVIYO_MCP_READ_ONLY? See klaviyo-mcp --help.\n",
    );
    expect([stdout, status]).toEqual(["", 1]);
  },
);

it("does not choose between a key and a key's file", () => {
  const file = path.join(folder, "key");
  writeFileSync(file, `${KEY}-of-the-file`);
  const env = { ...ENV, MATON_API_KEY: KEY, MATON_API_KEY_FILE: file };
  const { status, stderr } = spawnSync(process.execPath, [CLI], { env, encoding: "utf8", input: "" });
  expect(stderr).toBe("MATON_API_KEY and MATON_API_KEY_FILE both say the key: leave one of them out.\n");
  expect(status).toBe(1);
});
