import { isObject, textOf } from "../../../src/text.ts";
import { coupons } from "../../coupons.ts";
import { events } from "../../events.ts";
import { metrics } from "../../metrics.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";
import type { Reading } from "./reading.ts";

/** What Klaviyo tracks when a message hands out a code, with the coupon in CouponID and CouponKey. */
const ASSIGNED = "Coupon Assigned";
/** A coupon that lasts longer at its pace is no news. */
const AHEAD_DAYS = 14;
const MOST_EVENTS = 1000;
const MOST_COUPONS = 5;
const MOST_CODES = 1000;

/** How many codes of a coupon go a day, and how many are left. */
export interface Stock {
  id: string;
  name: string;
  pace: number;
  left: number;
}

/** Codes that were handed out, by what events call their coupon. */
export function handedOut(assigned: readonly Values[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { event_properties } of assigned) {
    const { CouponID, CouponKey } = isObject(event_properties) ? event_properties : {};
    const of = textOf(CouponKey ?? CouponID);
    if (of) counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  return counts;
}

/** Coupons whose codes are gone within days. */
export function runningOut(stocks: readonly Stock[]): Finding[] {
  return stocks.flatMap(({ id, name, pace, left }): Finding[] => {
    const days = Math.floor(left / pace);
    if (left >= pace * AHEAD_DAYS) return [];
    const when =
      left === 0
        ? "has no code left"
        : `runs out in ${days < 1 ? "less than a day" : `about ${days} ${days === 1 ? "day" : "days"}`}: ${left} codes left`;
    return [
      {
        finding: `Coupon ${named(name)} ${when}, ${Number(pace.toFixed(1))} go a day`,
        number: left,
        next: {
          tool: "summarize_collection",
          arguments: { name: "get_coupon_codes", arguments: { coupon_id: id }, group_by: "status" },
        },
        gravity: left === 0 ? 92 : 75,
      },
    ];
  });
}

/** Codes that nobody has yet, counted as far as the pace makes it matter. */
async function left(reading: Reading, coupon_id: string, pace: number): Promise<number> {
  const enough = Math.min(MOST_CODES, Math.ceil(pace * AHEAD_DAYS));
  const asked = { coupon_id, filter: 'equals(status,"UNASSIGNED")', fields: ["status"] };
  const { items } = await reading.context.list(coupons.get_coupon_codes, asked, enough);
  return items.length;
}

async function stocks(reading: Reading): Promise<Stock[] | undefined> {
  const { days, context } = reading;
  const metric = await reading.metric(ASSIGNED);
  if (!metric) {
    reading.miss(`coupons (the account has no metric ${ASSIGNED}, which tells the pace)`);
    return undefined;
  }
  const filter = `equals(metric_id,"${metric.id}"),greater-or-equal(datetime,${days.startOf(days.first)}),less-than(datetime,${days.startOf(days.today)})`;
  const read = await context.list(
    events.get_events,
    { filter, sort: "-datetime", fields: ["event_properties", "datetime"] },
    MOST_EVENTS,
  );
  // Where there are more, the pace is that of the time that was read.
  const oldest = Date.parse(textOf(read.items.at(-1)?.datetime));
  const span = read.whole ? days.count : (days.instantOf(days.today) - oldest) / (24 * 60 * 60_000);
  const counts = handedOut(read.items);
  if (counts.size === 0) return [];
  const { items } = await context.list(coupons.get_coupons, {}, MOST_EVENTS);
  const busiest = [...counts].sort(([, one], [, other]) => other - one);
  if (busiest.length > MOST_COUPONS)
    reading.miss(`${busiest.length - MOST_COUPONS} of ${busiest.length} coupons`);
  const found: Stock[] = [];
  for (const [name, count] of busiest.slice(0, MOST_COUPONS)) {
    const coupon = items.find(({ id, external_id }) => id === name || external_id === name);
    if (!coupon) {
      reading.miss(`the codes of ${named(name)} (get_coupons has none of that name)`);
      continue;
    }
    const pace = count / Math.max(span, Number.EPSILON);
    found.push({ id: textOf(coupon.id), name, pace, left: await left(reading, textOf(coupon.id), pace) });
  }
  return found;
}

export const couponsRunningOut: Check = {
  what: "coupons that run out",
  get uses() {
    return [metrics.get_metrics, events.get_events, coupons.get_coupons, coupons.get_coupon_codes];
  },
  async look(reading) {
    const found = await stocks(reading);
    return found && runningOut(found);
  },
};
