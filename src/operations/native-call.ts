import { z } from "zod";
import { InputError } from "../errors.ts";
import { isObject, oneLine } from "../text.ts";
import { operation } from "../tool/declare.ts";
import { ofWholeBody, onlyReads, READS, UNJUDGED } from "../tool/effects.ts";
import type { IndirectTool, Input, Json, Method, OperationTool } from "../tool/tool.ts";
import { nativePath } from "../wire/path.ts";
import type { Reachable, Resolved } from "./reachable.ts";

const METHODS: readonly Method[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const SHARED = ["connection_id", "dry_run", "confirmation"];
/** What a call by path may hold; everything else is the operation's business and goes into query or body. */
const TAKES = ["method", "path", "query", "body", "revision", ...SHARED];

/**
 * A call by native path: the operation that has it, with the query read back into its arguments and the body as it
 * was given; or, where none has it, a request of which nothing is known, so that a change by it always asks.
 */
export function nativeCall(
  caller: IndirectTool,
  call: Record<string, unknown>,
  reachable: Reachable,
): Resolved {
  const stray = Object.keys(call).find((name) => !TAKES.includes(name));
  if (stray) {
    throw new InputError(`${oneLine(stray, 64)} is no argument of a call by path`, {
      argument: oneLine(stray, 64),
      next: `It takes ${TAKES.join(", ")}.`,
    });
  }
  const path = pathOf(call.path, caller);
  const method = methodOf(call.method, caller, path, reachable);
  const query = queryOf(call.query);
  const body = method === "GET" ? undefined : bodyOf(call.body);
  const shared = Object.fromEntries(Object.entries(call).filter(([name]) => SHARED.includes(name)));
  const revision = revisionOf(call.revision);
  const located = reachable.locate(method, path, revision);
  if (located) {
    const called = reachable.find(located.tool.name);
    if (!called) throw reachable.refusal(located.tool.name);
    // A change asks as the tool in words does; a read keeps the row's own arguments, which its query speaks of.
    const worded = called.kind === "operation" && !onlyReads(called);
    const tool = worded ? called : located.tool;
    const args = { ...located.ids, ...argumentsOf(query, tool), ...shared };
    const raw = { method, path, declared: true };
    if (body === undefined) return { tool, args, raw };
    return { tool: withBody(tool), args: { ...args, body }, raw };
  }
  if (!reachable.anyPath) {
    throw new InputError(`no operation here has ${method} ${path}`, {
      argument: "path",
      next: "search_operations finds operations by what they do.",
    });
  }
  // What is excluded is so in every revision, and what is known of it holds.
  const alike = reachable.alike(method, path);
  if (alike && !reachable.find(alike.name)) throw reachable.refusal(alike.name);
  const unknown = unknownRequest(caller, method, path, query, revision);
  const known = alike && method !== "GET" && alike.judgement;
  const tool = known ? { ...unknown, judgement: ofWholeBody({ ...known, asks: true }) } : unknown;
  const args = { ...query, ...(body !== undefined && { body }), ...shared };
  return { tool, args, raw: { method, path, declared: false } };
}

function pathOf(value: unknown, caller: IndirectTool): string {
  const path = nativePath(String(value));
  const dead = caller.deadPaths.find(([pattern]) => pattern.test(path));
  if (!dead) return path;
  throw new InputError(`Klaviyo has no path ${path}`, {
    argument: "path",
    next: `${dead[1]} does its job.`,
  });
}

/** GET unless said; of a path that is read by POST, that. */
function methodOf(value: unknown, caller: IndirectTool, path: string, reachable: Reachable): Method {
  if (value === undefined && caller.runs === "reads") {
    const posted = reachable.locate("GET", path) ? undefined : reachable.locate("POST", path);
    return posted && onlyReads(posted.tool) ? "POST" : "GET";
  }
  const method = METHODS.find((one) => one === String(value).toUpperCase());
  if (method) return method;
  throw new InputError(`method is one of ${METHODS.join(", ")}`, { argument: "method" });
}

/** Klaviyo's revisions are dates; `.pre` stands for beta. */
function revisionOf(value: unknown): string | undefined {
  if (value === undefined || /^\d{4}-\d{2}-\d{2}(\.pre)?$/.test(String(value)))
    return value as string | undefined;
  throw new InputError("revision is a date such as 2026-10-15", { argument: "revision" });
}

/** Klaviyo takes lists joined by commas. A model that says 20 or ["a","b"] means the string of it. */
function queryOf(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const pairs = isObject(value) ? Object.entries(value).filter(([, one]) => one !== null) : undefined;
  if (pairs && !pairs.some(([, one]) => isObject(one))) {
    return Object.fromEntries(pairs.map(([name, one]) => [name, String(one)]));
  }
  throw new InputError("query must be an object of texts", {
    argument: "query",
    next: 'For example {"page[size]": "20"}.',
  });
}

function bodyOf(value: unknown): Json | undefined {
  if (value === undefined || isObject(value)) return value as Json | undefined;
  throw new InputError("body must be the whole JSON:API document", {
    argument: "body",
    next: 'For example {"data": {"type": "list", "attributes": {"name": "VIP"}}}.',
  });
}

/** The query as the operation's arguments have it. Everything is shown, unless the query says what. */
function argumentsOf(query: Record<string, string>, tool: OperationTool): Record<string, unknown> {
  const own = new Map(Object.entries(tool.request.query.params ?? {}).map(([name, as]) => [as, name]));
  const args: Record<string, unknown> = {};
  const fields: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    const list = value.split(",").filter(Boolean);
    const [, shared, type = ""] = /^([\w-]+)(?:\[([\w-]+)\])?$/.exec(name) ?? [];
    if (shared === "fields") fields.push(...list.map((one) => `${type}:${one}`));
    else if (shared === "additional-fields") args.additional_fields = list;
    else if (shared === "include") args.include = list;
    else if (name === "page[size]") args.page_size = Number(value);
    else if (name === "page[cursor]") args.page_cursor = value;
    else args[own.get(name) ?? name] = value;
  }
  const takes = tool.inputSchema.shape;
  return {
    ...args,
    ...(fields.length > 0 ? { fields } : "detail" in takes && { detail: "full" }),
  };
}

