import type { Crowd } from "../account/crowd.ts";
import type { Link, Resource } from "../resource.ts";
import type { Clause } from "./filter.ts";

/**
 * More resources than are kept: each has a place, and is made when its place is looked at. Their dates at `dated` never
 * go back from one place to the next.
 */
export interface Multitude {
  size: number;
  dated: string;
  at(place: number): Resource;
  /** The first place whose date is a time, in milliseconds, or after it. */
  firstSince(time: number): number;
}

/** So many of a multitude from a place on, or back from it; `next` is the place to go on at, where there is one. */
export interface Stretch {
  found: Resource[];
  next: number | undefined;
}

export function isMultitude(outcome: object): outcome is Multitude {
  return "firstSince" in outcome;
}

/**
 * The page of a multitude that begins at a place: those that match, and no more looked at than must be. `turned` reads
 * from the last place to the first, places being counted from there.
 */
export function stretchOf(
  { size, dated, at, firstSince }: Multitude,
  {
    clauses,
    from,
    count,
    turned,
  }: { clauses: readonly Clause[]; from: number; count: number; turned: boolean },
  matches: (resource: Resource) => boolean,
): Stretch {
  let [low, high] = [0, size];
  for (const { field, operator, literals } of clauses) {
    if (field !== dated) continue;
    const time = Date.parse(String(literals[0]?.value));
    // A place too many on either side is looked at, and does not match.
    if (operator.startsWith("greater")) low = Math.max(low, firstSince(time));
    if (operator.startsWith("less")) high = Math.min(high, firstSince(time + 1));
  }
  const found: Resource[] = [];
  const [begin, end] = turned ? [size - high, size - low] : [low, high];
  for (let place = Math.max(from, begin); place < end; place += 1) {
    const resource = at(turned ? size - 1 - place : place);
    if (!matches(resource)) continue;
    if (found.length === count) return { found, next: place };
    found.push(resource);
  }
  return { found, next: undefined };
}

const timeOf = ({ attributes }: Resource, name: string) => Date.parse(String(attributes[name]));

/**
 * A crowd, and after it the people that are kept: all of them, or those on a list that the crowd is on. One of the crowd
 * that is kept stands where it stood.
 */
export function multitudeOf(
  crowd: Crowd,
  kept: ReadonlyMap<string, Resource>,
  members: readonly Link[] | undefined,
): Multitude {
  const dated = members ? "joined_group_at" : "created";
  const joined = (profile: Resource, joined_group_at: unknown) =>
    members ? { ...profile, attributes: { ...profile.attributes, joined_group_at } } : profile;
  const links = new Map(members?.map((link) => [link.id, link]));
  const own = [...kept.values()]
    .filter(({ id }) => crowd.placeOf("id", id) === undefined && (!members || links.has(id)))
    .map((profile) => joined(profile, links.get(profile.id)?.joined_group_at ?? null))
    .sort((a, b) => timeOf(a, dated) - timeOf(b, dated));
  const made = (place: number) => {
    const profile = crowd.at(place);
    return joined(kept.get(profile.id) ?? profile, profile.attributes.created);
  };
  return {
    size: crowd.size + own.length,
    dated,
    at: (place) => own[place - crowd.size] ?? made(place),
    firstSince: (time) => {
      const place = crowd.firstSince(time);
      const later = own.findIndex((one) => timeOf(one, dated) >= time);
      return place < crowd.size ? place : crowd.size + (later < 0 ? own.length : later);
    },
  };
}
