import type { z } from "zod";
import type { Effect, Judgement } from "./effects.ts";
import type { Granted } from "./granted.ts";
import type { Rule } from "./rules.ts";
import type {
  Account,
  Following,
  Input,
  Preview,
  Remark,
  RequestSpec,
  ResultSpec,
  Structure,
  Telling,
} from "./vocabulary.ts";

export type * from "./vocabulary.ts";

/** Our own sections of the tool list, in its order; `--toolsets` names them, and those of the rows. */
export const TOOLSETS = [
  "connections",
  "profiles",
  "lists",
  "segments",
  "campaigns",
  "flows",
  "events",
  "metrics",
  "templates",
  "catalogs",
  "tags",
  "coupons",
  "reporting",
  "webhooks",
  "accounts",
  "operations",
  "undo",
  "files",
  "guide",
] as const;
export type Toolset = (typeof TOOLSETS)[number];

export interface Annotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

/** What every tool has. */
export interface ToolBase {
  name: string;
  title: string;
  /** The section that `--toolsets` names: one of TOOLSETS, or of a row. */
  toolset: string;
  /** A row in words of its own: its section lists it beside what is first class, where the section is asked for. */
  worded?: true;
  /** Other names that a call may use. */
  aka: readonly string[];
  description: string;
  /** Every argument, the shared ones included; unknown ones are refused. Made when first asked for. */
  readonly inputSchema: z.ZodObject<z.ZodRawShape>;
  annotations: Annotations;
  /** What its calls do to the account and to people. */
  judgement: Judgement;
  /** What must hold between the arguments of a call. */
  rules: readonly Rule[];
  preview: readonly Preview[];
  /** The whole shape of inputs of which inputSchema shows the outside. */
  structures: Readonly<Record<string, Structure>>;
  /** The topic of get_guide that has such a shape with examples. */
  guide?: string;
  /** The read that shows whether a write of unknown outcome was made, where path and type do not tell. */
  settledBy?: string;
  /** What this tool alone knows of an answer that is an error. */
  told?: readonly Telling[];
  /** Most bytes of an input as JSON; `name[]` for each of a list, `*` for all inputs together. */
  maxBytes: Readonly<Record<string, number>>;
  /** Inputs whose values no preview repeats. */
  secrets: readonly string[];
  /** Its results can be drawn, where its kind does not tell. What a change asks is drawn anyway. */
  view?: true;
}

/** One Klaviyo or Maton operation: data only. */
export interface OperationTool extends ToolBase {
  kind: "operation";
  request: RequestSpec;
  result: ResultSpec;
  /** What follows it in the same call. */
  following?: readonly Following[];
  /** What its results are told with. */
  remarks?: readonly Remark[];
  /** What answers questions about many of its items better than reading them all. */
  instead?: string;
}

/** What a workflow may do: run operations, and say how far it is. */
export interface WorkflowContext {
  /** Sends one operation as declared and answers with its JSON document; throws what a call of it would. */
  call(tool: OperationTool, input: Input): Promise<unknown>;
  /** The same, trimmed as the tool itself would answer: all pages that the call asks for, a report worked out. */
  result(tool: OperationTool, input: Input): Promise<Record<string, unknown>>;
  /** The items of a list as the tool would show them, page after page, at most `most`; `whole` tells whether that is all. */
  list(
    tool: OperationTool,
    input: Input,
    most: number,
  ): Promise<{ items: readonly Record<string, unknown>[]; whole: boolean }>;
  account(connectionId: string | undefined): Promise<Account | undefined>;
  /** Whether the data of persons are kept from the model. */
  masksPeople: boolean;
  /** What an operation answered with, without the data of persons where these are kept from the model. */
  shown(tool: OperationTool, document: unknown): unknown;
  /**
   * Another account of the key, to read: by its name or connection, which `argument` gave. Throws InputError for what
   * is none.
   */
  other(account: string, argument: string): Promise<OtherAccount>;
  /**
   * Whether the call's connection may run an operation: as Klaviyo showed within the day, else by running it with this
   * input. Throws what tells neither.
   */
  granted(tool: OperationTool, input: Input): Promise<Granted>;
  /** What was read of the account within so many milliseconds, and when; else it is read. A failure is not kept. */
  kept<T>(what: string, ms: number, read: () => Promise<T>): Promise<{ value: T; at: number }>;
  /** How many more requests of an operation the day allows; undefined where nobody counts them. */
  leftToday(tool: OperationTool): number | undefined;
  /** Milliseconds since the epoch. */
  date(): number;
  /** What may be called, found by words and described. */
  operations: OperationBook;
  /** A text without the sentences that name a tool which the settings hide. */
  visible(text: string): string;
  progress(done: number, total: number | undefined, message: string): void;
  /** Has the person open a page; undefined when the client cannot or they would not, else call it when that is done. */
  openUrl(url: string, message: string): Promise<(() => void) | undefined>;
  /** Waits, and throws when the client cancels. */
  wait(ms: number): Promise<void>;
  /** Milliseconds until the call must answer. */
  remaining(): number;
}