/** An operation whose body is given as Klaviyo has it: the same request, limits, effects and questions. */
export function withBody(tool: OperationTool): OperationTool {
  const ids = [...tool.request.path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  const kept = Object.entries(tool.inputSchema.shape).filter(
    ([name]) => ids.includes(name) || SHARED.includes(name),
  );
  // What is made up for an argument has no place in a body that is given whole.
  const { generated: _, ...request } = tool.request;
  return {
    ...tool,
    judgement: ofWholeBody(tool.judgement),
    inputSchema: z.strictObject({ ...Object.fromEntries(kept), body: z.record(z.unknown()) }),
    rules: [],
    structures: {},
    maxBytes: {},
    request: { ...request, body: { build: ({ body }) => body as Json } },
    // What is computed from several requests is not of one that is given whole.
    ...(tool.result.kind === "report" && { result: { kind: "document" } }),
  };
}

/** A request that no operation declares. Nobody has judged it, so what is no GET asks. */
function unknownRequest(
  caller: IndirectTool,
  method: Method,
  path: string,
  query: Record<string, string>,
  revision: string | undefined,
): OperationTool {
  const reads = method === "GET";
  const names = Object.keys(query);
  const parameters: z.ZodRawShape = Object.fromEntries(names.map((name) => [name, z.string()]));
  const declare = operation({
    title: "Call any Klaviyo path",
    description: caller.description,
    inputSchema: { ...parameters, body: z.record(z.unknown()).optional() },
    judgement: reads ? READS : UNJUDGED,
    settledBy: "read_operation",
    request: {
      method,
      ...(revision && { revision }),
      path: path as "/api",
      query: { params: Object.fromEntries(names.map((name) => [name, name])) },
      ...(!reads && { body: { build: ({ body }: Input) => body as Json } }),
    },
    result: { kind: "document" },
  });
  return declare(caller.name, caller.toolset);
}
