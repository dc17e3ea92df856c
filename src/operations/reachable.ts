import type { InputError } from "../errors.ts";
import type { Exported } from "../export/asked.ts";
import type { Wanted } from "../tally/tally.ts";
import type { Input, Method, OperationTool, Tool, WorkflowTool } from "../tool/tool.ts";

/** What an indirect call ends up as: a tool of its own, and its arguments as they were given. */
export interface Resolved {
  tool: OperationTool | WorkflowTool;
  args: Record<string, unknown>;
  /** Where the call gave method and path itself; `declared` says whether an operation has them. */
  raw?: { method: Method; path: string; declared: boolean };
  /** What the call wants worked out of the collection, instead of its items. */
  wanted?: Wanted;
  /** What the call wants written to a file, instead of an answer. */
  exported?: Exported;
  /** Of which accounts a summary is wanted, each by itself: names, ids of connections, or `all`. */
  accounts?: readonly string[];
}

/** What a native path stands for: the operation, and the ids that the path holds. */
export interface Located {
  tool: OperationTool;
  ids: Input;
}

/** What may be called under the settings in force. */
export interface Reachable {
  /** A tool that may be called, by its name or another name of it. */
  find(name: string): Tool | undefined;
  /** The operation that has this native path, be it callable or not; the stable one unless a revision is given. */
  locate(method: Method, path: string, revision?: string): Located | undefined;
  /** An operation whose path this may be all the same: in another revision, or written in other case. */
  alike(method: Method, path: string): OperationTool | undefined;
  /** Why a name cannot be called, with the nearest that can. */
  refusal(name: string): InputError;
  /** Whether paths that no operation has may be called. */
  anyPath: boolean;
}
