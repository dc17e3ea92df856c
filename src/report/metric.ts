import { primaryData } from "../jsonapi/document.ts";
import { isObject, textOf } from "../text.ts";

/** The metric that counts as a conversion, and why it is the one. */
export interface ConversionMetric {
  id: string;
  name?: string;
  why?: string;
}

const NAME = "Placed Order";
const SHOP = "ecommerce";

interface Metric {
  id: string;
  name: string;
  created: string;
  integration: string;
  category: string;
}

function metricsIn(documents: readonly unknown[]): Metric[] {
  return documents.flatMap(primaryData).map(({ id, attributes }) => {
    const { name, created, integration } = isObject(attributes) ? attributes : {};
    const from = isObject(integration) ? integration : {};
    return {
      id: textOf(id),
      name: textOf(name),
      created: textOf(created),
      integration: textOf(from.name),
      category: textOf(from.category),
    };
  });
}

/**
 * The account's Placed Order: that of its shop integration (category eCommerce), else the only one of that name there
 * is; of several shops that whose metric was created first, and the others are named. Undefined where none is called so.
 */
export function placedOrderIn(documents: readonly unknown[]): ConversionMetric | undefined {
  const named = metricsIn(documents)
    .filter(({ name, id }) => name === NAME && id !== "")
    .sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0));
  const shops = named.filter(({ category }) => category.toLowerCase() === SHOP);
  const [first, ...others] = shops.length > 0 ? shops : named;
  if (!first) return undefined;
  const also = others.map(({ id, integration }) => `${id} of ${integration || "no integration"}`);
  const of = first.integration ? `of ${first.integration}` : "of no integration";
  const why = also.length > 0 ? `${of}, the oldest; there is also ${also.join(", ")}` : of;
  return { id: first.id, name: first.name, why };
}

/** The name of a metric by its id, out of documents of a read that may have failed. */
export function metricNamed(id: string, documents: readonly unknown[]): string | undefined {
  return metricsIn(documents).find((one) => one.id === id)?.name || undefined;
}
