import { z } from "zod";
import { nextCursor } from "../../src/jsonapi/document.ts";
import { isObject, textOf } from "../../src/text.ts";
import { allOrNone, exactlyOne, within } from "../../src/tool/rules.ts";
import type { Account, Input, Json, Rows } from "../../src/tool/tool.ts";
import { datetime, id, text } from "../params.ts";

const STATISTICS = (
  "average_order_value bounce_rate bounced bounced_or_failed bounced_or_failed_rate click_rate click_to_open_rate " +
  "clicks clicks_unique conversion_rate conversion_uniques conversion_value conversions delivered delivery_rate failed " +
  "failed_rate message_segment_count_sum open_rate opens opens_unique recipients revenue_per_recipient " +
  "spam_complaint_rate spam_complaints text_message_credit_usage_amount text_message_roi text_message_spend " +
  "unsubscribe_rate unsubscribe_uniques unsubscribes"
).split(" ") as [string, ...string[]];
const TIMEFRAMES = (
  "today yesterday this_week last_week last_7_days this_month last_month last_30_days last_90_days last_3_months " +
  "this_year last_year last_12_months last_365_days"
).split(" ") as [string, ...string[]];

/** What both reports take, flat; the timeframe is a key or a start and an end. */
export const reportArguments = {
  statistics: z.array(z.enum(STATISTICS)).min(1),
  conversion_metric_id: id.describe("what counts as a conversion, e.g. the id of Placed Order"),
  timeframe: z.enum(TIMEFRAMES).optional(),
  start: datetime.optional().describe("with end, for timeframe: at most a year, on the account's clock"),
  end: datetime.optional(),
  filter: text,
  page_cursor: text,
};
/** A timeframe by name, or from when to when. */
export const TIMEFRAME_RULES = [
  exactlyOne("timeframe", "start"),
  allOrNone("start", "end"),
  within("start", "end"),
] as const;

/** The body of a report; `groupBy` keeps the ids and names that make a row readable. */
export function reportBody(type: string, groupBy: readonly string[], input: Input): Json {
  const { statistics, conversion_metric_id, timeframe, start, end, filter } = input as Record<
    string,
    Json | undefined
  >;
  return {
    data: {
      type,
      attributes: {
        statistics: statistics ?? [],
        timeframe: timeframe === undefined ? { start: start ?? null, end: end ?? null } : { key: timeframe },
        conversion_metric_id: conversion_metric_id ?? null,
        group_by: [...groupBy],
        ...(filter !== undefined && { filter }),
      },
    },
  };
}

/** `/data/attributes/timeframe/start` → `start`. */
export function reportArgumentAt(pointer: string): string | undefined {
  const [name, inner] = pointer.split("/").slice(3);
  if (name === "timeframe") return inner === "start" || inner === "end" ? inner : "timeframe";
  return name !== undefined && name in reportArguments ? name : undefined;
}

type Result = { groupings?: Record<string, unknown>; statistics?: Record<string, unknown> };

/** The results of a report document; what is no result is left out. */
export function resultsOf(document: unknown): Result[] {
  const data = isObject(document) && isObject(document.data) ? document.data : {};
  const attributes = isObject(data.attributes) ? data.attributes : {};
  return Array.isArray(attributes.results) ? attributes.results.filter(isObject) : [];
}

/** Name of a resource by id, out of documents of reads that may have failed. */
export function namesIn(documents: readonly unknown[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const document of documents) {
    const data = isObject(document) ? [document.data].flat() : [];
    for (const one of data.filter(isObject)) {
      const attributes = isObject(one.attributes) ? one.attributes : {};
      if (typeof attributes.name === "string") names.set(textOf(one.id), attributes.name);
    }
  }
  return names;
}

/** Rows with what they rest on: which conversion, whose clock, and what the dates are dates of. */
export function reportRows(
  document: unknown,
  input: Input,
  found: { account?: Account; lookups: unknown[] },
  name: (groupings: Record<string, unknown>, names: Map<string, string>) => Record<string, unknown>,
): Rows {
  const names = namesIn(found.lookups);
  const metricId = String(input.conversion_metric_id);
  const metric = names.get(metricId);
  const cursor = nextCursor(document);
  return {
    data: resultsOf(document).map(({ groupings = {}, statistics = {} }) => ({
      ...name(groupings, names),
      ...statistics,
    })),
    basis: {
      conversions: { metric_id: metricId, ...(metric && { name: metric }) },
      timeframe: input.timeframe ?? { start: input.start, end: input.end },
      timezone: found.account?.timezone ?? "the account's",
      ...(found.account?.currency && { currency: found.account.currency }),
      dates: "messages sent in the timeframe, with what people did after them",
      rates: "fractions: 0.25 is 25 %",
    },
    ...(cursor && { next_cursor: cursor }),
  };
}
