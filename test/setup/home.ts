import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ConfigError } from "../../src/errors.ts";
import { GatewayClient } from "../../src/gateway/client.ts";
import { disk } from "../../src/setup/disk.ts";
import type { Machine } from "../../src/setup/machine.ts";
import { placed, platformOf } from "../../src/setup/places.ts";
import { setup } from "../../src/setup/setup.ts";
import { CLI } from "../client.ts";

export interface Ended {
  code: number;
  out: string;
}

/** A home of nobody's on a real disk, in which the built program is run. */
export interface Home {
  folder: string;
  /** Where a client's file is, or would be. */
  fileOf(id: string): string;
  /** Puts a text there, with the folders that show that the client is installed. */
  install(id: string, text?: string): string;
  /** Runs the built program to its end. */
  runBuilt(args: readonly string[], env?: Record<string, string>): Promise<Ended>;
  /** Runs `setup` with these arguments here, on the same disk: a process is not the point. */
  run(args: readonly string[], env?: Record<string, string>, more?: Partial<Machine>): Promise<Ended>;
  /** Every file below it with its text. */
  files(): Record<string, string>;
  modeOf(file: string): number;
  remove(): void;
}

export function makeHome(): Home {
  const folder = mkdtempSync(path.join(tmpdir(), "klaviyo setup "));
  const own = {
    HOME: folder,
    USERPROFILE: folder,
    APPDATA: path.join(folder, "AppData/Roaming"),
    LOCALAPPDATA: path.join(folder, "AppData/Local"),
    PATH: "",
  };
  const fileOf = (id: string) => {
    const place = { platform: platformOf(process.platform), home: folder, env: own };
    return placed(place, disk).find(({ client }) => client.id === id)?.file ?? "";
  };
  return {
    folder,
    fileOf,
    install(id, text) {
      const file = fileOf(id);
      mkdirSync(id === "claude-code" ? path.join(folder, ".claude") : path.dirname(file), {
        recursive: true,
      });
      if (text !== undefined) writeFileSync(file, text);
      return file;
    },
    async run(args, env = {}, more = {}) {
      let out = "";
      const machine: Machine = {
        platform: platformOf(process.platform),
        home: folder,
        env: { ...own, ...env },
        disk: { ...disk, absolute: (one) => path.resolve(folder, one) },
        node: process.execPath,
        cli: CLI,
        version: "1.2.3",
        isTerminal: false,
        say: (text) => {
          out += `${text}\n`;
        },
        gateway: async (config) => {
          const { gatewayUrl, controlUrl, key = "", revision, timeoutMs } = config;
          return new GatewayClient({
            gatewayUrl,
            controlUrl,
            key,
            revision,
            timeoutMs,
            userAgent: "test",
            env: {},
          });
        },
        browse: () => undefined,
        wait: async () => undefined,
        prompts: () => Promise.reject(new Error("nobody is there to be asked")),
        ...more,
      };
      try {
        const code = await setup(args, machine);
        return { code, out };
      } catch (error) {
        if (error instanceof ConfigError) return { code: 1, out: out + error.message };
        throw error;
      }
    },
    runBuilt(args, env = {}) {
      const child = spawn(process.execPath, [CLI, ...args], { env: { ...own, ...env }, cwd: folder });
      let out = "";
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (chunk) => {
          out += chunk;
        });
      }
      return new Promise((resolve) => child.once("close", (code) => resolve({ code: code ?? -1, out })));
    },
    files() {
      const all = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((one) =>
        statSync(path.join(folder, one)).isFile(),
      );
      return Object.fromEntries(all.map((one) => [one, readFileSync(path.join(folder, one), "utf8")]));
    },
    modeOf: (file) => statSync(file).mode & 0o777,
    remove: () => rmSync(folder, { recursive: true }),
  };
}
