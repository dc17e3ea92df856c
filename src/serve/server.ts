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
import { type ErrorContext, errorText } from "../advice.ts";
import type { Dispatcher } from "../call/dispatcher.ts";
import type { CallSession, ClientCall } from "../call/session.ts";
import { Told } from "../errors.ts";
import type { Log } from "../log.ts";
import { resolveCall } from "../operations/indirect.ts";
import type { Registry } from "../registry.ts";
import type { Tool } from "../tool/tool.ts";
import { argumentAt } from "../wire/request.ts";
import { Completions } from "./guide/completions.ts";
import { GuideError, type Read } from "./guide/kinds.ts";
import { getPrompt, listPrompts } from "./guide/prompts.ts";
import { listResources, listTemplates, readResource } from "./guide/resources.ts";
import { type ListedTool, type ListingSettings, listTools } from "./listing.ts";

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
  listing: ListingSettings;
  sandbox: boolean;
  /** Takes the key out of text that goes out. */
  hide(text: string): string;
}

/**
 * An MCP server over a dispatcher: tools, and the guide as prompts, resources and completions. The one place that
 * catches: every failure of a call becomes a text of at most three lines with isError.
 */
export function createServer(
  registry: Registry,
  dispatcher: Dispatcher,
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
  let listed: ListedTool[] | undefined;
  let calls = 0;
  server.setRequestHandler(ListToolsRequestSchema, () => {
    listed ??= listTools(registry, settings.listing);
    return { tools: listed };
  });

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

  // Resources and completions read as a model's call would: under the same settings, limits and log.
  serveGuide(server, registry, async (name, args, signal) => {
    const answer = await runCall(name, args, { signal, progress: () => undefined });
    if (answer.structuredContent) return answer.structuredContent;
    throw new GuideError(answer.content.map((one) => ("text" in one ? one.text : "")).join(""), "failed");
  });

  async function runCall(name: string, args: unknown, client: ClientCall): Promise<CallToolResult> {
    const session = dispatcher.begin(client);
    const started = performance.now();
    const called = registry.find(name);
    let tool = called?.kind === "indirect" ? undefined : called;
    let text: string;
    let structuredContent: Record<string, unknown> | undefined;
    let failure: unknown;
    try {
      if (!called) throw registry.refusal(name);
      const resolved =
        called.kind === "indirect" ? resolveCall(called, args, registry) : { tool: called, args };
      tool = resolved.tool;
      structuredContent = await dispatcher.run(tool, resolved.args, session);
      const whole = JSON.stringify(structuredContent);
      text = settings.hide(whole);
      if (text !== whole) structuredContent = JSON.parse(text);
    } catch (error) {
      failure = error;
      text = settings.hide(errorText(error, errorContext(tool ?? called, session, registry)));
      if (settings.sandbox) text = `SANDBOX ${text}`;
      if (error instanceof Error && !(error instanceof Told)) {
        log("error", "defect", { tool: name, stack: error.stack });
      }
    }
    calls += 1;
    tell(failure ? "warning" : "info", "call", {
      call: calls,
      tool: (tool ?? called)?.name ?? "unknown",
      status: failure instanceof Error ? failure.name : "ok",
      ms: Math.round(performance.now() - started),
      requests: session.requests,
      retries: session.retries,
      bytes_raw: session.bytes,
      bytes_trimmed: text.length,
    });
    const content = [{ type: "text" as const, text }];
    return structuredContent ? { content, structuredContent } : { content, isError: true };
  }

  return server;
}

/** Hands requests to the guide; what it throws carries the code that the SDK answers with. */
function serveGuide(server: Server, registry: Registry, read: Read): void {
  const completions = new Completions(read, Date.now);
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: listPrompts(registry) }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) =>
    getPrompt(registry, params.name, params.arguments),
  );
  server.setRequestHandler(ListResourcesRequestSchema, () => ({ resources: listResources(registry) }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: listTemplates(registry),
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params }, { signal }) => ({
    contents: [await readResource(params.uri, registry, read, signal)],
  }));
  server.setRequestHandler(CompleteRequestSchema, async ({ params }) => ({
    completion: await completions.complete(params.ref, params.argument),
  }));
}

/** The SDK validates answers to our questions with Ajv; `ask` looks at the one field of ours itself. */
function acceptAnything<T>(input: unknown): JsonSchemaValidatorResult<T> {
  return { valid: true, data: input as T, errorMessage: undefined };
}

function errorContext(tool: Tool | undefined, session: CallSession, registry: Registry): ErrorContext {
  const operation = session.operation ?? (tool?.kind === "operation" ? tool : undefined);
  const pathInput = operation?.request.path.match(/\{(\w+)\}(?!.*\{)/)?.[1];
  return {
    tool,
    operation,
    argumentOf: (error) => {
      const named = operation && argumentAt(operation, error);
      return named ?? (error.status === 404 ? (pathInput ?? bodyIdOf(operation)) : undefined);
    },
    listerOf: (argument) => registry.listerOf(argument),
    settledBy: tool && registry.settlingRead(tool, operation),
    generated: session.generated,
    visible: (text) => registry.visible(text),
  };
}

function bodyIdOf(operation: ErrorContext["operation"]): string | undefined {
  const body = operation?.request.body;
  return body && "type" in body && "id" in body ? body.id : undefined;
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
