import type { Store } from "../klaviyo/store.ts";
import type { Link, Resource, Values } from "../resource.ts";

/** One condition of a segment's definition; which keys it has depends on its type. */
interface Condition {
  type: string;
  property: string;
  is_member: boolean;
  group_ids: string[];
  metric_id: string;
  measurement: "count" | "sum";
  filter: Filter;
  measurement_filter: Filter;
  timeframe_filter: Filter;
  consent: { channel: string; can_receive_marketing: boolean; consent_status: { subscription: string } };
}

interface Filter {
  operator: string;
  value?: unknown;
  unit?: string;
  quantity?: number;
  date?: string;
  start?: string | number;
  end?: string | number;
}

/** The definition of a segment: groups are joined by "and", the conditions of a group by "or". */
export interface Definition {
  condition_groups: { conditions: Condition[] }[];
}

const HOURS: Record<string, number> = { hour: 1, day: 24, week: 168 };
const before = (now: number, count: unknown, unit = "day") =>
  now - Number(count) * (HOURS[unit] ?? 24) * 3_600_000;

const compare: Record<string, (value: unknown, wanted: unknown) => boolean> = {
  equals: (value, wanted) => value === wanted,
  "not-equals": (value, wanted) => value !== wanted,
  contains: (value, wanted) =>
    Array.isArray(value) ? value.includes(wanted) : String(value ?? "").includes(String(wanted)),
  "not-contains": (value, wanted) => !compare.contains?.(value, wanted),
  "starts-with": (value, wanted) => String(value ?? "").startsWith(String(wanted)),
  "not-starts-with": (value, wanted) => !String(value ?? "").startsWith(String(wanted)),
  "ends-with": (value, wanted) => String(value ?? "").endsWith(String(wanted)),
  "not-ends-with": (value, wanted) => !String(value ?? "").endsWith(String(wanted)),
  "greater-than": (value, wanted) => Number(value) > Number(wanted),
  "greater-than-or-equal": (value, wanted) => Number(value) >= Number(wanted),
  "less-than": (value, wanted) => Number(value) < Number(wanted),
  "less-than-or-equal": (value, wanted) => Number(value) <= Number(wanted),
  "is-set": (value) => value !== undefined && value !== null && value !== "",
  "not-set": (value) => value === undefined || value === null || value === "",
};

const meets = (value: unknown, { operator, value: wanted }: Filter) =>
  compare[operator]?.(value, wanted) ?? false;

const timeframes: Record<string, (time: number, filter: Filter, now: number) => boolean> = {
  alltime: () => true,
  after: (time, { date }) => time > Date.parse(String(date)),
  before: (time, { date }) => time < Date.parse(String(date)),
  "between-static": (time, { start, end }) =>
    time >= Date.parse(String(start)) && time < Date.parse(String(end)),
  between: (time, { start, end, unit }, now) =>
    time >= before(now, end, unit) && time < before(now, start, unit),
  "in-the-last": (time, { quantity, unit }, now) => time >= before(now, quantity, unit),
  "at-least": (time, { quantity, unit }, now) => time < before(now, quantity, unit),
};

/** The value that a property's name means: `email`, `location['country']`, `properties['Loyalty Tier']`. */
function readProperty(attributes: Values, property: string): unknown {
  const [, root = property, key] = property.match(/^(\w+)\[['"](.+)['"]\]$/) ?? [];
  if (key === undefined)
    return root in attributes ? attributes[root] : (attributes.properties as Values | undefined)?.[root];
  return (attributes[root] as Values | undefined)?.[key];
}

type Test = (profile: Resource) => boolean;

/** What each condition type asks of a profile. A type without a row matches nobody here. */
const tests: Record<string, (condition: Condition, store: Store) => Test> = {
  "profile-property":
    ({ property, filter }) =>
    (profile) =>
      meets(readProperty(profile.attributes, property), filter),
  "profile-group-membership": ({ is_member, group_ids }, store) => {
    const groups = group_ids.flatMap((id) => store.find("list", id) ?? store.find("segment", id) ?? []);
    const members = new Set(
      groups.flatMap((group) => store.linked(group, "profiles").map((link) => link.id)),
    );
    return (profile) => members.has(profile.id) === is_member;
  },
  "profile-metric": ({ metric_id, measurement, measurement_filter, timeframe_filter }, store) => {
    const inTime = timeframes[timeframe_filter.operator];
    const now = store.now().getTime();
    const sums = new Map<string, number>();
    for (const event of store.all("event")) {
      const [metric, profile] = [event.relationships.metric as Link, event.relationships.profile as Link];
      if (
        metric.id !== metric_id ||
        !inTime?.(Number(event.attributes.timestamp) * 1000, timeframe_filter, now)
      )
        continue;
      const added = measurement === "count" ? 1 : Number(event.attributes._value ?? 0);
      sums.set(profile.id, (sums.get(profile.id) ?? 0) + added);
    }
    return (profile) => meets(sums.get(profile.id) ?? 0, measurement_filter);
  },
  "profile-marketing-consent": ({ consent }) => {
    const { channel, can_receive_marketing, consent_status } = consent;
    const name = channel === "push" ? "mobile_push" : channel;
    return ({ attributes }) => {
      const state =
        (attributes.subscriptions as Record<string, { marketing: Values }> | undefined)?.[name]?.marketing ??
        {};
      const [, receives] = Object.entries(state).find(([key]) => key.startsWith("can_receive")) ?? [];
      const wanted = consent_status.subscription.toUpperCase();
      return receives === can_receive_marketing && (wanted === "ANY" || state.consent === wanted);
    };
  },
};

/** The profiles that a definition describes. */
export function findMembers(store: Store, { condition_groups }: Definition): Resource[] {
  const nobody: Test = () => false;
  const groups = condition_groups.map(({ conditions }) =>
    conditions.map((condition) => tests[condition.type]?.(condition, store) ?? nobody),
  );
  return store
    .all("profile")
    .filter((profile) => groups.every((group) => group.some((test) => test(profile))));
}
