import type { ReportSpec } from "../tool/report.ts";
import { countsOpens, countsPeople, isConversion, isMoney } from "./figures.ts";
import type { Known } from "./known.ts";
import type { ConversionMetric } from "./metric.ts";
import { saidAs } from "./period.ts";
import type { Plan } from "./plan.ts";
import { type Cut, overlaps, type Row } from "./rows.ts";

/** What a reader must know of the figures that are shown, each said once. */
export function notesOf(
  spec: ReportSpec,
  { plan, wholes }: Known,
  rows: readonly Row[],
  cut: Cut,
): Record<string, unknown> {
  const rates = plan.statistics.flatMap((rate) => {
    const whole = wholes.get(rate);
    return whole === undefined ? [] : [`${rate} over ${whole}`];
  });
  const counted = plan.statistics.some(countsOpens);
  const lacking = rows.some(
    ({ figures }) => figures.delivered !== undefined && !Object.keys(figures).some(countsOpens),
  );
  const added = rows.length > 1 || plan.asks.filter(({ of }) => of === "now").length > 1;
  const people = added ? plan.statistics.filter(countsPeople) : [];
  return {
    dates: spec.dates,
    ...(rates.length > 0 && { rates: `${rates.join(", ")}; 0.25 is 25 %` }),
    ...(people.length > 0 && { people: `sums of ${people.join(", ")} ${SEVERAL_TIMES}` }),
    ...(counted && lacking && { text_messages: "have no opens: rates of opens are over the other channels" }),
    ...(counted && { opens: "machine opens (Apple Mail Privacy) are among them" }),
    ...(overlaps(spec, rows, cut) && {
      groups: "what is in several groups counts in each; the totals count it once",
    }),
  };
}

const SEVERAL_TIMES =
  "count a person once for each row and year that is added up: they are no number of people";

/** What the figures rest on: the period as dates, the clock, the currency, and what counts as a conversion. */
export function basisOf(
  plan: Plan,
  notes: Record<string, unknown>,
  about: {
    timezone?: string | undefined;
    /** The operation that Klaviyo was asked by. */
    report: string;
    currency?: string | undefined;
    /** What the orders of the period are worth in each currency, where there are several. */
    byCurrency?: Readonly<Record<string, number>> | undefined;
    asOf: string;
    metric?: ConversionMetric | undefined;
    leftToday?: number | undefined;
  },
): Record<string, unknown> {
  const conversions = plan.statistics.some(isConversion);
  const { metric, timezone, currency, byCurrency, asOf, leftToday } = about;
  return {
    report: about.report,
    period: saidAs(plan.period),
    ...(plan.before && { compared_with: saidAs(plan.before) }),
    timezone: timezone ?? "the account's",
    ...((byCurrency || plan.statistics.some(isMoney)) && currency && { currency }),
    ...(byCurrency && { by_currency: byCurrency }),
    as_of: asOf,
    ...(conversions &&
      metric && {
        conversions: {
          metric_id: metric.id,
          ...(metric.name !== undefined && { name: metric.name }),
          ...(metric.why !== undefined && { why: metric.why }),
        },
      }),
    ...notes,
    ...(leftToday !== undefined && { left_today: leftToday }),
  };
}
