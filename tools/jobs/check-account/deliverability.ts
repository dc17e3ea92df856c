import { metrics } from "../../metrics.ts";
import { type Check, type Finding, named, percent } from "./finding.ts";
import type { Counted, Reading } from "./reading.ts";

/** What goes wrong with mail: Klaviyo's names for it, from which share of the mail it is bad, and how bad. */
const WRONG = [
  { what: "Spam complaints", names: ["Marked Email as Spam"], from: 0.001, gravity: 85 },
  { what: "Bounces", names: ["Bounced Email"], from: 0.02, gravity: 80 },
  {
    what: "Unsubscribes",
    names: ["Unsubscribed from Email Marketing", "Unsubscribed"],
    from: 0.01,
    gravity: 60,
  },
] as const;
const RECEIVED = "Received Email";
const GROUPS = ["Inbox Provider", "Email Domain"] as const;
/** Fewer than so many tell nothing. */
const LEAST = 5;
/** So many times the share of the period before. */
const GROWN = 2;

/** How often in the period, and in the one before. */
export interface Twice {
  now: number;
  before: number;
}

/** Counts of days as those of two periods of `days` each, added up by one of what they are grouped by. */
export function twiceBy(counted: readonly Counted[], at: number, days: number): Map<string, Twice> {
  const sums = new Map<string, Twice>();
  const sum = (some: readonly number[]) => some.reduce((all, one) => all + one, 0);
  for (const { dimensions, counts } of counted) {
    const of = dimensions[at] ?? "";
    // Mail to an address that is not told of says nothing about anybody's mailboxes.
    if (of === "") continue;
    const { now, before } = sums.get(of) ?? { now: 0, before: 0 };
    sums.set(of, { before: before + sum(counts.slice(0, days)), now: now + sum(counts.slice(days)) });
  }
  return sums;
}

/** Where something grew to at least twice its share of the mail and beyond what is usual. */
export function grown(
  wrong: ReadonlyMap<string, Twice>,
  mail: ReadonlyMap<string, Twice>,
  from: number,
): { of: string; count: number; share: number; before: number }[] {
  return [...wrong].flatMap(([of, { now, before }]) => {
    const all = mail.get(of) ?? { now: 0, before: 0 };
    // A bounced mail was not received, and counts as mail all the same.
    const share = now / Math.max(now, all.now);
    const earlier = all.before === 0 && before === 0 ? 0 : before / Math.max(before, all.before);
    const isBad = now >= LEAST && share >= from && share >= GROWN * earlier;
    return isBad ? [{ of, count: now, share, before: earlier }] : [];
  });
}

async function worse(
  reading: Reading,
  { what, names, from, gravity }: (typeof WRONG)[number],
  mail: readonly Counted[],
): Promise<Finding[]> {
  const { days } = reading;
  const metric = await reading.metric(...names);
  if (!metric) return [];
  const wrong = await reading.counted(metric, days.before, days.today, GROUPS);
  // Where all of a provider is one domain, one line is enough.
  const told = new Set<number>();
  return GROUPS.flatMap((group, at) =>
    grown(twiceBy(wrong, at, days.count), twiceBy(mail, at, days.count), from).flatMap(
      ({ of, count, share, before }): Finding[] => {
        if (at > 0 && told.has(count)) return [];
        told.add(count);
        return [
          {
            finding: `${what} at ${group === "Email Domain" ? "the domain" : "the inbox provider"} ${named(of)}: ${count}, ${percent(share)} of the mail; before ${percent(before)}`,
            number: count,
            next: {
              tool: "query_metric_aggregates",
              arguments: {
                metric_id: metric.id,
                measurements: ["count"],
                start: days.first,
                end: days.today,
                interval: "month",
                by: ["Campaign Name"],
                filter: [`equals(${group},${JSON.stringify(of)})`],
              },
            },
            gravity,
          },
        ];
      },
    ),
  );
}

export const deliverability: Check = {
  what: "bounces, spam complaints and unsubscribes that grew at an inbox provider or domain",
  get uses() {
    return [metrics.get_metrics, metrics.query_metric_aggregates];
  },
  async look(reading) {
    const { days } = reading;
    const received = await reading.metric(RECEIVED);
    if (!received) {
      reading.miss(`mail by domain (the account has no metric ${RECEIVED})`);
      return undefined;
    }
    const mail = await reading.counted(received, days.before, days.today, GROUPS);
    const found: Finding[] = [];
    for (const one of WRONG) found.push(...(await worse(reading, one, mail)));
    return found;
  },
};
