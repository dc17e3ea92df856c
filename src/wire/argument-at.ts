import type { OperationTool, ResourceBody } from "../tool/tool.ts";
import { inputPaths, linkPath } from "./request.ts";

/**
 * The way back: which argument an error's `source.pointer` or `source.parameter` speaks of, e.g.
 * `/data/attributes/profiles/data/3/attributes/email` → `profiles[3].email`. Undefined when it is none of ours. `given`
 * is what the call was given, where positions in the body are others than those of the argument.
 */
export function argumentAt(
  tool: OperationTool,
  source: { pointer?: string | undefined; parameter?: string | undefined },
  given?: unknown,
): string | undefined {
  const { query } = tool.request;
  if (source.parameter) return argumentOfParameter(query, source.parameter);
  const pointer = source.pointer ?? "";
  if (!pointer.startsWith("/data")) return undefined;
  return (
    argumentInBody(tool, pointer, given) ?? (pointer === "/data/id" ? pathInputs(tool).at(-1) : undefined)
  );
}

/** The inputs that a path is filled from, in its order. */
export function pathInputs({ request: { path } }: OperationTool): string[] {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => name as string);
}

function argumentInBody({ request: { body } }: OperationTool, pointer: string, given: unknown) {
  if (!body) return undefined;
  if ("build" in body) return body.argumentAt?.(pointer, given);
  if ("multipart" in body) return undefined;
  const keys = pointer.split("/").slice(2);
  if ("identifiers" in body)
    return /^\d+$/.test(keys[0] ?? "") && !body.one ? `${body.identifiers}[${keys[0]}]` : body.identifiers;
  return argumentOfPath(body, keys.join("."));
}

function argumentOfParameter(
  query: OperationTool["request"]["query"],
  parameter: string,
): string | undefined {
  const own = Object.entries(query.params ?? {}).find(([, name]) => name === parameter);
  if (own) return own[0];
  const shared = /^(filter|sort|include|fields|additional-fields|page)(?:\[(\w+)[\]])?/.exec(parameter);
  if (!shared) return undefined;
  return shared[1] === "page" ? `page_${shared[2]}` : shared[1]?.replace("-", "_");
}

function argumentOfPath(body: ResourceBody, path: string): string | undefined {
  if (path === "id") return body.id;
  for (const [argument, each] of Object.entries(body.each ?? {})) {
    if (each.path === `${path}.data`) return argument;
    const inside = below(path, each.path);
    if (inside === undefined) continue;
    const [index, ...rest] = each.one ? ["", ...inside.split(".")] : inside.split(".");
    const inner = rest.length > 0 ? argumentOfPath(each.item, rest.join(".")) : undefined;
    return [index ? `${argument}[${index}]` : argument, inner].filter(Boolean).join(".");
  }
  for (const [argument, { name }] of Object.entries(body.relationships ?? {})) {
    if (below(path, linkPath(name)) !== undefined) return argument;
  }
  const found = inputPaths(body)
    .filter(([, place]) => below(path, place) !== undefined)
    .sort(([, a], [, b]) => b.length - a.length)[0];
  if (!found) return undefined;
  const rest = below(path, found[1]);
  return rest ? `${found[0]}.${rest}` : found[0];
}

/** What of a path lies below another: "" when it is the same, undefined when it lies elsewhere. */
function below(path: string, place: string): string | undefined {
  if (path === place) return "";
  return path.startsWith(`${place}.`) ? path.slice(place.length + 1) : undefined;
}
