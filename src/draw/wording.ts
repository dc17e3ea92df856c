import { isMoney, isRate } from "../report/figures.ts";

/** How a figure is to be written. */
export type Kind = "count" | "money" | "share" | "ratio";

const MONEY = new Set(["sum_value", "historic_clv", "predicted_clv", "total_clv"]);

/** What kind of figure goes by this name. */
export function kindOf(name: string): Kind {
  if (isMoney(name) && name !== "text_message_roi") return "money";
  if (MONEY.has(name)) return "money";
  if (name === "churn_probability" || (isRate(name) && name.endsWith("_rate"))) return "share";
  return isRate(name) ? "ratio" : "count";
}

const STANDARD = "en-US";
/** The language of who reads. */
let language = STANDARD;
/** Their clock, an IANA name; undefined is that of where this runs. */
let clock: string | undefined;

/** Sets the language and the timezone of who reads; what the browser does not know is left aside. */
export function speak(locale: unknown, timezone: unknown): void {
  language = known(locale, (one) => Intl.getCanonicalLocales(one)[0]) ?? STANDARD;
  clock = known(
    timezone,
    (one) => new Intl.DateTimeFormat("en", { timeZone: one }).resolvedOptions().timeZone,
  );
}

function known(value: unknown, read: (text: string) => string | undefined): string | undefined {
  try {
    return typeof value === "string" ? read(value) : undefined;
  } catch {
    return undefined;
  }
}

/** A figure as people write it; `compact` is for axes. `currency` is an ISO 4217 code; without one money is a number. */
export function figure(value: number, kind: Kind, currency?: string, compact = false): string {
  const money = kind === "money" && currency !== undefined;
  const digits = kind === "share" ? (compact ? 0 : 1) : kind === "count" ? 0 : 2;
  return new Intl.NumberFormat(language, {
    ...(money && { style: "currency", currency, currencyDisplay: "narrowSymbol" }),
    ...(kind === "share" && { style: "percent" }),
    ...(compact ? { notation: "compact" as const } : {}),
    minimumFractionDigits: money && !compact && !Number.isInteger(value) ? 2 : 0,
    maximumFractionDigits: compact && kind !== "share" ? 1 : digits,
  }).format(value);
}

/** By how many percent something differs: an arrow, and how much. */
export function change(percent: number): string {
  const arrow = percent > 0 ? "▲" : percent < 0 ? "▼" : "=";
  const amount = new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(Math.abs(percent));
  return `${arrow} ${amount} %`;
}

const DATE = /^\d{4}-\d\d-\d\d/;
/** Whether it begins as a date does. */
export const isDate = (text: string): boolean => DATE.test(text);
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A date of an account, in words; no clock is read into a day. */
export function day(text: string, style: "short" | "long" = "short"): string {
  const at = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return text;
  const hour = MOMENT.test(text) ? `, ${text.slice(11, 16)}` : "";
  const shown = new Intl.DateTimeFormat(language, {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
    ...(style === "long" && { year: "numeric" }),
  }).format(at);
  return `${shown}${hour}`;
}

/** A moment in words, on the clock of `zone` and with its name; without one, on the person's own. */
export function moment(text: string, zone = clock): string {
  const at = new Date(text);
  if (!MOMENT.test(text) || Number.isNaN(at.getTime())) return text;
  try {
    return new Intl.DateTimeFormat(language, {
      weekday: "short",
      day: "numeric",
      month: "short",
      year: "numeric",
      hour: "numeric",
      minute: "2-digit",
      timeZoneName: "short",
      timeZone: zone,
    }).format(at);
  } catch {
    return moment(text, "UTC");
  }
}

/** The name of a field as words: "$attributed_channel" is "Attributed channel". */
export function label(name: string): string {
  const known = LABELS[name];
  if (known !== undefined) return known;
  const words = name.replace(/^\$/, "").replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const LABELS: Readonly<Record<string, string>> = {
  conversion_value: "Revenue",
  sum_value: "Value",
  unique: "Customers",
  viewed_form: "Form views",
  average_order_value: "Average order",
  historic_clv: "Spent so far",
  predicted_clv: "Expected next",
  total_clv: "Lifetime value",
  churn_probability: "Churn risk",
  historic_number_of_orders: "Orders",
  expected_date_of_next_order: "Next order",
};
