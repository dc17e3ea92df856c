import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { type CallToolResult, ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import type { Json } from "../../test/jobs/agent.ts";
import { countTokens } from "../../test/tokens.ts";

export const PACKAGE = "klaviyo-mcp-server";
const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const BESIDE = fileURLToPath(new URL("beside.py", import.meta.url));
/** Prints what the package is written in; importing it would start its download. */
const SOURCES = `import importlib.metadata as m
for file in m.files("${PACKAGE}"):
    if file.suffix == ".py": print(file.read_text())`;
const WINDOWS = process.platform === "win32";

/** A package in an environment of its own. */
export interface Installed {
  python: string;
  version: string;
  requires: string;
  /** Whether any file of the package speaks of elicitation, by which a server asks a person. */
  elicits: boolean;
}

/**
 * Installs the package from PyPI into a Python environment, which is made where there is none; the newest without a
 * version. Throws for a folder of this repository, and where Python or the package cannot be had.
 */
export function install(venv: string, python: string, version: string | undefined): Installed {
  const inside = relative(ROOT, resolve(venv));
  if (!inside.startsWith("..")) throw new Error(`--venv is in the repository: ${venv}`);
  const own = join(venv, WINDOWS ? "Scripts/python.exe" : "bin/python");
  if (!existsSync(own)) run(python, ["-m", "venv", venv]);
  run(own, ["-m", "pip", "install", "--quiet", "--upgrade", version ? `${PACKAGE}==${version}` : PACKAGE]);
  const said = (of: string) =>
    run(own, ["-c", `import importlib.metadata as m; print(m.metadata("${PACKAGE}")["${of}"])`]).trim();
  const sources = run(own, ["-c", SOURCES]);
  return {
    python: own,
    version: said("Version"),
    requires: said("Requires-Python"),
    elicits: /elicit/i.test(sources),
  };
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}

/** One call of theirs: the tool, and the tokens of what it answered. */
export interface Read {
  tool: string;
  tokens: number;
}

/** Their server with a client in front of it that can be asked, and what that client has read and was asked. */
export class Theirs {
  readonly client = new Client({ name: "compare", version: "1.0.0" }, { capabilities: { elicitation: {} } });
  #read: Read[] = [];
  questions = 0;

  /** What was read since the last time that this was asked. */
  takeRead(): Read[] {
    return this.#read.splice(0);
  }

  /** Starts it on a sandbox; `description` is the file that stands for its download. */
  async start({ python }: Installed, sandboxUrl: string, description: string | undefined): Promise<void> {
    this.client.setRequestHandler(ElicitRequestSchema, () => {
      this.questions += 1;
      return { action: "accept", content: {} };
    });
    const env = {
      PATH: process.env.PATH ?? "",
      PRIVATE_API_KEY: "pk_0123456789",
      SANDBOX_URL: `${sandboxUrl}/klaviyo`,
      ...(description && { DESCRIPTION_FILE: resolve(description) }),
    };
    await this.client.connect(
      new StdioClientTransport({ command: python, args: [BESIDE], env, stderr: "ignore" }),
    );
  }

  /** Calls a tool, which must answer: what a model reads of it. */
  async call(tool: string, args: Record<string, unknown>): Promise<string> {
    const result = (await this.client.callTool({
      name: tool,
      arguments: { model: "other", ...args },
    })) as CallToolResult;
    const [content] = result.content;
    const text = content?.type === "text" ? content.text : "";
    if (result.isError) throw new Error(`${tool} failed: ${text}`);
    this.#read.push({ tool, tokens: countTokens(text) });
    return text;
  }

  /** The same, parsed. */
  async json(tool: string, args: Record<string, unknown>): Promise<Json> {
    return JSON.parse(await this.call(tool, args));
  }
}
