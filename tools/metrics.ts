import { z } from "zod";
import { nextCursor } from "../src/jsonapi/document.ts";
import { textOf } from "../src/text.ts";
import { section } from "../src/tool/declare.ts";
import { allOrNone, exactlyOne, within } from "../src/tool/rules.ts";
import type { Account, FilterField, Input, Json, Rows } from "../src/tool/tool.ts";
import { hasZone, offsetsOf, withOffset } from "../src/tool/zone.ts";
import { id, text, timeframe } from "./params.ts";
import { words } from "./words.ts";

const DIMENSIONS = [
  "$attributed_channel",
  "$attributed_flow",
  "$attributed_message",
  "$attributed_variation",
  "$campaign_channel",
  "$flow",
  "$flow_channel",
  "$message",
  "$message_send_cohort",
  "$usage_amount",
  "$value_currency",
  "$variation",
  "$variation_send_cohort",
  "Bot Click",
  "Bounce Type",
  "Campaign Name",
  "Client Canonical",
  "Client Name",
  "Client Type",
  "Email Domain",
  "Failure Source",
  "Failure Type",
  "From Number",
  "From Phone Region",
  "Inbox Provider",
  "List",
  "Message Format",
  "Message Name",
  "Message Type",
  "Method",
  "Segment Count",
  "Subject",
  "To Number",
  "To Phone Region",
  "URL",
  "form_id",
] as const;

/** Which operators Klaviyo takes of them is not documented: those of texts. */
const OF_DIMENSIONS: FilterField = { type: "string", operators: ["equals", "any", "contains"] };

const dateOrTime = () =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\d([T ][\d:.]+(Z|[+-]\d\d:\d\d)?)?$/, "is no date or datetime, e.g. 2026-11-01");

const query = {
  metric_id: id,
  measurements: z.array(z.enum(["count", "sum_value", "unique"])).min(1),
  timeframe,
  start: dateOrTime().optional().describe("Date or datetime, for timeframe"),
  end: dateOrTime().optional().describe("Exclusive; at most a year after start"),
  interval: z.enum(["hour", "day", "week", "month"]).optional().describe("Default day"),
  by: z.array(z.enum(DIMENSIONS)).optional(),
  filter: z.array(z.string()).optional().describe('Of those dimensions, e.g. any($message,["ID"])'),
  timezone: text.describe("IANA name; default the account's"),
  page_size: z.number().int().min(500).optional().describe("Groups; from 500"),
  page_cursor: text,
};
type Query = z.infer<z.ZodObject<typeof query>>;

const DEFAULT_INTERVAL = "day";
/** Where the account is unknown the query names no timezone, and this is Klaviyo's default. */
const DEFAULT_TIMEZONE = "UTC";

function zoneOf(input: Query, account: Account | undefined): string | undefined {
  return input.timezone ?? account?.timezone;
}

function aggregateQuery(raw: Input, account: Account | undefined): Json {
  const input = raw as Query;
  const { metric_id, measurements, by, interval = DEFAULT_INTERVAL } = input;
  const { page_size, page_cursor } = input;
  const timezone = zoneOf(input, account);
  const instant = (value = "") => withOffset(value, timezone ?? DEFAULT_TIMEZONE);
  return {
    data: {
      type: "metric-aggregate",
      attributes: {
        metric_id,
        measurements,
        interval,
        filter: [
          `greater-or-equal(datetime,${instant(input.start)})`,
          `less-than(datetime,${instant(input.end)})`,
          ...(input.filter ?? []),
        ],
        ...(by && { by }),
        ...(timezone && { timezone }),
        ...(page_size && { page_size }),
        ...(page_cursor && { page_cursor }),
      },
    },
  };
}

/** The range comes first in `filter`, the caller's own clauses behind it. */
function queryArgumentAt(pointer: string): string | undefined {
  const [name, index] = pointer.split("/").slice(3);
  if (name === "filter") {
    const own = Number(index ?? 0) - 2;
    return own >= 0 ? `filter[${own}]` : index === "1" ? "end" : "start";
  }
  return name && Object.hasOwn(query, name) ? name : undefined;
}

