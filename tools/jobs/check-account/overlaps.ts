import { isObject, textOf } from "../../../src/text.ts";
import { campaigns } from "../../campaigns.ts";
import { lists } from "../../lists.ts";
import { segments } from "../../segments.ts";
import { type Days, plusDays } from "./days.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";

/** So many days ahead sends are compared. */
const AHEAD_DAYS = 14;
const COMING: ReadonlySet<string> = new Set([
  "Scheduled",
  "Preparing to schedule",
  "Preparing to send",
  "Adding Recipients",
  "Sending",
  "Sending Segments",
]);
/** So many sends are named in a line. */
const MOST_NAMED = 3;

const sidesOf = ({ audiences }: Values) => {
  const { included, excluded } = isObject(audiences) ? audiences : {};
  const texts = (some: unknown) => [some ?? []].flat().map(textOf);
  return { included: texts(included), excluded: texts(excluded) };
};

/** Whether a campaign goes out now, or on one of the next days, today included. */
export function isComing(campaign: Values, days: Days): boolean {
  if (!COMING.has(textOf(campaign.status))) return false;
  const at = Date.parse(textOf(campaign.send_time));
  const isNow = textOf(campaign.status).startsWith("Sending");
  const until = days.instantOf(plusDays(days.today, AHEAD_DAYS));
  return at < until && (isNow || at >= days.instantOf(days.today));
}

/** The lists and segments that several coming campaigns go to, each with those campaigns, the first to go first. */
export function shared(all: readonly Values[], days: Days): Map<string, Values[]> {
  const byAudience = new Map<string, Values[]>();
  const coming = all
    .filter((one) => isComing(one, days))
    .sort((one, other) => Date.parse(textOf(one.send_time)) - Date.parse(textOf(other.send_time)));
  for (const campaign of coming) {
    const { included, excluded } = sidesOf(campaign);
    for (const id of new Set(included.filter((one) => !excluded.includes(one))))
      byAudience.set(id, [...(byAudience.get(id) ?? []), campaign]);
  }
  return new Map([...byAudience].filter(([, campaigns]) => campaigns.length > 1));
}

/** A line an audience, by its name where that is known. */
export function overlaps(
  groups: ReadonlyMap<string, readonly Values[]>,
  names: ReadonlyMap<string, string>,
  days: Days,
): Finding[] {
  return [...groups].map(([id, sends]) => {
    const told = sends
      .slice(0, MOST_NAMED)
      .map(
        ({ name, channel, send_time }) =>
          `${named(name)} (${textOf(channel)}, ${days.dayOf(Date.parse(textOf(send_time)))})`,
      );
    const rest = sends.length > MOST_NAMED ? ` and ${sends.length - MOST_NAMED} more` : "";
    return {
      finding: `${named(names.get(id) ?? id)} gets ${sends.length} sends in the next ${AHEAD_DAYS} days: ${told.join(", ")}${rest}`,
      number: sends.length,
      next: { tool: "preview_campaign", arguments: { campaign_id: sends.at(-1)?.id } },
      gravity: 40,
    };
  });
}

export const overlappingSends: Check = {
  what: "coming sends to the same list or segment",
  get uses() {
    return [campaigns.get_campaigns, lists.get_lists, segments.get_segments];
  },
  async look(reading) {
    const groups = shared(await reading.campaigns(), reading.days);
    return overlaps(groups, await reading.audiences([...groups.keys()]), reading.days);
  },
};
