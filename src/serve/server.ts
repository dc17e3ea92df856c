import { Server } from "@modelcontextprotocol/sdk/server/index.js";
import {
  CallToolRequestSchema,
  type CallToolResult,
  CompleteRequestSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  type LoggingLevel,
  LoggingLevelSchema,
  ReadResourceRequestSchema,
  type RequestId,
  type RequestInfo,
  type ServerNotification,
  SetLevelRequestSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { JsonSchemaValidatorResult } from "@modelcontextprotocol/sdk/validation/types.js";
import { config as zodConfig } from "zod/v4/core";
import type { ClientCall } from "../call/given.ts";
import type { Catalog } from "../catalog.ts";
import type { Log } from "../log.ts";
import type { GuideTexts } from "../tool/guide.ts";
import type { Watch } from "../watch.ts";
import { Person } from "./asking.ts";
import type { Caller } from "./calling.ts";
import type { Call, Guide } from "./guide/guide.ts";
import type { ListedTool } from "./listing.ts";
import { Views } from "./views/views.ts";

// The SDK's schemas would be compiled for speed when first used, which costs more than a session's messages ever gain.
zodConfig({ jitless: true });

/** Severities of the protocol, the least first. */
const LOG_ORDER: readonly LoggingLevel[] = LoggingLevelSchema.options;

export interface ServerSettings {
  name: string;
  version: string;
  /** What an agent reads once, at the beginning of a session. */
  instructions(began: Date): string;
  /** The texts of prompts and resources, which a session may never ask for. */
  loadTexts(): Promise<GuideTexts>;
  /** Takes the key out of text that goes out. */
  hide(text: string): string;
  /** The name under which the server knows who calls, for its logs; undefined where it tells nobody apart. */
  caller?: string | undefined;
  /** Counts what happens. */
  watch?: Watch | undefined;
  /** Milliseconds of a clock that nobody can set back. */
  now(): number;
  /** The page that draws results; undefined where nobody wants it drawn. */
  readPage?: (() => string) | undefined;
}

/**
 * An MCP server: tools, and the guide as prompts, resources and completions. What runs calls is loaded with the first of them, since many sessions never make one.
 */
export function createServer(
  catalog: Catalog,
  list: (views: boolean) => Promise<readonly ListedTool[]>,
  loadCaller: () => Promise<Caller>,
  settings: ServerSettings,
  log: Log,
): Server {
  const views = new Views(settings.readPage, () => server.getClientCapabilities());
  const server: Server = new Server(
    { name: settings.name, title: "Klaviyo", version: settings.version },
    {
      capabilities: {
        tools: { listChanged: false },
        prompts: { listChanged: false },
        resources: { listChanged: false },
        completions: {},
        logging: {},
        // Asked for when `initialize` is answered: by then it is known what the client announced.
        get extensions() {
          return views.extensions;
        },
      },
      instructions: settings.instructions(new Date()),
      jsonSchemaValidator: { getValidator: () => acceptAnything },
    },
  );
  const session = crypto.randomUUID();
  const person = new Person(server, settings.now);
  let used: Caller | undefined;
  let over: (() => void) | undefined;
  server.oninitialized = () => {
    over ??= settings.watch?.began();
  };
  // What was kept for the session goes with it.
  server.onclose = () => {
    used?.end(session);
    over?.();
    over = undefined;
  };
  const whose = () => ({ ...callerOf(server, session), name: settings.caller });
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: await views.withTool(await list(views.announced)),
  }));

  let asked: LoggingLevel | undefined;
  server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    asked = params.level;
    return {};
  });
  const tell = (requestId: RequestId | undefined, ...[level, message, fields]: Parameters<Log>) => {
    log(level, message, fields);
    // Only for a client that asked: the SDK by itself would send to any.
    if (asked === undefined || LOG_ORDER.indexOf(level) < LOG_ORDER.indexOf(asked)) return;
    const params = { level, logger: settings.name, data: { message, ...fields } };
    // On the stream of the call that it tells of: a client need not have another one.
    const related = requestId === undefined ? undefined : { relatedRequestId: requestId };
    server.notification({ method: "notifications/message", params }, related).catch(() => undefined);
  };

  server.setRequestHandler(CallToolRequestSchema, async (request, extra) => {
    const { name, arguments: args } = request.params;
    const token = request.params._meta?.progressToken;
    const asks = server.getClientCapabilities()?.elicitation;
    const { signal, requestId, requestInfo } = extra;
    if (views.isOwn(name)) {
      const started = performance.now();
      const answer = await views.answer(args, used?.buttons(whose()));
      const status = answer.isError ? "InputError" : "ok";
      settings.watch?.called(name, status, performance.now() - started);
      const facts = { call: crypto.randomUUID(), tool: name, status, caller: settings.caller };
      tell(requestId, answer.isError ? "warning" : "info", "call", facts);
      return answer;
    }
    const { view, beside } = views.forCall(name);
    let last = 0;
    const client: ClientCall = {
      signal,
      progress: (done, of, message) => {
        if (token === undefined) return;
        // The protocol wants it to grow with each notification, whichever part of the call it comes from.
        const progress = done > last ? done : last + 1;
        const total = of !== undefined && progress <= of ? of : undefined;
        last = progress;
        const params = { progressToken: token, progress, message, ...(total !== undefined && { total }) };
        const notification: ServerNotification = { method: "notifications/progress", params };
        extra.sendNotification(notification).catch(() => undefined);
      },
      caller: whose(),
      deaf: person.deaf,
      view,
      elicit:
        asks?.form && !person.deaf
          ? ({ text, halfHour }) =>
              person.ask(
                { text: settings.hide(text), halfHour },
                { signal, requestId, progress: client.progress },
              )
          : undefined,
      openUrl:
        asks?.url && !person.deaf
          ? (url, message) => person.openUrl(url, message, { signal, requestId, progress: client.progress })
          : undefined,
    };
    return beside(await runCall(name, args, client, { requestId, requestInfo }));
  });

  async function runCall(
    name: string,
    args: unknown,
    client: ClientCall,
    { requestId, requestInfo }: { requestId?: RequestId; requestInfo?: RequestInfo | undefined } = {},
  ): Promise<CallToolResult> {
    const started = performance.now();
    const caller = await loadCaller();
    used = caller;
    const { answer, level, facts } = await caller.run(name, args, client);
    const ms = Math.round(performance.now() - started);
    tell(requestId, level, "call", { ...facts, ms, x_request_id: requestIdOf(requestInfo) });
    return answer;
  }

  // Resources and completions read as a model's call would: under the same settings, limits and log.
  serveGuide(server, views, settings.loadTexts, catalog, (name, args, signal) =>
    runCall(name, args, { signal, caller: whose(), progress: () => undefined }),
  );
  return server;
}

