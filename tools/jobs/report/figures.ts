import { isObject, textOf } from "../../../src/text.ts";
import type { Input, OperationTool, WorkflowContext } from "../../../src/tool/tool.ts";
import { metrics } from "../../metrics.ts";
import { reporting } from "../../reporting.ts";
import { Parts } from "../parts.ts";
import { lastTwo, type Period } from "./period.ts";

type Values = Readonly<Record<string, unknown>>;

/** A figure of the period, and of the one before where that is known. */
export interface Figure {
  name: string;
  label: string;
  now: number;
  before?: number;
}

/** One account in the period, as far as it could be read. */
export interface AccountFigures {
  timezone?: string;
  /** ISO 4217. */
  currency?: string;
  period: Period;
  before: Period;
  /** What counts as a conversion. */
  metric?: string;
  figures: readonly Figure[];
  days: readonly { date: string; value: number; before?: number }[];
  campaigns: readonly Values[];
  flows: readonly Values[];
  [key: string]: unknown;
}

const STATISTICS = ["recipients", "open_rate", "click_rate", "unsubscribe_rate", "conversion_value"];
const OF_FLOWS = ["recipients", "conversion_value"];
/** So many campaigns and flows have a bar each. */
const MOST_BARS = 8;
/** Reports and both halves of the metric: each is told as a step. */
const STEPS = 4;

/** What the sums of a report are, and were before. */
function totalsOf({ totals }: Values, name: string): { now: number; before?: number } | undefined {
  if (!isObject(totals) || typeof totals[name] !== "number") return undefined;
  const compared = isObject(totals.compared) ? totals.compared[name] : undefined;
  const before = isObject(compared) && typeof compared.before === "number" ? compared.before : undefined;
  return { now: totals[name], ...(before !== undefined && { before }) };
}

const rowsIn = ({ data }: Values): Values[] => (Array.isArray(data) ? data.filter(isObject) : []);
/** To the cent: sums of floats have more behind it. */
const sum = (rows: readonly Values[], name: string) =>
  Math.round(rows.reduce((all, row) => all + (typeof row[name] === "number" ? row[name] : 0), 0) * 100) / 100;

/** All that one account's part of the report is made of. Throws what the first request throws where nothing came. */
export async function figuresOf(context: WorkflowContext, of: "week" | "month") {
  const account = await context.account(undefined);
  const { now, before } = lastTwo(of, context.date(), account?.timezone);
  const parts = new Parts();
  let done = 0;
  const read = <T>(what: string, part: () => Promise<T>) => {
    done += 1;
    context.progress(done, STEPS, what);
    return parts.read(what, part);
  };
  const reported = { timeframe: `last_${of}`, compare_to: "previous_period" };
  const report = (tool: OperationTool, given: Input) => context.result(tool, { ...reported, ...given });
  const campaigns = await read("campaigns", () =>
    report(reporting.query_campaign_values, { statistics: STATISTICS, sort: "-conversion_value" }),
  );
  const flows = await read("flows", () =>
    report(reporting.query_flow_values, {
      statistics: OF_FLOWS,
      group_by: ["flow"],
      sort: "-conversion_value",
    }),
  );
  const basis = [campaigns, flows].map((one) => one?.basis).find(isObject) ?? {};
  const converted = isObject(basis.conversions) ? basis.conversions : {};
  const { metric_id, name } = converted;
  const series = (period: Period) =>
    context
      .result(metrics.query_metric_aggregates, {
        metric_id,
        measurements: ["count", "sum_value"],
        start: period.from,
        end: period.until,
        interval: "day",
      })
      .then(rowsIn);
  const isKnown = typeof metric_id === "string";
  if (!isKnown) parts.miss("revenue by day, since no metric of conversions is known");
  const days = isKnown ? await read("revenue by day", () => series(now)) : undefined;
  const earlier = isKnown
    ? await read("revenue by day of the period before", () => series(before))
    : undefined;
  parts.some();
  for (const [what, one] of [
    ["campaigns", campaigns],
    ["flows", flows],
  ] as const) {
    if (Array.isArray(one?.missing) && one.missing.length > 0)
      parts.miss(
        `${what} of ${one.missing.map((part) => (isObject(part) ? textOf(part.period) : "")).join(", ")}`,
      );
  }
  const whole = (label: string, name: string) =>
    days ? [{ name, label, now: sum(days, name), ...(earlier && { before: sum(earlier, name) }) }] : [];
  const total = (from: Values | undefined, label: string, name: string, as = name) => {
    const found = from && totalsOf(from, name);
    return found ? [{ name: as, label, ...found }] : [];
  };
  const currency = /^[A-Z]{3}\b/.exec(textOf(basis.currency))?.[0] ?? account?.currency;
  const data: AccountFigures = {
    ...(account?.timezone && { timezone: account.timezone }),
    ...(currency && { currency }),
    period: now,
    before,
    ...(name !== undefined && { metric: textOf(name) }),
    figures: [
      ...whole("Revenue", "sum_value"),
      ...whole("Orders", "count"),
      ...total(campaigns, "From campaigns", "conversion_value", "campaign_value"),
      ...total(flows, "From flows", "conversion_value", "flow_value"),
      ...total(campaigns, "Campaign recipients", "recipients"),
      ...total(campaigns, "Open rate", "open_rate"),
      ...total(campaigns, "Click rate", "click_rate"),
      ...total(campaigns, "Unsubscribe rate", "unsubscribe_rate"),
    ],
    days: (days ?? []).map((row, at) => ({
      date: textOf(row.date),
      value: sum([row], "sum_value"),
      ...(earlier?.[at] && { before: sum([earlier[at]], "sum_value") }),
    })),
    campaigns: campaigns ? rowsIn(campaigns).slice(0, MOST_BARS) : [],
    flows: flows ? rowsIn(flows).slice(0, MOST_BARS) : [],
  };
  return { data, ...parts.omitted() };
}
