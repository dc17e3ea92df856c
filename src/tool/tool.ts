import { z } from "zod";
import { commonArguments } from "./arguments.ts";
import type { Rule } from "./rules.ts";
import type {
  Account,
  Impact,
  Input,
  Preview,
  QuerySpec,
  Rate,
  RequestSpec,
  ResultSpec,
  Structure,
} from "./vocabulary.ts";
import { canBeDangerous } from "./vocabulary.ts";

export type * from "./vocabulary.ts";
export { canBeDangerous };

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
  "guide",
] as const;
export type Toolset = (typeof TOOLSETS)[number];

type Names<S extends z.ZodRawShape> = Extract<keyof S, string>;

export interface Annotations {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
}

interface ToolBase {
  name: string;
  title: string;
  /** The section that `--toolsets` names: one of TOOLSETS, or of a row. */
  toolset: string;
  /** Other names that a call may use. */
  aka: readonly string[];
  description: string;
  /** Every argument, the shared ones included; unknown ones are refused. Made when first asked for. */
  readonly inputSchema: z.ZodObject<z.ZodRawShape>;
  annotations: Annotations;
  impact: Impact;
  /** What must hold between the arguments of a call. */
  rules: readonly Rule[];
  preview: readonly Preview[];
  /** The whole shape of inputs of which inputSchema shows the outside. */
  structures: Readonly<Record<string, Structure>>;
  /** The topic of get_guide that has such a shape with examples. */
  guide?: string;
  /** The read that shows whether a write of unknown outcome was made, where path and type do not tell. */
  settledBy?: string;
  /** Most bytes of an input as JSON; `name[]` for each of a list, `*` for all inputs together. */
  maxBytes: Readonly<Record<string, number>>;
  /** Inputs whose values no preview repeats. */
  secrets: readonly string[];
}

/** One Klaviyo or Maton operation: data only. */
export interface OperationTool extends ToolBase {
  kind: "operation";
  request: RequestSpec;
  result: ResultSpec;
}

