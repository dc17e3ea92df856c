import { InputError } from "../errors.ts";
import type { DirectTool, Input } from "../tool/tool.ts";
import { abridged } from "./budget.ts";
import { buildRequest } from "./request.ts";
import type { Shaped } from "./result.ts";

/** The request that a call would send first, as it would leave. Pure; throws InputError where none changes anything. */
export function dryRun(
  tool: DirectTool,
  input: Input,
  connectionId: string | undefined,
  maxChars: number,
): Shaped {
  const first = tool.kind === "operation" ? { tool, input } : tool.firstRequest?.(input);
  if (!first) {
    throw new InputError(`${tool.name} only reads: there is nothing to try dry`, { argument: "dry_run" });
  }
  const following = (first.tool.following ?? []).filter(({ given }) =>
    given.some((name) => input[name] !== undefined),
  );
  const { host, method, path, query, body } = buildRequest(first.tool, first.input);
  const shown = abridged(body, maxChars);
  return {
    dry_run: {
      method,
      path: host === "gateway" ? `/klaviyo${path}` : path,
      query: Object.fromEntries(query),
      ...(body !== undefined && { body: shown }),
      ...(following.length > 0 && { followed_by: following.map((step) => `${step.tool}: ${step.does}`) }),
      connection: connectionId ?? null,
    },
    ...(shown !== body && {
      omitted: "The body is too long to show: long lists and texts are cut to their beginning.",
    }),
  };
}
