import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  type LoggingLevel,
  LoggingLevelSchema,
  McpError,
  ReadResourceRequestSchema,
  type ServerNotification,
  SetLevelRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { JsonSchemaValidatorResult } from "@modelcontextprotocol/sdk/validation/types.js";
import { config as zodConfig } from "zod/v4/core";
import type { ClientCall } from "../call/session.ts";
import type { Catalog } from "../catalog.ts";
import type { Log } from "../log.ts";
import type { GuideTexts } from "../tool/guide.ts";
import type { Caller } from "./calling.ts";
import type { Call, Guide } from "./guide/guide.ts";
import type { ListedTool } from "./listing.ts";

// The SDK's schemas would be compiled for speed when first used, which costs more than a session's messages ever gain.
zodConfig({ jitless: true });

/** How long a person may think before a question counts as declined. */
const ELICIT_MS = 10 * 60_000;

/** Severities of the protocol, the least first. */
const LOG_ORDER: readonly LoggingLevel[] = LoggingLevelSchema.options;

export interface ServerSettings {
  name: string;
  version: string;
  instructions: string;
  /** The texts of prompts and resources, which a session may never ask for. */
  loadTexts(): Promise<GuideTexts>;
  /** Takes the key out of text that goes out. */
  hide(text: string): string;
}

/**
 * An MCP server: tools, and the guide as prompts, resources and completions. What runs calls is loaded with the first of them, since many sessions never make one.
 */
export function createServer(
  catalog: Catalog,
  list: () => Promise<readonly ListedTool[]>,
  loadCaller: () => Promise<Caller>,
  settings: ServerSettings,
  log: Log,
): Server {
  const server = new Server(
    { name: settings.name, title: "Klaviyo", version: settings.version },
    {
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        resources: { listChanged: false },
        completions: {},
        logging: {},
      },
      instructions: settings.instructions,
      jsonSchemaValidator: { getValidator: () => acceptAnything },
    },
  );
  let calls = 0;
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: [...(await list())] }));

  let asked: LoggingLevel | undefined;
  server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    asked = params.level;
    return {};
  });
  const tell: Log = (level, message, fields) => {
    log(level, message, fields);
    // Only for a client that asked: the SDK by itself would send to any.
    if (asked === undefined || LOG_ORDER.indexOf(level) < LOG_ORDER.indexOf(asked)) return;
    const params = { level, logger: settings.name, data: { message, ...fields } };
    server.sendLoggingMessage(params).catch(() => undefined);
  };

  server.setRequestHandler(CallToolRequestSchema, async (request, extra) => {
    const { name, arguments: args } = request.params;
    const token = request.params._meta?.progressToken;
    const asks = server.getClientCapabilities()?.elicitation;
    const client: ClientCall = {
      signal: extra.signal,
      progress: (progress, total, message) => {
        if (token === undefined) return;
        const params = { progressToken: token, progress, message, ...(total !== undefined && { total }) };
        const notification: ServerNotification = { method: "notifications/progress", params };
        extra.sendNotification(notification).catch(() => undefined);
      },
      elicit: asks?.form ? (question) => ask(server, settings.hide(question), extra.signal) : undefined,
      openUrl: asks?.url ? (url, message) => openUrl(server, url, message, extra.signal) : undefined,
    };
    return runCall(name, args, client);
  });

  async function runCall(name: string, args: unknown, client: ClientCall): Promise<CallToolResult> {
    const started = performance.now();
    const caller = await loadCaller();
    const { answer, level, facts } = await caller.run(name, args, client);
    calls += 1;
    tell(level, "call", { call: calls, ms: Math.round(performance.now() - started), ...facts });
    return answer;
  }

  // Resources and completions read as a model's call would: under the same settings, limits and log.
  serveGuide(server, settings.loadTexts, catalog, (name, args, signal) =>
    runCall(name, args, { signal, progress: () => undefined }),
  );
  return server;
}

/** Hands requests to the guide, which is loaded with the first of them; what it throws carries the code of the answer. */
function serveGuide(
  server: Server,
  loadTexts: () => Promise<GuideTexts>,
  catalog: Catalog,
  call: Call,
): void {
  let loaded: Promise<Guide> | undefined;
  const guide = () => {
    loaded ??= Promise.all([import("./guide/guide.ts"), loadTexts()]).then(
      ([{ Guide }, texts]) => new Guide(texts, catalog, call, () => performance.now()),
    );
    return loaded;
  };
  server.setRequestHandler(ListPromptsRequestSchema, async () => (await guide()).prompts());
  server.setRequestHandler(GetPromptRequestSchema, async ({ params }) =>
    (await guide()).prompt(params.name, params.arguments),
  );
  server.setRequestHandler(ListResourcesRequestSchema, async () => (await guide()).resources());
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => (await guide()).templates());
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, { signal }) =>
    (await guide()).resource(params.uri, signal),
  );
  server.setRequestHandler(CompleteRequestSchema, async ({ params }) =>
    (await guide()).completion(params.ref, params.argument),
  );
}

/** The SDK validates answers to our questions with Ajv; `ask` looks at the one field of ours itself. */
function acceptAnything<T>(input: unknown): JsonSchemaValidatorResult<T> {
  return { valid: true, data: input as T, errorMessage: undefined };
}

/** Has the person open a page; undefined when they would not. */
async function openUrl(server: Server, url: string, message: string, signal: AbortSignal) {
  const elicitationId = crypto.randomUUID();
  const params = { mode: "url" as const, elicitationId, url, message };
  const answer = await server.elicitInput(params, { timeout: ELICIT_MS, signal }).catch(declineOnTimeout);
  if (answer?.action !== "accept") return undefined;
  const notify = server.createElicitationCompletionNotifier(elicitationId);
  return () => void notify().catch(() => undefined);
}

/** Asks the person in front of the client; anything but a clear yes within ten minutes is a no. */
async function ask(server: Server, message: string, signal: AbortSignal): Promise<boolean> {
  const requestedSchema = {
    type: "object" as const,
    properties: { confirm: { type: "boolean" as const, title: "Yes, do this" } },
    required: ["confirm"],
  };
  const answer = await server
    .elicitInput({ message, requestedSchema }, { timeout: ELICIT_MS, signal })
    .catch(declineOnTimeout);
  return answer?.action === "accept" && answer.content?.confirm === true;
}

function declineOnTimeout(error: unknown): undefined {
  if (error instanceof McpError && error.code === ErrorCode.RequestTimeout) return undefined;
  throw error;
}
