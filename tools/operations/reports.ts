import { z } from "zod";
import type { Reshaped } from "../../src/operations/declare.ts";
import type { Row, Rows } from "../../src/operations/rows.ts";
import type { Shape } from "../../src/operations/signature.ts";
import type { ReportSpec } from "../../src/tool/report.ts";
import { allOrNone, exactlyOne, later } from "../../src/tool/rules.ts";
import type { BodyFilter, Input, Json } from "../../src/tool/tool.ts";
import { timeframe } from "../params.ts";

// The reports of Klaviyo, each a row, in one set of words: a period by name or dates, compared, grouped, ranked, added up.

const OPERATORS = ["equals", "contains-any"];
const texts = (names: string) =>
  Object.fromEntries(
    names.split(" ").map((name) => [name, { type: "string" as const, operators: OPERATORS }]),
  );

/** The published fields of the filter; what a message is found by is the same for campaigns and flows. */
const sending = (own: string): BodyFilter => ({
  once: true,
  fields: {
    ...texts(`${own} variation variation_name text_message_format`),
    send_channel: {
      type: "string",
      operators: OPERATORS,
      values: ["email", "sms", "push-notification", "whatsapp"],
    },
    tag_id: { type: "string", operators: ["contains-any", "contains-all"] },
    tag_name: { type: "string", operators: ["contains-any", "contains-all"] },
  },
});

const SENT = "messages sent in the period, with all that people did after them";
const HAPPENED = "what happened in the period";
/** The channels of get_campaigns by what a report calls them; it lists no campaigns of any other. */
const CHANNELS = { email: "email", sms: "sms", "push-notification": "mobile_push" };

type About = Omit<ReportSpec, "type" | "statistics" | "converts" | "series">;
interface Said {
  title: string;
  does: string;
  about: About;
  filter: BodyFilter;
}

const CAMPAIGNS: About = {
  usual: ["delivered", "open_rate", "click_rate", "conversions", "conversion_value"],
  row: ["campaign_id", "campaign_message_id", "campaign_message_name", "send_channel"],
  thing: { id: "campaign_id", name: "campaign_name", part: ["campaign_message_id", "campaign_message_name"] },
  groups: {
    campaign: { by: ["campaign_id"] },
    channel: { by: ["send_channel"] },
    tag: { from: "tags", as: "tag" },
    audience: { from: "audiences", as: "audience" },
    message: { by: ["campaign_message_id", "campaign_message_name"] },
    variation: { by: ["variation", "variation_name"] },
    weekday: { from: "weekday", as: "weekday" },
  },
  naming: {
    tool: "get_campaigns",
    atOnce: 100,
    arguments: { fields: ["name", "send_time", "audiences"] },
    by: { argument: "channel", grouping: "send_channel", values: CHANNELS },
    tags: true,
  },
  passing: true,
  earnedBy: { dimension: "$attributed_message", without: "$attributed_flow" },
  dates: SENT,
};

const FLOWS: About = {
  usual: ["delivered", "open_rate", "click_rate", "conversions", "conversion_value"],
  row: ["flow_id", "flow_name", "flow_message_id", "flow_message_name", "send_channel"],
  thing: { id: "flow_id", name: "flow_name", part: ["flow_message_id", "flow_message_name"] },
  groups: {
    flow: { by: ["flow_id", "flow_name"] },
    channel: { by: ["send_channel"] },
    tag: { from: "tags", as: "tag" },
    message: { by: ["flow_message_id", "flow_message_name"] },
    variation: { by: ["variation", "variation_name"] },
  },
  naming: { tool: "get_flows", atOnce: 50, arguments: { fields: ["name"] }, tags: true },
  inIntervals: "query_flow_series",
  earnedBy: { dimension: "$attributed_flow" },
  dates: SENT,
};

const FORMS: About = {
  usual: ["viewed_form", "submits", "submit_rate"],
  row: ["form_id"],
  thing: { id: "form_id", name: "form_name" },
  groups: { form: { by: ["form_id"] }, version: { by: ["form_id", "form_version_id"] } },
  naming: { tool: "get_forms", atOnce: 20, arguments: { fields: ["name"] } },
  inIntervals: "query_form_series",
  dates: HAPPENED,
};

/** Klaviyo takes no grouping of these: a row is a segment. */
const SEGMENTS: About = {
  usual: ["total_members", "members_added", "members_removed"],
  row: [],
  thing: { id: "segment_id", name: "segment_name" },
  groups: { segment: { by: ["segment_id"] } },
  naming: { tool: "get_segments", atOnce: 10, arguments: { fields: ["name"] } },
  inIntervals: "query_segment_series",
  dates: HAPPENED,
};

/** What only figures of days can be grouped by; a campaign has its day anyway. */
const BY_DAY: ReportSpec["groups"] = { weekday: { from: "weekday", as: "weekday" } };

const CAMPAIGN_FILTER = sending("campaign_id campaign_message_id campaign_message_name");
const FLOW_FILTER = sending("flow_id flow_name flow_message_id flow_message_name");
const FORM_FILTER: BodyFilter = { once: true, fields: texts("form_id form_version_id") };
const SEGMENT_FILTER: BodyFilter = { once: true, fields: texts("segment_id") };

