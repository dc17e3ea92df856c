import { isObject, textOf } from "../../../src/text.ts";
import { campaigns } from "../../campaigns.ts";
import { lists } from "../../lists.ts";
import { segments } from "../../segments.ts";
import { type Days, plusDays } from "./days.ts";
import { type Check, type Finding, named, type Values } from "./finding.ts";
import { PeopleCompared, type SharedPeople } from "./people.ts";
import type { Audience } from "./reading.ts";

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
/** So many pairs of lists and segments are compared: each costs up to four requests. */
const MOST_PAIRS = 6;
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

/** The campaigns that go out on the next days, the first to go first. */
function comingOf(all: readonly Values[], days: Days): Values[] {
  return all
    .filter((one) => isComing(one, days))
    .sort((one, other) => Date.parse(textOf(one.send_time)) - Date.parse(textOf(other.send_time)));
}

/** The lists and segments that each campaign goes to. */
function audiencesOf(campaign: Values): string[] {
  const { included, excluded } = sidesOf(campaign);
  return [...new Set(included.filter((one) => !excluded.includes(one)))];
}

/** The lists and segments that several coming campaigns go to, each with those campaigns, the first to go first. */
export function shared(all: readonly Values[], days: Days): Map<string, Values[]> {
  const byAudience = new Map<string, Values[]>();
  for (const campaign of comingOf(all, days)) {
    for (const id of audiencesOf(campaign)) byAudience.set(id, [...(byAudience.get(id) ?? []), campaign]);
  }
  return new Map([...byAudience].filter(([, campaigns]) => campaigns.length > 1));
}

/** Two lists or segments of different campaigns, with those two. */
export interface Pair {
  audiences: readonly [string, string];
  sends: readonly [Values, Values];
}

/** What two coming campaigns go to, where these are different and neither leaves the other's people out; each pair once. */
export function pairs(all: readonly Values[], days: Days): Pair[] {
  const coming = comingOf(all, days);
  const found = new Map<string, Pair>();
  for (const [at, first] of coming.entries()) {
    for (const second of coming.slice(at + 1)) {
      const without = [sidesOf(first).excluded, sidesOf(second).excluded].flat();
      const kept = (campaign: Values) => audiencesOf(campaign).filter((id) => !without.includes(id));
      for (const one of kept(first)) {
        for (const other of kept(second)) {
          const key = [one, other].sort().join(" ");
          if (one !== other && !found.has(key))
            found.set(key, { audiences: [one, other], sends: [first, second] });
        }
      }
    }
  }
  return [...found.values()];
}

const sendsInWords = (sends: readonly Values[], days: Days): string[] =>
  sends.map(
    ({ name, channel, send_time }) =>
      `${named(name)} (${textOf(channel)}, ${days.dayOf(Date.parse(textOf(send_time)))})`,
  );

/** A line an audience, by its name where that is known. */
export function overlaps(
  groups: ReadonlyMap<string, readonly Values[]>,
  known: ReadonlyMap<string, Audience>,
  days: Days,
): Finding[] {
  return [...groups].map(([id, sends]) => {
    const told = sendsInWords(sends.slice(0, MOST_NAMED), days);
    const rest = sends.length > MOST_NAMED ? ` and ${sends.length - MOST_NAMED} more` : "";
    return {
      finding: `${named(known.get(id)?.name ?? id)} gets ${sends.length} sends in the next ${AHEAD_DAYS} days: ${told.join(", ")}${rest}`,
      number: sends.length,
      next: { tool: "preview_campaign", arguments: { campaign_id: sends.at(-1)?.id } },
      gravity: 40,
    };
  });
}

/** The line of two audiences that share people; undefined where none of those looked at is in both. */
export function sharing(
  { sends }: Pair,
  [one, other]: readonly [Audience, Audience],
  { of, looked, both, whole }: SharedPeople,
  days: Days,
): Finding | undefined {
  if (both === 0) return undefined;
  const [from, beside] = of === one.id ? [one.name, other.name] : [other.name, one.name];
  const who = whole
    ? `the ${looked} people of ${named(from)}`
    : `the ${looked} who joined ${named(from)} last`;
  return {
    finding: `${both} of ${who} are also in ${named(beside)}: they get ${sendsInWords(sends, days).join(" and ")}`,
    number: both,
    next: { tool: "preview_campaign", arguments: { campaign_id: sends[1].id } },
    gravity: 20 + 19 * (both / looked),
  };
}

export const overlappingSends: Check = {
  what: "coming sends to the same people",
  get uses() {
    return [campaigns.get_campaigns, lists.get_lists, segments.get_segments, ...PeopleCompared.uses];
  },
  async look(reading) {
    const all = await reading.campaigns();
    const groups = shared(all, reading.days);
    const two = pairs(all, reading.days);
    const known = await reading.audiences([
      ...new Set([...groups.keys(), ...two.flatMap(({ audiences }) => audiences)]),
    ]);
    const found = overlaps(groups, known, reading.days);
    const people = new PeopleCompared(reading.context);
    for (const pair of two.slice(0, MOST_PAIRS)) {
      const [one, other] = pair.audiences.map((id) => known.get(id));
      if (!one || !other) continue;
      const both = await reading.part("people that coming sends share", () => people.between(one, other));
      if (!both) break;
      const line = sharing(pair, [one, other], both, reading.days);
      if (line) found.push(line);
    }
    if (two.length > MOST_PAIRS)
      reading.miss(`people shared by ${two.length - MOST_PAIRS} more pairs of audiences`);
    return found;
  },
};