/** An account beside that of the call. What changes something is refused: nobody was asked about this one. */
export interface OtherAccount {
  connection: string;
  /** As the account is called, where that can be read. */
  name?: string;
  context: Pick<WorkflowContext, "call" | "list" | "account">;
}

/** The operations that may be called: what they do is searched, what they take is described. */
export interface OperationBook {
  /** Callable lines of the operations that answer a question best. Throws InputError for a section that is none. */
  search(question: string, options: { section?: string; limit?: number }): Record<string, unknown>;
  /** What one operation takes, gives and does, with JSON Schema on demand. Throws InputError for an unknown name. */
  describe(name: string, options: { schema: boolean; part?: string }): Record<string, unknown>;
}

/** What a call would do, as far as only the account can tell. */
export interface Planned {
  /** What is changed, in a few words: `e-mail 2 (Hello) of the live flow Welcome`. */
  of: string;
  /** What a person decides by: what will stand there, and what stands there now. */
  lines: readonly { label: string; becomes: unknown; was?: unknown }[];
  /** What it does besides what its arguments tell: what is live is published at once. */
  effects: readonly Effect[];
  /** What must still be so when it leaves. */
  holds: Readonly<Record<string, unknown>>;
}

/** What a job read of the accounts that it was asked of. */
export interface Gathered {
  accounts: readonly { connection: string; account?: string; result: Readonly<Record<string, unknown>> }[];
  /** Those of which nothing came, and why. */
  failed: readonly { connection: string; account?: string; why: string }[];
}

/** A file that a job makes of what it read of all accounts, instead of a row each. */
export interface Making {
  /** The argument that names it. What is there already is not written over. */
  file: string;
  /** Its text, and what the model reads of it; `at` is in milliseconds since the epoch. */
  of(read: Gathered, input: Input, at: number): { text: string; data: unknown; hint?: string };
}

/** A tool that is code over operations. */
export interface WorkflowTool extends ToolBase {
  kind: "workflow";
  /** Whether it speaks to an account; else to Maton, or to nobody. */
  onKlaviyo: boolean;
  /** Whether its data is a list that may be longer than a result: a cut one goes on with page_cursor. */
  lists: boolean;
  /** The operations it calls; a dry run shows the first of `request(input)`. */
  uses: readonly OperationTool[];
  /** What `dry_run` shows: the request that would be sent first. */
  firstRequest?(input: Input): { tool: OperationTool; input: Input };
  /**
   * Reads what the call would do, before anybody is asked and again before it leaves. It says all that the arguments say:
   * a person sees its lines instead of them, and so does a dry run.
   */
  plan?(context: WorkflowContext, input: Input): Promise<Planned>;
  run(context: WorkflowContext, input: Input): Promise<Record<string, unknown>>;
  makes?: Making;
}

/**
 * A tool that stands for others: its call names an operation or a native path, and is resolved to that operation's own
 * declaration before anything else happens.
 */
export interface IndirectTool extends ToolBase {
  kind: "indirect";
  /**
   * What may be reached through it: a host's rules look at the tool that is called. `undo` puts a change back,
   * `summary` works something out of what an operation lists, and `export` writes that to a file.
   */
  runs: "reads" | "anything" | "undo" | "summary" | "export";
  /** Paths that guides speak of and no revision has, for no method; and the tool that does their job. */
  deadPaths: readonly (readonly [path: RegExp, tool: string])[];
}

/** A tool as the dispatcher runs it. */
export type DirectTool = OperationTool | WorkflowTool;
export type Tool = DirectTool | IndirectTool;
