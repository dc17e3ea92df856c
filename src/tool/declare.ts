import { z } from "zod";
import { commonArguments, GOES_ON } from "./arguments.ts";
import { hintsOf, type Judgement, onlyReads } from "./effects.ts";
import { once } from "./once.ts";
import type { Rule } from "./rules.ts";
import type {
  Annotations,
  IndirectTool,
  OperationTool,
  Preview,
  QuerySpec,
  Rate,
  RequestSpec,
  ResultSpec,
  Structure,
  Telling,
  Tool,
  ToolBase,
  Toolset,
  WorkflowTool,
} from "./tool.ts";

type Names<S extends z.ZodRawShape> = Extract<keyof S, string>;
type PathInputs<P extends string> = P extends `${string}{${infer N}}${infer R}` ? N | PathInputs<R> : never;
type PathOf<S extends z.ZodRawShape, P extends string> = PathInputs<P> extends Names<S> ? P : never;

/** What a tool says of itself; its name and its section are for `section` to tell. */
export interface Declaration<S extends z.ZodRawShape> {
  title: string;
  aka?: readonly string[];
  description: string;
  inputSchema: S;
  judgement: Judgement;
  /** Doing it twice is as good as once. Follows from the method unless said. */
  idempotent?: boolean;
  /** It only reads, and may be asked of several accounts at once. What is worked out of one operation always may. */
  perAccount?: true;
  rules?: readonly Rule<Names<S>>[];
  preview?: readonly Preview[];
  guide?: string;
  settledBy?: string;
  told?: readonly Telling[];
  structures?: { readonly [N in Names<S>]?: Structure };
  maxBytes?: { readonly [N in Names<S> | `${Names<S>}[]` | "*"]?: number };
  secrets?: readonly Names<S>[];
  view?: true;
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

/** The tools of one section, each under the key that is its name and made when it is first looked at. */
export function section<const D extends Readonly<Record<string, Unnamed<Tool>>>>(
  toolset: Toolset,
  declarations: D,
): { readonly [N in keyof D]: ReturnType<D[N]> } {
  const tools = {} as { readonly [N in keyof D]: ReturnType<D[N]> };
  for (const [name, declare] of Object.entries(declarations)) {
    Object.defineProperty(tools, name, { get: once(() => declare(name, toolset)), enumerable: true });
  }
  return tools;
}

/**
 * Declares one operation as a tool. Adds the shared arguments that follow from the declaration (paging, fields,
 * detail, connection_id, dry_run, confirmation) and the four annotations that follow from its judgement and method.
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
      () => ({ ...declaration.inputSchema, ...commonArguments(declaration.judgement, spec, result) }),
    );
}

/** Declares a tool that needs more than one operation; `run` gets them through its context and shares no state. */
export function job<const S extends z.ZodRawShape>(
  declaration: Declaration<S> &
    Pick<WorkflowTool, "uses" | "firstRequest" | "plan" | "run" | "makes"> & {
      onKlaviyo: boolean;
      lists?: boolean;
    },
): Unnamed<WorkflowTool> {
  const { firstRequest, plan, run, makes, lists = false } = declaration;
  const host = declaration.onKlaviyo ? undefined : ({ host: "control" } as const);
  return (name, toolset) =>
    withSchema(
      {
        ...baseOf(name, toolset, declaration, false),
        kind: "workflow",
        onKlaviyo: declaration.onKlaviyo,
        lists,
        uses: declaration.uses,
        run,
        ...(firstRequest && { firstRequest }),
        ...(plan && { plan }),
        ...(makes && { makes }),
      },
      () => ({
        ...declaration.inputSchema,
        ...(lists && GOES_ON),
        ...commonArguments(declaration.judgement, host, undefined, declaration.perAccount),
      }),
    );
}

/** Declares a tool whose calls are resolved to the operations that they name. */
export function indirect<const S extends z.ZodRawShape>(
  declaration: Declaration<S> & Pick<IndirectTool, "runs" | "deadPaths">,
): Unnamed<IndirectTool> {
  const { runs, deadPaths, perAccount } = declaration;
  // What is undone was of an account already.
  const host = runs === "undo" ? "control" : "gateway";
  return (name, toolset) =>
    withSchema({ ...baseOf(name, toolset, declaration, false), kind: "indirect", runs, deadPaths }, () => ({
      ...declaration.inputSchema,
      ...commonArguments(declaration.judgement, { host }, undefined, perAccount),
    }));
}

/** The tool with an inputSchema that is made when it is first asked for: making them all is what a start would cost. */
export function withSchema<T extends Omit<Tool, "inputSchema">>(
  tool: T,
  shapeOf: () => z.ZodRawShape,
): T & Pick<ToolBase, "inputSchema"> {
  return Object.defineProperty(tool as T & Pick<ToolBase, "inputSchema">, "inputSchema", {
    get: once(() => z.strictObject(shapeOf())),
    enumerable: true,
  });
}

/** The annotations that follow from a judgement; doing it twice is as good as once where `idempotent` says so. */
export function annotationsOf(judgement: Judgement, idempotent: boolean): Annotations {
  return {
    ...hintsOf(judgement),
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
  const { title, description, judgement } = declaration;
  const idempotent = declaration.idempotent ?? (onlyReads(declaration) || idempotentByMethod);
  return {
    name,
    title,
    toolset,
    aka: declaration.aka ?? [],
    description,
    judgement,
    annotations: annotationsOf(judgement, idempotent),
    rules: declaration.rules ?? [],
    preview: declaration.preview ?? [],
    ...(declaration.guide && { guide: declaration.guide }),
    ...(declaration.told && { told: declaration.told }),
    ...(declaration.settledBy && { settledBy: declaration.settledBy }),
    structures: (declaration.structures ?? {}) as ToolBase["structures"],
    maxBytes: (declaration.maxBytes ?? {}) as ToolBase["maxBytes"],
    secrets: declaration.secrets ?? [],
    ...(declaration.view && { view: true }),
  };
}
