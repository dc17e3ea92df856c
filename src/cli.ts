#!/usr/bin/env node
import "./node.ts";
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
import { createLog, defectOf, hider, type Log } from "./log.ts";
import { refuseAddress } from "./serve/address.ts";
import { DRAIN_MS } from "./serve/drain.ts";
import type { Guests } from "./serve/guests.ts";
import type { WrittenOffer } from "./serve/listing.ts";
import { serveStdio } from "./serve/stdio.ts";
import type { Watching } from "./serve/watched/watching.ts";
import { type Around, clientOf, serviceOf } from "./service.ts";
import { VERSION } from "./version.ts";

// From Node 22.1 on, which the types of Node 20 do not know: what is loaded after this line stays compiled.
const nodeModule: object & { enableCompileCache?(): void } = process.getBuiltinModule("node:module");
nodeModule.enableCompileCache?.();

const help = () => `klaviyo-mcp ${VERSION}: Klaviyo for AI agents, over MCP and the Maton gateway

  klaviyo-mcp                    serve one client over stdio
  klaviyo-mcp http               serve many clients over Streamable HTTP
  klaviyo-mcp sandbox [--port N] serve a made-up Klaviyo account on this machine
  klaviyo-mcp team               say who may call over HTTP, and what is theirs; see team --help
  klaviyo-mcp setup              put it into the clients of this machine; see setup --help
  klaviyo-mcp doctor             say what is missing for it to work

${describeOptions()}
`;

async function main(argv: string[]): Promise<void> {
  const [command, ...rest] = argv;
  if (command === "setup") return setUp(rest);
  if (command === "team") return keepTeam(rest);
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
  const sandbox = config.sandbox ? await startSandbox() : undefined;
  const audit = config.auditLog ? (await import("./audit.ts")).openAudit(config.auditLog) : undefined;
  const { redisUrl } = config;
  const replicas =
    redisUrl === undefined
      ? undefined
      : import("./redis/replicas.ts").then(({ Replicas }) => Replicas.join(redisUrl, log));
  replicas?.catch(refuse);
  const watching = await watchedBy(config, log, replicas);
  const around = {
    replicas,
    offer,
    sandboxUrl: sandbox?.url,
    audit,
    watch: watching?.watch,
    log,
    env: process.env,
    readPage: () => readBeside("view.html"),
  };
  process.on("unhandledRejection", (error) => log("error", "unhandled rejection", { ...defectOf(error) }));
  if (command === "http") {
    await untilStopped(config, around, watching);
  } else {
    const service = serviceOf(config, around, await filesOf(config));
    if (process.stdin.isTTY) process.stderr.write(ALONE);
    await serveStdio(service.makeServer(), stopSignal(), () => {
      watching?.stopping();
      return service.drain(DRAIN_MS.stdio);
    });
  }
  await watching?.close();
  await (await replicas)?.leave();
  await leave();
}

/** A person who starts it by hand would think that it hangs. */
const ALONE =
  "klaviyo-mcp waits for an MCP client on stdin: your client starts it, as the README shows. Ctrl-C ends it; --help says what else there is.\n";

/** Who starts it by hand has an address, and no client yet. */
const OPEN =
  "Clients connect there; opened in a browser, it shows what each of them takes. Ctrl-C ends it.\n";

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

async function keepTeam(argv: string[]): Promise<void> {
  const [{ team }, { disk }] = await Promise.all([import("./team/command.ts"), import("./setup/disk.ts")]);
  const print = (text: string) => void process.stdout.write(text);
  team(argv, { env: process.env, disk, print, tell: (text) => void process.stderr.write(text) });
}

/** This machine as setup and doctor look at it. */
async function machineHere() {
  const here = await import("./setup/here.ts");
  return here.machineHere(import.meta.url, process.env, (config) => clientOf(config, undefined, process.env));
}

async function doctor(argv: string[]): Promise<void> {
  let keyFile: string | undefined;
  // A team is served over HTTP alone: what is looked at is that.
  const isTeams = (parseFlags(argv).team ?? readEnv(process.env).team) !== undefined;
  const config = configOf(argv, isTeams ? "http" : "stdio", (path) => {
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
    clientOf: (one, url) => clientOf(one, url, process.env),
    offer: () => readOffer(config.beta),
    sections: async () => {
      const { isUnseen, probes } = await import("../tools/operations/probes.ts");
      return { reads: probes(), isUnseen };
    },
  });
  await sandbox?.close();
}

async function watchedBy(config: Config, log: Log, redis: Around["replicas"]): Promise<Watching | undefined> {
  const { metricsPort: port, metricsHost: host } = config;
  if (port === undefined) return undefined;
  const { startWatched } = await import("./serve/watched/watched.ts");
  const send = async () => (await clientOf(config, undefined, process.env)).send;
  return startWatched(config, port, { version: VERSION, send, redis, log }).catch((error) =>
    refuseAddress(error, port, host, "--metrics-port"),
  );
}

async function untilStopped(config: Config, around: Around, watching: Watching | undefined): Promise<void> {
  const [{ serveHttp }, guests] = await Promise.all([import("./serve/http.ts"), guestsOf(config, around)]);
  const { port, host } = config.http;
  const serving = await serveHttp(config.http, guests, around.log).catch((error) =>
    refuseAddress(error, port, host),
  );
  process.stdout.write(`${serving.url}\n`);
  if (process.stdout.isTTY) process.stderr.write(OPEN);
  await stopSignal(guests.reload);
  watching?.stopping();
  await serving.close(() => guests.drain(DRAIN_MS.http));
}

async function filesOf({ files }: Config) {
  return files === undefined ? undefined : (await import("./files/folder.ts")).openFolder(files);
}

/** Everybody alike, unless the settings tell callers apart. */
async function guestsOf(config: Config, around: Around): Promise<Guests> {
  if (config.team === undefined && !config.callerKeys) {
    const [{ oneService }, files] = await Promise.all([import("./serve/guests.ts"), filesOf(config)]);
    return oneService(config.http.token, serviceOf(config, around, files));
  }
  const { callersOf } = await import("./team/team.ts");
  const readFile = (path: string) => process.getBuiltinModule("node:fs").readFileSync(path, "utf8");
  return callersOf(config, { ...around, readFile, drainMs: DRAIN_MS.http });
}

/** `reload` is what SIGHUP asks for, where there is something to read anew. */
function stopSignal(reload?: () => void): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGTERM", () => resolve());
    process.once("SIGINT", () => resolve());
    // A terminal or a host that goes away says so with this; without a listener it would end us at once.
    process.on("SIGHUP", reload ?? (() => resolve()));
  });
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

/** Ends the process with what has to be set before it can start. */
function refuse(error: unknown): void {
  const text = error instanceof ConfigError ? error.message : `klaviyo-mcp could not start: ${String(error)}`;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
  void leave();
}

main(process.argv.slice(2)).catch(refuse);
