import { z } from "zod";
import { type Doing, onlyReads } from "./effects.ts";
import type { RequestSpec, ResultSpec } from "./vocabulary.ts";

/** Our own page when the model asks for none: enough to look at, small enough to read. */
export const DEFAULT_PAGE_SIZE = 20;
/** More than this over several pages is no longer something to read; a filter is. */
export const MAX_LIMIT = 10_000;

// One instance each: a zod schema never changes, and building hundreds of them is what starting would cost most.
const text = z.string().optional();
const yesOrNo = z.boolean().optional();
const names = z.array(z.string()).optional();
const limit = z.number().int().min(1).max(MAX_LIMIT).optional();
const detail = z.enum(["summary", "full"]).optional();
/** What several tools take alike is made, and later converted, once. */
const made = new Map<string, z.ZodTypeAny>();

function once(key: string, make: () => z.ZodTypeAny): z.ZodTypeAny {
  const known = made.get(key) ?? make();
  made.set(key, known);
  return known;
}

/** What every list takes: one that is cut goes on. */
export const GOES_ON = { page_cursor: text };

const pageSize = (max: number) => once(`1 to ${max}`, () => z.number().int().min(1).max(max).optional());
const someOf = (values: readonly string[]) =>
  once(values.join(), () => z.array(z.enum(values as [string, ...string[]])).optional());

/**
 * The arguments that every tool of a kind shares, derived from what its operation takes. With `accounts` it is asked of
 * several accounts: a read whose answer is worked out, or of which its declaration says `perAccount`. Which of them are shown
 * depends on the settings; all of them are validated.
 */
export function commonArguments(
  judgement: Doing,
  request: Pick<RequestSpec, "host"> & Partial<RequestSpec> = { host: "gateway" },
  result?: ResultSpec,
  perAccount?: boolean,
): z.ZodRawShape {
  const reads = onlyReads({ judgement });
  return {
    ...(reads && result && request.host === "gateway" && readArguments(request, result)),
    ...(result && waitsFor({ request, result }) && { wait: yesOrNo }),
    ...(takesRows(request) && { skip_bad: yesOrNo }),
    ...(request.host === "gateway" && { connection_id: text }),
    ...((perAccount || isWorkedOut(result)) && { accounts: names }),
    ...(!reads && { dry_run: yesOrNo, confirmation: text }),
  };
}

/** Whether a call of it makes something of each of many rows: those that cannot be sent may be left out. */
function takesRows({ method, path = "" }: Partial<RequestSpec>): boolean {
  return method === "POST" && /-bulk-(create|import|update)-jobs$/.test(path);
}

/** Whether a call of it begins a job over rows, and waits until that is done unless it is told not to. */
export function waitsFor({
  request,
  result,
}: {
  request: Partial<RequestSpec>;
  result: ResultSpec;
}): boolean {
  return (
    result.kind === "job" &&
    request.method === "POST" &&
    /-bulk-(create|update|delete|import)-jobs$/.test(request.path ?? "")
  );
}

/** Whether an answer is worked out, and no page of the account's things: accounts can be compared by it. */
function isWorkedOut(result: ResultSpec | undefined): boolean {
  return result?.kind === "report" || result?.kind === "rows";
}

/** What a read of resources takes to choose what is shown; rows are a computed answer, shown as they are. */
function readArguments(request: Partial<RequestSpec>, result: ResultSpec): z.ZodRawShape {
  if (result.kind === "rows" || result.kind === "report") return {};
  const { filter, sort, include, additionalFields, page } = request.query ?? {};
  return {
    ...(filter && { filter: text }),
    ...(sort && { sort: text }),
    ...(page && {
      ...(page.size && { page_size: pageSize(page.size) }),
      ...GOES_ON,
      limit,
    }),
    // Klaviyo gives all at once, and still a result may be cut.
    ...(!page && result.kind === "collection" && GOES_ON),
    fields: names,
    ...(include && { include: someOf(Object.keys(include)) }),
    ...(additionalFields && { additional_fields: someOf(additionalFields) }),
    ...(result.kind !== "job" && { detail }),
  };
}
