import { primaryData } from "../jsonapi/document.ts";
import { isObject, textOf } from "../text.ts";
import { rounded } from "./figures.ts";

/** How query_metric_aggregates calls the currency of an event; it is empty where the event names none. */
export const CURRENCY = "$value_currency";

/**
 * What events are worth by their currency, out of aggregates by the currency and, where there is one, by a second
 * dimension that has to be empty. What names no currency is in `own`, the account's: so Klaviyo takes it.
 */
export function worthByCurrency(documents: readonly unknown[], own: string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { attributes } of documents.flatMap(primaryData)) {
    const groups = isObject(attributes) && Array.isArray(attributes.data) ? attributes.data : [];
    for (const { dimensions, measurements } of groups.filter(isObject)) {
      const [currency, ...others] = Array.isArray(dimensions) ? dimensions.map(textOf) : [];
      if (currency === undefined || others.some((one) => one !== "")) continue;
      const values = isObject(measurements) ? measurements.sum_value : undefined;
      const worth = (Array.isArray(values) ? values : []).filter((one) => typeof one === "number");
      const sum = worth.reduce((total, one) => total + one, sums.get(currency || own) ?? 0);
      if (sum !== 0) sums.set(currency || own, rounded("conversion_value", sum));
    }
  }
  return sums;
}
