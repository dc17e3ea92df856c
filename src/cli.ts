#!/usr/bin/env node
import "./node.ts";
import { instructions } from "../tools/guide/instructions.ts";
import { type Callable, Catalog } from "./catalog.ts";
import {
  type Command,
  type Config,
  describeOptions,
  parseFlags,
  readEnv,
  readSandboxPort,
  resolveConfig,
} from "./config/config.ts";
import { REVISION } from "./config/options.ts";
import { ConfigError } from "./errors.ts";
import type { GatewayClient } from "./gateway/client.ts";
import { createLog, hider, type Log } from "./log.ts";
import { refuseAddress } from "./serve/address.ts";
import type { Caller } from "./serve/calling.ts";
import type { Shown } from "./serve/http.ts";
import {
  type Entry,
  hiddenArguments,
  isWritten,
  type ListedTool,
  listTools,
  type WrittenOffer,
} from "./serve/listing.ts";
import { createServer } from "./serve/server.ts";
import { serveStdio } from "./serve/stdio.ts";
import { VERSION } from "./version.ts";

// From Node 22.1 on, which the types of Node 20 do not know: what is loaded after this line stays compiled.
const nodeModule: object & { enableCompileCache?(): void } = process.getBuiltinModule("node:module");
nodeModule.enableCompileCache?.();

const help = () => `klaviyo-mcp ${VERSION}: Klaviyo for AI agents, over MCP and the Maton gateway

  klaviyo-mcp                    serve one client over stdio
  klaviyo-mcp http               serve many clients over Streamable HTTP
  klaviyo-mcp sandbox [--port N] serve a made-up Klaviyo account on this machine
  klaviyo-mcp setup              put it into the clients of this machine; see setup --help
  klaviyo-mcp doctor             say what is missing for it to work

${describeOptions()}
`;

async function main(argv: string[]): Promise<void> {
  const [command, ...rest] = argv;
  if (command === "setup") return setUp(rest);
  if (command === "help" || argv.includes("--help") || argv.includes("-h"))
    return void process.stdout.write(help());
  if (command === "--version" || command === "-v") return void process.stdout.write(`${VERSION}\n`);
  if (command === "sandbox") return serveSandbox(rest);
  if (command === "doctor") return doctor(rest);
  if (command === "http") return serve(configOf(rest, "http"), "http");
  if (command !== undefined && !command.startsWith("-")) {
    throw new ConfigError(`There is no command ${command}. See klaviyo-mcp --help.`);
  }
  await serve(configOf(argv, "stdio"), "stdio");
}

function configOf(argv: string[], command: Command, readKey = readKeyFile): Config {
  return resolveConfig(parseFlags(argv), readEnv(process.env), readKey, command);
}

async function serve(config: Config, command: Command): Promise<void> {
  const hide = hider(config.key);
  const log = createLog(config.logLevel, (line) => process.stderr.write(hide(line)));
  if (config.revision !== REVISION) {
    log(
      "warning",
      `Klaviyo revision ${config.revision} was asked for instead of ${REVISION}: the facts of the operations were not checked against it.`,
    );
  }
  const offer = readOffer(config.beta);
  const catalog = Catalog.of(offer, config);
  const sandbox = config.sandbox ? await startSandbox() : undefined;
  const audit = config.auditLog ? (await import("./audit.ts")).openAudit(config.auditLog) : undefined;
  const files =
    config.files === undefined ? undefined : (await import("./files/folder.ts")).openFolder(config.files);
  const mask =
    config.mask && config.maskKey
      ? (await import("./mask/mask.ts")).maskOf(config.maskKey, config.maskTexts)
      : undefined;
  let loaded: Promise<{ caller: Caller; client: GatewayClient }> | undefined;
  const load = async () => {
    const [client, { composeCaller }] = await Promise.all([
      clientOf(config, sandbox?.url),
      import("./first-call.ts"),
    ]);
    const settings = { sandbox: config.sandbox, hide, audit, files, mask };
    return { client, caller: composeCaller(config, catalog, client.send, settings, log) };
  };
  const ready = () => {
    loaded ??= load();
    return loaded;
  };
  const loadCaller = async () => (await ready()).caller;
  const settings = {
    name: "klaviyo-mcp",
    version: VERSION,
    instructions: (began: Date) =>
      catalog.visible(instructions({ ...config, pinned: config.connection !== undefined, began })),
    loadTexts: async () => (await import("../tools/guide/texts.ts")).GUIDE,
    hide,
    now: () => performance.now(),
    readPage: config.noViews ? undefined : () => readBeside("view.html"),
  };
  const listing = {
    hidden: hiddenArguments({
      pinned: config.connection !== undefined,
      readOnly: config.readOnly,
      tokens: config.confirm === "dangerous" || config.confirm === "writes",
    }),
    outputSchemas: !config.noOutputSchemas,
    maxResultChars: config.maxResultChars,
    files: config.files !== undefined,
  };
  // What a page draws is listed for those who show pages: what changes ask, too, unless none does.
  const drawn = config.confirm === "never" ? "results" : "all";
  const listed = new Map<boolean, Promise<ListedTool[]>>();
  const list = (views: boolean) => {
    const made =
      listed.get(views) ??
      entriesOf(catalog.listed, config.beta).then((entries) =>
        listTools(entries, catalog, views ? { ...listing, drawn } : listing),
      );
    listed.set(views, made);
    return made;
  };
  process.on("unhandledRejection", (error) => log("error", "unhandled rejection", { stack: stackOf(error) }));
  const makeServer = () => createServer(catalog, list, loadCaller, settings, log);
  const drain = async () => (await loaded)?.caller.drain(DRAIN_MS);
  if (command === "http") {
    const { sandbox: isSandbox, readOnly, key, connection: pinned } = config;
    const send = async () => (await ready()).client.send;
    const shown = { version: VERSION, sandbox: isSandbox, readOnly, hasKey: key !== undefined, pinned, send };
    await untilStopped(config, makeServer, drain, log, shown);
  } else {
    if (process.stdin.isTTY) process.stderr.write(ALONE);
    await serveStdio(makeServer(), stopSignal(), drain);
  }
  await leave();
}

