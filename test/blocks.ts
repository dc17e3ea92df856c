import { spawnSync } from "node:child_process";
import type { Launch } from "../src/setup/clients.ts";

// What people copy, read the way it is read where they paste it.

/** The words of a command line, as a real shell hands them on. */
export function shellWords(line: string): string[] {
  const { stdout } = spawnSync("sh", ["-c", `printf '%s\\0' ${line}`], { encoding: "utf8" });
  return stdout.split("\0").slice(0, -1);
}

/** The little of TOML that the block needs: a table, and values that TOML and JSON write alike. */
export function readToml(text: string): Launch {
  const [heading = "", ...lines] = text.split("\n");
  const name = /^\[mcp_servers\.([\w-]+)\]$/.exec(heading)?.[1] ?? "";
  const pairs = lines.map((line) => {
    const [, key = "", value = ""] = /^(\w+) = (.+)$/.exec(line) ?? [];
    const quoted = value.startsWith("{") ? value.replace(/([{,] )(\w+) = /g, '$1"$2": ') : value;
    return [key, JSON.parse(quoted)];
  });
  return { name, ...Object.fromEntries(pairs) };
}
