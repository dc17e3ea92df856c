import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

it.each([["doctor", "--help"], ["http", "-h"], ["sandbox", "--help"], ["help"]])(
  "%s %s shows the help, and starts nothing",
  (...argv) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...argv.filter(Boolean)], {
      encoding: "utf8",
      timeout: 10_000,
    });
    expect(stderr).toBe("");
    expect(stdout).toContain("klaviyo-mcp doctor");
    expect(status).toBe(0);
  },
);
