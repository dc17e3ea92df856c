/** Counts, sums and states of a row by the name of the statistic. */
export type Figures = Readonly<Record<string, number>>;

/**
 * What Klaviyo computes each rate from. Where its own pages do not agree on the whole, the candidates stand in order of
 * likelihood, and the rows decide: docs/reports.md has the sources.
 */
const RATES: Readonly<Record<string, readonly [part: string, ...wholes: string[]]>> = {
  average_order_value: ["conversion_value", "conversions"],
  bounce_rate: ["bounced", "recipients", "delivered"],
  bounced_or_failed_rate: ["bounced_or_failed", "recipients", "delivered"],
  click_rate: ["clicks_unique", "delivered", "recipients"],
  click_to_open_rate: ["clicks_unique", "opens_unique"],
  conversion_rate: ["conversion_uniques", "delivered", "recipients"],
  delivery_rate: ["delivered", "recipients"],
  failed_rate: ["failed", "recipients", "delivered"],
  open_rate: ["opens_unique", "delivered", "recipients"],
  revenue_per_recipient: ["conversion_value", "delivered", "recipients"],
  spam_complaint_rate: ["spam_complaints", "delivered", "recipients"],
  submit_rate: ["submits", "viewed_form", "viewed_form_uniques"],
  text_message_roi: ["conversion_value", "text_message_spend"],
  unsubscribe_rate: ["unsubscribe_uniques", "delivered", "recipients"],
};

/** What a thing is, and not what happened to it: neither things nor times add up. */
const STATES: ReadonlySet<string> = new Set(["total_members"]);
const MONEY: ReadonlySet<string> = new Set(["conversion_value", "text_message_spend"]);
/** What an order is worth, and what is computed of it: in the currency of the order. */
const WORTH = "conversion_value";
/** Opens that nobody made are among these. */
const OPENS: ReadonlySet<string> = new Set(["opens", "opens_unique", "open_rate", "click_to_open_rate"]);

/** The names of all rates, each with what it counts and what it may be over. */
export const rateDefinitions = (): readonly (readonly [rate: string, part: string, ...wholes: string[]])[] =>
  Object.entries(RATES).map(([rate, counts]) => [rate, ...counts] as const);

export const isRate = (name: string): boolean => Object.hasOwn(RATES, name);
export const isState = (name: string): boolean => STATES.has(name);
export const countsOpens = (name: string): boolean => OPENS.has(name);
export const isConversion = (name: string): boolean =>
  /^conversion/.test(name) || /conversion/.test(RATES[name]?.[0] ?? "");

/** Whether it is an amount in the currency of the orders. */
export const isWorth = (name: string): boolean => name === WORTH || RATES[name]?.[0] === WORTH;
/** Whether it is an amount at all. */
export const isMoney = (name: string): boolean => MONEY.has(name) || isWorth(name);
/** Whether it counts people, each once in what is added up and again in the next. */
export const countsPeople = (name: string): boolean => /_uniques?$/.test(name) || name === "recipients";

/** What must be asked for so that these statistics can be added up, of what the report has. */
export function neededFor(statistics: readonly string[], has: readonly string[]): string[] {
  const parts = statistics.flatMap((name) => RATES[name] ?? []);
  return [...new Set([...statistics, ...parts])].filter((name) => has.includes(name));
}

/** How far a rate may be from the quotient of rounded counts and still be that one. */
const TOLERANCE = 6e-5;

/**
 * The whole that a rate is over, by the rows that tell: the first candidate that no row contradicts. Undefined where
 * every candidate is contradicted, or where nothing is known of the rate.
 */
export function wholeOf(rate: string, rows: readonly Figures[]): string | undefined {
  const [part = "", ...wholes] = RATES[rate] ?? [];
  const known = (whole: string) =>
    rows.length === 0 || rows.some((row) => row[part] !== undefined && row[whole] !== undefined);
  return wholes.find(
    (whole) => known(whole) && rows.every((row) => agrees(row[rate], row[part], row[whole])),
  );
}

function agrees(given: number | undefined, part: number | undefined, whole: number | undefined): boolean {
  if (given === undefined) return true;
  if (part === undefined || whole === undefined) return false;
  const due = whole === 0 ? 0 : part / whole;
  return Math.abs(given - due) <= TOLERANCE * Math.max(1, Math.abs(due));
}

/** What a channel without opens cannot tell: its zeros are none. */
const NO_OPENS: ReadonlySet<unknown> = new Set(["sms", "whatsapp"]);

/** The figures that a channel has; a text message has no opens. */
export function ofChannel(channel: unknown, figures: Figures): Figures {
  if (!NO_OPENS.has(channel)) return figures;
  return Object.fromEntries(Object.entries(figures).filter(([name]) => !countsOpens(name)));
}

/**
 * A statistic of rows together: Klaviyo's own of one row, else the sum of the counts, a rate over the sum of what it is
 * over (`whole`) in the rows that have it. Undefined where it cannot be formed.
 */
export function together(
  name: string,
  rows: readonly Figures[],
  whole: string | undefined,
): number | undefined {
  const [only, ...others] = rows;
  if (only && others.length === 0 && (only[name] !== undefined || !isRate(name))) return only[name];
  if (isState(name)) return undefined;
  const part = RATES[name]?.[0];
  if (part === undefined) return summed(name, rows);
  if (whole === undefined) return undefined;
  const counted = rows.filter((row) => row[part] !== undefined);
  const [above, below] = [summed(part, counted), summed(whole, counted)];
  return above === undefined || !below ? undefined : above / below;
}

/** The count that a rate of these rows is over: of the rows that can have what it counts. */
export function countBehind(rate: string, rows: readonly Figures[], whole: string): number | undefined {
  const part = RATES[rate]?.[0] ?? "";
  return summed(
    whole,
    rows.filter((row) => row[part] !== undefined),
  );
}

function summed(name: string, rows: readonly Figures[]): number | undefined {
  const values = rows.flatMap((row) => row[name] ?? []);
  return values.length === 0
    ? undefined
    : rounded(
        name,
        values.reduce((sum, value) => sum + value, 0),
      );
}

/** The sums of several rows; states, and rates, which are none, are left out. */
export function sumOf(rows: readonly Figures[]): Figures {
  const sums: Record<string, number> = {};
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (!isRate(name) && !isState(name)) sums[name] = rounded(name, (sums[name] ?? 0) + value);
    }
  }
  return sums;
}

/** A figure as it is shown: money to the cent, rates with four digits. */
export function rounded(name: string, value: number): number {
  const digits = isRate(name) ? 4 : MONEY.has(name) ? 2 : 6;
  // Moved as text: times 100, 1.005 would be less than it is.
  const moved = Number(`${value}e${digits}`);
  return Number.isNaN(moved) ? Number(value.toFixed(digits)) : Number(`${Math.round(moved)}e-${digits}`);
}

/** What a figure is compared with: before, by how much it differs, and by how many percent where there was any. */
export function compared(name: string, now: number, before: number): Record<string, number> {
  return {
    before: rounded(name, before),
    difference: rounded(name, now - before),
    ...(before !== 0 && { percent: Math.round(((now - before) / Math.abs(before)) * 1000) / 10 }),
  };
}
