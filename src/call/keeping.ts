import { z } from "zod";
import { attributesOf, type Former, formerOf, keysOf, valuesIn } from "../ask/former.ts";
import type { Kept } from "../ask/kept.ts";
import { InputError, StoppedError } from "../errors.ts";
import { withBody } from "../operations/native-call.ts";
import type { Resolved } from "../operations/reachable.ts";
import type { Registry } from "../registry.ts";
import { READS } from "../tool/effects.ts";
import type { IndirectTool, Input, OperationTool, WorkflowTool } from "../tool/tool.ts";
import { buildRequest, type GatewayRequest } from "../wire/request.ts";
import type { Shaped } from "../wire/result.ts";
import type { Surroundings } from "./operate.ts";
import type { CallSession } from "./session.ts";

/** What a change is about to overwrite, as far as Klaviyo shows it. */
export interface Overwritten {
  request: GatewayRequest;
  former: Former;
}

/**
 * Reads what a PATCH is about to overwrite. Undefined where the operation overwrites nothing that can be read: it is
 * no PATCH, nothing reads the same path, or the read fails.
 */
export async function readFormer(
  session: CallSession,
  { registry, accounts }: Pick<Surroundings, "registry" | "accounts">,
  tool: OperationTool,
  input: Input,
): Promise<Overwritten | undefined> {
  const { method, host, needsAccount } = tool.request;
  if (method !== "PATCH" || host !== "gateway") return undefined;
  const account = needsAccount ? await accounts.find(session, session.connection.id) : undefined;
  const request = buildRequest(tool, input, {}, account);
  if (!shows(registry, request)) return undefined;
  const former = formerOf(request.body, await readSame(session, registry, request));
  return former && { request, former };
}

/** Keeps what a change overwrote; undefined where there is no room. Answers what a model calls the change by. */
export async function keepFormer(
  session: CallSession,
  registry: Registry,
  tool: OperationTool,
  { request, former }: Overwritten,
  kept: Kept,
): Promise<string | undefined> {
  const document = await readSame(session, registry, request);
  return kept.keep({
    session: session.client.caller.session,
    connectionId: session.connection.id,
    tool: tool.name,
    method: request.method,
    path: request.path,
    revision: request.revision,
    former,
    after: valuesIn(document, keysOf(request.body)),
  });
}

/** Whether what a request sets can be read at all, by what the read of the same path is known to show. */
function shows(registry: Registry, { path, revision, body }: GatewayRequest): boolean {
  const result = readOf(registry, path, revision)?.tool.result;
  if (!result) return false;
  if (!("resource" in result)) return true;
  const { attributes } = result.resource;
  const shown = new Set(attributes.map((one) => one.split(/[.{]/)[0]));
  return attributesOf(body).every((name) => shown.has(name));
}

function readOf(registry: Registry, path: string, revision: string | undefined) {
  return registry.locate("GET", path, revision) ?? registry.locate("GET", path);
}

/** The same thing as it stands now, whole; undefined where nothing reads it or the read fails. */
async function readSame(
  session: CallSession,
  registry: Registry,
  { path, revision }: GatewayRequest,
): Promise<unknown> {
  const read = readOf(registry, path, revision);
  if (!read) return undefined;
  session.client.progress(session.requests, undefined, `what is overwritten: ${read.tool.name}`);
  const { additionalFields } = read.tool.request.query;
  const input: Input = {
    ...read.ids,
    detail: "full",
    ...(additionalFields && { additional_fields: [...additionalFields] }),
  };
  try {
    return (await session.sendOperation(read.tool, input)).document;
  } catch (error) {
    if (error instanceof StoppedError) throw error;
    return undefined;
  }
}

/**
 * The change that puts a former state back, as a call of the same operation with a whole body. Throws InputError where
 * somebody changed the thing since.
 */
export async function undoing(
  session: CallSession,
  registry: Registry,
  kept: Kept,
  id: string,
  shared: Input,
): Promise<Resolved> {
  const change = kept.find(id, session.client.caller.session);
  const located = registry.locate(change.method, change.path, change.revision);
  if (!located) throw registry.refusal(change.tool);
  const { method, path, revision = undefined, connectionId } = change;
  session.connection = { ...session.connection, id: connectionId };
  const names = Object.keys(change.former.values);
  const now = valuesIn(
    await readSame(session, registry, {
      host: "gateway",
      method,
      path,
      query: [],
      ...(revision && { revision }),
    }),
    names,
  );
  const differs = names.filter((name) => now?.[name] !== change.after?.[name]);
  if (!now || !change.after || differs.length > 0) {
    const what = now && change.after ? `${differs.join(", ")} of it changed since` : "it cannot be read now";
    throw new InputError(`${change.tool} ${id} is not undone: ${what}`, {
      argument: "change",
      next: "Look at it as it is, and change it by hand.",
    });
  }
  return {
    tool: withBody(located.tool),
    args: {
      ...located.ids,
      body: change.former.body,
      ...shared,
      ...(connectionId && { connection_id: connectionId }),
    },
    raw: { method, path, declared: true },
  };
}

/** What undo_change takes back instead of a change: what a person allowed for a while. */
export const APPROVAL = "approval";

/** A call that sends nothing: it only asks for more from then on. */
export function withdrawing({ kind: _, ...caller }: IndirectTool, withdraw: () => Shaped): WorkflowTool {
  const inputSchema = z.strictObject({});
  return {
    ...caller,
    kind: "workflow",
    judgement: READS,
    onKlaviyo: false,
    lists: false,
    uses: [],
    inputSchema,
    run: async () => withdraw(),
  };
}
