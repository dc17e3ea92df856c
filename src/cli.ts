#!/usr/bin/env node
import { CORE } from "../tools/core.ts";
import { allTools } from "../tools/index.ts";
import { WORDS } from "../tools/operations/words.ts";
import { Dispatcher } from "./call/dispatcher.ts";
import { chooseTools } from "./catalog.ts";
import {
  type Command,
  type Config,
  describeOptions,
  parseFlags,
  readEnv,
  resolveConfig,
} from "./config/config.ts";
import { REVISION } from "./config/options.ts";
import { checkSetup } from "./doctor.ts";
import { ConfigError, GatewayError } from "./errors.ts";
import { GatewayClient, type Send } from "./gateway/client.ts";
import type { Pace } from "./gateway/pace.ts";
import { createLog, hider } from "./log.ts";
import { operationBook } from "./operations/book.ts";
import { indexOperations } from "./operations/search.ts";
import { Registry } from "./registry.ts";
import { instructions } from "./serve/guide/instructions.ts";
import { jsonSchemaOf } from "./serve/listing.ts";
import { createServer } from "./serve/server.ts";
import { serveStdio } from "./serve/stdio.ts";
import { hiddenArguments } from "./tool/arguments.ts";
import { VERSION } from "./version.ts";

// From Node 22.1 on, which the types of Node 20 do not know: what is loaded after this line stays compiled.
const nodeModule: object & { enableCompileCache?(): void } = process.getBuiltinModule("node:module");
nodeModule.enableCompileCache?.();

const help = () => `klaviyo-mcp ${VERSION}: Klaviyo for AI agents, over MCP and the Maton gateway

  klaviyo-mcp                    serve one client over stdio
  klaviyo-mcp http               serve many clients over Streamable HTTP
  klaviyo-mcp sandbox [--port N] serve a made-up Klaviyo account on this machine
  klaviyo-mcp doctor             say what is missing for it to work

${describeOptions()}
`;

async function main(argv: string[]): Promise<void> {
  const [command, ...rest] = argv;
  if (command === "--help" || command === "-h" || command === "help")
    return void process.stdout.write(help());
  if (command === "--version" || command === "-v") return void process.stdout.write(`${VERSION}\n`);
  if (command === "sandbox") return serveSandbox(rest);
  if (command === "doctor") return doctor(configOf(rest, "stdio"));
  if (command === "http") return serve(configOf(rest, "http"), "http");
  if (command !== undefined && !command.startsWith("-")) {
    throw new ConfigError(`There is no command ${command}. See klaviyo-mcp --help.`);
  }
  await serve(configOf(argv, "stdio"), "stdio");
}

function configOf(argv: string[], command: Command): Config {
  return resolveConfig(parseFlags(argv), readEnv(process.env), readKeyFile, command);
}

