import { metrics } from "../../metrics.ts";
import { plusDays } from "./days.ts";
import { type Check, type Finding, named } from "./finding.ts";
import type { Metric, Reading } from "./reading.ts";

/** What shops track, by Klaviyo's names for it and those of its integrations; the first matter most. */
const SHOP = [
  "Placed Order",
  "Started Checkout",
  "Checkout Started",
  "Viewed Product",
  "Added to Cart",
  "Ordered Product",
  "Active on Site",
  "Fulfilled Order",
  "Viewed Collection",
  "Submitted Search",
];
const SHOP_CATEGORY = "ecommerce";
/** Each is a request. */
const MOST_METRICS = 12;
/** What is usual is taken from so many days. */
const USUAL_DAYS = 14;
/** So many events must be missing: fewer are missing on a quiet day by chance. */
const LEAST_MISSING = 5;

const placeOf = ({ name }: Metric): number => {
  const at = SHOP.indexOf(name);
  return at < 0 ? SHOP.length : at;
};

/** The metrics of the shop, those that matter most first. */
export function shopMetrics(all: readonly Metric[]): Metric[] {
  return all
    .filter(({ name, category }) => SHOP.includes(name) || category.toLowerCase() === SHOP_CATEGORY)
    .sort((one, other) => placeOf(one) - placeOf(other));
}

/**
 * How many days a metric has been silent, and how many events a day it had until then: `counts` are of whole days and,
 * last, of today so far. Undefined where that is no wonder: less than a day, or so few that chance explains it.
 */
export function silence(counts: readonly number[]): { days: number; usual: number } | undefined {
  const last = counts.findLastIndex((count) => count > 0);
  const days = counts.length - 2 - last;
  if (last < 0 || days < 1) return undefined;
  const usual = counts.reduce((sum, count) => sum + count, 0) / (last + 1);
  return usual * days >= LEAST_MISSING ? { days, usual } : undefined;
}

async function silent(reading: Reading, metric: Metric): Promise<Finding[]> {
  const { today } = reading.days;
  const first = plusDays(today, -USUAL_DAYS);
  const [all] = await reading.counted(metric, first, plusDays(today, 1));
  const found = silence(all?.counts ?? []);
  if (!found) return [];
  const { days, usual } = found;
  const since = plusDays(today, -days);
  return [
    {
      finding: `Shop metric ${named(metric.name)}: no event since ${since} (${days === 1 ? "a day" : `${days} days`}), before about ${Math.round(usual)} a day`,
      number: days,
      next: {
        tool: "get_events",
        arguments: { filter: `equals(metric_id,"${metric.id}")`, sort: "-datetime", limit: 1 },
      },
      gravity: metric.name === SHOP[0] ? 99 : 95,
    },
  ];
}

export const shopEventsMissing: Check = {
  what: "shop metrics without an event for a day",
  get uses() {
    return [metrics.get_metrics, metrics.query_metric_aggregates];
  },
  async look(reading) {
    const all = shopMetrics(await reading.metrics());
    if (all.length > MOST_METRICS) reading.miss(`${all.length - MOST_METRICS} of ${all.length} shop metrics`);
    const found: Finding[] = [];
    for (const metric of all.slice(0, MOST_METRICS)) found.push(...(await silent(reading, metric)));
    return found;
  },
};
