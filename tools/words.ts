import type { z } from "zod";
import { argumentsOf } from "../src/operations/declare.ts";
import { commonArguments } from "../src/tool/arguments.ts";
import { baseOf, type Declaration, type Unnamed, withSchema } from "../src/tool/declare.ts";
import type { Judgement } from "../src/tool/effects.ts";
import { once } from "../src/tool/once.ts";
import type {
  BodySpec,
  OperationTool,
  QuerySpec,
  RequestSpec,
  ResourceType,
  ResultSpec,
} from "../src/tool/tool.ts";
import { operations } from "./operations/index.ts";
import { decided, rowTool } from "./operations/tools.ts";

/** What only a person can say of an operation; all that is not said comes from its row. */
interface Words<S extends z.ZodRawShape>
  extends Omit<Declaration<S>, "description" | "inputSchema" | "judgement"> {
  /** What it does, when to use it, which tool gives the ids. */
  does: string;
  /** Its own arguments, where a person reshaped them: all of them, the ids of the path too. */
  inputSchema?: S;
  /** What the row's judgement says of its arguments, in the arguments of the tool's own. */
  judged?: Omit<Judgement, "effects" | "why" | "asks" | "creates">;
  query?: QuerySpec;
  body?: BodySpec;
  bodyFilter?: RequestSpec["bodyFilter"];
  needsAccount?: RequestSpec["needsAccount"];
  generated?: RequestSpec["generated"];
  /** What of the resource is worth a look here, where that is not so everywhere. */
  shows?: Pick<ResourceType, "summary" | "heavy" | "short">;
  hint?: string;
  remarks?: OperationTool["remarks"];
  following?: OperationTool["following"];
  instead?: OperationTool["instead"];
  /** An answer that is no resource: rows of a report. */
  result?: ResultSpec;
}

/** An operation of Klaviyo as a tool: words over the row that has the key's name. Throws where there is no such row. */
export function words<const S extends z.ZodRawShape>(said: Words<S>): Unnamed<OperationTool> {
  return (name, toolset) => {
    const rows = operations();
    const row = rows.find(name);
    if (!row) throw new Error(`no row ${name}`);
    const base = rowTool(row, rows);
    const judgement: Judgement = { ...base.judgement, ...said.judged };
    const { query, body, bodyFilter, needsAccount, generated } = said;
    // As of a row, what is large is made when it is looked into.
    const request = once(
      (): RequestSpec => ({
        ...base.request,
        query: queryIn(base.request.query, query),
        ...(body && { body }),
        ...(bodyFilter && { bodyFilter }),
        ...(needsAccount && { needsAccount }),
        ...(generated && { generated }),
      }),
    );
    const result = once(() => said.result ?? resultIn(base.result, said));
    const own = baseOf(name, toolset, { ...said, description: said.does, judgement }, row.method !== "POST");
    return withSchema(
      {
        ...own,
        aka: base.aka,
        // Rules speak of the row's own arguments.
        rules: said.rules ?? (said.inputSchema ? [] : base.rules),
        get preview() {
          return said.preview ?? base.preview;
        },
        kind: "operation",
        ...(said.following && { following: said.following }),
        ...(said.remarks && { remarks: said.remarks }),
        ...(said.instead && { instead: said.instead }),
        get request() {
          return request();
        },
        get result() {
          return result();
        },
      },
      () => ({
        ...(said.inputSchema ?? argumentsOf(row, rows, decided)),
        ...commonArguments(judgement, request(), result()),
      }),
    );
  };
}

/** The row's query with what was said of it: a field that an argument of its own asks for is no longer the filter's. */
function queryIn(row: QuerySpec, said: QuerySpec = {}): QuerySpec {
  const taken = Object.values(said.clauses ?? {}).map(({ field }) => field);
  const filter = Object.entries(row.filter ?? {}).filter(([field]) => !taken.includes(field));
  return {
    ...row,
    ...(taken.length > 0 && { filter: Object.fromEntries(filter) }),
    ...(said.apart && { sort: [...(row.sort ?? []), ...said.apart.sorts] }),
    ...said,
  };
}

/** The row's result with what was said of it. */
function resultIn(
  result: ResultSpec,
  { shows, hint }: Pick<Words<z.ZodRawShape>, "shows" | "hint">,
): ResultSpec {
  return {
    ...result,
    ...(shows && "resource" in result && { resource: { ...result.resource, ...shows } }),
    ...(hint !== undefined && { hint, whileRunning: undefined }),
  } as ResultSpec;
}