async function serve(config: Config, command: Command): Promise<void> {
  const hide = hider(config.key);
  const log = createLog(config.logLevel, (line) => process.stderr.write(hide(line)));
  if (config.revision !== REVISION) {
    log(
      "warning",
      `Klaviyo revision ${config.revision} was asked for; the tools were written for ${REVISION}.`,
    );
  }
  const offer = { firstClass: allTools, rows: [], core: CORE };
  const chosen = chooseTools(offer, { ...config, list: "all" });
  const registry = new Registry(
    allTools,
    chosen,
    allTools.filter((tool) => tool.kind === "operation"),
  );
  const sandbox = config.sandbox ? await startSandbox() : undefined;
  const client = clientOf(config, sandbox?.url);
  const send = config.key || sandbox ? client.send : refuseWithoutKey;
  const services = {
    send,
    pace: config.pace ? loadPace() : undefined,
    timeoutMs: config.timeoutMs,
    now: Date.now,
    operations: operationBook({
      callable: registry.callable,
      isFirstClass: (tool) => allTools.includes(tool),
      isListed: (tool) => registry.isListed(tool),
      index: (documents) => indexOperations(documents, WORDS),
      schemaOf: (tool) => jsonSchemaOf(tool.inputSchema),
      effectsOf: (tool) => JSON.stringify(tool.impact),
      refusal: (name) => registry.refusal(name),
    }),
  };
  const dispatcher = new Dispatcher(registry, { ...config, connectionId: config.connection }, services);
  const settings = {
    name: "klaviyo-mcp",
    version: VERSION,
    instructions: registry.visible(instructions({ ...config, pinned: config.connection !== undefined })),
    listing: {
      hidden: hiddenArguments({
        pinned: config.connection !== undefined,
        readOnly: config.readOnly,
        tokens: config.confirm === "dangerous" || config.confirm === "writes",
      }),
      outputSchemas: !config.noOutputSchemas,
    },
    sandbox: config.sandbox,
    hide,
  };
  process.on("unhandledRejection", (error) => log("error", "unhandled rejection", { stack: stackOf(error) }));
  const makeServer = () => createServer(registry, dispatcher, settings, log);
  const drain = () => dispatcher.drain(DRAIN_MS);
  if (command === "http") await untilStopped(config, makeServer, drain);
  else await serveStdio(makeServer(), stopSignal(), drain);
  client.close();
  await sandbox?.close();
  // stdin may still be open when a signal ended us.
  process.stdin.destroy();
}

async function doctor(config: Config): Promise<void> {
  const sandbox = config.sandbox ? await startSandbox() : undefined;
  const client = clientOf(config, sandbox?.url);
  const hide = hider(config.key);
  const checks = checkSetup({
    ...config,
    ...(sandbox && { gatewayUrl: sandbox.url, controlUrl: sandbox.url }),
    nodeVersion: process.version,
    hasKey: config.key !== undefined,
    declaredRevision: REVISION,
    send: client.send,
    now: Date.now,
  });
  for await (const { what, is, todo } of checks) {
    process.stdout.write(hide(`${todo ? "fix " : "ok  "} ${what}: ${is}${todo ? `\n     ${todo}` : ""}\n`));
    if (todo) process.exitCode = 1;
  }
  client.close();
  await sandbox?.close();
}

async function untilStopped(
  config: Config,
  makeServer: () => ReturnType<typeof createServer>,
  drain: () => Promise<void>,
): Promise<void> {
  const { serveHttp } = await import("./serve/http.ts");
  const serving = await serveHttp(config.http, makeServer);
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
  });
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function clientOf(config: Config, sandboxUrl: string | undefined): GatewayClient {
  return new GatewayClient({
    ...config,
    ...(sandboxUrl && { gatewayUrl: sandboxUrl, controlUrl: sandboxUrl }),
    key: config.key ?? "sandbox",
    userAgent: `klaviyo-mcp/${VERSION}`,
  });
}

/** One pace for all calls, from the first request on. */
function loadPace(): () => Promise<Pace> {
  let pace: Promise<Pace> | undefined;
  return () => {
    pace ??= import("./gateway/pace.ts").then((loaded) => new loaded.Pace());
    return pace;
  };
}

/** Without a key the tools are listed all the same; the first call says what to set. */
const refuseWithoutKey: Send = async () => {
  throw new GatewayError({ status: 401, source: "gateway", detail: "no key is set" });
};

async function startSandbox(port = 0) {
  const sandbox = await import("../sandbox/index.ts");
  return sandbox.startSandbox({ port });
}

async function serveSandbox(argv: string[]): Promise<void> {
  const [flag = "--port", value = "0", ...rest] = argv.flatMap((one) => one.split("="));
  const port = Number(value);
  if (flag !== "--port" || rest.length > 0 || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new ConfigError("klaviyo-mcp sandbox takes --port and a number from 0 (any free one) to 65535.");
  }
  const sandbox = await startSandbox(port);
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
});