const SAID: Readonly<Record<string, Said>> = {
  query_campaign_values: {
    title: "Campaign report",
    does: "How campaigns did: rows, totals, comparison. Two requests a minute.",
    about: CAMPAIGNS,
    filter: CAMPAIGN_FILTER,
  },
  query_flow_values: {
    title: "Flow report",
    does: "How flows did: rows, totals, comparison. Two requests a minute.",
    about: FLOWS,
    filter: FLOW_FILTER,
  },
  query_flow_series: {
    title: "Flow report over time",
    does: "How flows did, hour by hour, day by day, by week or by month. Two requests a minute.",
    about: FLOWS,
    filter: FLOW_FILTER,
  },
  query_form_values: {
    title: "Form report",
    does: "How often forms were seen and sent in. Two requests a minute.",
    about: FORMS,
    filter: FORM_FILTER,
  },
  query_form_series: {
    title: "Form report over time",
    does: "How often forms were seen and sent in, by hour, day, week or month. Two requests a minute.",
    about: FORMS,
    filter: FORM_FILTER,
  },
  query_segment_values: {
    title: "Segment report",
    does: "How many people segments have, gained and lost; all of them at once. Two requests a minute.",
    about: SEGMENTS,
    filter: SEGMENT_FILTER,
  },
  query_segment_series: {
    title: "Segment report over time",
    does: "How segments grew, by hour, day, week or month. Two requests a minute.",
    about: SEGMENTS,
    filter: SEGMENT_FILTER,
  },
};

/** What a row's argument may be one of, or a list of; none where it is neither. */
function choicesOf(row: Row, rows: Rows, name: string): string[] {
  const field = rows.takes(row).find((one) => one.name === name);
  const shape: Shape | undefined = field?.shape.is === "list" ? field.shape.of : field?.shape;
  if (shape?.is !== "one of") return [];
  return shape.of.flatMap((one) => (one.is === "value" ? [String(one.value)] : []));
}

/** A report in the words that all of them share; undefined for a row that is none. */
export function reportOf(row: Row, rows: Rows): Reshaped | undefined {
  const said = Object.hasOwn(SAID, row.name) ? SAID[row.name] : undefined;
  if (!said) return undefined;
  const takes = new Set(rows.takes(row).map(({ name }) => name));
  const spec: ReportSpec = {
    ...said.about,
    type: row.body?.type ?? "",
    statistics: choicesOf(row, rows, "statistics"),
    ...(takes.has("conversion_metric_id") && { converts: true }),
    ...(takes.has("interval") && { series: true, groups: { ...said.about.groups, ...BY_DAY } }),
  };
  return {
    title: said.title,
    description: said.does,
    arguments: () => argumentsOf(spec, choicesOf(row, rows, "interval")),
    rules: [exactlyOne("timeframe", "start"), allOrNone("start", "end"), later("start", "end")],
    request: {
      needsAccount: true,
      bodyFilter: said.filter,
      body: { build: (input) => bodyOf(spec, input), argumentAt },
    },
    result: { kind: "report", report: spec },
  };
}

const text = z.string().optional();
const moment = z.string().datetime({ offset: true }).optional();
const count = z.number().int().min(1).optional();
const choice = (values: readonly string[]) => z.enum(values as [string, ...string[]]);

/** What rows are grouped by; sums over a whole period have no days, and the series is named that has them. */
function groupsOf({ groups, inIntervals }: ReportSpec) {
  const next = `Sums over a period have no days: ${inIntervals}, interval daily, can be grouped by weekday.`;
  return z.enum(Object.keys(groups) as [string, ...string[]], {
    errorMap: (issue, { defaultError }) => ({
      message: "received" in issue && issue.received === "weekday" && inIntervals ? next : defaultError,
    }),
  });
}

function argumentsOf(spec: ReportSpec, intervals: readonly string[]): z.ZodRawShape {
  return {
    timeframe,
    start: moment.describe("with end, for timeframe"),
    end: moment.describe("Exclusive"),
    ...(spec.series && { interval: choice(intervals) }),
    compare_to: z.enum(["previous_period", "previous_year"]).optional(),
    statistics: z.array(choice(spec.statistics)).optional(),
    ...(spec.converts && {
      conversion_metric_id: z.string().min(1).optional().describe("Default Placed Order of the shop"),
    }),
    group_by: z.array(groupsOf(spec)).optional(),
    name: text.describe("Part of the name"),
    filter: text,
    sort: text.describe("A statistic, sent or name; - for largest first"),
    top: count,
    min_delivered: z.number().int().min(0).optional(),
    fresh: z.boolean().optional(),
    page_cursor: text,
  };
}

/** One request of a report, as its plan has it. */
function bodyOf({ type }: ReportSpec, input: Input): Json {
  const { statistics, start, end, interval, conversion_metric_id, group_by, filter } = input as Record<
    string,
    Json | undefined
  >;
  return {
    data: {
      type,
      attributes: {
        statistics: statistics ?? [],
        timeframe: { start: start ?? null, end: end ?? null },
        ...(interval !== undefined && { interval }),
        ...(conversion_metric_id !== undefined && { conversion_metric_id }),
        ...(group_by !== undefined && { group_by }),
        ...(filter !== undefined && { filter }),
      },
    },
  };
}

/** `/data/attributes/timeframe/start` → `start`. */
function argumentAt(pointer: string): string | undefined {
  const [name, inner] = pointer.split("/").slice(3);
  return name === "timeframe" ? (inner === "end" ? "end" : "start") : name;
}
