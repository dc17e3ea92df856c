import { z } from "zod";
import { commonArguments } from "./arguments.ts";
import type { Rule } from "./rules.ts";
import type {
  Account,
  Impact,
  Input,
  Json,
  Method,
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
  "any-path",
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
  /** One of our own sections, or of the rows'. */
  toolset: string;
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
  /** Sends a request that no tool declares and answers with its document and status. */
  raw(request: RawRequest): Promise<{ status: number; document: unknown }>;
  /** Trims any JSON:API document without knowing its operation. */
  shape(status: number, document: unknown): Record<string, unknown>;
  account(connectionId: string | undefined): Promise<Account | undefined>;
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

export interface RawRequest {
  method: Method;
  path: string;
  query: readonly (readonly [string, string])[];
  body?: Json;
  /** Whether it only reads: such a request may be repeated. */
  reads: boolean;
}

/** A tool that is code over operations. */
export interface WorkflowTool extends ToolBase {
  kind: "workflow";
  /** The operations it calls; a dry run shows the first of `request(input)`. */
  uses: readonly OperationTool[];
  /** What `dry_run` shows: the request that would be sent first. */
  firstRequest?(input: Input): { tool: OperationTool; input: Input } | RawRequest;
  /** The impact of one call, where only the input can tell. */
  impactOf?(input: Input): "read" | "write" | "dangerous";
  run(context: WorkflowContext, input: Input): Promise<Record<string, unknown>>;
}

export type Tool = OperationTool | WorkflowTool;

type PathInputs<P extends string> = P extends `${string}{${infer N}}${infer R}` ? N | PathInputs<R> : never;
type PathOf<S extends z.ZodRawShape, P extends string> = PathInputs<P> extends Names<S> ? P : never;

/** What a tool says of itself; its name and its section are for `section` to tell. */
interface Declaration<S extends z.ZodRawShape> {
  title: string;
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
export type Unnamed<T extends Tool> = (name: string, toolset: Toolset) => T;

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
  declaration: Declaration<S> &
    Pick<WorkflowTool, "uses" | "firstRequest" | "impactOf" | "run"> & { onKlaviyo: boolean },
): Unnamed<WorkflowTool> {
  const { uses, firstRequest, impactOf, run } = declaration;
  const host = declaration.onKlaviyo ? undefined : ({ host: "control" } as const);
  return (name, toolset) =>
    withSchema(
      {
        ...baseOf(name, toolset, declaration, false),
        kind: "workflow",
        uses,
        run,
        ...(firstRequest && { firstRequest }),
        ...(impactOf && { impactOf }),
      },
      () => ({ ...declaration.inputSchema, ...commonArguments(declaration.impact, host) }),
    );
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

function baseOf<S extends z.ZodRawShape>(
  name: string,
  toolset: Toolset,
  declaration: Declaration<S>,
  idempotentByMethod: boolean,
): Omit<ToolBase, "inputSchema"> {
  const { title, description, impact } = declaration;
  const idempotent = declaration.idempotent ?? (impact === "read" || idempotentByMethod);
  return {
    name,
    title,
    toolset,
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
