import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { VERSION } from "../version.ts";
import { disk } from "./disk.ts";
import type { Machine } from "./machine.ts";
import { platformOf } from "./places.ts";

/** What opens a page, by platform; what is none of these two has xdg-open, or the person the url. */
const BROWSERS: Readonly<Record<string, readonly [string, ...string[]]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/** This machine and whoever sits at it. `program` is the url of what runs; `gateway` opens the way to Maton. */
export function machineHere(program: string, env: Machine["env"], gateway: Machine["gateway"]): Machine {
  const { platform, stdin, stdout, execPath } = process;
  return {
    platform: platformOf(platform),
    home: homedir(),
    env,
    disk,
    node: execPath,
    cli: fileURLToPath(program),
    version: VERSION,
    isTerminal: Boolean(stdin.isTTY && stdout.isTTY),
    say: (text) => void stdout.write(`${text}\n`),
    gateway,
    browse(url) {
      const [command, ...args] = BROWSERS[platform] ?? ["xdg-open"];
      // Where there is none, the url that was shown will do.
      spawn(command, [...args, url], { stdio: "ignore", detached: true })
        .on("error", () => undefined)
        .unref();
    },
    wait: (ms) => wait(ms),
    prompts: async () => (await import("./terminal.ts")).terminalPrompts(),
  };
}
