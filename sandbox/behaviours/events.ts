import { createHash } from "node:crypto";
import { type Behaviour, readData } from "../klaviyo/operation.ts";
import { type Store, toStamp } from "../klaviyo/store.ts";
import { refuseBody } from "../refusal.ts";
import type { Resource, Values } from "../resource.ts";
import { type ProfileWrite, upsertProfile } from "./profiles.ts";

interface EventWrite {
  properties: Values;
  time?: string | null;
  value?: number | null;
  value_currency?: string | null;
  unique_id?: string | null;
  metric: { data: { attributes: { name: string; service?: string | null } } };
}

const IDENTIFIERS = ["email", "phone_number", "external_id", "anonymous_id", "_kx"];
const MAX_PROPERTIES = 400;
const MAX_UNIQUE_ID = 255;
const EARLIEST = Date.parse("1990-01-01T00:00:00Z");
const YEAR = 365 * 86_400_000;

/** Refuses what no event may have; `pointer` leads to the event's attributes. */
function checkEvent(store: Store, event: EventWrite, pointer: string): void {
  const count = Object.keys(event.properties).length;
  if (count > MAX_PROPERTIES)
    throw refuseBody(
      `${pointer}/properties`,
      `An event has at most ${MAX_PROPERTIES} properties, not ${count}.`,
    );
  if (event.unique_id && event.unique_id.length > MAX_UNIQUE_ID)
    throw refuseBody(`${pointer}/unique_id`, `unique_id has at most ${MAX_UNIQUE_ID} characters.`);
  const time = event.time ? Date.parse(event.time) : store.now().getTime();
  if (time < EARLIEST || time > store.now().getTime() + YEAR)
    throw refuseBody(`${pointer}/time`, "time must lie between 1990 and one year from now.");
}

function checkProfile(profile: ProfileWrite, pointer: string): void {
  if (!profile.id && !IDENTIFIERS.some((name) => profile.attributes[name]))
    throw refuseBody(`${pointer}/attributes`, `One of id, ${IDENTIFIERS.join(", ")} is required.`);
}

/** The metric with this name; the first event of a name makes it. */
function findMetric(store: Store, { name, service }: { name: string; service?: string | null }): Resource {
  const known = store.all("metric").find(({ attributes }) => attributes.name === name);
  if (known) return known;
  const integration = {
    object: "integration",
    id: "7FtS4J",
    key: "api",
    name: service ?? "API",
    category: "API",
  };
  return store.create("metric", { name, integration }, { "flow-triggers": [] });
}

/** The same event gets the same id, so that a repeated one is found. */
function toEventId(...parts: string[]): string {
  return createHash("sha1").update(parts.join("\n")).digest("hex").slice(0, 11);
}

function addEvent(store: Store, profile: Resource, event: EventWrite): void {
  const metric = findMetric(store, event.metric.data.attributes);
  const seconds = Math.floor((event.time ? Date.parse(event.time) : store.now().getTime()) / 1000);
  // Without a unique_id Klaviyo keeps one event per profile, metric and second.
  const unique = event.unique_id ?? `${seconds}`;
  const id = toEventId(profile.id, metric.id, unique);
  if (store.find("event", id)) return;
  const value = event.value ?? undefined;
  const extra = {
    ...(value !== undefined && { $value: value }),
    ...(event.value_currency && { $currency_code: event.value_currency }),
    $event_id: unique,
  };
  const datetime = toStamp(new Date(seconds * 1000));
  const attributes = {
    timestamp: seconds,
    datetime,
    uuid: store.newId("uuid"),
    event_properties: { ...event.properties, ...extra },
  };
  store.create(
    "event",
    { ...attributes, _value: value },
    {
      metric: { type: "metric", id: metric.id },
      profile: { type: "profile", id: profile.id },
      attributions: [],
    },
    id,
  );
  const last = Date.parse(String(profile.attributes.last_event_date ?? "1970-01-01"));
  if (seconds * 1000 > last) profile.attributes.last_event_date = datetime;
}

/** The profile of an event, changed by what the event says of it. Its meta may lie among its attributes. */
function findOwner(store: Store, data: ProfileWrite): Resource {
  const { meta, ...attributes } = data.attributes;
  return upsertProfile(store, { ...data, attributes, meta: data.meta ?? (meta as ProfileWrite["meta"]) })
    .profile;
}

/** Accepted and processed at once; Klaviyo takes a moment. */
export const createEvent: Behaviour = (call) => {
  const { attributes } = readData<{ attributes: EventWrite & { profile: { data: ProfileWrite } } }>(call);
  checkProfile(attributes.profile.data, "/data/attributes/profile/data");
  checkEvent(call.store, attributes, "/data/attributes");
  addEvent(call.store, findOwner(call.store, attributes.profile.data), attributes);
  return undefined;
};

interface BulkWrite {
  attributes: {
    "events-bulk-create": {
      data: {
        attributes: { profile: { data: ProfileWrite }; events: { data: { attributes: EventWrite }[] } };
      }[];
    };
  };
}

const MAX_EVENTS = 1000;

/** All or nothing: one bad event, or one unique_id twice, fails the request. */
export const createEvents: Behaviour = (call) => {
  const groups = readData<BulkWrite>(call).attributes["events-bulk-create"].data;
  const at = "/data/attributes/events-bulk-create/data";
  const seen = new Set<string>();
  let count = 0;
  groups.forEach(({ attributes: { profile, events } }, group) => {
    checkProfile(profile.data, `${at}/${group}/attributes/profile/data`);
    events.data.forEach(({ attributes }, index) => {
      const pointer = `${at}/${group}/attributes/events/data/${index}/attributes`;
      checkEvent(call.store, attributes, pointer);
      if (attributes.unique_id && seen.has(attributes.unique_id))
        throw refuseBody(
          `${pointer}/unique_id`,
          `The unique_id ${attributes.unique_id} is repeated in this request.`,
        );
      if (attributes.unique_id) seen.add(attributes.unique_id);
      count += 1;
    });
  });
  if (count > MAX_EVENTS)
    throw refuseBody(at, `A request may hold at most ${MAX_EVENTS} events, not ${count}.`);
  for (const { attributes } of groups) {
    const owner = findOwner(call.store, attributes.profile.data);
    for (const event of attributes.events.data) addEvent(call.store, owner, event.attributes);
  }
  return undefined;
};