/** Klaviyo gives the start of an interval in UTC, which east of Greenwich names the day before. */
function localDates(dates: unknown[], timezone: string, interval: string): unknown[] {
  const offsetAt = offsetsOf(timezone);
  return dates.map((date) => {
    const time = Date.parse(textOf(date));
    if (!offsetAt || Number.isNaN(time) || !hasZone(textOf(date))) return date;
    const offset = offsetAt(time);
    const ahead = -Date.parse(`1970-01-01T00:00:00${offset}`);
    const local = new Date(time + ahead).toISOString();
    return interval === "hour" ? `${local.slice(0, 19)}${offset}` : local.slice(0, 10);
  });
}

interface Series {
  dimensions?: unknown[];
  measurements?: Record<string, unknown>;
}
interface AggregateDocument {
  data?: { attributes?: { dates?: unknown[]; data?: Series[] } };
}

interface NamedDocument {
  data?: { attributes?: { name?: unknown } };
}

/** Parallel arrays, one a measurement, become rows: one a date and group. */
function aggregateRows(
  document: unknown,
  raw: Input,
  found: { account?: Account; lookups: unknown[] },
): Rows {
  const input = raw as Query;
  const { by = [], interval = DEFAULT_INTERVAL } = input;
  const timezone = zoneOf(input, found.account) ?? DEFAULT_TIMEZONE;
  const answer = document as AggregateDocument | undefined;
  const { dates, data } = answer?.data?.attributes ?? {};
  const starts = localDates(Array.isArray(dates) ? dates : [], timezone, interval);
  const rows = (Array.isArray(data) ? data : []).flatMap((series): Record<string, unknown>[] => {
    if (starts.length === 0) return [{ ...series }];
    const group = by.map((name, index) => [name, series?.dimensions?.[index] ?? ""]);
    const measured = Object.entries(series?.measurements ?? {});
    return starts.map((date, index) =>
      Object.fromEntries([
        ["date", date],
        ...group,
        ...measured.map(([name, values]) => [name, Array.isArray(values) ? values[index] : values]),
      ]),
    );
  });
  const next = nextCursor(document);
  const name = (found.lookups[0] as NamedDocument | undefined)?.data?.attributes?.name;
  return {
    data: rows,
    basis: {
      metric: { id: input.metric_id, ...(name !== undefined && { name }) },
      period: `${input.start} to ${input.end}, the end excluded`,
      timezone,
      interval,
      dates: "each date is the start of an interval in that timezone; events count when they happened",
      ...(input.measurements?.includes("sum_value") &&
        !by.includes("$value_currency") &&
        currencyOf(found.account)),
      ...(by.length > 0 && { empty_dimension: "events that have none" }),
      ...(input.measurements?.includes("unique") && {
        unique: "customers in one interval; not to be added up over several",
      }),
    },
    ...(next && { next_cursor: next }),
  };
}

/** What a sum of values is in: values are added up as they are, and the events know. */
const currencyOf = (account: Account | undefined) => ({
  currency: `${account?.currency ?? "the account's"}, where events name no other: by $value_currency keeps them apart`,
});

export const metrics = section("metrics", {
  get_metrics: words({
    title: "List the metrics",
    does: 'The kinds of event with their ids, e.g. Placed Order. Not by name: read all, or filter equals(integration.name,"Shopify").',
  }),

  get_metric: words({
    title: "Read a metric",
    does: "One metric; include flow-triggers for the flows that it starts.",
  }),

  /** The link itself is never followed nor shown; a cursor that is a url is none. */
  query_metric_aggregates: words({
    title: "Aggregate a metric",
    does: "Counts a metric's events, sums their value (revenue) or counts customers, per interval and dimensions.",
    inputSchema: query,
    needsAccount: true,
    rules: [exactlyOne("timeframe", "start"), allOrNone("start", "end"), within("start", "end")],
    bodyFilter: {
      fields: Object.fromEntries(DIMENSIONS.map((name) => [name, OF_DIMENSIONS])),
      negated: ["$attributed_flow", "$attributed_message"],
      arguments: { datetime: "start and end" },
    },
    body: { build: aggregateQuery, argumentAt: queryArgumentAt },
    result: {
      kind: "rows",
      lookups: (_, { metric_id }) => [{ tool: "get_metric", arguments: { metric_id, fields: ["name"] } }],
      rows: aggregateRows,
    },
  }),
});
