import { figureOf, type Known } from "./known.ts";
import { ranks } from "./plan.ts";
import type { Group } from "./rows.ts";

/** A rate of fewer ranks nobody: so many, or so much of the largest row. */
const LEAST = 100;
const LEAST_SHARE = 0.01;
/** What rates of messages are of; where a report has none of it, what the rate itself is over. */
const DELIVERED = "delivered";

/** In the order that is asked for; what ranks by a rate leaves out rows of too few people, and says how many. */
export function rankedOf(known: Known, groups: readonly Group[], omitted: string[]): Group[] {
  const { sort, minDelivered, counts } = known.plan;
  if (!sort) return [...groups].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  let kept = [...groups];
  const of = counts.includes(DELIVERED) ? DELIVERED : known.wholes.get(sort.name);
  if (ranks(known.plan) && of !== undefined) {
    const counted = new Map(groups.map((group) => [group, figureOf(known, group, of)]));
    const most = Math.max(0, ...[...counted.values()].map((count) => count ?? 0));
    const least = minDelivered ?? Math.max(LEAST, LEAST_SHARE * most);
    // What has no such count is not sent, and not of few.
    kept = groups.filter((group) => (counted.get(group) ?? least) >= least);
    const left = groups.length - kept.length;
    if (left > 0) {
      omitted.push(`${left} rows with fewer than ${Math.ceil(least)} ${of} are not ranked (min_delivered).`);
    }
  }
  const keyOf = (group: Group): number | string | undefined => {
    if (sort.name === "date") return group.at;
    if (sort.name === "sent") return group.keys.sent as string | undefined;
    if (sort.name !== "name") return figureOf(known, group, sort.name);
    const name = Object.entries(group.keys).find(([key]) => !key.endsWith("_id"));
    return name && String(name[1]).toLowerCase();
  };
  const turn = sort.descending ? -1 : 1;
  return kept.sort((a, b) => {
    const [one, other] = [keyOf(a), keyOf(b)];
    // What has none of it comes last, whichever way.
    if (one === undefined || other === undefined) return one === other ? 0 : one === undefined ? 1 : -1;
    return one === other ? 0 : turn * (one < other ? -1 : 1);
  });
}
