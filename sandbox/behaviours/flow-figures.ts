import type { Store } from "../klaviyo/store.ts";
import type { Resource, Values } from "../resource.ts";

// What the messages of flows came to, told from the account's events: so that a report and the events that it is a sum
// of agree, for any span of time.

/** The figures that an event of a metric adds to, and the one that counts each person once. */
const COUNTS: Record<string, [figures: string[], unique?: string]> = {
  "Received Email": [["recipients", "delivered"]],
  "Received SMS": [["recipients", "delivered"]],
  "Bounced Email": [["recipients", "bounced"]],
  "Opened Email": [["opens"], "opens_unique"],
  "Clicked Email": [["clicks"], "clicks_unique"],
  "Clicked SMS": [["clicks"], "clicks_unique"],
  "Unsubscribed from Email Marketing": [["unsubscribes"]],
  "Marked Email as Spam": [["spam_complaints"]],
};

const ORDERS = "Placed Order";

/** One event as reports see it. */
interface Told {
  at: number;
  metric: string;
  person: string;
  message: string;
  value: number;
}

const messageOf = (metric: string, properties: Values): unknown =>
  metric === ORDERS ? (properties.$attribution as Values | undefined)?.$message : properties.$message;

function tell(store: Store, event: Resource): Told | undefined {
  const [metric] = store.linkedResources(event, "metric");
  const name = String(metric?.attributes.name);
  const message = messageOf(name, (event.attributes.event_properties ?? {}) as Values);
  if (typeof message !== "string" || (name !== ORDERS && !COUNTS[name])) return undefined;
  const person = store.linked(event, "profile")[0]?.id ?? "";
  const at = Number(event.attributes.timestamp) * 1000;
  return { at, metric: name, person, message, value: Number(event.attributes._value ?? 0) };
}

/** The figures of every message that events in [start, end) name, by its id; conversions are known for orders only. */
export function figuresByMessage(
  store: Store,
  start: number,
  end: number,
  isOrders: boolean,
): Map<string, Record<string, number>> {
  const byMessage = new Map<string, Record<string, number>>();
  const seen = new Set<string>();
  const first = (...parts: string[]) => {
    const key = parts.join(" ");
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew ? 1 : 0;
  };
  for (const event of store.all("event")) {
    const time = Number(event.attributes.timestamp) * 1000;
    const told = time >= start && time < end ? tell(store, event) : undefined;
    if (!told) continue;
    const figures = byMessage.get(told.message) ?? {};
    byMessage.set(told.message, figures);
    const add = (name: string, by: number) => {
      figures[name] = Math.round(((figures[name] ?? 0) + by) * 100) / 100;
    };
    if (told.metric === ORDERS) {
      if (!isOrders) continue;
      add("conversions", 1);
      add("conversion_uniques", first("conversion", told.message, told.person));
      add("conversion_value", told.value);
      continue;
    }
    const [names, unique] = COUNTS[told.metric] ?? [[]];
    for (const name of names) add(name, 1);
    if (unique) add(unique, first(unique, told.message, told.person));
  }
  return byMessage;
}
