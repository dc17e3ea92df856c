import { CURRENCY, worthByCurrency } from "../../report/currency.ts";
import { isWorth } from "../../report/figures.ts";
import { sentAs } from "../../report/period.ts";
import type { Plan } from "../../report/plan.ts";
import type { Row } from "../../report/rows.ts";
import { readIfPossible } from "../read.ts";
import { RESERVE_MS } from "./naming.ts";
import { questionOf, type Reporting } from "./reporting.ts";

/** The currencies of a report's orders. */
export interface Currencies {
  /** As it is said: one, several, or the account's where nothing else is known. */
  currency: string | undefined;
  all: readonly string[];
  /** What the orders are worth in each, where there are several. */
  byCurrency?: Readonly<Record<string, number>>;
}

/**
 * Asks in which currencies the orders behind a report were: it adds them up as they are and does not say, but the events
 * tell. Only where something is worth anything; what cannot be read is taken for the account's own.
 */
export async function currenciesOf(
  given: Reporting,
  plan: Plan,
  metricId: string | undefined,
  rows: readonly Row[],
): Promise<Currencies> {
  const { account, spec } = given;
  const own = account?.currency;
  const figures = [...plan.statistics, plan.sort?.name ?? ""];
  const isAsked = figures.some(isWorth) && rows.some((row) => (row.figures.conversion_value ?? 0) !== 0);
  if (!own || !spec.earnedBy || metricId === undefined || !isAsked) {
    return { currency: own && `${own}, the account's`, all: [] };
  }
  const came = await aggregatesOf(given, plan, metricId);
  const all = [...worthByCurrency([...came.now, ...came.before], own).keys()].sort();
  if (all.length === 0) return { currency: `${own}, the account's`, all };
  if (all.length === 1) return { currency: all[0], all };
  return { currency: all.join(" and "), all, byCurrency: Object.fromEntries(worthByCurrency(came.now, own)) };
}

/** What the metric's events were worth by currency in each part of the periods, as far as it can be read. */
async function aggregatesOf(given: Reporting, plan: Plan, metricId: string) {
  const { session, surroundings, spec, account, steps } = given;
  const tool = surroundings.registry.operation("query_metric_aggregates");
  const { dimension = "", without } = spec.earnedBy ?? {};
  const came: Record<"now" | "before", unknown[]> = { now: [], before: [] };
  for (const { of, period } of plan.asks) {
    const input = {
      metric_id: metricId,
      measurements: ["sum_value"],
      interval: "month",
      by: [CURRENCY, ...(without === undefined ? [] : [without])],
      filter: [`not(equals(${dimension},""))`],
      start: sentAs(period.from, account?.timezone),
      ...(account?.timezone && { timezone: account.timezone }),
    };
    const until = sentAs(period.to, account?.timezone);
    const question = questionOf({ session, tool }, [input, period.running || period.moving ? "now" : until]);
    const known = given.fresh ? undefined : await surroundings.reports.find(question);
    if (!known && session.remaining() < RESERVE_MS) break;
    if (!known) steps.next(tool.name);
    const document = known?.documents[0] ?? (await readIfPossible(session, tool, { ...input, end: until }));
    if (document === undefined) break;
    if (!known) surroundings.reports.keep(question, { documents: [document], at: session.date() });
    came[of].push(document);
  }
  return came;
}
