import type { Input, Method, OperationTool } from "../tool/tool.ts";
import type { Located } from "./reachable.ts";
import { STABLE } from "./rows.ts";

interface Place {
  tool: OperationTool;
  segments: readonly string[];
}

/** What a path may call the resources of a type: its plural, or the type itself. */
export function segmentsOf(type: string): string[] {
  return [`${type}s`, type.replace(/y$/, "ies"), type];
}

/** Finds the operation that a native path stands for; of two that have a path the one that comes first. */
export class PathIndex {
  readonly #places = new Map<string, Place[]>();

  constructor(operations: readonly OperationTool[]) {
    for (const tool of operations) {
      const segments = tool.request.path.split("/");
      const key = keyOf(tool.request.method, segments);
      this.#places.set(key, [...(this.#places.get(key) ?? []), { tool, segments }]);
    }
  }

  /** The operation and the ids in the path, which is percent-encoded; undefined when none has it in that revision. */
  locate(method: Method, path: string, revision?: string): Located | undefined {
    const parts = path.split("/");
    const fitting = (this.#places.get(keyOf(method, parts)) ?? []).filter(
      ({ tool, segments }) =>
        segments.every((one, index) => one.startsWith("{") || one === parts[index]) &&
        (revision === undefined || revision === (tool.request.revision ?? STABLE)),
    );
    // `/api/tags/x` and `/api/tags/{tag_id}`: what is spelled out comes before what takes anything.
    const [found] = fitting.sort((a, b) => gaps(a) - gaps(b));
    return found && { tool: found.tool, ids: idsIn(found.segments, parts) };
  }

  /** An operation whose path this may be all the same: in another revision, or written in other case. */
  alike(method: Method, path: string): OperationTool | undefined {
    const parts = path.toLowerCase().split("/");
    const fitting = (this.#places.get(keyOf(method, parts)) ?? []).filter(({ segments }) =>
      segments.every((one, index) => one.startsWith("{") || one.toLowerCase() === parts[index]),
    );
    return fitting.sort((a, b) => gaps(a) - gaps(b))[0]?.tool;
  }
}

function keyOf(method: Method, segments: readonly string[]): string {
  return `${method} ${segments.length}`;
}

function gaps({ segments }: Place): number {
  return segments.filter((one) => one.startsWith("{")).length;
}

function idsIn(segments: readonly string[], parts: readonly string[]): Input {
  const pairs = segments.flatMap((one, index) =>
    one.startsWith("{") ? [[one.slice(1, -1), decodeURIComponent(parts[index] ?? "")]] : [],
  );
  return Object.fromEntries(pairs);
}
