import type { Link, Resource } from "../resource.ts";
import { type Clock, EVENT_DAYS, HOUR, MINUTE, toIso } from "./clock.ts";
import type { Journal } from "./journal.ts";
import type { Person } from "./profiles.ts";
import { Random } from "./random.ts";

/** A list with the people on it and when each of them joined. */
export interface Audience {
  id: string;
  name: string;
  members: { person: Person; joinedAt: number }[];
}

/** Id, name, size, opt-in, age in days. The sizes hold nobody, less than a page and more than two pages. */
const LISTS = [
  ["Y6nRLr", "Newsletter Subscribers", 240, "double_opt_in", 890],
  ["R7kQwT", "SMS Subscribers", 96, "double_opt_in", 640],
  ["T9mLcV", "Trail Running Club", 74, "single_opt_in", 410],
  ["Wb3XpZ", "VIP Early Access", 38, "single_opt_in", 365],
  ["QdF2hN", 'Wholesale, "Buyers & Reps"', 9, "single_opt_in", 220],
  ["Hx8JzK", "Holiday Waitlist", 0, "double_opt_in", 6],
] as const;

/** Name of a list in the tables of campaigns and flows. */
export const LIST_IDS = {
  newsletter: LISTS[0][0],
  sms: LISTS[1][0],
  trail: LISTS[2][0],
  vip: LISTS[3][0],
  wholesale: LISTS[4][0],
  waitlist: LISTS[5][0],
} as const;

/** Puts people on the lists, which is also how they come to their consent. */
export function drawAudiences(people: readonly Person[], journal: Journal): Audience[] {
  const random = new Random("lists");
  return LISTS.map(([id, name, size]) => {
    const isSms = id === LIST_IDS.sms;
    const eligible = people.filter((person) => (isSms ? person.phone : person.email));
    const members = random.sample(eligible, size).map((person) => ({
      person,
      joinedAt: Math.min(person.createdAt + random.between(1, 600) * MINUTE, journal.clock.now - HOUR),
    }));
    members.sort((a, b) => a.joinedAt - b.joinedAt);
    for (const { person, joinedAt } of members) {
      person.lists.push(id);
      journal.record("Subscribed to List", person, joinedAt, { List: name, $list: id });
      if (isSms) person.smsConsent = { status: "SUBSCRIBED", at: joinedAt, method: "LIST", source: id };
      if (id !== LIST_IDS.newsletter) continue;
      const stays = random.chance(0.92);
      const status = stays ? "SUBSCRIBED" : "UNSUBSCRIBED";
      person.emailConsent = {
        status,
        at: joinedAt,
        method: stays ? "LIST" : "PREFERENCE_PAGE",
        source: stays ? id : null,
      };
      if (stays) journal.record("Subscribed to Email Marketing", person, joinedAt, { List: name, $list: id });
      else person.suppression.push({ reason: "UNSUBSCRIBE", timestamp: toIso(joinedAt) });
    }
    return { id, name, members };
  });
}

/** The lists as resources. `flow-triggers` and `tags` are filled by the flows and the tags. */
export function seedLists(audiences: readonly Audience[], clock: Clock): Resource[] {
  return audiences.map(({ id, name, members }, index) => {
    const [, , , optIn, age] = LISTS[index] ?? LISTS[0];
    const created = clock.daysAgo(age);
    const links = members.map(({ person, joinedAt }) => linkMember(person, Math.max(joinedAt, created)));
    return {
      type: "list",
      id,
      attributes: {
        name,
        created: toIso(created),
        updated: toIso(clock.daysAgo(Math.min(age, 3 + index * 11))),
        opt_in_process: optIn,
      },
      relationships: { profiles: links, "flow-triggers": [], tags: [] },
    };
  });
}

function linkMember(person: Person, joinedAt: number): Link & { joined_group_at: string } {
  return { type: "profile", id: person.id, joined_group_at: toIso(joinedAt) };
}

/** When a person became a member of a segment: the sandbox takes the last thing that happened to the person. */
export function linkSegmentMember(person: Person, clock: Clock): Link & { joined_group_at: string } {
  return linkMember(person, person.lastEventAt || Math.max(person.createdAt, clock.daysAgo(EVENT_DAYS)));
}
