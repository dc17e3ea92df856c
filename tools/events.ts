import { z } from "zod";
import { isObject } from "../src/text.ts";
import { section } from "../src/tool/declare.ts";
import { atLeastOne } from "../src/tool/rules.ts";
import type { Input, Json, Structure } from "../src/tool/tool.ts";
import {
  datetime,
  flag,
  freeObject,
  IDENTIFIERS,
  identifiers,
  identityOf,
  needsOneOf,
  nonEmptyText,
  text,
} from "./params.ts";
import { words } from "./words.ts";

/** What happened; Klaviyo makes the metric when it is new. */
const happened = {
  metric_name: nonEmptyText,
  properties: freeObject.optional(),
  time: datetime.optional(),
  value: z.number().optional(),
  value_currency: text,
  unique_id: z.string().min(1).max(255).optional(),
  backfill: flag,
};
/** Klaviyo's bounds of an event's properties. */
const PROPERTIES: Structure = {
  is: "free",
  most: { keys: 400, items: 4000, depth: 10, textBytes: 100_000 },
};
const who = { profile_id: text, ...identifiers };
const WHO = ["profile_id", ...IDENTIFIERS] as const;
const ATTRIBUTES = ["properties", "time", "value", "value_currency", "unique_id", "backfill"] as const;
const PROFILE = "attributes.profile.data";

const bulkEvent = z.strictObject({ ...happened, ...who }).superRefine(needsOneOf(WHO));
type BulkEvent = z.infer<typeof bulkEvent>;

function given<T extends object>(item: T, names: readonly (keyof T & string)[]): Record<string, Json> {
  const pairs = names.map((name) => [name, item[name]]).filter(([, value]) => value !== undefined);
  return Object.fromEntries(pairs) as Record<string, Json>;
}

function eventResource(event: BulkEvent): Json {
  return {
    type: "event",
    attributes: {
      properties: {},
      ...given(event, ATTRIBUTES),
      metric: { data: { type: "metric", attributes: { name: event.metric_name } } },
    },
  };
}

function profileResource(event: BulkEvent): Json {
  return {
    type: "profile",
    ...(event.profile_id && { id: event.profile_id }),
    attributes: given(event, IDENTIFIERS),
  };
}

/** Which events go into which entry, by their positions: one entry a profile, in the order in which profiles come first. */
function byProfile(events: readonly object[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [at, event] of events.entries()) {
    const key = JSON.stringify(WHO.map((name) => (event as Partial<BulkEvent>)[name] ?? null));
    groups.set(key, [...(groups.get(key) ?? []), at]);
  }
  return [...groups.values()];
}

function bulkEvents(input: Input): Json {
  const events = input.events as BulkEvent[];
  const entries = byProfile(events).map((positions) => ({
    type: "event-bulk-create",
    attributes: {
      profile: { data: profileResource(events[positions[0] ?? 0] as BulkEvent) },
      // Without a unique_id of its own an event gets one of the batch, so that the call can be repeated.
      events: {
        data: positions.map((at) =>
          eventResource({ unique_id: `${input.batch_id}-${at}`, ...(events[at] as BulkEvent) }),
        ),
      },
    },
  }));
  return {
    data: {
      type: "event-bulk-create-job",
      attributes: { "events-bulk-create": { data: entries } },
    },
  };
}

const EVENT_AT = /events-bulk-create\/data\/(\d+)(?:\/attributes\/events\/data\/(\d+))?/;

/** Which of the events a pointer means, as they were given; of a profile the first of its events. */
function bulkEventAt(pointer: string, given: unknown): string {
  const [, entry, event = "0"] = EVENT_AT.exec(pointer) ?? [];
  const events = isObject(given) && Array.isArray(given.events) ? given.events.filter(isObject) : [];
  const at = entry === undefined ? undefined : byProfile(events)[Number(entry)]?.[Number(event)];
  const one = `events[${at ?? ""}]`;
  if (/\/metric(\/|$)/.test(pointer)) return `${one}.metric_name`;
  const [, name] = /\/(?:profile|events)\/data\/(?:\d+\/)?(?:attributes\/)?(\w+)/.exec(pointer) ?? [];
  if (name === "id") return `${one}.profile_id`;
  const known = [...WHO, ...ATTRIBUTES].some((each) => each === name);
  return known ? `${one}.${name}` : at === undefined ? "events" : one;
}

export const events = section("events", {
  get_events: words({
    title: "List events",
    does: 'What customers did, event by event: filter equals(metric_id,"ABC123"),greater-than(datetime,2026-11-01T00:00:00Z), sort -datetime. query_metric_aggregates gives totals.',
    instead: "query_metric_aggregates counts and sums events without reading them.",
  }),

  get_event: words({
    title: "Read an event",
    does: "One event with all its properties, e.g. the lines of an order.",
  }),

  create_event: words({
    title: "Record an event",
    does: "Records that a customer did something; makes profile and metric when new, and can start flows (backfill: starts none). unique_id makes it safe to repeat.",
    inputSchema: {
      ...happened,
      ...who,
      first_name: text,
      last_name: text,
      profile_properties: freeObject.optional(),
    },
    structures: { properties: PROPERTIES },
    rules: [atLeastOne(...WHO)],
    generated: "unique_id",
    judged: { when: [identityOf("")], startedBy: { metric: "metric_name" } },
    body: {
      type: "event",
      attributes: ATTRIBUTES,
      paths: {
        metric_name: "attributes.metric.data.attributes.name",
        profile_id: `${PROFILE}.id`,
        email: `${PROFILE}.attributes.email`,
        phone_number: `${PROFILE}.attributes.phone_number`,
        external_id: `${PROFILE}.attributes.external_id`,
        first_name: `${PROFILE}.attributes.first_name`,
        last_name: `${PROFILE}.attributes.last_name`,
        profile_properties: `${PROFILE}.attributes.properties`,
      },
      constants: {
        // Klaviyo wants both there, even when there is nothing to say: the properties and a profile's attributes.
        "attributes.properties": {},
        [`${PROFILE}.attributes.properties`]: {},
        [`${PROFILE}.type`]: "profile",
        "attributes.metric.data.type": "metric",
      },
    },
  }),

  bulk_create_events: words({
    title: "Record events",
    does: "Records up to 1,000 events in the background; each needs an identifier of its profile. One repeated unique_id fails them all.",
    inputSchema: {
      events: z.array(bulkEvent).min(1).max(1000),
      batch_id: text.describe("Begins the unique_id of events without one"),
    },
    structures: { events: { is: "list", of: { is: "object", may: { properties: PROPERTIES } } } },
    settledBy: "get_events",
    generated: "batch_id",
    judged: {
      when: [identityOf("events.")],
      counts: "events",
      startedBy: { metric: "events.metric_name" },
    },
    body: { build: bulkEvents, argumentAt: bulkEventAt },
    hint: "There is no job to follow: get_events with sort -datetime shows what has arrived.",
  }),
});
