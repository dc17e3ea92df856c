import type { Resource } from "../resource.ts";
import { LIST_IDS, linkSegmentMember } from "./audiences.ts";
import { type Clock, toIso } from "./clock.ts";
import { metricId } from "./metrics.ts";
import type { Person } from "./profiles.ts";

/** Name of a segment in the table of campaigns. */
export const SEGMENT_IDS = {
  engaged: "UxQKbd",
  repeat: "VfM2Zs",
  lapsing: "XgT8Rw",
  canada: "SnP4Hy",
  gold: "RcJ6Lq",
} as const;

interface Rule {
  id: string;
  name: string;
  age: number;
  isActive: boolean;
  isStarred: boolean;
  /** Groups are joined by "and", the conditions inside a group by "or". */
  groups: object[][];
  matches: (person: Person, clock: Clock) => boolean;
}

function buildRules(): Rule[] {
  return [
    {
      id: SEGMENT_IDS.engaged,
      name: "Engaged (30 days)",
      age: 700,
      isActive: true,
      isStarred: true,
      groups: [[countMetric("Opened Email", "greater-than", 0, 30)], [canReceiveEmail()]],
      matches: (person, clock) =>
        person.engagements.some((at) => at > clock.daysAgo(30)) && person.suppression.length === 0,
    },
    {
      id: SEGMENT_IDS.repeat,
      name: "Repeat Customers (60 days)",
      age: 520,
      isActive: true,
      isStarred: true,
      groups: [[countMetric("Placed Order", "greater-than-or-equal", 2, 60)]],
      matches: (person, clock) => countRecent(person, clock, 60) >= 2,
    },
    {
      id: SEGMENT_IDS.lapsing,
      name: "Newsletter, no order in 60 days",
      age: 300,
      isActive: true,
      isStarred: false,
      groups: [
        [
          {
            type: "profile-group-membership",
            is_member: true,
            group_ids: [LIST_IDS.newsletter],
            timeframe_filter: null,
          },
        ],
        [countMetric("Placed Order", "equals", 0, 60)],
      ],
      matches: (person, clock) =>
        person.lists.includes(LIST_IDS.newsletter) && countRecent(person, clock, 60) === 0,
    },
    {
      id: SEGMENT_IDS.canada,
      name: "Canada – all shoppers",
      age: 140,
      isActive: true,
      isStarred: false,
      groups: [
        [matchProperty("location['country']", { type: "string", operator: "equals", value: "Canada" })],
      ],
      matches: (person) => person.place[2] === "Canada",
    },
    {
      id: SEGMENT_IDS.gold,
      name: "Gold & Platinum (old rules)",
      age: 95,
      isActive: false,
      isStarred: false,
      groups: [
        [
          matchProperty("properties['Loyalty Tier']", { type: "string", operator: "equals", value: "Gold" }),
          matchProperty("properties['Loyalty Tier']", {
            type: "string",
            operator: "equals",
            value: "Platinum",
          }),
        ],
      ],
      matches: ({ attributes }) => {
        const tier = (attributes.properties as Record<string, unknown>)["Loyalty Tier"];
        return tier === "Gold" || tier === "Platinum";
      },
    },
  ];
}

/** The segments; their members are the people for whom the definition holds. */
export function seedSegments(people: readonly Person[], clock: Clock): Resource[] {
  return buildRules().map((rule) => ({
    type: "segment",
    id: rule.id,
    attributes: {
      name: rule.name,
      definition: { condition_groups: rule.groups.map((conditions) => ({ conditions })) },
      created: toIso(clock.daysAgo(rule.age)),
      updated: toIso(clock.daysAgo(rule.isActive ? 1 : 60)),
      is_active: rule.isActive,
      is_processing: false,
      is_starred: rule.isStarred,
    },
    relationships: {
      profiles: people
        .filter((person) => rule.matches(person, clock))
        .map((person) => linkSegmentMember(person, clock))
        .sort((a, b) => (a.joined_group_at < b.joined_group_at ? -1 : 1)),
      "flow-triggers": [],
      tags: [],
    },
  }));
}

function countRecent(person: Person, clock: Clock, days: number): number {
  return person.orders.filter((order) => order.at > clock.daysAgo(days)).length;
}

function countMetric(
  metric: Parameters<typeof metricId>[0],
  operator: string,
  value: number,
  days: number,
): object {
  return {
    type: "profile-metric",
    metric_id: metricId(metric),
    measurement: "count",
    measurement_filter: { type: "numeric", operator, value },
    timeframe_filter: { type: "date", operator: "in-the-last", unit: "day", quantity: days },
    metric_filters: null,
  };
}

function matchProperty(property: string, filter: object): object {
  return { type: "profile-property", property, filter };
}

function canReceiveEmail(): object {
  return {
    type: "profile-marketing-consent",
    consent: {
      channel: "email",
      can_receive_marketing: true,
      consent_status: { subscription: "any", filters: null },
    },
  };
}
