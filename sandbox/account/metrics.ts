import type { Resource } from "../resource.ts";
import { type Clock, toIso } from "./clock.ts";

const SHOPIFY = {
  object: "integration",
  id: "0eMvjm",
  key: "shopify",
  name: "Shopify",
  category: "eCommerce",
};
const KLAVIYO = {
  object: "integration",
  id: "0rG4eQ",
  key: "klaviyo",
  name: "Klaviyo",
  category: "Internal",
};
const API = { object: "integration", id: "7FtS4J", key: "api", name: "API", category: "API" };

const METRICS = {
  "Placed Order": ["TxVpCr", SHOPIFY],
  "Ordered Product": ["RkDwQe", SHOPIFY],
  "Checkout Started": ["UrQ6Bt", SHOPIFY],
  "Fulfilled Order": ["SbW3pN", SHOPIFY],
  "Cancelled Order": ["VnH8yK", SHOPIFY],
  "Refunded Order": ["XmJ5dZ", SHOPIFY],
  "Viewed Product": ["WcT4gP", API],
  "Active on Site": ["QyL7fM", API],
  "Added to Cart": ["ThN2vR", API],
  "Received Email": ["MpA9xD", KLAVIYO],
  "Opened Email": ["JdE3wC", KLAVIYO],
  "Clicked Email": ["KsB6uH", KLAVIYO],
  "Bounced Email": ["LgF2zT", KLAVIYO],
  "Marked Email as Spam": ["NvC8qY", KLAVIYO],
  "Unsubscribed from Email Marketing": ["PzK5rX", KLAVIYO],
  "Subscribed to Email Marketing": ["HwR7mS", KLAVIYO],
  "Subscribed to List": ["GfU4bJ", KLAVIYO],
  "Received SMS": ["DqY6tL", KLAVIYO],
  "Clicked SMS": ["FjX3nV", KLAVIYO],
  "Sent SMS": ["BkZ9cW", KLAVIYO],
  "Subscribed to Back in Stock": ["YhC7sW", KLAVIYO],
  "Coupon Assigned": ["ZrN4kD", KLAVIYO],
  "Submitted Search": ["XwP2vJ", SHOPIFY],
} as const;

/** The name of a metric that the account has. */
export type MetricName = keyof typeof METRICS;

/** The id of a metric; the same on every start. */
export function metricId(name: MetricName): string {
  return METRICS[name][0];
}

/** All metrics of the account. `flow-triggers` is filled by the flows. */
export function seedMetrics(clock: Clock): Resource[] {
  return Object.entries(METRICS).map(([name, [id, integration]], index) => ({
    type: "metric",
    id,
    attributes: {
      name,
      created: toIso(clock.daysAgo(880 - index)),
      updated: toIso(clock.daysAgo(600 - index * 20)),
      integration: { ...integration },
    },
    relationships: { "flow-triggers": [] },
  }));
}
