import { isObject, textOf } from "../../src/text.ts";

type Values = Readonly<Record<string, unknown>>;

/** What Klaviyo works out of a person's orders, the part that a person reads. */
const VALUE = [
  "historic_number_of_orders",
  "historic_clv",
  "average_order_value",
  "predicted_clv",
  "total_clv",
  "churn_probability",
  "expected_date_of_next_order",
] as const;
/** Things of one order that are named; of more there is a count. */
const MOST_THINGS = 5;

/** Names of whoever a search by name looks at: spelt alike where only case and accents' forms differ. */
const spelt = (text: string): string => text.normalize("NFC").trim().toLocaleLowerCase("en");

/** A person's name as it is read: `Sarah Novák`; empty where none is known. */
export function fullName({ first_name, last_name }: Values): string {
  return [textOf(first_name), textOf(last_name)].filter(Boolean).join(" ");
}

/** The same without accents, which many leave out: `sarah novak`. */
const bare = (text: string): string => spelt(text).normalize("NFKD").replace(/\p{M}/gu, "");

/**
 * Those called so; where nobody is, those called so but for accents; where nobody is, those whose name has it in it,
 * unless names are found `whole` or not at all.
 */
export function calledSo(people: readonly Values[], name: string, whole = false): Values[] {
  const ways: ((one: string) => boolean)[] = [
    (one) => spelt(one) === spelt(name),
    (one) => bare(one) === bare(name),
    (one) => !whole && bare(one).includes(bare(name)),
  ];
  for (const isSo of ways) {
    const found = people.filter((one) => isSo(fullName(one)));
    if (found.length > 0) return found;
  }
  return [];
}

/** What Klaviyo says a person is worth; undefined where it says nothing, as of people without an order. */
export function worthOf(predictive: unknown): Record<string, unknown> | undefined {
  if (!isObject(predictive)) return undefined;
  const known = VALUE.flatMap((name) =>
    predictive[name] == null ? [] : [[name, predictive[name]] as const],
  );
  return known.length > 0 ? Object.fromEntries(known) : undefined;
}

/** An order as a person tells it: when, for how much, of what. */
export function orderOf({ datetime, event_properties }: Values): Record<string, unknown> {
  const properties = isObject(event_properties) ? event_properties : {};
  const things = thingsOf(properties.Items ?? properties.items);
  return {
    at: datetime,
    ...(properties.$value !== undefined && { value: properties.$value }),
    ...(things.length > 0 && { items: named(things) }),
  };
}

/** A message that somebody got: when, and what it is called. */
export function receivedOf({ datetime, metric_name, event_properties }: Values): Record<string, unknown> {
  const {
    "Campaign Name": campaign,
    Subject: subject,
    ...rest
  } = isObject(event_properties) ? event_properties : {};
  const name = campaign ?? rest["Message Name"] ?? rest["Flow Name"];
  return {
    at: datetime,
    what: textOf(metric_name).replace(/^Received /, ""),
    ...(name !== undefined && { name }),
    ...(subject !== undefined && subject !== name && { subject }),
  };
}

/** Shops give items as texts or as objects with a name. */
function thingsOf(items: unknown): string[] {
  if (!Array.isArray(items)) return [];
  return items
    .map((one) =>
      isObject(one) ? textOf(one.ProductName ?? one.Name ?? one.name ?? one.title) : textOf(one),
    )
    .filter(Boolean);
}

function named(things: readonly string[]): string[] {
  const more = things.length - MOST_THINGS;
  return more > 0 ? [...things.slice(0, MOST_THINGS), `and ${more} more`] : [...things];
}
