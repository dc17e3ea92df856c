import type { Resource } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";
import { linkTo, made } from "./made.ts";
import { type MetricName, metricId } from "./metrics.ts";

const CUSTOM: readonly (readonly [
  id: string,
  name: string,
  method: string,
  metric: MetricName,
  property: string | null,
])[] = [
  ["Cm4RvN", "Net sales", "value", "Placed Order", "$value"],
  ["Cm7TxP", "Orders above 200 dollars", "count", "Placed Order", null],
  ["Cm2KsW", "Boots looked at", "count", "Viewed Product", null],
];

/** What Klaviyo's reports call a sale, a cart and a checkout, and which metric of this account it is. */
const MAPPED: readonly (readonly [id: string, metric: MetricName | undefined, custom?: string])[] = [
  ["revenue", undefined, "Cm4RvN"],
  ["ordered_product", "Ordered Product"],
  ["refunded_sales", "Refunded Order"],
  ["cancelled_sales", "Cancelled Order"],
  ["started_checkout", "Checkout Started"],
  ["added_to_cart", "Added to Cart"],
  ["viewed_product", "Viewed Product"],
];

const PROPERTIES: readonly (readonly [
  metric: MetricName,
  property: string,
  type: string,
  samples: unknown[],
])[] = [
  ["Placed Order", "$value", "number", [129.99, 64.5, 311]],
  ["Placed Order", "Items", "list", ["Blue Running Shoes", "Summit Daypack"]],
  ["Placed Order", "Discount Codes", "list", ["WELCOME10"]],
  ["Viewed Product", "ProductName", "string", ["Blue Running Shoes", "Fjord Rain Shell"]],
  ["Viewed Product", "Price", "number", [129.99, 219.99]],
  ["Opened Email", "Subject", "string", ["Fresh tread: new arrivals"]],
];

/** Custom metrics, what reports mean by their words, and which properties events carry. */
export function seedMeasures(clock: Clock): Resource[] {
  const custom = CUSTOM.map(([id, name, aggregation_method, metric, value_property], index) =>
    made(
      "custom-metric",
      id,
      {
        name,
        created: toIso(clock.daysAgo(210 - index * 20)),
        updated: toIso(clock.daysAgo(30 + index)),
        definition: {
          aggregation_method,
          metric_groups: [{ metric_id: metricId(metric), metric_filters: null, value_property }],
        },
      },
      { metrics: [linkTo("metric", metricId(metric))] },
    ),
  );
  const mapped = MAPPED.map(([id, metric, customId]) =>
    made(
      "mapped-metric",
      id,
      { updated: toIso(clock.daysAgo(90)) },
      {
        metric: metric ? linkTo("metric", metricId(metric)) : null,
        "custom-metric": customId ? linkTo("custom-metric", customId) : null,
      },
    ),
  );
  const properties = PROPERTIES.map(([metric, property, inferred_type, sample_values], index) =>
    made(
      "metric-property",
      `Pr${index}${metricId(metric)}`,
      { property, label: property.replace("$", ""), inferred_type, sample_values },
      { metric: linkTo("metric", metricId(metric)) },
    ),
  );
  return [...custom, ...mapped, ...properties];
}