/** What a workflow may do: run operations, and say how far it is. */
export interface WorkflowContext {
  /** Sends one operation as declared and answers with its JSON document; throws what a call of it would. */
  call(tool: OperationTool, input: Input): Promise<unknown>;
  /** The same, trimmed as the tool itself would answer. */
  result(tool: OperationTool, input: Input): Promise<Record<string, unknown>>;
  account(connectionId: string | undefined): Promise<Account | undefined>;
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

/** The operations that may be called: what they do is searched, what they take is described. */
export interface OperationBook {
  /** Callable lines of the operations that answer a question best. Throws InputError for a section that is none. */
  search(question: string, options: { section?: string; limit?: number }): Record<string, unknown>;
  /** What one operation takes, gives and does, with JSON Schema on demand. Throws InputError for an unknown name. */
  describe(name: string, options: { schema: boolean; part?: string }): Record<string, unknown>;
}

/** A tool that is code over operations. */
export interface WorkflowTool extends ToolBase {
  kind: "workflow";
  /** The operations it calls; a dry run shows the first of `request(input)`. */
  uses: readonly OperationTool[];
  /** What `dry_run` shows: the request that would be sent first. */
  firstRequest?(input: Input): { tool: OperationTool; input: Input };
  run(context: WorkflowContext, input: Input): Promise<Record<string, unknown>>;
}

/**
 * A tool that stands for others: its call names an operation or a native path, and is resolved to that operation's own
 * declaration before anything else happens.
 */
export interface IndirectTool extends ToolBase {
  kind: "indirect";
  /** What may be reached through it: a host's rules look at the tool that is called. */
  runs: "reads" | "anything";
  /** Paths that guides speak of and no revision has, for no method; and the tool that does their job. */
  deadPaths: readonly (readonly [path: RegExp, tool: string])[];
}

/** A tool as the dispatcher runs it. */
export type DirectTool = OperationTool | WorkflowTool;
export type Tool = DirectTool | IndirectTool;

type PathInputs<P extends string> = P extends `${string}{${infer N}}${infer R}` ? N | PathInputs<R> : never;
type PathOf<S extends z.ZodRawShape, P extends string> = PathInputs<P> extends Names<S> ? P : never;

/** What a tool says of itself; its name and its section are for `section` to tell. */
export interface Declaration<S extends z.ZodRawShape> {
  title: string;
  aka?: readonly string[];
  description: string;
  inputSchema: S;
  impact: Impact;
  /** Doing it twice is as good as once. Follows from the method unless said. */
  idempotent?: boolean;
  rules?: readonly Rule<Names<S>>[];
  preview?: readonly Preview[];
  guide?: string;
  settledBy?: string;
  structures?: { readonly [N in Names<S>]?: Structure };
  maxBytes?: { readonly [N in Names<S> | `${Names<S>}[]` | "*"]?: number };
  secrets?: readonly Names<S>[];
}

type RequestDeclaration<S extends z.ZodRawShape, P extends string> = Omit<
  RequestSpec,
  "host" | "path" | "query" | "scopes" | "rate"
> & {
  host?: RequestSpec["host"];
  path: PathOf<S, P>;
  query?: QuerySpec;
  /** Space-separated; empty for Maton's control API. */
  scopes?: string;
  rate?: Rate;
};

/** Maton's own limit stands alone where Klaviyo has none (the control API): 10 requests a second. */
const MATON_RATE: Rate = { burst: 10, steady: 600 };

/** A declaration that has yet to be told its name and its section. */
export type Unnamed<T extends Tool> = (name: string, toolset: string) => T;

/** The tools of one section, each under the key that is its name. */
export function section<const D extends Readonly<Record<string, Unnamed<Tool>>>>(
  toolset: Toolset,
  declarations: D,
): { readonly [N in keyof D]: ReturnType<D[N]> } {
  const named = Object.entries(declarations).map(([name, declare]) => [name, declare(name, toolset)]);
  return Object.fromEntries(named);
}

/**
 * Declares one operation as a tool. Adds the shared arguments that follow from the declaration (paging, fields,
 * detail, connection_id, dry_run, confirmation) and the four annotations that follow from its impact and method.
 */
export function operation<const S extends z.ZodRawShape, const P extends string>(
  declaration: Declaration<S> & { request: RequestDeclaration<S, P>; result: ResultSpec },
): Unnamed<OperationTool> {
  const { request, result } = declaration;
  const spec: RequestSpec = {
    ...request,
    host: request.host ?? "gateway",
    query: request.query ?? {},
    scopes: request.scopes ? request.scopes.split(" ") : [],
    rate: request.rate ?? MATON_RATE,
  };
  return (name, toolset) =>
    withSchema(
      {
        ...baseOf(name, toolset, declaration, spec.method !== "POST"),
        kind: "operation",
        request: spec,
        result,
      },
      () => ({ ...declaration.inputSchema, ...commonArguments(declaration.impact, spec, result) }),
    );
}

/** Declares a tool that needs more than one operation; `run` gets them through its context and shares no state. */
export function job<const S extends z.ZodRawShape>(
  declaration: Declaration<S> & Pick<WorkflowTool, "uses" | "firstRequest" | "run"> & { onKlaviyo: boolean },
): Unnamed<WorkflowTool> {
  const { uses, firstRequest, run } = declaration;
  const host = declaration.onKlaviyo ? undefined : ({ host: "control" } as const);
  return (name, toolset) =>
    withSchema(
      {
        ...baseOf(name, toolset, declaration, false),
        kind: "workflow",
        uses,
        run,
        ...(firstRequest && { firstRequest }),
      },
      () => ({ ...declaration.inputSchema, ...commonArguments(declaration.impact, host) }),
    );
}

/** Declares a tool whose calls are resolved to the operations that they name. */
export function indirect<const S extends z.ZodRawShape>(
  declaration: Declaration<S> & Pick<IndirectTool, "runs" | "deadPaths">,
): Unnamed<IndirectTool> {
  const { runs, deadPaths } = declaration;
  return (name, toolset) =>
    withSchema({ ...baseOf(name, toolset, declaration, false), kind: "indirect", runs, deadPaths }, () => ({
      ...declaration.inputSchema,
      ...commonArguments(declaration.impact),
    }));
}

/** The tool with an inputSchema that is made when it is first asked for: making them all is what a start would cost. */
export function withSchema<T extends Omit<Tool, "inputSchema">>(
  tool: T,
  shapeOf: () => z.ZodRawShape,
): T & Pick<ToolBase, "inputSchema"> {
  let made: ToolBase["inputSchema"] | undefined;
  const get = () => {
    made ??= z.strictObject(shapeOf());
    return made;
  };
  return Object.defineProperty(tool as T & Pick<ToolBase, "inputSchema">, "inputSchema", {
    get,
    enumerable: true,
  });
}

/** The annotations that follow from an impact; doing it twice is as good as once where `idempotent` says so. */
export function annotationsOf(impact: Impact, idempotent: boolean): Annotations {
  return {
    readOnlyHint: impact === "read",
    destructiveHint: canBeDangerous(impact),
    idempotentHint: idempotent,
    openWorldHint: true,
  };
}

/** What every tool has, from what it says of itself. */
export function baseOf<S extends z.ZodRawShape>(
  name: string,
  toolset: string,
  declaration: Omit<Declaration<S>, "inputSchema">,
  idempotentByMethod: boolean,
): Omit<ToolBase, "inputSchema"> {
  const { title, description, impact } = declaration;
  const idempotent = declaration.idempotent ?? (impact === "read" || idempotentByMethod);
  return {
    name,
    title,
    toolset,
    aka: declaration.aka ?? [],
    description,
    impact,
    annotations: annotationsOf(impact, idempotent),
    rules: declaration.rules ?? [],
    preview: declaration.preview ?? [],
    ...(declaration.guide && { guide: declaration.guide }),
    ...(declaration.settledBy && { settledBy: declaration.settledBy }),
    structures: (declaration.structures ?? {}) as ToolBase["structures"],
    maxBytes: (declaration.maxBytes ?? {}) as ToolBase["maxBytes"],
    secrets: declaration.secrets ?? [],
  };
}