/** A person who starts it by hand would think that it hangs. */
const ALONE =
  "klaviyo-mcp waits for an MCP client on stdin: your client starts it, as the README shows. Ctrl-C ends it; --help says what else there is.\n";

/** Ends the process, whatever is still open: what was said last has a moment to be read, and no more than that. */
async function leave(): Promise<void> {
  const said = [process.stdout, process.stderr].map(
    (stream) => new Promise<void>((resolve) => stream.write("", () => resolve())),
  );
  const late = new Promise<void>((resolve) => setTimeout(resolve, LAST_WORDS_MS));
  await Promise.race([Promise.all(said), late]);
  process.exit();
}

/** How long somebody may take to read what was written last. */
const LAST_WORDS_MS = 1000;

async function setUp(argv: string[]): Promise<void> {
  const { setup } = await import("./setup/setup.ts");
  process.exitCode = await setup(argv, await machineHere());
}

/** This machine as setup and doctor look at it. */
async function machineHere() {
  const here = await import("./setup/here.ts");
  return here.machineHere(import.meta.url, process.env, (config) => clientOf(config, undefined));
}

async function doctor(argv: string[]): Promise<void> {
  let keyFile: string | undefined;
  const config = configOf(argv, "stdio", (path) => {
    keyFile = path;
    return readKeyFile(path);
  });
  const sandbox = config.sandbox ? await startSandbox() : undefined;
  const { examine } = await import("./doctor-run.ts");
  await examine(config, {
    sandboxUrl: sandbox?.url,
    keyFile,
    env: process.env,
    machine: await machineHere(),
    clientOf,
    sections: async () => {
      const { isUnseen, probes } = await import("../tools/operations/probes.ts");
      return { reads: probes(), isUnseen };
    },
  });
  await sandbox?.close();
}

async function untilStopped(
  config: Config,
  makeServer: () => ReturnType<typeof createServer>,
  drain: () => Promise<void>,
  log: Log,
  shown: Shown,
): Promise<void> {
  const { serveHttp } = await import("./serve/http.ts");
  const { port, host } = config.http;
  const serving = await serveHttp(config.http, makeServer, log, shown).catch((error) =>
    refuseAddress(error, port, host),
  );
  process.stdout.write(`${serving.url}\n`);
  await stopSignal();
  await drain();
  await serving.close();
}

/** How long a write that is on its way may take to finish once the client is gone. */
const DRAIN_MS = 5000;

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    // A terminal or a host that goes away says so with this; without a listener it would end us at once.
    process.once("SIGHUP", () => resolve());
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What tools/list needs to know of every tool, as the build wrote it beside this file. */
function readOffer(withBeta: boolean): WrittenOffer {
  const offer: WrittenOffer = JSON.parse(readBeside("tools.json"));
  return { ...offer, rows: offer.rows.filter(({ beta }) => withBeta || !beta) };
}

/** A file that the build wrote beside this one. */
function readBeside(name: string): string {
  return process.getBuiltinModule("node:fs").readFileSync(new URL(name, import.meta.url), "utf8");
}

async function entriesOf(tools: readonly Callable[], beta: boolean): Promise<Entry[]> {
  const written = tools.filter(isWritten);
  if (written.length === tools.length) return written;
  const { entriesOfRows } = await import("./first-call.ts");
  return [...written, ...entriesOfRows(new Set(tools.map(({ name }) => name)), beta)];
}

async function clientOf(config: Config, sandboxUrl: string | undefined): Promise<GatewayClient> {
  const { GatewayClient } = await import("./gateway/client.ts");
  return new GatewayClient({
    ...config,
    ...(sandboxUrl && { gatewayUrl: sandboxUrl, controlUrl: sandboxUrl }),
    key: config.key ?? "sandbox",
    userAgent: `klaviyo-mcp/${VERSION}`,
    env: process.env,
  });
}

async function startSandbox(port = 0) {
  const sandbox = await import("../sandbox/index.ts");
  return sandbox.startSandbox({ port });
}

async function serveSandbox(argv: string[]): Promise<void> {
  const port = readSandboxPort(argv);
  const sandbox = await startSandbox(port).catch((error) => refuseAddress(error, port));
  process.stdout.write(`${sandbox.url}\n`);
  const stop = () => void sandbox.close();
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

function readKeyFile(path: string): string {
  try {
    // Importing node:fs would load all of it at every start.
    return process.getBuiltinModule("node:fs").readFileSync(path, "utf8");
  } catch {
    throw new ConfigError("MATON_API_KEY_FILE cannot be read: set it to a file that holds the key.");
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : `klaviyo-mcp could not start: ${String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
  void leave();
});
