import type { Bucket } from "../../src/gateway/buckets.ts";
import type { OperationTool } from "../../src/tool/tool.ts";
import type { GatewayRequest } from "../../src/wire/request.ts";
import { everyOperation, leastCall, rowOf } from "../every-call.ts";
import type { Inside } from "../inside.ts";
import { type Fact, factOf, REGENERATE } from "./stated.ts";

// What the laws of facts have in common, as it runs: the operations, their facts, and a call with more than it needs.

/** Every operation that can be sent: a form with a file in it needs a folder that the server may read. */
export const sendable = everyOperation
  .filter(({ request: { body } }) => !(body && "multipart" in body))
  .map((tool) => [tool.name, tool] as const);

/** What the documents say of an operation. */
export function saidOf({ name }: OperationTool): Fact {
  const fact = factOf(rowOf(name));
  if (!fact) throw new Error(`no document has ${name}. ${REGENERATE}`);
  return fact;
}

/** What needs only scopes to read and makes nothing reads, whatever its method. */
export function onlyReads({ call, scopes, name }: Fact): boolean {
  if (call.startsWith("GET ")) return true;
  return call.startsWith("POST ") && !scopes.includes(":write") && !name.startsWith("create_");
}

export const words = (text = ""): string[] => text.split(" ").filter(Boolean);

/** Windows in the words of a fact. */
export function windowsOf({ rate: { burst, steady, daily } }: Bucket): string {
  return [`${burst}/s`, `${steady}/m`, ...(daily ? [`${daily}/d`] : [])].join(" ");
}

/** Calls an operation with more than it needs: what left of its own, and what a model read. */
export async function called(tool: OperationTool, inside: Inside, more: Record<string, unknown> = {}) {
  inside.left.length = 0;
  const answer = await inside.call(tool.name, {
    ...leastCall(tool.name),
    // What was asked once would not be asked again.
    ...("fresh" in tool.inputSchema.shape && { fresh: true }),
    ...more,
  });
  const pattern = new RegExp(`^${tool.request.path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
  const isOwn = ({ method, path }: GatewayRequest) => method === tool.request.method && pattern.test(path);
  const own = inside.left.filter(isOwn);
  const query: Record<string, string> = Object.fromEntries(own[0]?.query ?? []);
  return { ...answer, isError: answer.isError ?? false, own, query };
}
