import { z } from "zod";
import { canBeDangerous, type Impact, type RequestSpec, type ResultSpec } from "./spec.ts";

/** Our own page when the model asks for none: enough to look at, small enough to read. */
export const DEFAULT_PAGE_SIZE = 20;
/** More than this over several pages is no longer something to read; a filter is. */
export const MAX_LIMIT = 10_000;

/**
 * The arguments that every tool of a kind shares, derived from what its operation takes. Which of them are shown
 * depends on the settings (`hiddenArguments`); all of them are validated.
 */
export function commonArguments(
  impact: Impact,
  request: Pick<RequestSpec, "host"> & Partial<RequestSpec> = { host: "gateway" },
  result?: ResultSpec,
): z.ZodRawShape {
  return {
    ...(result && request.method === "GET" && request.host === "gateway" && readArguments(request, result)),
    ...(request.host === "gateway" && { connection_id: z.string().optional() }),
    ...(impact !== "read" && { dry_run: z.boolean().optional() }),
    ...(canBeDangerous(impact) && { confirmation: z.string().optional() }),
  };
}

/** Shared arguments that the settings in force make pointless, by name. */
export function hiddenArguments(settings: { pinned: boolean; readOnly: boolean; tokens: boolean }): string[] {
  return [
    ...(settings.pinned ? ["connection_id"] : []),
    ...(settings.readOnly ? ["dry_run"] : []),
    ...(settings.readOnly || !settings.tokens ? ["confirmation"] : []),
  ];
}

function readArguments(request: Partial<RequestSpec>, result: ResultSpec): z.ZodRawShape {
  const { filter, sort, include, additionalFields, page } = request.query ?? {};
  const names = z.array(z.string()).optional();
  return {
    ...(filter && { filter: z.string().optional() }),
    ...(sort && { sort: z.string().optional() }),
    ...(page && {
      ...(page.size && { page_size: z.number().int().min(1).max(page.size).optional() }),
      page_cursor: z.string().optional(),
      limit: z.number().int().min(1).max(MAX_LIMIT).optional(),
    }),
    fields: names,
    ...(include && { include: z.array(z.enum(nonEmpty(Object.keys(include)))).optional() }),
    ...(additionalFields && { additional_fields: z.array(z.enum(nonEmpty(additionalFields))).optional() }),
    ...(result.kind !== "job" && { detail: detailArgument() }),
  };
}

function detailArgument(): z.ZodTypeAny {
  return z.enum(["summary", "full"]).optional();
}

function nonEmpty(values: readonly string[]): [string, ...string[]] {
  return values as [string, ...string[]];
}