/** Hands requests to the guide, which is loaded with the first of them; what it throws carries the code of the answer. */
function serveGuide(
  server: Server,
  views: Views,
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
  server.setRequestHandler(ListResourcesRequestSchema, async () => ({
    resources: await views.withPage((await guide()).resources().resources),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, async () => (await guide()).templates());
  server.setRequestHandler(
    ReadResourceRequestSchema,
    async ({ params: { uri } }, { signal }) =>
      (await views.pageAt(uri)) ?? (await guide()).resource(uri, signal),
  );
  server.setRequestHandler(CompleteRequestSchema, async ({ params }) =>
    (await guide()).completion(params.ref, params.argument),
  );
}

/** The SDK validates answers to our questions with Ajv; `ask` looks at the one field of ours itself. */
function acceptAnything<T>(input: unknown): JsonSchemaValidatorResult<T> {
  return { valid: true, data: input as T, errorMessage: undefined };
}

/** What a proxy or a client calls the request by, where it is a plain word: it stands in a log. */
function requestIdOf(request: RequestInfo | undefined): string | undefined {
  const said = request?.headers["x-request-id"];
  return typeof said === "string" && /^[\w.:-]{1,128}$/.test(said) ? said : undefined;
}

function callerOf(server: Server, session: string): ClientCall["caller"] {
  const { name = "unknown", version = "" } = server.getClientVersion() ?? {};
  return { session, client: `${name} ${version}`.trim() };
}
